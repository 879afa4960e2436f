"""Choice tasks written out: what the search of choice tasks is held against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.ground import (
    Aim,
    ChoiceGround,
    Limits,
    Spread,
    everything_open,
    lay_choice_ground,
)
from dce.study import Study

StudyMaker = Callable[..., Study]
Numbers = NDArray[np.int64]
Real = NDArray[np.float64]
SINGLE_RTOL = 2e-5  # pairs are searched in single precision, and changes valued by a short series
RTOL = 1e-7  # updates round, and the inverse without a task has large entries
RIDGE_RTOL = 1e-5  # the search adds a ridge of 1e-6 to an information of a few tenths and more
COUNTS = (2, 3, 4)
KINDS: dict[str, dict[str, Any]] = {
    "pairs": {"kind": "choice", "alternatives": 2},
    "pairs with opt-out": {"kind": "choice", "alternatives": 2, "opt_out": {"en": "None"}},
    "triples": {"kind": "choice", "alternatives": 3},
    "four, best-worst": {"kind": "best-worst", "alternatives": 4},
}
AIMS = [Aim("D"), Aim("A"), Aim("S"), Aim("D", balance_weight=0.7), Aim("A", balance_weight=0.7)]
Field = tuple[ChoiceCoding, ChoiceGround, bool]


def ground_of(study: Study, aim: Aim, weights: Real, *, spread: Spread | None = None, **more: Any) -> ChoiceGround:
    coding, counts = ChoiceCoding.of(study, alternative_constants=True), [len(c.levels) for c in study.criteria]
    nothing = np.zeros((0, len(counts), max(counts)), dtype=np.bool_)
    limits = Limits(
        nothing, np.ones(len(counts), dtype=np.int64), 99, everything_open(counts, coding.alternatives), **more
    )
    rng = np.random.default_rng(1)
    return lay_choice_ground(coding.coding, weights, coding.constants, limits, aim, rng, spread=spread)


def some_tasks(coding: ChoiceCoding, count: int, seed: int) -> Numbers:
    rng = np.random.default_rng(seed)
    return np.stack([rng.integers(levels, size=(count, coding.alternatives)) for levels in COUNTS], axis=-1)


def coded(coding: ChoiceCoding, rows: Numbers) -> Real:
    parts = []
    for i, count in enumerate(COUNTS):
        parts.append(np.vstack([-np.ones(count - 1), np.eye(count - 1)])[rows[:, :, i]])
    return coding.with_constants(np.concatenate(parts, axis=-1))


def information_of(x: Real, weights: Real, best_worst: bool) -> Real:
    """Expected outer product of the score, written out over everything that can be answered."""
    total = np.zeros((x.shape[2], x.shape[2]))
    for task in x:
        p = np.exp(task @ weights) / np.exp(task @ weights).sum()
        for best in range(len(task)):
            score = task[best] - p @ task
            if not best_worst:
                total += p[best] * np.outer(score, score)
                continue
            rest = np.delete(task, best, axis=0)
            q = np.exp(-rest @ weights) / np.exp(-rest @ weights).sum()
            for worst in range(len(rest)):
                both = score - rest[worst] + q @ rest
                total += p[best] * q[worst] * np.outer(both, both)
    return total


def value_written_out(coding: ChoiceCoding, rows: Numbers, ground: ChoiceGround, aim: Aim) -> float:
    """The criterion, written out."""
    x = coded(coding, rows)
    informations = [information_of(x, weights, aim.best_worst) for weights in ground.weights]
    variances = np.mean([np.diag(np.linalg.inv(one)) for one in informations], axis=0)
    value = np.mean([np.linalg.det(one) ** (-1 / len(one)) for one in informations])
    if aim.criterion == "A":
        value = variances.mean()
    if aim.criterion == "S":
        value = (variances * 1.959963984540054**2 / ground.weights.mean(axis=0) ** 2).max()
    utility = np.einsum("ntk,rk->rnt", x, ground.weights)
    p = np.exp(utility) / np.exp(utility).sum(axis=-1, keepdims=True)
    even = (p * p.shape[-1]).prod(axis=-1).mean()
    return float(value * (1 + aim.balance_weight * (1 - even)))


def believed() -> tuple[Real, Real]:
    """Means and deviations of the six weights of criteria and the one constant of pairs."""
    rng = np.random.default_rng(5)
    return rng.normal(0.3, 0.4, 7), rng.uniform(0.1, 0.5, 7)


def shown_once(rows: Numbers) -> bool:
    """Whether no task, whatever the order of its alternatives, and no scenario in a task stands twice."""
    tasks = [tuple(sorted(map(tuple, task.tolist()))) for task in rows]
    return len(set(tasks)) == len(tasks) and all(len(set(task)) == len(task) for task in tasks)
