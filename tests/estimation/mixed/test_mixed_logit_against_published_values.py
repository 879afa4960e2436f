"""Mixed logits of data that nobody here made, against values that other programs found."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import special

from dce.data import Choices, Ratings
from dce.estimation.covariance import covariances_of_sums
from dce.estimation.mixed.model import fit_mixed_logit
from dce.estimation.mixed.panel import Panel
from dce.estimation.mixed.plan import planned
from dce.estimation.preparation import prepare

REFERENCE = Path(__file__).resolve().parents[2] / "reference"


def halton(number, base):
    """The points of Halton (1960) from the 101st on, counting zero: what xlogit draws by default."""
    out, index, part = np.zeros(number), np.arange(100, number + 100), 1.0 / base
    while index.any():
        out, index, part = out + part * (index % base), index // base, part / base
    return out


def their_draws(answers, columns):
    """The 500 draws of xlogit for each person, whose ids count from 1 in the order of the table."""
    people = len(answers.people)
    bases = (2, 3, 5, 7, 11, 13)[:columns]
    drawn = [special.ndtri(halton(people * 500, base)).reshape(people, 500) for base in bases]
    return np.stack(drawn, axis=2)[[int(person) - 1 for person in answers.people]]


def at_their_point(answers, random, draws, point, *, correlated=False):
    prepared, _ = prepare(answers)
    plan = planned(answers, prepared, random, correlated=correlated)
    return Panel.of(plan, prepared.problem, answers.by_person[:, prepared.cells], draws).evaluate(point)


@pytest.fixture
def known(shared):
    return lambda name: json.loads((shared / "references" / "estimation" / f"{name}.json").read_text())


@pytest.fixture
def electricity(shared, known):
    case = known("electricity_mxl_xlogit500")
    theirs = pd.Series(case["reestimated"]["coef"])
    frame = pd.read_parquet(shared / "data" / "electricity.parquet")
    names = {"respondent": "id", "task": "chid", "chosen": "choice"}
    return Choices.from_frame(frame, x=list(theirs.index[:6]), **names), theirs, case["published"]["loglik"]


def test_electricity_is_at_least_as_likely_as_the_published_fit(electricity):
    answers, theirs, loglik = electricity
    fit = fit_mixed_logit(answers, random=dict.fromkeys(answers.columns, "normal"))
    assert fit.status == "ok"
    assert fit.loglik > loglik  # on other draws, whose noise is about 8
    assert (np.abs(fit.coef - theirs) < 3.0 * fit.std_error()).all()


def test_electricity_has_the_published_likelihood_at_their_point_and_ours_is_above_it_on_the_same_draws(electricity):
    answers, theirs, loglik = electricity
    draws, random = their_draws(answers, 6), dict.fromkeys(answers.columns, "normal")
    here = at_their_point(answers, random, draws, theirs.to_numpy())
    assert_allclose(here.value, loglik, rtol=1e-12)
    assert np.abs(here.gradient).max() < 0.01  # theirs is a maximum too, though not the highest
    assert fit_mixed_logit(answers, random=random, draws=draws).loglik > loglik + 5


@pytest.mark.long
def test_artificial_choices_of_people_who_chose_once(shared, known):
    frame = pd.read_parquet(shared / "data" / "artificial.parquet")
    x = ["price", "time", "conven", "comfort", "meals", "petfr", "emipp", "nonsig1", "nonsig2", "nonsig3"]
    answers = Choices.from_frame(frame, respondent="id", task="id", chosen="choice", x=x)
    case, random = known("artificial_mxl_xlogit500"), dict.fromkeys(("meals", "petfr", "emipp"), "normal")
    point, loglik, draws = case["reestimated"]["coef"], case["published"]["loglik"], their_draws(answers, 3)
    assert_allclose(at_their_point(answers, random, draws, np.array(point)).value, loglik, rtol=1e-12)
    fit = fit_mixed_logit(answers, random=random, draws=draws)
    assert fit.loglik > loglik - 1e-6
    assert (np.abs(fit.coef - point) < 0.5 * fit.std_error()).all()  # mirrored spreads have peaks of their own


@pytest.mark.long
def test_swissmetro_with_error_components_on_a_panel(swissmetro, known):
    assert len(swissmetro.people) == 752
    fit = fit_mixed_logit(swissmetro, random=dict.fromkeys(swissmetro.columns[:3], "normal"), draws=2000, starts=2)
    case = known("swissmetro_mxl_panel_biogeme")
    assert abs(fit.loglik - case["published"]["loglik"]) < 3.0 + case["difference"]["loglik"]  # the case's own caution
    for source in ("published", "reestimated"):
        theirs = pd.Series(case[source]["coef"]).rename(lambda name: f"sd.{name[:-2]}" if name.endswith("_s") else name)
        assert_allclose(fit.coef[theirs.index], theirs, atol=0.15 + case["difference"]["coef_max_abs"])
    errors = pd.Series(case["reestimated"]["se"]).rename(
        lambda name: f"sd.{name[:-2]}" if name.endswith("_s") else name
    )
    assert_allclose(fit.std_error()[errors.index], errors, rtol=0.15)  # of another maximum of other draws


def test_a_random_intercept_is_the_one_that_r_finds_by_quadrature():
    case = json.loads((REFERENCE / "mixed_ordered.json").read_text())
    theirs = case["fits"]["random_intercept"]
    frame = pd.DataFrame(case["data"])
    answers = Ratings.from_frame(frame, respondent="id", rating="rating", x=["x1", "x2", "x3"])
    fit = fit_mixed_logit(answers, random={"constant": "normal"}, draws=4000)
    assert_allclose(fit.loglik, theirs["loglik"], atol=0.02)  # noise of 4000 draws
    assert fit.diagnostics.noise < 0.02
    assert_allclose(fit.coef[["x1", "x2", "x3"]], list(theirs["coef"].values()), atol=2e-3)
    assert_allclose(fit.thresholds, list(theirs["thresholds"].values()), atol=2e-3)
    assert_allclose(fit.coef["sd.constant"], theirs["sd"], atol=2e-3)
    covariance = pd.DataFrame(theirs["vcov"]["rows"], theirs["vcov"]["names"], theirs["vcov"]["names"])
    errors = np.sqrt(np.diag(covariance)) * np.r_[np.ones(len(covariance) - 1), theirs["sd"]]  # theirs is of log(sd)
    ours = fit.std_error()[[*fit.thresholds.index, "x1", "x2", "x3", "sd.constant"]]
    assert_allclose(ours, errors, rtol=5e-3)


def test_correlated_weights_have_the_likelihood_and_the_errors_of_biogeme_on_its_draws(electricity):
    answers, *_ = electricity
    case = json.loads((REFERENCE / "mixed_correlated.json").read_text())
    people, number, columns = len(answers.people), case["draws"], ("loc", "wk", "tod")
    drawn = [special.ndtri(halton(people * number, base)).reshape(people, number) for base in (2, 3, 5)]
    draws = np.stack(drawn, axis=2)[[int(person) - 1 for person in answers.people]]
    random = dict.fromkeys(columns, "normal")
    start, best = case["fits"]["start"], case["fits"]["maximum"]
    point = np.array(list(best["coef"].values()))
    at_start = at_their_point(answers, random, draws, np.array(list(start["coef"].values())), correlated=True)
    assert_allclose(at_start.value, start["loglik"], rtol=1e-12)
    here = at_their_point(answers, random, draws, point, correlated=True)
    assert_allclose(here.value, best["loglik"], rtol=1e-12)
    covariances = covariances_of_sums(here.information, here.outer, len(answers.people))
    scale = np.sqrt(np.diag(covariances["hessian"]))
    for ours, theirs in (("hessian", "vcov"), ("robust", "vcov_robust")):
        apart = (covariances[ours] - np.array(best[theirs]["rows"])) / np.outer(scale, scale)
        assert_allclose(apart, 0.0, atol=1e-8)
    fit = fit_mixed_logit(answers, random=random, correlated=True, draws=draws)
    assert fit.loglik > best["loglik"] - 1e-6
