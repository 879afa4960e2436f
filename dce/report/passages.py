"""Pieces that sentences of several sections share: a passage, and what a sentence on one criterion is filled with."""

from __future__ import annotations

from dataclasses import dataclass

from dce.report.places import GroupResult, Standing
from dce.report.wording import Wording

FEW = 3  # so many names a sentence can carry


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs, and after them a list."""

    paragraphs: tuple[str, ...]
    points: tuple[str, ...] = ()


def full(words: Wording, result: GroupResult, standing: Standing) -> dict[str, object]:
    """What a sentence on one criterion is filled with: its name, share, places and people."""
    places = words.places(standing, len(result.standings))
    name = words.criterion(standing.criterion)
    return {"name": name, "share": words.share(standing), "places": places, "n": words.count(result.people or 0)}
