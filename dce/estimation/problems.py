"""What is maximised: the log-likelihood of counts under one model, for R replicates of the counts at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from dce import logit

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Problem(Protocol):
    """A concave log-likelihood of P parameters, thresholds first where there are any."""

    @property
    def counts(self) -> Array:
        """Weight on each answer of each row (R, N, J)."""

    @property
    def cuts(self) -> int:
        """How many of the parameters are thresholds."""

    def start(self) -> Array:
        """Where to begin: (R, P)."""

    def evaluate(self, point: Array, which: NDArray[np.intp]) -> logit.Likelihood:
        """Likelihood of the replicates ``which`` (A,) at ``point`` (A, P)."""

    def allowed(self, point: Array) -> Mask:
        """Which points (A, P) lie where the model is defined."""

    def scores(self, point: Array) -> Array:
        """Slope of the log-probability of each answer of each row (..., N, J, P) at points (..., P)."""

    def reach(self, step: Array) -> float:
        """By how much a step (P,) changes any cut, or any difference of utilities, at most."""

    def room(self) -> Array:
        """How each answer gains along each parameter (rows, P), for the search for separation; the first counts."""

    def with_counts(self, counts: Array) -> Self:
        """The same rows with other counts (R, N, J)."""


@dataclass(frozen=True, slots=True)
class OrderedProblem:
    """The ordered logit: x (N, K), counts (R, N, J)."""

    x: Array
    counts: Array

    @property
    def cuts(self) -> int:
        """J - 1."""
        return int(self.counts.shape[-1]) - 1

    def start(self) -> Array:
        """Thresholds that give the observed shares, and no effect of anything."""
        below = np.cumsum(self.counts.sum(axis=1), axis=-1)
        share = below[:, :-1] / below[:, -1:]
        return np.concatenate([np.log(share) - np.log1p(-share), np.zeros((len(share), self.x.shape[1]))], axis=1)

    def evaluate(self, point: Array, which: NDArray[np.intp]) -> logit.Likelihood:
        """See :class:`Problem`."""
        return logit.likelihood(point[:, : self.cuts], point[:, self.cuts :], self.x, self.counts[which])

    def allowed(self, point: Array) -> Mask:
        """Thresholds stand in order."""
        return np.asarray((np.diff(point[:, : self.cuts], axis=1) > 0).all(axis=1), dtype=np.bool_)

    def scores(self, point: Array) -> Array:
        """See :class:`Problem`."""
        return logit.scores(point[..., : self.cuts], point[..., self.cuts :], self.x)

    def reach(self, step: Array) -> float:
        """See :class:`Problem`."""
        return float(np.abs(step[: self.cuts] - (self.x @ step[self.cuts :])[:, None]).max())

    def room(self) -> Array:
        """How fast each answer's cuts move away from it: see :class:`Problem`."""
        rows, category = np.nonzero(self.counts[0])
        eye = np.eye(self.cuts)
        inner, outer = category < self.cuts, category > 0
        upper = np.column_stack([eye[category[inner]], -self.x[rows[inner]]])
        lower = np.column_stack([-eye[category[outer] - 1], self.x[rows[outer]]])
        return np.vstack([upper, lower])

    def with_counts(self, counts: Array) -> OrderedProblem:
        """See :class:`Problem`."""
        return replace(self, counts=counts)


@dataclass(frozen=True, slots=True)
class ConditionalProblem:
    """The conditional logit: x (N, J, K), available (N, J), counts (R, N, J)."""

    x: Array
    available: Mask
    counts: Array

    @property
    def cuts(self) -> int:
        """None."""
        return 0

    def start(self) -> Array:
        """No effect of anything."""
        return np.zeros((len(self.counts), self.x.shape[-1]))

    def evaluate(self, point: Array, which: NDArray[np.intp]) -> logit.Likelihood:
        """See :class:`Problem`."""
        return logit.choice_likelihood(point, self.x, self.available, self.counts[which])

    def allowed(self, point: Array) -> Mask:
        """Everywhere."""
        return np.ones(len(point), dtype=np.bool_)

    def scores(self, point: Array) -> Array:
        """See :class:`Problem`."""
        return logit.choice_scores(point, self.x, self.available)

    def reach(self, step: Array) -> float:
        """See :class:`Problem`."""
        change = self.x @ step
        highest = np.where(self.available, change, -np.inf).max(axis=1)
        lowest = np.where(self.available, change, np.inf).min(axis=1)
        return float((highest - lowest).max())

    def room(self) -> Array:
        """By how much each pick beats each other available alternative: see :class:`Problem`."""
        task, pick = np.nonzero(self.counts[0])
        ahead = self.x[task, pick][:, None, :] - self.x[task]
        others = self.available[task].copy()
        others[np.arange(len(task)), pick] = False
        return np.asarray(ahead[others])

    def with_counts(self, counts: Array) -> ConditionalProblem:
        """See :class:`Problem`."""
        return replace(self, counts=counts)
