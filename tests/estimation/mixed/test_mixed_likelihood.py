"""The simulated likelihood itself: what it is by definition, and its derivatives, for every model and distribution."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce import logit
from dce.data import Choices, Ratings
from dce.estimation.mixed.arithmetic import exponentials, logarithms
from dce.estimation.mixed.draws import shaped
from dce.estimation.mixed.panel import Panel
from dce.estimation.mixed.plan import MIXED, MIXED_BINARY, planned
from dce.estimation.preparation import prepare

R = 150  # one block of 128 draws and a part of another
STEP = 1e-5
RTOL = 1e-6  # central differences with this step cannot promise more


def made(kind):
    """15 people, 6 tasks of up to 4 alternatives or 12 ratings, weights of 1 and 1.5; each third value of b is 0."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(np.round(rng.normal(size=(360, 3)), 1), columns=["a", "b", "c"])
    frame["id"], frame["task"] = np.repeat(np.arange(15), 24), np.repeat(np.arange(90), 4)
    frame["b"] *= frame.index % 3 > 0
    frame["w"] = np.where(frame["task"] % 3 == 0, 1.5, 1.0)
    options = {"x": ["a", "b", "c"], "respondent": "id", "weights": "w"}
    if kind == "conditional":
        frame["pick"] = (np.arange(360) % 4 == np.repeat(rng.integers(0, 4, 90), 4)).astype(int)
        frame["open"] = ((frame.index % 5 != 0) | (frame["pick"] == 1)).astype(int)
        return Choices.from_frame(frame, task="task", chosen="pick", available="open", **options)
    frame["rating"] = rng.integers(1, 3 if kind == "binary" else 5, 360)
    return Ratings.from_frame(frame[::2], rating="rating", **options)


def panel(answers, random, *, correlated=False, seed=2):
    prepared, _ = prepare(answers)
    plan = planned(answers, prepared, random, correlated=correlated)
    normals = np.random.default_rng(seed).normal(size=(len(answers.people), R, len(plan.random)))
    return Panel.of(plan, prepared.problem, answers.by_person[:, prepared.cells], normals), prepared, normals


def somewhere(plan):
    rng = np.random.default_rng(1)
    point = 0.5 * rng.normal(size=len(plan.free))
    point[: plan.cuts] = np.sort(1.5 * rng.normal(size=plan.cuts))
    return point


def by_definition(ours, prepared, normals, point):
    """Log-likelihood, and mean and spread of each person's random weights: plain sums over draws, by dce.logit."""
    plan, problem = ours.plan, prepared.problem
    means, random = len(plan.names), list(plan.random)
    t, full = shaped(normals, plan.distributions), np.zeros(len(plan.names) + len(plan.spreads))
    full[plan.free] = point
    total, known = 0.0, []
    by_person = np.split(ours.answers[2], ours.answers[0][1:-1]), np.split(ours.answers[1], ours.answers[0][1:-1])
    for g, (weight, cell) in enumerate(zip(*by_person, strict=True)):
        beta = np.tile(full[:means], (R, 1))
        for place, (column, draw) in enumerate(plan.spreads):
            beta[:, random[column]] += full[means + place] * t[g, draw]
        beta[:, plan.logarithmic] = np.exp(beta[:, plan.logarithmic])
        if plan.model == MIXED:
            utility = (beta @ problem.x.reshape(-1, problem.x.shape[-1]).T).reshape(R, *problem.available.shape)
            log_p = logit.choice_log_probabilities(utility, problem.available)
        elif plan.model == MIXED_BINARY:
            log_p = logit.log_probabilities(beta[:, 1:] @ problem.x.T, -beta[:, :1])
        else:
            x = problem.x if plan.held is None else np.column_stack([np.ones(len(problem.x)), problem.x])
            log_p = logit.log_probabilities(beta[:, plan.cuts :] @ x.T, beta[:, : plan.cuts])
        product = np.exp(log_p.reshape(R, -1)[:, cell] @ weight)
        total += np.log(product.mean())
        share, mine = product / product.sum(), beta[:, random]
        known.append(np.r_[share @ mine, np.sqrt(share @ (mine - share @ mine) ** 2)])
    return total, np.array(known)


PLANS = [
    ({"a": "normal"}, False),
    ({"a": "lognormal"}, False),
    ({"b": "uniform"}, False),
    ({"c": "triangular", "a": "normal", "b": "lognormal"}, False),
    ({"a": "normal", "b": "lognormal", "c": "normal"}, True),
    ({"constant": "normal"}, False),
    ({"constant": "normal", "b": "lognormal"}, True),
]
CASES = [
    (kind, random, correlated)
    for kind in ("conditional", "ordered", "binary")
    for random, correlated in PLANS
    if not (kind == "conditional" and "constant" in random)
]


@pytest.mark.parametrize(("kind", "random", "correlated"), CASES)
def test_likelihood_is_its_definition_and_derivatives_are_its_differences(kind, random, correlated):
    ours, prepared, normals = panel(made(kind), random, correlated=correlated)
    point = somewhere(ours.plan)
    here = ours.evaluate(point)
    value, known = by_definition(ours, prepared, normals, point)
    assert_allclose(here.value, value, rtol=1e-12)
    assert_allclose(ours.value(point), here.value, rtol=1e-14)
    assert_allclose(np.column_stack([here.weights, here.spreads]), known, rtol=1e-9, atol=1e-12)
    for k, step in enumerate(STEP * np.eye(len(point))):
        up, down = ours.evaluate(point + step), ours.evaluate(point - step)
        slopes = (up.gradient - down.gradient) / (2 * STEP)
        assert_allclose(here.gradient[k], (up.value - down.value) / (2 * STEP), rtol=RTOL, atol=1e-6)
        assert_allclose(-here.information[k], slopes, rtol=RTOL, atol=1e-7 * np.abs(here.information).max())


@pytest.mark.parametrize("correlated", [False, True])
@pytest.mark.parametrize("random", [{"constant": "normal"}, {"constant": "normal", "e": "normal"}, {"f": "lognormal"}])
def test_many_columns_of_ratings_have_the_same_derivatives(random, correlated):
    """Where columns are many beside what is random, second derivatives along them are summed in another way."""
    rng, columns = np.random.default_rng(4), list("abcdefgh")
    frame = pd.DataFrame(rng.integers(-1, 2, size=(300, 8)), columns=columns).astype(float)
    frame["id"], frame["w"] = np.repeat(np.arange(30), 10), 1.0 + rng.random(300)
    frame["rating"] = rng.integers(1, 6, 300)
    answers = Ratings.from_frame(frame, respondent="id", rating="rating", x=columns, weights="w")
    ours, prepared, normals = panel(answers, random, correlated=correlated)
    point = somewhere(ours.plan)
    here = ours.evaluate(point)
    assert_allclose(here.value, by_definition(ours, prepared, normals, point)[0], rtol=1e-12)
    for k, step in enumerate(STEP * np.eye(len(point))):
        up, down = ours.evaluate(point + step), ours.evaluate(point - step)
        assert_allclose(here.gradient[k], (up.value - down.value) / (2 * STEP), rtol=RTOL, atol=1e-6)
        bend = (up.gradient - down.gradient) / (2 * STEP)
        assert_allclose(-here.information[k], bend, rtol=RTOL, atol=1e-7 * np.abs(here.information).max())


@pytest.mark.parametrize("kind", ["conditional", "ordered", "binary"])
def test_without_spread_it_is_the_plain_logit(kind):
    ours, prepared, _ = panel(made(kind), {"a": "normal"})
    plain = prepared.problem.evaluate(prepared.plain.point, np.array([0]))
    point = np.r_[prepared.plain.point[0], 0.0]
    turn = np.ones(len(point) - 1)
    if kind == "binary":
        turn[0] = point[0] = -1.0  # a constant is a threshold with the sign turned
        point[0] = -prepared.plain.point[0, 0]
    here = ours.evaluate(point)
    assert_allclose(here.value, plain.value[0], rtol=1e-12)
    assert_allclose(here.information[:-1, :-1], plain.information[0] * np.outer(turn, turn), rtol=1e-9, atol=1e-9)


def test_five_alternatives_are_as_good_as_four():
    """Others are taken three at a time, so four others are one whole three and a part."""
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(rng.normal(size=(200, 2)), columns=["a", "b"])
    frame["id"], frame["task"] = np.repeat(np.arange(10), 20), np.repeat(np.arange(40), 5)
    frame["pick"] = (np.arange(200) % 5 == np.repeat(rng.integers(0, 5, 40), 5)).astype(int)
    answers = Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=["a", "b"])
    ours, prepared, normals = panel(answers, {"a": "normal", "b": "normal"})
    point = somewhere(ours.plan)
    assert_allclose(ours.evaluate(point).value, by_definition(ours, prepared, normals, point)[0], rtol=1e-12)
    here, steps = ours.evaluate(point), STEP * np.eye(4)
    slope = [(ours.value(point + h) - ours.value(point - h)) / (2 * STEP) for h in steps]
    assert_allclose(here.gradient, slope, rtol=RTOL, atol=1e-6)
    bend = [(ours.evaluate(point + h).gradient - ours.evaluate(point - h).gradient) / (2 * STEP) for h in steps]
    assert_allclose(-here.information, bend, rtol=RTOL, atol=1e-6)


def test_far_cuts_lose_nothing_to_cancellation():
    """Where probabilities are as small as e^-90, or differ from 1 by as much."""
    ours, prepared, _ = panel(made("ordered"), {"a": "normal"})
    point = np.array([-40.0, -39.5, 50.0, 12.0, -9.0, 0.5])
    plain = prepared.problem.evaluate(point[None], np.array([0]))
    here = ours.evaluate(np.r_[point, 0.0])
    assert_allclose(here.value, plain.value[0], rtol=1e-12)
    assert_allclose(here.gradient[:-1], plain.gradient[0], rtol=1e-9)
    assert_allclose(here.information[:-1, :-1], plain.information[0], rtol=1e-9, atol=1e-9)


def test_utilities_beyond_all_exponentials_give_finite_numbers():
    ours, *_ = panel(made("ordered"), {"a": "normal"})
    here = ours.evaluate(np.array([-900.0, 0.0, 900.0, 300.0, -300.0, 0.0, 200.0]))
    assert np.isfinite(here.value)
    assert np.isfinite(here.gradient).all()


def test_exponentials_and_logarithms_are_those_of_the_library():
    work = np.empty(4000)
    u = np.linspace(-600, 600, 4000)
    e = u.copy()
    exponentials(e, work, work.view(np.int64))
    assert_allclose(e, np.exp(u), rtol=2e-14)  # the series is cut at 1e-14, and u itself is rounded at 1e-16 * 600
    v = np.r_[e[:2000], 1.0 + np.linspace(-0.5, 1.0, 2000)]
    log = v.copy()
    logarithms(log, work, work.view(np.int64))
    assert_allclose(log, np.log(v), rtol=1e-15, atol=1e-16)
