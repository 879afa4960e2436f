"""Faults of a table, gathered so that all are told at once, by row and column."""

from __future__ import annotations

from dataclasses import dataclass, field

from dce.errors import AnswerError

MOST_TOLD = 20


@dataclass(slots=True)
class Faults:
    """What is wrong, each with its row; ``tell`` raises where there is anything."""

    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, row: int, column: str, text: str) -> None:
        """Keep one fault: what is wrong; what would be right."""
        self.found.append((row, f'row {row}, column "{column}": {text}' if column else text))

    def tell(self) -> None:
        """Raise AnswerError with the first faults, one a line, in the order of their rows."""
        if not self.found:
            return
        lines = [text for _, text in sorted(self.found, key=lambda fault: fault[0])]
        left = len(lines) - MOST_TOLD
        raise AnswerError("\n".join([*lines[:MOST_TOLD], *([f"and {left} more"] if left > 0 else [])]))
