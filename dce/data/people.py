"""Respondents of a long table: numbered from 0, each with one row of background."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

import numpy as np
import pandas as pd
from scipy import sparse

from dce.data.cells import Index, first_true
from dce.errors import AnswerError


class ByPerson:
    """Answers told by respondent: a row of ``by_person`` and of ``background`` each, under the names in ``people``."""

    by_person: sparse.csr_array
    people: tuple[str, ...]
    background: pd.DataFrame

    def of_people(self, chosen: Index) -> Self:
        """The answers of some respondents, by their places in ``people``."""
        people = tuple(self.people[i] for i in chosen)
        kept = {"by_person": self.by_person[chosen], "people": people, "background": self.background.iloc[chosen]}
        return replace(self, **kept)  # type: ignore[type-var]  # whoever inherits is a dataclass

    def of_group(self, item: str, option: str) -> Self:
        """The answers of those who gave ``option`` on a background item."""
        return self.of_people(np.flatnonzero((self.background[item] == option).to_numpy(dtype=bool)))

    def group_sizes(self, item: str) -> dict[str, int]:
        """Respondents per option of a background item; those who skipped it stand under the empty name."""
        return {str(k): int(v) for k, v in self.background[item].fillna("").value_counts().items()}


def numbered_people(column: pd.Series) -> tuple[Index, pd.Index[str]]:
    """Number of the respondent of each row, and the respondents as the text that was typed: 001 is not 1."""
    number, values = pd.factorize(column)
    if (number < 0).any():
        row = first_true(number < 0)
        raise AnswerError(f'row {row + 1}, column "{column.name}": is empty; every answer needs its respondent')
    again, names = pd.factorize(pd.Index(values).astype(str))  # 1 and "1" are the same text
    return (number if len(names) == len(values) else again[number]), pd.Index(names, dtype="str")


def refuse_repeats(person: Index, task: pd.Series) -> None:
    """Refuse two answers of one respondent to one task, naming their rows."""
    tasks, values = pd.factorize(task, use_na_sentinel=False)
    pair = person * len(values) + tasks
    ordered = np.sort(pair)
    if (ordered[1:] == ordered[:-1]).any():
        twice = pd.Series(pair).duplicated(keep=False).to_numpy()
        rows = ", ".join(str(row + 1) for row in np.flatnonzero(twice)[:6])
        raise AnswerError(f"rows {rows}: the same respondent and task stand more than once; keep one row of each")


def one_row_each(background: pd.DataFrame, person: Index, names: pd.Index[str]) -> pd.DataFrame:
    """A row a respondent; raises AnswerError for a respondent with two different answers to one item."""
    one = a_place_of_each(person, len(names))
    found = {}
    for item in background.columns:
        option = pd.factorize(background[item])[0]
        other = option != option[one][person]
        if other.any():
            name = names[person[first_true(other)]]
            raise AnswerError(f"respondent {name} has different background answers in different rows; keep one")
        found[item] = background[item].array[one]
    return pd.DataFrame(found, index=names.rename("respondent"))


def a_place_of_each(number: Index, count: int) -> Index:
    """Where each of the numbers 0 to ``count`` - 1 stands, or one of the places where it does."""
    place = np.empty(count, dtype=np.intp)
    place[number] = np.arange(len(number))
    return place
