import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from dce import logit
from dce.data import Ratings
from dce.estimation import fit_ordered_logit
from dce.estimation.covariance import covariances
from dce.estimation.preparation import WEAK_PRIOR_SD, prepare
from dce.estimation.profile import profile_intervals

CRITICAL = stats.chi2.ppf(0.95, 1)


def separated(people=30, seed=1):
    """Answers in three categories, of which everybody with a = 1 gives the highest; people differ in weight b."""
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 2, size=(people * 8, 2)).astype(float)
    own = np.repeat(rng.normal(-0.5, 1.5, size=people), 8)
    rating = np.digitize(own * x[:, 1] + rng.logistic(size=len(x)), [0, 1])
    frame = pd.DataFrame(x, columns=["a", "b"]).assign(id=np.repeat(np.arange(people), 8), rating=rating)
    frame.loc[frame["a"] == 1, "rating"] = 2
    return Ratings.from_frame(frame, respondent="id", rating="rating", x=["a", "b"])


def loss_of_profile(ratings, column, value):
    """Twice the loss of the penalised log-likelihood with one weight held, maximised by another program."""
    counts = ratings.counts()

    def minus(theta):
        cuts, beta = np.array([theta[0], theta[0] + np.exp(theta[1])]), theta[2:]
        fitted = (counts * logit.log_probabilities(ratings.x @ beta, cuts)).sum()
        return 0.5 * (beta**2).sum() / WEAK_PRIOR_SD**2 - fitted

    def held(free):
        return minus(np.insert(free, 2 + column, value))

    start = np.array([0.0, 0.0, 1.0, 0.0])
    top = optimize.minimize(minus, start, method="BFGS", options={"gtol": 1e-7}).fun
    return 2.0 * (optimize.minimize(held, np.delete(start, 2), method="BFGS", options={"gtol": 1e-7}).fun - top)


@pytest.mark.parametrize(("column", "name"), [(0, "a"), (1, "b")])
def test_both_ends_lose_what_the_design_effect_allows(column, name):
    ratings = separated()
    fit = fit_ordered_logit(ratings)
    assert fit.status == "shrunk"
    ratio = fit.covariance("cluster").loc[name, name] / fit.covariance("hessian").loc[name, name]
    assert ratio > 1.2 or name == "a"
    low, high = fit.intervals.loc[name, ["low", "high"]]
    for end in (low, high):
        loss = loss_of_profile(ratings, column, end)
        assert loss == pytest.approx(CRITICAL * max(1.0, ratio), rel=1e-3)  # the ends are found to 1e-4 of an error


def test_the_profile_of_much_sound_data_is_the_normal_interval():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(20_000, 2))
    frame = pd.DataFrame(x, columns=["a", "b"]).assign(
        rating=np.digitize(x @ [1.0, -0.5] + rng.logistic(size=20_000), [0, 1])
    )
    ratings = Ratings.from_frame(frame, respondent=None, rating="rating", x=["a", "b"])
    prepared, _ = prepare(ratings)
    errors = covariances(prepared.plain, prepared.problem, ratings.by_person)
    low, high = profile_intervals(prepared, errors)
    error = np.sqrt(np.maximum(np.diag(errors["hessian"]), np.diag(errors["cluster"])))
    middle, reach = prepared.plain.point[0], stats.norm.ppf(0.975) * error
    np.testing.assert_allclose(low, middle - reach, rtol=0.01)  # the likelihood is nearly, not quite, a parabola
    np.testing.assert_allclose(high, middle + reach, rtol=0.01)
