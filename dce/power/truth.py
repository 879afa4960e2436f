"""The right answer: the importance that very many people of the assumed kind would show on this design."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce import logit
from dce.coding import Array
from dce.power.fits import best_of
from dce.power.plan import Plan
from dce.power.studies import Asked, Numbers, added_utility, crowd_of, group_of
from dce.ranking import EVERYBODY
from dce.ranking.importance import range_importance
from dce.simulate.people import Crowd

STAND_FOR_ALL = 8192  # people, evenly spread: the shares that they show are within 0.001 of those of any number
NODES = 16  # for each row they stand for all of these people: their moments up to the 31st are the same
AT_ONCE = 400_000  # utilities held together
TIED = 0.001  # shares of importance that lie nearer than a tenth of a point have no right order
TINY = 1e-9

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
        point = best_of(asked.x, counts)
        share = range_importance(asked.coding, point[:, counts.shape[2] - 1 :])
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
    """People without number, as few points: by group the utilities (Q, N) that they add to a row, and shares (Q, N).

    ``part`` is the share of each group in everybody.
    """

    asked: Asked
    thresholds: tuple[float, ...]
    points: Mapping[str, tuple[Array, Array]]
    part: Mapping[str, float]

    @classmethod
    def of(cls, plan: Plan, asked: Asked, rng: np.random.Generator) -> VeryMany:
        """Leniency and own weights are spread evenly over the people of each group, and no answer is drawn."""
        crowd = crowd_of(plan, max(STAND_FOR_ALL, plan.people), rng, spread=True)
        numbers, group = {EVERYBODY: -1}, group_of(plan, crowd)
        if plan.item is not None:
            options = next(item.option_ids for item in plan.design.study.background if item.id == plan.item)
            numbers = {name: options.index(name) for name in plan.sizes}
        points = {name: _points(asked, crowd, np.flatnonzero(group == number)) for name, number in numbers.items()}
        part = {name: size / plan.people for name, size in plan.sizes.items()} or {EVERYBODY: 1.0}
        return cls(asked, plan.population.thresholds, points, part)

    def counts(self, shared: Array) -> dict[str, Array]:
        """The share (R, N, J) of each answer by group where all people share the utility ``shared`` (R, N) of a row."""
        seen = np.zeros(len(self.asked.x))
        for rows in self.asked.rows:
            seen[rows] += 1.0 / len(self.asked.rows)
        cuts, found = np.array(self.thresholds), {}
        for name, (utility, share) in self.points.items():
            p = np.exp(logit.log_probabilities(utility[:, None] + shared, cuts))  # (Q, R, N, J)
            found[name] = seen[:, None] * np.einsum("qn,qrnj->rnj", share, p)
        return found

    def truth(self, shared: Array) -> dict[str, Truth]:
        """The truth for everybody, and by group.

        A logit that holds people for alike shows milder weights than each has of his own (Neuhaus and others 1991), and
        not equally much for each criterion; what the study can get right or wrong is the order that it would show then.
        """
        counts = self.counts(shared)
        total = np.sum([self.part[name] * own for name, own in counts.items()], axis=0)
        return {name: Truth.of(self.asked, own) for name, own in ({EVERYBODY: total} | counts).items()}


def _points(asked: Asked, crowd: Crowd, people: Numbers) -> tuple[Array, Array]:
    """The few points (Q, N) with their shares (Q, N) that stand for these people at each row."""
    each = max(1, AT_ONCE // len(people))
    parts = [
        few_points(added_utility(crowd, asked, rows, people))
        for rows in np.array_split(np.arange(len(asked.x)), -(-len(asked.x) // each))
    ]
    return np.concatenate([utility for utility, _ in parts], axis=1), np.concatenate([p for _, p in parts], axis=1)


def few_points(values: Array) -> tuple[Array, Array]:
    """Points (Q, N) with shares (Q, N) that have the moments of n equally likely values (n, N), in each column.

    Gauss's quadrature for that distribution, from the tridiagonal matrix of Lanczos's method (Golub and Welsch 1969).
    A column of few different values ends early and gives the other points no share.

    >>> points, share = few_points(np.array([[0.0], [1.0], [1.0], [5.0]]))
    >>> [round(float((share * points**power).sum()), 6) for power in (0, 1, 2, 3)]  # means of 1, 7/4, 27/4 and 127/4
    [1.0, 1.75, 6.75, 31.75]
    """
    now, before = np.full(values.shape, 1.0 / np.sqrt(len(values))), np.zeros(values.shape)
    table, size = np.zeros((values.shape[1], NODES, NODES)), np.zeros(values.shape[1])
    for step in range(NODES):
        moved = values * now
        table[:, step, step] = (moved * now).sum(axis=0)
        moved -= table[:, step, step] * now + size * before
        size = np.sqrt((moved**2).sum(axis=0))
        size[size < TINY] = 0.0
        if step + 1 < NODES:
            table[:, step, step + 1] = table[:, step + 1, step] = size
        now, before = np.divide(moved, size, out=np.zeros_like(moved), where=size > 0), now
    points, direction = np.linalg.eigh(table)
    return points.T, direction[:, 0, :].T ** 2
