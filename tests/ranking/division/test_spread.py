"""The spread of weights: a criterion that people weigh differently is found, others are not, and zero has an end."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from dce.data import Ratings
from dce.design import Design, make_design
from dce.errors import FitError
from dce.estimation import fit_mixed_logit
from dce.ranking.division.spread import NUMBERS, WeightSpread, boundary_p, weight_spread
from dce.simulate import Population, default_population, simulate_answers

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def made(study, request):
    folder = request.config.rootpath / "designs" / "gegevensdeling"
    population = Population.load(folder / "population.yaml", study)
    return Design.load(folder), replace(population, deviations={}, trends={})


@pytest.fixture(scope="module")
def found(study, made):
    """100 people who differ on one criterion only, with a standard deviation of 0.6."""
    return weight_spread(Ratings.from_answers(simulate_answers(*made, 100, 3), study), study, draws=128)


@pytest.mark.parametrize("spreads", [1, 2, 3])
def test_the_p_value_at_the_boundary_is_the_share_of_simulated_statistics(spreads):
    """The statistic of independent spreads is a sum of squares of those standard normals that lie above zero."""
    rng = np.random.default_rng(spreads)
    drawn = (np.maximum(rng.normal(size=(200_000, spreads)), 0.0) ** 2).sum(axis=1)
    for limit in (0.5, 2.0, 5.0):
        share = (drawn >= limit).mean()
        assert boundary_p(limit, spreads) == pytest.approx(share, abs=4 * np.sqrt(0.25 / 200_000))  # 4 binomial errors
    assert boundary_p(0.0, spreads) == 1.0
    assert boundary_p(3.0, 1) == pytest.approx(stats.chi2.sf(3.0, 1) / 2)


def test_the_criterion_that_people_weigh_differently_is_found_with_its_spread(study, found):
    rows = found.table().set_index("criterion")
    assert list(rows.index) == list(study.criterion_ids)
    assert rows.index[rows["verdict"] == "people differ"].tolist() == ["gevolgen"]
    assert rows.loc["gevolgen", "low"] < 0.6 < rows.loc["gevolgen", "high"]
    assert found.most_spread("gevolgen") == "gevolgen is weighed most differently: supported"
    assert found.most_spread("verplicht").endswith("not supported, people differ more on gevolgen")
    assert found.messages[0] == "people differ: gevolgen"


def test_every_interval_holds_its_estimate_and_none_ends_at_a_zero_that_is_only_estimated(found):
    """Wald's interval of a standard deviation at zero has no width; 100 people cannot tell 0.05 from none."""
    rows = found.table()
    assert (rows["low"] <= rows["sd"]).all()
    assert (rows["sd"] <= rows["high"]).all()
    at_zero = rows[rows["sd"] < 0.03]
    assert len(at_zero) > 0
    assert (at_zero["high"] > 0.05).all()
    assert (at_zero["low"] == 0.0).all()


def test_the_upper_end_is_where_the_profile_likelihood_falls_by_1_92(study, made):
    """The spread of one column, held by draws of a known size: their likelihood without a spread of its own."""
    ratings = Ratings.from_answers(simulate_answers(*made, 40, 5), study)
    rows = weight_spread(ratings, study, draws=128).table().set_index("criterion")
    name = "gevoeligheid"
    high = rows.loc[name, "high"]
    assert rows.loc[name, "statistic"] < 3.84
    free = fit_mixed_logit(ratings, random={"constant": "normal", name: "normal"}, draws=1000)
    assert _held(ratings, name, high) == pytest.approx(free.loglik - 1.92, abs=0.35)  # noise of 128 draws


def _held(ratings, name, sd):
    """Log-likelihood with the spread of a column held, by scipy and 1000 draws of another sequence."""
    from scipy.optimize import minimize

    from dce.estimation.mixed.draws import Draws
    from dce.estimation.mixed.panel import Panel
    from dce.estimation.mixed.plan import planned
    from dce.estimation.preparation import prepare

    random = {"constant": "normal", name: "normal"}
    prepared, _ = prepare(ratings)
    plan = planned(ratings, prepared, random, correlated=False)
    normals = Draws(1000, "halton").normals(len(ratings.people), 2, np.random.default_rng(9))
    panel = Panel.of(plan, prepared.problem, ratings.by_person[:, prepared.cells], normals)
    start = np.r_[prepared.plain.point[0], 0.5]
    slope = lambda point: -panel.evaluate(np.r_[point, sd]).gradient[:-1]  # noqa: E731
    return -minimize(lambda point: -panel.value(np.r_[point, sd]), start, jac=slope, method="BFGS").fun


def test_people_who_do_not_differ_are_not_said_to(example):
    """Twelve studies of 40 with equal weights: each names some criterion in at most 5%, three or more in 2%."""
    design, alike = make_design(example, tasks=9, seed=1), replace(default_population(example), weight_sd={})
    named = 0
    for seed in range(12):
        ratings = Ratings.from_answers(simulate_answers(design, alike, 40, seed), example)
        named += (weight_spread(ratings, example, draws=64).rows["verdict"] == "people differ").any()
    assert named <= 2


def rows_of(sd, error, p_holm):
    table = pd.DataFrame({"criterion": list("abc"), "variance": np.square(sd), "variance_error": error})
    return WeightSpread(table.assign(p_holm=p_holm), ())


@pytest.mark.parametrize(
    ("sd", "error", "verdict"),
    [
        ((0.8, 0.1, 0.2), (0.1, 0.05, 0.05), "supported"),
        ((0.8, 0.7, 0.2), (0.1, 0.1, 0.05), "cannot tell, it may be b as well"),
        ((0.2, 0.9, 0.2), (0.05, 0.1, 0.05), "not supported, people differ more on b"),
        ((0.8, 0.1, 0.2), (0.1, np.nan, 0.05), "cannot tell, some spread could not be estimated"),
    ],
)
def test_most_spread_is_said_only_where_every_other_criterion_has_surely_less(sd, error, verdict):
    assert rows_of(sd, error, [0.001, 1.0, 1.0]).most_spread("a").split(": ")[1] == verdict


def test_a_spread_that_may_be_zero_is_never_the_most(study):
    assert "supported" not in rows_of((0.8, 0.1, 0.2), (0.1, 0.05, 0.05), [0.2, 1.0, 1.0]).most_spread("a")


def test_what_cannot_be_told_has_a_reason_and_no_number(study, made):
    frame = simulate_answers(*made, 20, 1).assign(rating="3")
    rows = weight_spread(Ratings.from_answers(frame, study), study, draws=64).table()
    assert rows[list(NUMBERS)].isna().all(axis=None)
    assert rows["reason"].str.contains("without variation").all()
    assert rows["verdict"].eq("cannot tell").all()
    few = weight_spread(Ratings.from_answers(simulate_answers(*made, 9, 1), study), study, draws=64).table()
    assert few["reason"].str.contains("too few people").all()


def test_words_for_what_is_no_criterion(found):
    with pytest.raises(FitError, match="there is no criterion"):
        found.most_spread("leeftijd")
    plain = pd.DataFrame({"id": list("aabb"), "rating": [1, 2, 2, 3], "x": [0.0, 1, 0, 1]})
    ratings = Ratings.from_frame(plain, respondent="id", rating="rating", x=["x"])
    with pytest.raises(FitError, match="from_answers"):
        weight_spread(ratings, None)


def test_same_seed_same_numbers(study, made):
    ratings = Ratings.from_answers(simulate_answers(*made, 12, 1), study)
    one, other = (weight_spread(ratings, study, draws=64, seed=4).table() for _ in range(2))
    assert_allclose(one["high"], other["high"], rtol=0)
