"""Browser sessions that live in the store: the cookie holds a random key and nothing else."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask.sessions import SessionInterface, SessionMixin
from flask.wrappers import Request, Response

from dce.store import Store

HOURS = 72  # how long a key is good; the cookie itself goes when the browser closes
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")  # secrets.token_urlsafe(32)


class StoreSession(SessionMixin):
    """A dictionary that is read from the store when it is first used, so that style sheets cost no query."""

    def __init__(self, store: Store, key: str | None) -> None:
        self._store = store
        self._data: dict[str, Any] | None = None if key else {}
        self.key = key
        self.old_key: str | None = None
        self.modified = False

    @property
    def data(self) -> dict[str, Any]:
        """What the session holds; a key that is unknown or too old holds nothing and is not used again."""
        if self._data is None:
            found = self._store.read_session(self.key) if self.key else None
            self._data = found or {}
            if found is None:
                self.key = None
        return self._data

    def renew(self) -> None:
        """Forget everything and go on under a new key: whoever knew the old one knows nothing now."""
        self.old_key = self.key
        self.key, self._data, self.modified = None, {}, True

    def __getitem__(self, name: str) -> Any:
        return self.data[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.data[name] = value
        self.modified = True

    def __delitem__(self, name: str) -> None:
        del self.data[name]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)


class StoreSessions(SessionInterface):
    """Opens and saves sessions; ``secure`` is for sites that are reached over HTTPS only."""

    def __init__(self, store: Store, *, secure: bool) -> None:
        self._store = store
        self._secure = secure
        self.cookie = "__Host-dce_session" if secure else "dce_session"

    def open_session(self, app: Flask, request: Request) -> StoreSession:  # noqa: ARG002 - Flask's signature
        """Take the key from the cookie; what does not look like one of ours is not looked up."""
        key = request.cookies.get(self.cookie, "")
        return StoreSession(self._store, key if _KEY.fullmatch(key) else None)

    def save_session(  # Flask's signature
        self,
        app: Flask,  # noqa: ARG002
        session: SessionMixin,
        response: Response,
    ) -> None:
        """Write what changed, and end the session that was renewed."""
        if not isinstance(session, StoreSession) or not session.modified:
            return
        if session.old_key:
            self._store.delete_session(session.old_key)
        if not session:
            response.delete_cookie(self.cookie, path="/", secure=self._secure, httponly=True, samesite="Lax")
            return
        known = session.key
        key = known or secrets.token_urlsafe(32)
        self._store.write_session(key, session.data, HOURS)
        if key != known:
            response.set_cookie(self.cookie, key, path="/", secure=self._secure, httponly=True, samesite="Lax")
