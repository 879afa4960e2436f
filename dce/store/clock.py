"""The time as the store writes it: UTC text to the minute, because finer times could tell people apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def utc_minute(hours_from_now: int = 0) -> str:
    """Give the time as text that sorts by time, such as ``2026-11-21T09:05Z``."""
    return (datetime.now(UTC) + timedelta(hours=hours_from_now)).strftime("%Y-%m-%dT%H:%MZ")
