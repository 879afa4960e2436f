"""The likelihood of groups that answer with the same weights but not with the same consistency.

Group s answers by the plain model with its parameters stretched by a scale of its own (Swait and Louviere 1993):

    theta(s) = exp(gamma(s)) * (thresholds - alpha(s), weights),

with gamma = 0 and alpha = 0 in the first group. A small scale means noisier answers; alpha is leniency, how much more
readily the group agrees whatever the scenario shows. A choice among alternatives has no thresholds and no alpha.

Letters: S groups, N distinct rows or tasks, J answers, P parameters of the plain model, M = P + leniencies + S - 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dce import logit
from dce.estimation.problems import Problem

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScaleSurface:
    """Groups over one problem, whose counts (S, N, J) are those of the groups; a point is theta, alpha, gamma.

    ``precision`` (P,) is that of a normal prior on the plain parameters, zero where there is none.
    """

    problem: Problem
    lenient: bool
    precision: Array

    @property
    def groups(self) -> int:
        """S."""
        return len(self.problem.counts)

    @property
    def size(self) -> int:
        """M."""
        return len(self.precision) + (1 + self.lenient) * (self.groups - 1)

    def allowed(self, point: Array) -> bool:
        """Thresholds stand in order."""
        return bool(self.problem.allowed(point[None, : len(self.precision)])[0])

    def spread(self, point: Array) -> tuple[Array, Array]:
        """Parameters of each group (S, P), and their slope to the point (S, P, M)."""
        p, s = len(self.precision), self.groups
        slope = np.zeros((s, p, self.size))
        slope[:, :, :p] = np.eye(p)
        if self.lenient:
            slope[np.arange(1, s), : self.problem.cuts, p + np.arange(s - 1)] = -1.0
        stretched = np.exp(np.r_[0.0, point[self.size - (s - 1) :]])[:, None] * (slope @ point)
        slope *= np.exp(np.r_[0.0, point[self.size - (s - 1) :]])[:, None, None]
        slope[np.arange(1, s), :, self.size - (s - 1) + np.arange(s - 1)] = stretched[1:]
        return stretched, slope

    def evaluate(self, point: Array) -> logit.Likelihood:
        """Log-likelihood with the prior, slope (M,) and observed information (M, M)."""
        theta, slope = self.spread(point)
        each = self.problem.evaluate(theta, np.arange(self.groups))
        information = np.einsum("spm,spq,sqn->mn", slope, each.information, slope, optimize=True)
        first = self.size - (self.groups - 1)
        for s in range(1, self.groups):  # theta is not linear in gamma: its slope, and itself, bend with it
            bend = each.gradient[s] @ slope[s]
            gamma = first + s - 1
            information[gamma] -= bend
            information[:, gamma] -= bend
            information[gamma, gamma] += bend[gamma]
        plain = point[: len(self.precision)]
        information[np.diag_indices(len(plain))] += self.precision
        gradient = np.einsum("sp,spm->m", each.gradient, slope)
        gradient[: len(plain)] -= self.precision * plain
        return logit.Likelihood(each.value.sum() - self.prior_loss(point), gradient, information)

    def prior_loss(self, point: Array) -> float:
        """What the prior takes off the log-likelihood."""
        return 0.5 * float(self.precision @ point[: len(self.precision)] ** 2)

    def scores(self, point: Array) -> Array:
        """Slope of the log-probability of each answer of each row in each group (S, N * J, M)."""
        theta, slope = self.spread(point)
        return np.stack(
            [self.problem.scores(theta[s]).reshape(-1, len(theta[s])) @ slope[s] for s in range(self.groups)]
        )


def scores_of_people(scores: Array, by_person: sparse.csr_array, group: NDArray[np.intp]) -> Array:
    """Slope of each respondent's log-likelihood (G, M), given the group of each and the scores (S, N * J, M)."""
    found = np.empty((len(group), scores.shape[-1]))
    for s in range(len(scores)):
        members = np.flatnonzero(group == s)
        found[members] = by_person[members] @ scores[s]
    return found
