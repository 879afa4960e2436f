"""Which accounts a study belongs to, or may be seen by, and what each may do with it."""

from __future__ import annotations

from dce.errors import StoreError
from dce.store.account import Account, from_row
from dce.store.clock import utc_minute
from dce.store.database import Database
from dce.store.rights import OF_SITE, RIGHTS, Right


class Membership:
    """The part of ``store.accounts`` that is about studies."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def may(self, account: Account, study_id: str | None, right: Right) -> bool:
        """Tell whether an account has a right: by its role, and for a study only as one of its members."""
        if account.disabled is not None or right not in RIGHTS[account.role]:
            return False
        return right in OF_SITE or bool(self._database.run("member", study_id=study_id, account=account.id))

    def join(self, study_id: str, account: Account) -> None:
        """Make an account a member of a study; an administrator cannot be one, and so sees no answers."""
        if account.role == "administrator":
            raise StoreError(f"{account.name}: an administrator sees no study; give this account another role first")
        self._database.run("add_member", study_id=study_id, account=account.id, since=utc_minute())

    def leave(self, study_id: str, account_id: str) -> bool:
        """Take an account out of a study, with its tokens of it; False where it was no member."""
        with self._database.tx():
            return leave(self._database, study_id, account_id)

    def members(self, study_id: str) -> tuple[Account, ...]:
        """Give the accounts of a study, by name."""
        return tuple(map(from_row, self._database.run("members", study_id=study_id)))

    def studies(self, account_id: str) -> tuple[str, ...]:
        """Give the ids of the studies that an account is a member of."""
        return tuple(row["study_id"] for row in self._database.run("studies_of", account=account_id))


def leave(database: Database, study_id: str, account_id: str) -> bool:
    """Do so within the transaction that is under way: who comes back later has to make other tokens."""
    own = {"study_id": study_id, "account": account_id}
    database.run("revoke_tokens_of_member", **own, at=utc_minute())
    return bool(database.change("remove_member", **own))
