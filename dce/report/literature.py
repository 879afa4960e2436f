"""The literature behind the methods, as facts: who, when, what, where."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Reference:
    """One work; a ``doi`` where it has one.

    >>> print(Reference("Holm, S.", 1979, "A multiple test procedure", "Scandinavian Journal of Statistics, 6(2)"))
    Holm, S. (1979). A multiple test procedure. Scandinavian Journal of Statistics, 6(2).
    """

    authors: str
    year: int
    title: str
    where: str
    doi: str = ""

    def __str__(self) -> str:
        """The work on one line, without an address: a report names no other host."""
        line = f"{self.authors} ({self.year}). {self.title}. {self.where}."
        return f"{line} doi:{self.doi}" if self.doi else line


@cache
def literature() -> dict[str, Reference]:
    """Every work by its short name."""
    source = resources.files("dce.report").joinpath("templates", "literature.toml")
    return {name: Reference(**work) for name, work in tomllib.loads(source.read_text(encoding="utf-8")).items()}
