"""Orthogonal arrays as designs: rules hold, chance names the levels, and what does not fit still starts a search."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest

from dce.design import make_design
from dce.design.bounds import d_bound
from dce.design.candidates import candidates, refused
from dce.design.relabel import relabelled_array
from dce.study import Study

StudyMaker = Callable[..., Study]


@pytest.mark.parametrize(
    ("counts", "tasks", "versions"),
    [((3,) * 13, 27, 1), ((2,) * 11 + (3,) * 12, 36, 1), ((3,) * 7 + (2,), 18, 1), ((3,) * 6 + (6,), 18, 1),
     ((5,) * 6, 25, 1), ((4,) * 5, 16, 1), ((3,) * 7, 9, 2), ((2,) * 3 + (4,) * 9, 16, 2), ((7,) * 8, 49, 1)],
)  # fmt: skip
def test_sizes_with_an_array_score_100_whatever_the_seed(
    small_study: StudyMaker, counts: tuple[int, ...], tasks: int, versions: int
) -> None:
    shown = set()
    for seed in (1, 2):
        design = make_design(small_study(counts), tasks=tasks, versions=versions, seed=seed)
        assert design.quality().d_efficiency == pytest.approx(100.0)
        assert "orthogonal array" in design.settings["search"]
        shown.add(design.hash)
    assert len(shown) == 2


@pytest.mark.parametrize(
    ("counts", "tasks"),
    [((2,) * 12, 32), ((2,) * 6, 24), ((3, 3, 3, 3), 54), ((5, 5, 5), 100), ((3, 3, 3, 2), 36), ((6, 2, 2, 2), 24)],
)
def test_arrays_are_found_that_show_no_scenario_twice(
    small_study: StudyMaker, counts: tuple[int, ...], tasks: int
) -> None:
    """The first array at hand shows some twice: other columns do not, nor do all scenarios but those of a small one."""
    study, rng = small_study(counts), np.random.default_rng(1)
    found = candidates(study, rng)
    made = relabelled_array(np.array(counts), tasks, found, 1, rng)
    assert made is not None
    assert made.whole
    assert not refused(made.scenarios, found.matches).any()
    assert len(np.unique(made.scenarios, axis=0)) == tasks
    for a, b in combinations(range(len(counts)), 2):
        pairs = np.bincount(made.scenarios[:, a] * counts[b] + made.scenarios[:, b], minlength=counts[a] * counts[b])
        assert len(set(pairs.tolist())) == 1


@pytest.mark.parametrize("runs", [21, 22, 23, 26])
def test_a_matrix_of_maximal_determinant_starts_the_search(small_study: StudyMaker, runs: int) -> None:
    study, rng = small_study((2,) * (runs - 1)), np.random.default_rng(1)
    found = candidates(study, rng)
    made = relabelled_array(np.full(runs - 1, 2), runs, found, 1, rng)
    assert made is not None
    assert not made.whole
    assert not refused(made.scenarios, found.matches).any()
    x = np.c_[np.ones(runs), 1 - 2 * made.scenarios]
    efficiency = 100 * np.exp(2 * np.linalg.slogdet(x)[1] / runs) / runs
    assert efficiency == pytest.approx(d_bound((2,) * (runs - 1), runs)[0])


def test_an_array_keeps_rules_that_leave_room_for_it(small_study: StudyMaker) -> None:
    study = small_study((3,) * 4, [{"c0": "0", "c1": "0", "c2": "0"}, {"c1": "2", "c2": "2", "c3": "1"}])
    design = make_design(study, tasks=9, seed=1)
    assert design.quality().d_efficiency == pytest.approx(100.0)
    rows = design.frame
    assert not ((rows["c0"] == "0") & (rows["c1"] == "0") & (rows["c2"] == "0")).any()
    assert not ((rows["c1"] == "2") & (rows["c2"] == "2") & (rows["c3"] == "1")).any()


def test_an_array_that_no_names_fit_is_mended_into_a_start(small_study: StudyMaker) -> None:
    study = small_study((3,) * 4, [{"c0": "0", "c1": "0"}])  # every array shows each pair
    rng = np.random.default_rng(1)
    found = candidates(study, rng)
    made = relabelled_array(np.array([3, 3, 3, 3]), 9, found, 1, rng)
    assert made is not None
    assert not made.whole
    assert not refused(made.scenarios, found.matches).any()
    assert len(np.unique(made.scenarios, axis=0)) == 9
    assert make_design(study, tasks=9, seed=1).quality().rank == 9


def test_scenarios_that_an_array_shows_twice_are_not_shown_twice(small_study: StudyMaker) -> None:
    study, rng = small_study((3, 3)), np.random.default_rng(1)
    found = candidates(study, rng)
    counts = np.array([3, 3])
    twice = relabelled_array(counts, 18, found, 2, rng)
    assert twice is not None
    assert twice.whole
    assert relabelled_array(counts, 18, found, 1, rng) is None  # there are nine scenarios and no more
    design = make_design(study, tasks=9, versions=2, seed=1)
    assert not design.frame.duplicated(["version", "c0", "c1"]).any()
