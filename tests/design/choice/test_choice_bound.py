"""No design of choice tasks passes the bound: held against all designs of small studies, and against random ones."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, combinations_with_replacement, product
from typing import Any

import numpy as np
import pytest

from dce.design.choice.bound import error_bound
from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.quality import choice_errors
from dce.design.effects import Effects
from dce.study import Study

StudyMaker = Callable[..., Study]


def _study(small_study: StudyMaker, counts: tuple[int, ...], alternatives: int, **more: Any) -> Study:
    kind = {"kind": "choice", "alternatives": alternatives, "statement": {"en": "Which?"}}
    asked = {name: more.pop(name) for name in ("opt_out",) if name in more}
    return small_study(counts, task=kind | asked, design=more)


def _coded(study: Study, tasks: np.ndarray) -> np.ndarray:
    """Tasks (..., J, m) of level numbers with every column."""
    coding, effects = ChoiceCoding.of(study), Effects.of(study)
    fixed = coding.constants.shape[1]
    x = np.zeros((len(tasks), len(coding.constants), len(effects.columns) + fixed))
    x[:, : tasks.shape[1], : len(effects.columns)] = effects.encode_levels(tasks)
    x[:, :, len(effects.columns) :] = coding.constants
    return x


def _error(x: np.ndarray, best_worst: bool = False) -> float:
    return float(choice_errors(x, np.zeros((1, x.shape[2])), best_worst=best_worst)[0])


def _every_task(counts: tuple[int, ...], alternatives: int) -> np.ndarray:
    scenarios = list(product(*map(range, counts)))
    return np.array(list(combinations(scenarios, alternatives)))


@pytest.mark.parametrize(
    ("counts", "alternatives", "tasks", "more", "reached"),
    [
        ((2, 2), 2, 4, {}, True),
        ((2, 2), 2, 4, {"opt_out": {"en": "None"}}, True),
        ((2, 2), 2, 4, {"interactions": [["c0", "c1"]]}, False),
        ((2, 2), 4, 2, {"interactions": [["c0", "c1"]]}, True),
        ((3, 2), 3, 3, {}, True),
    ],
)
def test_the_best_of_all_designs_does_not_pass_the_bound(
    small_study: StudyMaker, counts: tuple[int, ...], alternatives: int, tasks: int, more: Any, reached: bool
) -> None:
    study = _study(small_study, counts, alternatives, **more)
    bound = error_bound(ChoiceCoding.of(study), tasks, pairs=Effects.of(study).pairs)
    x = _coded(study, _every_task(counts, alternatives))
    best = min(_error(x[list(which)]) for which in combinations_with_replacement(range(len(x)), tasks))
    assert best >= bound * (1 - 1e-12)
    assert (best <= bound * (1 + 1e-9)) == reached
    assert best <= 1.35 * bound  # a bound that is far off would tell nothing


@pytest.mark.parametrize("best_worst", [False, True])
@pytest.mark.parametrize("alternatives", [2, 3, 4])
def test_random_designs_stay_above_it(small_study: StudyMaker, alternatives: int, best_worst: bool) -> None:
    counts, rng = (3, 2, 4), np.random.default_rng(1)
    study = _study(small_study, counts, alternatives, interactions=[["c0", "c1"], ["c1", "c2"]])
    bound = error_bound(ChoiceCoding.of(study), 24, pairs=Effects.of(study).pairs, best_worst=best_worst)
    found = [_error(_coded(study, rng.integers(counts, size=(24, alternatives, 3))), best_worst) for _ in range(50)]
    assert min(found) > bound


def test_partial_profiles_are_held_against_partial_profiles(small_study: StudyMaker) -> None:
    """Three of four criteria of two levels vary: the best is 8 tasks of which each criterion varies in 6."""
    study = _study(small_study, (2, 2, 2, 2), 2)
    coding = ChoiceCoding.of(study)
    assert error_bound(coding, 8, varying=4) == pytest.approx(error_bound(coding, 8))
    assert error_bound(coding, 8, varying=3) == pytest.approx(8 / 6 * error_bound(coding, 8))
    one_varies = np.array([[[0, 0, 0, 0], np.eye(4, dtype=int)[c]] for c in range(4)])
    assert _error(_coded(study, one_varies)) == pytest.approx(error_bound(coding, 4, varying=1))


def test_the_tasks_in_which_criteria_vary_are_shared_out_the_best_way(small_study: StudyMaker) -> None:
    """Against all whole ways to share them: none passes the bound, and the nearest comes within two percent."""
    counts, tasks, varying = (2, 3, 4), 12, 2
    coding = ChoiceCoding.of(_study(small_study, counts, 2, opt_out={"en": "None"}))
    bound = error_bound(coding, tasks, varying=varying)
    x = []
    for shares in product(range(tasks + 1), repeat=3):
        if sum(shares) == varying * tasks:
            traces = [
                n * (2 * (1 - 1 / c) / 3 - (2 - 4 / c) / 9) + (tasks - n) * (2 * (1 - 1 / c) / 3 - 4 * (1 - 1 / c) / 9)
                for n, c in zip(shares, counts, strict=True)
            ]
            logdet = sum((c - 1) * np.log(t / (c - 1)) + np.log(c) for t, c in zip(traces, counts, strict=True))
            logdet += np.log(tasks / 3 * 2 / 3)
            x.append(np.exp(-logdet / 7))
    assert bound <= min(x) * (1 + 1e-9)
    assert bound >= 0.98 * min(x)


def test_tasks_are_shared_out_between_a_pair_and_its_criteria(small_study: StudyMaker) -> None:
    """By hand: with two of two levels a third of the tasks each differ in both, in one and in the other.

    Each of the three traces is then two thirds of what it would be alone.
    """
    study = _study(small_study, (2, 2), 2, interactions=[["c0", "c1"]])
    found = error_bound(ChoiceCoding.of(study), 4, pairs=Effects.of(study).pairs)
    assert 0.25 * 3 / 2 * 0.98 <= found <= 0.25 * 3 / 2 * (1 + 1e-9)  # a bound, and no more than 2% from it
