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
    fit_ordered_logit,
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


def test_wrong_shapes_and_weights_without_a_number_are_refused(frame):
    fit = fit_ordered_logit(Ratings.from_frame(frame, respondent=None, rating="rating", x=X))
    with pytest.raises(FitError, match=r"shape \(3, 1\); give \(scenarios, 2\)"):
        predicted_probabilities(fit, NEW[:, :1])
    lost = fit_ordered_logit(Ratings.from_frame(frame.assign(c=1.0), respondent=None, rating="rating", x=[*X, "c"]))
    with pytest.raises(FitError, match="not every weight has a number"):
        predicted_probabilities(lost, np.zeros((1, 3)))
