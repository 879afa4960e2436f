"""What a mixed logit tells besides its estimates: errors, noise, and each person's own weights."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from mixed_cases import choices, rating_table, ratings, table
from numpy.testing import assert_allclose

from dce.data import Ratings
from dce.estimation.mixed.draws import Draws
from dce.estimation.mixed.model import fit_mixed_logit
from dce.estimation.mixed.panel import Panel
from dce.estimation.mixed.plan import planned
from dce.estimation.preparation import prepare


def test_errors_of_spreads_and_correlations_are_those_of_the_likelihood_in_their_own_terms():
    """The curvature of the log-likelihood as a function of means, sd and correlation, by differences."""
    answers, normals = choices(table(80, 8)), np.random.default_rng(8).normal(size=(80, 50, 2))
    random = {"a": "normal", "b": "normal"}
    fit = fit_mixed_logit(answers, random=random, correlated=True, draws=normals, starts=1)
    prepared, _ = prepare(answers)
    plan = planned(answers, prepared, random, correlated=True)
    panel = Panel.of(plan, prepared.problem, answers.by_person[:, prepared.cells], normals)
    mirrors = [np.array(signs) for signs in product([-1.0, 1.0], repeat=2)]  # the search may end at any of them

    def value(told, mirror):
        a, b, cor = told[3:]
        left, right = mirror
        return panel.value(np.r_[told[:3], left * a, left * cor * b, right * np.sqrt(1.0 - cor**2) * b])

    best, step = fit.coef.to_numpy(), 1e-3 * np.eye(6)
    ours = next(mirror for mirror in mirrors if np.isclose(value(best, mirror), fit.loglik, rtol=1e-9))
    bend = [
        [sum(s * t * value(best + s * h + t * k, ours) for s, t in product([-1, 1], repeat=2)) / 4e-6 for k in step]
        for h in step
    ]
    assert_allclose(fit.covariance(), -np.linalg.inv(bend), rtol=1e-3, atol=1e-5)  # differences of step 1e-3


def test_individual_weights_average_to_the_population_and_follow_the_people():
    people = 300
    own = np.array([1.0, -0.5, 0.7]) + np.random.default_rng(3).normal(size=(people, 3)) * [1.0, 0.0, 0.0]
    answers = choices(table(people, 12, own))
    fit = fit_mixed_logit(answers, random={"a": "normal"}, draws=300, starts=1)
    assert list(fit.individual.columns) == ["a", "spread.a"]
    assert tuple(fit.individual.index) == answers.people
    truth = own[[int(person) for person in answers.people], 0]
    assert np.corrcoef(fit.individual["a"], truth)[0, 1] > 0.8
    assert_allclose(fit.individual["a"].mean(), fit.coef["a"], atol=0.02)  # the slope in the mean is zero
    inside = np.abs(fit.individual["a"] - truth) < 1.96 * fit.individual["spread.a"]
    assert 0.91 < inside.mean() < 0.98
    total = fit.individual["a"].var() + (fit.individual["spread.a"] ** 2).mean()
    assert_allclose(np.sqrt(total), fit.coef["sd.a"], rtol=0.03)  # variance between people and within


def test_noise_is_what_a_second_set_of_draws_changes():
    answers, random = choices(table()), {"b": "normal", "a": "normal"}
    fit = fit_mixed_logit(answers, random=random, draws=100, seed=5)
    prepared, _ = prepare(answers)
    plan = planned(answers, prepared, random, correlated=False)
    second = Draws(100).normals(40, 2, np.random.default_rng([5, 1]))[..., ::-1]  # in the order of the columns
    panel = Panel.of(plan, prepared.problem, answers.by_person[:, prepared.cells], second)
    mirrors = [np.r_[1.0, 1.0, 1.0, turn] for turn in product([-1.0, 1.0], repeat=2)]
    changes = [abs(panel.value(fit.coef.to_numpy() * mirror) - fit.loglik) for mirror in mirrors]
    assert np.isclose(fit.diagnostics.noise, changes, rtol=1e-6).any()


@pytest.mark.parametrize("categories", [2, 4])
def test_the_weak_prior_leaves_thresholds_and_the_constant_alone(categories):
    frame = rating_table(people=20)
    answers = ratings(frame if categories == 4 else frame.assign(rating=lambda f: (f["rating"] > 2).astype(int)))
    prepared, _ = prepare(answers)
    plan = planned(answers, prepared, {"constant": "normal", "a": "normal"}, correlated=False)
    own = categories - 1  # thresholds, or the one constant
    assert_allclose(plan.penalty(2.0), np.r_[np.zeros(own), np.full(4, 0.25)])
    assert not plan.penalty(None).any()


def test_a_fit_tells_how_far_its_search_and_its_draws_can_be_trusted():
    people = np.repeat(np.arange(40), 6)
    rng = np.random.default_rng(3)
    x = rng.normal(size=240)
    rating = np.digitize(x * (1.0 + rng.normal(size=40)[people]) + rng.logistic(size=240), [-1.0, 1.0])
    frame = pd.DataFrame({"id": people, "x": x, "rating": rating})
    answers = Ratings.from_frame(frame, respondent="id", rating="rating", x=["x"])
    few, many = (fit_mixed_logit(answers, random={"x": "normal"}, draws=number, seed=4) for number in (2, 2000))
    assert few.diagnostics.noise > 1.0 > many.diagnostics.noise
    assert few.notes()[0].endswith("use more draws before you compare fits")
    assert f"by {many.diagnostics.noise:.2f}" in many.text()
    assert "more draws" not in many.text()
