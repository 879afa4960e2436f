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
        """Slope of the log-probability of each answer of each row (N, J, P) at one point (P,)."""

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
        return logit.scores(point[: self.cuts], point[self.cuts :], self.x)

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

    def with_counts(self, counts: Array) -> ConditionalProblem:
        """See :class:`Problem`."""
        return replace(self, counts=counts)
