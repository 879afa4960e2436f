"""Newton's method on the ordered logit, for one set of counts or a thousand re-weighted ones at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce import logit

Array = NDArray[np.float64]
MOST_STEPS = 60
CLOSE = 1e-12  # Newton decrement per unit of weight at which a step no longer changes any printed digit


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where Newton's method stopped: thresholds (R, J - 1), beta (R, K), information (R, P, P) for R replicates.

    ``value`` is the log-likelihood without the prior, ``information`` includes it.
    """

    thresholds: Array
    beta: Array
    value: Array
    information: Array
    converged: NDArray[np.bool_]
    steps: int


def maximise(x: Array, counts: Array, *, prior_sd: float | None = None, start: Array | None = None) -> Maximum:
    """Maximise the likelihood of counts (R, N, J), or with ``prior_sd`` its mode under a normal prior on beta.

    The log-likelihood is concave, so halving a step until it improves always leads to the one maximum where there is
    one. Replicates that have arrived are left out of further steps.
    """
    cuts, k = counts.shape[-1] - 1, x.shape[1]
    point = np.tile(start, (len(counts), 1)) if start is not None else _start(counts, k)
    penalty = np.zeros(cuts + k) if prior_sd is None else np.r_[np.zeros(cuts), np.full(k, prior_sd**-2.0)]
    total = counts.sum(axis=(-2, -1))
    converged = np.zeros(len(counts), dtype=bool)
    steps = 0
    while not converged.all() and steps < MOST_STEPS:
        steps += 1
        active = np.flatnonzero(~converged)
        here = logit.likelihood(point[active, :cuts], point[active, cuts:], x, counts[active])
        gradient = here.gradient - penalty * point[active]
        step, usable = _solve(here.information + np.diag(penalty), gradient)
        decrement = np.einsum("rp,rp->r", gradient, step)
        old = here.value - 0.5 * (penalty * point[active] ** 2).sum(axis=-1)
        point[active] = _improve(point[active], step, old, (x, counts[active], penalty))
        converged[active] = usable & (decrement < CLOSE * total[active])
    there = logit.likelihood(point[:, :cuts], point[:, cuts:], x, counts)
    information = there.information + np.diag(penalty)
    return Maximum(point[:, :cuts], point[:, cuts:], there.value, information, converged, steps)


def _start(counts: Array, k: int) -> Array:
    """Thresholds that give the observed shares, and no effect of anything."""
    below = np.cumsum(counts.sum(axis=1), axis=-1)
    share = below[:, :-1] / below[:, -1:]
    return np.concatenate([np.log(share) - np.log1p(-share), np.zeros((len(counts), k))], axis=1)


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


def _improve(point: Array, step: Array, old: Array, problem: tuple[Array, Array, Array]) -> Array:
    """Take each step, halved until thresholds stay in order and the objective does not fall."""
    x, counts, penalty = problem
    cuts = counts.shape[-1] - 1
    size = np.ones(len(point))
    for _ in range(30):
        new = point + size[:, None] * step
        ordered = (np.diff(new[:, :cuts], axis=1) > 0).all(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):  # thresholds out of order have no logarithm
            value = np.sum(counts * logit.log_probabilities(new[:, cuts:] @ x.T, new[:, :cuts]), axis=(-2, -1))
        objective = value - 0.5 * (penalty * new**2).sum(axis=-1)
        good = ordered & (objective >= old - 1e-9 * np.abs(old))
        if good.all():
            return new
        size[~good] /= 2.0
    return np.where(good[:, None], new, point)
