"""Answers reduced to what can be fitted, with what was found on the way in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

import numpy as np
from numpy.typing import NDArray

from dce.data import Choices, Ratings
from dce.estimation.checks import Rank, column_rank, room_of_choices, room_of_ratings, separated_columns
from dce.estimation.problems import ConditionalProblem, OrderedProblem, Problem

WEAK_PRIOR_SD = 2.5  # on coded columns of about -1 to 1; a weight of 5 already turns 8% into 92%
Answers = Ratings | Choices


@dataclass(frozen=True, slots=True)
class Prepared:
    """A problem of used rows, used categories and independent columns; ``cells`` are its columns of ``by_person``."""

    problem: Problem
    cells: NDArray[np.intp]
    rank: Rank
    prior_sd: float | None
    messages: tuple[str, ...]
    categories: tuple[str, ...] = ()


@singledispatch
def prepare(answers: Answers) -> tuple[Prepared | None, tuple[str, ...]]:
    """Check answers before a fit; None with the reasons where nothing can be estimated."""
    raise TypeError(f"answers are Ratings or Choices, not {type(answers).__name__}")


@prepare.register
def _(answers: Ratings) -> tuple[Prepared | None, tuple[str, ...]]:
    if len(answers.people) < answers.smallest_group:
        return None, _too_few(answers)
    counts = answers.counts()
    used = np.flatnonzero(counts.sum(axis=0) > 0)
    if len(used) < 2:
        only = answers.categories[used[0]]
        return None, (f'all answers are "{only}"; without variation no criterion can be weighed',)
    rows = np.flatnonzero(counts.sum(axis=1) > 0)
    x, counts = answers.x[rows], counts[np.ix_(rows, used)]
    rank = column_rank(x, constant=True)
    x = x[:, rank.kept]
    parameters = separated_columns(room_of_ratings(x, counts)) - (len(used) - 1)
    separated = rank.kept[parameters[parameters >= 0]]
    cells = (rows[:, None] * len(answers.categories) + used).ravel()
    categories = tuple(answers.categories[j] for j in used)
    problem = OrderedProblem(x, counts[None])
    return _prepared(answers, problem, cells, (rank, len(answers.columns) + 1, separated), categories)


@prepare.register
def _(answers: Choices) -> tuple[Prepared | None, tuple[str, ...]]:
    if len(answers.people) < answers.smallest_group:
        return None, _too_few(answers)
    counts = answers.counts()
    rows = np.flatnonzero(counts.sum(axis=1) > 0)
    x, available, counts = answers.x[rows], answers.available[rows], counts[rows]
    mean = x.sum(axis=1, keepdims=True) / available.sum(axis=1)[:, None, None]
    within = np.where(available[..., None], x - mean, 0.0).reshape(-1, x.shape[-1])
    if not np.abs(within).max() > 0:
        return None, ("no column varies within a task; a choice tells nothing then",)
    rank = column_rank(within, constant=False)
    x = x[..., rank.kept]
    separated = rank.kept[separated_columns(room_of_choices(x, available, counts))]
    wide = available.shape[1]
    cells = (rows[:, None] * wide + np.arange(wide)).ravel()
    problem = ConditionalProblem(x, available, counts[None])
    return _prepared(answers, problem, cells, (rank, len(answers.columns), separated))


def _prepared(
    answers: Answers,
    problem: Problem,
    cells: NDArray[np.intp],
    found: tuple[Rank, int, NDArray[np.intp]],
    categories: tuple[str, ...] = (),
) -> tuple[Prepared, tuple[str, ...]]:
    rank, of, separated = found
    messages = (*_rank_messages(answers, rank, of), *_separation_messages(answers, separated))
    prior_sd = WEAK_PRIOR_SD if len(separated) else None
    return Prepared(problem, cells, rank, prior_sd, messages, categories), messages


def _too_few(answers: Answers) -> tuple[str, ...]:
    return (f"too few people: a fit needs at least {answers.smallest_group}",)


def _describe(answers: Answers, column: np.intp) -> str:
    name = answers.columns[column]
    return answers.coding.describe(name) if answers.coding else f'column "{name}"'


def _rank_messages(answers: Answers, rank: Rank, of: int) -> tuple[str, ...]:
    lost = np.flatnonzero(~rank.estimable)
    if not len(lost):
        return ()
    names = "; ".join(_describe(answers, k) for k in lost)
    return (f"rank {rank.rank} of {of}: these cannot be told apart and get no number: {names}",)


def _separation_messages(answers: Answers, separated: NDArray[np.intp]) -> tuple[str, ...]:
    if not len(separated):
        return ()
    names = "; ".join(_describe(answers, k) for k in separated)
    prior = f"a normal prior with standard deviation {WEAK_PRIOR_SD} keeps the weights finite"
    return (f"separated: answers are perfectly predicted along {names}; {prior}, and no Wald interval is given",)
