import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.testing import assert_allclose
from statsmodels.miscmodels.ordinal_model import OrderedModel

from dce.data import Choices, Ratings
from dce.errors import FitError
from dce.estimation import (
    fit_binary_logit,
    fit_conditional_logit,
    fit_latent_class,
    fit_mixed_logit,
    fit_ordered_logit,
    fit_scale_groups,
    predicted_probabilities,
)

X = ["a", "b"]
NEW = np.array([[0.0, 0.0], [1.0, -1.0], [-2.0, 0.5]])


@pytest.fixture(scope="module")
def frame():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(400, 2))
    utility = x @ [1.0, -0.5] + rng.logistic(size=400)
    return pd.DataFrame(x, columns=X).assign(rating=np.digitize(utility, [-1, 0.5]), yes=(utility > 0).astype(int))


def test_ordered_and_binary_probabilities_agree_with_statsmodels(frame):
    ordered = fit_ordered_logit(Ratings.from_frame(frame, respondent=None, rating="rating", x=X))
    theirs = OrderedModel(frame["rating"], frame[X], distr="logit").fit(method="newton", disp=0, tol=1e-12)
    ours = predicted_probabilities(ordered, NEW)
    assert list(ours.columns) == ["0", "1", "2"]
    assert_allclose(ours, theirs.predict(NEW), rtol=1e-5)
    binary = fit_binary_logit(Ratings.from_frame(frame, respondent=None, rating="yes", x=X))
    logit = sm.Logit(frame["yes"], sm.add_constant(frame[X])).fit(disp=0, tol=1e-12)
    assert_allclose(predicted_probabilities(binary, NEW)["1"], logit.predict(sm.add_constant(NEW)), rtol=1e-7)


def test_choice_probabilities_by_hand_and_none_for_what_is_not_available():
    table = {"task": [1, 1, 2, 2, 3, 3], "pick": [1, 0, 0, 1, 1, 0], "price": [1.0, 2, 1, 2, 1, 2]}
    choices = Choices.from_frame(pd.DataFrame(table), respondent=None, task="task", chosen="pick", x=["price"])
    fit = fit_conditional_logit(choices)
    u = np.exp(fit.coef["price"] * np.array([1.0, 2.0, 3.0]))
    found = predicted_probabilities(fit, [[[1.0], [2.0], [3.0]]], [[True, True, False]])
    assert_allclose(found.to_numpy(), [[u[0] / (u[0] + u[1]), u[1] / (u[0] + u[1]), 0.0]])


@pytest.fixture(scope="module")
def panel():
    """Ratings by people of two towns, who differ in leniency and in the weight of a."""
    rng = np.random.default_rng(4)
    x = rng.normal(size=(60, 10, 2))
    own = np.array([1.0, -0.5]) + rng.normal(size=(60, 1, 2)) * [0.8, 0.0]
    town = np.repeat(["A", "B"], 30)
    utility = (
        (x * own).sum(axis=2)
        + rng.normal(size=(60, 1))
        + rng.logistic(size=(60, 10)) * np.where(town == "B", 2, 1)[:, None]
    )
    frame = pd.DataFrame(x.reshape(-1, 2), columns=X).assign(id=np.repeat(np.arange(60), 10), town=np.repeat(town, 10))
    rating = np.digitize(utility.ravel(), [-1, 0.5])
    return Ratings.from_frame(frame.assign(rating=rating), respondent="id", rating="rating", x=X, background=["town"])


def logistic(z):
    return 1.0 / (1.0 + np.exp(-z))


def test_probabilities_of_a_group_are_stretched_and_moved(panel):
    fit = fit_scale_groups(panel, by="town")
    below = np.array([[c - NEW[i] @ fit.coef[X] - fit.coef["leniency.B"] for c in fit.thresholds] for i in range(3)])
    expected = np.diff(logistic(np.exp(fit.coef["scale.B"]) * below), prepend=0.0, append=1.0, axis=1)
    assert_allclose(predicted_probabilities(fit, NEW, group="B"), expected, rtol=1e-10)
    for wrong in (None, "C"):
        with pytest.raises(FitError, match="use one of A, B"):
            predicted_probabilities(fit, NEW, group=wrong)
    with pytest.raises(FitError, match="this fit has no groups"):
        predicted_probabilities(fit_ordered_logit(panel), NEW, group="B")


def test_probabilities_of_classes_are_means_over_their_shares(panel):
    fit = fit_latent_class(panel, classes=2, starts=4)
    expected = np.zeros((3, 3))
    for number in (1, 2):
        beta = fit.coef[[f"{number}.a", f"{number}.b"]].to_numpy()
        below = fit.thresholds[[f"{number}.0|1", f"{number}.1|2"]].to_numpy() - (NEW @ beta)[:, None]
        expected += fit.shares[number] * np.diff(logistic(below), prepend=0.0, append=1.0, axis=1)
    assert_allclose(predicted_probabilities(fit, NEW), expected, rtol=1e-10)


def test_probabilities_of_random_weights_are_means_over_the_population(panel):
    for correlated in (False, True):
        fit = fit_mixed_logit(panel, random={"constant": "normal", "a": "normal"}, correlated=correlated, draws=100)
        away = np.diag(fit.coef[["sd.constant", "sd.a"]]) if fit.cholesky is None else fit.cholesky.to_numpy()
        z = np.random.default_rng(1).normal(size=(400_000, 2)) @ away.T
        for scenario, found in zip(NEW, predicted_probabilities(fit, NEW).to_numpy(), strict=True):
            utility = scenario @ fit.coef[X] + z[:, 0] + scenario[0] * z[:, 1]
            below = logistic(fit.thresholds.to_numpy()[:, None] - utility).mean(axis=1)
            assert_allclose(found, np.diff(below, prepend=0.0, append=1.0), atol=2e-3)  # 400,000 random draws


def test_probabilities_of_choices_with_a_lognormal_and_a_uniform_weight():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(80, 6, 3, 2))
    own = np.stack([np.exp(0.3 + 0.5 * rng.normal(size=80)), rng.uniform(-1.5, 0.5, size=80)], axis=1)
    pick = ((x * own[:, None, None]).sum(axis=3) + rng.gumbel(size=(80, 6, 3))).argmax(axis=2)
    who, task, j = np.indices((80, 6, 3)).reshape(3, -1)
    frame = pd.DataFrame(x.reshape(-1, 2), columns=X).assign(id=who, task=task, pick=(j == pick.repeat(3)) + 0)
    choices = Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=X)
    fit = fit_mixed_logit(choices, random={"a": "lognormal", "b": "uniform"}, draws=100)
    new = np.array([[[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]])
    a = np.exp(fit.coef["a"] + fit.coef["sd.a"] * rng.normal(size=400_000))
    b = fit.coef["b"] + fit.coef["sd.b"] * rng.uniform(-1, 1, size=400_000)
    u = np.exp(np.stack([a, b, np.zeros(400_000)]))
    assert_allclose(predicted_probabilities(fit, new).to_numpy()[0], (u / u.sum(axis=0)).mean(axis=1), atol=2e-3)


def test_wrong_shapes_and_weights_without_a_number_are_refused(frame):
    fit = fit_ordered_logit(Ratings.from_frame(frame, respondent=None, rating="rating", x=X))
    with pytest.raises(FitError, match=r"shape \(3, 1\); give \(scenarios, 2\)"):
        predicted_probabilities(fit, NEW[:, :1])
    lost = fit_ordered_logit(Ratings.from_frame(frame.assign(c=1.0), respondent=None, rating="rating", x=[*X, "c"]))
    with pytest.raises(FitError, match="not every weight has a number"):
        predicted_probabilities(lost, np.zeros((1, 3)))
