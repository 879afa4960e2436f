"""Answers as checked long tables, compressed to distinct rows with counts.

Everybody sees few distinct scenarios, so a fit needs only how many people (or how much weight) gave each answer to each
distinct row. Who gave them matters for clustered errors and for resampling, and is kept as one sparse table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from dce.coding import Coding
from dce.errors import AnswerError
from dce.study import Study

Array = NDArray[np.float64]
Index = NDArray[np.integer[Any]]
FEWEST_PEOPLE = 2  # clustered errors compare people, so one person has none


@dataclass(frozen=True)
class Ratings:
    """Ordered (or yes-no) answers: D distinct rows of K coded columns, J categories, G respondents.

    ``by_person`` (G, D * J) holds the weight that each respondent put on each answer of each row. Respondents stand in
    an order that depends on their answers only, so that neither shuffled rows nor new names change any result.
    """

    x: Array
    columns: tuple[str, ...]
    categories: tuple[str, ...]
    by_person: sparse.csr_array
    people: tuple[str, ...]
    background: pd.DataFrame
    scenarios: pd.DataFrame
    coding: Coding | None = None
    smallest_group: int = FEWEST_PEOPLE

    @classmethod
    def from_frame(
        cls, frame: pd.DataFrame, *, respondent: str | None, rating: str, x: Sequence[str], weights: str | None = None
    ) -> Ratings:
        """Any long table, a row an answer: ``rating`` holds numbers or an ordered Categorical, ``x`` numeric columns.

        Without ``respondent`` each row counts as a person of its own. Raises AnswerError by row and column.

        >>> frame = pd.DataFrame({"id": ["a", "a", "b"], "rating": [1, 2, 3], "price": [0.5, 1.0, 0.5]})
        >>> Ratings.from_frame(frame, respondent="id", rating="rating", x=["price"]).counts()
        array([[1., 0., 1.],
               [0., 1., 0.]])
        """
        _need(frame, [name for name in (respondent, rating, *x, weights) if name is not None])
        category, categories = _ranked(frame[rating])
        people = pd.RangeIndex(len(frame)).astype(str) if respondent is None else _ids(frame[respondent])
        rows = pd.DataFrame({name: _numbers(frame[name]) for name in x})
        row, scenarios = _distinct(rows)
        weight = np.ones(len(frame)) if weights is None else _weights(frame[weights])
        by_person, names = _by_person(
            people, row * len(categories) + category, weight, len(scenarios) * len(categories)
        )
        return cls(
            x=scenarios.to_numpy(dtype=float),
            columns=tuple(x),
            categories=categories,
            by_person=by_person,
            people=names,
            background=pd.DataFrame(index=pd.Index(names)),
            scenarios=scenarios,
        )

    @classmethod
    def from_answers(cls, frame: pd.DataFrame, study: Study, *, coding: Coding | None = None) -> Ratings:
        """The long export of a study: respondent, task, rating, a column a criterion, a column a background item.

        ``coding`` is the study's own where it is left out. Raises AnswerError by row and column.
        """
        coding = coding or Coding.of(study)
        background = [item.id for item in study.background if item.id in frame.columns]
        _need(frame, ["respondent", "task", "rating", *study.criterion_ids])
        people = _ids(frame["respondent"])
        _refuse_repeats(people, frame["task"])
        category = _on_scale(frame["rating"], study.scale_ids)
        row, scenarios = _distinct(frame[list(study.criterion_ids)].astype(str))
        cells = len(scenarios) * len(study.scale_ids)
        by_person, names = _by_person(people, row * len(study.scale_ids) + category, np.ones(len(frame)), cells)
        return cls(
            x=coding.encode(scenarios),
            columns=coding.columns,
            categories=study.scale_ids,
            by_person=by_person,
            people=names,
            background=_one_row_each(frame[background], people).loc[list(names)],
            scenarios=scenarios,
            coding=coding,
            smallest_group=study.privacy.smallest_group,
        )

    def counts(self, person_weights: Array | None = None) -> Array:
        """Weight on each answer of each row (D, J), or (R, D, J) where respondents get weights (R, G)."""
        shape = (len(self.x), len(self.categories))
        if person_weights is None:
            return np.asarray(self.by_person.sum(axis=0), dtype=float).reshape(shape)
        return np.asarray(person_weights @ self.by_person, dtype=float).reshape(-1, *shape)

    def of_group(self, item: str, option: str) -> Ratings:
        """The answers of those who gave ``option`` on a background item."""
        return self._of_people(np.flatnonzero((self.background[item] == option).to_numpy(dtype=bool)))

    def group_sizes(self, item: str) -> dict[str, int]:
        """Respondents per option of a background item; those who skipped it stand under the empty name."""
        return {str(k): int(v) for k, v in self.background[item].fillna("").value_counts().items()}

    def with_coding(self, coding: Coding) -> Ratings:
        """The same answers under another coding of the criteria."""
        return replace(self, coding=coding, x=coding.encode(self.scenarios), columns=coding.columns)

    def _of_people(self, chosen: Index) -> Ratings:
        people = tuple(self.people[i] for i in chosen)
        return replace(self, by_person=self.by_person[chosen], people=people, background=self.background.iloc[chosen])


def _need(frame: pd.DataFrame, names: Sequence[str]) -> None:
    if not names:
        raise AnswerError("no column is named; name at least one in x")
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise AnswerError(f'column "{missing[0]}" is missing; the table has {", ".join(map(str, frame.columns))}')
    if not len(frame):
        raise AnswerError("the table holds no answers; give at least one row")


def _first(bad: NDArray[np.bool_]) -> int:
    return int(np.flatnonzero(bad)[0])


def _numbers(column: pd.Series) -> Array:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
    bad = ~np.isfinite(numbers)
    if bad.any():
        row = _first(bad)
        found = column.iloc[row]
        raise AnswerError(
            f'row {row + 1}, column "{column.name}": {found} is not a finite number; mend or drop the row'
        )
    return numbers


def _weights(column: pd.Series) -> Array:
    weights = _numbers(column)
    if (weights <= 0).any():
        row = _first(weights <= 0)
        found = column.iloc[row]
        raise AnswerError(f'row {row + 1}, column "{column.name}": weight {found} must be above zero; drop the row')
    return weights


def _ids(column: pd.Series) -> pd.Index[str]:
    if column.isna().any():
        row = _first(column.isna().to_numpy())
        raise AnswerError(f'row {row + 1}, column "{column.name}": is empty; every answer needs its respondent')
    return pd.Index(column.astype(str))


def _ranked(column: pd.Series) -> tuple[Index, tuple[str, ...]]:
    """Category index per row and the categories from low to high."""
    if isinstance(column.dtype, pd.CategoricalDtype) and column.dtype.ordered:
        if (column.cat.codes < 0).any():
            raise AnswerError(f'row {_first(column.cat.codes.to_numpy() < 0) + 1}, column "{column.name}": is empty')
        return column.cat.codes.to_numpy(dtype=np.intp), tuple(map(str, column.cat.categories))
    if not pd.api.types.is_numeric_dtype(column):
        raise AnswerError(f'column "{column.name}" holds text; give numbers or an ordered Categorical, low to high')
    values, codes = np.unique(_numbers(column), return_inverse=True)
    return np.asarray(codes, dtype=np.intp), tuple(f"{value:g}" for value in values)


def _on_scale(column: pd.Series, scale: tuple[str, ...]) -> Index:
    codes = pd.Index(scale).get_indexer(pd.Index(column.astype(str)))
    if (codes < 0).any():
        row = _first(codes < 0)
        known = ", ".join(scale)
        raise AnswerError(
            f'row {row + 1}, column "rating": "{column.iloc[row]}" is not on the scale; use one of {known}'
        )
    return codes


def _refuse_repeats(people: pd.Index[str], task: pd.Series) -> None:
    twice = pd.DataFrame({"person": people, "task": task.to_numpy()}).duplicated(keep=False).to_numpy()
    if twice.any():
        rows = ", ".join(str(row + 1) for row in np.flatnonzero(twice)[:6])
        raise AnswerError(f"rows {rows}: the same respondent and task stand more than once; keep one row of each")


def _distinct(rows: pd.DataFrame) -> tuple[Index, pd.DataFrame]:
    """Index of each row into the table of distinct rows, which are sorted so that row order never matters."""
    index = rows.groupby(list(rows.columns), sort=True).ngroup().to_numpy(dtype=np.intp)
    first = np.unique(index, return_index=True)[1]
    return index, rows.iloc[first].reset_index(drop=True)


def _by_person(
    people: pd.Index[str], cell: Index, weight: Array, cells: int
) -> tuple[sparse.csr_array, tuple[str, ...]]:
    """Weights by person and cell, people ordered by a fingerprint of their answers and never by their names."""
    person, names = pd.factorize(people)
    prints = pd.util.hash_pandas_object(pd.DataFrame({"cell": cell, "weight": weight}), index=False).to_numpy()
    fingerprint = np.zeros(len(names), dtype=np.uint64)
    np.add.at(fingerprint, person, prints)
    order = np.argsort(fingerprint, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    table = sparse.coo_array((weight, (place[person], cell)), shape=(len(names), cells)).tocsr()
    return table, tuple(str(name) for name in names[order])


def _one_row_each(background: pd.DataFrame, people: pd.Index[str]) -> pd.DataFrame:
    """A row a respondent; raises AnswerError for a respondent with two different answers to one item."""
    rows = background.set_axis(people).reset_index(names="respondent").drop_duplicates()
    twice = rows["respondent"].duplicated()
    if twice.any():
        name = rows["respondent"][twice].iloc[0]
        raise AnswerError(f"respondent {name} has different background answers in different rows; keep one")
    return rows.set_index("respondent")
