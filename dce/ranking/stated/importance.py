"""Stated against fitted importance: what people say weighs most, beside what their answers show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, stats

from dce.coding import Coding
from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import Fit, fit_ordered_logit, resample
from dce.estimation.resample import SHARD, respondent_weights
from dce.ranking.finding import Finding, holm
from dce.ranking.importance import range_importance, signed_importance
from dce.ranking.stated.places import (
    centroid_shares,
    concordance_of_means,
    full_places,
    rank_sum_shares,
    read_places,
    spread_of_places,
)
from dce.study import Study

Array = NDArray[np.float64]
Index = NDArray[np.intp]
SAYS_MORE, SAYS_LESS = "says more than does", "says less than does"
AGREEMENT, CORRELATION, OWN_ORDER = "agreement among people", "stated and fitted order", "own order"
OVERALL = ["measure", "value", "low", "high", "p"]
NUMBERS = [
    *("place", "place_low", "place_high", "stated", "stated_low", "stated_high", "fitted", "fitted_low", "fitted_high"),
    *("gap", "gap_low", "gap_high", "centroid_gap", "centroid_low", "centroid_high", "p_holm"),
]


@dataclass(frozen=True)
class StatedImportance(Finding):
    """A row a criterion in ``rows``; in ``overall`` how far people agree with each other and with their answers."""

    overall: pd.DataFrame


def stated_importance(
    ratings: Ratings,
    study: Study,
    stated: pd.DataFrame,
    *,
    margin: float = 0.05,
    bootstrap: int = 1000,
    seed: int = 1,
) -> StatedImportance:
    """What respondents say weighs most, ranking the criteria themselves, against what their answers show.

    ``stated`` has a row a respondent (by name) and a column a criterion with places from 1, the most important. Equal
    places share what they span, and criteria left empty share the last places. Rows, from the most to the least
    important as fitted: criterion, n, mean ``place`` (Student's interval), ``stated`` (:func:`rank_sum_shares`) and
    ``fitted`` importance (range share), each with ``_low`` and ``_high``; ``gap`` = stated - fitted, and
    ``centroid_gap`` the same with :func:`centroid_shares`; p_holm, the larger of the two after Holm (1979), verdict,
    reason. A ranking tells no distances, so the verdict must hold under both readings: "same within margin": both
    intervals lie within ``margin``; "says more than does" or "says less than does": p_holm below 5%; else "cannot
    tell". All intervals are 95%, from the same resampled respondents on both sides.

    Overall: Kendall's W among the stated rankings (p of no agreement after Friedman 1937); Spearman's correlation of
    the mean stated places with the fitted order; ``own order``: by which part of itself the weight of a criterion is
    larger for each place that a person puts it higher than others do (an interaction in the ordered logit, clustered).
    These 95% intervals reach to both sides of what resampling itself adds. Nothing is told of single people.

    Both sides are of those who ranked. Where fewer than ``smallest_group`` did not, the fitted side is of everybody, so
    that those few cannot be found by subtraction. Raises AnswerError for places that cannot be read, FitError for
    fewer than 100 replicates.

    >>> from dce.design import make_design
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> said = pd.DataFrame({"ontvanger": 3, "doel": 1, "waarborgen": 2}, index=frame["respondent"].unique())
    >>> found = stated_importance(Ratings.from_answers(frame, design.study), design.study, said, bootstrap=200)
    >>> found.rows.set_index("criterion")["verdict"].to_dict()
    {'ontvanger': 'says less than does', 'waarborgen': 'cannot tell', 'doel': 'says more than does'}
    """
    if bootstrap < 100:
        raise FitError(f"bootstrap is {bootstrap}; intervals need at least 100 replicates, 1000 is usual")
    if ratings.coding is None:
        raise FitError("ratings without criteria have no fitted importance; make them with Ratings.from_answers")
    full = full_places(read_places(stated, study.criterion_ids, ratings.people))
    said, smallest = ~np.isnan(full).any(axis=1), study.privacy.smallest_group
    if said.sum() < smallest:
        return _nothing(study, f"fewer than {smallest} people ranked the criteria")
    coding, few_did_not = ratings.coding, 0 < (~said).sum() < smallest
    if not few_did_not:
        ratings, full = ratings.of_people(np.flatnonzero(said)), full[said]
    case = _Case(replace(ratings, smallest_group=smallest), coding, full, fit_ordered_logit(ratings))
    if case.fit.estimates.isna().any():
        return _nothing(study, "; ".join(case.fit.messages) or f"the fit is {case.fit.status}")
    moved = case.resampled(bootstrap, seed)
    rows = _rows(case, moved, margin).assign(n=pd.array([None if few_did_not else len(full)] * full.shape[1], "Int64"))
    overall = _overall(case, moved)
    kept = "fitted importance is of everybody, and n is not shown, because few people did not rank"
    messages = (*_sentences(rows, overall), *([kept] if few_did_not else []), *case.fit.messages)
    columns = ["criterion", "n", *NUMBERS, "verdict", "reason"]
    rows = rows[columns].sort_values("fitted", ascending=False, kind="stable", ignore_index=True)
    return StatedImportance(rows, messages, overall)


@dataclass(frozen=True, slots=True)
class _Moved:
    """Resampled studies: importance with (R, M) and without a sign, and means of what people stated (R, ...)."""

    signed: Array
    ranges: Array
    places: Array
    sums: Array
    centroids: Array
    spread: Array


@dataclass(frozen=True, slots=True)
class _Case:
    """Answers, completed places (G, M) with NaN rows for who did not rank, and the ordered logit of the answers."""

    ratings: Ratings
    coding: Coding
    full: Array
    fit: Fit

    @property
    def said(self) -> NDArray[np.intp]:
        return np.flatnonzero(~np.isnan(self.full[:, 0]))

    def told(self) -> Array:
        """What each person who ranked stated (S, 3 M + 1): places, both shares, and the spread of the places."""
        own = self.full[self.said]
        return np.column_stack([own, rank_sum_shares(own), centroid_shares(own), spread_of_places(own)])

    def resampled(self, replicates: int, seed: int) -> _Moved:
        """The same re-weighted respondents on both sides, the stated one widened as ``bootstrap`` widens the fit's."""
        weights = resample.bootstrap(self.ratings, self.fit, replicates=replicates, seed=(seed, 0)).estimates
        beta = weights[list(self.ratings.columns)].to_numpy()
        signed = signed_importance(self.coding, self.fit.coef.to_numpy(), beta)
        told, people, wide = self.told(), len(self.said), self.full.shape[1]
        weighted = (weight[:, self.said] for weight in _weights(len(self.full), replicates, (seed, 0)))
        means = np.concatenate([weight @ told / weight.sum(axis=1, keepdims=True) for weight in weighted])
        means = told.mean(axis=0) + (means - told.mean(axis=0)) * np.sqrt((people + 1) / (people - 1))
        places, sums, centroids = (means[:, k * wide : (k + 1) * wide] for k in range(3))
        return _Moved(signed, range_importance(self.coding, beta), places, sums, centroids, means[:, -1])


def _weights(people: int, replicates: int, seed: tuple[int, ...]) -> Iterator[Array]:
    """The weights of people (R, G) that ``bootstrap`` gives them from this seed, a shard at a time."""
    for begin in range(0, replicates, SHARD):
        shard = seed, begin // SHARD, min(SHARD, replicates - begin)
        yield from respondent_weights(shard, people, SHARD)


def _nothing(study: Study, reason: str) -> StatedImportance:
    rows = pd.DataFrame({"criterion": list(study.criterion_ids), "n": pd.array([None] * len(study.criteria), "Int64")})
    rows = rows.assign(**dict.fromkeys(NUMBERS, np.nan), verdict="cannot tell", reason=reason)
    return StatedImportance(rows, (f"stated importance: {reason}",), pd.DataFrame(columns=OVERALL))


def _rows(case: _Case, moved: _Moved, margin: float) -> pd.DataFrame:
    """The criteria in the order of the study."""
    own = case.full[case.said]
    error = own.std(axis=0, ddof=1) / np.sqrt(len(own))
    reach = np.where(error > 0, stats.t.ppf(0.975, len(own) - 1) * error, np.nan)
    fitted = range_importance(case.coding, case.fit.coef.to_numpy())
    place, sums, centroids = own.mean(axis=0), rank_sum_shares(own).mean(axis=0), centroid_shares(own).mean(axis=0)
    found = {"criterion": list(case.coding.blocks), "place": place}
    found |= {"place_low": place - reach, "place_high": place + reach}
    gaps = {"gap": (sums - fitted, moved.sums - moved.signed)}
    gaps["centroid"] = centroids - fitted, moved.centroids - moved.signed
    parts = {"stated": (sums, moved.sums), "fitted": (fitted, moved.signed), **gaps}
    for name, (value, replicates) in parts.items():
        low, high = np.quantile(replicates, [0.025, 0.975], axis=0)
        low = np.maximum(low, 0.0) if name in ("stated", "fitted") else low
        spread = high > low + 1e-12  # all who ranked may have said the same
        key = "centroid_gap" if name == "centroid" else name
        ends = {f"{name}_low": np.where(spread, low, np.nan), f"{name}_high": np.where(spread, high, np.nan)}
        found |= {key: value, **ends}
    p = [_p(value, replicates, len(own)) for value, replicates in gaps.values()]
    rows = pd.DataFrame(found).assign(p_holm=np.maximum(holm(p[0]), holm(p[1])), reason="")
    return rows.assign(verdict=_verdicts(rows, margin))


def _p(value: Array, replicates: Array, people: int) -> Array:
    return np.asarray(2.0 * stats.t.sf(np.abs(value) / replicates.std(axis=0, ddof=1), people - 1))


def _verdicts(rows: pd.DataFrame, margin: float) -> NDArray[np.object_]:
    low, high = (rows[[f"gap_{end}", f"centroid_{end}"]].to_numpy() for end in ("low", "high"))
    gap, told = rows[["gap", "centroid_gap"]].to_numpy(), rows["p_holm"].to_numpy() < 0.05
    found = np.full(len(rows), "cannot tell", dtype=object)
    found[told & (gap > 0).all(axis=1)] = SAYS_MORE
    found[told & (gap < 0).all(axis=1)] = SAYS_LESS
    found[((low > -margin) & (high < margin)).all(axis=1)] = "same within margin"
    return found


def _overall(case: _Case, moved: _Moved) -> pd.DataFrame:
    """Kendall's W, the correlation of the two orders, and whether own places go with own answers."""
    own = case.full[case.said]
    people, wide = own.shape
    spread, mean = spread_of_places(own).mean(), own.mean(axis=0)
    rows: list[tuple[object, ...]] = [(AGREEMENT, *[np.nan] * 4), (CORRELATION, *[np.nan] * 4)]
    if spread > 0:  # somebody made a difference between criteria
        w = float(concordance_of_means(mean, spread))
        ends = _reach(w, concordance_of_means(moved.places, moved.spread), (0.0, 1.0))
        rows[0] = AGREEMENT, w, *ends, float(stats.chi2.sf(people * (wide - 1) * w, wide - 1))
    if np.ptp(mean) > 0:
        rho = float(_correlation(mean[None], range_importance(case.coding, case.fit.coef.to_numpy())[None])[0])
        rows[1] = CORRELATION, rho, *_reach(rho, _correlation(moved.places, moved.ranges), (-1.0, 1.0)), np.nan
    return pd.DataFrame([*rows, (OWN_ORDER, *_own_order(case))], columns=OVERALL)


def _correlation(places: Array, importance: Array) -> Array:
    """Spearman's correlation (R,) of places (R, M), low for what matters, with importances (R, M)."""
    # Rounded, because means of equal places differ in their last digit.
    first, last = stats.rankdata(places.round(9), axis=1), stats.rankdata(-importance, axis=1)
    one, other = (ranks - (places.shape[1] + 1) / 2.0 for ranks in (first, last))
    return np.asarray((one * other).sum(axis=1) / np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1)))


def _reach(value: float, replicates: Array, bounds: tuple[float, float]) -> tuple[float, float]:
    """95% interval of an index that noise moves to one side: as far as the replicates, and as far less their lean.

    What resampling adds to the noise of the sample, the sample had added already, so the lean counts twice.
    """
    low, high = (float(end) for end in np.quantile(replicates, [0.025, 0.975]))
    lean = 2.0 * (float(replicates.mean()) - value)
    return max(min(low, low - lean), bounds[0]), min(max(high, high - lean), bounds[1])


def _own_order(case: _Case) -> tuple[float, float, float, float]:
    """Slope, interval and p of a column that adds to each weight its part for each place that a person puts it higher.

    In the utility of a scenario it holds the sum over criteria of (mean place - own place) times the fitted utility.
    """
    ratings, own = case.ratings.of_people(case.said), case.full[case.said]
    higher = own.mean(axis=0) - own
    if not np.abs(higher).max() > 0:
        return np.nan, np.nan, np.nan, np.nan
    beta = case.fit.coef[list(ratings.columns)].to_numpy(dtype=float)
    utility = np.column_stack([ratings.x[:, block] @ beta[block] for block in case.coding.blocks.values()])
    fit = fit_ordered_logit(_with_column(ratings, lambda person, row: (higher[person] * utility[row]).sum(axis=1)))
    if fit.status != "ok":
        return np.nan, np.nan, np.nan, np.nan
    slope, error = float(fit.coef[OWN_ORDER]), float(fit.std_error("cluster")[OWN_ORDER])
    reach = float(stats.t.ppf(0.975, fit.people - 1)) * error
    return slope, slope - reach, slope + reach, float(2.0 * stats.t.sf(abs(slope) / error, fit.people - 1))


def _with_column(ratings: Ratings, value: Callable[[Index, Index], Array]) -> Ratings:
    """The same answers, a row a person and scenario, with a column that depends on both."""
    cells, scenarios, wide = ratings.by_person.tocoo(), len(ratings.x), len(ratings.categories)
    person, cell = (axis.astype(np.intp) for axis in cells.coords)
    pair, place = np.unique(person * scenarios + cell // wide, return_inverse=True)
    owner, row = np.divmod(pair, scenarios)
    shape = len(ratings.people), len(pair) * wide
    moved = sparse.coo_array((cells.data, (person, place * wide + cell % wide)), shape=shape).tocsr()
    x, shown = np.column_stack([ratings.x[row], value(owner, row)]), ratings.scenarios.take(row)
    return replace(ratings, x=x, columns=(*ratings.columns, OWN_ORDER), by_person=moved, scenarios=shown, coding=None)


def _sentences(rows: pd.DataFrame, overall: pd.DataFrame) -> list[str]:
    """Which criteria people say more or less about than they do, and how far the orders go together."""
    said = []
    for verdict in (SAYS_MORE, SAYS_LESS):
        names = rows.loc[rows["verdict"] == verdict, "criterion"]
        said += [f"{verdict}: {', '.join(names)}"] if len(names) else []
    if not said:
        said.append("no criterion can be said to weigh more or less than people state")
    told = {
        AGREEMENT: "people who rank the criteria agree with each other (Kendall's W, 0 to 1)",
        CORRELATION: "the mean stated order goes with the fitted order (correlation, -1 to 1)",
        OWN_ORDER: "for each place that somebody puts a criterion higher, its weight is larger by this part of itself",
    }
    for measure, value, low, high in overall[OVERALL[:4]].itertuples(index=False):
        number = f"{value:.2f} ({low:.2f} to {high:.2f})" if np.isfinite(value) else "cannot tell"
        said.append(f"{told[measure]}: {number}")
    return said
