"""Between the server and the application: a request is received whole and in time, then answered.

The pages of a task take a millisecond and are answered where they are received: threads that take turns would cost half
as much again. Whatever may take longer runs in a thread, so that nobody waits for it but who asked.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dce.web.crowding import WATCHED, Crowd, Page
from dce.web.records import early_fault
from dce.web.sessions import DESK, DESK_COOKIE

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment
    from granian.rsgi import HTTPProtocol, Scope

AT_ONCE = re.compile(r"/[^/]+/(?:task|background)/\d+", re.ASCII)
UNPREFIXED = ("content-type", "content-length")  # headers that CGI gives no HTTP_ before their name
TOO_LATE, FAILED = 408, 500


@dataclass(frozen=True, slots=True)
class Gateway:
    """An application of WSGI as one of RSGI, the interface of granian.

    A body of more than ``largest`` bytes, or of ``largest_file`` at the desk, is not received further, and one that is
    not whole after ``body_seconds`` is not answered but refused: slow senders hold no thread. Who comes where the
    ``crowd`` is too large is told so in words of ``busy`` by language.
    """

    app: WSGIApplication
    largest: int
    largest_file: int
    body_seconds: float
    crowd: Crowd
    busy: Mapping[str, Page]
    threads: ThreadPoolExecutor

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin, in the process and loop that answer."""
        self.crowd.watch(loop)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Receive a request and answer it."""
        try:
            await self._answer(scope, protocol)
        except Exception as error:  # the application tells its own; here the server would answer without a word
            early_fault(error)
            protocol.response_empty(FAILED, [("connection", "close")])

    async def _answer(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if self.crowd.too_large and scope.path not in WATCHED:
            protocol.response_bytes(*self._sorry(scope))
            return
        try:
            body = b"" if scope.method in ("GET", "HEAD") else await self._body(scope, protocol)
        except TimeoutError:
            protocol.response_empty(TOO_LATE, [("connection", "close")])
            return
        asked = environ(scope, body)
        if AT_ONCE.fullmatch(scope.path):
            status, headers, content = answer(self.app, asked)
        else:
            loop = asyncio.get_running_loop()
            with self.crowd.queued():
                status, headers, content = await loop.run_in_executor(self.threads, answer, self.app, asked)
        protocol.response_bytes(status, headers, content)

    def _sorry(self, scope: Scope) -> Page:
        """That it is busy, in the language that is named first in what the browser speaks."""
        spoken = (scope.headers.get("accept-language") or "").lower()
        places = {language: spoken.find(language) for language in self.busy}
        heard = {language: place for language, place in places.items() if place >= 0}
        return self.busy[min(heard, key=heard.__getitem__) if heard else next(iter(self.busy))]

    async def _body(self, scope: Scope, protocol: HTTPProtocol) -> bytes:
        """The body as far as it may go; nothing of one that says itself that it is too large."""
        length, largest = scope.headers.get("content-length"), self._largest(scope)
        async with asyncio.timeout(self.body_seconds):
            if length is not None:
                return await protocol() if int(length) <= largest else b""
            body = bytearray()
            async for part in protocol:
                body += part
                if len(body) >= largest:
                    break
        return bytes(body[:largest])

    def _largest(self, scope: Scope) -> int:
        """Files come from who signed in; a cookie is no proof of that, but who has none is nobody."""
        at_desk = scope.path.startswith(f"{DESK}/") and f"{DESK_COOKIE}=" in (scope.headers.get("cookie") or "")
        return self.largest_file if at_desk else self.largest


def environ(scope: Scope, body: bytes) -> WSGIEnvironment:
    """The request as PEP 3333 wants it; a header with _ in its name could pass for another, and is left out."""
    host, _, port = scope.server.rpartition(":")
    given: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" not in name:
            key = name.upper().replace("-", "_")
            key = key if name in UNPREFIXED else f"HTTP_{key}"
            given[key] = f"{given[key]}{'; ' if name == 'cookie' else ','}{value}" if key in given else value
    return given


def answer(app: WSGIApplication, asked: WSGIEnvironment) -> Page:
    """What ``app`` answers: status, headers and the whole content."""
    said: list[tuple[int, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[..., object]:
        said.append((int(status[:3]), [(name.lower(), value) for name, value in headers]))
        return _write

    parts = app(asked, start_response)
    try:
        content = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return *said[-1], content


def _write(_: bytes) -> None:
    raise NotImplementedError("an application gives its content as what it returns")
