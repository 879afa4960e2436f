"""The right answer: the importance that very many people of the assumed kind would show on this design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce.coding import Array
from dce.power.fits import best_of
from dce.power.plan import Plan
from dce.power.studies import Asked, expected_counts
from dce.ranking import EVERYBODY
from dce.ranking.importance import range_importance

STAND_FOR_ALL = 8192  # people, evenly spread: the shares that they show are within 0.001 of those of any number
TIED = 0.001  # shares of importance that lie nearer than a tenth of a point have no right order

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Truth:
    """One group: its maximum ``point`` (P,), and by criterion ``importance`` (M,) and places ``low`` to ``high`` (M,).

    A criterion has more than one place where others weigh the same.
    """

    point: Array
    importance: Array
    low: Places
    high: Places

    @classmethod
    def of(cls, asked: Asked, counts: Array) -> Truth:
        """From the share of each answer to each row: counts (N, J)."""
        point = best_of(asked.x, counts)
        share = range_importance(asked.coding, point[counts.shape[1] - 1 :])
        ahead = share[:, None] - share
        return cls(point, share, 1 + (ahead < -TIED).sum(axis=1), len(share) - (ahead > TIED).sum(axis=1))

    @property
    def order(self) -> Places:
        """Numbers of the criteria from heaviest to lightest."""
        return np.argsort(-self.importance, kind="stable")

    def settled(self, place: int) -> bool:
        """Whether the criteria of the first ``place`` places are surely heavier than the rest."""
        return int(self.high[self.order[:place]].max()) == place


def true_of(plan: Plan, asked: Asked, rng: np.random.Generator) -> dict[str, Truth]:
    """The truth for everybody, and by group.

    A logit that holds people for alike shows milder weights than each has of his own (Neuhaus and others 1991), and
    not equally much for each criterion; what the study can get right or wrong is the order that it would show then.
    """
    counts = expected_counts(plan, asked, max(STAND_FOR_ALL, plan.people), rng)
    if plan.item is None:
        return {EVERYBODY: Truth.of(asked, counts[-1])}
    options = next(item.option_ids for item in plan.design.study.background if item.id == plan.item)
    by_group = {group: counts[options.index(group)] for group in plan.sizes}
    total = np.sum([by_group[group] * size / plan.people for group, size in plan.sizes.items()], axis=0)
    return {EVERYBODY: Truth.of(asked, total)} | {group: Truth.of(asked, own) for group, own in by_group.items()}
