"""What is said of a design: figures against hand values, published designs and another program; problems by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from statsmodels.multivariate.cancorr import CanCorr

from dce.coding import Coding
from dce.design import Design, describe, make_design
from dce.design.effects import Effects
from dce.study import Study

StudyMaker = Callable[..., Study]
CASES = Path(__file__).parents[3] / "shared" / "references" / "design" / "cases.json"


def _design(study: Study, rows: Any) -> Design:
    return Design.from_frame(study, pd.DataFrame(np.array(rows).astype(str), columns=list(study.criterion_ids)))


def test_figures_of_a_half_fraction_are_those_worked_out_by_hand(small_study: StudyMaker) -> None:
    quality = _design(small_study((2, 2, 2)), [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]).quality()
    assert (quality.rank, quality.parameters, quality.tasks) == (4, 4, 4)
    assert quality.d_error == pytest.approx(1.0)  # X'X = 4 I, a quarter of it is I
    assert quality.d_efficiency == pytest.approx(100.0)
    assert quality.overlap == pytest.approx(1 / 3)  # two scenarios agree on one criterion of three
    assert set(quality.balance["count"]) == {2}
    assert quality.correlations["canonical"].max() == pytest.approx(0.0, abs=1e-12)
    assert quality.held_out is None


@pytest.mark.skipif(not CASES.exists(), reason="the published designs are not part of this repository")
@pytest.mark.parametrize("case", ["oa_L9.3.4", "oa_L12.2.11", "oa_L18.3.6.6.1"])
def test_published_orthogonal_arrays_have_efficiency_100(small_study: StudyMaker, case: str) -> None:
    found = _case(case)
    quality = _design(small_study(found["levels"]), found["design"]).quality()
    assert quality.d_efficiency == pytest.approx(found["published"], abs=1e-9)
    assert quality.correlations["canonical"].max() < 1e-9


@pytest.mark.skipif(not CASES.exists(), reason="the published designs are not part of this repository")
@pytest.mark.parametrize("runs", [5, 6, 7, 9, 10, 11])
def test_saturated_designs_reach_the_largest_determinants_known(small_study: StudyMaker, runs: int) -> None:
    found = _case(f"maxdet_{runs}")
    study = small_study(found["levels"])
    largest = 100 * found["published"] ** (2 / runs) / runs  # |X'X| = |det X|^2
    assert _design(study, found["design"]).quality().d_efficiency == pytest.approx(largest)
    assert make_design(study, tasks=runs, seed=1).quality().d_efficiency == pytest.approx(largest)


def _case(name: str) -> dict[str, Any]:
    return next(case for case in json.loads(CASES.read_text(encoding="utf-8")) if case["id"] == name)


def test_correlations_are_those_of_statsmodels(small_study: StudyMaker) -> None:
    design = make_design(small_study((3, 4, 2)), tasks=11, seed=1)
    coding = Coding.categorical(design.study)
    x = coding.encode(design.frame)
    for a, b, canonical, largest in design.quality().correlations.itertuples(index=False):
        first, second = x[:, coding.blocks[a]], x[:, coding.blocks[b]]
        assert canonical == pytest.approx(CanCorr(first, second).cancorr.max(), abs=1e-9)
        between = np.corrcoef(first, second, rowvar=False)[: first.shape[1], first.shape[1] :]
        assert largest == pytest.approx(np.abs(between).max())


def test_a_design_that_cannot_tell_two_criteria_apart_says_so(small_study: StudyMaker) -> None:
    rows = [[0, 0, 1], [1, 1, 0], [0, 0, 0], [1, 1, 1], [0, 0, 2], [1, 1, 2]]
    quality = _design(small_study((2, 2, 3)), rows).quality()
    assert (quality.rank, quality.parameters) == (4, 5)
    assert quality.d_error == np.inf
    assert quality.d_efficiency == 0.0
    assert "the effects of c0[1], c1[1] cannot be told apart; add tasks or change levels" in quality.problems
    assert any(problem.startswith("c0 and c1 vary nearly together") for problem in quality.problems)
    assert "task 3 shows the least favourable level of every criterion: nearly everybody answers it alike" in (
        quality.problems
    )


def test_levels_that_are_shown_once_or_never_are_named(small_study: StudyMaker) -> None:
    quality = _design(small_study((3, 2)), [[0, 0], [0, 1], [1, 0]]).quality()
    assert 'level "2" of criterion "c0" is never shown' in quality.problems
    assert any(problem.startswith('level "1" of criterion "c1" is shown once only') for problem in quality.problems)


def test_a_criterion_that_does_not_vary_has_no_correlation(small_study: StudyMaker) -> None:
    quality = _design(small_study((2, 2, 2)), [[0, 0, 1], [0, 1, 0], [0, 1, 1]]).quality()
    pairs = quality.correlations.set_index(["criterion_a", "criterion_b"])
    assert np.isnan(pairs.loc[("c0", "c1"), "canonical"])
    assert not np.isnan(pairs.loc[("c1", "c2"), "canonical"])


def test_limits_tell_what_few_scenarios_cannot_show(small_study: StudyMaker) -> None:
    study = small_study((3, 3, 2))
    one, two = (make_design(study, tasks=8, versions=n, seed=1).quality().limits for n in (1, 2))
    assert one[0].startswith("8 different scenarios for 6 parameters: 2 left to test")
    assert any("one version: all respondents see the same 8 scenarios" in limit for limit in one)
    assert not any("one version" in limit for limit in two)
    assert any("(3 pairs)" in limit for limit in one)


def test_held_out_values_do_not_hang_on_the_seed_of_the_search(small_study: StudyMaker) -> None:
    study = small_study((3, 2, 2))
    priors = {"c0[1]": (1.0, 0.5)}
    design = make_design(study, tasks=8, priors=priors, draws=32, seed=1)
    same_rows = Design.from_frame(study, design.frame, seed=99, settings={"priors": {"c0[1]": [1.0, 0.5]}})
    assert same_rows.quality().held_out == design.quality().held_out
    x = np.hstack([np.ones((8, 1)), Coding.categorical(study).encode(design.frame)])
    weights = np.zeros((200_000, 5))
    weights[:, 1] = np.random.default_rng(1).normal(1.0, 0.5, size=200_000)
    p = 1 / (1 + np.exp(-x @ weights.T))
    information = np.einsum("nr,nk,nl->rkl", p * (1 - p), x, x, optimize=True)
    truth = (np.linalg.det(information) ** (-1 / 5)).mean()
    assert_allclose(design.quality().held_out, truth, rtol=2e-3)  # 200,000 plain draws are as good as that


def test_the_description_tells_every_figure_of_the_quality(small_study: StudyMaker) -> None:
    design = make_design(small_study((3, 2, 2)), tasks=8, seed=1)
    text, quality = describe(design), design.quality()
    assert text == describe(design)
    assert text.startswith("Design of study klein: 8 tasks in 1 version, 3 criteria\n")
    assert f"D-efficiency {quality.d_efficiency:.2f}" in text
    assert f"{quality.d_error:.4f} (weights zero, 8 tasks, effects coding)" in text
    assert "5 of 5 parameters" in text
    assert design.hash in text
    for criterion, level, count in quality.balance.itertuples(index=False):
        line = next(line for line in text.splitlines() if line.startswith(f"  {criterion} ") and " with " not in line)
        assert f" {level} {count}" in line
    assert all(limit in text for limit in quality.limits)


def test_a_design_with_problems_shows_them(small_study: StudyMaker) -> None:
    design = _design(small_study((2, 2)), [[0, 0], [1, 1]])
    assert "What is wrong with it:" in describe(design)
    assert all(problem in describe(design) for problem in design.quality().problems)


def test_one_criterion_can_be_judged_too(small_study: StudyMaker) -> None:
    design = make_design(small_study((3,)), tasks=3, seed=1)
    assert design.quality().correlations.empty
    assert "rank         3 of 3" in describe(design)


def test_criteria_that_do_not_vary_are_not_described_by_a_correlation(small_study: StudyMaker) -> None:
    assert "nan" not in describe(_design(small_study((2, 2)), [[0, 0], [0, 1]]))


def test_efficiency_is_held_against_what_is_possible_at_all(small_study: StudyMaker) -> None:
    """Five two-level criteria of six runs: 94.86 by the largest determinant of order six, 160, all of it proven."""
    design = make_design(small_study((2, 2, 2, 2, 2)), tasks=6, seed=1)
    quality = design.quality()
    assert quality.d_bound == pytest.approx(100 * 160 ** (1 / 3) / 6)
    assert quality.bound_kind == "proven"
    assert quality.of_bound == pytest.approx(100 * quality.d_efficiency / quality.d_bound)
    assert f"{quality.of_bound:.1f}% of what is possible at all" in describe(design)


def test_fewer_tasks_than_parameters_have_no_bound(small_study: StudyMaker) -> None:
    design = _design(small_study((2, 2, 2)), [[0, 0, 1], [1, 1, 0]])
    quality = design.quality()
    assert (quality.d_bound, quality.of_bound, quality.spare) == (0.0, 0.0, 0)
    assert "2 tasks are fewer than 4 parameters" in describe(design)
    assert set(quality.aliased) == {"c0[1]", "c1[1]", "c2[1]"}


def test_interactions_count_as_parameters_and_a_full_factorial_tells_them_all(small_study: StudyMaker) -> None:
    study = small_study((3, 2, 2), design={"interactions": [["c0", "c1"], ["c1", "c2"]]})
    rows = [[a, b, c] for a in range(3) for b in range(2) for c in range(2)]
    design = _design(study, rows)
    quality = design.quality()
    assert (quality.parameters, quality.rank, quality.interactions) == (8, 8, ("c0:c1", "c1:c2"))
    assert (quality.d_efficiency, quality.d_bound) == (pytest.approx(100.0), pytest.approx(100.0))
    x = np.column_stack([np.ones(12), Effects.of(study).encode(design.frame)])
    assert quality.d_error == pytest.approx(np.linalg.det(x.T @ x / 4) ** (-1 / 8))
    said = "main effects, and whether these criteria reinforce each other: c0 with c1, c1 with c2; whether others do"
    assert any(limit.startswith(f"{said} (1 pair) cannot be seen") for limit in quality.limits)


def test_half_of_a_factorial_cannot_tell_an_interaction_that_is_a_criterion(small_study: StudyMaker) -> None:
    rows = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    quality = _design(small_study((2, 2, 2), design={"interactions": [["c0", "c1"]]}), rows).quality()
    assert quality.aliased == ("c2[1]", "c0[1]:c1[1]")
    plain = _design(small_study((2, 2, 2)), rows).quality()
    assert "if c1 and c2 reinforce each other, the weight of c0 is off by up to 100% of that" in plain.limits


def test_no_random_design_with_interactions_passes_its_bound(small_study: StudyMaker) -> None:
    study, rng = small_study((3, 2, 2), design={"interactions": [["c0", "c1"]]}), np.random.default_rng(1)
    scenarios = [[a, b, c] for a in range(3) for b in range(2) for c in range(2)]
    found = [_design(study, rng.choice(scenarios, size=9, replace=False)).quality() for _ in range(40)]
    assert max(quality.d_efficiency for quality in found) <= found[0].d_bound
    assert found[0].d_bound < 100.0
