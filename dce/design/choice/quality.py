"""How good a design of choice tasks is: errors, efficiency, balance, overlap, dominance and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from dce.coding import Array
from dce.design.beliefs import HELD_OUT, checked_beliefs, held_out_weights
from dce.design.choice.bound import error_bound
from dce.design.choice.coding import ChoiceCoding, directions, level_numbers
from dce.design.choice.ground import Levels, sample_size_scale
from dce.design.choice.limits import has_dominance
from dce.design.choice.model import ChoiceModel, within_tasks
from dce.design.confounding import confounding
from dce.design.quality import (
    Quality,
    interaction_names,
    level_balance,
    level_problems,
    lost_columns,
    model_limits,
    varying_together,
)
from dce.logit import choice_information, choice_log_probabilities
from dce.study import Study

BLOCK = 4_000_000  # numbers in hand at a time when many draws are judged


@dataclass(frozen=True, slots=True)
class ChoiceQuality(Quality):
    """What a design of choice tasks can show; what is not said here is as in :class:`Quality`.

    K counts all parameters, constants included. ``d_error``, ``a_error`` (mean variance) and ``d_efficiency`` (100
    times a bound that no such design can pass, over the D-error) are at zero weights, of one answer to every task. With
    priors, ``s_size`` is how often the design must be answered before every weight is significant at 5%, at the mean of
    the held-out draws, and None without. ``utility_balance`` is T^T times the product of the choice probabilities, as
    mean over tasks and draws: 1 where nothing is preferred. ``dominated`` are the tasks in which an alternative beats
    another on every criterion; ``overlap`` is the mean share of criteria on which two alternatives agree; ``alike``
    (tasks of all versions,) is the largest such share of each task; ``flat`` has criterion and level of what differs in
    no task in which it is shown.
    """

    alternatives: int
    opt_out: bool
    a_error: float
    s_size: float | None
    utility_balance: float
    dominated: tuple[int, ...]
    alike: pd.Series = field(repr=False)
    flat: tuple[tuple[str, str], ...]


def measure_choice_quality(study: Study, rows: pd.DataFrame, settings: Mapping[str, Any]) -> ChoiceQuality:
    """Measure the checked rows of a design; ``settings`` may hold the priors and constants it was searched with."""
    model, numbers = ChoiceModel.of(study, rows, settings), level_numbers(study, rows)
    x, columns, best_worst = model.x, model.columns, study.task.kind == "best-worst"
    beliefs = checked_beliefs(settings.get("priors"), columns, HELD_OUT)
    weights = held_out_weights(study, columns, beliefs)
    nothing = np.zeros((1, len(columns)))
    d_error = float(choice_errors(x, nothing, best_worst=best_worst)[0])
    bound = error_bound(
        model.coding, len(x), pairs=model.effects.pairs, varying=_varying(study, numbers), best_worst=best_worst
    )
    efficiency = 100.0 * bound / d_error
    found: dict[str, Any] = {
        "balance": level_balance(study, rows),
        "correlations": varying_together(model.effects.coding, within_tasks(x)),
        "confounded": confounding(model.effects, model.coded, model.spread),
        "dominated": dominated_tasks(study, rows),
        "flat": flat_levels(study, numbers, model.coding.opt_out),
        "aliased": tuple(lost_columns(columns, within_tasks(x))),
    }
    return ChoiceQuality(
        coding="effects",
        interactions=interaction_names(model.effects),
        tasks=len(x),
        parameters=len(columns),
        rank=int(np.linalg.matrix_rank(within_tasks(x))),
        spare=max(0, _distinct(numbers) * (x.shape[1] - 1) - len(columns)),
        d_error=d_error,
        d_efficiency=efficiency,
        d_bound=100.0,
        bound_kind="proven",
        of_bound=efficiency,
        held_out=float(choice_errors(x, weights, best_worst=best_worst).mean()) if beliefs else None,
        overlap=float(_pairs_agree(numbers).mean()),
        problems=tuple(_problems(found)),
        limits=tuple(_limits(study, model, rows, found["confounded"])),
        alternatives=model.coding.alternatives,
        opt_out=model.coding.opt_out,
        a_error=float(np.trace(choice_covariances(x, nothing, best_worst=best_worst)[0])) / len(columns),
        s_size=sample_size(x, weights, best_worst=best_worst) if beliefs else None,
        utility_balance=utility_balance(x, weights),
        alike=_alike(rows, numbers),
        **found,
    )


def choice_errors(x: Array, weights: Array, *, best_worst: bool = False) -> Array:
    """Give det(I)^(-1/K) (R,) of tasks ``x`` (N, T, K) for each of ``weights`` (R, K); infinite for a singular I."""
    if np.linalg.matrix_rank(within_tasks(x)) < x.shape[2]:
        return np.full(len(weights), np.inf)
    parts = [np.linalg.slogdet(part)[1] for part in _informations(x, weights, best_worst)]
    return np.asarray(np.exp(-np.concatenate(parts) / x.shape[2]))


def choice_covariances(x: Array, weights: Array, *, best_worst: bool = False) -> Array:
    """Give the inverse of the information (R, K, K); infinite where it has none."""
    if np.linalg.matrix_rank(within_tasks(x)) < x.shape[2]:
        return np.full((len(weights), x.shape[2], x.shape[2]), np.inf)
    return np.concatenate([np.linalg.inv(part) for part in _informations(x, weights, best_worst)])


def sample_size(x: Array, weights: Array, *, best_worst: bool = False) -> float:
    """How often tasks ``x`` must be answered before each weight that is believed not to be zero is significant (S)."""
    variances = np.diagonal(choice_covariances(x, weights, best_worst=best_worst), axis1=1, axis2=2).mean(axis=0)
    known = sample_size_scale(weights) > 0
    return float((sample_size_scale(weights) * variances)[known].max(initial=0.0))


def utility_balance(x: Array, weights: Array) -> float:
    """Give T^T times the product of the T choice probabilities of tasks ``x`` (N, T, K), mean over tasks and draws."""
    utility = np.einsum("ntk,rk->rnt", x, weights, optimize=True)
    log_p = choice_log_probabilities(utility, np.ones(x.shape[:2], dtype=np.bool_))
    return float(np.exp(log_p.sum(axis=-1) + x.shape[1] * np.log(x.shape[1])).mean())


def dominated_tasks(study: Study, rows: pd.DataFrame) -> tuple[int, ...]:
    """The tasks in which an alternative is at least as favourable as another on every criterion, and somewhere more."""
    sign, shown = directions(study), study.task.alternatives or 1
    tasks = rows["task"].to_numpy()[::shown]
    found = [has_dominance(np.ascontiguousarray(task), sign) for task in level_numbers(study, rows)]
    return tuple(sorted({int(task) for task, hit in zip(tasks, found, strict=True) if hit}))


def choice_aliased(coding: ChoiceCoding, x: Array) -> list[str]:
    """Name the columns that tasks ``x`` (N, T, K) cannot tell apart."""
    return lost_columns(coding.columns, within_tasks(x))


def flat_levels(study: Study, numbers: Levels, opt_out: bool) -> tuple[tuple[str, str], ...]:
    """Criterion and level of what all alternatives have in every task that shows it: answers cannot depend on it.

    Where a task has an opt-out they can: the level then counts against picking nothing.
    """
    if opt_out:
        return ()
    flat = []
    for c, criterion in enumerate(study.criteria):
        for number, level in enumerate(criterion.level_ids):
            shown = numbers[:, :, c] == number
            if shown.any() and not (shown.any(axis=1) & ~shown.all(axis=1)).any():
                flat.append((criterion.id, level))
    return tuple(flat)


def _informations(x: Array, weights: Array, best_worst: bool) -> Iterator[Array]:
    """Informations of some draws at a time, so that many draws of many tasks need no more memory than few."""
    everywhere = np.ones(x.shape[:2], dtype=np.bool_)
    size = max(1, BLOCK // max(x.size, x.shape[2] ** 2))
    for begin in range(0, len(weights), size):
        yield choice_information(weights[begin : begin + size], x, everywhere, best_worst=best_worst)


def _pairs_agree(numbers: Levels) -> Array:
    """The share of criteria on which each two alternatives agree (N, pairs)."""
    pairs = combinations(range(numbers.shape[1]), 2)
    return np.stack([(numbers[:, a] == numbers[:, b]).mean(axis=1) for a, b in pairs], axis=1)


def _varying(study: Study, numbers: Levels) -> int | None:
    """In how many criteria alternatives may differ: more than the study asks where a task, kept or foreign, does."""
    if study.design.varying is None:
        return None
    return max(study.design.varying, int((numbers != numbers[:, :1]).any(axis=1).sum(axis=1).max()))


def _alike(rows: pd.DataFrame, numbers: Levels) -> pd.Series:
    """The agreement of each task, an anchor once."""
    tasks = rows["task"].to_numpy()[:: numbers.shape[1]]
    found = pd.Series(_pairs_agree(numbers).max(axis=1), index=pd.Index(tasks, name="task"), name="agreement")
    return found[~found.index.duplicated()]


def _distinct(numbers: Levels) -> int:
    """How many different tasks there are, whatever the order of their alternatives."""
    return len({tuple(sorted(map(tuple, task))) for task in numbers.tolist()})


def _problems(found: Mapping[str, Any]) -> Iterator[str]:
    if found["aliased"]:
        yield f"the effects of {', '.join(found['aliased'])} cannot be told apart; add tasks or change levels"
    for criterion, level in found["flat"]:
        yield f'level "{level}" of criterion "{criterion}" is shown by all alternatives of a task or by none'
    yield from level_problems(found["balance"], found["correlations"])
    for task in found["dominated"]:
        yield f"task {task}: one alternative is the better one on every criterion, so nearly everybody picks alike"


def _limits(study: Study, model: ChoiceModel, rows: pd.DataFrame, confounded: pd.DataFrame) -> Iterator[str]:
    tasks, shown = model.x.shape[:2]
    left = max(0, _distinct(level_numbers(study, rows)) * (shown - 1) - len(model.columns))
    yield (
        f"{tasks} tasks with {model.coding.alternatives} alternatives for {len(model.columns)} parameters: {left} "
        f"comparisons left to test whether the model fits"
    )
    yield from model_limits(model.effects, confounded)
    if len(set(rows["version"])) == 1:
        yield (
            "one version: all respondents see the same tasks, so weights cannot be told apart from peculiarities of "
            "these tasks, however many people answer"
        )
    if study.task.kind == "ranking":
        yield "the errors count the first pick of every task only; a whole ranking tells more"
