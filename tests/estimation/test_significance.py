import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.testing import assert_allclose

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import delta_method, fit_binary_logit, fit_ordered_logit, likelihood_ratio_test, wald_test

X = ["a", "b", "c"]


@pytest.fixture(scope="module")
def frame():
    rng = np.random.default_rng(11)
    x = rng.normal(size=(500, 3))
    utility = x @ [0.8, 0.3, 0.0] + rng.logistic(size=500)
    return pd.DataFrame(x, columns=X).assign(id=np.arange(500) // 10, yes=(utility > 0).astype(int))


def fit(frame, x=X, model=fit_binary_logit):
    return model(Ratings.from_frame(frame, respondent="id", rating="yes", x=list(x)))


def test_likelihood_ratio_and_wald_agree_with_statsmodels(frame):
    large, small = fit(frame), fit(frame, ["a"])
    theirs = sm.Logit(frame["yes"], sm.add_constant(frame[X])).fit(disp=0, tol=1e-12)
    nested = sm.Logit(frame["yes"], sm.add_constant(frame[["a"]])).fit(disp=0, tol=1e-12)
    ratio = likelihood_ratio_test(small, large)
    assert_allclose(ratio.statistic, 2 * (theirs.llf - nested.llf), rtol=1e-8)
    assert ratio.freedom == 2
    wald = wald_test(large, ["b", "c"], kind="hessian")
    known = theirs.wald_test("b = 0, c = 0", scalar=True)
    assert_allclose([wald.statistic, wald.p], [known.statistic, known.pvalue], rtol=1e-7)


def test_the_delta_method_on_a_ratio_agrees_with_its_formula(frame):
    found = fit(frame)
    ratio = delta_method(found, lambda b: b["b"] / b["a"], kind="robust")
    a, b = found.coef["a"], found.coef["b"]
    slope = np.array([-b / a**2, 1 / a])
    covariance = found.covariance("robust").loc[["a", "b"], ["a", "b"]].to_numpy()
    assert_allclose(ratio.value, b / a)
    assert_allclose(ratio.std_error, np.sqrt(slope @ covariance @ slope), rtol=1e-8)
    assert_allclose([ratio.low, ratio.high], ratio.value + np.array([-1, 1]) * 1.959964 * ratio.std_error, rtol=1e-6)


def test_tests_on_unlike_or_unsound_fits_are_refused(frame):
    with pytest.raises(FitError, match="other models or other answers"):
        likelihood_ratio_test(fit(frame.iloc[:400], ["a"]), fit(frame))
    with pytest.raises(FitError, match="must be the smaller one"):
        likelihood_ratio_test(fit(frame), fit(frame, ["a"]))
    with pytest.raises(FitError, match="no estimate named d; use some of constant, a, b, c"):
        wald_test(fit(frame), ["a", "d"])
    separated = fit(frame.assign(a=frame["yes"] * 1.0))
    with pytest.raises(FitError, match="the fit is shrunk"):
        delta_method(separated, lambda b: b["b"])


def test_diagnostics_tell_a_sound_maximum_from_a_shaky_one(frame):
    sound = fit(frame, model=fit_ordered_logit).diagnostics
    assert sound.iterations < 10
    assert sound.gradient_norm < 1e-7
    assert sound.condition < 100
    shaky = fit(frame.assign(c=frame["a"] + 1e-4 * frame["c"])).diagnostics
    assert shaky.condition > 1e6
