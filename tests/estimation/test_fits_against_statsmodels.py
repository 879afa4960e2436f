"""The same models by an independent program, on data that any machine can make."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.testing import assert_allclose
from statsmodels.miscmodels.ordinal_model import OrderedModel

from dce.data import Ratings
from dce.estimation import fit_binary_logit, fit_ordered_logit

X = ["a", "b", "c"]


@pytest.fixture(scope="module")
def frame():
    rng = np.random.default_rng(7)
    x = rng.normal(size=(600, 3)).round(1)
    person = np.repeat(np.arange(60), 10)
    utility = x @ [0.5, -1.0, 0.0] + rng.normal(size=60)[person] + rng.logistic(size=600)
    return pd.DataFrame(x, columns=X).assign(
        id=person, rating=np.digitize(utility, [-1.5, 0, 1]), yes=(utility > 0).astype(int)
    )


def test_binary_logit_and_its_three_errors(frame):
    ours = fit_binary_logit(Ratings.from_frame(frame, respondent="id", rating="yes", x=X))
    model = sm.Logit(frame["yes"], sm.add_constant(frame[X]))
    plain = model.fit(disp=0, tol=1e-12)
    robust = model.fit(disp=0, tol=1e-12, cov_type="HC0")
    groups = {"groups": frame["id"], "use_correction": False}
    cluster = model.fit(disp=0, tol=1e-12, cov_type="cluster", cov_kwds=groups)
    assert_allclose(ours.coef, plain.params, rtol=1e-7)
    assert_allclose(ours.loglik, plain.llf, rtol=1e-10)
    assert_allclose(ours.std_error("hessian"), plain.bse, rtol=1e-7)
    assert_allclose(ours.std_error("robust"), robust.bse, rtol=1e-7)
    assert_allclose(ours.std_error("cluster"), cluster.bse * np.sqrt(60 / 59), rtol=1e-7)


def test_ordered_logit(frame):
    ours = fit_ordered_logit(Ratings.from_frame(frame, respondent="id", rating="rating", x=X))
    model = OrderedModel(frame["rating"], frame[X], distr="logit")
    theirs = model.fit(method="newton", disp=0, tol=1e-12)
    assert_allclose(ours.coef, theirs.params[X], rtol=1e-5)
    assert_allclose(ours.thresholds, model.transform_threshold_params(theirs.params)[1:-1], rtol=1e-5)
    assert_allclose(ours.loglik, theirs.llf, rtol=1e-10)
    # their Hessian is by finite differences, so a tenth of a percent is what it can promise
    assert_allclose(ours.std_error("hessian")[X], theirs.bse[X], rtol=1e-3)
