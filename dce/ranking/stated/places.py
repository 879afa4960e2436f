"""Places that respondents themselves gave to criteria: read strictly, completed, and turned into shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dce.errors import AnswerError

Array = NDArray[np.float64]


def read_places(stated: pd.DataFrame, criteria: Sequence[str], people: Sequence[str]) -> Array:
    """Places (G, M) in the order of ``people`` and ``criteria``, NaN where a person gave none.

    ``stated`` has a row a respondent under his or her name and a column a criterion. Raises AnswerError by row (counted
    from 1) and column for a name that is unknown or stands twice, and for what is no whole number from 1 to M.

    >>> said = pd.DataFrame({"doel": [2, None], "prijs": [1, None]}, index=["bert", "anna"])
    >>> read_places(said, ["doel", "prijs"], ["anna", "bert"])
    array([[nan, nan],
           [ 2.,  1.]])
    """
    for name in stated.columns:
        if name not in criteria:
            raise AnswerError(f'column "{name}": no criterion has this id; use {", ".join(criteria)}')
    for name in criteria:
        if name not in stated.columns:
            raise AnswerError(f'column "{name}" is missing; give each criterion a column, empty where nobody placed it')
    names = stated.index.astype(str)
    rows = pd.Index(list(people)).astype(str).get_indexer(names)
    for fault, said in ((rows < 0, "rated no scenario; drop the row"), (names.duplicated(), "stands twice; keep one")):
        if fault.any():
            row = int(np.flatnonzero(fault)[0])
            raise AnswerError(f'row {row + 1}: respondent "{names[row]}" {said}')
    places = np.full((len(people), len(criteria)), np.nan)
    for k, name in enumerate(criteria):
        places[rows, k] = _places(stated[name], len(criteria))
    return places


def _places(column: pd.Series, most: int) -> Array:
    numbers = np.asarray(pd.to_numeric(column, errors="coerce"), dtype=float)
    empty = np.asarray(column.isna() | (column.astype(str).str.strip() == ""), dtype=bool)
    bad = ~empty & ~(np.isfinite(numbers) & (numbers >= 1) & (numbers <= most) & (numbers == np.floor(numbers)))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        where, found = f'row {row + 1}, column "{column.name}"', column.iloc[row]
        raise AnswerError(f'{where}: "{found}" is no place; write a whole number from 1 to {most}, or leave it empty')
    return numbers


def full_places(places: Array) -> Array:
    """Places (G, M) from 1 to M: those who tie share their places, and what was left empty shares the last ones.

    Who placed the first four of ten says that the others come after, in no order. NaN for who placed nothing.

    >>> full_places(np.array([[1.0, 1, 3, np.nan, np.nan]]))
    array([[1.5, 1.5, 3. , 4.5, 4.5]])
    """
    found = np.asarray(stats.rankdata(np.where(np.isnan(places), np.inf, places), axis=1), dtype=float)
    found[np.isnan(places).all(axis=1)] = np.nan
    return found


def rank_sum_shares(full: Array) -> Array:
    """Shares (G, M) that fall by equal steps: 2 (M + 1 - place) / (M (M + 1)).

    Rank-sum weights: Stillwell, Seaver and Edwards (1981), Organizational Behavior and Human Performance 28, 62-77.

    >>> rank_sum_shares(np.array([[1.0, 2.0]])).round(3)
    array([[0.667, 0.333]])
    """
    wide = full.shape[1]
    return np.asarray(2.0 * (wide + 1 - full) / (wide * (wide + 1)))


def centroid_shares(full: Array) -> Array:
    """Shares (G, M) that fall steeply at first: (1/M) times the sum of 1/k for k from the place to M.

    Rank-order centroids, the mean of all shares that keep the order: Barron and Barrett (1996), Management Science 42,
    1515-1523. Criteria that tie get the mean over the places that they share.

    >>> centroid_shares(np.array([[1.0, 2.0], [1.5, 1.5]]))
    array([[0.75, 0.25],
           [0.5 , 0.5 ]])
    """
    wide = full.shape[1]
    of_place = np.cumsum(1.0 / np.arange(wide, 0, -1))[::-1] / wide
    above = np.r_[0.0, np.cumsum(of_place)]
    tied = (full[:, :, None] == full[:, None, :]).sum(axis=2)
    first = np.round(full - (tied + 1) / 2.0).astype(np.intp)  # places before those that are shared
    return np.asarray((above[first + tied] - above[first]) / tied)


def spread_of_places(full: Array) -> Array:
    """Sum of squares (G,) of each person's places around their mean; ties make it smaller."""
    return np.asarray(((full - (full.shape[1] + 1) / 2.0) ** 2).sum(axis=1))


def concordance_of_means(mean_places: Array, spread: Array) -> Array:
    """Kendall's W (...,) given mean places (..., M) and the mean of :func:`spread_of_places` (...,): 0 to 1.

    Sum of squares of the mean places over the mean sum of squares of the places: Kendall and Babington Smith (1939),
    Annals of Mathematical Statistics 10, 275-287, ties included. G people without anything in common give 1/G on
    average.

    >>> full = np.array([[1.0, 2, 3], [1, 3, 2], [1, 2, 3]])
    >>> concordance_of_means(full.mean(axis=0), spread_of_places(full).mean()).round(3)
    np.float64(0.778)
    """
    off = mean_places - (mean_places.shape[-1] + 1) / 2.0
    return np.asarray((off**2).sum(axis=-1) / spread)[()]
