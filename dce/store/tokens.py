"""Tokens by which a program reads one study for an account: only the hash of their key is kept, and they end."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from dce.errors import StoreError
from dce.store.account import Account
from dce.store.accounts import Accounts
from dce.store.clock import utc_minute
from dce.store.database import Database, Row
from dce.store.rights import Right

Scope = Literal["results", "answers"]
RIGHT_FOR: dict[Scope, Right] = {"results": "results", "answers": "export"}
PREFIX = "dce_"  # by which a program that looks for lost keys knows ours
MOST_DAYS = 365
MOST_LABEL = 80  # characters


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token: whose it is, for what, until and with which day, and when it was last used."""

    id: str
    account_id: str
    study_id: str
    scope: Scope
    label: str
    made: str
    expires: str
    revoked: str | None
    last_used: str | None


class Tokens:
    """The tokens of one database; ``store.tokens``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._accounts = Accounts(database)

    def make(
        self,
        account: Account,
        study_id: str,
        scope: Scope,
        expires: date,
        *,
        label: str = "",
        today: date | None = None,
    ) -> tuple[Token, str]:
        """Make a token for an account that has the right itself; gives it with its key, which is shown once."""
        first = today or datetime.now(UTC).date()
        if scope not in RIGHT_FOR:
            raise StoreError(f"{scope!r}: is no scope of a token; use results or answers")
        if not first <= expires <= first + timedelta(days=MOST_DAYS):
            raise StoreError(f"{expires}: a token ends on a day from {first} on, within {MOST_DAYS} days; name another")
        if not self._accounts.may(account, study_id, RIGHT_FOR[scope]):
            raise StoreError(f"{account.name}: has no right to {scope} of study {study_id!r}; nor can a token have it")
        token_id, key = secrets.token_hex(8), PREFIX + secrets.token_urlsafe(32)
        values = {"account": account.id, "study_id": study_id, "scope": scope, "label": label[:MOST_LABEL]}
        dates = {"made": utc_minute(), "expires": expires.isoformat()}
        self._database.run("add_token", id=token_id, key_hash=_hashed(key), **values, **dates)
        return _token(self._database.run("token_by_key", key_hash=_hashed(key))[0]), key

    def find(self, key: str, today: date | None = None) -> Token | None:
        """Give the token of a key and note the day; None where it ended, was revoked or its account lost the right."""
        rows = self._database.run("token_by_key", key_hash=_hashed(key))
        day = (today or datetime.now(UTC).date()).isoformat()
        if not rows or rows[0]["revoked"] is not None or rows[0]["expires"] < day:
            return None
        token = _token(rows[0])
        account = self._accounts.account(token.account_id)
        if account is None or not self._accounts.may(account, token.study_id, RIGHT_FOR[token.scope]):
            return None
        if token.last_used is None or token.last_used < day:
            self._database.run("use_token", id=token.id, day=day)
        return token

    def of_study(self, study_id: str) -> tuple[Token, ...]:
        """Give the tokens of a study, ended and revoked ones too, the oldest first."""
        return tuple(map(_token, self._database.run("tokens_of_study", study_id=study_id)))

    def revoke(self, token_id: str) -> bool:
        """Let a token be worth nothing from now on; False where it was not there, or was revoked before."""
        return bool(self._database.change("revoke_token", id=token_id, at=utc_minute()))


def _token(row: Row) -> Token:
    return Token(*row)


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
