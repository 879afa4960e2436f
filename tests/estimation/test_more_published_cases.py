"""Cases from textbooks and from the manuals of other programs, to the digits that they print."""

import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Choices, Ratings
from dce.estimation import fit_conditional_logit, fit_ordered_logit


def indicators(frame, column):
    return frame.assign(**{str(value): (frame[column] == value).astype(float) for value in frame[column].unique()})


def hold(fit, loglik, estimates, errors, digits):
    """Estimates and errors by hessian to the printed digits; half a unit of the last one is rounding."""
    atol = 0.51 * 10.0**-digits
    assert fit.loglik == pytest.approx(loglik, abs=0.51e-4)
    assert_allclose(fit.estimates, estimates, atol=atol)
    assert_allclose(fit.std_error("hessian"), errors, atol=atol)


def test_wine_by_clm(shared):
    """Christensen, A tutorial on fitting cumulative link models with the ordinal package, section 2."""
    wine = pd.read_parquet(shared / "data" / "wine.parquet")
    wine = wine.assign(warm=(wine["temp"] == "warm") + 0.0, touch=(wine["contact"] == "yes") + 0.0)
    wine["rating"] = wine["rating"].astype(int)
    fit = fit_ordered_logit(Ratings.from_frame(wine, respondent="judge", rating="rating", x=["touch", "warm"]))
    estimates = [1.5278, 2.5031, -1.3444, 1.2508, 3.4669, 5.0064]
    hold(fit, -86.4919, estimates, [0.4766, 0.5287, 0.5171, 0.4379, 0.5978, 0.7309], 4)


def test_travel_mode_of_greene(shared):
    """Greene (2003), Econometric Analysis, 5th edition, table 21.11: unweighted sample, conditional logit."""
    travel = indicators(pd.read_parquet(shared / "data" / "travelmode.parquet"), "mode")
    travel = travel.assign(
        chosen=(travel["choice"].astype(str) == "yes") + 0, income_of_air=travel["air"] * travel["income"]
    )
    x = ["gcost", "wait", "income_of_air", "air", "train", "bus"]
    choices = Choices.from_frame(travel, respondent=None, task="individual", chosen="chosen", x=x)
    estimates, errors = (
        [-0.0155, -0.0961, 0.0133, 5.2074, 3.8690, 3.1632],
        [0.0044, 0.0104, 0.0103, 0.7791, 0.4431, 0.4503],
    )
    hold(fit_conditional_logit(choices), -199.1284, estimates, errors, 4)


def test_heating_by_mlogit(shared):
    """Croissant, Kenneth Train's exercises using the mlogit package for R, exercise 1: costs alone."""
    heating = pd.read_parquet(shared / "data" / "heating.parquet")
    choices = Choices.from_frame(heating, respondent=None, task="chid", chosen="choice", x=["ic", "oc"])
    fit = fit_conditional_logit(choices)
    assert fit.loglik == pytest.approx(-1095.2, abs=0.051)
    assert_allclose(fit.coef, [-0.00623187, -0.00458008], atol=0.51e-8)
    assert_allclose(fit.std_error("hessian"), [0.00035277, 0.00032216], atol=0.51e-8)


def test_yogurt_by_logitr(shared):
    """Helveston, logitr: Fast estimation of multinomial and mixed logit models, the log-likelihood of its example."""
    yogurt = indicators(pd.read_parquet(shared / "data" / "yogurt.parquet"), "brand")
    x = ["price", "feat", "hiland", "weight", "yoplait"]
    fit = fit_conditional_logit(Choices.from_frame(yogurt, respondent="id", task="obsID", chosen="choice", x=x))
    assert fit.loglik == pytest.approx(-2656.8879, abs=0.51e-4)
