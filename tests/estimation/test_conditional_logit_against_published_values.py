"""Choice data that nobody here made, against values that others published; the data lie outside the repository."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Choices
from dce.estimation import fit_conditional_logit


@pytest.fixture
def case(shared):
    def read(data, reference):
        frame = pd.read_parquet(shared / "data" / f"{data}.parquet")
        return frame, json.loads((shared / "references" / "estimation" / f"{reference}.json").read_text())

    return read


def agrees(fit, names, known, *, clusters):
    """As near to the published figures as the case itself says they are to the maximum, and the exact ones to 3e-7."""
    published, exact = known["published"], known["reestimated"]
    for key, ours in (("coef", fit.coef), ("se", fit.std_error())):
        for our, their in names.items():
            if key in published:
                distance = known["difference"][f"{key}_max_rel"]
                assert_allclose(ours[our], published[key][their], rtol=1.001 * distance)
            assert_allclose(ours[our], exact[key][their], rtol=3e-7)
    assert_allclose(fit.loglik, exact["loglik"], rtol=1e-10)
    cluster = exact.get("cluster_se_by_id_no_correction") or exact.get("cluster_se_by_ID_no_correction")
    if cluster:
        factor = np.sqrt(clusters / (clusters - 1))
        for our, their in names.items():
            assert_allclose(fit.std_error("cluster")[our], factor * cluster[their], rtol=1e-6)


def test_electricity(case):
    frame, known = case("electricity", "electricity_mnl")
    x = ["pf", "cl", "loc", "wk", "tod", "seas"]
    choices = Choices.from_frame(frame, respondent="id", task="chid", chosen="choice", x=x)
    agrees(fit_conditional_logit(choices), dict(zip(x, x, strict=True)), known, clusters=361)


def test_train(case):
    frame, known = case("train", "train_binary_mnl")
    frame = frame.assign(price=frame["price"] * 2.20371 / 100, time=frame["time"] / 60)
    chosen = "choice"
    frame[chosen] = frame[chosen].astype(int)
    x = ["price", "time", "change", "comfort"]
    choices = Choices.from_frame(frame, respondent="id", task="chid", chosen=chosen, x=x)
    agrees(fit_conditional_logit(choices), dict(zip(x, x, strict=True)), known, clusters=235)


def test_fishing_with_weights_of_its_own_per_alternative(case):
    frame, known = case("fishing", "fishing_mnl")
    names = {"price": "price"}
    for mode in ("boat", "charter", "pier"):
        own = (frame["alt"] == mode).astype(float)
        frame[f"one {mode}"], frame[f"income {mode}"] = own, own * frame["income"]
        names |= {f"one {mode}": f"(Intercept):{mode}", f"income {mode}": f"income:{mode}"}
    for mode in ("beach", "boat", "charter", "pier"):
        frame[f"catch {mode}"] = (frame["alt"] == mode) * frame["catch"]
        names |= {f"catch {mode}": f"catch:{mode}"}
    choices = Choices.from_frame(frame, respondent=None, task="chid", chosen="choice", x=list(names))
    agrees(fit_conditional_logit(choices), names, known, clusters=1182)


def test_swissmetro_with_alternatives_that_are_not_always_available(case, swissmetro):
    _, known = case("swissmetro", "swissmetro_mnl")
    fit = fit_conditional_logit(swissmetro)
    agrees(fit, {name: name for name in swissmetro.columns}, known, clusters=len(swissmetro.people))
    for name, value in known["reestimated"]["robust_se"].items():
        assert_allclose(fit.std_error("robust")[name], value, rtol=3e-7)
