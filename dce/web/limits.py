"""How often the visitors of one internet address may do what is easily abused; kept in memory and never stored."""

from __future__ import annotations

from flask import Flask, current_app, request
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

HOUR = 3600  # seconds


def add_limits(app: Flask) -> None:
    """Give ``app`` counters of its own; each process of a server counts for itself."""
    app.extensions["dce_limits"] = FixedWindowRateLimiter(MemoryStorage())


def count(what: str, most: int) -> None:
    """Count one more of ``what`` for the address of this request; raises TooManyRequests after ``most`` in an hour."""
    counter: FixedWindowRateLimiter = current_app.extensions["dce_limits"]
    if not counter.hit(RateLimitItemPerHour(most), what, request.remote_addr or ""):
        raise TooManyRequests(retry_after=HOUR)


def used_up(what: str, most: int) -> bool:
    """Whether the address of this request has had all of ``what`` that it may, without counting one more."""
    counter: FixedWindowRateLimiter = current_app.extensions["dce_limits"]
    return not counter.test(RateLimitItemPerHour(most), what, request.remote_addr or "")
