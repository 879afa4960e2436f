"""What may come in at all: from pages of ours only, and files only where a page asks for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request

from dce.web.problems import ForeignError

Taking = TypeVar("Taking", bound=Callable[..., object])
SAFE = ("GET", "HEAD", "OPTIONS")
OWN = ("same-origin", "none")  # what a browser says of a form on a page of ours, and of an address that was typed


def add_origin_check(app: Flask) -> None:
    """Refuse what a page of another site sends, by what browsers say of it, before the token of the form is looked at.

    After the Fetch standard: ``Sec-Fetch-Site``, else ``Origin``. Programs that are no browser say neither.
    """

    @app.before_request
    def refuse_foreign() -> None:
        if request.method in SAFE:
            return
        origin = request.headers.get("Origin")
        if from_elsewhere():
            raise ForeignError
        if origin is not None and (origin == "null" or urlsplit(origin).netloc != request.host):
            raise ForeignError


def from_elsewhere() -> bool:
    """Whether a page of another site led here, as far as the browser says."""
    return request.headers.get("Sec-Fetch-Site", OWN[0]) not in OWN


def takes_file(most: int) -> Callable[[Taking], Taking]:
    """Mark a view that takes a form with files of up to ``most`` bytes together."""

    def mark(view: Taking) -> Taking:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return mark


def takes_files() -> bool:
    """Whether the page of this request asked for files; more bytes may then come in."""
    most = getattr(current_app.view_functions.get(request.endpoint or ""), "most_bytes", None)
    if most is None:
        return False
    request.max_content_length = most
    return True
