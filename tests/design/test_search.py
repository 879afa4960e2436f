"""The search: its shortcuts give what the kernel gives, and its end is the best there is where that can be known."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from numpy.random import Generator
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from dce.design import make_design
from dce.design.candidates import Candidates, candidates, refused
from dce.design.chains import Pace, Watch
from dce.design.effects import Effects
from dce.design.quality import d_errors
from dce.design.single import plain
from dce.design.single.averaged import best_level, error_with, replace, take
from dce.design.single.ground import AVERAGED, DENSE, PLAIN, Aim, Bounds, Ground, lay_ground
from dce.design.single.search import Kicks, descend, search, start
from dce.design.single.swaps import swap_best
from dce.study import Study

StudyMaker = Callable[..., Study]
RTOL = 1e-7  # a hundred updates round, and the inverse of a poor design has large entries
RIDGE_RTOL = 1e-5  # the search adds a ridge of 1e-6 to an information of a few tenths and more
COUNTS = (2, 3, 2, 4)
RULE = {"c0": "0", "c1": ["1", "2"], "c3": ["0", "3"]}


@pytest.fixture(scope="module", params=["zero weights", "draws of weights"])
def field(request: pytest.FixtureRequest, small_study: StudyMaker) -> tuple[Study, Candidates, Ground]:
    study, rng = small_study(COUNTS, [RULE]), np.random.default_rng(5)
    size = 1 + len(Effects.of(study).columns)
    weights = np.zeros((1, size)) if request.param == "zero weights" else rng.normal(0.3, 0.8, size=(7, size))
    found = candidates(study, rng)
    return study, found, _ground(study, weights, found, 14, rng)


def _ground(study: Study, weights: NDArray[np.float64], found: Candidates, tasks: int, rng: Generator) -> Ground:
    bounds = Bounds(found.matches, found.most, np.zeros(tasks, dtype=np.int64))
    return lay_ground(Effects.of(study), weights, bounds, Aim(), rng)


def _x(study: Study, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Code rows by the definition of effects coding: the first level is -1 in every column."""
    parts = [np.ones((len(rows), 1))]
    for i, criterion in enumerate(study.criteria):
        count = len(criterion.levels)
        parts.append(np.vstack([-np.ones(count - 1), np.eye(count - 1)])[rows[:, i]])
    return np.hstack(parts)


def _mean_error(study: Study, rows: NDArray[np.int64], ground: Ground) -> float:
    """Mean over draws of det(sum p (1 - p) x x')^(-1/K), written out."""
    x, errors = _x(study, rows), []
    for weights in ground.weights.T:
        p = 1.0 / (1.0 + np.exp(-x @ weights))
        errors.append(np.linalg.det((x * (p * (1 - p))[:, None]).T @ x) ** (-1.0 / x.shape[1]))
    return float(np.mean(errors))


def _some_rows(found: Candidates, tasks: int, seed: int) -> NDArray[np.int64]:
    chosen = np.random.default_rng(seed).choice(len(found.scenarios), tasks, replace=False)
    return np.ascontiguousarray(found.scenarios[chosen])


def test_the_starting_state_is_the_formula_written_out(field: tuple[Study, Candidates, Ground]) -> None:
    study, found, ground = field
    rows = _some_rows(found, 14, seed=1)
    assert_allclose(start(rows, ground).error.mean(), _mean_error(study, rows, ground), rtol=RIDGE_RTOL)


def test_what_a_level_would_give_is_what_it_gives(field: tuple[Study, Candidates, Ground]) -> None:
    _, found, ground = field
    state = start(_some_rows(found, 14, seed=2), ground)
    take(3, state, ground)
    for criterion in range(len(COUNTS)):
        for level in range(COUNTS[criterion]):
            changed = state.rows.copy()
            changed[3, criterion] = level
            promised = error_with(3, criterion, level, state, ground)
            assert_allclose(promised, start(changed, ground).error.mean(), rtol=RTOL)


def test_the_level_that_is_chosen_has_the_smallest_error(field: tuple[Study, Candidates, Ground]) -> None:
    _, found, ground = field
    state = start(_some_rows(found, 14, seed=9), ground)
    for task in range(14):
        take(task, state, ground)
        for criterion in range(len(COUNTS)):
            errors = {}
            for level in range(COUNTS[criterion]):
                changed = state.rows.copy()
                changed[task, criterion] = level
                if not refused(changed[[task]], found.matches)[0] and len(np.unique(changed, axis=0)) == 14:
                    errors[level] = float(start(changed, ground).error.mean())
            chosen = errors[best_level(task, criterion, state, ground)]
            assert_allclose(chosen, min(errors.values()), rtol=1e-5)  # levels are compared by a series


@pytest.mark.parametrize("quick", [False, True])
def test_a_hundred_updates_still_agree_with_the_state_from_scratch(
    field: tuple[Study, Candidates, Ground], quick: bool
) -> None:
    _, found, ground = field
    step = plain.replace if quick and ground.way == PLAIN else replace
    state, rng = start(_some_rows(found, 14, seed=3), ground), np.random.default_rng(4)
    for _ in range(100):
        task = int(rng.integers(14))
        take(task, state, ground)
        scenario = found.scenarios[rng.integers(len(found.scenarios))]
        step(task, scenario, state, ground)
    anew = start(state.rows, ground)
    assert_allclose(state.error, anew.error, rtol=RTOL)
    assert_allclose(state.inverse, anew.inverse, rtol=1e-5, atol=1e-7)
    assert_allclose(state.keys, anew.keys)


def test_the_plain_step_descends_as_the_averaged_one_does_on_one_draw(small_study: StudyMaker) -> None:
    study, rng = small_study(COUNTS, [RULE]), np.random.default_rng(5)
    found = candidates(study, rng)
    ground = _ground(study, np.zeros((1, 1 + len(Effects.of(study).columns))), found, 14, rng)
    ends = [
        [descend(_some_rows(found, 14, seed=seed), ground._replace(way=way)).error[0] for seed in range(40)]
        for way in (PLAIN, AVERAGED, DENSE)
    ]
    assert_allclose(np.median(ends[0]), np.median(ends[1]), rtol=0.01)  # ties may lead them to different ends
    assert_allclose(np.median(ends[1]), np.median(ends[2]), rtol=0.01)
    assert_allclose(min(ends[0]), min(ends[1]), rtol=0.005)


def test_a_descent_ends_where_no_single_level_helps(field: tuple[Study, Candidates, Ground]) -> None:
    _, found, ground = field
    first = _some_rows(found, 14, seed=6)
    kept = first.copy()
    state = descend(first, ground)
    assert (first == kept).all()
    assert state.error.mean() < start(first, ground).error.mean()
    for task in range(14):
        take(task, state, ground)
        assert [best_level(task, c, state, ground) for c in range(len(COUNTS))] == state.rows[task].tolist()


@pytest.mark.parametrize(
    ("counts", "rules", "tasks"),
    [
        ((2, 2, 3), [], 6),
        ((2, 2, 3), [{"c0": "0", "c2": "2"}], 6),
        ((3, 3), [], 6),
        ((2, 2, 2, 2), [{"c0": "0", "c1": "1", "c2": "0"}], 7),
        ((4, 2, 2), [], 8),
    ],
)
def test_no_design_of_a_tiny_study_is_better(small_study: StudyMaker, counts: tuple, rules: list, tasks: int) -> None:
    study = small_study(counts, rules)
    every = np.stack(np.meshgrid(*[np.arange(n) for n in counts], indexing="ij"), axis=-1).reshape(-1, len(counts))
    allowed = [
        row
        for row in every.tolist()
        if not any(all(str(row[int(name[1:])]) in levels for name, levels in rule.items()) for rule in rules)
        and (len(counts) < 3 or row not in ([0] * len(counts), [n - 1 for n in counts]))
    ]
    x = _x(study, np.array(allowed))
    designs = x[np.array(list(combinations(range(len(allowed)), tasks)))]
    largest = np.linalg.det(np.swapaxes(designs, 1, 2) @ designs).max()
    assert_allclose(
        make_design(study, tasks=tasks, seed=1).quality().d_error, 4 * largest ** (-1 / x.shape[1]), rtol=1e-9
    )


def test_no_design_of_a_tiny_study_is_better_under_priors(small_study: StudyMaker) -> None:
    study, rng = small_study((2, 2, 3)), np.random.default_rng(8)
    found = candidates(study, rng)
    weights = rng.normal(0.5, 1.0, size=(16, 5))
    ground = _ground(study, weights, found, 6, rng)
    subsets = [found.scenarios[list(chosen)] for chosen in combinations(range(len(found.scenarios)), 6)]
    best = min(d_errors(_x(study, rows), weights).mean() for rows in subsets)
    for slack in (0.0, 0.01):
        kicks, pace = Kicks(found.scenarios, size=2, slack=slack), Pace(0, 300, None, Watch())
        end = search(_some_rows(found, 6, seed=1), kicks, ground, rng, pace)
        assert_allclose(end.error.mean(), best, rtol=1e-5)


def test_the_exchange_of_two_levels_is_the_best_there_is(small_study: StudyMaker) -> None:
    study, rng = small_study(COUNTS, [RULE]), np.random.default_rng(5)
    found = candidates(study, rng)
    ground = _ground(study, np.zeros((1, 1 + len(Effects.of(study).columns))), found, 14, rng)
    state = start(_some_rows(found, 14, seed=2), ground)
    errors = [float(state.error[0])]
    for one, other in combinations(range(14), 2):
        for criterion in range(len(COUNTS)):
            changed = state.rows.copy()
            changed[[one, other], criterion] = changed[[other, one], criterion]
            if not refused(changed, found.matches).any() and len(np.unique(changed, axis=0)) == 14:
                errors.append(float(start(changed, ground).error[0]))
    assert swap_best(state, ground)
    assert_allclose(state.error[0], min(errors), rtol=RTOL)
    assert_allclose(state.error, start(state.rows, ground).error, rtol=RTOL)
    assert not refused(state.rows, found.matches).any()
