"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["good", "mind", "mend"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at (``about``), what was found, and what ``to_do``; never a secret, an address or a person.

    ``mend`` is for what loses answers, lets somebody in or keeps people out; ``mind`` for what a person has to judge.
    """

    about: str
    found: str
    verdict: Verdict = "good"
    to_do: str = ""

    def __post_init__(self) -> None:
        if (self.verdict == "good") == bool(self.to_do):
            raise ValueError(f"finding {self.about!r}: says what to do where something is to be done, and only there")


def good(about: str, found: str) -> Finding:
    """A finding with which all is well."""
    return Finding(about, found)


def mind(about: str, found: str, to_do: str) -> Finding:
    """A finding that may be right, or may not."""
    return Finding(about, found, "mind", to_do)


def mend(about: str, found: str, to_do: str) -> Finding:
    """A finding that has to be mended."""
    return Finding(about, found, "mend", to_do)


def size(count: float) -> str:
    """Bytes as a person reads them.

    >>> size(45_300_000), size(2_100_000_000)
    ('45.3 MB', '2.1 GB')
    """
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
