"""The right answer: the importance that very many people of the assumed kind would show on this design."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce.coding import Array
from dce.power.asked import Asked, Numbers, Points
from dce.power.fits import best_of
from dce.power.plan import Plan
from dce.power.studies import added_utility, crowd_of, group_of
from dce.ranking import EVERYBODY
from dce.ranking.importance import range_importance
from dce.simulate.people import Crowd

TIED = 0.001  # shares of importance that lie nearer than a tenth of a point have no right order

Places = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Truth:
    """One group in R studies, or 1 where it is the same in all.

    ``point`` (R, P) is the maximum; by criterion there are ``importance`` (R, M) and places ``low`` to ``high`` (R, M),
    more than one where others weigh the same.
    """

    point: Array
    importance: Array
    low: Places
    high: Places

    @classmethod
    def of(cls, asked: Asked, counts: Array) -> Truth:
        """From the share of each answer to each row: counts (R, N, J)."""
        point = best_of(asked, counts)
        share = range_importance(asked.coding, point[:, point.shape[1] - asked.x.shape[-1] :])
        ahead = share[:, :, None] - share[:, None, :]
        low, high = 1 + (ahead < -TIED).sum(axis=2), share.shape[1] - (ahead > TIED).sum(axis=2)
        return cls(point, share, low, high)

    @property
    def order(self) -> Places:
        """Numbers of the criteria (R, M) from heaviest to lightest."""
        return np.argsort(-self.importance, axis=1, kind="stable")

    def settled(self, place: int) -> Mask:
        """In which studies (R,) the criteria of the first ``place`` places are surely heavier than the rest."""
        return np.asarray(np.take_along_axis(self.high, self.order[:, :place], axis=1).max(axis=1) == place)


@dataclass(frozen=True)
class VeryMany:
    """People without number, as few points by group: the utilities that they add to each scenario, and their shares.

    ``part`` is the share of each group in everybody.
    """

    asked: Asked
    thresholds: tuple[float, ...]
    points: Mapping[str, Points]
    part: Mapping[str, float]

    @classmethod
    def of(cls, plan: Plan, asked: Asked, rng: np.random.Generator) -> VeryMany:
        """Leniency and own weights are spread evenly over the people of each group, and no answer is drawn."""
        people = max(asked.stand_for_all(believed=bool(plan.beliefs)), plan.people)
        crowd = crowd_of(plan, people, rng, spread=True)
        numbers, group = {EVERYBODY: -1}, group_of(plan, crowd)
        if plan.item is not None:
            options = next(item.option_ids for item in plan.design.study.background if item.id == plan.item)
            numbers = {name: options.index(name) for name in plan.sizes}
        points = {name: _points(asked, crowd, np.flatnonzero(group == number)) for name, number in numbers.items()}
        part = {name: size / plan.people for name, size in plan.sizes.items()} or {EVERYBODY: 1.0}
        return cls(asked, plan.population.thresholds, points, part)

    def counts(self, shared: Array) -> dict[str, Array]:
        """The share (R, N, J) of each answer by group where all people share the utility ``shared`` (R, V)."""
        seen, cuts = self.asked.seen[:, None], np.array(self.thresholds)
        return {name: seen * self.asked.shares(points, shared, cuts) for name, points in self.points.items()}

    def truth(self, shared: Array) -> dict[str, Truth]:
        """The truth for everybody, and by group.

        A logit that holds people for alike shows milder weights than each has of his own (Neuhaus and others 1991), and
        not equally much for each criterion; what the study can get right or wrong is the order that it would show then.
        """
        counts = self.counts(shared)
        total = np.sum([self.part[name] * own for name, own in counts.items()], axis=0)
        return {name: Truth.of(self.asked, own) for name, own in ({EVERYBODY: total} | counts).items()}


def _points(asked: Asked, crowd: Crowd, people: Numbers) -> Points:
    """The few points that stand for these people."""
    return asked.points(lambda shown: added_utility(crowd, asked, shown, people), len(people))
