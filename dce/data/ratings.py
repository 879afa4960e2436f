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
    positive_weights,
    ranked_categories,
    scale_index,
)
from dce.data.compression import distinct_rows, weights_by_person
from dce.data.people import ByPerson, numbered_people, one_row_each, refuse_repeats
from dce.errors import AnswerError
from dce.study import Study

FEWEST_PEOPLE = 2  # clustered errors compare people, so one person has none


@dataclass(frozen=True)
class Ratings(ByPerson):
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
        person, names = numbered_people(pd.Series(np.arange(len(frame))) if respondent is None else frame[respondent])
        row, scenarios = distinct_rows(frame, x, finite_numbers)
        row *= len(categories)
        row += category
        weight = None if weights is None else positive_weights(frame[weights])
        by_person, order = weights_by_person(person, row, weight, (len(names), len(scenarios) * len(categories)))
        return cls(
            x=scenarios.to_numpy(dtype=float),
            columns=tuple(x),
            categories=categories,
            by_person=by_person,
            people=tuple(names.to_numpy(dtype=object)[order]),
            background=one_row_each(frame[list(background)], person, names).iloc[order],
            scenarios=scenarios,
        )

    @classmethod
    def from_answers(cls, frame: pd.DataFrame, study: Study, *, coding: Coding | None = None) -> Ratings:
        """The long export of a study: respondent, task, rating, a column a criterion, a column a background item.

        ``coding`` is the study's own where it is left out. Raises AnswerError by row and column.
        """
        need_scale(study)
        need_columns(frame, ["respondent", "task", "rating", *study.criterion_ids])
        person, names = numbered_people(frame["respondent"])
        refuse_repeats(person, frame["task"])
        category = scale_index(frame["rating"], study.scale_ids)
        row, scenarios = distinct_rows(frame, study.criterion_ids, _text)
        items = [item.id for item in study.background if item.id in frame.columns]
        background = one_row_each(frame[items], person, names)
        row *= len(study.scale_ids)
        row += category
        return cls._of_study(study, coding, scenarios, (person, row), background)

    @classmethod
    def from_cells(
        cls,
        study: Study,
        scenarios: pd.DataFrame,
        answers: tuple[Index, Index],
        background: pd.DataFrame,
        *,
        coding: Coding | None = None,
    ) -> Ratings:
        """Answers that are numbered already, as a database can give them: the same value as ``from_answers``.

        ``scenarios`` has a column of level ids per criterion, ``background`` a row a respondent under his or her name.
        ``answers`` are the place of the respondent in ``background`` (N,), and the cell (N,): the place in
        ``scenarios`` times the number of categories, plus the place of the rating on the scale. Nobody may answer a
        task twice. Raises AnswerError for levels that the study does not have.

        >>> from dce.study import example_study
        >>> study = example_study()
        >>> shown = pd.DataFrame({"ontvanger": ["eigen", "bedrijf"], "doel": "ja", "waarborgen": "alle"})
        >>> people = pd.DataFrame({"rol": ["jurist", "beleid"]}, index=["anna", "bert"])
        >>> Ratings.from_cells(study, shown, (np.array([0, 0, 1]), np.array([0, 9, 5])), people).counts()
        array([[1., 0., 0., 0., 1.],
               [1., 0., 0., 0., 0.]])
        """
        person, cell = answers
        if not len(cell):
            raise AnswerError("there are no answers; a fit needs some")
        background = background[[item.id for item in study.background if item.id in background.columns]]
        shown, categories = np.divmod(cell, len(study.scale_ids))
        place = np.unique(shown)
        row, distinct = distinct_rows(scenarios.iloc[place], study.criterion_ids, _text)
        number = np.zeros(len(scenarios), dtype=cell.dtype)
        number[place] = row
        cell = number[shown]
        cell *= len(study.scale_ids)
        cell += categories
        return cls._of_study(study, coding, distinct, (person, cell), background)

    @classmethod
    def _of_study(
        cls,
        study: Study,
        coding: Coding | None,
        scenarios: pd.DataFrame,
        answers: tuple[Index, Index],
        background: pd.DataFrame,
    ) -> Ratings:
        coding = coding or Coding.of(study)
        shape = len(background), len(scenarios) * len(study.scale_ids)
        by_person, order = weights_by_person(*answers, None, shape)
        return cls(
            x=coding.encode(scenarios),
            columns=coding.columns,
            categories=study.scale_ids,
            by_person=by_person,
            people=tuple(background.index.to_numpy(dtype=object)[order]),
            background=background.iloc[order],
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

    def with_coding(self, coding: Coding) -> Ratings:
        """The same answers under another coding of the criteria."""
        return replace(self, coding=coding, x=coding.encode(self.scenarios), columns=coding.columns)


def _text(column: pd.Series) -> pd.Series:
    return column.astype(str)


def need_scale(study: Study) -> None:
    """Refuse a study whose answers are no ratings."""
    if study.task.alternatives is not None:
        raise AnswerError(
            f"study {study.id}: {study.task.kind} tasks have no ratings, and this is for rating and yes-no tasks; in "
            f"Python Choices.from_answers takes choices"
        )
