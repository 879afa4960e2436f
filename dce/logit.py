"""The kernel: log-probabilities, gradient and information of the logit models, once for designs and for fits.

Both models here are one: the proportional-odds (ordered) logit of McCullagh (1980),

    P(y <= j) = F(threshold_j - x beta),  F(z) = 1 / (1 + exp(-z)),

of which the binary logit is the case with two categories and constant = -threshold. Answers come as counts, because
people see few distinct scenarios: ``counts[n, j]`` people (or weights) chose category j at row n. That is exact, and
makes the cost independent of the number of respondents. Leading axes of ``thresholds``, ``beta`` and ``counts`` are
replicates, so a thousand bootstrap fits are one call.

The conditional logit of McFadden (1974) chooses among alternatives j of a task with probability

    P(j) = exp(x_j beta) / sum over available i of exp(x_i beta).

Letters: N distinct rows or tasks, K coded columns, J categories or alternatives, P parameters (thresholds first, where
there are any), R replicates.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Log-likelihood (...,) at one point, with its slope (..., P) and observed information (..., P, P)."""

    value: Array
    gradient: Array
    information: Array


@dataclass(frozen=True, slots=True)
class _Curve:
    """First and second derivatives of log P(y = j) to its upper and lower cut (..., N, J), free of cancellation.

    With upper cut a and lower cut c, log P = -log(1 + e^-a) - log(1 + e^c) + log(1 - e^(c - a)), from which the
    derivatives follow; all three second derivatives show at once that the log-likelihood is concave (Pratt 1981).
    """

    log_p: Array
    upper: Array
    lower: Array
    upper2: Array
    lower2: Array
    cross: Array


def log_probabilities(utility: Array, thresholds: Array) -> Array:
    """Log of P(y = j) for each row and category (..., N, J), given utilities (..., N) and thresholds (..., J - 1)."""
    return _curve(utility, thresholds).log_p


def likelihood(thresholds: Array, beta: Array, x: Array, counts: Array) -> Likelihood:
    """Evaluate the ordered logit: thresholds (..., J - 1), beta (..., K), x (N, K), counts (..., N, J)."""
    curve = _curve(beta @ x.T, thresholds)
    upper, lower = curve.upper * counts, curve.lower * counts
    to_thresholds = (upper[..., :-1] + lower[..., 1:]).sum(axis=-2)
    to_beta = -(upper + lower).sum(axis=-1) @ x
    return Likelihood(
        value=np.sum(counts * curve.log_p, axis=(-2, -1)),
        gradient=np.concatenate([to_thresholds, to_beta], axis=-1),
        information=_information(curve, x, counts),
    )


def scores(thresholds: Array, beta: Array, x: Array) -> Array:
    """Slope of log P(y = j) to the parameters, for each row and category: (..., N, J, P)."""
    curve = _curve(beta @ x.T, thresholds)
    categories = curve.upper.shape[-1]
    own, previous = np.eye(categories, categories - 1), np.eye(categories, categories - 1, k=-1)
    to_thresholds = curve.upper[..., None] * own + curve.lower[..., None] * previous
    to_beta = -(curve.upper + curve.lower)[..., None] * x[:, None, :]
    return np.concatenate([to_thresholds, to_beta], axis=-1)


def choice_log_probabilities(utility: Array, available: Mask) -> Array:
    """Log of P(j) for each task and alternative (..., N, J), minus infinity where an alternative is not available."""
    shut = np.where(available, utility, -np.inf)
    shut -= _joined(np.maximum, shut)
    shut -= np.log(_joined(np.add, np.exp(shut)))
    return shut


def choice_likelihood(beta: Array, x: Array, available: Mask, counts: Array) -> Likelihood:
    """Evaluate the conditional logit: beta (..., K), x (N, J, K), available (N, J), counts (..., N, J)."""
    n, j, k = x.shape
    rows = x.reshape(n * j, k)
    log_p = choice_log_probabilities((beta @ rows.T).reshape(*beta.shape[:-1], n, j), available)
    total = _joined(np.add, counts)
    expected = total * np.exp(log_p)  # (..., N, J)
    surprise = (counts - expected).reshape(*counts.shape[:-2], n * j)
    mean = np.einsum("...nj,njk->...nk", np.exp(log_p), x, optimize=True)
    outer = (rows[:, :, None] * rows[:, None, :]).reshape(n * j, k * k)
    around_zero = (expected.reshape(*surprise.shape) @ outer).reshape(*surprise.shape[:-1], k, k)
    return Likelihood(
        value=np.sum(counts * np.where(counts > 0, log_p, 0.0), axis=(-2, -1)),
        gradient=surprise @ rows,
        information=around_zero - np.swapaxes(mean * total, -1, -2) @ mean,
    )


def choice_scores(beta: Array, x: Array, available: Mask) -> Array:
    """Slope of log P(j) to beta (..., K), for each task and alternative: (..., N, J, K)."""
    n, j, k = x.shape
    utility = (beta @ x.reshape(n * j, k).T).reshape(*beta.shape[:-1], n, j)
    p = np.exp(choice_log_probabilities(utility, available))
    return np.asarray(x - np.einsum("...nj,njk->...nk", p, x)[..., None, :])


def choice_information(beta: Array, x: Array, available: Mask, *, best_worst: bool = False) -> Array:
    """Fisher information (..., K, K) of tasks x (N, J, K) at weights beta (..., K), each task answered once.

    That of picking the best of the ``available`` (N, J); with ``best_worst`` also that of picking then the worst of
    the rest, where utilities change sign (Louviere, Flynn and Marley 2015), in expectation over the first pick.
    """
    n, j, k = x.shape
    p = np.exp(choice_log_probabilities((beta @ x.reshape(n * j, k).T).reshape(*beta.shape[:-1], n, j), available))
    information = choice_likelihood(beta, x, available, p).information  # expected answers: p of one answer a task
    for best in range(j) if best_worst else ():
        rest = available & (np.arange(j) != best)
        left = rest.sum(axis=1, keepdims=True)
        answers = np.where(rest, p[..., best : best + 1] / np.maximum(left, 1), 0.0)
        rest |= left == 0  # a task of one alternative has no worst: nobody answers, and its logarithms stay numbers
        information = information + choice_likelihood(-beta, x, rest, answers).information
    return np.asarray(information)


@njit(cache=True)
def choice_weights(utility: Array, best_worst: bool, p: Array, weights: Array) -> None:
    """Fill ``p`` (J,) with choice probabilities and ``weights`` (J, J) so that the information of a task is x'Wx.

    Compiled, for searches: W = diag(p) - pp' at utilities (J,), with ``best_worst`` that of the second pick added.
    """
    weights[:] = 0.0
    _probabilities(utility, -1, p)
    _add_spread(p, 1.0, weights)
    if best_worst and len(p) > 2:
        second = np.empty(len(p))
        for best in range(len(p)):
            _probabilities(-utility, best, second)
            _add_spread(second, p[best], weights)


@njit(cache=True)
def _probabilities(utility: Array, left_out: int, p: Array) -> None:
    """Fill ``p`` (J,) with the choice probabilities among all alternatives but one (-1: among all)."""
    top = -np.inf
    for j in range(len(p)):
        if j != left_out:
            top = max(top, utility[j])
    total = 0.0
    for j in range(len(p)):
        p[j] = 0.0 if j == left_out else np.exp(utility[j] - top)
        total += p[j]
    for j in range(len(p)):
        p[j] /= total


@njit(cache=True)
def _add_spread(p: Array, share: float, weights: Array) -> None:
    """Add ``share`` times diag(p) - pp' to ``weights`` (J, J)."""
    for i in range(len(p)):
        weights[i, i] += share * p[i]
        for j in range(len(p)):
            weights[i, j] -= share * p[i] * p[j]


def _joined(join: np.ufunc, values: Array) -> Array:
    """Maximum or sum over alternatives (..., 1), one at a time: numpy's own takes 5 times as long over few of them."""
    if values.shape[-1] >= 8:
        return np.asarray(join.reduce(values, axis=-1, keepdims=True))
    return np.asarray(reduce(join, [values[..., j] for j in range(values.shape[-1])]))[..., None]


def binary_information(x: Array, beta: Array) -> Array:
    """Fisher information (..., K, K) of a binary logit on rows x (N, K), a constant included where it is a column.

    Observed and expected information are the same here, so this is what designs are scored with and what the standard
    errors of a binary fit rest on.
    """
    weight = _binary_weights(beta @ x.T)
    return np.asarray(np.einsum("...n,nk,nl->...kl", weight, x, x, optimize=True))


@njit(cache=True)
def binary_weight(utility: float) -> float:
    """Variance p (1 - p) of a yes/no answer at this utility: the weight of its row in the information."""
    e = np.exp(-abs(utility))
    return float(e / ((1.0 + e) * (1.0 + e)))


@njit(cache=True, inline="always")
def binary_weight_at_odds(odds: float) -> float:
    """The same weight p (1 - p) from the odds exp(utility), for loops where odds are products and exp is too slow."""
    return odds / ((1.0 + odds) * (1.0 + odds))


def _binary_weights(utility: Array) -> Array:
    e = np.exp(-np.abs(utility))
    return np.asarray(e / (1.0 + e) ** 2)


def _curve(utility: Array, thresholds: Array) -> _Curve:
    cuts = thresholds[..., None, :] - utility[..., :, None]  # (..., N, J - 1)
    edge = np.full((*cuts.shape[:-1], 1), np.inf)
    a = np.concatenate([cuts, edge], axis=-1)
    c = np.concatenate([-edge, cuts], axis=-1)
    with np.errstate(over="ignore", divide="ignore"):  # the outer categories have infinite cuts: exp gives 0 or inf
        width = a - c
        gap = 1.0 / np.expm1(width)
        above_a, below_c = _logistic(-a), _logistic(c)  # F(-a) and F(c)
        log_p = np.log(-np.expm1(-width)) - np.logaddexp(0.0, -a) - np.logaddexp(0.0, c)
    bend = gap * (1.0 + gap)
    return _Curve(
        log_p=log_p,
        upper=above_a + gap,
        lower=-below_c - gap,
        upper2=-above_a * (1.0 - above_a) - bend,
        lower2=-below_c * (1.0 - below_c) - bend,
        cross=bend,
    )


def _logistic(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1.0, e) / (1.0 + e))


def _information(curve: _Curve, x: Array, counts: Array) -> Array:
    """Observed information (..., P, P), assembled from its threshold, mixed and weight blocks."""
    n, k = x.shape
    upper2, lower2, cross = curve.upper2 * counts, curve.lower2 * counts, curve.cross * counts
    cuts = upper2.shape[-1] - 1
    info = np.empty((*upper2.shape[:-2], cuts + k, cuts + k))
    diagonal = (upper2[..., :, :-1] + lower2[..., :, 1:]).sum(axis=-2)
    neighbours = cross[..., :, 1:-1].sum(axis=-2)
    info[..., :cuts, :cuts] = -diagonal[..., None] * np.eye(cuts)
    for j in range(cuts - 1):
        info[..., j, j + 1] = info[..., j + 1, j] = -neighbours[..., j]
    mixed = (upper2 + cross)[..., :, :-1] + (lower2 + cross)[..., :, 1:]  # (..., N, J - 1)
    info[..., :cuts, cuts:] = np.swapaxes(mixed, -1, -2) @ x
    info[..., cuts:, :cuts] = np.swapaxes(info[..., :cuts, cuts:], -1, -2)
    weight = -(upper2 + 2.0 * cross + lower2).sum(axis=-1)  # (..., N)
    outer = (x[:, :, None] * x[:, None, :]).reshape(n, k * k)
    info[..., cuts:, cuts:] = (weight @ outer).reshape(*weight.shape[:-1], k, k)
    return info
