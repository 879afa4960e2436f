"""Headers on every answer: what the browser may load and do, which is very little."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, request
from flask.wrappers import Response

from dce.web.assets import THEME_FILE, is_asset

View = TypeVar("View", bound=Callable[..., object])
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",  # small files of ours, without which everything works too
        "img-src 'self' data:",  # Bootstrap draws marks of form elements as data:
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
ASKING = f"{POLICY}; connect-src 'self'"  # of the few pages that send or look again by themselves
# A logo that is opened by itself is a document: it may style itself, and neither run nor load anything.
LOGO_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
REFERRER = "Referrer-Policy"
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": on HTTPS the check on forms compares the referrer with the host.
    REFERRER: "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TWO_YEARS = "max-age=63072000; includeSubDomains"


def asks_again(view: View) -> View:
    """Mark a view whose page may ask this site for something by itself: newer figures, or the next page."""
    view.asks_again = True  # type: ignore[attr-defined]
    return view


def add_headers(app: Flask, *, secure: bool) -> None:
    """Put the headers on every answer of ``app``; ``secure`` adds that only HTTPS may be used from now on."""

    @app.after_request
    def headers(response: Response) -> Response:
        referrer = response.headers.get(REFERRER, FIXED[REFERRER])  # a page of which the address is secret has its own
        response.headers.update(FIXED | {REFERRER: referrer})
        if request.endpoint == THEME_FILE and is_asset(response):
            response.headers["Content-Security-Policy"] = LOGO_POLICY
        if getattr(app.view_functions.get(request.endpoint or ""), "asks_again", False):
            response.headers["Content-Security-Policy"] = ASKING
        if secure:
            response.headers["Strict-Transport-Security"] = TWO_YEARS
        if not is_asset(response):
            response.headers["Cache-Control"] = "no-store"
        return response
