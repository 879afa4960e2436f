"""Browser sessions that live in the store: the cookie holds a random key and nothing else."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from typing import Any

from flask import Flask, current_app
from flask import request as asked
from flask import session as current
from flask.sessions import SessionInterface, SessionMixin
from flask.wrappers import Request, Response

from dce.store import Store

DESK_COOKIE = "dce_desk"
DESK = "/desk"  # where the pages of organisers begin, which have a session of their own
HOURS = 72  # how long a key is good after a change; the cookie itself goes when the browser closes
MOST_HOURS = 14 * 24  # of one session, however often it changes; a personal code begins another
BEGUN = "begun"  # what a session holds of its own: the hour in which it began
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
            if found is not None and _hour() - found.get(BEGUN, _hour()) > MOST_HOURS:
                found = None
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
    """Opens and saves sessions; ``secure`` is for sites that are reached over HTTPS only, ``preview`` for previews."""

    def __init__(self, store: Store, *, secure: bool, preview: bool = False) -> None:
        self._store = store
        self.secure = secure
        before = "__Host-" if secure else ""
        self._of_survey, self._of_desk = f"{before}dce_{'preview' if preview else 'session'}", f"{before}{DESK_COOKIE}"

    def cookie(self, path: str) -> str:
        """The name of the cookie for the page at ``path``: who tries a survey is not signed out of the desk by it."""
        return self._of_desk if path == DESK or path.startswith(f"{DESK}/") else self._of_survey

    def open_session(self, app: Flask, request: Request) -> StoreSession:  # noqa: ARG002 - Flask's signature
        """Take the key from the cookie; what does not look like one of ours is not looked up."""
        key = request.cookies.get(self.cookie(request.path), "")
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
        cookie = self.cookie(asked.path)
        if not session:
            if session.old_key:
                self._store.delete_session(session.old_key)
            response.delete_cookie(cookie, path="/", secure=self.secure, httponly=True, samesite="Lax")
            return
        session.data.setdefault(BEGUN, _hour())
        if session.key:  # a page that was under way while somebody signed out does not let anybody in again
            self._store.change_session(session.key, session.data, HOURS)
            return
        key = secrets.token_urlsafe(32)
        self._store.write_session(key, session.data, HOURS, instead_of=session.old_key)
        self._set(response, cookie, key)

    def keep_key(self, response: Response, key: str) -> None:
        """Let the browser that gets ``response`` go on in the session of the survey under ``key``."""
        self._set(response, self._of_survey, key)

    def _set(self, response: Response, cookie: str, key: str) -> None:
        response.set_cookie(cookie, key, path="/", secure=self.secure, httponly=True, samesite="Lax")


def _hour() -> int:
    return int(time.time() // 3600)


def browser_session() -> StoreSession:
    """The session, as what it really is."""
    found = current._get_current_object()  # type: ignore[attr-defined]  # Flask's proxy hides its own way in
    if not isinstance(found, StoreSession):
        raise TypeError(f"the session is a {type(found).__name__}; create_app sets a StoreSession")
    return found


def renew() -> None:
    """Go on in a new and empty session."""
    browser_session().renew()


def is_secure() -> bool:
    """Whether this site is reached over HTTPS only, also where that ends before us."""
    found = current_app.session_interface
    return isinstance(found, StoreSessions) and found.secure
