"""Versions are kept even while the tasks are searched: in the arithmetic of a step, in arrays and in whole designs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose

from dce.design import Watch, make, make_design
from dce.design.candidates import candidates
from dce.design.effects import Effects
from dce.design.single import averaged, plain, problem
from dce.design.single.ground import ANCHOR, AVERAGED, PLAIN, Aim, Bounds, Ground, lay_ground
from dce.design.single.search import RIDGE, start
from dce.study import Study

StudyMaker = Callable[..., Study]
COUNTS = (3, 2, 3, 2)
VERSION = np.array([ANCHOR, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
ROUNDING = 1e-8  # a few dozen updates of an inverse


def ground_of(study: Study, draws: int) -> Ground:
    effects, rng = Effects.of(study), np.random.default_rng(3)
    found = candidates(study, rng)
    weights = np.zeros((1, 7)) if draws == 1 else rng.normal(0.3, 0.7, size=(draws, 7))
    bounds = Bounds(found.matches, found.most, VERSION, copies=3)
    return lay_ground(effects, weights, bounds, Aim(between=0.5), rng)


def by_hand(study: Study, rows: np.ndarray, ground: Ground) -> float:
    """The mean D-error of criteria and of contrasts between versions, of which half is known beforehand."""
    effects, contrasts = Effects.of(study), np.array([[1, 1], [-1, 1], [0, -2]]) / np.sqrt([2, 6])
    x = np.concatenate([np.ones((len(rows), 1)), effects.encode_levels(rows)], axis=1)
    errors = []
    for weights in ground.weights[:7].T:
        p = 1 / (1 + np.exp(-x @ weights))
        total = RIDGE * np.eye(9) + np.diag([0.0] * 7 + [0.5 * 6 / 4] * 2)
        for row, chance, version in zip(x, p, VERSION, strict=True):
            for stands in range(3) if version == ANCHOR else [version]:
                full = np.concatenate([row, np.zeros(2) if version == ANCHOR else contrasts[stands]])
                total += chance * (1 - chance) * np.outer(full, full)
        errors.append(np.linalg.det(total) ** (-1 / 9))
    return float(np.mean(errors))


@pytest.mark.parametrize(("draws", "way"), [(1, PLAIN), (5, AVERAGED)])
def test_a_search_makes_small_what_is_said_and_its_steps_keep_count_of_it(
    small_study: StudyMaker, draws: int, way: int
) -> None:
    study, rng = small_study(COUNTS), np.random.default_rng(1)
    ground = ground_of(study, draws)
    assert ground.way == way
    rows = np.stack([rng.integers(count, size=len(VERSION)) for count in COUNTS], axis=1)
    state = start(rows, ground)
    assert_allclose(state.error.mean(), by_hand(study, rows, ground), rtol=ROUNDING)
    if way == PLAIN:
        plain.improve_all(state, ground)
    else:
        for task in range(len(rows)):
            averaged.improve(task, state, ground)
    assert (state.rows != rows).any()
    assert_allclose(state.error.mean(), by_hand(study, state.rows, ground), rtol=1e-6)


def test_an_array_has_the_version_as_a_column_where_it_has_room(small_study: StudyMaker) -> None:
    design = make_design(small_study((3, 3, 3, 2), design={"tasks": 18, "versions": 2}), seed=1)
    assert design.quality().d_efficiency == pytest.approx(100.0)
    for name in design.study.criterion_ids:
        counts = design.rows.groupby("version")[name].value_counts()
        assert counts.nunique() == 1


def test_the_search_itself_keeps_versions_even(small_study: StudyMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    study = small_study((3, 2, 3, 3, 2, 3), design={"tasks": 13, "versions": 3})
    monkeypatch.setattr(make, "split_versions", lambda deal, rng: deal.first)  # as the search left them
    known = sum(_unevenness(study, seed) for seed in range(3))
    monkeypatch.setattr(problem, "SLOWER", 0.0)
    assert known < 0.3 * sum(_unevenness(study, seed) for seed in range(3))


def _unevenness(study: Study, seed: int) -> float:
    rows = make_design(study, seed=seed, watch=Watch(seconds=0.6)).rows
    tables = [rows.groupby(["version", name]).size().unstack(fill_value=0) for name in study.criterion_ids]
    return float(sum(((table - table.mean()) ** 2).to_numpy().sum() for table in tables))
