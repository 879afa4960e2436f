"""Real data that nobody here made, against values that others published; the data lie outside the repository."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Ratings
from dce.estimation import fit_binary_logit, fit_ordered_logit


def reference(shared, name):
    return json.loads((shared / "references" / "estimation" / f"{name}.json").read_text())


@pytest.fixture
def ucla(shared):
    frame = pd.read_parquet(shared / "data" / "ologit_ucla.parquet")
    order = ["unlikely", "somewhat likely", "very likely"]
    frame["apply"] = pd.Categorical(frame["apply"], order, ordered=True)
    return fit_ordered_logit(
        Ratings.from_frame(frame, respondent=None, rating="apply", x=["pared", "public", "gpa"])
    ), reference(shared, "ucla_ordered_logit")


def test_ordered_logit_on_the_ucla_data_agrees_with_polr(ucla):
    fit, known = ucla
    for name in ("pared", "public", "gpa"):
        assert f"{fit.std_error()[name]:.4f}" == f"{known['published']['se'][name]:.4f}"
        # polr stops early: the case itself states that its coefficients are off by up to 0.0006
        assert abs(fit.coef[name] - known["published"]["coef"][name]) <= known["difference"]["coef_max_abs"] * 1.001


def test_ordered_logit_on_the_ucla_data_agrees_with_an_exact_newton_to_every_digit(ucla):
    fit, known = ucla
    exact = known["reestimated"]
    values = np.r_[fit.thresholds, fit.coef]
    errors = fit.std_error()
    names = [*fit.thresholds.index, *fit.coef.index]
    assert_allclose(values, list(exact["coef"].values()), rtol=1e-8)
    assert_allclose(errors[names], list(exact["se"].values()), rtol=1e-7)
    assert_allclose(fit.loglik, exact["loglik"], rtol=1e-12)


def test_binary_logit_with_clustered_errors_agrees_with_sandwich_to_every_printed_digit(shared):
    frame = pd.read_parquet(shared / "data" / "instinnovation.parquet")
    frame = frame.assign(
        cited=(frame["cites"] > 0).astype(int),
        intensity=np.log(frame["capital"] / frame["employment"]),
        sales=np.log(frame["sales"]),
    )
    x = ["institutions", "intensity", "sales"]
    fit = fit_binary_logit(Ratings.from_frame(frame, respondent="company", rating="cited", x=x))
    case = reference(shared, "instinnovation_binary_logit_cluster")
    published, exact = case["published"], case["reestimated"]
    assert fit.people == published["n_clusters"]
    for ours, theirs in zip(["constant", *x], published["coef"], strict=True):
        assert f"{fit.coef[ours]:.5f}" == f"{published['coef'][theirs]:.5f}"
    for kind, key in (("hessian", "se"), ("robust", "robust_se"), ("cluster", "cluster_se")):
        assert_allclose(fit.std_error(kind), list(exact[key].values()), rtol=1e-7)
        # the published errors rest on a quasi-Newton fit: the case names their distance to the exact ones
        assert_allclose(fit.std_error(kind), list(published[key].values()), rtol=3e-4)
    assert_allclose(fit.loglik, exact["loglik"], rtol=1e-12)
