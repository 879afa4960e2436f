"""Somebody who looks on while a site is attacked: at all that it sends, and afterwards at its file."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
from web_guest import KEY
from werkzeug.sansio.http import parse_cookie
from werkzeug.test import run_wsgi_app

from dce.store import Store

ROOT = Path(__file__).resolve().parents[2]
LEAKS = ("Traceback", "sqlite3.", "SELECT", "SECRET_KEY", KEY.decode(), "site-packages", str(ROOT), sys.prefix)
DONE = re.compile(r"/(task/\d+|thanks)$")  # where the site leads after it has taken an answer
TWICE = """SELECT respondent, task, showing, revision FROM answers
GROUP BY respondent, task, showing, revision HAVING count(*) > 1"""
OPEN = "SELECT id FROM respondents WHERE id = ? AND completed IS NULL"


@dataclass
class Watch:
    """Remembers what was wrong with any page, and each answer that was acknowledged.

    ``busy`` is set by a test that takes the disk away: 503 with Retry-After is right then, and never else.
    """

    database: Path
    busy: bool = False
    faults: list[str] = field(default_factory=list)
    acknowledged: set[tuple[str, int, int, str]] = field(default_factory=set)

    def look(self, request: str, status: int, headers: Mapping[str, str], text: str) -> None:
        """Note what no answer of the site may show."""
        if status >= 500 and not (self.busy and status == 503 and headers.get("Retry-After")):
            self.faults.append(f"{request}: {status}")
        whole = text + repr(sorted(headers.items()))
        self.faults += [f"{request}: shows {leak!r}" for leak in (*LEAKS, str(self.database.parent)) if leak in whole]

    def answering(self, cookies: str) -> str | None:
        """The respondent behind the cookie, as long as that person is not done: whose answers count."""
        key = parse_cookie(cookies).get("dce_session", "")
        with closing(sqlite3.connect(self.database)) as file:
            hashed = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
            found = file.execute("SELECT data FROM sessions WHERE key = ?", [hashed]).fetchone()
            who = json.loads(found[0]).get("respondent") if found else None
            return who if file.execute(OPEN, [who]).fetchone() else None

    def note_answer(self, who: str | None, body: bytes, status: int, location: str) -> None:
        """Remember an answer that the site says it has taken."""
        form = {
            name: values[0] for name, values in parse_qs(body.decode(errors="replace"), max_num_fields=9999).items()
        }
        if who and status == 303 and DONE.search(location) and {"task", "answer"} <= set(form):
            self.acknowledged.add((who, int(form["task"]), int(form.get("showing", "1")), form["answer"]))

    def check(self) -> None:
        """What must hold after every attack."""
        assert self.faults == []
        with closing(sqlite3.connect(self.database)) as file:
            assert file.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            assert file.execute(TWICE).fetchall() == []
            stored = set(file.execute("SELECT respondent, task, showing, answer FROM answers").fetchall())
        assert self.acknowledged <= stored
        store = Store.open(self.database)
        assert store.verify() == ()
        store.close()

    def around(self, app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
        """The same application, looked at."""

        def watched(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            body, length = b"", environ.get("CONTENT_LENGTH") or "0"
            if length.isdecimal():
                body = environ["wsgi.input"].read(int(length))
                environ["wsgi.input"] = BytesIO(body)
            who = self.answering(environ.get("HTTP_COOKIE", ""))
            sent, status, headers = run_wsgi_app(app, environ, buffered=True)
            content = b"".join(sent)
            code = int(status.split()[0])
            request = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO'][:80]}"
            self.look(request, code, headers, content.decode(errors="replace"))
            if environ["REQUEST_METHOD"] == "POST":
                self.note_answer(who, body, code, headers.get("Location", ""))
            start_response(status, list(headers))
            return [content]

        return watched


class WatchedLine(httpx.BaseTransport):
    """The line to a really running site, looked at."""

    def __init__(self, watch: Watch) -> None:
        self.watch, self._line = watch, httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        who = self.watch.answering(request.headers.get("Cookie", ""))
        response = self._line.handle_request(request)
        response.read()
        self.watch.look(f"{request.method} {request.url.path}", response.status_code, response.headers, response.text)
        if request.method == "POST":
            self.watch.note_answer(who, request.read(), response.status_code, response.headers.get("Location", ""))
        return response

    def close(self) -> None:
        self._line.close()
