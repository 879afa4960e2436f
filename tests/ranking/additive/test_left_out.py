"""One scenario left out: the same numbers as from answers without it, and scenarios of their own are found."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import fit_ordered_logit
from dce.ranking import rank_criteria
from dce.ranking.additive.left_out import EFFECTS, _effects, _leverage, _predicted, _without, leave_one_scenario_out
from dce.ranking.importance import range_importance
from dce.ranking.tested import BY_SCORE
from dce.simulate import simulate_answers


@pytest.fixture(scope="module")
def frame(made):
    return simulate_answers(*made, 50, 2)


@pytest.fixture(scope="module")
def found(study, frame):
    return leave_one_scenario_out(Ratings.from_answers(frame, study), study, bootstrap=200)


def without(study, frame, ratings, number):
    """The answers to all scenarios but one, from the long table."""
    levels = ratings.scenarios.iloc[number - 1]
    same = (frame[list(study.criterion_ids)] == levels).all(axis=1)
    assert same.sum() == frame["respondent"].nunique()
    return frame[~same], frame[same]


def test_importances_are_those_of_answers_without_each_scenario(study, frame, found):
    ratings = Ratings.from_answers(frame, study)
    shares = []
    for number in range(1, 22):
        rest = Ratings.from_answers(without(study, frame, ratings, number)[0], study)
        shares.append(range_importance(rest.coding, fit_ordered_logit(rest).coef.to_numpy()))
    shares, rows = np.array(shares), found.rows
    assert_allclose(rows["least"], shares.min(axis=0), rtol=1e-5)  # Newton's end
    assert_allclose(rows["most"], shares.max(axis=0), rtol=1e-5)
    whole = rank_criteria(ratings, study, bootstrap=200).table().set_index("criterion").loc[rows["criterion"]]
    assert_allclose(rows["importance"], whole["importance"])
    assert rows["rank_low"].tolist() == whole["rank_low"].tolist()
    away = np.abs(shares - rows["importance"].to_numpy())
    assert rows["most_influential"].tolist() == (1 + away.argmax(axis=0)).tolist()
    place = 11 - shares.argsort(axis=1).argsort(axis=1) - 1  # no two are equal
    assert rows["best_rank"].tolist() == place.min(axis=0).tolist()
    assert rows["worst_rank"].tolist() == place.max(axis=0).tolist()
    full = np.column_stack([np.ones(21), ratings.x])
    hat = np.diag(full @ np.linalg.inv(full.T @ full) @ full.T)
    assert_allclose(_leverage(ratings), hat)
    assert_allclose(rows["se_scenarios"], np.sqrt((1 - hat) @ away**2), rtol=1e-4)


def test_each_scenario_is_predicted_from_the_others(study, frame, found):
    ratings = Ratings.from_answers(frame, study)
    for number in (1, 9, 21):
        rest, own = without(study, frame, ratings, number)
        others = Ratings.from_answers(rest, study)
        fit = fit_ordered_logit(others)
        x = ratings.x[number - 1]
        below = 1 / (1 + np.exp(-(fit.thresholds.to_numpy() - x @ fit.coef.to_numpy())))
        p = dict(zip("12345", np.diff(below, prepend=0, append=1), strict=True))
        row = found.scenarios.set_index("scenario").loc[number]
        assert row["log_score"] == pytest.approx(np.log(own["rating"].map(p)).mean(), rel=1e-6)
        shares = rest["rating"].value_counts(normalize=True)
        assert row["base_score"] == pytest.approx(np.log(own["rating"].map(shares)).mean())
        assert row["predicted"] == pytest.approx(p["4"] + p["5"], rel=1e-6)
        assert row["agrees"] == pytest.approx(own["rating"].isin(["4", "5"]).mean())
        assert row["predicted_low"] < row["predicted"] < row["predicted_high"]
        assert row[list(study.criterion_ids)].tolist() == own[list(study.criterion_ids)].iloc[0].tolist()


def test_the_interval_of_a_prediction_holds_nineteen_times_in_twenty(study, made):
    """The true share of one scenario, where people differ in nothing; fewer than 87 of 100 have a chance of 0.04%."""
    design, population = made
    alike = replace(population, intercept_sd=0.0)
    inside = 0
    for seed in range(100):
        ratings = Ratings.from_answers(simulate_answers(design, alike, 30, 400 + seed), study)
        found = _predicted(ratings, 4, fit_ordered_logit(_without(ratings, 4)))
        shown = ratings.scenarios.iloc[4]
        weights = [dict(zip(c.level_ids, alike.weights[c.id], strict=True))[shown[c.id]] for c in study.criteria]
        truth = 1 / (1 + np.exp(alike.thresholds[2] - sum(weights)))
        inside += found["predicted_low"] <= truth <= found["predicted_high"]
    assert inside >= 87


def test_a_scenario_with_an_effect_of_its_own_is_found_and_named(study, frame):
    ratings = Ratings.from_answers(frame, study)
    _, own = without(study, frame, ratings, 7)
    lower = frame["rating"].where(~frame.index.isin(own.index), "1")
    rng = np.random.default_rng(1)
    noisy = lower.where(~frame.index.isin(own.index), rng.choice(["1", "2", "3"], len(frame), p=[0.6, 0.3, 0.1]))
    found = leave_one_scenario_out(Ratings.from_answers(frame.assign(rating=noisy), study), study, bootstrap=100)
    scenarios = found.scenarios.set_index("scenario")
    assert scenarios["p"].idxmin() == 7
    assert scenarios.loc[7, "high"] < 0
    assert scenarios.loc[7, "log_score"] < scenarios.loc[7, "base_score"]
    assert found.tests.loc[0, "p"] < 0.01
    assert any(message.startswith("scenario 7: 0% agree") for message in found.messages)
    assert "scenarios have effects beyond their criteria" in found.messages[-1]
    extreme = leave_one_scenario_out(Ratings.from_answers(frame.assign(rating=lower), study), study, bootstrap=100)
    row = extreme.scenarios.set_index("scenario").loc[7]
    assert row["reason"] == BY_SCORE
    assert np.isnan(row["effect"])
    assert row["p_holm"] < 0.001


@pytest.mark.long
def test_additive_answers_show_no_scenario_effects(study, made):
    """100 studies: more than 13 flags have a chance of 0.05% at 5% each, fewer than 1 of 0.6%."""
    flags = 0
    for seed in range(100):
        ratings = Ratings.from_answers(simulate_answers(*made, 30, 500 + seed), study)
        flags += _effects(ratings, fit_ordered_logit(ratings))["p"] < 0.05
    assert 1 <= flags <= 13


def test_errors_over_scenarios_and_people_are_alike_where_scenarios_have_nothing_of_their_own(found):
    ratio = found.rows["se_scenarios"] / found.rows["se_people"]
    assert 0.5 < ratio.median() < 1.6  # 8 scenarios beyond the criteria: the root of a chi-squared with 8, over 8


def answers(study, shown, people, seed=1):
    rng = np.random.default_rng(seed)
    frame = pd.concat([shown.assign(respondent=f"r{i}", task=range(len(shown))) for i in range(people)])
    return frame.assign(rating=rng.integers(1, 6, len(frame)).astype(str))


def test_a_criterion_that_hangs_on_one_scenario_has_a_reason(example):
    """Only one scenario shows a company, so without it nobody knows what a company weighs."""
    shown = pd.DataFrame([(o, d, w) for o in ("gemeente", "eigen") for d in ("nee", "ja") for w in ("geen", "alle")])
    shown.columns = ["ontvanger", "doel", "waarborgen"]
    shown.loc[8] = ["bedrijf", "ja", "alle"]
    found = leave_one_scenario_out(Ratings.from_answers(answers(example, shown, 20), example), example, bootstrap=100)
    rows = found.rows.set_index("criterion")
    alone = int(found.scenarios.loc[found.scenarios["ontvanger"] == "bedrijf", "scenario"].iloc[0])
    assert rows.loc["ontvanger", "reason"] == f"cannot be estimated without scenario {alone}"
    assert rows.loc["ontvanger", ["least", "most", "se_scenarios"]].isna().all()
    assert rows.loc[["doel", "waarborgen"], "least"].notna().all()
    row = found.scenarios.set_index("scenario").loc[alone]
    assert row["reason"].startswith("without it: no number for")
    assert np.isnan(row["predicted"])
    assert row["agrees"] >= 0


def test_scenarios_that_few_people_judged_are_not_left_out(example):
    shown = pd.DataFrame([(o, d, w) for o in ("gemeente", "eigen") for d in ("nee", "ja") for w in ("geen", "alle")])
    shown.columns = ["ontvanger", "doel", "waarborgen"]
    frame = answers(example, shown, 20)
    frame = frame[(frame["task"] != 3) | frame["respondent"].isin([f"r{i}" for i in range(9)])]
    ratings = Ratings.from_answers(frame, example)
    found = leave_one_scenario_out(ratings, example, bootstrap=100)
    few = found.scenarios[found.scenarios["n"].isna()]
    assert len(few) == 1
    assert few[["log_score", "agrees", "predicted", "effect", "p"]].isna().all(axis=None)
    assert few["reason"].iloc[0] == "fewer than 10 people answered"
    assert not (found.rows["most_influential"] == few["scenario"].iloc[0]).any()


def test_scenarios_as_many_as_columns_leave_no_effects(example):
    shown = pd.DataFrame({"ontvanger": ["bedrijf", "gemeente", "eigen", "eigen", "eigen"]})
    shown = shown.assign(doel=["nee"] * 3 + ["ja", "nee"], waarborgen=["alle"] * 4 + ["geen"])
    ratings = Ratings.from_answers(answers(example, shown, 20), example)
    found = leave_one_scenario_out(ratings, example, bootstrap=100)
    assert found.tests.loc[0, ["test", "freedom"]].tolist() == [EFFECTS, 0]
    assert "nothing is left to tell" in found.messages[-1]
    assert found.rows["reason"].ne("").all()


@pytest.mark.parametrize(("people", "rating", "reason"), [(9, None, "fewer than 10"), (30, "2", "without variation")])
def test_what_cannot_be_fitted_has_reasons_and_no_number(study, made, people, rating, reason):
    frame = simulate_answers(*made, people, 1)
    answered = Ratings.from_answers(frame.assign(rating=rating) if rating else frame, study)
    found = leave_one_scenario_out(answered, study, bootstrap=100)
    assert found.rows[["importance", "least", "most", "se_scenarios", "se_people"]].isna().all(axis=None)
    assert found.rows["reason"].str.contains(reason).all()
    assert found.scenarios[["log_score", "predicted", "effect", "p"]].isna().all(axis=None)
    assert found.scenarios["reason"].ne("").all()
    assert found.tests["p"].isna().all()


def test_few_replicates_and_no_criteria_are_refused(study, frame):
    with pytest.raises(FitError, match="at least 100"):
        leave_one_scenario_out(Ratings.from_answers(frame, study), study, bootstrap=10)
    table = pd.DataFrame({"id": list("aabb"), "rating": [1, 2, 2, 1], "x": [0.0, 1, 0, 1]})
    with pytest.raises(FitError, match="from_answers"):
        leave_one_scenario_out(Ratings.from_frame(table, respondent="id", rating="rating", x=["x"]), study)
