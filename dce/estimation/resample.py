"""Respondents resampled: a thousand fits of re-weighted people in batches, or one fit without each person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, stats

from dce.errors import FitError
from dce.estimation.fit import Fit
from dce.estimation.maximise import Maximum, maximise
from dce.estimation.preparation import WEAK_PRIOR_SD, Answers, Prepared, prepare
from dce.estimation.problems import Problem
from dce.parallel import Executor, map_shards

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
SHARD = 100  # replicates with draws of their own: a fixed number, so that no draw depends on the number of processes
MOST_CELLS = 20_000_000  # people x replicates held at once: 160 MB
ARRAYS = 25  # of the size of the counts, which one evaluation of the likelihood holds at once
THIN = 5.0  # loss of log determinant that no deleted person explains: where weights run off it falls by 20 or more
FULL = 0.5  # of all cells of people: where more are filled, a full array is faster than a sparse one


@dataclass(frozen=True)
class Replicates:
    """Estimates (R, P) of R resampled studies, named as ``fit.estimates``; NaN where the replicate cannot tell.

    ``estimate`` is that of the fit itself. ``shrunk`` replicates have no maximum of their own and were fitted with the
    weak prior; all have where the fit itself is ``shrunk``.
    """

    method: Literal["bootstrap", "jackknife"]
    estimates: pd.DataFrame
    estimate: pd.Series
    shrunk: int

    def std_error(self) -> pd.Series:
        """Standard error by name; for the jackknife the square root of (G - 1) / G times the sum of squares."""
        spread = self.estimates.to_numpy().std(axis=0, ddof=1)
        if self.method == "jackknife":
            spread *= (len(self.estimates) - 1) / np.sqrt(len(self.estimates))
        return pd.Series(spread, index=self.estimates.columns)

    def intervals(self) -> pd.DataFrame:
        """``low`` and ``high`` of 95% by name: percentiles of a bootstrap, 1.96 standard errors from a jackknife."""
        if self.method == "bootstrap":
            low, high = np.quantile(self.estimates.to_numpy(), [0.025, 0.975], axis=0)
        else:
            reach = stats.norm.ppf(0.975) * self.std_error()
            low, high = (self.estimate - reach).to_numpy(), (self.estimate + reach).to_numpy()
        return pd.DataFrame({"low": low, "high": high}, index=self.estimates.columns)


def bootstrap(
    answers: Answers,
    fit: Fit,
    *,
    replicates: int = 1000,
    seed: int | Sequence[int] = 1,
    executor: Executor = "serial",
) -> Replicates:
    """Fits of the same model to ``replicates`` studies in which each respondent weighs more or less.

    Respondents get exponential weights of mean one (Rubin 1981), so no replicate loses a person, a level or an answer
    entirely; deviations from the estimate are widened by sqrt((G + 1) / (G - 1)), which gives them the variance of the
    errors clustered by respondent, factor G / (G - 1) included. A replicate without a maximum is fitted with the weak
    prior. Draws depend on ``seed`` only, never on the ``executor`` (see ``dce.parallel``); bootstraps that are compared
    need seeds of their own, such as (1, 0) and (1, 1). Raises FitError where the fit has no estimates to resample.

    >>> import pandas as pd; from dce.data import Ratings; from dce.estimation import fit_ordered_logit
    >>> answers = {"id": list("aabbccdd"), "rating": [1, 3, 2, 3, 1, 2, 1, 3], "x": [0, 1, 0, 1, 0, 1, 1, 0]}
    >>> ratings = Ratings.from_frame(pd.DataFrame(answers), respondent="id", rating="rating", x=["x"])
    >>> found = bootstrap(ratings, fit_ordered_logit(ratings), replicates=200, seed=1)
    >>> found.estimates.shape, bool(found.std_error()["x"] > 1)
    ((200, 3), True)
    """
    if replicates < 2:
        raise FitError(f"replicates is {replicates}; a spread needs at least 2, 1000 is usual")
    prepared, base = _base(answers, fit)
    root = (seed,) if isinstance(seed, int) else tuple(seed)
    shards = [(root, shard, min(SHARD, replicates - SHARD * shard)) for shard in range(-(-replicates // SHARD))]
    parts = map_shards(_Bootstrap(base), shards, executor)
    point, shrunk = (np.concatenate(part) for part in zip(*parts, strict=True))
    people = len(answers.people)
    widened = base.best + (point - base.best) * np.sqrt((people + 1) / (people - 1))
    estimates = pd.DataFrame(_laid_out(widened, prepared, fit), columns=fit.estimates.index)
    return Replicates("bootstrap", estimates, fit.estimates, int(shrunk.sum()))


def jackknife(answers: Answers, fit: Fit, *, executor: Executor = "serial") -> Replicates:
    """Fits of the same model without each respondent in turn: one replicate a person, in the order of the people.

    Where the others' answers lack a category or a level, or are separated, the replicate is their fit with all its
    checks; what it cannot tell is NaN, and so is the standard error then. Raises FitError as ``bootstrap`` does.

    >>> import pandas as pd; from dce.data import Ratings; from dce.estimation import fit_binary_logit
    >>> answers = {"id": list("aabbccddee"), "rating": [0, 1, 0, 1, 0, 1, 1, 0, 1, 0], "x": [0, 1] * 5}
    >>> ratings = Ratings.from_frame(pd.DataFrame(answers), respondent="id", rating="rating", x=["x"])
    >>> jackknife(ratings, fit_binary_logit(ratings)).std_error().round(1).to_dict()
    {'constant': 1.1, 'x': 2.2}
    """
    prepared, base = _base(answers, fit)
    people = len(answers.people)
    shards = [(begin, min(begin + SHARD, people)) for begin in range(0, people, SHARD)]
    parts = map_shards(_Jackknife(base), shards, executor)
    point, lost = (np.concatenate(part) for part in zip(*parts, strict=True))
    full = _laid_out(point, prepared, fit)
    shrunk = people if base.prior_sd is not None else 0
    for person in np.flatnonzero(lost):
        rest, _ = prepare(_without(answers, int(person)))
        full[person] = np.nan if rest is None else _of_rest(rest, fit)
        shrunk += rest is not None and rest.prior_sd is not None and base.prior_sd is None
    return Replicates("jackknife", pd.DataFrame(full, columns=fit.estimates.index), fit.estimates, shrunk)


@dataclass(frozen=True, slots=True)
class _Base:
    """What every shard needs: the problem, its maximum, the scores there, and who put how much on which cell.

    ``best`` is (P,), ``information`` (P, P), ``scores`` (N * J, P) and ``by_person`` (G, N * J).
    """

    problem: Problem
    prior_sd: float | None
    best: Array
    information: Array
    scores: Array
    by_person: sparse.csr_array

    def refit(self, counts: Array, prior_sd: float | None) -> Maximum:
        """Maxima of R replicates, given their counts (R, N * J)."""
        problem = self.problem.with_counts(counts.reshape(-1, *self.problem.counts.shape[1:]))
        # A step with the information of the fit itself costs a tenth of Newton's first one and saves it.
        slope = (counts - self.problem.counts.ravel()) @ self.scores
        start = self.best + np.linalg.solve(self.information, slope.T).T
        start[~self.problem.allowed(start)] = self.best
        return maximise(problem, prior_sd=prior_sd, start=start)

    def at_once(self) -> int:
        """How many replicates fit in memory together, which must not grow with people or rows."""
        people, cells = self.by_person.shape
        return max(1, min(MOST_CELLS // people, MOST_CELLS // (ARRAYS * cells)))


def respondent_weights(shard: tuple[tuple[int, ...], int, int], people: int, at_once: int) -> Iterator[Array]:
    """Weights of people, of mean one, in the replicates of a shard, at most ``at_once`` together (A, G).

    A shard is the seed, the number of the shard and how many replicates it holds.
    """
    root, number, replicates = shard
    rng = np.random.default_rng([*root, number])
    for begin in range(0, replicates, at_once):
        weights = rng.standard_exponential((min(at_once, replicates - begin), people))
        yield weights / weights.mean(axis=1, keepdims=True)


@dataclass(frozen=True, slots=True)
class _Bootstrap:
    """Maxima of one shard of replicates and which are shrunk; travels to other processes."""

    base: _Base

    def __call__(self, shard: tuple[tuple[int, ...], int, int]) -> tuple[Array, Mask]:
        points, shrunk, own = [], [], _as_full(self.base.by_person)
        for weights in respondent_weights(shard, self.base.by_person.shape[0], self.base.at_once()):
            counts = np.asarray(weights @ own)
            found = self.base.refit(counts, self.base.prior_sd)
            lost = ~found.converged
            if lost.any():
                found.point[lost] = self.base.refit(counts[lost], WEAK_PRIOR_SD).point
            points.append(found.point)
            shrunk.append(lost | (self.base.prior_sd is not None))
        return np.concatenate(points), np.concatenate(shrunk)


def _as_full(by_person: sparse.csr_array) -> sparse.csr_array | Array:
    """Bundles of people answered on nearly every cell: as a full array their product takes a fifth of the time."""
    people, cells = by_person.shape
    return by_person.toarray() if by_person.nnz > FULL * people * cells else by_person


@dataclass(frozen=True, slots=True)
class _Jackknife:
    """Maxima without each person of a shard and which were not found; travels to other processes."""

    base: _Base

    def __call__(self, shard: tuple[int, int]) -> tuple[Array, Mask]:
        points, lost, at_once = [], [], self.base.at_once()
        least = np.linalg.slogdet(self.base.information)[1] - THIN
        for begin in range(*shard, at_once):
            own = self.base.by_person[begin : min(begin + at_once, shard[1])].toarray()
            found = self.base.refit(self.base.problem.counts.ravel() - own, self.base.prior_sd)
            points.append(found.point)
            # Newton's method may come to rest where weights run off, but there is no information left then.
            lost.append(~(found.converged & (np.linalg.slogdet(found.information)[1] > least)))
        return np.concatenate(points), np.concatenate(lost)


def _base(answers: Answers, fit: Fit) -> tuple[Prepared, _Base]:
    """The checked problem of a fit; refuses answers that are not those of the fit."""
    if fit.people != len(answers.people) or not set(answers.columns) <= set(fit.coef.index):
        raise FitError("these answers are not those of the fit; give both from the same people and columns")
    prepared, reasons = prepare(answers)
    if prepared is None or not prepared.plain.converged[0]:
        raise FitError("; ".join(reasons) or "the fit has no estimates to resample")
    if len(fit.estimates) != prepared.problem.cuts + len(answers.columns):
        raise FitError(f"a {fit.model} cannot be resampled; use an ordered, binary or conditional logit")
    best, information = prepared.plain.point[0], prepared.plain.information[0]
    scores = prepared.problem.scores(best).reshape(-1, len(best))
    by_person = answers.by_person[:, prepared.cells]
    return prepared, _Base(prepared.problem, prepared.prior_sd, best, information, scores, by_person)


def _laid_out(point: Array, prepared: Prepared, fit: Fit) -> Array:
    """Points (R, P) in the order of a fit's estimates: thresholds last, but the constant of a binary logit first."""
    cuts, rank = prepared.problem.cuts, prepared.rank
    full = np.full((len(point), cuts + len(rank.estimable)), np.nan)
    full[:, :cuts] = point[:, :cuts] if rank.constant_estimable else np.nan
    full[:, cuts + rank.kept] = point[:, cuts:]
    full[:, cuts:][:, ~rank.estimable] = np.nan
    if fit.thresholds is not None:
        return np.roll(full, -cuts, axis=1)
    full[:, :cuts] *= -1.0
    return full


def _without(answers: Answers, person: int) -> Answers:
    rest = np.delete(np.arange(len(answers.people)), person)
    people = answers.people[:person] + answers.people[person + 1 :]
    return replace(answers, by_person=answers.by_person[rest], people=people, smallest_group=1)


def _of_rest(rest: Prepared, fit: Fit) -> Array:
    """Estimates (P,) of those who are left, in the places of the fit; a category that is gone takes its cuts along."""
    cuts = [] if fit.thresholds is None else [f"{low}|{high}" for low, high in pairwise(rest.categories)]
    found = pd.Series(_laid_out(rest.plain.point, rest, fit)[0], index=[*fit.coef.index, *cuts])
    return found.reindex(fit.estimates.index).to_numpy(dtype=float)
