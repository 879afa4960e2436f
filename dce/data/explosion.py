"""Rankings and best-worst answers as the choices they imply, one after the other, among what is left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dce.data.cells import Index, finite_numbers, need_columns
from dce.data.choices import Choices
from dce.errors import AnswerError

STAGE, PICK = "_stage", "_pick"


def choices_from_rankings(
    frame: pd.DataFrame,
    *,
    respondent: str | None,
    task: str,
    rank: str,
    x: Sequence[str],
    weights: str | None = None,
    background: Sequence[str] = (),
) -> Choices:
    """The rank-ordered logit: first of all, then first of the rest, and so on (Beggs, Cardell and Hausman 1981).

    A row an alternative; ``rank`` is 1 for the best, and empty or 0 where the respondent stopped ranking. Raises
    AnswerError where the ranks of a task are not 1, 2, 3, ... An alternative that was not available has no row; weights
    are per task, ``background`` is as for ratings.

    >>> table = {"id": ["a"] * 3, "task": [1] * 3, "rank": [2, 1, 3], "price": [2.0, 1.0, 3.0]}
    >>> frame = pd.DataFrame(table)
    >>> len(choices_from_rankings(frame, respondent="id", task="task", rank="rank", x=["price"]).x)
    2
    """
    _need(frame, respondent, task, rank, *x, weights, *background)
    place = finite_numbers(frame[rank].fillna(0)).astype(int)
    keys = [name for name in (respondent, task) if name is not None]
    _check_ranks(frame, place, keys)
    parts = []
    for stage in range(1, int(place.max()) + 1):
        left = frame[(place >= stage) | (place == 0)].assign(**{PICK: place[(place >= stage) | (place == 0)] == stage})
        groups = left.groupby(keys)[PICK]
        parts.append(left[(groups.transform("size") > 1) & groups.transform("any")].assign(**{STAGE: stage}))
    staged = _staged(pd.concat(parts, ignore_index=True), task)
    return Choices.from_frame(
        staged, respondent=respondent or task, task=STAGE, chosen=PICK, x=x, weights=weights, background=background
    )


def choices_from_best_worst(
    frame: pd.DataFrame,
    *,
    respondent: str | None,
    task: str,
    best: str,
    worst: str,
    x: Sequence[str],
    weights: str | None = None,
    background: Sequence[str] = (),
) -> Choices:
    """The sequential best-worst logit: the best of all, then the worst of the rest with the sign of utility turned.

    A row an alternative; ``best`` and ``worst`` are 1 for one alternative each (Louviere, Flynn and Marley 2015).
    Other arguments are as for rankings.
    """
    _need(frame, respondent, task, best, worst, *x, weights, *background)
    top, bottom = finite_numbers(frame[best]) == 1, finite_numbers(frame[worst]) == 1
    if (top & bottom).any():
        row = int(np.flatnonzero(top & bottom)[0])
        raise AnswerError(f"row {row + 1}: is both best and worst; a task has one best and another worst")
    first = frame.assign(**{STAGE: 1, PICK: top})
    turned = {name: -finite_numbers(frame[name]) for name in x}
    second = frame.assign(**turned, **{STAGE: 2, PICK: bottom})[~top]
    staged = _staged(pd.concat([first, second], ignore_index=True), task)
    return Choices.from_frame(
        staged, respondent=respondent or task, task=STAGE, chosen=PICK, x=x, weights=weights, background=background
    )


def _need(frame: pd.DataFrame, *names: str | None) -> None:
    need_columns(frame, [name for name in names if name is not None])


def _check_ranks(frame: pd.DataFrame, place: Index, keys: list[str]) -> None:
    ranked = frame[keys].reset_index(drop=True).assign(place=place)[place != 0].sort_values("place", kind="stable")
    wrong = ranked["place"] != ranked.groupby(keys).cumcount() + 1
    if wrong.any():
        row = int(ranked.index[wrong.to_numpy()].min())
        raise AnswerError(f"row {row + 1}: the ranks of its task are not 1, 2, 3, ...; give each place once")


def _staged(frame: pd.DataFrame, task: str) -> pd.DataFrame:
    """Each stage is a task of its own; without respondents the original task stays the person."""
    situation = frame[task].astype(str) + "|" + frame[STAGE].astype(str)
    return frame.assign(**{STAGE: situation}).astype({PICK: int})
