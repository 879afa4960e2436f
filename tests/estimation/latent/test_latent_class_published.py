"""Latent classes that others published, through the public function; the data lie outside the repository."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Choices
from dce.estimation.latent.model import fit_latent_class


@pytest.fixture
def case(shared):
    def read(data, reference):
        frame = pd.read_parquet(shared / "data" / f"{data}.parquet")
        return frame, json.loads((shared / "references" / "estimation" / f"{reference}.json").read_text())

    return read


def test_two_classes_of_route_choices(case):
    frame, known = case("swissroute", "swissroute_lc2")
    x = ["tt", "tc", "hw", "ch"]
    fit = fit_latent_class(Choices.from_frame(frame, respondent="ID", task="chid", chosen="choice", x=x), classes=2)
    assert (fit.status, fit.messages) == ("ok", ())
    assert_allclose(fit.loglik, known["published"]["loglik"], atol=1e-8)
    for theirs in known["reestimated"]["classes"]:
        c = fit.shares.index[np.argmin(abs(fit.shares - theirs["share"]))]
        assert_allclose(fit.shares[c], theirs["share"], rtol=1e-5)  # the quasi-Newton search there stops at 1e-5 or so
        for name in x:
            assert_allclose(fit.coef[f"{c}.{name}"], theirs["coef"][f"b_{name}"], rtol=1e-5)
            assert_allclose(fit.std_error()[f"{c}.{name}"], theirs["se"][f"b_{name}"], rtol=1e-4)
            robust = theirs["robust_se_by_person"][f"b_{name}"]
            assert_allclose(fit.std_error("robust")[f"{c}.{name}"], robust, rtol=1e-4)
            assert_allclose(fit.std_error("cluster")[f"{c}.{name}"], np.sqrt(388 / 387) * robust, rtol=1e-4)


@pytest.mark.long
def test_three_classes_of_mode_choices_that_share_weights_and_hold_others(case, swissmetro):
    _, known = case("swissmetro", "swissmetro_lc3_panel")
    x = ["asc_train", "asc_car", "b_cost", "b_time"]
    same = dict.fromkeys(x[:3], "same")
    held = {"1.b_time": 0.0, "3.asc_train": 0.0, "3.asc_car": 0.0, "3.b_cost": -10000.0, "3.b_time": 0.0}
    fit = fit_latent_class(swissmetro, classes=3, restrict=same | held)
    assert (fit.status, fit.parameters) == ("ok", 6)
    ours = {name: f"2.{name}" for name in x} | {"W_OTHER": "share.2", "W_COST": "share.3"}
    published, exact = known["published"], known["reestimated"]
    assert_allclose(fit.loglik, exact["loglik"], rtol=1e-9)
    assert_allclose(fit.loglik, published["loglik"], rtol=5e-7)  # single precision there
    for theirs, our in ours.items():
        assert_allclose(fit.coef[our], exact["coef"][theirs], rtol=2e-6, atol=1e-6)
        assert_allclose(fit.std_error()[our], exact["se"][theirs], rtol=1e-5)
        assert_allclose(fit.coef[our], published["coef"][theirs], rtol=5e-3)  # what the publisher's own tests ask
        assert_allclose(fit.std_error()[our], published["se"][theirs], rtol=5e-3)
    assert fit.coef["1.b_cost"] == fit.coef["2.b_cost"]
    assert fit.std_error()[["1.b_time", "3.b_cost"]].isna().all()
