"""Whole fits of the mixed logit: known weights come back, laws hold, and faults have names."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from mixed_cases import LOWER, choices, rating_table, ratings, table, within_errors
from numpy.testing import assert_allclose, assert_array_equal

from dce.errors import FitError
from dce.estimation import trust_region
from dce.estimation.mixed import shards
from dce.estimation.mixed.draws import Drawn, Draws
from dce.estimation.mixed.model import fit_mixed_logit


def _triangular(z):
    return np.random.default_rng(6).triangular(-1.0, 0.0, 1.0, len(z))


def test_means_and_spreads_come_back_and_diagnostics_tell_the_search():
    fit = fit_mixed_logit(choices(table(people=500, tasks=12)), random={"a": "normal", "b": "normal"}, draws=200)
    assert fit.status == "ok"
    assert within_errors(fit, {"a": 1.0, "b": -0.5, "c": 0.7, "sd.a": 0.8, "sd.b": 0.8})
    assert fit.std_error("cluster").max() < 0.06
    assert_allclose(fit.std_error("cluster"), fit.std_error("robust") * np.sqrt(500 / 499), rtol=1e-12)
    assert fit.loglik_null == pytest.approx(6000 * np.log(1 / 3))
    assert fit.cholesky is None
    assert 0 < fit.diagnostics.agreeing <= 1
    assert fit.diagnostics.gradient_norm < 1e-6
    assert 1 < fit.diagnostics.condition < 1e3
    assert 0 < fit.diagnostics.noise < 10


@pytest.mark.parametrize(
    ("distribution", "own"),
    [
        ("lognormal", lambda z: np.exp(-0.3 + 0.7 * z)),
        ("uniform", lambda z: -0.3 + 1.4 * (2.0 * np.argsort(np.argsort(z)) / (len(z) - 1) - 1.0)),
        ("triangular", lambda z: -0.3 + 2.0 * _triangular(z)),
    ],
)
def test_each_distribution_comes_back(distribution, own):
    people = 400
    z = np.random.default_rng(5).normal(size=people)
    weights = np.column_stack([own(z), np.full(people, -0.5), np.full(people, 0.7)])
    fit = fit_mixed_logit(choices(table(people, 12, weights)), random={"a": distribution}, draws=200, starts=1)
    spread = {"lognormal": 0.7, "uniform": 1.4, "triangular": 2.0}[distribution]
    assert within_errors(fit, {"a": -0.3, "b": -0.5, "c": 0.7, "sd.a": spread})
    share = float((weights[:, 0] > 0).mean())
    told = fit.positive_share().loc["a"]
    assert_allclose(told["share"], share, atol=0.06)  # two standard errors of a share of 400 people
    assert told["low"] - 0.05 < share < told["high"] + 0.05
    assert (told["low"] < told["share"] < told["high"]) or distribution == "lognormal"


def test_correlated_weights_come_back():
    people = 500
    z = np.random.default_rng(7).normal(size=(people, 2))
    weights = np.column_stack([np.array([1.0, -0.5]) + z @ LOWER.T, np.full(people, 0.7)])
    answers = choices(table(people, 12, weights))
    fit = fit_mixed_logit(answers, random={"b": "normal", "a": "normal"}, correlated=True, draws=200)
    sd = np.sqrt((LOWER**2).sum(axis=1))
    truth = {"a": 1.0, "b": -0.5, "c": 0.7, "sd.a": sd[0], "sd.b": sd[1], "cor.a.b": LOWER[1, 0] * 0.8 / sd.prod()}
    assert list(fit.coef.index) == list(truth)
    assert within_errors(fit, truth)
    assert fit.parameters == 6
    assert (np.diag(fit.cholesky) > 0).all()
    covariance = fit.cholesky.to_numpy() @ fit.cholesky.to_numpy().T
    assert_allclose(np.sqrt(np.diag(covariance)), fit.coef[["sd.a", "sd.b"]], rtol=1e-12)
    assert_allclose(covariance[0, 1] / np.sqrt(np.diag(covariance)).prod(), fit.coef["cor.a.b"], rtol=1e-12)


def test_ordered_ratings_with_a_random_intercept_and_weight_come_back():
    fit = fit_mixed_logit(ratings(rating_table()), random={"constant": "normal", "a": "normal"}, draws=200, starts=2)
    truth = {"1|2": -1.0, "2|3": 0.5, "3|4": 2.0, "a": 0.8, "b": -0.5, "sd.constant": 1.2, "sd.a": 0.6}
    assert fit.model == "mixed ordered logit"
    assert list(fit.coef.index) == ["a", "b", "sd.constant", "sd.a"]
    assert list(fit.thresholds.index) == ["1|2", "2|3", "3|4"]
    assert within_errors(fit, {name: truth[name] for name in fit.estimates.index})
    assert fit.positive_share().loc["constant", "share"] == 0.5


def test_binary_ratings_have_a_constant_with_a_mean():
    frame = rating_table().assign(rating=lambda f: (f["rating"] > 2).astype(int))
    fit = fit_mixed_logit(ratings(frame), random={"constant": "normal", "a": "normal"}, draws=200, starts=2)
    assert fit.model == "mixed binary logit"
    assert fit.thresholds is None
    assert within_errors(fit, {"constant": -0.5, "a": 0.8, "b": -0.5, "sd.constant": 1.2, "sd.a": 0.6})


def test_an_ordered_logit_of_two_categories_is_the_binary_one():
    frame = rating_table(people=60)
    two = frame.assign(rating=lambda f: (f["rating"] > 2).astype(int))
    scale = pd.CategoricalDtype([0, 1, 2], ordered=True)  # a third category that nobody used
    draws = np.random.default_rng(9).normal(size=(60, 64, 2))
    random = {"constant": "normal", "a": "normal"}
    binary = fit_mixed_logit(ratings(two), random=random, draws=draws)
    three = ratings(two.assign(rating=two["rating"].astype(scale)))
    order = [three.people.index(person) for person in ratings(two).people]
    moved = np.empty_like(draws)
    moved[order] = draws
    ordered = fit_mixed_logit(three, random=random, draws=moved)
    assert_allclose(ordered.loglik, binary.loglik, rtol=1e-9)
    names, close = ["a", "b", "sd.constant", "sd.a"], 1e-3 * binary.std_error().min()  # a search stops at 1e-4 of one
    assert_allclose(-ordered.thresholds.iloc[0], binary.coef["constant"], atol=close)
    assert_allclose(ordered.coef[names], binary.coef[names], atol=close)
    assert_allclose(ordered.std_error()[names], binary.std_error()[names], rtol=1e-3)


def test_the_same_seed_and_any_number_of_threads_give_the_same_bits(monkeypatch):
    answers, random = choices(table()), {"a": "normal", "b": "triangular"}
    monkeypatch.setenv("NUMBA_NUM_THREADS", "2")
    first = fit_mixed_logit(answers, random=random, draws=100, seed=3)
    monkeypatch.setenv("NUMBA_NUM_THREADS", "1")
    again = fit_mixed_logit(answers, random=random, draws=100, seed=3)
    assert (first.coef == again.coef).all()
    assert first.loglik == again.loglik
    assert first.diagnostics == again.diagnostics
    others = [
        fit_mixed_logit(answers, random=random, draws=draws, seed=4).loglik for draws in (100, Draws(100, "halton"))
    ]
    assert len({first.loglik, *others}) == 3


def test_people_in_shards_of_any_size_and_starts_compared_on_some_of_them_change_nothing(monkeypatch):
    draws = np.random.default_rng(1).normal(size=(90, 64, 2))
    answers, random = choices(table(people=90)), {"b": "normal", "a": "lognormal"}
    whole = fit_mixed_logit(answers, random=random, draws=draws)
    monkeypatch.setattr(shards, "PEOPLE", 7)
    parts = fit_mixed_logit(answers, random=random, draws=draws)
    close = 1e-3 * whole.std_error().min()  # a search stops at 1e-4 of one
    assert_allclose(parts.estimates, whole.estimates, atol=close)
    assert_allclose(parts.std_error("cluster"), whole.std_error("cluster"), rtol=1e-3)
    assert_allclose(parts.individual, whole.individual, atol=1e-3)
    assert_allclose(parts.loglik, whole.loglik, rtol=1e-9)


def test_each_shard_has_draws_of_its_own_and_the_first_that_of_everybody(monkeypatch):
    drawn = Drawn(Draws(100), 7, (3, 0), (1, 0))
    first, second = drawn.part(0, 4, 0).normals(), drawn.part(4, 7, 1).normals()
    assert_array_equal(first, Draws(100).normals(4, 2, np.random.default_rng([3, 0]))[..., ::-1])
    assert not np.isin(second, first).any()
    assert_array_equal(replace(drawn, first=10).normals(), drawn.normals()[:, :10])
    assert replace(drawn, source=np.zeros((7, 5, 2))).part(4, 7, 1).normals().shape == (3, 5, 2)


def test_order_of_tasks_people_names_and_columns_changes_nothing():
    frame, draws = table(), np.random.default_rng(1).normal(size=(40, 64, 2))
    plain = fit_mixed_logit(choices(frame), random={"a": "normal", "b": "uniform"}, draws=draws)
    shuffled = np.random.default_rng(2).permutation(240)[:, None] * 3 + np.arange(3)
    moved = frame.iloc[shuffled.ravel()].assign(id=lambda f: 100 - f["id"], task=lambda f: 9 - f["task"])
    swapped = fit_mixed_logit(choices(moved), random={"b": "uniform", "a": "normal"}, draws=draws[..., ::-1])
    assert_allclose(swapped.coef, plain.coef, rtol=1e-6)
    assert_allclose(swapped.std_error("cluster"), plain.std_error("cluster"), rtol=1e-5)
    assert_allclose(swapped.individual, plain.individual, rtol=1e-5)
    assert np.isnan(plain.diagnostics.noise)


def with_draws_by_name(answers, draws, **options):
    """The same draws for the same person, whatever place answers put that person at."""
    order = [int(person) for person in answers.people]
    return fit_mixed_logit(answers, random={"a": "normal"}, draws=draws[order], starts=2, **options)


def test_weight_two_counts_an_answer_twice_and_equal_halves_change_nothing():
    frame, draws = table(), np.random.default_rng(1).normal(size=(40, 64, 1))
    heavy = frame.assign(w=np.where(frame["task"] < 2, 2.0, 1.0))
    twice = pd.concat([frame, frame[frame["task"] < 2].assign(task=lambda f: f["task"] + 50)])
    halves = pd.concat([frame.assign(w=0.5), frame.assign(w=0.5, task=lambda f: f["task"] + 50)])
    weighted, doubled = (
        with_draws_by_name(choices(heavy, weights="w"), draws),
        with_draws_by_name(choices(twice), draws),
    )
    assert_allclose(weighted.coef, doubled.coef, rtol=1e-6)
    assert_allclose(weighted.std_error(), doubled.std_error(), rtol=1e-6)
    split, plain = with_draws_by_name(choices(halves, weights="w"), draws), with_draws_by_name(choices(frame), draws)
    assert_allclose(split.coef, plain.coef, rtol=1e-6)
    assert_allclose(split.loglik, plain.loglik, rtol=1e-9)
    assert split.answers == plain.answers


def test_faults_are_named():
    answers, scale = choices(table()), ratings(rating_table(people=10))
    cases = [
        (answers, {"random": {"d": "normal"}}, 'no column "d"; use one of a, b, c'),
        (answers, {"random": {"constant": "normal"}}, 'no column "constant"'),
        (answers, {"random": {"a": "gamma"}}, 'no distribution is called "gamma"'),
        (answers, {"random": {}}, "names no column"),
        (answers, {"random": {"a": "normal"}, "draws": 0}, "at least one draw"),
        (answers, {"random": {"a": "normal"}, "starts": 0}, "at least one"),
        (answers, {"random": {"a": "uniform"}, "correlated": True}, "a uniform weight cannot be correlated"),
        (scale, {"random": {"constant": "lognormal"}}, "has no mean of its own"),
    ]
    twice = ratings(rating_table(people=10), x=["a", "constant"])
    cases.append((twice, {"random": {"constant": "normal"}}, 'a column is called "constant"'))
    for given, options, message in cases:
        with pytest.raises(FitError, match=message):
            fit_mixed_logit(given, **options)
    with pytest.raises(FitError, match='no sequence is called "random"'):
        Draws(10, "random")


def test_one_respondent_and_a_column_without_meaning_get_no_number():
    alone = fit_mixed_logit(choices(table(people=1)), random={"a": "normal", "b": "normal"}, correlated=True)
    assert alone.status == "not_estimable"
    assert list(alone.coef.index) == ["a", "b", "c", "sd.a", "sd.b", "cor.a.b"]
    assert alone.coef.isna().all()
    assert "too few people" in alone.messages[0]
    same = choices(table().assign(b=lambda f: f["a"]))
    twin = fit_mixed_logit(same, random={"b": "normal"}, draws=32)
    assert twin.status == "not_estimable"
    assert np.isnan(twin.coef["sd.b"])
    other = fit_mixed_logit(same, random={"c": "normal"}, draws=32)
    assert other.status == "not_estimable"
    assert other.coef[["a", "b"]].isna().all()
    assert np.isfinite(other.std_error()[["c", "sd.c"]]).all()


def test_separated_answers_are_shrunk_and_get_no_wald_interval():
    frame = rating_table(people=30, tasks=4, spread=0.3)
    frame["a"] = (frame["rating"] > 2) * 1.0
    fit = fit_mixed_logit(ratings(frame), random={"constant": "normal"}, draws=64)
    assert fit.status == "shrunk"
    assert "separated" in fit.messages[0]
    assert np.isfinite(fit.coef).all()
    assert fit.table()[["std_error", "low", "high"]].isna().all(axis=None)


@pytest.mark.attack("G17")
def test_a_search_that_finds_no_rest_shows_no_estimate(monkeypatch):
    monkeypatch.setattr(trust_region, "MOST_STEPS", 1)
    fit = fit_mixed_logit(choices(table()), random={"a": "normal"}, draws=64)
    assert fit.status == "not_converged"
    assert fit.coef.isna().all()
    assert "no maximum was found" in fit.messages[-1]


def test_a_lognormal_weight_of_the_wrong_sign_is_told_and_gets_no_number():
    fit = fit_mixed_logit(choices(table(people=100)), random={"b": "lognormal"}, draws=64)
    assert fit.status == "not_converged"
    assert fit.coef.isna().all()
    assert fit.messages[-1].endswith('that of column "b" runs to zero; turn its sign')


def test_a_random_intercept_beside_columns_that_make_up_the_constant_gets_no_number():
    frame = rating_table(people=30).assign(c=lambda f: 1.0 - (f["a"] > 0), a=lambda f: (f["a"] > 0) * 1.0)
    fit = fit_mixed_logit(ratings(frame, x=["a", "c"]), random={"constant": "normal"}, draws=32)
    assert fit.status == "not_estimable"
    assert fit.estimates.isna().all()
    assert 'no spread can be estimated for column "constant"' in fit.messages[-1]
    other = fit_mixed_logit(ratings(frame, x=["a", "c", "b"]), random={"b": "normal"}, draws=32)
    assert other.thresholds.isna().all()
    assert np.isfinite(other.std_error()[["b", "sd.b"]]).all()
