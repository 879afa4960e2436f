"""Choices among alternatives, compressed to distinct tasks with counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from dce.coding import Coding
from dce.data.cells import Array, Index, finite_numbers, need_columns, positive_weights
from dce.data.compression import distinct_rows, weights_by_person
from dce.data.people import ByPerson, numbered_people, one_row_each
from dce.data.ratings import FEWEST_PEOPLE
from dce.errors import AnswerError
from dce.study import Study

OPT_OUT = "opt_out"


@dataclass(frozen=True)
class Choices(ByPerson):
    """Picks: D distinct tasks of at most J alternatives with K coded columns, G respondents.

    ``x`` is (D, J, K), zero where an alternative is not ``available`` (D, J). ``by_person`` (G, D * J) holds the weight
    that each respondent put on each alternative of each task; respondents stand in an order that depends on their
    answers only.
    """

    x: Array
    available: NDArray[np.bool_]
    columns: tuple[str, ...]
    by_person: sparse.csr_array
    people: tuple[str, ...]
    background: pd.DataFrame
    coding: Coding | None = None
    smallest_group: int = FEWEST_PEOPLE

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        respondent: str | None,
        task: str,
        chosen: str,
        x: Sequence[str],
        available: str | None = None,
        weights: str | None = None,
        background: Sequence[str] = (),
    ) -> Choices:
        """Any long table, a row an alternative: ``chosen`` is 1 for the pick and 0 for the others of its task.

        ``task`` names a choice situation within a respondent; without ``respondent`` each task is a person of its own.
        An alternative is not available where ``available`` is 0, or where a task has no row for it. Weights are per
        task. ``background`` is as for ratings. Raises AnswerError by row and column.

        >>> table = {"id": list("aaaabb"), "task": [1, 1, 2, 2, 1, 1], "pick": [1, 0, 0, 1, 1, 0]}
        >>> frame = pd.DataFrame(table | {"price": [1.0, 2, 1, 2, 1, 2]})
        >>> Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=["price"]).counts()
        array([[2., 1.]])
        """
        if not x:
            raise AnswerError("no column is named in x; name at least one")
        named = (respondent, task, chosen, *x, available, weights, *background)
        need_columns(frame, [name for name in named if name is not None])
        who, names = numbered_people(frame[task if respondent is None else respondent])
        open_ = np.ones(len(frame), dtype=bool) if available is None else finite_numbers(frame[available]) != 0
        weight = np.ones(len(frame)) if weights is None else positive_weights(frame[weights])
        values = np.column_stack([finite_numbers(frame[name]) for name in x])
        picked = _picks(frame[chosen])
        return _compressed(
            _situations(who, frame[task]),
            who,
            (values, open_, picked, weight),
            tuple(x),
            background=one_row_each(frame[list(background)], who, names),
        )

    @classmethod
    def from_answers(cls, frame: pd.DataFrame, study: Study, *, coding: Coding | None = None) -> Choices:
        """The long export of a choice study: as for ratings, with ``alternative`` and ``chosen`` in place of a rating.

        A row without any level is the opt-out; it gets a column ``opt_out`` of its own and zeros elsewhere.
        """
        coding = coding or Coding.of(study)
        need_columns(frame, ["respondent", "task", "alternative", "chosen", *study.criterion_ids])
        who, names = numbered_people(frame["respondent"])
        out = frame[list(study.criterion_ids)].isna().all(axis=1).to_numpy()
        values = np.zeros((len(frame), len(coding.columns)))
        values[~out] = coding.encode(frame[~out])
        columns = coding.columns
        if out.any():
            values, columns = np.column_stack([values, out]), (*columns, OPT_OUT)
        order = np.argsort(frame["alternative"].to_numpy(), kind="stable")
        parts = values[order], np.ones(len(frame), dtype=bool), _picks(frame["chosen"])[order], np.ones(len(frame))
        situation = _situations(who, frame["task"])[order]
        background = [item.id for item in study.background if item.id in frame.columns]
        return _compressed(
            situation,
            who[order],
            parts,
            columns,
            background=one_row_each(frame[background], who, names),
            coding=coding,
            smallest_group=study.privacy.smallest_group,
        )

    def counts(self, person_weights: Array | None = None) -> Array:
        """Weight on each alternative of each task (D, J), or (R, D, J) where respondents get weights (R, G)."""
        if person_weights is None:
            return np.asarray(self.by_person.sum(axis=0), dtype=float).reshape(self.available.shape)
        return np.asarray(person_weights @ self.by_person, dtype=float).reshape(-1, *self.available.shape)


def _picks(column: pd.Series) -> NDArray[np.bool_]:
    picked = finite_numbers(column)
    wrong = (picked != 0) & (picked != 1)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise AnswerError(f'row {row + 1}, column "{column.name}": {column.iloc[row]} must be 1 (chosen) or 0')
    return np.asarray(picked == 1, dtype=np.bool_)


def _situations(who: Index, task: pd.Series) -> Index:
    """Number of the choice situation of each row: one respondent and one task."""
    named = pd.factorize(task)[0].astype(np.int64)
    pairs = who.astype(np.int64) * (named.max(initial=0) + 2) + named  # an empty task has the number -1
    return np.asarray(pd.factorize(pairs)[0], dtype=np.intp)


def _compressed(
    situation: Index,
    who: Index,
    parts: tuple[Array, NDArray[np.bool_], NDArray[np.bool_], Array],
    columns: tuple[str, ...],
    *,
    background: pd.DataFrame,
    coding: Coding | None = None,
    smallest_group: int = FEWEST_PEOPLE,
) -> Choices:
    values, open_, picked, weight = parts
    order = np.argsort(situation, kind="stable")
    size = np.bincount(situation)
    starts = np.r_[0, np.cumsum(size)[:-1]]
    place = np.empty(len(situation), dtype=np.intp)
    place[order] = np.arange(len(situation)) - np.repeat(starts, size)
    _one_pick_each(situation, picked, open_)
    _one_weight_each(situation, weight, starts, order)
    n, j, k = len(size), int(size.max()), values.shape[1]
    x, available, pick = np.zeros((n, j, k)), np.zeros((n, j), dtype=bool), np.zeros(n, dtype=np.intp)
    x[situation, place] = values * open_[:, None]
    available[situation, place] = open_
    pick[situation[picked]] = place[picked]
    flat = pd.DataFrame(np.concatenate([x.reshape(n, -1), available], axis=1))
    task, tasks = distinct_rows(flat, list(flat.columns), np.asarray)
    first = order[starts]
    cell, shape = task * j + pick, (len(background), len(tasks) * j)
    by_person, people = weights_by_person(who[first], cell, weight[first], shape)
    shown = tasks.to_numpy()
    return Choices(
        x=shown[:, : j * k].reshape(-1, j, k),
        available=shown[:, j * k :] != 0,
        columns=columns,
        by_person=by_person,
        people=tuple(background.index.to_numpy(dtype=object)[people]),
        background=background.iloc[people],
        coding=coding,
        smallest_group=smallest_group,
    )


def _one_pick_each(situation: Index, picked: NDArray[np.bool_], open_: NDArray[np.bool_]) -> None:
    """Every task has one pick, among what was available."""
    total = np.bincount(situation, weights=picked)
    if (total != 1).any():
        wrong = int(np.flatnonzero(total != 1)[0])
        row = int(np.flatnonzero(situation == wrong)[0])
        raise AnswerError(f"row {row + 1}: its task has {int(total[wrong])} chosen alternatives; mark just one with 1")
    shut = picked & ~open_
    if shut.any():
        row = int(np.flatnonzero(shut)[0])
        raise AnswerError(f"row {row + 1}: is chosen but not available; mend either of the two")


def _one_weight_each(situation: Index, weight: Array, starts: Index, order: Index) -> None:
    first = weight[order[starts]][situation]
    if (weight != first).any():
        row = int(np.flatnonzero(weight != first)[0])
        raise AnswerError(f"row {row + 1}: has another weight than its task; weights are per task")
