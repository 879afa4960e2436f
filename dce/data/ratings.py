"""Ratings: ordered or yes-no answers to single scenarios, compressed to distinct rows with counts.

Everybody sees few distinct scenarios, so a fit needs only how many people (or how much weight) gave each answer to each
distinct row. Who gave them matters for clustered errors and for resampling, and is kept as one sparse table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from dce.coding import Coding
from dce.data.cells import (
    Array,
    Index,
    finite_numbers,
    need_columns,
    one_row_each,
    positive_weights,
    ranked_categories,
    refuse_repeats,
    scale_index,
    text_ids,
)
from dce.data.compression import distinct_rows, weights_by_person
from dce.errors import AnswerError
from dce.study import Study

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
        cls,
        frame: pd.DataFrame,
        *,
        respondent: str | None,
        rating: str,
        x: Sequence[str],
        weights: str | None = None,
        background: Sequence[str] = (),
    ) -> Ratings:
        """Any long table, a row an answer: ``rating`` holds numbers or an ordered Categorical, ``x`` numeric columns.

        Without ``respondent`` each row counts as a person of its own. ``background`` names columns that tell something
        of the respondent, the same in all rows of one. Raises AnswerError by row and column.

        >>> frame = pd.DataFrame({"id": ["a", "a", "b"], "rating": [1, 2, 3], "price": [0.5, 1.0, 0.5]})
        >>> Ratings.from_frame(frame, respondent="id", rating="rating", x=["price"]).counts()
        array([[1., 0., 1.],
               [0., 1., 0.]])
        """
        if not x:
            raise AnswerError("no column is named in x; name at least one")
        need_columns(frame, [name for name in (respondent, rating, *x, weights, *background) if name is not None])
        category, categories = ranked_categories(frame[rating])
        people = pd.RangeIndex(len(frame)).astype(str) if respondent is None else text_ids(frame[respondent])
        rows = pd.DataFrame({name: finite_numbers(frame[name]) for name in x})
        row, scenarios = distinct_rows(rows)
        weight = np.ones(len(frame)) if weights is None else positive_weights(frame[weights])
        by_person, names = weights_by_person(
            people, row * len(categories) + category, weight, len(scenarios) * len(categories)
        )
        return cls(
            x=scenarios.to_numpy(dtype=float),
            columns=tuple(x),
            categories=categories,
            by_person=by_person,
            people=names,
            background=one_row_each(frame[list(background)], people).loc[list(names)],
            scenarios=scenarios,
        )

    @classmethod
    def from_answers(cls, frame: pd.DataFrame, study: Study, *, coding: Coding | None = None) -> Ratings:
        """The long export of a study: respondent, task, rating, a column a criterion, a column a background item.

        ``coding`` is the study's own where it is left out. Raises AnswerError by row and column.
        """
        coding = coding or Coding.of(study)
        background = [item.id for item in study.background if item.id in frame.columns]
        need_columns(frame, ["respondent", "task", "rating", *study.criterion_ids])
        people = text_ids(frame["respondent"])
        refuse_repeats(people, frame["task"])
        category = scale_index(frame["rating"], study.scale_ids)
        row, scenarios = distinct_rows(frame[list(study.criterion_ids)].astype(str))
        cells = len(scenarios) * len(study.scale_ids)
        by_person, names = weights_by_person(people, row * len(study.scale_ids) + category, np.ones(len(frame)), cells)
        return cls(
            x=coding.encode(scenarios),
            columns=coding.columns,
            categories=study.scale_ids,
            by_person=by_person,
            people=names,
            background=one_row_each(frame[background], people).loc[list(names)],
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
        return self.of_people(np.flatnonzero((self.background[item] == option).to_numpy(dtype=bool)))

    def group_sizes(self, item: str) -> dict[str, int]:
        """Respondents per option of a background item; those who skipped it stand under the empty name."""
        return {str(k): int(v) for k, v in self.background[item].fillna("").value_counts().items()}

    def with_coding(self, coding: Coding) -> Ratings:
        """The same answers under another coding of the criteria."""
        return replace(self, coding=coding, x=coding.encode(self.scenarios), columns=coding.columns)

    def of_people(self, chosen: Index) -> Ratings:
        """The answers of some respondents, by their places in ``people``."""
        people = tuple(self.people[i] for i in chosen)
        return replace(self, by_person=self.by_person[chosen], people=people, background=self.background.iloc[chosen])
