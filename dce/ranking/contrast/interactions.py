"""How groups differ, told apart: in leniency, in consistency (scale), and in what they weigh."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize, stats

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import Fit, fit_ordered_logit, fit_scale_groups, wald_test
from dce.ranking.contrast.shift import with_shift
from dce.ranking.finding import Judged, holm
from dce.ranking.groups import Groups, split_groups
from dce.ranking.pooling import separate_weights
from dce.ranking.tested import combined, why_not, with_columns, zero_test
from dce.study import Study

Array = NDArray[np.float64]
FIVE_PERCENT = 0.05


def group_interactions(ratings: Ratings, study: Study, *, by: str) -> Judged:
    """Full interactions of the criteria with the groups of a background item, and joint tests of what differs.

    One ordered logit with thresholds in common, a leniency of each group, and weights of each group's own. Rows: group,
    term (coded column), ``deviation`` of the group's weight from the mean over groups, low, high (95%), reason. Such a
    deviation holds scale and weight in one: a group that answers with less noise has larger weights throughout. So
    ``tests`` tells them apart, a row each with statistic, freedom, p, p_holm and verdict ("differs" or "cannot tell"):

    - leniency, and scale: from :func:`fit_scale_groups`, where all have the same weights (Swait and Louviere 1993);
    - weights: separate fits are b(s) = scale(s) times common weights, by minimum distance (Chamberlain 1982);
    - weights of each criterion in turn, scale left in, from the full interactions (Holm 1979 over criteria).

    Errors are clustered by respondent. Of invented studies of three groups whose weights are the same and whose
    leniency and scale are not, 4% (17 people a group) and 3% (50) were said to have other weights, and 77% and 100%
    another leniency. Groups that may not be shown are left out by name. Raises FitError for an unknown item or fewer
    than two groups.
    """
    options = {item.id: item.option_ids for item in study.background}
    groups = split_groups(ratings, by, options=options, smallest=study.privacy.smallest_group)
    if len(groups.shown) < 2:
        raise FitError(f'by "{by}": fewer than two groups can be shown; there is nothing to compare')
    kept = ratings.of_people(np.flatnonzero(ratings.background[by].isin(list(groups.shown)).to_numpy()))
    names = tuple(groups.shown)
    fit = _full(kept, by, names)
    rows, tests = _deviations(fit, ratings, names), [*_joint(kept, groups, by), *_of_criteria(fit, ratings, names)]
    table = pd.DataFrame(tests)
    of_criteria = table["what"].str.startswith("weight of ")
    table["p_holm"] = table["p"]
    table.loc[of_criteria, "p_holm"] = holm(table.loc[of_criteria, "p"].to_numpy(dtype=float))
    table["verdict"] = np.where(table["p_holm"] < FIVE_PERCENT, "differs", "cannot tell")
    return Judged(rows, (*_sentences(table, by), *groups.messages), table)


def _full(ratings: Ratings, by: str, names: tuple[str, ...]) -> Fit:
    """The fit with all interactions; groups are coded as deviations from their mean, the last minus the others."""
    place = pd.Index(names).get_indexer(pd.Index(ratings.background[by])).astype(np.intp)
    effects = np.vstack([np.eye(len(names) - 1), -np.ones(len(names) - 1)])
    wide = with_shift(ratings, place, effects, tuple(f"leniency.{name}" for name in names[:-1]))
    own = len(ratings.columns)
    products = (wide.x[:, own:, None] * wide.x[:, None, :own]).reshape(len(wide.x), -1)
    return fit_ordered_logit(with_columns(wide, products, tuple(_terms(ratings, names[:-1]))))


def _terms(ratings: Ratings, names: tuple[str, ...]) -> list[str]:
    return [f"{column} x {name}" for name in names for column in ratings.columns]


def _deviations(fit: Fit, ratings: Ratings, names: tuple[str, ...]) -> pd.DataFrame:
    columns = len(ratings.columns)
    rows = pd.DataFrame({"group": np.repeat(names, columns), "term": np.tile(ratings.columns, len(names))})
    rows["reason"] = why_not(fit)
    if fit.status != "ok":
        return rows.assign(deviation=np.nan, low=np.nan, high=np.nan)
    effects = np.vstack([np.eye(len(names) - 1), -np.ones(len(names) - 1)])
    value, low, high = combined(
        fit, np.asarray(np.kron(effects, np.eye(columns)), dtype=float), _terms(ratings, names[:-1])
    )
    return rows.assign(deviation=value, low=low, high=high)[["group", "term", "deviation", "low", "high", "reason"]]


def _of_criteria(fit: Fit, ratings: Ratings, names: tuple[str, ...]) -> list[dict[str, object]]:
    """Whether each criterion has the same weights in all groups, scale left in."""
    found: list[dict[str, object]] = []
    blocks = {} if ratings.coding is None else ratings.coding.blocks
    for name, block in blocks.items():
        terms = [f"{column} x {group}" for group in names[:-1] for column in ratings.columns[block]]
        test = {"statistic": np.nan, "freedom": float(len(terms)), "p": np.nan}
        if fit.status == "ok":
            covariance = fit.covariance("cluster").loc[terms, terms].to_numpy()
            test = zero_test(fit.coef[terms].to_numpy(dtype=float), covariance, fit.people)
        found.append({"what": f"weight of {name}", **test, "reason": why_not(fit)})
    return found


def _joint(ratings: Ratings, groups: Groups, by: str) -> list[dict[str, object]]:
    scaled = fit_scale_groups(replace(ratings, smallest_group=2), by=by)
    found: list[dict[str, object]] = []
    for what in ("leniency", "scale"):
        terms = [str(term) for term in scaled.estimates.index if str(term).startswith(f"{what}.")]
        test = {"statistic": np.nan, "freedom": float(len(terms)), "p": np.nan}
        if scaled.status == "ok":
            wald = wald_test(scaled, terms)
            test = {"statistic": wald.statistic, "freedom": float(wald.freedom), "p": wald.p}
        found.append({"what": what, **test, "reason": why_not(scaled)})
    return [*found, _weights(groups)]


def _weights(groups: Groups) -> dict[str, object]:
    """Whether separate fits are one set of weights, each group's times its own scale."""
    test: dict[str, object] = {"what": "weights", "statistic": np.nan, "freedom": np.nan, "p": np.nan}
    found = separate_weights(groups.shown)
    if found is None:
        return test | {"reason": "not every weight of every group can be told"}
    (number, columns), freedom = found.apart.shape, int(found.people.sum()) - len(found.people)
    if columns < 2 or freedom <= columns:
        return test | {"reason": "with so few columns or people, weights cannot be told from scale"}
    turn = np.linalg.inv(np.linalg.cholesky(found.one))
    apart = found.apart @ turn.T * np.sqrt(found.people)[:, None]  # (S, K), with errors of one and no correlation

    def off(point: Array) -> Array:
        scale = np.exp(np.r_[0.0, point[columns:]])[:, None] * np.sqrt(found.people)[:, None]
        return np.asarray((apart - scale * (turn @ point[:columns])).ravel())

    start = np.r_[found.people @ found.apart / found.people.sum(), np.zeros(number - 1)]
    distance = 2.0 * float(optimize.least_squares(off, start).cost)
    p = trace_p(distance / freedom, columns - 1, number - 1, freedom)
    return test | {"statistic": distance, "freedom": float((columns - 1) * (number - 1)), "p": p, "reason": ""}


def trace_p(trace: float, columns: int, contrasts: int, freedom: int) -> float:
    """P-value of a Hotelling-Lawley trace of p ``columns`` and q ``contrasts``, given the degrees of freedom of errors.

    McKeon (1974), F approximations to the distribution of Hotelling's T0-squared, Biometrika 61, 381-383. Exact for one
    contrast.

    >>> round(trace_p(0.5, 1, 1, 20), 6) == round(float(stats.f.sf(0.5 * 20, 1, 20)), 6)
    True
    """
    p, q, rest = columns, contrasts, (freedom - columns - 1) / 2.0
    if rest <= 1:
        return float("nan")
    b = (p + 2.0 * rest) * (q + 2.0 * rest) / (2.0 * (2.0 * rest + 1.0) * (rest - 1.0))
    second = 4.0 + (p * q + 2.0) / (b - 1.0)
    c = (2.0 + (p * q + 2.0) / (b - 1.0)) / (2.0 * rest)
    return float(stats.f.sf(trace / c * second / (p * q), p * q, second))


def _sentences(table: pd.DataFrame, by: str) -> tuple[str, ...]:
    """What differs, and what these answers cannot tell."""
    differs = table.loc[table["verdict"] == "differs", "what"].tolist()
    told = (
        f'groups of "{by}" differ in {", ".join(differs)}' if differs else f'groups of "{by}": nothing surely differs'
    )
    open_ = table.loc[table["verdict"] == "cannot tell", "what"].tolist()
    return (told, f"cannot tell whether they differ in {', '.join(open_)}") if open_ else (told,)
