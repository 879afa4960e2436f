"""The likelihood of latent classes: people fall into C classes, and each class answers by a logit of its own.

With f(g, c) the probability of all answers of respondent g under the weights of class c and s(c) the share of class c,

    log-likelihood = sum over g of log( sum over c of s(c) f(g, c) ).

A point is the log-odds of classes 2..C against class 1, then the P parameters of each class, class by class. Slope and
information are exact: the information is that of known classes less what is missing by not knowing them (Louis 1982).

Letters: G respondents, N distinct rows or tasks, J answers, C classes, P parameters of a class, M = C - 1 + C P.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special

from dce import logit
from dce.estimation.problems import ConditionalProblem, OrderedProblem

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mixture:
    """Latent classes over one problem; ``by_person`` (G, N * J) is the weight of each person on each answer.

    ``prior_sd`` puts a normal prior on the weights of each class, as in a plain fit of separated answers.
    """

    problem: OrderedProblem | ConditionalProblem
    by_person: sparse.csr_array
    classes: int
    prior_sd: float | None = None

    @property
    def parameters(self) -> int:
        """P: thresholds and weights of one class."""
        return self.problem.cuts + int(self.problem.x.shape[-1])

    @property
    def penalty(self) -> Array:
        """Precision of the prior on each parameter of a class (P,)."""
        precision = 0.0 if self.prior_sd is None else self.prior_sd**-2.0
        return np.asarray(precision * (np.arange(self.parameters) >= self.problem.cuts), dtype=np.float64)

    def split(self, point: Array) -> tuple[Array, Array]:
        """Log of the shares (C,) and the parameters of each class (C, P)."""
        odds = np.r_[0.0, point[: self.classes - 1]]
        return np.asarray(special.log_softmax(odds), dtype=np.float64), point[self.classes - 1 :].reshape(
            self.classes, -1
        )

    def of_people(self, points: Array) -> Array:
        """Log-probability of all answers of each person (G, A) under each of the parameters ``points`` (A, P)."""
        cuts, x = self.problem.cuts, self.problem.x
        utility = (points[:, cuts:] @ x.reshape(-1, x.shape[-1]).T).reshape(len(points), *x.shape[:-1])
        if isinstance(self.problem, OrderedProblem):
            log_p = logit.log_probabilities(utility, points[:, :cuts])
        else:
            log_p = logit.choice_log_probabilities(utility, self.problem.available)
        return np.asarray(self.by_person @ log_p.reshape(len(points), -1).T)

    def counts(self, posterior: Array) -> Array:
        """Weight on each answer of each row (A, N, J), given how far each person belongs to each class (G, A)."""
        shape = self.problem.counts.shape[1:]
        return np.ascontiguousarray((self.by_person.T @ posterior).T).reshape(-1, *shape)

    def allowed(self, point: Array) -> bool:
        """Whether the thresholds of every class stand in order."""
        return bool(self.problem.allowed(self.split(point)[1]).all())

    def value(self, point: Array) -> float:
        """Log-likelihood, less the prior."""
        log_shares, points = self.split(point)
        both = self.of_people(points) + log_shares
        return float(special.logsumexp(both, axis=1).sum()) - self.prior_loss(points)

    def prior_loss(self, points: Array) -> float:
        """What the prior takes off the log-likelihood."""
        return 0.5 * float((self.penalty * points**2).sum())

    def posterior(self, point: Array) -> Array:
        """Probability that each person belongs to each class (G, C), given all answers of that person."""
        log_shares, points = self.split(point)
        return np.asarray(special.softmax(self.of_people(points) + log_shares, axis=1))

    def evaluate(self, point: Array) -> logit.Likelihood:
        """Log-likelihood less the prior, its slope (M,) and observed information (M, M)."""
        log_shares, points = self.split(point)
        belongs, shares = self.posterior(point), np.exp(log_shares)
        within = self.problem.with_counts(self.counts(belongs)).evaluate(points, np.arange(self.classes))
        known = np.zeros((len(point), len(point)))
        odds = slice(0, self.classes - 1)
        known[odds, odds] = len(belongs) * (np.diag(shares) - np.outer(shares, shares))[1:, 1:]
        for c in range(self.classes):
            known[self._of_class(c), self._of_class(c)] = within.information[c] + np.diag(self.penalty)
        slope = np.r_[(belongs - shares).sum(axis=0)[1:], (within.gradient - self.penalty * points).ravel()]
        return logit.Likelihood(np.array(self.value(point)), slope, known - self._missing(point, belongs))

    def scores(self, point: Array) -> Array:
        """Slope of the log-likelihood of each person (G, M), the prior left out."""
        return self._mean_scores(point, self.posterior(point))

    def _of_class(self, c: int) -> slice:
        first = self.classes - 1 + c * self.parameters
        return slice(first, first + self.parameters)

    def _class_scores(self, points: Array) -> Array:
        """Slope of the log-probability of the answers of each person (C, G, P), were the class known."""
        flat = [self.problem.scores(theta).reshape(-1, self.parameters) for theta in points]
        return np.stack([self.by_person @ each for each in flat])

    def _mean_scores(self, point: Array, belongs: Array) -> Array:
        log_shares, points = self.split(point)
        own = belongs.T[:, :, None] * self._class_scores(points)
        return np.concatenate([(belongs - np.exp(log_shares))[:, 1:], *own], axis=1)

    def _missing(self, point: Array, belongs: Array) -> Array:
        """Information lost (M, M): the spread over classes of the slopes of each person."""
        log_shares, points = self.split(point)
        mean = self._mean_scores(point, belongs)
        lost = -(mean.T @ mean)
        for c, own in enumerate(self._class_scores(points)):
            full = np.zeros_like(mean)
            full[:, : self.classes - 1] = (np.arange(self.classes) == c)[1:] - np.exp(log_shares)[1:]
            full[:, self._of_class(c)] = own
            lost += (full.T * belongs[:, c]) @ full
        return lost
