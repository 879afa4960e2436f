"""Finding the best maximum of latent classes: many starts by expectation-maximisation, each then finished by Newton.

The likelihood has local maxima, so one start proves little; how many starts reach the best one is part of the result.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from dce.estimation.latent_mixture import Mixture
from dce.estimation.maximise import CLOSE

Array = NDArray[np.float64]
MOST_ROUNDS = 100
CLOSE_ENOUGH = 0.01  # gain in log-likelihood of a round below which Newton's method takes over
SAME = 1e-6  # difference of log-likelihoods, in proportion, below which two starts count as one maximum
FEW = 0.01  # shape of the gamma weights of a start: a hundredth of the people carry it, so that starts lie far apart
MOST_POLISHING = 40


@dataclass(frozen=True, slots=True)
class Found:
    """The best point (M,) of all starts, whether it is a maximum, and the share of starts that reached it."""

    point: Array
    converged: bool
    agreeing: float
    steps: int


def search(mixture: Mixture, plain: Array, starts: int, rng: np.random.Generator) -> Found:
    """Look for the maximum from ``starts`` random divisions of people; ``plain`` (P,) is the fit of one class."""
    if mixture.classes == 1:
        return _finish(mixture, plain)
    ends = [_finish(mixture, point) for point in _climb(mixture, plain, starts, rng)]
    values = np.array([mixture.value(end.point) for end in ends])
    reached = values >= values.max() - SAME * abs(values.max())
    sound = [i for i in np.flatnonzero(reached) if ends[i].converged]
    best = ends[sound[0] if sound else int(values.argmax())]
    return Found(best.point, best.converged, float(reached.mean()), best.steps)


def _climb(mixture: Mixture, plain: Array, starts: int, rng: np.random.Generator) -> Array:
    """Points (S, M) after expectation-maximisation (Dempster, Laird and Rubin 1977), all starts in one batch."""
    classes, people = mixture.classes, mixture.by_person.shape[0]
    weight = rng.standard_gamma(FEW, (people, starts * classes))
    weight *= people / classes / weight.sum(axis=0)
    points = _step(mixture, np.tile(plain, (starts * classes, 1)), weight)
    log_shares = np.full((starts, classes), -np.log(classes))
    value = np.full(starts, -np.inf)
    for _ in range(MOST_ROUNDS):
        both = mixture.of_people(points).reshape(people, starts, classes) + log_shares
        before, value = value, special.logsumexp(both, axis=2).sum(axis=0)
        if (value - before < CLOSE_ENOUGH).all():
            break
        belongs = special.softmax(both, axis=2)
        log_shares = np.log(np.maximum(belongs.mean(axis=0), np.finfo(float).tiny))
        points = _step(mixture, points, belongs.reshape(people, -1))
    return np.concatenate([log_shares[:, 1:] - log_shares[:, :1], points.reshape(starts, -1)], axis=1)


def _step(mixture: Mixture, points: Array, belongs: Array) -> Array:
    """One Newton step of each class (A, P) on the answers of its people (G, A), halved until it is no loss.

    A step that gains is enough: the log-likelihood of the mixture then rises too.
    """
    problem, penalty = mixture.problem.with_counts(mixture.counts(belongs)), mixture.penalty
    everyone = np.arange(len(points))
    here = problem.evaluate(points, everyone)
    scale = np.sqrt(np.einsum("app->ap", here.information) + penalty + 1e-300)
    scaled = (here.information + np.diag(penalty)) / (scale[:, :, None] * scale[:, None, :])
    slope = (here.gradient - penalty * points) / scale
    ridge = 1e-8 * np.eye(points.shape[1])  # a class of hardly any people has no curvature of its own
    step = np.linalg.solve(scaled + ridge, slope[..., None])[..., 0] / scale
    old = here.value - 0.5 * (penalty * points**2).sum(axis=1)
    size = np.ones(len(points))
    for _ in range(30):
        new = points + size[:, None] * step
        good = problem.allowed(new)
        checked = np.flatnonzero(good)
        value = problem.evaluate(new[checked], checked).value - 0.5 * (penalty * new[checked] ** 2).sum(axis=1)
        good[checked] = value >= old[checked] - 1e-9 * np.abs(old[checked])
        if good.all():
            return np.asarray(new)
        size[~good] /= 2.0
    return np.asarray(np.where(good[:, None], new, points))


def _finish(mixture: Mixture, point: Array) -> Found:
    """Newton in a trust region, which leaves saddles, then bare Newton steps to the last digit."""
    scale = np.sqrt(np.maximum(np.abs(np.diag(mixture.evaluate(point).information)), 1e-8))

    def loss(z: Array) -> float:
        theta = z / scale
        return -mixture.value(theta) if mixture.allowed(theta) else np.inf

    def slope(z: Array) -> Array:
        return np.asarray(-mixture.evaluate(z / scale).gradient / scale)

    def curvature(z: Array) -> Array:
        return np.asarray(mixture.evaluate(z / scale).information / np.outer(scale, scale))

    end = optimize.minimize(
        loss, point * scale, method="trust-exact", jac=slope, hess=curvature, options={"gtol": 1e-4, "maxiter": 200}
    )
    return _polish(mixture, np.asarray(end.x / scale), int(end.nit))


def _polish(mixture: Mixture, point: Array, steps: int) -> Found:
    """Newton steps, as long as the information is positive definite, until a step changes no printed digit."""
    total = float(mixture.by_person.sum())
    for _ in range(MOST_POLISHING):
        here = mixture.evaluate(point)
        if not _is_peak(here.information):
            return Found(point, False, 1.0, steps)
        step = np.linalg.solve(here.information, here.gradient)
        if here.gradient @ step < CLOSE * total:
            return Found(point, True, 1.0, steps)
        if not mixture.allowed(point + step) or mixture.value(point + step) < here.value - 1e-9 * abs(here.value):
            return Found(point, False, 1.0, steps)
        point, steps = point + step, steps + 1
    return Found(point, False, 1.0, steps)


def _is_peak(information: Array) -> bool:
    """Whether the information curves down in every direction, by more than rounding."""
    diagonal = np.diag(information)
    if not (diagonal > 0).all():
        return False
    scale = np.sqrt(diagonal)
    return bool(np.linalg.eigvalsh(information / np.outer(scale, scale))[0] > 1e-9)
