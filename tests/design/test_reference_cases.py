"""Published designs of single scenarios: our figure for each is the published one, and our own design is as good.

What judges ours here is written out in numpy, from the formulas, and shares nothing with the search.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from scipy.stats import norm, qmc

from dce.coding import Coding
from dce.design import Design, make_design
from dce.design.bounds import ZERO_ONE, d_bound
from dce.design.quality import d_errors
from dce.design.split import imbalance
from dce.study import Study

StudyMaker = Callable[..., Study]
Real = NDArray[np.float64]
CASES = Path(__file__).parents[3] / "shared" / "references" / "design" / "cases.json"
MAIN = (3, 2, 3, 2, 3, 3, 3, 3, 2, 3)
SEEDS = (1, 2, 3)
EACH_SEED = (1, *(pytest.param(seed, marks=pytest.mark.long) for seed in SEEDS[1:]))
DRAWS = 4096
MEANS = np.concatenate([[0.0], *([-0.6, 0.0] if count == 3 else [-0.4] for count in MAIN)])
SPREADS = np.array([0.5] + [0.3] * 17)
pytestmark = [
    pytest.mark.full_search,
    pytest.mark.skipif(not CASES.exists(), reason="the published cases are not there"),
]


def _cases(start: str) -> list[Any]:
    cases = json.loads(CASES.read_text(encoding="utf-8")) if CASES.exists() else []
    return [pytest.param(case, id=case["id"]) for case in cases if case["id"].startswith(start)]


def _judged(study: Study, rows: Any) -> Design:
    frame = pd.DataFrame(np.array(rows).astype(str), columns=list(study.criterion_ids))
    return Design.from_frame(study, frame)


def _numbers(design: Design) -> NDArray[np.int64]:
    return design.frame[list(design.study.criterion_ids)].to_numpy(dtype=np.int64)


def _determinant(study: Study, rows: pd.DataFrame) -> float:
    x = Coding.categorical(study).encode(rows)
    return float(abs(np.linalg.det(np.c_[np.ones(len(x)), x])))


def _dummy(count: int) -> Real:
    return np.eye(count)[:, 1:]


def _effects(count: int) -> Real:
    return np.vstack([-np.ones(count - 1), np.eye(count - 1)])


def _orthonormal(count: int) -> Real:
    """Contrasts, each with mean square 1: what is left of the levels when their mean is taken out."""
    left, _, _ = np.linalg.svd(np.eye(count) - 1.0 / count)
    return np.asarray(left[:, : count - 1] * np.sqrt(count))


def _coded(code: Callable[[int], Real], levels: Any, rows: Any) -> Real:
    """A constant and the columns of each criterion (N, K), for level numbers (N, m)."""
    parts = [code(count)[np.array(rows)[:, i]] for i, count in enumerate(levels)]
    return np.concatenate([np.ones((len(rows), 1)), *parts], axis=1)


def _errors(x: Real, weights: Real) -> Real:
    """D-errors (R,) of rows x (N, K) under weights (R, K), draw after draw."""
    found = []
    for beta in weights:
        p = 1.0 / (1.0 + np.exp(-(x @ beta)))
        found.append(np.linalg.det((x * (p * (1.0 - p))[:, None]).T @ x) ** (-1.0 / x.shape[1]))
    return np.array(found)


def _efficiency(levels: Any, rows: Any) -> float:
    x = _coded(_orthonormal, levels, rows)
    return float(100.0 * np.linalg.det(x.T @ x / len(x)) ** (1.0 / x.shape[1]))


@pytest.mark.parametrize("case", _cases("oa_"))
def test_orthogonal_arrays_of_the_cases_score_100_theirs_and_ours(small_study: StudyMaker, case: dict) -> None:
    study = small_study(case["levels"])
    assert _judged(study, case["design"]).quality().d_efficiency == pytest.approx(case["published"])
    for seed in SEEDS:
        ours = make_design(study, tasks=case["runs"], seed=seed)
        assert ours.quality().d_efficiency == pytest.approx(100.0)
        assert _efficiency(case["levels"], _numbers(ours)) == pytest.approx(100.0)


@pytest.mark.parametrize("case", _cases("maxdet_"))
def test_maximal_determinants_of_the_cases_are_theirs_and_ours(small_study: StudyMaker, case: dict) -> None:
    study = small_study(case["levels"])
    assert _determinant(study, _judged(study, case["design"]).frame) == pytest.approx(case["published"])
    for seed in SEEDS:
        ours = make_design(study, tasks=case["runs"], seed=seed)
        assert _determinant(study, ours.frame) == pytest.approx(case["published"])
        bound, kind = d_bound(case["levels"], case["runs"])
        assert kind == "proven"
        assert ours.quality().d_efficiency == pytest.approx(bound)


@pytest.mark.parametrize("runs", [8, 12, 13, 14, 15])
def test_maximal_determinants_of_further_sizes_are_ours(small_study: StudyMaker, runs: int) -> None:
    for seed in SEEDS:
        ours = make_design(small_study((2,) * (runs - 1)), tasks=runs, seed=seed)
        assert _determinant(ours.study, ours.frame) == pytest.approx(ZERO_ONE[runs - 1] * 2.0 ** (runs - 1))


@pytest.mark.parametrize("case", [*_cases("oa_"), *_cases("maxdet_")])
def test_published_designs_have_the_errors_that_each_coding_gives_by_hand(small_study: StudyMaker, case: dict) -> None:
    """With a constant, the codes of L levels have determinant 1 (dummy), L (effects) or L^(L/2) (orthonormal).

    At zero weights an answer weighs a quarter, so an orthogonal array of N has error 4 / N on orthonormal contrasts.
    """
    levels, rows = np.array(case["levels"]), case["design"]
    size = 1 + (levels - 1).sum()
    efficiency = 1.0 if case["id"].startswith("oa_") else case["published"] ** (2 / size) / case["runs"]
    orthonormal, by = 4.0 / (case["runs"] * efficiency), 2.0 / size * np.log(levels)
    by_hand = {
        _orthonormal: orthonormal,
        _effects: orthonormal * np.exp(((levels / 2 - 1) * by).sum()),
        _dummy: orthonormal * np.exp((levels / 2 * by).sum()),
    }
    for code, error in by_hand.items():
        assert_allclose(d_errors(_coded(code, levels, rows), np.zeros((1, size))), error, rtol=1e-9)
    judged = _judged(small_study(case["levels"]), rows).quality()
    assert_allclose(judged.d_error, by_hand[_effects], rtol=1e-9)
    assert_allclose(judged.d_efficiency, 100.0 * efficiency, rtol=1e-9)


@pytest.mark.parametrize("case", [*_cases("oa_L9"), *_cases("maxdet_7")])
def test_people_with_preferences_are_judged_alike_under_every_coding(case: dict) -> None:
    """The same people by other weights: the error differs by the determinants of the codes alone."""
    levels, rows, rng = np.array(case["levels"]), case["design"], np.random.default_rng(1)
    effects = _coded(_effects, levels, rows)
    weights = rng.normal(size=(5, effects.shape[1]))
    for code, power in ((_dummy, np.ones(len(levels))), (_orthonormal, 1.0 - levels / 2)):
        x = _coded(code, levels, rows)
        everything = np.array(list(np.ndindex(*levels)))
        other = np.linalg.lstsq(_coded(code, levels, everything), _coded(_effects, levels, everything) @ weights.T)[0].T
        factor = np.exp(2.0 / x.shape[1] * (power * np.log(levels)).sum())
        assert_allclose(d_errors(x, other), _errors(x, other), rtol=1e-9)
        assert_allclose(d_errors(x, other), d_errors(effects, weights) * factor, rtol=1e-9)


def _idefix() -> tuple[Real, dict[str, Any]]:
    case: dict[str, Any] = next(c for c in json.loads(CASES.read_text(encoding="utf-8")) if c["id"] == "idefix_bin")
    rows = np.array(case["model_matrix"]).reshape(-1, 2, 18)
    return np.c_[np.ones(len(rows)), rows[:, 0, 1:]], case


def test_the_binary_design_of_idefix_has_the_error_that_it_printed() -> None:
    """Its file of draws is lost, but they are the first 100 of Sobol sequences that scipy scrambles by ``seed``."""
    x, case = _idefix()
    constant, others = (qmc.Sobol(size, seed=seed).random_base2(7)[:100] for size, seed in ((1, 3), (17, 1)))
    error = d_errors(x, MEANS + SPREADS * norm.ppf(np.c_[constant, others])).mean()
    assert error == pytest.approx(case["published"], abs=5e-8)  # seven decimals
    assert error == pytest.approx(case["recomputed"], rel=1e-9)  # its draws were written to ten digits or so


def test_the_binary_design_of_idefix_is_worse_on_draws_that_it_was_not_made_for() -> None:
    x, case = _idefix()
    error = d_errors(x, np.random.default_rng(4096).normal(MEANS, SPREADS, size=(20_000, 18))).mean()
    assert case["published"] < error < case["published"] * 1.03


@pytest.mark.parametrize("seed", EACH_SEED)
def test_21_scenarios_at_zero_weights_reach_the_efficiency_asked_for(small_study: StudyMaker, seed: int) -> None:
    design = make_design(small_study(MAIN), tasks=21, seed=seed)
    assert _efficiency(MAIN, _numbers(design)) >= 96.6
    assert design.quality().d_efficiency == pytest.approx(_efficiency(MAIN, _numbers(design)))


@cache
def _with_priors(small_study: StudyMaker, seed: int) -> Design:
    study = small_study(MAIN)
    names = ("constant", *Coding.categorical(study).columns)
    priors = {name: (float(mean), float(sd)) for name, mean, sd in zip(names, MEANS, SPREADS, strict=True)}
    return make_design(study, tasks=21, priors=priors, seed=seed)


@pytest.mark.parametrize("seed", EACH_SEED)
def test_21_scenarios_with_priors_reach_the_error_asked_for(small_study: StudyMaker, seed: int) -> None:
    assert (_with_priors(small_study, seed).quality().held_out or np.inf) <= 0.468


@pytest.mark.parametrize("draw_seed", [11, 12, 13])
@pytest.mark.parametrize("seed", EACH_SEED)
def test_21_scenarios_with_priors_reach_it_on_other_draws_too(
    small_study: StudyMaker, seed: int, draw_seed: int
) -> None:
    """Within what the mean of so many plain draws may be off; the design of idefix is 2% worse on the same ones."""
    weights = np.random.default_rng(draw_seed).normal(MEANS, SPREADS, size=(DRAWS, 18))
    errors = _errors(_coded(_effects, MAIN, _numbers(_with_priors(small_study, seed))), weights)
    assert errors.mean() <= 0.468 + 3 * errors.std() / np.sqrt(DRAWS)
    assert errors.mean() < 0.98 * _errors(_idefix()[0], weights).mean()  # its -1 is the last level, named otherwise


@pytest.mark.parametrize("seed", EACH_SEED)
def test_84_scenarios_in_four_versions_are_good_together_and_apart(small_study: StudyMaker, seed: int) -> None:
    study = small_study(MAIN)
    design = make_design(study, tasks=21, versions=4, seed=seed)
    version, scenarios = design.frame["version"].to_numpy(), _numbers(design)
    assert _efficiency(MAIN, scenarios) >= 99.7
    assert design.quality().d_efficiency == pytest.approx(_efficiency(MAIN, scenarios))
    assert min(_efficiency(MAIN, scenarios[version == own]) for own in design.versions) >= 62.0
    levels = 4 * sum(MAIN)
    assert imbalance(scenarios[:, None], version - 1, 4) <= levels / 2  # seven tenths off an even share, on average
