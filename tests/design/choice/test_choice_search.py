"""The search of choice tasks: its shortcuts give what the written-out formula gives, and its end cannot be bettered."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.exchange import improve
from dce.design.choice.ground import Aim, ChoiceGround, Limits, everything_open, lay_choice_ground, sample_size_scale
from dce.design.choice.hand import State, empty_hand, put_back, set_step, take_out, value_of, value_with
from dce.design.choice.pairs import empty_lanes, fill_lanes, pair_values
from dce.design.choice.search import descend, search, start
from dce.logit import choice_information
from dce.study import Study

StudyMaker = Callable[..., Study]
Numbers = NDArray[np.int64]
Real = NDArray[np.float64]
RTOL = 1e-7  # updates round, and the inverse without a task has large entries
RIDGE_RTOL = 1e-5  # the search adds a ridge of 1e-6 to an information of a few tenths and more
SERIES_RTOL = 1e-4  # the short series of a pair, for determinants that change up to some fivefold
COUNTS = (2, 3, 4)
KINDS: dict[str, dict[str, Any]] = {
    "pairs": {"kind": "choice", "alternatives": 2},
    "pairs with opt-out": {"kind": "choice", "alternatives": 2, "opt_out": {"en": "None"}},
    "triples": {"kind": "choice", "alternatives": 3},
    "four, best-worst": {"kind": "best-worst", "alternatives": 4},
}
AIMS = [Aim("D"), Aim("A"), Aim("S"), Aim("D", balance_weight=0.7), Aim("A", balance_weight=0.7)]
Field = tuple[ChoiceCoding, ChoiceGround, bool]


def _ground(study: Study, aim: Aim, weights: Real, dominated: int = 99) -> ChoiceGround:
    coding, counts = ChoiceCoding.of(study, alternative_constants=True), [len(c.levels) for c in study.criteria]
    nothing = np.zeros((0, len(counts), max(counts)), dtype=np.bool_)
    limits = Limits(
        nothing, np.ones(len(counts), dtype=np.int64), dominated, everything_open(counts, coding.alternatives)
    )
    return lay_choice_ground(coding.coding, weights, coding.constants, limits, aim, np.random.default_rng(1))


@pytest.fixture(params=KINDS)
def study(request: pytest.FixtureRequest, small_study: StudyMaker) -> Study:
    return small_study(COUNTS, task={"statement": {"en": "Which?"}} | KINDS[request.param])


@pytest.fixture(params=range(len(AIMS)))
def field(request: pytest.FixtureRequest, study: Study) -> Field:
    aim, best_worst = AIMS[request.param], study.task.kind == "best-worst"
    aim = Aim(aim.criterion, aim.balance_weight, best_worst)
    coding = ChoiceCoding.of(study, alternative_constants=True)
    weights = np.random.default_rng(5).normal(0.4, 0.6, size=(5, len(coding.columns)))
    return coding, _ground(study, aim, weights), best_worst


def _tasks(coding: ChoiceCoding, count: int, seed: int) -> Numbers:
    rng = np.random.default_rng(seed)
    return np.stack([rng.integers(levels, size=(count, coding.alternatives)) for levels in COUNTS], axis=-1)


def _x(coding: ChoiceCoding, rows: Numbers) -> Real:
    parts = []
    for i, count in enumerate(COUNTS):
        parts.append(np.vstack([-np.ones(count - 1), np.eye(count - 1)])[rows[:, :, i]])
    return coding.with_constants(np.concatenate(parts, axis=-1))


def _information(x: Real, weights: Real, best_worst: bool) -> Real:
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


def _value(coding: ChoiceCoding, rows: Numbers, ground: ChoiceGround, aim: Aim) -> float:
    """The criterion, written out."""
    x = _x(coding, rows)
    informations = [_information(x, weights, aim.best_worst) for weights in ground.weights]
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


@pytest.mark.parametrize("best_worst", [False, True])
def test_the_kernel_gives_the_information_written_out(study: Study, best_worst: bool) -> None:
    coding = ChoiceCoding.of(study)
    x, weights = _x(coding, _tasks(coding, 6, seed=1)), np.random.default_rng(2).normal(size=(3, len(coding.columns)))
    found = choice_information(weights, x, np.ones(x.shape[:2], dtype=np.bool_), best_worst=best_worst)
    assert_allclose(found, [_information(x, one, best_worst) for one in weights], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("number", range(len(AIMS)))
def test_the_value_of_a_design_is_the_formula_written_out(study: Study, number: int) -> None:
    aim = Aim(AIMS[number].criterion, AIMS[number].balance_weight, study.task.kind == "best-worst")
    coding = ChoiceCoding.of(study, alternative_constants=True)
    ground = _ground(study, aim, np.random.default_rng(5).normal(0.4, 0.6, size=(5, len(coding.columns))))
    rows = _tasks(coding, 20, seed=3)
    assert_allclose(value_of(start(rows, ground), ground), _value(coding, rows, ground, aim), rtol=RIDGE_RTOL)


def test_what_levels_would_give_is_what_they_give(field: Field) -> None:
    coding, ground, _ = field
    rows = _tasks(coding, 20, seed=4)
    state = start(rows, ground)
    hand = empty_hand(5, len(coding.constants), len(coding.columns), ground.codes.shape[2])
    take_out(7, state, hand, ground)
    state.balance[7] = 0.0
    for criterion, count in enumerate(COUNTS):
        for level in range(count):
            wanted = rows[7, :, criterion].copy()
            wanted[0], wanted[-1] = level, (level + 1) % count
            set_step(criterion, rows[7], wanted, hand, ground)
            changed = rows.copy()
            changed[7, :, criterion] = wanted
            promised = value_with(criterion, rows[7], wanted, state, hand, ground)
            assert_allclose(promised, value_of(start(changed, ground), ground), rtol=RTOL)


def test_a_task_taken_out_and_put_back_changes_nothing(field: Field) -> None:
    coding, ground, _ = field
    state = start(_tasks(coding, 20, seed=5), ground)
    hand = empty_hand(5, len(coding.constants), len(coding.columns), ground.codes.shape[2])
    before = State(*(part.copy() for part in state))
    for place in range(20):
        take_out(place, state, hand, ground)
        put_back(place, state, hand, ground)
    for name in ("inverse", "error", "balance"):
        assert_allclose(getattr(state, name), getattr(before, name), rtol=1e-6, atol=1e-9)


def test_the_series_for_pairs_is_close_to_the_value_itself(small_study: StudyMaker) -> None:
    study = small_study(COUNTS, task={"statement": {"en": "Which?"}} | KINDS["pairs"])
    coding = ChoiceCoding.of(study, alternative_constants=True)
    ground = _ground(study, Aim(), np.random.default_rng(5).normal(0.4, 0.6, size=(9, len(coding.columns))))
    rows = _tasks(coding, 20, seed=6)
    state = start(rows, ground)
    hand = empty_hand(9, 2, len(coding.columns), ground.codes.shape[2])
    lanes = empty_lanes(9, len(coding.columns), ground)
    take_out(3, state, hand, ground)
    fill_lanes(state, hand, lanes, ground)
    for criterion, count in enumerate(COUNTS):
        values = np.zeros((max(COUNTS), max(COUNTS)))
        pair_values(criterion, rows[3], lanes, values, ground)
        for one in range(count):
            for other in range(count):
                wanted = np.array([one, other])
                set_step(criterion, rows[3], wanted, hand, ground)
                exact = value_with(criterion, rows[3], wanted, state, hand, ground)
                assert_allclose(values[one, other], exact, rtol=SERIES_RTOL)


def test_a_descent_ends_where_no_change_of_one_alternative_helps(field: Field) -> None:
    coding, ground, _ = field
    first = _tasks(coding, 14, seed=8)
    kept = first.copy()
    end = descend(first, ground)
    assert (first == kept).all()
    best = value_of(end, ground)
    assert best < value_of(start(first, ground), ground)
    for place, a, criterion in np.ndindex(14, coding.alternatives, len(COUNTS)):
        for level in range(COUNTS[criterion]):
            changed = end.rows.copy()
            changed[place, a, criterion] = level
            if _shown_once(changed):
                assert value_of(start(changed, ground), ground) > best * (1 - 1e-6)


def _shown_once(rows: Numbers) -> bool:
    tasks = [tuple(sorted(map(tuple, task.tolist()))) for task in rows]
    return len(set(tasks)) == len(tasks) and all(len(set(task)) == len(task) for task in tasks)


@pytest.mark.parametrize(("counts", "shown", "tasks"), [((2, 2), 2, 3), ((3, 2), 2, 4), ((2, 2, 2), 3, 3)])
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
    rng = np.random.default_rng(4)
    first = np.stack([possible[i] for i in rng.choice(len(possible), tasks, replace=False)])
    which, fresh = rng.integers(tasks, size=(60, 2)), rng.integers(len(every), size=(60, 2, shown))
    assert_allclose(value_of(search(first, which, fresh, every, ground), ground), best, rtol=1e-6)


def test_sample_sizes_leave_out_weights_that_are_believed_to_be_zero() -> None:
    weights = np.array([[0.5, 0.0, -1.0], [0.5, 1e-4, -1.0], [0.5, -1e-4, -1.0]])
    assert_allclose(sample_size_scale(weights), [4 * 1.959963984540054**2, 0.0, 1.959963984540054**2])


def test_improving_a_task_makes_no_other_one_worse_off(field: Field) -> None:
    coding, ground, _ = field
    state = start(_tasks(coding, 14, seed=9), ground)
    hand = empty_hand(5, len(coding.constants), len(coding.columns), ground.codes.shape[2])
    lanes = empty_lanes(5, len(coding.columns), ground)
    before, others = value_of(state, ground), state.rows[1:].copy()
    improve(0, state, hand, lanes, ground)
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
    rows = _tasks(coding, 12, seed=2)
    for order in permutations(range(coding.alternatives)):
        one, other = start(rows, ground), start(np.ascontiguousarray(rows[:, list(order)]), ground)
        assert_allclose(one.error, other.error, rtol=1e-9)
        assert (one.keys == other.keys).all()
