"""The quick steps for pairs, kept tasks, tasks that count oftener, rare combinations and interactions."""

from __future__ import annotations

import numpy as np
import pytest
from choice_by_hand import (
    COUNTS,
    KINDS,
    RIDGE_RTOL,
    RTOL,
    SINGLE_RTOL,
    Field,
    Numbers,
    StudyMaker,
    believed,
    coded,
    information_of,
    shown_once,
    some_tasks,
)
from numpy.testing import assert_allclose
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
    everything_open,
    lay_choice_ground,
)
from dce.design.choice.hand import empty_hand
from dce.design.choice.lanes import empty_lanes
from dce.design.choice.search import descend
from dce.design.choice.start import start
from dce.design.choice.state import value_of
from dce.design.effects import Effects


def test_quick_steps_promise_what_a_change_gives(pair: tuple[ChoiceCoding, ChoiceGround]) -> None:
    coding, ground = pair
    rows = some_tasks(coding, 20, seed=6)
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
    state, lanes, fresh = (
        start(some_tasks(coding, 20, seed=7), ground),
        empty_lanes(ground),
        some_tasks(coding, 2, seed=70),
    )
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
    end = descend(some_tasks(coding, 14, seed=8), ground)
    best = value_of(end, ground)
    for place, criterion in np.ndindex(14, len(COUNTS)):
        for one, other in np.ndindex(COUNTS[criterion], COUNTS[criterion]):
            changed = end.rows.copy()
            changed[place, :, criterion] = one, other
            if shown_once(changed):
                assert value_of(start(changed, ground), ground) > best * (1 - SINGLE_RTOL)


def test_known_mean_weights_are_those_of_the_integral() -> None:
    for mean, sd in ((0.0, 0.0), (0.37, 0.81), (-2.2, 1.33), (5.01, 2.02)):
        exact = quad(lambda z, m=mean, s=sd: norm.pdf(z) / (2 + 2 * np.cosh(m + s * z)), -9, 9)[0]
        assert_allclose(expected_weight(mean, sd**2, bell()), exact, rtol=2e-3)  # between the nodes of its table
    assert weight_scale(1.0, 1.0, 0.05, np.zeros((0, 0))) == 1.0


def test_scaled_weights_have_the_mean_that_they_should(pair: tuple[ChoiceCoding, ChoiceGround]) -> None:
    coding, ground = pair
    rows = some_tasks(coding, 6, seed=2)
    state = start(rows, ground)
    if not len(ground.bell):
        assert (state.scaled == 1.0).all()
        return
    x = coded(coding, rows)
    d = x[:, 0] - x[:, 1]
    drawn = 1 / (2 + 2 * np.cosh(d @ ground.weights.T))
    many = np.random.default_rng(9).normal(size=(400_000, 1, 1))
    mean, sd = believed()
    for place in range(6):
        utility = d[place] @ mean + np.sqrt(d[place] ** 2 @ sd**2) * many[:, 0, 0]
        true = (1 / (2 + 2 * np.cosh(utility))).mean()
        assert_allclose((state.scaled[place] * drawn[place]).mean(), true, rtol=5e-3)  # of simulation


def test_a_task_that_counts_three_times_is_three_tasks(field: Field) -> None:
    coding, ground, _ = field
    rows = some_tasks(coding, 12, seed=3)
    times = np.where(np.arange(12) == 4, 3, 1)
    counted = ground._replace(times=times)
    thrice = np.concatenate([rows, rows[[4, 4]]])
    assert_allclose(value_of(start(rows, counted), counted), value_of(start(thrice, ground), ground), rtol=1e-9)
    state, hand = start(rows, counted), empty_hand(5, len(coding.constants), len(coding.columns))
    improve(4, state, hand, counted)
    thrice[[4, 12, 13]] = state.rows[4]
    assert_allclose(value_of(state, counted), value_of(start(thrice, ground), ground), rtol=1e-6)


def test_a_pair_that_counts_three_times_is_three_pairs(pair: tuple[ChoiceCoding, ChoiceGround]) -> None:
    coding, ground = pair
    rows, fresh = some_tasks(coding, 40, seed=3), some_tasks(coding, 1, seed=35)
    times = np.where(np.arange(40) == 4, 3, 1)
    counted = ground._replace(times=times)
    state, lanes = start(rows, counted), empty_lanes(counted)

    def thrice(now: Numbers) -> float:
        return float(value_of(start(np.concatenate([now, now[[4, 4]]]), ground), ground))

    assert_allclose(value_of(state, counted), thrice(rows), rtol=SINGLE_RTOL)
    pairs.take(4, state, lanes, counted)
    before, promised = value_of(state, counted), lanes.values
    for criterion, count in enumerate(COUNTS):
        pairs.value_levels(4, criterion, state, lanes, counted)
        for one, other in np.ndindex(count, count):
            changed = rows.copy()
            changed[4, :, criterion] = one, other
            if (changed != rows).any():
                assert_allclose(before + promised[one, other], thrice(changed), rtol=SINGLE_RTOL)
    assert pairs.improve(4, 0.0, state, lanes, counted)
    assert_allclose(value_of(state, counted), thrice(state.rows), rtol=SINGLE_RTOL)
    pairs.replace(4, fresh[0], state, lanes, counted)
    assert (state.rows[4] == fresh[0]).all()
    assert_allclose(value_of(state, counted), thrice(state.rows), rtol=SINGLE_RTOL)


def test_kept_tasks_stay_and_the_others_are_searched(pair: tuple[ChoiceCoding, ChoiceGround]) -> None:
    coding, ground = pair
    rows = some_tasks(coding, 12, seed=3)
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
    first = some_tasks(coding, 14, seed=4)
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
        rows = some_tasks(coding, 25, seed=3)
        shown = effects.encode_levels(rows)
        x = np.concatenate([shown, np.broadcast_to(coding.constants, (25, 3, coding.constants.shape[1]))], axis=2)
        informations = [information_of(x, own, False) for own in weights]
        value = np.mean([np.linalg.det(one) ** (-1 / size) for one in informations])
        if aim.criterion == "A":
            value = np.mean([np.diag(np.linalg.inv(one)) for one in informations])
        state, hand = start(rows, ground), empty_hand(4, 3, size)
        assert_allclose(value_of(state, ground), value, rtol=RIDGE_RTOL * 10)
        improve(0, state, hand, ground)
        assert (state.rows[0] != rows[0]).any()
        assert_allclose(value_of(state, ground), value_of(start(state.rows, ground), ground), rtol=RTOL)
