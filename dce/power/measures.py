"""Chances and widths from the outcomes of many studies, each with its simulation error."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dce.coding import Array
from dce.power.outcomes import Outcome
from dce.power.truth import Truth
from dce.ranking.finding import holm

FIVE_PERCENT = 0.05
FOUND = 0.8  # of studies: the usual aim (Cohen 1988)
BATCHES = 10
Mask = NDArray[np.bool_]
Values = Array | Mask


def top_of(criteria: int) -> int:
    """How many places count as the top: four, or fewer where four are nearly all.

    >>> top_of(10), top_of(3)
    (4, 2)
    """
    return min(4, criteria - 1)


def table_of(people: Mapping[str, int], outcomes: Mapping[str, Outcome], truth: Mapping[str, Truth]) -> pd.DataFrame:
    """A row a (group, measure): group, n, measure, value, error."""
    parts = [group_rows(outcomes[group], truth[group]).assign(group=group, n=n) for group, n in people.items()]
    return pd.concat(parts, ignore_index=True)[["group", "n", "measure", "value", "error"]]


def group_rows(outcome: Outcome, truth: Truth) -> pd.DataFrame:
    """A row a measure: measure, value, error (standard error of the simulation), of one group.

    Studies in which the truth has no such place, because others weigh the same, do not count; no value where none has.
    """
    top, order, right = top_of(truth.importance.shape[1]), outcome.order, truth.order
    sure = ~outcome.lost
    set_right = np.sort(order[:, :top], axis=1) == np.sort(right[:, :top], axis=1)
    inside = (outcome.low <= truth.high) & (truth.low <= outcome.high)
    single = (outcome.low == outcome.high) & (outcome.low == 1)
    all_settled = np.all([truth.settled(place) for place in range(1, top + 1)], axis=0)
    measures: dict[str, tuple[Values, Mask | bool]] = {
        "first": (sure & (order[:, 0] == right[:, 0]), truth.settled(1)),
        f"top {top} set": (sure & set_right.all(axis=1), truth.settled(top)),
        f"top {top} order": (sure & (order[:, :top] == right[:, :top]).all(axis=1), all_settled),
        "last": (sure & (order[:, -1] == right[:, -1]), truth.settled(right.shape[1] - 1)),
        "first told": (np.asarray(single.any(axis=1)), True),
        "sets cover": (np.asarray(inside.all(axis=1)), True),
        "set width": (np.asarray((outcome.high - outcome.low + 1).mean(axis=1)), True),
    }
    rows = [(name, *_mean(values[np.broadcast_to(known, len(sure))])) for name, (values, known) in measures.items()]
    return pd.DataFrame(rows, columns=["measure", "value", "error"])


def _mean(values: Values) -> tuple[float, float]:
    """The mean, and its standard error; where all studies agree, the error of one that had not (rule of succession)."""
    if not len(values):
        return np.nan, np.nan
    given, number = values.astype(float), len(values)
    if values.dtype == np.bool_:
        share = (given.sum() + 1.0) / (number + 2.0)
        return float(given.mean()), float(np.sqrt(share * (1.0 - share) / number))
    return float(given.mean()), float(given.std(ddof=1) / np.sqrt(number))


def difference_rows(
    outcomes: Mapping[str, Outcome], truth: Mapping[str, Truth], sizes: Mapping[str, int], criteria: tuple[str, ...]
) -> pd.DataFrame:
    """A row a (pair of groups, criterion): the true difference, how often it is found, and the smallest one found.

    The true difference is the mean over the studies, where they have weights of their own.
    ``found`` is the share of studies in which :meth:`dce.Ranking.compare` would say that the groups differ;
    ``smallest`` the difference that 80% of studies find at the first step of Holm's test, which is its strictest.
    """
    parts = []
    p = differing(outcomes, sizes)
    for number, (a, b) in enumerate(combinations(sizes, 2)):
        columns = slice(number * len(criteria), (number + 1) * len(criteria))
        verdict = p[:, columns] < FIVE_PERCENT
        real = truth[a].importance - truth[b].importance
        smallest, error = _smallest((outcomes[a], sizes[a]), (outcomes[b], sizes[b]), real, p.shape[1])
        found = pd.DataFrame([_mean(column) for column in verdict.T], columns=["found", "found_error"])
        part = pd.DataFrame({"criterion": list(criteria), "group_a": a, "group_b": b, "difference": real.mean(axis=0)})
        parts.append(pd.concat([part, found], axis=1).assign(smallest=smallest, smallest_error=error))
    return pd.concat(parts, ignore_index=True)


def differing(outcomes: Mapping[str, Outcome], sizes: Mapping[str, int]) -> Array:
    """Adjusted p (R, pairs x M) that two groups give a criterion the same importance, as ``Ranking.compare`` has it."""
    each = []
    for a, b in combinations(sizes, 2):
        error, freedom = welch((outcomes[a], sizes[a]), (outcomes[b], sizes[b]))
        away = np.abs(outcomes[a].importance - outcomes[b].importance)
        each.append(2.0 * stats.t.sf(away / error, freedom))
    p = np.concatenate(each, axis=1)
    return np.stack([holm(np.where(np.isnan(row), 1.0, row)) for row in p])


def welch(one: tuple[Outcome, int], other: tuple[Outcome, int]) -> tuple[Array, Array]:
    """Errors (R, M) of differences with their degrees of freedom (Welch 1947)."""
    (a, n), (b, m) = (one[0].variance, one[1]), (other[0].variance, other[1])
    return np.sqrt(a + b), (a + b) ** 2 / (a**2 / (n - 1) + b**2 / (m - 1))


def false_rate(outcomes: Mapping[str, Outcome], sizes: Mapping[str, int]) -> tuple[float, float]:
    """The share of studies in which groups that are alike are said to differ in anything, and its error."""
    return _mean(np.asarray((differing(outcomes, sizes) < FIVE_PERCENT).any(axis=1)))


def _smallest(one: tuple[Outcome, int], other: tuple[Outcome, int], real: Array, tests: int) -> tuple[Array, Array]:
    """The difference (M,) that passes its critical value in 80% of studies, with its error from ten batches.

    ``real`` (R, M) or (1, M) is the true one.
    """
    error, freedom = welch(one, other)
    needed = stats.t.isf(FIVE_PERCENT / tests / 2.0, freedom) * error
    away = one[0].importance - other[0].importance - real
    missed = away - np.nanmean(away, axis=0)
    # A difference d is found where d + missed is at least what is needed; either group may be the one that weighs more.
    both = np.stack([needed - missed, needed + missed], axis=1)  # (R, 2, M)
    batches = [np.nanquantile(part, FOUND, axis=(0, 1)) for part in np.array_split(both, BATCHES)]
    return np.nanquantile(both, FOUND, axis=(0, 1)), np.std(batches, axis=0, ddof=1) / np.sqrt(BATCHES)
