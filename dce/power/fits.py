"""Fits of many studies at once, with errors clustered by respondent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dce.coding import Array
from dce.estimation.maximise import maximise
from dce.estimation.preparation import WEAK_PRIOR_SD
from dce.estimation.problems import Problem
from dce.power.asked import NOT_SHOWN, Asked, Cells
from dce.power.studies import Answered

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
    """Fit the logit of what is asked to each study; ``start`` (R, P) or (1, P) is where the search begins.

    Thresholds come first, where there are any. A study in which all rate alike is lost.
    """
    counts = answered.counts(asked)
    studies, columns = len(counts), asked.x.shape[-1]
    found = Fits(
        np.full((studies, columns), np.nan), np.full((studies, columns, columns), np.nan),
        np.ones(studies, dtype=np.bool_), np.zeros(studies, dtype=np.bool_),
    )  # fmt: skip
    for own, problem, cells in asked.problems(counts, answered.cells):
        whole = problem.cuts + columns == start.shape[1]  # no threshold was left out
        first = np.broadcast_to(start, (studies, start.shape[1]))[own] if whole else None
        parts = _fit(problem, cells, first)
        found.weights[own], found.covariance[own], found.shrunk[own] = parts
        found.lost[own] = ~np.isfinite(parts[1]).all(axis=(1, 2))
    return found


def best_of(asked: Asked, counts: Array) -> Array:
    """The maxima (R, P), thresholds first, of tables of counts (R, N, J)."""
    return np.asarray(maximise(asked.problem(counts)).point)


def _fit(problem: Problem, cells: Cells, start: Array | None) -> tuple[Array, Array, Mask]:
    """Weights, clustered covariances and which are shrunk, of studies whose answers are ``cells`` (R, n, T)."""
    cuts, counts = problem.cuts, problem.counts
    best = maximise(problem, start=start)
    shrunk = ~best.converged | (np.abs(best.point[:, cuts:]).max(axis=1) > FAR)
    if shrunk.any():
        again = maximise(problem.with_counts(counts[shrunk]), prior_sd=WEAK_PRIOR_SD)
        best.point[shrunk], best.information[shrunk] = again.point, again.information
    scores = problem.scores(best.point)
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
