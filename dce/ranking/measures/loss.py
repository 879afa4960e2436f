"""Loss of log-likelihood without a criterion: in the study itself, and in the same studies that its bootstrap made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import Fit, Replicates
from dce.estimation.maximise import maximise
from dce.estimation.preparation import WEAK_PRIOR_SD
from dce.estimation.problems import OrderedProblem
from dce.estimation.resample import MOST_CELLS, SHARD, respondent_weights

Array = NDArray[np.float64]
FIVE_PERCENT = 0.05


@dataclass(frozen=True, slots=True)
class Losses:
    """Log-likelihood lost without each of M criteria: ``estimate`` (M,) of the study, ``replicates`` (R, M).

    A loss is a squared size, so noise alone gives one. A replicate in which the weights of a criterion point away from
    the estimate has a loss below zero here, and ``told`` (M,) says whether the weights of a criterion together differ
    from none (Hotelling 1931, 5%): one with two columns or more has many directions to turn to, and a sign only two.
    """

    estimate: Array
    replicates: Array
    told: NDArray[np.bool_]


def losses(ratings: Ratings, fit: Fit, resampled: Replicates, *, seed: tuple[int, ...]) -> Losses:
    """What the log-likelihood loses where a criterion gets no weight and all else is fitted again.

    For criterion m, L(all) - L(without m), half the likelihood-ratio statistic (Wilks 1938). ``resampled`` is the
    bootstrap of this ordered logit from this ``seed``; its replicates are refitted on the same re-weighted answers, all
    at once. Answers that are separated keep their weak prior, here of both log-likelihoods.

    >>> from dce.estimation import bootstrap, fit_ordered_logit
    >>> from dce.study import example_study
    >>> rng, study = np.random.default_rng(1), example_study()
    >>> shown = {c.id: rng.choice(c.level_ids, 240) for c in study.criteria}
    >>> rating = np.where(shown["doel"] == "ja", rng.integers(2, 6, 240), rng.integers(1, 5, 240)).astype(str)
    >>> asked = {"respondent": np.repeat(range(20), 12), "task": np.tile(range(12), 20), "rating": rating}
    >>> ratings = Ratings.from_answers(pd.DataFrame(asked | shown), study)
    >>> fit = fit_ordered_logit(ratings)
    >>> found = losses(ratings, fit, bootstrap(ratings, fit, replicates=100, seed=(1, 0)), seed=(1, 0))
    >>> found.estimate.argmax() == list(shown).index("doel"), found.replicates.shape
    (np.True_, (100, 3))
    """
    if ratings.coding is None:
        raise FitError("ratings without criteria have no losses; make them with Ratings.from_answers")
    blocks, people = tuple(ratings.coding.blocks.values()), len(ratings.people)
    case = _Case.of(ratings, fit, blocks)
    point = case.best + (case.laid_out(resampled.estimates) - case.best) / np.sqrt((people + 1) / (people - 1))
    estimate, starts = case.lost(case.problem.counts, case.best[None], case.emptied())
    parts = [
        case.lost(counts[:, :, case.used], point[begin : begin + len(counts)], starts)[0]
        for begin, counts in resampled_counts(ratings, len(point), seed)
    ]
    signs, told = zip(
        *(_direction(point[:, case.cuts :][:, b], case.best[case.cuts :][b], people) for b in blocks), strict=True
    )
    return Losses(estimate[0], np.concatenate(parts) * np.stack(signs, axis=1), np.array(told))


def resampled_counts(ratings: Ratings, replicates: int, seed: tuple[int, ...]) -> Iterator[tuple[int, Array]]:
    """The re-weighted answers on which ``bootstrap`` made its replicates from this seed, a shard at a time.

    Gives the number of the first replicate and the counts (R, D, J) of at most ``SHARD`` of them.
    """
    people = len(ratings.people)
    for begin in range(0, replicates, SHARD):
        shard = seed, begin // SHARD, min(SHARD, replicates - begin)
        parts = [ratings.counts(weights) for weights in respondent_weights(shard, people, max(1, MOST_CELLS // people))]
        yield begin, np.concatenate(parts)


@dataclass(frozen=True, slots=True)
class _Case:
    """The answers of one group as a problem, its maximum ``best`` (P,), thresholds first, and the categories used."""

    problem: OrderedProblem
    best: Array
    used: NDArray[np.intp]
    prior_sd: float | None
    blocks: tuple[slice, ...]

    @classmethod
    def of(cls, ratings: Ratings, fit: Fit, blocks: tuple[slice, ...]) -> _Case:
        used = np.array([ratings.categories.index(category) for category in fit.categories])
        problem = OrderedProblem(ratings.x, ratings.counts()[None][:, :, used])
        best = np.roll(fit.estimates.to_numpy(dtype=float), problem.cuts)
        return cls(problem, best, used, WEAK_PRIOR_SD if fit.status == "shrunk" else None, blocks)

    @property
    def cuts(self) -> int:
        """How many thresholds there are."""
        return self.problem.cuts

    def laid_out(self, estimates: pd.DataFrame) -> Array:
        """Estimates (R, P), thresholds last as in a fit, with thresholds first as in a problem."""
        return np.roll(estimates.to_numpy(dtype=float), self.cuts, axis=1)

    def emptied(self) -> Array:
        """The maximum with no weight for each criterion in turn: (M, P)."""
        points = np.tile(self.best, (len(self.blocks), 1))
        for point, block in zip(points, self.blocks, strict=True):
            point[self.cuts :][block] = 0.0
        return points

    def lost(self, counts: Array, point: Array, starts: Array) -> tuple[Array, Array]:
        """Losses (R, M) for counts (R, D, J) with their maximum at ``point`` (R, P), and where the first end: (M, P).

        ``starts`` (M, P) are where the search begins without each criterion.
        """
        problem = self.problem.with_counts(counts)
        full = problem.evaluate(point, np.arange(len(point))).value - self._penalty(point)
        found, ends = [], []
        for block, start in zip(self.blocks, starts, strict=True):
            held = np.zeros_like(point)
            held[:, self.cuts :][:, block] = 1.0
            without = maximise(problem, prior_sd=self.prior_sd, start=start, held=held)
            found.append(full - without.value + self._penalty(without.point))
            ends.append(without.point[0])
        # Rounding can leave a loss below zero where a criterion has next to no weight.
        return np.maximum(np.stack(found, axis=1), 0.0), np.stack(ends)

    def _penalty(self, point: Array) -> Array:
        if self.prior_sd is None:
            return np.zeros(len(point))
        return np.asarray(0.5 * (point[:, self.cuts :] ** 2).sum(axis=1) / self.prior_sd**2)


def _direction(weights: Array, best: Array, people: int) -> tuple[Array, bool]:
    """Whether replicates (R, k) of the weights of one criterion point along their estimate (k,), and if it is not none.

    Along is meant where distance is measured in standard errors, so the unit of a column does not matter.
    """
    columns = len(best)
    precision = np.linalg.pinv(np.cov(weights, rowvar=False).reshape(columns, columns))
    size = float(best @ precision @ best)
    if people <= columns:
        return np.sign(weights @ precision @ best), False
    ratio = size * (people - columns) / (columns * (people - 1))
    return np.sign(weights @ precision @ best), bool(stats.f.sf(ratio, columns, people - columns) < FIVE_PERCENT)
