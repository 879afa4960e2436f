"""The trend over ordered classes, read out of what ``trend`` found: the classes that may be shown, and the line."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dce.report.opinions import TOGETHER, Interval
from dce.report.sample import Split
from dce.study import Background

if TYPE_CHECKING:
    from dce.ranking import Trend


@dataclass(frozen=True, slots=True)
class Slope:
    """One slope in units of utility per class, whether the classes leave its line (5%), and the verdict."""

    found: Interval
    bends: bool
    verdict: str

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return bool(np.isfinite(self.found.value))


@dataclass(frozen=True, slots=True)
class Class:
    """One or more neighbouring options: its people, where it stands among all options from 0, and its numbers.

    ``disagrees`` is the share of rejection; ``leniency`` is by how much the class is milder than the average class.
    """

    options: tuple[str, ...]
    people: int
    at: float
    disagrees: Interval
    leniency: Interval


@dataclass(frozen=True, slots=True)
class ClassTrend:
    """Two classes or more in their order, the slope over all answers, and that of rejecting or not."""

    classes: tuple[Class, ...]
    slope: Slope
    rejecting: Slope

    @property
    def centre(self) -> float:
        """Where the average person stands among the options: the line passes through zero there."""
        return float(np.average([c.at for c in self.classes], weights=[c.people for c in self.classes]))

    def line(self) -> tuple[tuple[float, Interval], ...]:
        """The fitted line with its band at each class and at its centre, by row from 0; rows may skip options."""
        places, found = [c.at for c in self.classes], self.slope.found
        rows = np.arange(len(places), dtype=float)
        points = np.union1d(rows, np.interp(self.centre, places, rows))
        steps = np.interp(points, rows, places) - self.centre
        ends = [sorted((step * found.low, step * found.high)) for step in steps]
        return tuple(
            (float(row), Interval(float(step * found.value), *map(float, end)))
            for row, step, end in zip(points, steps, ends, strict=True)
        )


def class_trend(found: Trend, split: Split) -> ClassTrend | None:
    """The trend, where it may be shown beside the other numbers of ``split`` and holds two classes or more.

    Options that are hidden elsewhere in the report may be shown together here. Who is then left must be nobody or
    enough people: if not, one number less another would tell of a few, and nothing of the trend is shown.
    """
    trend = read_trend(found, split.item)
    if trend is None:
        return None
    left = split.rest - sum(c.people for c in trend.classes if len(c.options) > 1)
    alone = {c.options[0] for c in trend.classes if len(c.options) == 1}
    return None if 0 < left < split.smallest or not alone <= set(split.shown) else trend


def read_trend(found: Trend, item: Background) -> ClassTrend | None:
    """The trend as it was found; nothing where it has fewer than two classes with a number."""
    rows = [row for row in found.table().to_dict("records") if not np.isnan(row["leniency"])]
    if len(rows) < 2:
        return None
    classes = tuple(_class(row, item.option_ids) for row in rows)
    return ClassTrend(classes, *(_slope(row) for row in found.tests.to_dict("records")))


def _class(row: Mapping[Hashable, Any], order: tuple[str, ...]) -> Class:
    options = tuple(str(row["group"]).split(TOGETHER))
    at = float(np.mean([order.index(option) for option in options]))
    numbers = ("disagrees", "disagrees_low", "disagrees_high"), ("leniency", "low", "high")
    share, shift = (Interval(*(float(row[name]) for name in names)) for names in numbers)
    return Class(options, int(row["n"]), at, share, shift)


def _slope(row: Mapping[Hashable, Any]) -> Slope:
    bends = bool(row["p_departure"] < 0.05)
    return Slope(Interval(*(float(row[name]) for name in ("slope", "low", "high"))), bends, str(row["verdict"]))
