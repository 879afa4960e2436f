"""The search of choice tasks: its shortcuts give what the written-out formula gives, and its end cannot be bettered."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.stats import norm

from dce.design.choice import pairs
from dce.design.choice.bell import bell, expected_weight, weight_scale
from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.exchange import improve
from dce.design.choice.ground import (
    Aim,
    ChoiceGround,
    Limits,
    Spread,
    everything_open,
    lay_choice_ground,
    sample_size_scale,
)
from dce.design.choice.hand import empty_hand, put_back, set_step, take_out, value_with
from dce.design.choice.lanes import empty_lanes
from dce.design.choice.search import descend, search
from dce.design.choice.start import start
from dce.design.choice.state import copy_of, value_of
from dce.design.effects import Effects
from dce.logit import choice_information
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


def _ground(study: Study, aim: Aim, weights: Real, *, spread: Spread | None = None, **more: Any) -> ChoiceGround:
    coding, counts = ChoiceCoding.of(study, alternative_constants=True), [len(c.levels) for c in study.criteria]
    nothing = np.zeros((0, len(counts), max(counts)), dtype=np.bool_)
    limits = Limits(
        nothing, np.ones(len(counts), dtype=np.int64), 99, everything_open(counts, coding.alternatives), **more
    )
    rng = np.random.default_rng(1)
    return lay_choice_ground(coding.coding, weights, coding.constants, limits, aim, rng, spread=spread)


@pytest.fixture(params=KINDS)
def study(request: pytest.FixtureRequest, small_study: StudyMaker) -> Study:
    return small_study(COUNTS, task={"statement": {"en": "Which?"}} | KINDS[request.param])


@pytest.fixture(params=range(len(AIMS)))
def field(request: pytest.FixtureRequest, study: Study) -> Field:
    aim, best_worst = AIMS[request.param], study.task.kind == "best-worst"
    aim = Aim(aim.criterion, aim.balance_weight, best_worst)
    coding = ChoiceCoding.of(study, alternative_constants=True)
    weights = np.random.default_rng(5).normal(0.4, 0.6, size=(5, len(coding.columns)))
    return coding, _ground(study, aim, weights)._replace(lanes=False), best_worst


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
    hand = empty_hand(5, len(coding.constants), len(coding.columns))
    take_out(7, state, hand, ground)
    for criterion, count in enumerate(COUNTS):
        for level in range(count):
            changed = rows.copy()
            changed[7, 0, criterion], changed[7, -1, criterion] = level, (level + 1) % count
            set_step(changed[7], hand, ground)
            assert_allclose(value_with(state, hand, ground), value_of(start(changed, ground), ground), rtol=RTOL)


def test_a_task_taken_out_and_put_back_changes_nothing(field: Field) -> None:
    coding, ground, _ = field
    state = start(_tasks(coding, 20, seed=5), ground)
    hand = empty_hand(5, len(coding.constants), len(coding.columns))
    before = copy_of(state)
    for place in range(20):
        take_out(place, state, hand, ground)
        put_back(place, state, hand, ground)
    for name in ("inverse", "error", "balance"):
        assert_allclose(getattr(state, name), getattr(before, name), rtol=1e-6, atol=1e-9)


def _believed() -> tuple[Real, Real]:
    """Means and deviations of the six weights of criteria and the one constant of pairs."""
    rng = np.random.default_rng(5)
    return rng.normal(0.3, 0.4, 7), rng.uniform(0.1, 0.5, 7)


@pytest.fixture(params=[False, True])
def pair(request: pytest.FixtureRequest, small_study: StudyMaker) -> tuple[ChoiceCoding, ChoiceGround]:
    """Pairs with a constant and nine draws, and without or with known mean weights."""
    study = small_study(COUNTS, task={"statement": {"en": "Which?"}} | KINDS["pairs"])
    coding = ChoiceCoding.of(study, alternative_constants=True)
    mean, sd = _believed()
    weights = mean + sd * np.random.default_rng(6).normal(size=(9, len(coding.columns)))
    return coding, _ground(study, Aim(), weights, spread=Spread(mean, sd) if request.param else None)


def test_quick_steps_promise_what_a_change_gives(pair: tuple[ChoiceCoding, ChoiceGround]) -> None:
    coding, ground = pair
    rows = _tasks(coding, 20, seed=6)
    state, lanes = start(rows, ground), empty_lanes(ground)
    assert ground.lanes
    before = value_of(state, ground)
    pairs.take(3, state, lanes, ground)
    for criterion, count in enumerate(COUNTS):
        pairs.value_levels(3, criterion, state, lanes, ground)
        for one in range(count):
            for other in range(count):
                changed = rows.copy()
                changed[3, :, criterion] = one, other
                if (changed != rows).any():
                    found = value_of(start(changed, ground), ground)
                    assert_allclose(before + lanes.values[one, other], found, rtol=SINGLE_RTOL)


def test_quick_steps_keep_inverse_and_errors_up_to_date(pair: tuple[ChoiceCoding, ChoiceGround]) -> None:
    coding, ground = pair
    state, lanes, fresh = start(_tasks(coding, 20, seed=7), ground), empty_lanes(ground), _tasks(coding, 2, seed=70)
    assert pairs.improve(4, 0.0, state, lanes, ground)
    pairs.replace(9, fresh[0], state, lanes, ground)
    assert (state.rows[9] == fresh[0]).all()
    anew = start(state.rows, ground)
    upper = np.triu_indices(len(state.inverse))
    assert_allclose(state.error, anew.error, rtol=SINGLE_RTOL)
    assert_allclose(state.inverse[upper], anew.inverse[upper], rtol=1e-3, atol=1e-3)
    assert_allclose(state.scaled, anew.scaled, rtol=SINGLE_RTOL)
    assert (state.keys == anew.keys).all()


def test_a_quick_descent_ends_where_no_change_helps(pair: tuple[ChoiceCoding, ChoiceGround]) -> None:
    coding, ground = pair
    end = descend(_tasks(coding, 14, seed=8), ground)
    best = value_of(end, ground)
    for place, criterion in np.ndindex(14, len(COUNTS)):
        for one, other in np.ndindex(COUNTS[criterion], COUNTS[criterion]):
            changed = end.rows.copy()
            changed[place, :, criterion] = one, other
            if _shown_once(changed):
                assert value_of(start(changed, ground), ground) > best * (1 - SINGLE_RTOL)


def test_known_mean_weights_are_those_of_the_integral() -> None:
    for mean, sd in ((0.0, 0.0), (0.37, 0.81), (-2.2, 1.33), (5.01, 2.02)):
        exact = quad(lambda z, m=mean, s=sd: norm.pdf(z) / (2 + 2 * np.cosh(m + s * z)), -9, 9)[0]
        assert_allclose(expected_weight(mean, sd**2, bell()), exact, rtol=2e-3)  # between the nodes of its table
    assert weight_scale(1.0, 1.0, 0.05, np.zeros((0, 0))) == 1.0


def test_scaled_weights_have_the_mean_that_they_should(pair: tuple[ChoiceCoding, ChoiceGround]) -> None:
    coding, ground = pair
    rows = _tasks(coding, 6, seed=2)
    state = start(rows, ground)
    if not len(ground.bell):
        assert (state.scaled == 1.0).all()
        return
    x = _x(coding, rows)
    d = x[:, 0] - x[:, 1]
    drawn = 1 / (2 + 2 * np.cosh(d @ ground.weights.T))
    many = np.random.default_rng(9).normal(size=(400_000, 1, 1))
    mean, sd = _believed()
    for place in range(6):
        utility = d[place] @ mean + np.sqrt(d[place] ** 2 @ sd**2) * many[:, 0, 0]
        true = (1 / (2 + 2 * np.cosh(utility))).mean()
        assert_allclose((state.scaled[place] * drawn[place]).mean(), true, rtol=5e-3)  # of simulation


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
    ends = []
    for seed in range(4, 8):  # as many chains as a design is the best of
        rng = np.random.default_rng(seed)
        first = np.stack([possible[i] for i in rng.choice(len(possible), tasks, replace=False)])
        which, fresh = rng.integers(tasks, size=(60, 2)), rng.integers(len(every), size=(60, 2, shown))
        ends.append(value_of(search(first, which, fresh, every, ground), ground))
    assert_allclose(min(ends), best, rtol=1e-6)


def test_sample_sizes_leave_out_weights_that_are_believed_to_be_zero() -> None:
    weights = np.array([[0.5, 0.0, -1.0], [0.5, 1e-4, -1.0], [0.5, -1e-4, -1.0]])
    assert_allclose(sample_size_scale(weights), [4 * 1.959963984540054**2, 0.0, 1.959963984540054**2])


def test_improving_a_task_makes_no_other_one_worse_off(field: Field) -> None:
    coding, ground, _ = field
    state = start(_tasks(coding, 14, seed=9), ground)
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
    rows = _tasks(coding, 12, seed=2)
    for order in permutations(range(coding.alternatives)):
        one, other = start(rows, ground), start(np.ascontiguousarray(rows[:, list(order)]), ground)
        assert_allclose(one.error, other.error, rtol=1e-9)
        assert (one.keys == other.keys).all()


def test_a_task_that_counts_three_times_is_three_tasks(field: Field) -> None:
    coding, ground, _ = field
    rows = _tasks(coding, 12, seed=3)
    times = np.where(np.arange(12) == 4, 3, 1)
    counted = ground._replace(times=times)
    thrice = np.concatenate([rows, rows[[4, 4]]])
    assert_allclose(value_of(start(rows, counted), counted), value_of(start(thrice, ground), ground), rtol=1e-9)
    state, hand = start(rows, counted), empty_hand(5, len(coding.constants), len(coding.columns))
    improve(4, state, hand, counted)
    thrice[[4, 12, 13]] = state.rows[4]
    assert_allclose(value_of(state, counted), value_of(start(thrice, ground), ground), rtol=1e-6)


def test_kept_tasks_stay_and_the_others_are_searched(pair: tuple[ChoiceCoding, ChoiceGround]) -> None:
    coding, ground = pair
    rows = _tasks(coding, 12, seed=3)
    for way in (ground, ground._replace(lanes=False)):
        end = descend(rows, way._replace(kept=5))
        assert (end.rows[:5] == rows[:5]).all()
        assert (end.rows[5:] != rows[5:]).any()


@pytest.mark.parametrize("kind", KINDS)
def test_rare_combinations_come_no_oftener_than_they_may(small_study: StudyMaker, kind: str) -> None:
    study = small_study(COUNTS, task={"statement": {"en": "Which?"}} | KINDS[kind])
    coding = ChoiceCoding.of(study)
    rule = np.ones((1, 3, 4), dtype=np.bool_)
    rule[0, 0], rule[0, 2] = [True, False, False, False], [True, True, False, False]
    limits = Limits(
        rule, np.zeros(3, dtype=np.int64), 99, everything_open(COUNTS, coding.alternatives), most=np.array([2])
    )
    weights = np.zeros((1, len(coding.columns)))
    ground = lay_choice_ground(coding.coding, weights, coding.constants, limits, Aim(), np.random.default_rng(1))
    first = _tasks(coding, 14, seed=4)
    first[:, :, 0] = 1
    end = descend(first, ground)
    shown = ((end.rows[:, :, 0] == 0) & (end.rows[:, :, 2] < 2)).sum(axis=1)
    assert shown.max() == 1
    assert shown.sum() == 2 == end.hits[0]  # the search would show it oftener: a quarter of all scenarios have it


def test_interactions_are_valued_as_products(small_study: StudyMaker) -> None:
    study = small_study(COUNTS, task={"statement": {"en": "Which?"}} | KINDS["triples"])
    coding, rng = ChoiceCoding.of(study, alternative_constants=True), np.random.default_rng(1)
    effects = Effects.with_pairs(coding.coding, [(0, 1), (1, 2)])
    size = len(effects.columns) + coding.constants.shape[1]
    weights = rng.normal(0.2, 0.5, size=(4, size))
    limits = Limits(np.zeros((0, 3, 4), dtype=np.bool_), np.ones(3, dtype=np.int64), 99, everything_open(COUNTS, 3))
    for aim in (Aim("D"), Aim("A")):
        ground = lay_choice_ground(coding.coding, weights, coding.constants, limits, aim, rng, pairs=effects.pairs)
        rows = _tasks(coding, 25, seed=3)
        shown = effects.encode_levels(rows)
        x = np.concatenate([shown, np.broadcast_to(coding.constants, (25, 3, coding.constants.shape[1]))], axis=2)
        informations = [_information(x, own, False) for own in weights]
        value = np.mean([np.linalg.det(one) ** (-1 / size) for one in informations])
        if aim.criterion == "A":
            value = np.mean([np.diag(np.linalg.inv(one)) for one in informations])
        state, hand = start(rows, ground), empty_hand(4, 3, size)
        assert_allclose(value_of(state, ground), value, rtol=RIDGE_RTOL * 10)
        improve(0, state, hand, ground)
        assert (state.rows[0] != rows[0]).any()
        assert_allclose(value_of(state, ground), value_of(start(state.rows, ground), ground), rtol=RTOL)
