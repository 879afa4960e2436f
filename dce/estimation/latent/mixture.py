"""The likelihood of latent classes: people fall into C classes, and each class answers by a logit of its own.

With f(g, c) the probability of all answers of respondent g under the weights of class c and s(g, c) the share that the
class has among people like g,

    log-likelihood = sum over g of log( sum over c of s(g, c) f(g, c) ),  s(g, c) = exp(z_g gamma_c) / sum of the same,

where gamma_1 = 0 and z_g holds a one, then what is known of g beforehand. A point is gamma of classes 2..C, then the P
parameters of each class, class by class. Slope and information are exact: the information is that of known classes
less what is missing by not knowing them (Louis 1982).

Letters: G respondents, N distinct rows or tasks, J answers, C classes, P parameters of a class, Q columns of z,
M = (C - 1) Q + C P, S points at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dce import logit
from dce.estimation.problems import ConditionalProblem, OrderedProblem

Array = NDArray[np.float64]
ALL = np.ones(1, dtype=np.bool_)  # every class is available to everybody
Rows = OrderedProblem | ConditionalProblem
NARROWEST = 1e-8  # between two thresholds; less is lost in rounding once the utility is taken off
FARTHEST = 600.0  # a cut at which the probability of an answer is still above the smallest number


@dataclass(frozen=True, slots=True)
class Joint:
    """Log-likelihood (S,) of S points, and the probability of each class for each person, given the answers (S, G, C).

    ``shares`` (S, G, C) is the same before any answer.
    """

    value: Array
    belongs: Array
    shares: Array


@dataclass(frozen=True, slots=True)
class Mixture:
    """Latent classes over one problem; ``by_person`` (G, N * J) is the weight of each person on each answer.

    ``z`` is (G, Q). ``invented`` (N * J,) are answers of nobody that every class is made to explain as well: they keep
    the thresholds of a class apart where its people leave a category out. They are a prior, not part of the data.
    """

    problem: Rows
    by_person: sparse.csr_array
    classes: int
    z: Array
    invented: Array | None = None

    @property
    def parameters(self) -> int:
        """P: thresholds and weights of one class."""
        return self.problem.cuts + int(self.problem.x.shape[-1])

    @property
    def odds(self) -> int:
        """(C - 1) Q: how many parameters come before those of the classes."""
        return (self.classes - 1) * int(self.z.shape[1])

    def of_class(self, c: int) -> slice:
        """Where the parameters of class c (from 0) stand in a point."""
        first = self.odds + c * self.parameters
        return slice(first, first + self.parameters)

    def gamma(self, points: Array) -> Array:
        """What the log-odds of the other classes depend on (S, C - 1, Q)."""
        return points[:, : self.odds].reshape(len(points), self.classes - 1, self.z.shape[1])

    def log_shares(self, points: Array) -> Array:
        """Log of the shares (S, G, C) under points (S, M)."""
        heights = np.einsum("gq,scq->sgc", self.z, self.gamma(points))
        heights = np.concatenate([np.zeros((*heights.shape[:2], 1)), heights], axis=2)
        return logit.choice_log_probabilities(heights, ALL)

    def of_classes(self, points: Array) -> Array:
        """The parameters of each class (S * C, P)."""
        return points[:, self.odds :].reshape(-1, self.parameters)

    def allowed(self, points: Array) -> NDArray[np.bool_]:
        """Whether the thresholds of every class stand in order, and no answer is beyond what numbers can hold (S,)."""
        each = self.of_classes(points)
        good = self.problem.allowed(each) & np.isfinite(each).all(axis=1)
        if isinstance(self.problem, OrderedProblem):
            cuts = self.problem.cuts
            good &= (
                np.abs(each[:, cuts:] @ self.problem.x.T).max(axis=1) + np.abs(each[:, :cuts]).max(axis=1) < FARTHEST
            )
            good &= (np.diff(each[:, :cuts], axis=1) > NARROWEST).all(axis=1)
        return np.asarray(good.reshape(len(points), self.classes).all(axis=1), dtype=np.bool_)

    def joint(self, points: Array) -> Joint:
        """Where points (S, M) put the people, and the log-likelihood (S,), with invented answers."""
        log_p = self._log_p(self.of_classes(points))
        of_people = np.asarray(self.by_person @ log_p.T).reshape(-1, len(points), self.classes)
        log_shares = self.log_shares(points)
        both = of_people.swapaxes(0, 1) + log_shares
        log_belongs = logit.choice_log_probabilities(both, ALL)  # Bayes' rule is a softmax over classes too
        value = (both[..., 0] - log_belongs[..., 0]).sum(axis=1)
        value += self._of_nobody(log_p).reshape(len(points), -1).sum(axis=1)
        return Joint(value, np.exp(log_belongs), np.exp(log_shares))

    def loglik(self, point: Array) -> float:
        """Log-likelihood at one point (M,), invented answers left out."""
        extra = self._of_nobody(self._log_p(self.of_classes(point[None]))).sum()
        return float(self.joint(point[None]).value[0] - extra)

    def complete(self, points: Array, joint: Joint) -> logit.Likelihood:
        """Slope (S, M) at points (S, M), and information (S, M, M) were the classes known as far as they belong.

        The slope is that of the log-likelihood of the mixture too (Fisher's identity).
        """
        shape = len(points), self.classes
        counts = self.counts(joint.belongs)
        within = self.problem.with_counts(counts).evaluate(self.of_classes(points), np.arange(len(counts)))
        slope = np.zeros_like(points)
        information = np.zeros((*points.shape, points.shape[1]))
        slope[:, : self.odds], information[:, : self.odds, : self.odds] = self._odds(joint)
        slope[:, self.odds :] = within.gradient.reshape(len(points), -1)
        blocks = within.information.reshape(*shape, self.parameters, self.parameters)
        for c in range(self.classes):
            information[:, self.of_class(c), self.of_class(c)] = blocks[:, c]
        return logit.Likelihood(joint.value, slope, information)

    def evaluate(self, point: Array) -> logit.Likelihood:
        """Log-likelihood, slope (M,) and observed information (M, M) at one point (M,)."""
        joint = self.joint(point[None])
        known = self.complete(point[None], joint)
        lost = self._missing(point, joint)
        return logit.Likelihood(known.value[0], known.gradient[0], known.information[0] - lost)

    def scores(self, point: Array) -> Array:
        """Slope of the log-likelihood of each person (G, M), invented answers left out."""
        joint = self.joint(point[None])
        belongs = joint.belongs[0]
        own = self._class_scores(point) * belongs.T[:, :, None]
        return np.concatenate([self._odds_scores(belongs - joint.shares[0]), *own], axis=1)

    def _log_p(self, points: Array) -> Array:
        """Log-probability of each answer of each row (A, N * J) under parameters (A, P)."""
        cuts, x = self.problem.cuts, self.problem.x
        utility = (points[:, cuts:] @ x.reshape(-1, x.shape[-1]).T).reshape(len(points), *x.shape[:-1])
        if isinstance(self.problem, OrderedProblem):
            log_p = logit.log_probabilities(utility, points[:, :cuts])
        else:
            log_p = logit.choice_log_probabilities(utility, self.problem.available)
        return log_p.reshape(len(points), -1)

    def _of_nobody(self, log_p: Array) -> Array:
        return np.zeros(len(log_p)) if self.invented is None else np.asarray(log_p @ self.invented)

    def counts(self, belongs: Array) -> Array:
        """Weight on each answer of each row (S * C, N, J), given how far each person belongs to each class."""
        people = belongs.swapaxes(0, 1).reshape(belongs.shape[1], -1)
        flat = np.ascontiguousarray((self.by_person.T @ people).T)
        if self.invented is not None:
            flat += self.invented
        return flat.reshape(-1, *self.problem.counts.shape[1:])

    def _odds(self, joint: Joint) -> tuple[Array, Array]:
        """Slope and information of gamma: those of a conditional logit whose alternatives are classes."""
        shares = joint.shares[:, :, 1:]
        points, people, others = shares.shape
        surprise = (joint.belongs[:, :, 1:] - shares).swapaxes(1, 2) @ self.z
        expected = (shares[..., None] * self.z[:, None, :]).reshape(points, people, self.odds)
        bend = -(expected.swapaxes(1, 2) @ expected).reshape(points, *2 * (others, self.z.shape[1]))
        own = np.einsum("sgc,gq,gr->scqr", shares, self.z, self.z, optimize=True)
        bend[:, np.arange(others), :, np.arange(others)] += own.swapaxes(0, 1)
        return surprise.reshape(points, -1), bend.reshape(points, self.odds, self.odds)

    def _odds_scores(self, surprise: Array) -> Array:
        return (surprise[:, 1:, None] * self.z[:, None, :]).reshape(len(surprise), -1)

    def _class_scores(self, point: Array) -> Array:
        """Slope of the log-probability of the answers of each person (C, G, P), were the class known."""
        flat = [self.problem.scores(theta).reshape(-1, self.parameters) for theta in self.of_classes(point[None])]
        return np.stack([self.by_person @ each for each in flat])

    def _missing(self, point: Array, joint: Joint) -> Array:
        """Information lost (M, M): the spread over classes of the slopes of each person."""
        belongs, shares = joint.belongs[0], joint.shares[0]
        own = self._class_scores(point)

        def of(c: int) -> Array:
            """Slope of each person (G, M), were all known to be in class c; made when asked for, as it is large."""
            full = np.zeros((len(belongs), len(point)))
            full[:, : self.odds] = self._odds_scores((np.arange(self.classes) == c) - shares)
            full[:, self.of_class(c)] = own[c]
            return full

        mean = sum((belongs[:, [c]] * of(c) for c in range(self.classes)), np.zeros((len(belongs), len(point))))
        lost = np.zeros((len(point), len(point)))
        for c in range(self.classes):
            around = (of(c) - mean) * np.sqrt(belongs[:, [c]])
            lost += around.T @ around
        return lost
