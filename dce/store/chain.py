"""The hash chain that ties a respondent's answers together, so that one changed byte shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

START = "0" * 64  # what stands before the first answer


@dataclass(frozen=True, slots=True)
class Link:
    """One answer in the chain of its respondent; ``place`` counts that person's answers from 1.

    A task may be shown twice (``showing`` 2), and an answer changed on purpose (``revision`` 2 and on).
    """

    previous: str
    respondent: str
    place: int
    task: int
    answer: str
    at: str
    showing: int = 1
    revision: int = 1

    @property
    def fields(self) -> dict[str, Any]:
        """Every field by its name; dataclasses.asdict copies what cannot change anyway."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def hash(self) -> str:
        """SHA-256 over every field: 64 hexadecimal digits; a first answer hashes as before there were others.

        >>> Link(START, "anna", 1, 7, "4", "2026-11-21T09:05Z").hash[:12]
        '7f0bf9c46907'
        """
        fields: list[object] = [self.previous, self.respondent, self.place, self.task, self.answer, self.at]
        if (self.showing, self.revision) != (1, 1):
            fields += [self.showing, self.revision]
        return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
