"""What each simulated study shows of a group: shares of importance, their spread, and sets of places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce.coding import Array, Coding
from dce.power.fits import Fits, fit_studies
from dce.power.plan import Plan
from dce.power.studies import Asked, simulate_studies
from dce.power.truth import Truth
from dce.ranking import EVERYBODY
from dce.ranking.importance import range_importance, signed_importance
from dce.ranking.pooling import pooled_draws
from dce.ranking.ranks import rank_sets

DRAWS = 256  # of each study: with exact covariances they place criteria as a bootstrap of a thousand does

Places = NDArray[np.int64]
Mask = NDArray[np.bool_]
Shard = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """R studies of one group: ``importance``, ``variance`` and ``low`` to ``high`` of each set of places, all (R, M).

    Importance and its variance are of the group alone, sets of places are made after pooling with other groups.
    NaN, and every place, in studies that are ``lost`` (R,); ``shrunk`` (R,) rest on the weak prior.
    """

    importance: Array
    variance: Array
    low: Places
    high: Places
    lost: Mask
    shrunk: Mask

    @property
    def studies(self) -> int:
        """How many."""
        return len(self.lost)

    @property
    def order(self) -> Places:
        """Numbers of the criteria (R, M) from heaviest to lightest by the bare estimates."""
        return np.argsort(-np.where(np.isnan(self.importance), -np.inf, self.importance), axis=1, kind="stable")


@dataclass(frozen=True)
class Simulation:
    """Runs a shard of studies, its number and how many; travels to other processes.

    Without ``places`` no sets are made.
    """

    plan: Plan
    asked: Asked
    truth: Mapping[str, Truth]
    seed: tuple[int, ...]
    places: bool = True

    def __call__(self, shard: Shard) -> dict[str, Outcome]:
        """Give the outcome by group, and with ``places`` for everybody."""
        number, studies = shard
        rng = np.random.default_rng([*self.seed, number])
        answered = simulate_studies(self.plan, self.asked, studies, rng)
        fits = {EVERYBODY: fit_studies(self.asked, answered, self.truth[EVERYBODY].point)} if self.places else {}
        options = {item.id: item.option_ids for item in self.plan.design.study.background}
        for group in self.plan.sizes:
            own = answered.of_group(options[str(self.plan.item)].index(group))
            fits[group] = fit_studies(self.asked, own, self.truth[group].point)
        pooled = self._pooled({group: fits[group] for group in self.plan.sizes}, rng)
        return {group: self._outcome(own, rng, pooled.get(group)) for group, own in fits.items()}

    def _pooled(self, fits: Mapping[str, Fits], rng: np.random.Generator) -> dict[str, Array]:
        """Draws (R, D, K) of each group's weights after pooling; NaN where some group has no sound fit."""
        if not self.places or len(fits) < 2:
            return {}
        sound = ~np.any([own.lost | own.shrunk for own in fits.values()], axis=0)
        weights = np.stack([own.weights[sound] for own in fits.values()], axis=1)
        covariance = np.stack([own.covariance[sound] for own in fits.values()], axis=1)
        people = np.array(list(self.plan.sizes.values()), dtype=float)
        draws = np.full((len(sound), draws_of(weights.shape[2]), *weights.shape[1:]), np.nan)
        draws[sound], _ = pooled_draws(weights, one_person(covariance, people), people, draws.shape[1], rng)
        return {group: draws[:, :, number] for number, group in enumerate(fits)}

    def _outcome(self, fits: Fits, rng: np.random.Generator, pooled: Array | None) -> Outcome:
        coding, told = self.asked.coding, np.flatnonzero(~fits.lost)
        importance = range_importance(coding, fits.weights)
        normals = exact_normals(len(told), fits.weights.shape[1], rng)
        moved = moved_importance(coding, fits.weights[told], fits.covariance[told], normals)
        variance, low = np.full_like(importance, np.nan), np.ones(importance.shape, dtype=np.int64)
        high = np.full_like(low, importance.shape[1])
        variance[told] = moved.var(axis=1, ddof=1)
        for study, own in zip(told, moved, strict=True) if self.places else ():
            estimate = importance[study]
            if pooled is not None and np.isfinite(pooled[study]).all():
                centre = pooled[study].mean(axis=0)
                estimate, own = range_importance(coding, centre), signed_importance(coding, centre, pooled[study])
            sets = rank_sets(estimate, own)
            low[study], high[study] = sets.low, sets.high
        return Outcome(importance, variance, low, high, fits.lost, fits.shrunk)


def one_person(covariance: Array, people: Array) -> Array:
    """Covariance (R, K, K) of what one person moves the weights, from that of the fits of S groups (R, S, K, K).

    Taken from the ``people`` (S,) of all groups together, as :func:`dce.ranking.pooling.separate_weights` does.
    """
    return np.asarray(np.einsum("s,rskl->rkl", people * (people - 1.0) / (people.sum() - len(people)), covariance))


def draws_of(columns: int) -> int:
    """How many draws of K weights."""
    return max(DRAWS, 2 * columns)


def exact_normals(studies: int, columns: int, rng: np.random.Generator) -> Array:
    """Normals (R, D, K) whose means and covariances are exactly those of standard normals, D at least ``DRAWS``.

    So a spread that is computed from them is not rougher than the covariance that it comes from.
    """
    drawn = rng.standard_normal((studies, draws_of(columns), columns))
    upright, _ = np.linalg.qr(drawn - drawn.mean(axis=1, keepdims=True))
    return np.asarray(upright * np.sqrt(drawn.shape[1] - 1.0))


def moved_importance(coding: Coding, weights: Array, covariance: Array, normals: Array) -> Array:
    """Shares (R, D, M) with a sign where weights (R, K) err by covariances (R, K, K): what a bootstrap would give.

    ``normals`` are (R, D, K). A covariance from few people has less than full rank.
    """
    size, direction = np.linalg.eigh(covariance)
    root = direction * np.sqrt(np.maximum(size, 0.0))[:, None, :]
    return signed_importance(coding, weights, weights[:, None, :] + normals @ np.swapaxes(root, 1, 2))


def joined(parts: list[dict[str, Outcome]]) -> dict[str, Outcome]:
    """The outcomes of all shards, by group."""
    names = ("importance", "variance", "low", "high", "lost", "shrunk")
    return {
        group: Outcome(*(np.concatenate([getattr(part[group], name) for part in parts]) for name in names))
        for group in parts[0]
    }
