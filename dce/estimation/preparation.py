"""Answers reduced to what can be fitted, with what was found on the way in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

import numpy as np
from numpy.typing import NDArray

from dce.data import Choices, Ratings
from dce.estimation.checks import Rank, column_rank, separated_columns
from dce.estimation.maximise import Maximum, maximise
from dce.estimation.problems import ConditionalProblem, OrderedProblem, Problem

WEAK_PRIOR_SD = 2.5  # on coded columns of about -1 to 1; a weight of 5 already turns 8% into 92%
SURE = 0.1  # where the likelihood rises without end, a Newton step always moves some cut by about 1
Answers = Ratings | Choices


@dataclass(frozen=True, slots=True)
class Prepared:
    """A problem of used rows, used categories and independent columns; ``cells`` are its columns of ``by_person``.

    ``plain`` is its maximum, or with ``prior_sd`` the mode under that weak prior, which separated answers need.
    """

    problem: Problem
    cells: NDArray[np.intp]
    rank: Rank
    plain: Maximum
    prior_sd: float | None
    messages: tuple[str, ...]
    categories: tuple[str, ...] = ()

    @property
    def precision(self) -> NDArray[np.float64]:
        """Precision of the weak prior on each parameter (P,): none on thresholds, and none at all without it."""
        is_weight = np.arange(self.plain.point.shape[1]) >= self.problem.cuts
        return np.asarray(is_weight * (self.prior_sd or np.inf) ** -2.0)


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
    cells = (rows[:, None] * len(answers.categories) + used).ravel()
    categories = tuple(answers.categories[j] for j in used)
    problem = OrderedProblem(x[:, rank.kept], counts[None])
    return _prepared(answers, problem, cells, (rank, len(answers.columns) + 1), categories)


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
    wide = available.shape[1]
    cells = (rows[:, None] * wide + np.arange(wide)).ravel()
    problem = ConditionalProblem(x[..., rank.kept], available, counts[None])
    return _prepared(answers, problem, cells, (rank, len(answers.columns)))


def _prepared(
    answers: Answers,
    problem: Problem,
    cells: NDArray[np.intp],
    found: tuple[Rank, int],
    categories: tuple[str, ...] = (),
) -> tuple[Prepared, tuple[str, ...]]:
    rank, of = found
    plain, separated = _maximum(problem)
    messages = (*_rank_messages(answers, rank, of), *_separation_messages(answers, rank.kept[separated]))
    prior_sd = WEAK_PRIOR_SD if len(separated) else None
    return Prepared(problem, cells, rank, plain, prior_sd, messages, categories), messages


def _maximum(problem: Problem) -> tuple[Maximum, NDArray[np.intp]]:
    """The maximum, and which weights have none but under a weak prior.

    A concave likelihood has a maximum unless answers are separated (Albert and Anderson 1984). Where Newton's method
    has come to rest there plainly is one; elsewhere linear programming decides.
    """
    plain = maximise(problem)
    if _at_rest(problem, plain):
        return plain, np.array([], dtype=np.intp)
    columns = separated_columns(problem.room()) - problem.cuts
    separated = columns[columns >= 0]
    return (maximise(problem, prior_sd=WEAK_PRIOR_SD) if len(separated) else plain), separated


def _at_rest(problem: Problem, plain: Maximum) -> bool:
    """Whether one more step of Newton's method would change next to nothing."""
    try:
        step = np.linalg.solve(plain.information[0], plain.gradient[0])
    except np.linalg.LinAlgError:
        return False
    return bool(plain.converged[0]) and problem.reach(step) < SURE


def _too_few(answers: Answers) -> tuple[str, ...]:
    return (f"too few people: nothing is shown about fewer than {answers.smallest_group}, so nothing was estimated",)


def _describe(answers: Answers, column: np.intp) -> str:
    name = answers.columns[column]
    return answers.coding.describe(name) if answers.coding else f'column "{name}"'


def _rank_messages(answers: Answers, rank: Rank, of: int) -> tuple[str, ...]:
    lost = np.flatnonzero(~rank.estimable)
    if not len(lost):
        return ()
    names = "; ".join(_describe(answers, k) for k in lost)
    why = "each goes wholly with others or never changes, so that the answers cannot tell whether it matters"
    return (f"no number for {names}: {why} (rank {rank.rank} of {of})",)


def _separation_messages(answers: Answers, separated: NDArray[np.intp]) -> tuple[str, ...]:
    if not len(separated):
        return ()
    names = "; ".join(_describe(answers, k) for k in separated)
    why = "answers follow it without any exception, so they set no upper limit to its weight"
    prior = f"a weak prior does (normal, standard deviation {WEAK_PRIOR_SD}), and decides the far end of the interval"
    return (f"separated along {names}: {why}; {prior}",)
