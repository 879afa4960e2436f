"""Versions of choice tasks that the search itself keeps even in their levels."""

from __future__ import annotations

import numpy as np
import pytest
from choice_by_hand import COUNTS, RTOL, SINGLE_RTOL, Field, Numbers, StudyMaker, some_tasks
from numpy.testing import assert_allclose

from dce.design import make_design
from dce.design.choice import exchange, make, pairs, tasks
from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.ground import ChoiceGround
from dce.design.choice.hand import empty_hand, set_step, take_out, value_with
from dce.design.choice.lanes import empty_lanes
from dce.design.choice.start import start
from dce.design.choice.state import State, value_of
from dce.design.split import imbalance
from dce.study import Study

pytestmark = pytest.mark.long


VERSION = np.array([-1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2])  # of 16 tasks, the first in all of three
EVENNESS = 0.002
PLACE = 8


def versions_on(ground: ChoiceGround) -> ChoiceGround:
    return ground._replace(version=VERSION, evenness=EVENNESS)


def uneven(rows: Numbers) -> float:
    return imbalance(rows[1:], VERSION[1:], 3)


def test_uneven_versions_make_a_design_worse_by_as_much_as_they_are(field: Field) -> None:
    coding, ground, _ = field
    ground = ground._replace(balance_weight=0.0)
    rows = some_tasks(coding, 16, seed=3)
    alone, together = value_of(start(rows, ground), ground), versions_on(ground)
    assert_allclose(value_of(start(rows, together), together), alone * (1 + EVENNESS * uneven(rows)), rtol=1e-12)


def test_what_other_levels_would_give_counts_even_versions(field: Field) -> None:
    coding, ground = field[0], versions_on(field[1])
    rows = some_tasks(coding, 16, seed=4)
    state, hand = start(rows, ground), empty_hand(5, len(coding.constants), len(coding.columns))
    take_out(PLACE, state, hand, ground)
    for criterion, count in enumerate(COUNTS):
        for level in range(count):
            changed = rows.copy()
            changed[PLACE, 0, criterion], changed[PLACE, -1, criterion] = level, (level + 1) % count
            set_step(changed[PLACE], hand, ground)
            found = value_with(uneven(changed) - uneven(rows), state, hand, ground)
            assert_allclose(found, value_of(start(changed, ground), ground), rtol=RTOL)


def test_a_task_gets_the_levels_that_are_best_with_even_versions(field: Field) -> None:
    coding, ground = field[0], versions_on(field[1])
    rows = some_tasks(coding, 16, seed=9)
    state, hand = start(rows, ground), empty_hand(5, len(coding.constants), len(coding.columns))
    for place in range(16):
        exchange.improve(place, state, hand, ground)
    assert uneven(state.rows) < uneven(rows)
    exchange.replace(3, some_tasks(coding, 1, seed=90)[0], state, hand, ground)
    _holds_what_its_rows_do(state, ground, RTOL * 100)


def test_quick_steps_count_even_versions(pair: tuple[ChoiceCoding, ChoiceGround]) -> None:
    coding, ground = pair[0], versions_on(pair[1])
    rows = some_tasks(coding, 16, seed=6)
    state, lanes = start(rows, ground), empty_lanes(ground)
    worth = EVENNESS * state.error.mean()
    pairs.take(PLACE, state, lanes, ground)
    for criterion, count in enumerate(COUNTS):
        pairs.value_levels(PLACE, criterion, state, lanes, ground._replace(evenness=0.0))
        taught = lanes.values[:count, :count].copy()
        pairs.value_levels(PLACE, criterion, state, lanes, ground)
        for one, other in np.ndindex(count, count):
            changed = rows.copy()
            changed[PLACE, :, criterion] = one, other
            if (changed != rows).any():
                steps = uneven(changed) - uneven(rows)
                assert_allclose(lanes.values[one, other], taught[one, other] + worth * steps, rtol=1e-5)
    for place in range(16):
        pairs.improve(place, 0.0, state, lanes, ground)
    assert uneven(state.rows) < uneven(rows)
    pairs.replace(2, some_tasks(coding, 1, seed=90)[0], state, lanes, ground)
    _holds_what_its_rows_do(state, ground, SINGLE_RTOL * 10)


def _holds_what_its_rows_do(state: State, ground: ChoiceGround, rtol: float) -> None:
    anew = start(state.rows, ground)
    assert (state.counts == anew.counts).all()
    assert_allclose(state.uneven, [uneven(state.rows)], atol=1e-9)
    assert_allclose(anew.uneven, [uneven(state.rows)], atol=1e-9)
    assert_allclose(value_of(state, ground), value_of(anew, ground), rtol=rtol)


@pytest.mark.full_search
@pytest.mark.parametrize("alternatives", [2, 3])
def test_the_search_itself_keeps_versions_even(
    small_study: StudyMaker, monkeypatch: pytest.MonkeyPatch, alternatives: int
) -> None:
    task = {"kind": "choice", "alternatives": alternatives, "statement": {"en": "Which?"}}
    study = small_study((3, 2, 3, 2), task=task, design={"tasks": 9, "versions": 3})
    monkeypatch.setattr(make, "split_versions", lambda deal, rng: deal.first)  # as the search left them
    assert all(_gap(study, seed) <= 1 for seed in range(3))
    monkeypatch.setattr(tasks, "EVENNESS", 0.0)
    assert _gap(study, 0) > 1  # so it was the search, and no luck of this study


def _gap(study: Study, seed: int) -> int:
    """By how much two versions differ at most in how often they show a level."""
    rows = make_design(study, seed=seed).rows
    tables = [rows.groupby(["version", name]).size().unstack(fill_value=0) for name in study.criterion_ids]
    return max(int((table.max() - table.min()).max()) for table in tables)
