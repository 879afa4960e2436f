"""How good a design of choice tasks is: errors, efficiency, balance, overlap, dominance and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from dce.coding import Array
from dce.design.beliefs import HELD_OUT, checked_beliefs, held_out_weights
from dce.design.choice.coding import ChoiceCoding, directions, level_numbers
from dce.design.choice.ground import Levels, sample_size_scale
from dce.design.choice.limits import has_dominance
from dce.design.quality import Quality, level_balance, level_problems, varying_together
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
    another on every criterion; ``overlap`` is the mean share of criteria on which two alternatives agree.
    """

    alternatives: int
    opt_out: bool
    a_error: float
    s_size: float | None
    utility_balance: float
    dominated: tuple[int, ...]


def measure_choice_quality(study: Study, rows: pd.DataFrame, settings: Mapping[str, Any]) -> ChoiceQuality:
    """Measure the checked rows of a design; ``settings`` may hold the priors and constants it was searched with."""
    coding = ChoiceCoding.of(study, alternative_constants=bool(settings.get("alternative_constants")))
    x, numbers = coding.encode(rows), level_numbers(study, rows)
    beliefs = checked_beliefs(settings.get("priors"), coding.columns, HELD_OUT)
    weights = held_out_weights(study, coding.columns, beliefs)
    best_worst = study.task.kind == "best-worst"
    spread = _spread(x)
    nothing = np.zeros((1, len(coding.columns)))
    covariance = choice_covariances(x, nothing, best_worst=best_worst)[0]
    d_error = float(choice_errors(x, nothing, best_worst=best_worst)[0])
    balance, correlations = level_balance(study, rows), varying_together(coding.coding, spread)
    dominated = dominated_tasks(study, rows)
    bound = error_bound(coding, len(x), best_worst=best_worst)
    return ChoiceQuality(
        coding="effects",
        tasks=len(x),
        parameters=x.shape[2],
        rank=int(np.linalg.matrix_rank(spread)),
        d_error=d_error,
        d_efficiency=100.0 * bound / d_error,
        held_out=float(choice_errors(x, weights, best_worst=best_worst).mean()) if beliefs else None,
        overlap=_overlap(numbers),
        balance=balance,
        correlations=correlations,
        problems=tuple(_problems(coding, spread, balance, correlations, dominated)),
        limits=tuple(_limits(study, coding, rows, len(x))),
        alternatives=coding.alternatives,
        opt_out=coding.opt_out,
        a_error=float(np.trace(covariance)) / x.shape[2],
        s_size=sample_size(x, weights, best_worst=best_worst) if beliefs else None,
        utility_balance=utility_balance(x, weights),
        dominated=dominated,
    )


def choice_errors(x: Array, weights: Array, *, best_worst: bool = False) -> Array:
    """Give det(I)^(-1/K) (R,) of tasks ``x`` (N, T, K) for each of ``weights`` (R, K); infinite for a singular I."""
    if np.linalg.matrix_rank(_spread(x)) < x.shape[2]:
        return np.full(len(weights), np.inf)
    parts = [np.linalg.slogdet(part)[1] for part in _informations(x, weights, best_worst)]
    return np.asarray(np.exp(-np.concatenate(parts) / x.shape[2]))


def choice_covariances(x: Array, weights: Array, *, best_worst: bool = False) -> Array:
    """Give the inverse of the information (R, K, K); infinite where it has none."""
    if np.linalg.matrix_rank(_spread(x)) < x.shape[2]:
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


def error_bound(coding: ChoiceCoding, tasks: int, *, best_worst: bool = False) -> float:
    """A D-error at zero weights that no design of so many tasks can pass, on effects coding.

    By Fischer's inequality the determinant is at most the product of those of the criteria and the constants; that of
    a criterion is largest where its levels stand as evenly as they can in every task, and its contrasts are alike.
    """
    shown, total = coding.alternatives, len(coding.constants)
    logdet = 0.0
    for levels in coding.coding.levels.values():
        count = len(levels)
        even = np.bincount(np.arange(shown) % count, minlength=count)
        trace = shown * (1 - 1 / count) / total - (np.sum(even**2) - shown**2 / count) / total**2
        logdet += (count - 1) * np.log(tasks * trace / (count - 1)) + np.log(count)
    fixed = coding.constants.shape[1]
    if fixed:
        logdet += fixed * np.log(tasks / total) + np.log(1 - fixed / total)
    second = 1 + total * (total - 2) / (total - 1) ** 2 if best_worst and total > 2 else 1.0
    return float(np.exp(-(logdet + len(coding.columns) * np.log(second)) / len(coding.columns)))


def dominated_tasks(study: Study, rows: pd.DataFrame) -> tuple[int, ...]:
    """The tasks in which an alternative is at least as favourable as another on every criterion, and somewhere more."""
    sign, shown = directions(study), study.task.alternatives or 1
    tasks = rows["task"].to_numpy()[::shown]
    found = [has_dominance(np.ascontiguousarray(task), sign) for task in level_numbers(study, rows)]
    return tuple(sorted({int(task) for task, hit in zip(tasks, found, strict=True) if hit}))


def choice_aliased(coding: ChoiceCoding, x: Array) -> list[str]:
    """Name the columns that tasks ``x`` (N, T, K) cannot tell apart."""
    spread = _spread(x)
    _, sizes, vectors = np.linalg.svd(spread.T @ spread / len(x))
    lost = np.abs(vectors[sizes < 1e-10 * max(sizes[0], 1e-10)])
    return [name for name, share in zip(coding.columns, lost.T, strict=True) if (share > 1e-6).any()]


def _informations(x: Array, weights: Array, best_worst: bool) -> Iterator[Array]:
    """Informations of some draws at a time, so that many draws of many tasks need no more memory than few."""
    everywhere = np.ones(x.shape[:2], dtype=np.bool_)
    size = max(1, BLOCK // max(x.size, x.shape[2] ** 2))
    for begin in range(0, len(weights), size):
        yield choice_information(weights[begin : begin + size], x, everywhere, best_worst=best_worst)


def _spread(x: Array) -> Array:
    """Tasks as rows (N * T, K) of deviations from the mean of their task: what their answers can depend on."""
    return np.asarray((x - x.mean(axis=1, keepdims=True)).reshape(-1, x.shape[2]))


def _overlap(numbers: Levels) -> float:
    pairs = list(combinations(range(numbers.shape[1]), 2))
    return float(np.mean([(numbers[:, a] == numbers[:, b]).mean() for a, b in pairs]))


def _problems(
    coding: ChoiceCoding, spread: Array, balance: pd.DataFrame, correlations: pd.DataFrame, dominated: tuple[int, ...]
) -> Iterator[str]:
    if lost := choice_aliased(coding, spread.reshape(-1, len(coding.constants), len(coding.columns))):
        yield f"the effects of {', '.join(lost)} cannot be told apart; add tasks or change levels"
    yield from level_problems(balance, correlations)
    for task in dominated:
        yield f"task {task}: one alternative is the better one on every criterion, so nearly everybody picks alike"


def _limits(study: Study, coding: ChoiceCoding, rows: pd.DataFrame, tasks: int) -> Iterator[str]:
    left = tasks * (len(coding.constants) - 1) - len(coding.columns)
    yield (
        f"{tasks} tasks with {coding.alternatives} alternatives for {len(coding.columns)} parameters: {max(left, 0)} "
        f"comparisons left to test whether the model fits"
    )
    if len(study.criteria) > 1:
        yield "main effects only: whether two criteria reinforce each other cannot be seen"
    if len(set(rows["version"])) == 1:
        yield (
            "one version: all respondents see the same tasks, so weights cannot be told apart from peculiarities of "
            "these tasks, however many people answer"
        )
    if study.task.kind == "ranking":
        yield "the errors count the first pick of every task only; a whole ranking tells more"
