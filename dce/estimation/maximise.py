"""Newton's method on a concave log-likelihood, for one set of counts or a thousand re-weighted ones at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce import logit
from dce.estimation.problems import Problem

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Index = NDArray[np.intp]
MOST_STEPS = 60
CLOSE, CLOSEST = 1e-9, 1e-6  # gain in log-likelihood, per unit of weight and in all, of a step that needs no other


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where Newton's method stopped: point (R, P), thresholds first, for R replicates.

    ``value`` is the log-likelihood without the prior and ``before`` what it was at the start; ``gradient`` (R, P) and
    ``information`` (R, P, P) include the prior.
    """

    point: Array
    value: Array
    before: Array
    gradient: Array
    information: Array
    converged: Mask
    steps: int


def maximise(
    problem: Problem, *, prior_sd: float | None = None, start: Array | None = None, held: Array | None = None
) -> Maximum:
    """Maximise the likelihood of a problem, or with ``prior_sd`` its mode under a normal prior on all but thresholds.

    The log-likelihood is concave, so halving a step until it improves always leads to the one maximum where there is
    one. What a step leaves to gain is about the square of what it gained, so the last digits need no step of their own.
    Replicates that have arrived are left out of further steps. ``start`` is (P,) or (R, P); ``held`` (R, P) is 1 for
    parameters that stay where they start.
    """
    replicates = len(problem.counts)
    point = problem.start() if start is None else np.array(np.broadcast_to(start, (replicates, np.shape(start)[-1])))
    penalised = _Penalised(problem, _precision(problem, prior_sd, point.shape[1]))
    enough = np.minimum(CLOSE * problem.counts.sum(axis=(-2, -1)), CLOSEST)
    everyone = np.arange(replicates)
    here = penalised.evaluate(point, everyone)
    before = here.value + penalised.loss(point)
    converged, moving = np.zeros(replicates, dtype=bool), np.ones(replicates, dtype=bool)
    steps = 0
    while moving.any() and steps < MOST_STEPS:
        steps += 1
        active = np.flatnonzero(moving)
        step, usable = _solve(here.information[active], here.gradient[active], None if held is None else held[active])
        decrement = np.einsum("rp,rp->r", here.gradient[active], step)
        moving[active] = penalised.improve(point, here, active, step)
        converged[active] = usable & moving[active] & (decrement < enough[active])
        moving &= ~converged
    value = here.value if prior_sd is None else here.value + penalised.loss(point)
    return Maximum(point, value, before, here.gradient, here.information, converged, steps)


def _precision(problem: Problem, prior_sd: float | None, parameters: int) -> Array:
    precision = np.zeros(parameters)
    if prior_sd is not None:
        precision[problem.cuts :] = prior_sd**-2.0
    return precision


@dataclass(frozen=True, slots=True)
class _Penalised:
    """A problem with a normal prior of the given precision (P,)."""

    problem: Problem
    precision: Array

    def loss(self, point: Array) -> Array:
        """What the prior takes off the log-likelihood (A,)."""
        return np.asarray(0.5 * (self.precision * point**2).sum(axis=-1))

    def evaluate(self, point: Array, which: Index) -> logit.Likelihood:
        """See :class:`Problem`."""
        plain = self.problem.evaluate(point, which)
        if not self.precision.any():
            return plain
        gradient = plain.gradient - self.precision * point
        return logit.Likelihood(plain.value - self.loss(point), gradient, plain.information + np.diag(self.precision))

    def improve(self, point: Array, here: logit.Likelihood, active: Index, step: Array) -> Mask:
        """Take each step in place, halved until the model is defined there and the objective does not fall.

        Tells which replicates moved: where answers are separated a step can lead beyond all numbers.
        """
        left, size = np.arange(len(active)), 1.0
        for _ in range(30):
            new = point[active[left]] + size * step[left]
            good = self.problem.allowed(new)
            tried = active[left[good]]
            with np.errstate(over="ignore", invalid="ignore"):
                there = self.evaluate(new[good], tried)
                better = there.value >= here.value[tried] - 1e-9 * np.abs(here.value[tried])
            done = tried[better]
            point[done], here.value[done] = new[good][better], there.value[better]
            here.gradient[done], here.information[done] = there.gradient[better], there.information[better]
            good[good] = better
            left, size = left[~good], size / 2.0
            if not len(left):
                break
        return np.asarray(~np.isin(np.arange(len(active)), left), dtype=np.bool_)


def _solve(information: Array, gradient: Array, held: Array | None) -> tuple[Array, Mask]:
    """Newton steps, none along what is held; a singular information gives no step and is told."""
    if held is not None:
        free = 1.0 - held
        gradient = gradient * free
        information = information * free[:, :, None] * free[:, None, :] + held[:, :, None] * np.eye(held.shape[1])
    usable = np.ones(len(gradient), dtype=np.bool_)
    try:
        return np.asarray(np.linalg.solve(information, gradient[..., None])[..., 0], dtype=np.float64), usable
    except np.linalg.LinAlgError:
        usable &= np.linalg.matrix_rank(information) == information.shape[-1]
        step = np.zeros_like(gradient)
        step[usable] = np.linalg.solve(information[usable], gradient[usable][..., None])[..., 0]
        return step, usable
