"""Too many at once: who would wait long is told so at once, before anything is done, so that the others are served."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from flask import Flask, render_template

from dce.web import languages
from dce.web.headers import FIXED
from dce.web.problems import BUSY, RETRY_SECONDS

BEAT_SECONDS = 0.2
MOST_SECONDS = 3.0  # to wait for a turn: less than people wait for a page
WATCHED = ("/health", "/metrics")  # who watches the site must not take a crowd for a fault
Page = tuple[int, list[tuple[str, str]], bytes]


@dataclass(slots=True)
class Crowd:
    """How long who comes now would wait in this process: for the event loop, and for one of its ``threads``.

    The loop gives a sign of life each ``BEAT_SECONDS``. As late as that is, so late are those who came with it.
    """

    threads: int
    most_seconds: float = MOST_SECONDS
    _due: float = float("inf")
    _asked: dict[object, float] = field(default_factory=dict)

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to look how late the loop is."""
        self._due = time.monotonic() + BEAT_SECONDS
        loop.call_later(BEAT_SECONDS, self.watch, loop)

    @property
    def too_large(self) -> bool:
        """Whether somebody waits too long already."""
        return time.monotonic() - min((self._due, *self._without_thread())) > self.most_seconds

    def _without_thread(self) -> Iterator[float]:
        """When the first asked who has no thread yet, if there is one: they come and are served in order."""
        return islice(self._asked.values(), self.threads, self.threads + 1)

    @contextmanager
    def queued(self) -> Iterator[None]:
        """Inside, something waits for a thread, or runs in it; for use by the loop only."""
        token = object()
        self._asked[token] = time.monotonic()
        try:
            yield
        finally:
            del self._asked[token]


def busy_pages(app: Flask) -> dict[str, Page]:
    """What is said when there are too many, by language: made beforehand, for then there is no time for it."""
    return {language: _busy_page(app, language) for language in languages.ALL}


def _busy_page(app: Flask, language: str) -> Page:
    with app.test_request_context(headers={"Accept-Language": language}):
        content = render_template("busy.html", problem=BUSY).encode()
    headers = FIXED | {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    headers |= {"Retry-After": str(RETRY_SECONDS), "Connection": "close"}
    return 503, [(name.lower(), value) for name, value in headers.items()], content
