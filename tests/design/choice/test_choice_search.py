"""The search of choice tasks: its shortcuts give what the written-out formula gives, and its end cannot be bettered."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest
from choice_by_hand import (
    AIMS,
    COUNTS,
    RIDGE_RTOL,
    RTOL,
    Field,
    StudyMaker,
    coded,
    ground_of,
    information_of,
    shown_once,
    some_tasks,
    value_written_out,
)
from numpy.testing import assert_allclose

from dce.design.chains import Pace, Watch
from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.exchange import improve
from dce.design.choice.ground import (
    Aim,
    Limits,
    everything_open,
    lay_choice_ground,
    sample_size_scale,
)
from dce.design.choice.hand import empty_hand, put_back, set_step, take_out, value_with
from dce.design.choice.search import descend, kicks_of, wander
from dce.design.choice.start import start
from dce.design.choice.state import copy_of, value_of
from dce.logit import choice_information
from dce.study import Study

"""The search of choice tasks: its shortcuts give what the written-out formula gives, and its end cannot be bettered."""


@pytest.mark.parametrize("best_worst", [False, True])
def test_the_kernel_gives_the_information_written_out(study: Study, best_worst: bool) -> None:
    coding = ChoiceCoding.of(study)
    x, weights = (
        coded(coding, some_tasks(coding, 6, seed=1)),
        np.random.default_rng(2).normal(size=(3, len(coding.columns))),
    )
    found = choice_information(weights, x, np.ones(x.shape[:2], dtype=np.bool_), best_worst=best_worst)
    assert_allclose(found, [information_of(x, one, best_worst) for one in weights], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("number", range(len(AIMS)))
def test_the_value_of_a_design_is_the_formula_written_out(study: Study, number: int) -> None:
    aim = Aim(AIMS[number].criterion, AIMS[number].balance_weight, study.task.kind == "best-worst")
    coding = ChoiceCoding.of(study, alternative_constants=True)
    ground = ground_of(study, aim, np.random.default_rng(5).normal(0.4, 0.6, size=(5, len(coding.columns))))
    rows = some_tasks(coding, 20, seed=3)
    assert_allclose(
        value_of(start(rows, ground), ground), value_written_out(coding, rows, ground, aim), rtol=RIDGE_RTOL
    )


def test_what_levels_would_give_is_what_they_give(field: Field) -> None:
    coding, ground, _ = field
    rows = some_tasks(coding, 20, seed=4)
    state = start(rows, ground)
    hand = empty_hand(5, len(coding.constants), len(coding.columns))
    take_out(7, state, hand, ground)
    for criterion, count in enumerate(COUNTS):
        for level in range(count):
            changed = rows.copy()
            changed[7, 0, criterion], changed[7, -1, criterion] = level, (level + 1) % count
            set_step(changed[7], hand, ground)
            assert_allclose(value_with(0.0, state, hand, ground), value_of(start(changed, ground), ground), rtol=RTOL)


def test_a_task_taken_out_and_put_back_changes_nothing(field: Field) -> None:
    coding, ground, _ = field
    state = start(some_tasks(coding, 20, seed=5), ground)
    hand = empty_hand(5, len(coding.constants), len(coding.columns))
    before = copy_of(state)
    for place in range(20):
        take_out(place, state, hand, ground)
        put_back(place, state, hand, ground)
    for name in ("inverse", "error", "balance"):
        assert_allclose(getattr(state, name), getattr(before, name), rtol=1e-6, atol=1e-9)


def test_a_descent_ends_where_no_change_of_one_alternative_helps(field: Field) -> None:
    coding, ground, _ = field
    first = some_tasks(coding, 14, seed=8)
    kept = first.copy()
    end = descend(first, ground)
    assert (first == kept).all()
    best = value_of(end, ground)
    assert best < value_of(start(first, ground), ground)
    for place, a, criterion in np.ndindex(14, coding.alternatives, len(COUNTS)):
        for level in range(COUNTS[criterion]):
            changed = end.rows.copy()
            changed[place, a, criterion] = level
            if shown_once(changed):
                assert value_of(start(changed, ground), ground) > best * (1 - 1e-6)


@pytest.mark.parametrize(("counts", "shown", "tasks"), [((2, 2), 2, 3), ((3, 2), 2, 4), ((2, 2, 2), 3, 2)])
def test_no_design_of_a_tiny_study_is_better(
    small_study: StudyMaker, counts: tuple[int, ...], shown: int, tasks: int
) -> None:
    study = small_study(counts, task={"kind": "choice", "alternatives": shown, "statement": {"en": "Which?"}})
    coding = ChoiceCoding.of(study)
    every = np.stack(np.meshgrid(*map(np.arange, counts), indexing="ij"), axis=-1).reshape(-1, len(counts))
    weights = np.random.default_rng(3).normal(0.5, 0.5, size=(4, len(coding.columns)))
    limits = Limits(
        np.zeros((0, len(counts), max(counts)), dtype=np.bool_),
        np.zeros(len(counts), dtype=np.int64),
        tasks,
        everything_open(counts, shown),
    )
    ground = lay_choice_ground(coding.coding, weights, coding.constants, limits, Aim(), np.random.default_rng(1))
    possible = [every[list(one)] for one in combinations(range(len(every)), shown)]
    designs = [np.stack([possible[i] for i in one]) for one in combinations(range(len(possible)), tasks)]
    best = min(value_of(start(one, ground), ground) for one in designs)
    ends = []
    for seed in range(4, 8):  # as many chains as a design is the best of
        rng = np.random.default_rng(seed)
        first = np.stack([possible[i] for i in rng.choice(len(possible), tasks, replace=False)])
        kicks = kicks_of(every, tasks, ground, rng, Pace(0, 60, None, Watch()))
        ends.append(value_of(wander(first, kicks, ground), ground))
    assert_allclose(min(ends), best, rtol=1e-6)


def test_sample_sizes_leave_out_weights_that_are_believed_to_be_zero() -> None:
    weights = np.array([[0.5, 0.0, -1.0], [0.5, 1e-4, -1.0], [0.5, -1e-4, -1.0]])
    assert_allclose(sample_size_scale(weights), [4 * 1.959963984540054**2, 0.0, 1.959963984540054**2])


def test_improving_a_task_makes_no_other_one_worse_off(field: Field) -> None:
    coding, ground, _ = field
    state = start(some_tasks(coding, 14, seed=9), ground)
    hand = empty_hand(5, len(coding.constants), len(coding.columns))
    before, others = value_of(state, ground), state.rows[1:].copy()
    improve(0, state, hand, ground)
    assert value_of(state, ground) < before
    assert (state.rows[1:] == others).all()
    assert_allclose(value_of(state, ground), value_of(start(state.rows, ground), ground), rtol=RTOL)


def test_the_order_of_alternatives_does_not_count(study: Study) -> None:
    coding = ChoiceCoding.of(study)
    weights = np.random.default_rng(1).normal(size=(3, len(coding.columns)))
    limits = Limits(
        np.zeros((0, 3, 4), dtype=np.bool_),
        np.zeros(3, dtype=np.int64),
        99,
        everything_open(COUNTS, coding.alternatives),
    )
    ground = lay_choice_ground(coding.coding, weights, coding.constants, limits, Aim(), np.random.default_rng(1))
    rows = some_tasks(coding, 12, seed=2)
    for order in permutations(range(coding.alternatives)):
        one, other = start(rows, ground), start(np.ascontiguousarray(rows[:, list(order)]), ground)
        assert_allclose(one.error, other.error, rtol=1e-9)
        assert (one.keys == other.keys).all()
