"""Fits of many studies at once, with errors clustered by respondent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dce import logit
from dce.coding import Array
from dce.estimation.maximise import maximise
from dce.estimation.preparation import WEAK_PRIOR_SD
from dce.estimation.problems import OrderedProblem
from dce.power.studies import NOT_SHOWN, Answered, Asked, Cells

Mask = NDArray[np.bool_]
FAR = 8.0  # a weight that has run off: no coded column of real answers moves them from 0.03% to 99.97%


@dataclass(frozen=True, slots=True)
class Fits:
    """Weights (R, K) with clustered covariances (R, K, K); NaN in studies that are ``lost`` (R,).

    ``shrunk`` (R,) studies have no maximum and were fitted with the weak prior.
    """

    weights: Array
    covariance: Array
    lost: Mask
    shrunk: Mask


def fit_studies(asked: Asked, answered: Answered, start: Array) -> Fits:
    """Fit the ordered logit to each study; ``start`` (R, P) or (1, P) is where the search begins, thresholds first.

    An answer that nobody gave is left out with its threshold, as in any fit, so studies are taken together by the
    answers that were given. A study in which all answer alike is lost.
    """
    counts = answered.counts(asked)
    studies, columns = len(counts), asked.x.shape[1]
    found = Fits(
        np.full((studies, columns), np.nan), np.full((studies, columns, columns), np.nan),
        np.ones(studies, dtype=np.bool_), np.zeros(studies, dtype=np.bool_),
    )  # fmt: skip
    given = counts.sum(axis=1) > 0
    for pattern in np.unique(given, axis=0):
        own, used = np.flatnonzero((given == pattern).all(axis=1)), np.flatnonzero(pattern)
        if len(used) > 1:
            first = np.broadcast_to(start, (studies, start.shape[1]))[own] if pattern.all() else None
            cells = _renumbered(answered.cells[own], pattern)
            parts = _fit(asked.x, counts[own][:, :, used], cells, first)
            found.weights[own], found.covariance[own], found.shrunk[own] = parts
            found.lost[own] = ~np.isfinite(parts[1]).all(axis=(1, 2))
    return found


def best_of(x: Array, counts: Array) -> Array:
    """The maxima (R, P), thresholds first, of tables of counts (R, N, J) on rows x (N, K)."""
    return np.asarray(maximise(OrderedProblem(x, counts)).point)


def _fit(x: Array, counts: Array, cells: Cells, start: Array | None) -> tuple[Array, Array, Mask]:
    """Weights, clustered covariances and which are shrunk, of studies that use all answers of ``counts`` (R, N, J)."""
    problem = OrderedProblem(x, counts)
    cuts = problem.cuts
    best = maximise(problem, start=start)
    shrunk = ~best.converged | (np.abs(best.point[:, cuts:]).max(axis=1) > FAR)
    if shrunk.any():
        again = maximise(problem.with_counts(counts[shrunk]), prior_sd=WEAK_PRIOR_SD)
        best.point[shrunk], best.information[shrunk] = again.point, again.information
    scores = logit.scores(best.point[:, :cuts], best.point[:, cuts:], x)
    of_person = _of_person(scores.reshape(len(counts), -1, scores.shape[-1]), cells)
    of_person -= of_person.mean(axis=1, keepdims=True)  # zero but for the prior
    moved = (of_person @ np.linalg.inv(best.information))[:, :, cuts:]
    people = cells.shape[1]
    covariance = np.swapaxes(moved, 1, 2) @ moved * (people / (people - 1))
    return best.point[:, cuts:], covariance, shrunk


@njit(cache=True, nogil=True)
def _of_person(scores: Array, cells: Cells) -> Array:
    """Slope (R, n, P) of each person's log-likelihood, given those of all cells (R, N J, P) and who is in which."""
    studies, people, tasks = cells.shape
    found = np.zeros((studies, people, scores.shape[2]))
    for study in range(studies):
        for person in range(people):
            for task in range(tasks):
                cell = cells[study, person, task]
                if cell != NOT_SHOWN:
                    for parameter in range(scores.shape[2]):
                        found[study, person, parameter] += scores[study, cell, parameter]
    return found


def _renumbered(cells: Cells, pattern: Mask) -> Cells:
    """Cells where only the answers of ``pattern`` (J,) exist."""
    if pattern.all():
        return cells
    row, answer = np.divmod(cells, len(pattern))
    among = np.cumsum(pattern) - 1
    return np.where(cells == NOT_SHOWN, NOT_SHOWN, row * pattern.sum() + among[answer]).astype(np.int32)
