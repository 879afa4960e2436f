"""The split of variation: components that are known in advance are found again, and what cannot be told is said."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Ratings
from dce.design import Design
from dce.errors import FitError
from dce.estimation import fit_mixed_logit
from dce.ranking.division.variation import NOISE, _drawn, _Parts, variance_split
from dce.simulate import Population, simulate_answers


@pytest.fixture(scope="module")
def made(study, request):
    folder = request.config.rootpath / "designs" / "gegevensdeling"
    population = Population.load(folder / "population.yaml", study)
    return Design.load(folder), replace(population, deviations={}, trends={}, weight_sd={})


def utilities(study, population, scenarios):
    levels = {c.id: dict(zip(c.level_ids, population.weights[c.id], strict=True)) for c in study.criteria}
    return np.array([sum(levels[name][row[name]] for name in levels) for row in scenarios.to_dict("records")])


def with_own_shifts(study, design, population, sd, people=600, seed=1):
    """Answers where each scenario has a utility of its own beyond its criteria."""
    rng = np.random.default_rng(seed)
    frame = simulate_answers(design, population, people, seed)
    base = utilities(study, population, frame[list(study.criterion_ids)])
    names, task = np.unique(frame["task"], return_inverse=True)
    own = rng.normal(size=len(names))
    own = sd * (own - own.mean()) / own.std()
    lenient = population.intercept_sd * rng.normal(size=people)
    mood = base + own[task] + np.repeat(lenient, len(names)) + rng.logistic(size=len(frame))
    return frame.assign(rating=(1 + np.searchsorted(population.thresholds, mood)).astype(str))


def test_variances_of_many_people_are_those_they_were_made_with(study, made):
    design, population = made
    ratings = Ratings.from_answers(simulate_answers(design, population, 2000, 1), study)
    rows = variance_split(ratings, draws=200).rows.set_index("component")
    truth = np.array([utilities(study, population, ratings.scenarios).var(), 0.0, 0.6**2, NOISE])
    assert_allclose(rows["variance"], truth, atol=0.08)  # about 3 errors of the criteria's: utilities are known to 2%
    assert ((rows["low"] <= truth / truth.sum()) & (truth / truth.sum() <= rows["high"])).all()
    assert rows["share"].sum() == pytest.approx(1.0)


def test_what_a_scenario_has_of_its_own_is_found_beside_the_criteria(study, made):
    design, population = made
    frame = with_own_shifts(study, design, population, 0.8)
    ratings = Ratings.from_answers(frame, study)
    rows = variance_split(ratings, draws=200).rows.set_index("component")
    truth = 0.64 / (0.64 + rows["variance"][["criteria", "person", "noise"]].sum())
    assert rows.loc["scenario", "low"] < truth < rows.loc["scenario", "high"]
    assert rows.loc["scenario", "low"] > 0.03
    plain = variance_split(Ratings.from_answers(simulate_answers(design, population, 600, 1), study), draws=200).rows
    assert plain.loc[1, "high"] < 0.02


def test_parts_of_scenario_utilities_are_those_of_a_regression():
    rng = np.random.default_rng(1)
    x, u, weight = rng.normal(size=(12, 3)), rng.normal(size=12), rng.integers(1, 9, 12).astype(float)
    parts = _Parts.of(x, weight)
    full = np.column_stack([np.ones(12), x])
    beta = np.linalg.solve(full.T @ (weight[:, None] * full), full.T @ (weight * u))
    share, mean = weight / weight.sum(), weight @ u / weight.sum()
    assert u @ parts.criteria @ u == pytest.approx(share @ (full @ beta - mean) ** 2)
    assert u @ parts.rest @ u == pytest.approx(share @ (u - full @ beta) ** 2)
    assert (parts.columns, parts.freedom) == (3, 8)


def test_sampling_variance_is_taken_off_and_the_rest_gets_its_degrees_of_freedom():
    """Utilities of noise only with a known covariance, and of a rest that is known: both on average as they are."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=(20, 5))
    parts = _Parts.of(x, np.ones(20))
    u = x @ np.full(5, 0.6) + rng.normal(size=(4000, 20)) + 0.5 * rng.normal(size=(4000, 20))
    found = parts.variances(u, 0.25 * np.eye(20), 1, np.full(4000, parts.freedom)).mean(axis=0)
    assert_allclose(found, [(x @ np.full(5, 0.6)).var(), 1.0], rtol=0.03)  # 4000 of 14 degrees of freedom: 0.6%


def test_the_drawn_variance_between_people_spreads_as_the_delta_method_says(study, made):
    design, population = made
    ratings = Ratings.from_answers(simulate_answers(design, population, 100, 3), study)
    fit = fit_mixed_logit(ratings, random={"constant": "normal"}, draws=128)
    parts = _Parts.of(np.eye(len(ratings.columns)), np.ones(len(ratings.columns)))
    short = _Parts(*(np.pad(part, ((1, 0), (1, 0))) for part in (parts.criteria, parts.rest)), 1, 1)
    point, moved = _drawn(short, fit, ratings.columns, 4000, 1)
    sd, error = fit.coef["sd.constant"], fit.std_error("cluster")["sd.constant"]
    assert point[2] == pytest.approx(sd**2)
    assert moved[:, 2].std() == pytest.approx(2 * sd * error, rel=0.05)  # 4 errors of a spread from 4000 draws


def test_criteria_that_take_up_every_scenario_leave_no_rest_to_tell(example):
    """Five scenarios that tell the mean and four columns, and nothing more."""
    shown = pd.DataFrame({"ontvanger": ["bedrijf", "gemeente", "eigen", "bedrijf", "bedrijf"]})
    shown = shown.assign(doel=["nee"] * 3 + ["ja", "nee"], waarborgen=["geen"] * 4 + ["alle"])
    frame = pd.concat([shown.assign(respondent=f"r{i}", task=range(5)) for i in range(40)])
    frame["rating"] = np.random.default_rng(1).integers(1, 6, len(frame)).astype(str)
    rows = variance_split(Ratings.from_answers(frame, example), draws=64).rows.set_index("component")
    assert np.isnan(rows.loc["scenario", "share"])
    assert "nothing is left to tell" in rows.loc["scenario", "reason"]
    assert rows["share"].sum() == pytest.approx(1.0)


def answers(study, rng, people=40, scenarios=8):
    levels = {c.id: rng.permutation(np.resize(c.level_ids, scenarios)) for c in study.criteria}
    shown = pd.DataFrame(levels).drop_duplicates()
    while len(shown) < scenarios:
        shown = pd.DataFrame({c.id: rng.choice(c.level_ids, scenarios) for c in study.criteria}).drop_duplicates()
    frame = pd.concat([shown.assign(respondent=f"r{i}", task=range(scenarios)) for i in range(people)])
    return frame.assign(rating=rng.integers(1, 6, len(frame)).astype(str))


def test_words_tell_what_the_same_scenarios_for_all_cannot(example):
    frame = answers(example, np.random.default_rng(1))
    said = " ".join(variance_split(Ratings.from_answers(frame, example), draws=64).messages)
    assert "all people judged the same scenarios" in said
    assert "nobody judged a scenario twice" in said
    some = frame[(frame["task"] != 0) | (frame["respondent"] != "r1")]
    said = " ".join(variance_split(Ratings.from_answers(some, example), draws=64).messages)
    assert "all people judged the same scenarios" not in said


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda frame: frame.assign(rating="3"), "without variation"),
        (lambda frame: frame[frame["respondent"].isin(["r1", "r2"])], "too few people"),
        (lambda frame: frame.drop_duplicates("respondent").assign(rating=list("12345" * 8)), ""),
    ],
)
def test_what_cannot_be_split_has_a_reason_and_no_number(example, change, reason):
    frame = change(answers(example, np.random.default_rng(1)))
    found = variance_split(Ratings.from_answers(frame, example), draws=64)
    assert found.rows["share"].isna().all()
    assert found.rows["reason"].str.contains(reason).all()
    assert found.rows["reason"].str.len().gt(0).all()


def test_few_replicates_are_refused(example):
    with pytest.raises(FitError, match="at least 100"):
        variance_split(Ratings.from_answers(answers(example, np.random.default_rng(1)), example), replicates=50)
