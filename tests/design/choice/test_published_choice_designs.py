"""Published choice designs: our figures are theirs, and our search attains or beats them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import norm, qmc

from dce.coding import Coding
from dce.data import Choices
from dce.design import Design, make_choice_design
from dce.design.chains import Pace, Watch
from dce.design.choice.bound import error_bound
from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.ground import Aim, Limits, everything_open, lay_choice_ground
from dce.design.choice.hand import code_task, value_of
from dce.design.choice.quality import choice_covariances, choice_errors, sample_size
from dce.design.choice.search import kicks_of, wander
from dce.estimation import delta_method, fit_conditional_logit
from dce.logit import choice_information
from dce.study import Study

StudyMaker = Callable[..., Study]
CASES = Path(__file__).parents[4] / "shared" / "references" / "design" / "cases.json"
Real = NDArray[np.float64]
PRINTED = 1e-5  # the notebooks print five or six digits
CHOICEDESIGN = ("simple", "asc", "avail", "conds", "dummy")

pytestmark = [
    pytest.mark.full_search,
    pytest.mark.skipif(not CASES.exists(), reason="the published cases are not on this machine"),
]


def _case(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {case["id"]: case for case in json.loads(CASES.read_text(encoding="utf-8"))}[name]
    return found


@pytest.mark.parametrize("name", CHOICEDESIGN)
def test_our_figure_of_a_published_design_is_the_published_one(name: str) -> None:
    case = _case(f"choicedesign_{name}")
    x, weights = np.array(case["model_matrix"]), np.array([case["priors"]])
    if name == "asc":  # choicedesign leaves constants out of its D-error, as if they were known
        information = choice_information(weights, x, np.ones(x.shape[:2], dtype=np.bool_))[0]
        assert_allclose(np.linalg.det(information[:4, :4]) ** (-1 / 4), case["published"], rtol=PRINTED)
        assert_allclose(choice_errors(x, weights)[0], case["recomputed_all_params"], rtol=1e-9)
    else:
        assert_allclose(choice_errors(x, weights)[0], case["published"], rtol=PRINTED)


def _coding(codes: Sequence[Sequence[Sequence[float]]]) -> Coding:
    blocks, width = {}, 0
    for i, own in enumerate(codes):
        blocks[f"c{i}"] = slice(width, width + len(own[0]))
        width += len(own[0])
    return Coding(
        kinds=MappingProxyType(dict.fromkeys(blocks, "linear")),
        levels=MappingProxyType({f"c{i}": tuple(map(str, range(len(own)))) for i, own in enumerate(codes)}),
        codes=MappingProxyType({f"c{i}": np.array(own, dtype=float) for i, own in enumerate(codes)}),
        columns=tuple(map(str, range(width))),
        blocks=MappingProxyType(blocks),
    )


def _found(case: dict[str, Any], codes: Any, tasks: int, shown: int = 2, shut: Any = ()) -> Real:
    """The best x (N, T, K) that a search of 200 kicks finds under the levels, weights and constants of a case."""
    coding, rng = _coding(codes), np.random.default_rng(1)
    counts = [len(own) for own in codes]
    weights = np.array([case["priors"]], dtype=float) if "priors" in case else np.zeros((1, len(coding.columns)))
    constants = np.zeros((shown, weights.shape[1] - len(coding.columns)))
    constants[:1] = 1.0
    may = everything_open(counts, shown)
    for alternative, criterion, level in shut:
        may[alternative, criterion, level] = False
    limits = Limits(
        np.zeros((0, len(counts), max(counts)), dtype=np.bool_), np.zeros(len(counts), dtype=np.int64), tasks, may
    )
    ground = lay_choice_ground(coding, weights, constants, limits, Aim(), rng)
    pool = np.stack([rng.integers(count, size=5000) for count in counts], axis=1)
    first = np.array([[[rng.choice(np.flatnonzero(levels)) for levels in own] for own in may] for _ in range(tasks)])
    end = wander(first, kicks_of(pool, tasks, ground, rng, Pace(0, 200, None, Watch())), ground)
    assert np.isfinite(value_of(end, ground))
    x = np.zeros((tasks, shown, weights.shape[1]))
    for place, task in enumerate(end.rows):
        code_task(task, x[place], ground)
        assert all(may[a, c, level] for a, own in enumerate(task) for c, level in enumerate(own))
    return x


RAW = [[[1], [2], [3]], [[10], [15], [15.5]], [[0], [3], [5]], [[0], [1], [2]]]
DUMMY = [[[0, 0], [1, 0], [0, 1]], [[0, 0], [1, 0], [0, 1]], [[0], [3], [5]], [[0], [1], [2]]]


@pytest.mark.parametrize(
    ("name", "codes", "shut"),
    [
        ("simple", RAW, []),
        ("asc", RAW, []),
        ("avail", RAW, [(1, 2, 1), (1, 2, 2)]),  # the second alternative has no C
        ("conds", RAW, [(0, 0, 0), (0, 0, 1), (1, 0, 1), (1, 0, 2)]),  # A of the first is over A of the second
        ("dummy", DUMMY, []),
    ],
)
def test_our_search_beats_a_published_design(name: str, codes: Any, shut: Any) -> None:
    case = _case(f"choicedesign_{name}")
    found = choice_errors(_found(case, codes, 16, shut=shut), np.array([case["priors"]]))[0]
    assert found < case.get("recomputed_all_params", case["published"])


def test_triples_attain_the_proven_optimum() -> None:
    case = _case("hz_339")
    effects = [[[-1, -1], [1, 0], [0, 1]]] * 3
    x = np.stack([np.hstack([np.array(effects[0])[np.array(task)[:, i]] for i in range(3)]) for task in case["design"]])
    nothing = np.zeros((1, 6))
    assert_allclose(choice_errors(x.astype(float), nothing)[0], case["recomputed_D0"], rtol=1e-12)
    assert_allclose(choice_errors(_found({}, effects, 9, 3), nothing)[0], 27**-0.5, rtol=1e-9)
    last = [[[1, 0], [0, 1], [-1, -1]]] * 3  # the case codes the last level -1, and is judged at (-1, 0) as well
    x = np.stack([np.hstack([np.array(last[0])[np.array(task)[:, i]] for i in range(3)]) for task in case["design"]])
    weights = np.array([[-1.0, 0.0] * 3])
    assert_allclose(choice_errors(x.astype(float), weights)[0], case["recomputed_Dp_beta_m1_0_1"], rtol=1e-9)


def _written_out(x: Real, weights: Real) -> Real:
    """D-errors (R,) of tasks x (N, T, K), draw after draw and task after task, as the cases define it."""
    found = []
    for beta in weights:
        p = np.exp(x @ beta)
        p /= p.sum(axis=1, keepdims=True)
        parts = [task.T @ (np.diag(share) - np.outer(share, share)) @ task for task, share in zip(x, p, strict=True)]
        found.append(np.linalg.det(np.sum(parts, axis=0)) ** (-1.0 / x.shape[2]))
    return np.array(found)


def _codes(kind: str, count: int) -> Real:
    """Codes (L, L - 1) of so many levels, the first of them the reference."""
    if kind == "orthonormal":
        left, _, _ = np.linalg.svd(np.eye(count) - 1.0 / count)
        return np.asarray(left[:, : count - 1] * np.sqrt(count))
    return np.eye(count)[:, 1:] - (np.eye(count)[:, :1] if kind == "effects" else 0.0)


@pytest.mark.parametrize(("kind", "power"), [("dummy", 0.0), ("effects", 1.0), ("orthonormal", 1.5)])
def test_a_published_design_has_the_error_that_each_coding_gives_by_hand(kind: str, power: float) -> None:
    """The codes of L levels, with a constant, have determinant 1, L or L^(L/2): here L = 3 in two of four criteria."""
    case = _case("choicedesign_dummy")
    x, beta = np.array(case["model_matrix"]), np.array(case["priors"])
    table, dummies = _codes(kind, 3), np.eye(3)[:, 1:]
    turn = np.linalg.lstsq(np.c_[np.ones(3), dummies], table)[0][1:]  # dummies @ turn is the table but for a constant
    there = np.eye(6)
    there[:2, :2] = there[2:4, 2:4] = turn
    other, weights = x @ there, np.linalg.solve(there, beta)[None]
    expected = case["published"] * 3.0 ** (-2 * 2 * power / 6)
    assert_allclose(choice_errors(other, weights)[0], expected, rtol=PRINTED)
    assert_allclose(choice_errors(other, weights), _written_out(other, weights), rtol=1e-9)


MAIN = (3, 2, 3, 2, 3, 3, 3, 3, 2, 3)
MEANS = np.concatenate([[-0.6, 0.0] if count == 3 else [-0.4] for count in MAIN])
SPREAD, TASKS = 0.3, 48


def _idefix() -> Real:
    return np.array(_case("idefix_pair")["model_matrix"]).reshape(TASKS, 2, 17)


def test_pairs_of_idefix_have_the_error_that_it_printed() -> None:
    """Its file of draws is lost, but they are the first 100 of a Sobol sequence that scipy scrambles by ``seed=1``."""
    case = _case("idefix_pair")
    weights = MEANS + SPREAD * norm.ppf(qmc.Sobol(17, seed=1).random_base2(7)[:100])
    error = choice_errors(_idefix(), weights).mean()
    assert_allclose(error, case["published"], atol=5e-9)  # eight decimals
    assert_allclose(error, case["recomputed"], rtol=1e-9)  # its draws were written to ten digits or so


def _main(small_study: StudyMaker) -> Study:
    return small_study(MAIN, task={"kind": "choice", "alternatives": 2, "statement": {"en": "Which?"}})


def _tasks(design: Design) -> Real:
    """The tasks of a design of pairs as x (N, 2, 17), coded here."""
    ids = list(design.study.criterion_ids)
    numbers = design.frame.sort_values(["task", "alternative"])[ids].to_numpy(dtype=np.int64)
    parts = [_codes("effects", count)[numbers[:, i]] for i, count in enumerate(MAIN)]
    return np.concatenate(parts, axis=1).reshape(TASKS, 2, -1)


def test_main_pairs_at_zero_weights_lie_between_the_bound_and_what_was_asked_for(small_study: StudyMaker) -> None:
    case, study = _case("bound_pair0"), _main(small_study)
    assert_allclose(error_bound(ChoiceCoding.of(study), case["sets"]), case["lower_bound"], rtol=1e-9)
    x = _tasks(make_choice_design(study, tasks=case["sets"], seed=5))
    error = _written_out(x, np.zeros((1, 17)))[0]
    assert case["lower_bound"] < error <= 0.04165 < case["peer_best"]


@cache
def _with_priors(small_study: StudyMaker) -> Real:
    study = _main(small_study)
    priors = {name: (float(mean), SPREAD) for name, mean in zip(Coding.categorical(study).columns, MEANS, strict=True)}
    return _tasks(make_choice_design(study, tasks=TASKS, priors=priors, seed=5))


@pytest.mark.long
@pytest.mark.parametrize("seed", [21, 22, 23])
def test_main_pairs_with_priors_beat_idefix_on_draws_that_neither_has_seen(small_study: StudyMaker, seed: int) -> None:
    weights = np.random.default_rng(seed).normal(MEANS, SPREAD, size=(1024, 17))
    ours, theirs = _written_out(_with_priors(small_study), weights), _written_out(_idefix(), weights)
    assert ours.mean() < 0.993 * theirs.mean()  # the same draws for both: their ratio scatters by 0.0005
    assert_allclose(choice_errors(_with_priors(small_study), weights), ours, rtol=1e-9)


def _pairs_with_covariance(covariance: Real, beta: Real, times: int) -> Real:
    """Pairs x (N, 2, K) whose weights ``beta`` are estimated with this covariance: each direction ``times`` over."""
    pairs = []
    for direction in np.linalg.cholesky(np.linalg.inv(covariance)).T:
        utility = direction @ beta
        excess = lambda t, u=utility: t**2 / (4 * np.cosh(t * u / 2) ** 2) - 1 / times  # noqa: E731
        pairs += [[brentq(excess, 0.0, 1.0) * direction, np.zeros(len(beta))]] * times
    return np.array(pairs)


def test_criteria_of_spdesign_are_ours_for_pairs_with_its_covariance() -> None:
    """Its test states a covariance and no design, so pairs are made that have it; 1.96 is its 97.5% point."""
    case = _case("spdesign_criteria")
    beta, covariance, published = np.array(case["priors"]), np.array(case["vcov"]), case["published"]
    x = _pairs_with_covariance(covariance, beta, 64)
    assert_allclose(choice_covariances(x, beta[None])[0], covariance, rtol=1e-9)
    assert_allclose(choice_errors(x, beta[None])[0], published["d_error"], rtol=PRINTED)
    assert_allclose(np.trace(choice_covariances(x, beta[None])[0]) / 2, published["a_error"], rtol=PRINTED)
    assert_allclose(sample_size(x, beta[None]) * (1.96 / norm.ppf(0.975)) ** 2, published["s_error"], rtol=PRINTED)


def test_the_fit_of_expected_answers_has_the_c_error_of_spdesign() -> None:
    """C is the variance of the ratio of the weights, by the delta method: ours is one of fits, not of designs."""
    case = _case("spdesign_criteria")
    x = _pairs_with_covariance(np.array(case["vcov"]), np.array(case["priors"]), 64)
    p = 1.0 / (1.0 + np.exp(-(x[:, 0] @ case["priors"])))
    rows = [
        {"id": who, "task": who, "chosen": int(a == b), "x1": x[n, a, 0], "x2": x[n, a, 1], "weight": share}
        for who, (n, b, share) in enumerate(
            (n, b, share) for n, one in enumerate(p) for b, share in ((0, one), (1, 1 - one))
        )
        for a in (0, 1)
    ]
    choices = Choices.from_frame(
        pd.DataFrame(rows), respondent="id", task="task", chosen="chosen", x=["x1", "x2"], weights="weight"
    )
    ratio = delta_method(fit_conditional_logit(choices), lambda beta: beta["x2"] / beta["x1"], kind="hessian")
    assert_allclose(ratio.std_error**2, case["published"]["c_error"], rtol=PRINTED)
