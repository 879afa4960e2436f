"""What is known of respondents beforehand, as numbers on which the shares of latent classes may depend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.disclosure import shown_groups
from dce.errors import FitError
from dce.estimation.checks import column_rank
from dce.estimation.preparation import Answers

Array = NDArray[np.float64]
Covariates = pd.DataFrame | Sequence[str] | None
CONSTANT = "constant"


def share_columns(answers: Answers, covariates: Covariates) -> tuple[Array, tuple[str, ...]]:
    """Columns (G, Q) with their names, a one for everybody first; raises FitError by person and column.

    A column of text becomes a column of zeros and ones for each of its options but the first in sorted order, named
    ``item[option]``.
    """
    people = pd.Index(answers.people)
    if covariates is None:
        return np.ones((len(people), 1)), (CONSTANT,)
    frame = covariates if isinstance(covariates, pd.DataFrame) else _background(answers, covariates)
    table = _of_people(frame, people)
    columns: dict[str, Array] = {}
    for name in table.columns:
        columns |= _numbers(table[name], answers.smallest_group)
    if not columns:
        raise FitError("covariates: there is no column; name at least one, or leave covariates out")
    z = np.column_stack(list(columns.values()))
    rank = column_rank(z, constant=True)
    if not rank.estimable.all():
        name = list(columns)[int(np.flatnonzero(~rank.estimable)[0])]
        raise FitError(f'covariates: column "{name}" never changes or goes wholly with others; drop it')
    return np.column_stack([np.ones(len(z)), z]), (CONSTANT, *columns)


def _background(answers: Answers, items: Sequence[str]) -> pd.DataFrame:
    names = [items] if isinstance(items, str) else list(items)
    for name in names:
        if name not in answers.background.columns:
            known = ", ".join(map(str, answers.background.columns)) or "none"
            raise FitError(f'covariates: there is no background item "{name}"; the answers have {known}')
    return answers.background[names]


def _of_people(frame: pd.DataFrame, people: pd.Index[str]) -> pd.DataFrame:
    """One row a respondent, in the order of the answers."""
    table = frame.set_axis(frame.index.astype(str))
    twice = table.index[table.index.duplicated()]
    if len(twice):
        raise FitError(f"covariates: respondent {twice[0]} stands there more than once; keep one row")
    missing = people.difference(table.index)
    if len(missing):
        raise FitError(f"covariates: respondent {missing[0]} is missing; give a row for everybody who answered")
    return table.loc[people]


def _numbers(column: pd.Series, smallest: int) -> dict[str, Array]:
    name = str(column.name)
    empty = column.isna().to_numpy()
    if empty.any():
        who = column.index[int(np.flatnonzero(empty)[0])]
        raise FitError(f'covariates: respondent {who} has no value in column "{name}"; fill it in or drop the column')
    if not pd.api.types.is_numeric_dtype(column):
        text = column.astype(str)
        options = sorted(text.unique())
        if len(options) == 1:
            raise FitError(f'covariates: column "{name}" is "{options[0]}" for everybody; drop it')
        sizes = {option: int((text == option).sum()) for option in options}
        hidden = [option for option in options if option not in shown_groups(sizes, smallest)]
        if hidden:
            why = f"fewer than {smallest} people chose it, or such an option could be found by subtraction"
            said = f'column "{name}": nothing may be shown about "{hidden[0]}"'
            raise FitError(f"covariates: {said}: {why}; join options")
        return {f"{name}[{option}]": (text == option).to_numpy(dtype=float) for option in options[1:]}
    values = column.to_numpy(dtype=float)
    if not np.isfinite(values).all():
        who = column.index[int(np.flatnonzero(~np.isfinite(values))[0])]
        raise FitError(f'covariates: respondent {who}, column "{name}": {column[who]} is not a finite number')
    return {name: values}
