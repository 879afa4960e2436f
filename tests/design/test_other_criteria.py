"""Interactions, criteria A and S, balance of utility and prior directions where one scenario is judged at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from dce.design import Design, Watch, make_design
from dce.design.beliefs import draw_weights
from dce.design.candidates import candidates
from dce.design.choice.ground import sample_size_scale
from dce.design.effects import Effects
from dce.design.single.dense import value_with
from dce.design.single.ground import Aim, Bounds, Ground, Levels, lay_ground
from dce.design.single.search import start
from dce.errors import DesignError
from dce.logit import binary_information
from dce.study import Study

StudyMaker = Callable[..., Study]
COUNTS, TASKS = (2, 3, 3), 14
PRIORS = {f"c{c}[{level}]": (0.5, 0.4) for c, count in enumerate(COUNTS) for level in range(1, count)}


def _x(effects: Effects, rows: Levels) -> np.ndarray:
    return np.concatenate([np.ones((len(rows), 1)), effects.encode_levels(rows)], axis=1)


def _value(x: np.ndarray, weights: np.ndarray, aim: Aim) -> float:
    """The criterion written out: D, A or S of the inverse information, and the balance of utility."""
    inverse = np.linalg.inv(binary_information(x, weights))
    variances = np.diagonal(inverse, axis1=1, axis2=2)
    value = {
        "D": np.mean(np.linalg.det(inverse) ** (1 / x.shape[1])),
        "A": variances.mean(),
        "S": (aim.scale * variances.mean(axis=0)).max(),
    }[aim.criterion]
    p = 1 / (1 + np.exp(-(weights @ x.T)))
    return float(value * (1 + aim.balance_weight * (1 - 4 * (p * (1 - p)).mean())))


def _ground(study: Study, criterion: str, balance: float) -> tuple[Ground, Effects, np.ndarray, Aim, Levels]:
    rng, effects = np.random.default_rng(3), Effects.of(study)
    weights = rng.normal(0.4, 0.3, size=(5, 1 + len(effects.columns)))
    found = candidates(study, rng)
    aim = Aim(criterion, balance, sample_size_scale(weights))
    bounds = Bounds(found.matches, found.most, np.zeros(TASKS, dtype=np.int64))
    rows = np.ascontiguousarray(rng.permutation(found.scenarios)[:TASKS])
    return lay_ground(effects, weights, bounds, aim, rng), effects, weights, aim, rows


@pytest.mark.parametrize(("criterion", "balance"), [("D", 0.0), ("A", 0.0), ("S", 0.0), ("D", 0.7), ("A", 2.0)])
def test_what_a_change_would_give_is_the_criterion_written_out(
    small_study: StudyMaker, criterion: str, balance: float
) -> None:
    study = small_study(COUNTS, design={"interactions": [["c0", "c2"]]})
    ground, effects, weights, aim, rows = _ground(study, criterion, balance)
    state = start(rows, ground)
    assert_allclose(state.error.mean(), _value(_x(effects, rows), weights, aim), rtol=1e-3)  # the search's ridge
    from dce.design.single.averaged import take

    take(5, state, ground)
    for other in ([0, 0, 1], [1, 2, 0], [1, 1, 1]):
        changed = rows.copy()
        changed[5] = other
        exact = _value(_x(effects, changed), weights, aim)
        assert_allclose(value_with(5, np.array(other), state, ground), exact, rtol=1e-3)


@pytest.mark.parametrize("criterion", ["A", "S"])
def test_a_design_for_a_criterion_is_best_by_it(small_study: StudyMaker, criterion: str) -> None:
    made = {}
    for asked in ("D", criterion):
        study = small_study(COUNTS, design={"criterion": asked, "tasks": 10})
        made[asked] = make_design(study, priors=PRIORS, draws=64, seed=1, watch=Watch(seconds=1.2))
    effects = Effects.of(made["D"].study)
    columns = ("constant", *effects.columns)
    weights = draw_weights(made["D"].study, columns, PRIORS, 64, np.random.default_rng(1))
    aim = Aim(criterion, 0.0, sample_size_scale(weights))
    values = {asked: _value(_x(effects, _numbers(design)), weights, aim) for asked, design in made.items()}
    assert values[criterion] < values["D"]
    assert str(made[criterion].settings["criterion"]).startswith(criterion)


def _numbers(design: Design) -> Levels:
    return design.frame[list(design.study.criterion_ids)].to_numpy().astype(np.int64)


def test_interactions_that_are_asked_for_can_be_told(small_study: StudyMaker) -> None:
    counts, asked = (2, 3, 3, 3, 2), {"interactions": [["c0", "c1"], ["c1", "c2"]], "tasks": 20}
    quality = make_design(small_study(counts, design=asked), seed=1, watch=Watch(seconds=1.2)).quality()
    assert quality.parameters == 9 + 2 + 4
    assert quality.rank == quality.parameters
    without = make_design(small_study(counts, design={"tasks": 20}), seed=1)
    judged = Design.from_frame(small_study(counts, design=asked), without.frame).quality()
    assert quality.d_error < judged.d_error


def test_balance_of_utility_brings_answers_nearer_to_even(small_study: StudyMaker) -> None:
    sure = dict.fromkeys(PRIORS, (1.5, 0.1))
    evenness = {}
    for weight in (0.0, 50.0):
        study = small_study(COUNTS, design={"balance_weight": weight, "tasks": 9})
        design = make_design(study, priors=sure, draws=16, seed=1)
        x = _x(Effects.of(study), _numbers(design))
        p = 1 / (1 + np.exp(-x[:, 1:] @ np.full(x.shape[1] - 1, 1.5)))
        evenness[weight] = (p * (1 - p)).mean()
    assert evenness[50.0] > evenness[0.0]


def test_directions_alone_are_a_prior(small_study: StudyMaker) -> None:
    study = small_study(COUNTS)
    upward = study.model_copy(
        update={"criteria": tuple(c.model_copy(update={"expected": "positive"}) for c in study.criteria)}
    )
    columns = ("constant", *Effects.of(upward).columns)
    weights = draw_weights(upward, columns, "expected", 512, np.random.default_rng(1))
    utilities = np.concatenate([-weights[:, 2:4].sum(axis=1, keepdims=True), weights[:, 2:4]], axis=1)
    assert (np.diff(utilities, axis=1) >= 0).all()
    design = make_design(upward, tasks=8, priors="expected", seed=1)
    assert design.settings["priors"] == "expected"
    assert design.quality().held_out is not None


def test_the_study_itself_may_hold_the_priors(small_study: StudyMaker) -> None:
    prior: dict[str, Any] = {"c0[1]": {"mean": 0.5, "sd": 0.2}, "c1[1]": {"low": -1, "high": 0}}
    design = make_design(small_study(COUNTS, design={"priors": prior, "tasks": 9}), draws=16, seed=1)
    assert design.settings["priors"] == {"c0[1]": [0.5, 0.2], "c1[1]": ["uniform", -1.0, 0.0]}


def test_a_sample_size_needs_to_know_what_must_be_significant(small_study: StudyMaker) -> None:
    with pytest.raises(DesignError, match="criterion S needs priors"):
        make_design(small_study(COUNTS, design={"criterion": "S", "tasks": 9}))
