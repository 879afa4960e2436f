"""The spread of weights between people in sentences: which criteria they weigh differently, and which most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dce.report.opinions import Interval
from dce.report.wording import Wording

if TYPE_CHECKING:
    from dce.ranking import WeightSpread

VERDICTS = {"people differ": "differ", "people hardly differ": "hardly"}  # anything else cannot be told


@dataclass(frozen=True, slots=True)
class Spread:
    """How differently people weigh one criterion: a standard deviation, its adjusted p value, and the verdict."""

    criterion: str
    found: Interval
    p: float
    verdict: str

    @property
    def known(self) -> bool:
        """Whether there is a number with an interval."""
        return bool(np.isfinite([self.found.value, self.found.low, self.found.high]).all())


def spreads(found: WeightSpread) -> tuple[Spread, ...]:
    """From the widest to the narrowest estimate; criteria without a number last."""
    rows = found.table().sort_values("sd", ascending=False, kind="stable").to_dict("records")
    return tuple(
        Spread(
            str(row["criterion"]), Interval(*(float(row[name]) for name in ("sd", "low", "high"))),
            float(row["p_holm"]), VERDICTS.get(str(row["verdict"]), "open"),
        )
        for row in rows
    )  # fmt: skip


def spread_title(words: Wording, found: WeightSpread) -> str:
    """The criteria that people surely weigh differently."""
    names = [words.criterion(s.criterion) for s in spreads(found) if s.verdict == "differ"]
    return words.say("spread_some", names=words.listing(names)) if names else words.say("spread_none")


def spread_sentences(words: Wording, found: WeightSpread) -> tuple[str, ...]:
    """The same as a sentence, with numbers, and whether the widest is surely the widest."""
    return (f"{spread_title(words, found)}.", *_widest(words, found))


def _widest(words: Wording, found: WeightSpread) -> Iterator[str]:
    first = spreads(found)[0]
    if not first.known:
        return
    verdict = found.most_spread(first.criterion).partition(": ")[2]
    key = "spread_most" if verdict.startswith("supported") else "spread_most_open"
    yield words.say(key, name=words.criterion(first.criterion), spread=words.number(first.found))
