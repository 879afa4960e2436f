"""Newton's method on a concave log-likelihood, for one set of counts or a thousand re-weighted ones at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce.estimation.problems import Problem

Array = NDArray[np.float64]
MOST_STEPS = 60
CLOSE = 1e-12  # Newton decrement per unit of weight at which a step no longer changes any printed digit


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where Newton's method stopped: point (R, P), thresholds first, and information (R, P, P) for R replicates.

    ``value`` is the log-likelihood without the prior, ``information`` includes it.
    """

    point: Array
    value: Array
    information: Array
    converged: NDArray[np.bool_]
    steps: int


def maximise(problem: Problem, *, prior_sd: float | None = None, start: Array | None = None) -> Maximum:
    """Maximise the likelihood of a problem, or with ``prior_sd`` its mode under a normal prior on all but thresholds.

    The log-likelihood is concave, so halving a step until it improves always leads to the one maximum where there is
    one. Replicates that have arrived are left out of further steps.
    """
    replicates = len(problem.counts)
    point = np.tile(start, (replicates, 1)) if start is not None else problem.start()
    penalty = np.zeros(point.shape[1])
    if prior_sd is not None:
        penalty[problem.cuts :] = prior_sd**-2.0
    total = problem.counts.sum(axis=(-2, -1))
    converged = np.zeros(replicates, dtype=bool)
    steps = 0
    while not converged.all() and steps < MOST_STEPS:
        steps += 1
        active = np.flatnonzero(~converged)
        here = problem.evaluate(point[active], active)
        gradient = here.gradient - penalty * point[active]
        step, usable = _solve(here.information + np.diag(penalty), gradient)
        decrement = np.einsum("rp,rp->r", gradient, step)
        objective = here.value - 0.5 * (penalty * point[active] ** 2).sum(axis=-1)
        point[active] = _improve(problem, active, (point[active], step, objective), penalty)
        converged[active] = usable & (decrement < CLOSE * total[active])
    there = problem.evaluate(point, np.arange(replicates))
    return Maximum(point, there.value, there.information + np.diag(penalty), converged, steps)


def _solve(information: Array, gradient: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Newton steps; a singular information gives no step and is told."""
    usable = np.ones(len(gradient), dtype=np.bool_)
    try:
        return np.asarray(np.linalg.solve(information, gradient[..., None])[..., 0], dtype=np.float64), usable
    except np.linalg.LinAlgError:
        usable &= np.linalg.matrix_rank(information) == information.shape[-1]
        step = np.zeros_like(gradient)
        step[usable] = np.linalg.solve(information[usable], gradient[usable][..., None])[..., 0]
        return step, usable


def _improve(problem: Problem, active: NDArray[np.intp], move: tuple[Array, Array, Array], penalty: Array) -> Array:
    """Take each step, halved until the model is defined there and the objective does not fall."""
    point, step, old = move
    size = np.ones(len(point))
    for _ in range(30):
        new = point + size[:, None] * step
        good = problem.allowed(new)
        checked = np.flatnonzero(good)
        value = problem.evaluate(new[checked], active[checked]).value
        objective = value - 0.5 * (penalty * new[checked] ** 2).sum(axis=-1)
        good[checked] = objective >= old[checked] - 1e-9 * np.abs(old[checked])
        if good.all():
            return new
        size[~good] /= 2.0
    return np.where(good[:, None], new, point)
