"""The same models by R, on answers that stand with R's values in tests/reference/."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Choices, Ratings
from dce.estimation import fit_binary_logit, fit_conditional_logit, fit_ordered_logit

FOLDER = Path(__file__).parents[1] / "reference"
X = ["x1", "x2", "x3"]
EXACT = 1e-6  # R's programs stop at a slope of about 1e-6


def read(name):
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return pd.DataFrame(found["data"]), found["fits"]


def hold(fit, theirs, kinds):
    """Estimates, log-likelihood and covariances of a fit against those of R, terms called as R calls them."""
    names = {"constant": "(Intercept)"}
    estimates = pd.Series({**theirs["coef"], **theirs.get("thresholds", {})})
    assert_allclose(fit.estimates.rename(names)[estimates.index], estimates, rtol=EXACT)
    assert fit.loglik == pytest.approx(theirs["loglik"], abs=1e-8)
    for kind, name in kinds.items():
        matrix = pd.DataFrame(theirs[name]["rows"], theirs[name]["names"], theirs[name]["names"])
        mine = fit.covariance(kind).rename(index=names, columns=names).loc[matrix.index, matrix.columns]
        assert_allclose(mine, matrix, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize(("fit", "weights"), [("plain", None), ("weighted", "weight")])
def test_ordered_logit_by_clm(fit, weights):
    data, theirs = read("ordered")
    ratings = Ratings.from_frame(data, respondent="id", rating="rating", x=X, weights=weights)
    hold(fit_ordered_logit(ratings), theirs[fit], {"hessian": "vcov"})


def test_binary_logit_by_glm_and_sandwich():
    data, theirs = read("binary")
    fit = fit_binary_logit(Ratings.from_frame(data, respondent="id", rating="yes", x=X))
    hold(fit, theirs["plain"], {"hessian": "vcov", "robust": "vcov_robust", "cluster": "vcov_cluster"})


def test_conditional_logit_by_clogit():
    data, theirs = read("conditional")
    fit = fit_conditional_logit(Choices.from_frame(data, respondent="id", task="task", chosen="chosen", x=X))
    people = data["id"].nunique()
    matrix = np.array(theirs["plain"]["vcov_cluster"]["rows"]) * people / (people - 1)  # clogit leaves the factor out
    theirs["plain"]["vcov_cluster"]["rows"] = matrix
    hold(fit, theirs["plain"], {"hessian": "vcov", "cluster": "vcov_cluster"})
    assert fit.loglik_null == pytest.approx(theirs["plain"]["loglik_at_zero"], abs=1e-8)


def test_firths_fit_of_separated_answers_agrees_on_which_weight_is_large_and_lies_within_the_interval():
    _, theirs = read("binary")
    data = pd.DataFrame(theirs["firth"]["data"])
    ours = fit_binary_logit(Ratings.from_frame(data, respondent="id", rating="yes", x=X))
    assert ours.status == "shrunk"
    table = ours.table().set_index("term")
    for name in X:  # another prior (Jeffreys'), so not the same number
        assert table["low"][name] < theirs["firth"]["coef"][name] < table["high"][name]
    assert table["low"]["x1"] > 1.0
