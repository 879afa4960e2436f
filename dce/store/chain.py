"""The hash chain that ties a respondent's answers together, so that one changed byte shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass

START = "0" * 64  # what stands before the first answer


@dataclass(frozen=True, slots=True)
class Link:
    """One answer in the chain of its respondent; ``place`` counts that person's answers from 1."""

    previous: str
    respondent: str
    place: int
    task: int
    rating: str
    at: str

    @property
    def hash(self) -> str:
        """SHA-256 over every field: 64 hexadecimal digits.

        >>> Link(START, "anna", 1, 7, "4", "2026-11-21T09:05Z").hash[:12]
        '7f0bf9c46907'
        """
        return hashlib.sha256(json.dumps(astuple(self), ensure_ascii=False).encode()).hexdigest()
