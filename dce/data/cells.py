"""Cells of a table, read strictly: each fault is told by row (counted from 1) and column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.errors import AnswerError

Array = NDArray[np.float64]
Index = NDArray[np.integer[Any]]


def need_columns(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Refuse a table without rows or without one of these columns."""
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise AnswerError(f'column "{missing[0]}" is missing; the table has {", ".join(map(str, frame.columns))}')
    if not len(frame):
        raise AnswerError("the table holds no answers; give at least one row")


def first_true(bad: NDArray[np.bool_]) -> int:
    """Place of the first fault, from 0."""
    return int(np.flatnonzero(bad)[0])


def finite_numbers(column: pd.Series) -> Array:
    """A column as numbers; raises AnswerError for the first cell that is not a finite one."""
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
    bad = ~np.isfinite(numbers)
    if bad.any():
        row = first_true(bad)
        where, found = f'row {row + 1}, column "{column.name}"', column.iloc[row]
        if pd.isna(found) or found == "":
            raise AnswerError(f"{where}: is empty, a number is needed; fill it in or drop the row")
        raise AnswerError(f'{where}: "{found}" is not a finite number; mend or drop the row')
    return numbers


def positive_weights(column: pd.Series) -> Array:
    """A column as weights above zero."""
    weights = finite_numbers(column)
    if (weights <= 0).any():
        row = first_true(weights <= 0)
        found = column.iloc[row]
        raise AnswerError(f'row {row + 1}, column "{column.name}": weight {found} must be above zero; drop the row')
    return weights


def ranked_categories(column: pd.Series) -> tuple[Index, tuple[str, ...]]:
    """Category index per row and the categories from low to high."""
    if isinstance(column.dtype, pd.CategoricalDtype) and column.dtype.ordered:
        if (column.cat.codes < 0).any():
            raise AnswerError(
                f'row {first_true(column.cat.codes.to_numpy() < 0) + 1}, column "{column.name}": is empty'
            )
        return column.cat.codes.to_numpy(dtype=np.intp), tuple(map(str, column.cat.categories))
    if not pd.api.types.is_numeric_dtype(column):
        raise AnswerError(f'column "{column.name}" holds text; give numbers or an ordered Categorical, low to high')
    codes, values = pd.factorize(finite_numbers(column), sort=True)
    return codes, tuple(f"{value:g}" for value in values)


def scale_index(column: pd.Series, scale: tuple[str, ...]) -> Index:
    """Place of each answer on the scale, from 0."""
    number, values = pd.factorize(column, use_na_sentinel=False)
    codes = pd.Index(scale).get_indexer(pd.Index(values).astype(str))[number]
    if (codes < 0).any():
        row = first_true(codes < 0)
        known = ", ".join(scale)
        raise AnswerError(
            f'row {row + 1}, column "rating": "{column.iloc[row]}" is not on the scale; use one of {known}'
        )
    return codes
