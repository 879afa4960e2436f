"""The time as the store writes it: UTC text to the minute, because finer times could tell people apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MINUTE = "%Y-%m-%dT%H:%MZ"


def utc_minute(hours_from_now: int = 0) -> str:
    """Give the time as text that sorts by time, such as ``2026-11-21T09:05Z``."""
    return minute_text(datetime.now(UTC) + timedelta(hours=hours_from_now))


def minute_text(moment: datetime) -> str:
    """Give a moment, which knows its zone, as the store writes it."""
    return moment.astimezone(UTC).strftime(MINUTE)


def at_moment(text: str) -> datetime:
    """Give the moment of a time as the store writes it.

    >>> at_moment("2026-11-21T09:05Z").isoformat()
    '2026-11-21T09:05:00+00:00'
    """
    return datetime.strptime(text, MINUTE).replace(tzinfo=UTC)
