"""Accounts: who may work with the site, how they sign in, and what they may do with which study."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from dce.errors import StoreError
from dce.store import audit, links, passwords, second_factor, tries
from dce.store.account import Account, checked_name, from_row, name_key
from dce.store.clock import utc_minute
from dce.store.identities import Identities
from dce.store.links import LinkTo, Purpose
from dce.store.membership import Membership
from dce.store.rights import RIGHTS, Role
from dce.store.seal import seal, unseal

OTHER_TRIES = "\x00second factor:"  # no name begins so
OF_ACCOUNT = (  # what goes with an account, before it; its id in the log stays
    *("delete_recovery_codes", "delete_identities", "delete_links_of", "delete_memberships", "delete_tokens_of"),
    "delete_account",
)


class Accounts(Membership, Identities):
    """The accounts of one database; ``store.accounts``. Where ``key`` is asked it is the key of the site."""

    def add(self, name: str, role: Role) -> Account:
        """Add an account that has no password yet; give its owner the link of ``link_for``."""
        with self._database.tx():
            return self._add(name, role)

    def account(self, account_id: str) -> Account | None:
        """Give the account with this id, or None: ask at every request, and compare the generation."""
        rows = self._database.run("account", id=account_id)
        return from_row(rows[0]) if rows else None

    def by_name(self, name: str) -> Account:
        """Give the account of this name, in whatever case; raises StoreError where there is none."""
        rows = self._database.run("account_by_name", name_key=name_key(name))
        if not rows:
            raise StoreError(f"{self._database.name}: no account {name!r}; dce user list names them all")
        return from_row(rows[0])

    def all(self) -> tuple[Account, ...]:
        """Give every account, by name."""
        return tuple(map(from_row, self._database.run("accounts")))

    # -- signing in

    def sign_in(
        self, name: str, password: str, *, address: str, key: bytes, now: float | None = None
    ) -> Account | None:
        """Give the account that has this password, or None, in the same time whether or not there is such a name.

        Where it has a second factor, ``second_step`` must come after it. Raises TooManyTries with the seconds to wait:
        of one name from one address, of all names from one address, and of one name from everywhere.
        """
        same = name_key(name)
        tried = tries.begin(self._database, key, same, address, now)
        rows = self._database.run("account_by_name", name_key=same)
        kept = rows[0]["password"] if rows else None
        if not passwords.verified(kept, password) or rows[0]["disabled"] is not None:
            return None
        tries.succeeded(self._database, tried, now)
        if kept is not None and passwords.outdated(kept):
            new = passwords.hashed(password)
            self._database.run("rehash_password", id=rows[0]["id"], old=kept, password=new)
        return from_row(rows[0])

    def second_step(self, account_id: str, code: str, *, address: str, key: bytes, now: float | None = None) -> bool:
        """Tell whether ``code`` is the app's of now, or a recovery code; either is good for one time.

        Raises TooManyTries as ``sign_in`` does, and StoreError where the key of the site is not that of the secret.
        """
        tried = tries.begin(self._database, key, OTHER_TRIES + account_id, address, now)
        right = self._use_app(account_id, code, key, now) or bool(
            self._database.change("use_recovery_code", account=account_id, code_hash=second_factor.recovery_hash(code))
        )
        if right:
            tries.succeeded(self._database, tried, now)
        return right

    def _use_app(self, account_id: str, code: str, key: bytes, now: float | None) -> bool:
        rows = self._database.run("account", id=account_id)
        if not rows or rows[0]["totp"] is None or not code.replace(" ", "").isdecimal():
            return False
        secret = unseal(key, rows[0]["totp"], account_id)
        if secret is None:
            raise StoreError(
                f"{self._database.name}: the key of this site is not the one under which second factors were kept; put "
                "that key back, use a recovery code, or take the second factor off with dce user reset"
            )
        step = second_factor.step_of(secret, code, now)
        return step is not None and bool(self._database.change("use_totp", id=account_id, step=step))

    # -- passwords, links and the second factor

    def link_for(self, account: Account, purpose: Purpose, hours: int = links.HOURS) -> str:
        """Make the key of a link by which the owner sets a password, once; links before it are worth nothing more."""
        with self._database.tx():
            return links.make(self._database, purpose, account.id, hours)

    def first_link(self) -> str:
        """Make the key of a link, good for an hour, that makes the first administrator; refused once there is one."""
        with self._database.tx():
            self._refuse_second_start()
            return links.make(self._database, "first-start", None, 1)

    def link(self, link_key: str) -> LinkTo | None:
        """Give what a link is for, without using it; None where it was used, is too old or never was."""
        return links.find(self._database, link_key)

    def start(self, link_key: str, password: str, *, name: str | None = None) -> Account:
        """Use a link: set the password of its account, or of the first administrator, who is to be called ``name``.

        Raises LinkGone, PasswordRefused or StoreError, upon which the link can still be used.
        """
        found = links.find(self._database, link_key)
        account = self.account(found.account_id) if found and found.account_id else None
        passwords.check(password, self._names(account.name if account else name or ""))
        kept = passwords.hashed(password)
        with self._database.tx():
            used = links.use(self._database, link_key)
            if used.account_id is None:
                self._refuse_second_start()
                account_id = self._add(name or "", "administrator").id
            else:
                account_id = used.account_id
            self._database.run("delete_links_of", account=account_id)
            self._database.run("set_password", id=account_id, password=kept)
            audit.append(self._database, account_id, "account.started", object=account_id, why=used.purpose)
            return self._now(account_id)

    def change_password(
        self, account_id: str, old: str, new: str, *, address: str, key: bytes, now: float | None = None
    ) -> Account | None:
        """Set another password; None where ``old`` is wrong. Every session of the account ends: give this one a new.

        Raises PasswordRefused, and TooManyTries as ``sign_in`` does.
        """
        name = self._now(account_id).name
        passwords.check(new, self._names(name))
        if self.sign_in(name, old, address=address, key=key, now=now) is None:
            return None
        kept = passwords.hashed(new)
        with self._database.tx():
            self._database.run("set_password", id=account_id, password=kept)
            audit.append(self._database, account_id, "account.password", object=account_id)
            return self._now(account_id)

    def tie_app(
        self, account_id: str, secret: str, code: str, *, key: bytes, now: float | None = None
    ) -> tuple[str, ...] | None:
        """Ask for codes of an app from now on, and give ten recovery codes to show once; None where ``code`` is wrong.

        ``secret`` is one of ``dce.store.second_factor.new_secret``; it is kept sealed.
        """
        step = second_factor.step_of(secret, code, now)
        if step is None:
            return None
        with self._database.tx():
            self._database.run("set_totp", id=account_id, totp=seal(key, secret, account_id), step=step)
            return self._renew_codes(account_id)

    def untie_app(self, account_id: str) -> None:
        """Ask for no second factor any more; every session of the account ends."""
        with self._database.tx():
            self._database.run("set_totp", id=account_id, totp=None, step=None)
            self._database.run("delete_recovery_codes", account=account_id)

    def renew_recovery_codes(self, account_id: str) -> tuple[str, ...]:
        """Give ten new recovery codes; those before them are worth nothing more."""
        with self._database.tx():
            return self._renew_codes(account_id)

    def recovery_codes_left(self, account_id: str) -> int:
        """Count the recovery codes that were not used."""
        return int(self._database.run("count_recovery_codes", account=account_id)[0]["codes"])

    def end_sessions(self, account_id: str) -> Account:
        """End every session of an account; give the one that goes on a new one."""
        with self._database.tx():
            self._database.run("end_sessions", id=account_id)
            return self._now(account_id)

    # -- what administrators do

    def disable(self, account_id: str, *, disabled: bool = True) -> Account:
        """Let nobody in with this account from now on, nor with its tokens, or let them in again; sessions end."""
        with self._database.tx():
            if disabled:
                self._keep_an_administrator(account_id)
            self._database.run("set_disabled", id=account_id, disabled=utc_minute() if disabled else None)
            return self._now(account_id)

    def set_role(self, account_id: str, role: Role) -> Account:
        """Give an account other rights; its sessions end, and an administrator is no member of a study any more."""
        with self._database.tx():
            if role != "administrator":
                self._keep_an_administrator(account_id)
            else:
                for statement in ("delete_memberships", "delete_tokens_of"):
                    self._database.run(statement, account=account_id)
            self._database.run("set_role", id=account_id, role=_known(role))
            return self._now(account_id)

    def delete(self, account_id: str) -> None:
        """Delete an account with all that goes with it; the log keeps its id, and not its name."""
        with self._database.tx():
            self._keep_an_administrator(account_id)
            for statement in OF_ACCOUNT:
                self._database.run(statement, account=account_id)

    def forget_tries(self, account: Account, key: bytes) -> None:
        """Let an account be tried again at once, from every address."""
        for name in (name_key(account.name), OTHER_TRIES + account.id):
            tries.forget(self._database, key, name)

    def tidy(self, now: float | None = None) -> None:
        """Delete the tries of which the time is over, and the links."""
        tries.tidy(self._database, now)
        self._database.run("delete_expired_links", now=utc_minute())

    # -- within a transaction

    def _add(self, name: str, role: Role) -> Account:
        text, account_id = checked_name(name), secrets.token_urlsafe(16)
        values = {"id": account_id, "name": text, "name_key": name_key(text), "role": _known(role)}
        if not self._database.run("add_account", **values, created=utc_minute()):
            raise StoreError(f"{self._database.name}: there is an account {text!r} already; choose another name")
        return self._now(account_id)

    def _now(self, account_id: str) -> Account:
        account = self.account(account_id)
        if account is None:
            raise StoreError(f"{self._database.name}: this account is not here any more; add it again")
        return account

    def _renew_codes(self, account_id: str) -> tuple[str, ...]:
        codes = second_factor.recovery_codes()
        self._database.run("delete_recovery_codes", account=account_id)
        for code in codes:
            self._database.run("add_recovery_code", account=account_id, code_hash=second_factor.recovery_hash(code))
        return codes

    def _keep_an_administrator(self, account_id: str) -> None:
        if [row["id"] for row in self._database.run("administrators")] == [account_id]:
            raise StoreError("this is the only administrator; make another one first, or nobody manages accounts")

    def _refuse_second_start(self) -> None:
        if self._database.run("administrators"):
            raise StoreError(
                f"{self._database.name}: there is an administrator already; who cannot sign in gets a link by dce user "
                "reset NAME"
            )

    def _names(self, name: str) -> Iterable[str]:
        return (name, *(row["study_id"] for row in self._database.run("life_ids")))


def _known(role: str) -> str:
    if role not in RIGHTS:
        raise StoreError(f"{role!r}: is no role; use one of {', '.join(RIGHTS)}")
    return role
