"""Browser sessions, kept here so that leaving ends them; the key itself is not kept, only its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from dce.store.clock import utc_minute
from dce.store.database import Database

NAMED = 16  # digits of the hash of a key by which a session is called: with them nobody comes in


class KeptSessions:
    """The operations of a Store on sessions."""

    _database: Database

    def read_session(self, key: str) -> dict[str, Any] | None:
        """Give what was kept under ``key``, or None."""
        return read(self._database, key)

    def write_session(self, key: str, data: Mapping[str, Any], hours: int, *, instead_of: str | None = None) -> None:
        """Keep ``data`` under ``key`` for ``hours``; the session ``instead_of`` which it comes ends with that."""
        write(self._database, key, data, hours, instead_of=instead_of)

    def change_session(self, key: str, data: Mapping[str, Any], hours: int) -> None:
        """Keep ``data`` under ``key`` from now on, unless that session was ended meanwhile."""
        change(self._database, key, data, hours)

    def delete_session(self, key: str) -> None:
        """End the session under ``key``."""
        delete(self._database, key)

    def sessions_of(self, account_id: str) -> dict[str, dict[str, Any]]:
        """Give what each session of an account holds, by a name that lets nobody in."""
        rows = self._database.run("sessions_of_account", account=account_id, now=utc_minute())
        found = {row["key"][:NAMED]: dict(json.loads(row["data"])) for row in rows}
        return {name: data for name, data in found.items() if data.get("account") == account_id}

    def end_session_of(self, account_id: str, name: str) -> bool:
        """End the session of this name; False where the account has none such any more."""
        if name not in self.sessions_of(account_id):
            return False
        return bool(self._database.change("drop_named_session", name=name))


def session_name(key: str) -> str:
    """Give the name of the session under ``key``."""
    return _hashed(key)[:NAMED]


def read(database: Database, key: str) -> dict[str, Any] | None:
    """Give what was kept under ``key``, or None when there is nothing or its time is over."""
    rows = database.run("read_session", key=_hashed(key), now=utc_minute())
    return dict(json.loads(rows[0]["data"])) if rows else None


def write(database: Database, key: str, data: Mapping[str, Any], hours: int, *, instead_of: str | None = None) -> None:
    """Keep ``data`` (JSON) under ``key`` for ``hours``; sessions whose time is over are removed, and ``instead_of``."""
    with database.tx(_alone(key)):
        database.run("delete_expired_sessions", now=utc_minute())
        if instead_of is not None:
            delete(database, instead_of)
        database.run("write_session", **_kept(key, data, hours))


def change(database: Database, key: str, data: Mapping[str, Any], hours: int) -> None:
    """Do so where there is such a session still: one that was ended is not begun again by a page that was under way."""
    with database.tx(_alone(key)):
        database.run("change_session", **_kept(key, data, hours))


def delete(database: Database, key: str) -> None:
    """End the session."""
    database.run("delete_session", key=_hashed(key))


def _alone(key: str) -> str:
    return f"session {_hashed(key)}"


def _kept(key: str, data: Mapping[str, Any], hours: int) -> dict[str, str]:
    return {"key": _hashed(key), "data": json.dumps(data, ensure_ascii=False), "expires": utc_minute(hours)}


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
