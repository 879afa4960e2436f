"""What each simulated study shows of a group: shares of importance, their spread, and sets of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from dce.coding import Array, Coding
from dce.power.believed import weights_of_studies
from dce.power.fits import Fits, fit_studies
from dce.power.plan import Plan
from dce.power.studies import NORMALS, WEIGHTS, Answered, simulate_studies
from dce.power.truth import Truth, VeryMany
from dce.ranking import EVERYBODY
from dce.ranking.importance import range_importance, signed_importance
from dce.ranking.pooling import pooled_draws
from dce.ranking.ranks import rank_sets

DRAWS = 128  # of each study: with exact covariances their sets are within 0.02 places as wide as those of a thousand

Places = NDArray[np.int64]
Mask = NDArray[np.bool_]
Shard = tuple[int, int]
Wanted = Literal["all", "differences", "order"]
Kind = TypeVar("Kind", "Outcome", Truth)


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

    ``truth`` is the same in all studies, or None where each has weights of its own. Of the outcome there is "all"; only
    what tells the "differences" between groups, without everybody and sets; or only the "order" of the estimates.
    """

    plan: Plan
    many: VeryMany
    truth: Mapping[str, Truth] | None
    seed: tuple[int, ...]
    wanted: Wanted = "all"

    def __call__(self, shard: Shard) -> tuple[dict[str, Outcome], dict[str, Truth]]:
        """Give the outcome by group, and for everybody, and the truths of these studies where they are not known."""
        number, studies = shard
        asked, seed = self.many.asked, (*self.seed, number)
        shared = asked.utility(weights_of_studies(self.plan, studies, np.random.default_rng([*seed, WEIGHTS])))
        own_truth = self.many.truth(shared) if self.truth is None else {}
        answered = simulate_studies(self.plan, asked, shared, studies, seed)
        fits = self._fits(answered, self.truth or own_truth)
        rng = np.random.default_rng([*seed, NORMALS])
        pooled = self._pooled({group: fits[group] for group in self.plan.sizes}, rng)
        return {group: self._outcome(own, rng, pooled.get(group)) for group, own in fits.items()}, own_truth

    def _fits(self, answered: Answered, truth: Mapping[str, Truth]) -> dict[str, Fits]:
        found = {}
        if self.wanted != "differences":
            found[EVERYBODY] = fit_studies(self.many.asked, answered, truth[EVERYBODY].point)
        options = {item.id: item.option_ids for item in self.plan.design.study.background}
        for group in self.plan.sizes:
            own = answered.of_group(options[str(self.plan.item)].index(group))
            found[group] = fit_studies(self.many.asked, own, truth[group].point)
        return found

    def _pooled(self, fits: Mapping[str, Fits], rng: np.random.Generator) -> dict[str, Array]:
        """Draws (R, D, K) of each group's weights after pooling; NaN where some group has no sound fit."""
        if self.wanted != "all" or len(fits) < 2:
            return {}
        sound = ~np.any([own.lost | own.shrunk for own in fits.values()], axis=0)
        weights = np.stack([own.weights[sound] for own in fits.values()], axis=1)
        covariance = np.stack([own.covariance[sound] for own in fits.values()], axis=1)
        people = np.array(list(self.plan.sizes.values()), dtype=float)
        draws = np.full((len(sound), draws_of(weights.shape[2]), *weights.shape[1:]), np.nan)
        draws[sound], _ = pooled_draws(weights, one_person(covariance, people), people, draws.shape[1], rng)
        return {group: draws[:, :, number] for number, group in enumerate(fits)}

    def _outcome(self, fits: Fits, rng: np.random.Generator, pooled: Array | None) -> Outcome:
        coding, told = self.many.asked.coding, np.flatnonzero(~fits.lost)
        importance = range_importance(coding, fits.weights)
        variance, low = np.full_like(importance, np.nan), np.ones(importance.shape, dtype=np.int64)
        found = Outcome(importance, variance, low, np.full_like(low, importance.shape[1]), fits.lost, fits.shrunk)
        if self.wanted == "order":
            return found
        normals = exact_normals(len(told), fits.weights.shape[1], rng)
        moved = moved_importance(coding, fits.weights[told], fits.covariance[told], normals)
        variance[told] = moved.var(axis=1, ddof=1)
        if self.wanted == "all":
            estimate = importance[told]
            if pooled is not None:
                _move(coding, pooled[told], estimate, moved)
            for study, middle, own in zip(told, estimate, moved, strict=True):
                sets = rank_sets(middle, own)
                found.low[study], found.high[study] = sets.low, sets.high
        return found


def _move(coding: Coding, pooled: Array, estimate: Array, moved: Array) -> None:
    """Put shares after pooling in place of those before: ``estimate`` (R, M) and ``moved`` (R, D, M)."""
    sound = np.isfinite(pooled).all(axis=(1, 2))
    centre = pooled[sound].mean(axis=1)
    estimate[sound] = range_importance(coding, centre)
    moved[sound] = signed_importance(coding, centre, pooled[sound])


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


def joined(parts: Sequence[Mapping[str, Kind]]) -> dict[str, Kind]:
    """The outcomes, or the truths, of all shards by group."""
    return {
        group: type(one)(*(np.concatenate([getattr(part[group], f.name) for part in parts]) for f in fields(one)))
        for group, one in parts[0].items()
    }
