"""Latent classes through the public function: laws that always hold, an independent likelihood, known classes found."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from latent_cases import answers_of, choice_frame, choices_of, rating_frame, ratings_of
from numpy.testing import assert_allclose
from scipy import optimize, special
from statsmodels.tools.numdiff import approx_hess

from dce.errors import FitError
from dce.estimation.latent.choice import choose_classes
from dce.estimation.latent.model import fit_latent_class
from dce.estimation.models import fit_binary_logit, fit_conditional_logit, fit_ordered_logit

KINDS = {"ordered": fit_ordered_logit, "binary": fit_binary_logit, "conditional": fit_conditional_logit}
SAME = 1e-4  # a search stops within a ten-thousandth of a standard error, and the errors here are below 1


@pytest.mark.parametrize("kind", KINDS)
def test_one_class_is_the_plain_fit(kind):
    answers = answers_of(kind)
    fit, plain = fit_latent_class(answers, classes=1), KINDS[kind](answers)
    assert (fit.status, fit.parameters) == (plain.status, plain.parameters)
    assert_allclose([fit.loglik, fit.loglik_null, fit.bic], [plain.loglik, plain.loglik_null, plain.bic], rtol=1e-10)
    for kinds in ("hessian", "cluster"):
        ours = fit.std_error(kinds).rename(lambda name: name.removeprefix("1."))
        pd.testing.assert_series_equal(ours, plain.std_error(kinds), rtol=1e-6)
    ours = fit.estimates.rename(lambda name: name.removeprefix("1."))
    pd.testing.assert_series_equal(ours, plain.estimates, rtol=1e-6)
    assert fit.class_table()["share"].tolist() == [1.0]
    assert (fit.membership == 1.0).all(axis=None)


@pytest.mark.parametrize("kind", ["ordered", "conditional"])
def test_names_rows_and_split_weights_change_nothing(kind):
    weights = [[1.5, -0.5], [-1.0, 1.0]]
    if kind == "ordered":
        frame, read = rating_frame(weights, [0.6, 0.4], 40, 12), ratings_of
    else:
        frame, read = choice_frame(weights, [0.6, 0.4], 40, 8), choices_of
    fit = fit_latent_class(read(frame))
    mixed = frame.sample(frac=1.0, random_state=2).assign(id=lambda f: "p" + (99 - f["id"]).astype(str))
    halves = pd.concat([frame, frame.assign(task=lambda f: 100 + f["task"]) if kind == "conditional" else frame])
    for other in (read(mixed), read(halves.assign(half=0.5), weights="half")):
        again = fit_latent_class(other)
        assert_allclose(again.loglik, fit.loglik, rtol=1e-9)
        assert_allclose(again.estimates, fit.estimates, atol=SAME)
        assert_allclose(again.std_error("cluster"), fit.std_error("cluster"), rtol=1e-3)
    names = fit.membership.rename(index=lambda name: f"p{99 - int(name)}")
    assert_allclose(fit_latent_class(read(mixed)).membership.loc[names.index], names, atol=SAME)


def _loglik(theta, frame, z):
    """An ordered or conditional logit of two classes with shares by z (G, 2), straight from the rows of a table."""
    ordered = "rating" in frame
    gamma, classes = theta[:2], theta[2:].reshape(2, -1)
    x, total = frame[["a", "b"]].to_numpy(), np.zeros((len(z), 2))
    for c, own in enumerate(classes):
        utility = x @ own[-2:]
        if ordered:
            cuts = np.r_[-np.inf, own[:-2], np.inf]
            y = frame["rating"].to_numpy()
            log_p = np.log(special.expit(cuts[y] - utility) - special.expit(cuts[y - 1] - utility))
        else:
            log_p = special.log_softmax(utility.reshape(-1, 3), axis=1).ravel() * frame["pick"]
        total[:, c] = np.bincount(frame["id"], weights=log_p)
    odds = z @ gamma
    share = np.column_stack([-np.logaddexp(0, odds), -np.logaddexp(0, -odds)])
    return special.logsumexp(total + share, axis=1)


@pytest.mark.parametrize("kind", ["ordered", "conditional"])
def test_maximum_and_errors_are_those_of_a_likelihood_written_by_itself(kind):
    make = rating_frame if kind == "ordered" else choice_frame
    frame = make([[1.2, -0.5], [-0.8, 0.7]], [0.6, 0.4], 60, 6, seed=4)
    age = np.random.default_rng(5).normal(size=60) + frame.groupby("id")["truth"].first().to_numpy()
    covariates = pd.DataFrame({"age": age}, index=range(60))
    fit = fit_latent_class(ratings_of(frame) if kind == "ordered" else choices_of(frame), covariates=covariates)
    z = np.column_stack([np.ones(60), age])
    names = ["share.2.constant", "share.2.age"]
    for c in (1, 2):
        names += [name for name in fit.estimates.index if name.startswith(f"{c}.") and "|" in name]
        names += [f"{c}.a", f"{c}.b"]
    found = fit.estimates[names].to_numpy()
    best = optimize.minimize(lambda theta: -_loglik(theta, frame, z).sum(), found + 0.01, method="BFGS")
    assert_allclose(fit.loglik, -best.fun, rtol=1e-9)
    assert_allclose(found, best.x, atol=1e-3)  # BFGS with a slope by differences stops at about that
    bread = np.linalg.inv(-approx_hess(found, lambda theta: _loglik(theta, frame, z).sum()))
    assert_allclose(fit.std_error()[names], np.sqrt(np.diag(bread)), rtol=1e-3)  # second differences have 4 digits
    step = 1e-5 * np.eye(len(found))
    slope = np.array([(_loglik(found + h, frame, z) - _loglik(found - h, frame, z)) / 2e-5 for h in step])
    middle = bread @ slope @ slope.T @ bread * 60 / 59
    assert_allclose(fit.covariance("cluster").loc[names, names], middle, rtol=5e-3, atol=1e-4)

    def odds(gamma):
        return special.logit(special.expit(z @ gamma).mean())

    slope = np.array([(odds(found[:2] + h) - odds(found[:2] - h)) / 2e-5 for h in 1e-5 * np.eye(2)])
    reach = 1.959964 * np.sqrt(slope @ middle[:2, :2] @ slope)
    ends = special.expit(odds(found[:2]) + reach * np.array([0.0, -1.0, 1.0]))
    assert_allclose(fit.class_table().loc[1, ["share", "low", "high"]].astype(float), ends, rtol=2e-3)


def test_two_known_classes_of_500_people_come_out():
    truth = np.array([[1.0, -0.5], [-0.5, 1.0]])
    frame = choice_frame(truth, [0.65, 0.35], 500, 12, seed=2)
    fit = fit_latent_class(choices_of(frame), starts=6)
    table = fit.table().set_index("term")
    expected = pd.Series({"1.a": 1.0, "1.b": -0.5, "2.a": -0.5, "2.b": 1.0, "share.2": np.log(0.35 / 0.65)})
    off = (table["estimate"] - expected).abs() / table["std_error"]
    assert (off < 3.5).all()  # one false alarm in 400 data sets
    assert (table["std_error"] < 0.15).all()
    shares = fit.class_table()
    assert ((shares["low"] < [0.65, 0.35]) & (shares["high"] > [0.65, 0.35])).all()
    belongs = frame.groupby("id")["truth"].first().set_axis([str(i) for i in range(500)])
    likeliest = fit.membership.idxmax(axis=1) - 1
    assert (likeliest == belongs.loc[likeliest.index]).mean() > 0.95
    own = truth[belongs.loc[fit.individual.index]]
    assert np.corrcoef(fit.individual["a"], own[:, 0])[0, 1] > 0.9
    assert fit.diagnostics.agreeing == 1.0


def test_individual_weights_are_means_over_classes_with_their_spread():
    fit = fit_latent_class(answers_of("binary"))
    p = fit.membership.to_numpy()
    for name in ("constant", "a", "b"):
        of_class = fit.coef[[f"1.{name}", f"2.{name}"]].to_numpy()
        assert_allclose(fit.individual[name], p @ of_class, rtol=1e-12)
        variance = p @ of_class**2 - (p @ of_class) ** 2
        assert_allclose(fit.individual[f"spread.{name}"], np.sqrt(np.maximum(variance, 0)), atol=1e-6)


def test_shares_follow_what_is_known_of_people_by_number_or_by_background():
    frame = choice_frame([[1.5, 0.0], [-1.5, 0.5]], [0.5, 0.5], 120, 8, seed=3)
    truth = frame.groupby("id")["truth"].first()
    rng = np.random.default_rng(1)
    role = np.where(rng.random(120) < 0.8, truth, 1 - truth)
    answers = choices_of(frame)
    text = pd.DataFrame({"role": np.array(["adviser", "officer"])[role]}, index=[str(i) for i in range(120)])
    answers = replace(answers, background=text.loc[list(answers.people)])
    by_name = fit_latent_class(answers, covariates=["role"])
    with pytest.raises(FitError, match='nothing may be shown about "adviser": fewer than 100 people'):
        fit_latent_class(replace(answers, smallest_group=100), covariates=["role"])
    by_number = fit_latent_class(answers, covariates=pd.DataFrame({"x": role}, index=range(120)))
    sign = 1.0 if by_name.coef["2.a"] < 0 else -1.0  # truth 1 dislikes a
    assert 1.5 < sign * by_name.coef["share.2.role[officer]"] < 4.5  # 2 log 4 = 2.8, give or take 3 errors
    assert_allclose(by_name.coef, by_number.coef, rtol=1e-12)
    assert by_name.loglik > fit_latent_class(answers).loglik + 20


def test_restrictions_hold_and_cost_likelihood():
    answers = answers_of("ordered")
    free = fit_latent_class(answers)
    tied = fit_latent_class(answers, restrict={"1|2": "same", "2|3": "same", "b": "same"})
    assert tied.parameters == free.parameters - 3
    for name in ("1|2", "2|3", "b"):
        assert tied.estimates[f"1.{name}"] == tied.estimates[f"2.{name}"]
    one = fit_latent_class(answers, restrict={"1|2": "same"})
    assert one.status == "ok"
    assert tied.loglik < one.loglik < free.loglik
    mixed = fit_latent_class(answers, classes=3, restrict={"a": "same", "2.a": -1.0}, starts=4)
    assert mixed.coef["1.a"] == mixed.coef["3.a"] != -1.0 == mixed.coef["2.a"]
    held = fit_latent_class(answers_of("binary"), restrict={"1.constant": 0.25, "share.2": 0.0})
    assert held.coef["1.constant"] == 0.25
    assert held.shares.tolist() == [0.5, 0.5]
    assert held.std_error()[["1.constant", "share.2"]].isna().all()
    assert held.std_error().drop(["1.constant", "share.2"]).notna().all()


def test_bic_finds_three_clear_classes():
    frame = choice_frame([[2.0, 0.0], [-2.0, 0.0], [0.0, 2.5]], [0.4, 0.35, 0.25], 120, 8, seed=6)
    choice = choose_classes(choices_of(frame), most=4, starts=8)
    table = choice.table()
    columns = ["classes", "loglik", "parameters", "bic", "aic", "agreeing", "smallest_share", "status"]
    assert list(table.columns) == columns
    assert table["classes"].tolist() == [1, 2, 3, 4]
    assert table["parameters"].tolist() == [2, 5, 8, 11]
    assert (np.diff(table["loglik"]) > 0).all()
    assert len(choice.best.shares) == 3
    assert_allclose(table["bic"], np.log(120) * table["parameters"] - 2 * table["loglik"])
    assert_allclose(table["aic"], 2 * table["parameters"] - 2 * table["loglik"])
    assert str(choice).count("\n") == 4


def test_every_view_of_a_fit_can_be_had():
    fit = fit_latent_class(answers_of("ordered"))
    assert "2 latent classes" in fit.headline
    assert '"agreeing"' in fit.to_json()
    assert "share.2" in str(fit)
