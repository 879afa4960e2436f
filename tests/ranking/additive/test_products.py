"""Criteria that work together: found with their size, refused where the scenarios cannot tell."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import fit_ordered_logit, wald_test
from dce.ranking.additive.products import TOGETHER, interaction
from dce.ranking.tested import BY_SCORE, score_test, zero_test
from dce.simulate import simulate_answers

PAIR = {"first": "wettelijke_taak", "second": "verband_doel"}


def place(study, frame, name):
    """A level as a number from -1 to 1."""
    levels = next(criterion.level_ids for criterion in study.criteria if criterion.id == name)
    return frame[name].map(dict(zip(levels, np.linspace(-1, 1, len(levels)), strict=True))).to_numpy(dtype=float)


def with_product(study, made, size, people, seed):
    """Answers in which the weight of the purpose grows by ``size`` from the middle level of the task to the last."""
    design, population = made
    rng = np.random.default_rng(seed)
    frame = simulate_answers(design, population, people, seed)
    mood = rng.logistic(size=len(frame)) + size * place(study, frame, "wettelijke_taak") * place(
        study, frame, "verband_doel"
    )
    for criterion in study.criteria:
        levels = dict(zip(criterion.level_ids, population.weights[criterion.id], strict=True))
        mood += frame[criterion.id].map(levels).to_numpy(dtype=float)
    return frame.assign(rating=(1 + np.searchsorted(population.thresholds, mood)).astype(str))


def test_criteria_that_work_together_are_found_with_the_weight_at_each_level(study, made):
    found = interaction(Ratings.from_answers(with_product(study, made, 0.5, 400, 1), study), study, **PAIR)
    test, rows = found.tests.iloc[0], found.rows
    assert test["verdict"] == TOGETHER
    assert test["low"] < 2.0 < test["high"]  # 2 x 0.5 x 2: from one end to the other of both
    assert rows["level"].tolist() == ["nee", "samenhang", "ja"]
    truth = 2 * 0.86 + 2 * 0.5 * np.array([-1, 0, 1])
    assert ((rows["low"] < truth) & (truth < rows["high"])).all()
    assert test["change"] == pytest.approx(rows["weight"].iloc[2] - rows["weight"].iloc[0])


def test_the_numbers_are_those_of_a_fit_made_by_hand(study, made):
    ratings = Ratings.from_answers(simulate_answers(*made, 40, 3), study)
    found = interaction(ratings, study, **PAIR)
    a, b = (ratings.x[:, ratings.columns.index(name)] for name in PAIR.values())
    by_hand = fit_ordered_logit(
        replace(ratings, x=np.column_stack([ratings.x, a * b]), columns=(*ratings.columns, "both"), coding=None)
    )
    assert_allclose(
        found.rows["weight"], 2 * by_hand.coef["verband_doel"] + 2 * by_hand.coef["both"] * np.array([-1, 0, 1])
    )
    assert found.tests.loc[0, "statistic"] == pytest.approx(wald_test(by_hand, ["both"]).statistic)
    # one number: Student's t with 39 degrees of freedom, which is a little wider than a normal
    assert wald_test(by_hand, ["both"]).p < found.tests.loc[0, "p"] < wald_test(by_hand, ["both"]).p + 0.02


def test_the_order_of_the_two_changes_nothing_but_the_words(study, made):
    ratings = Ratings.from_answers(simulate_answers(*made, 40, 3), study)
    one = interaction(ratings, study, first="met_wie", second="gevolgen").tests.iloc[0]
    other = interaction(ratings, study, first="gevolgen", second="met_wie").tests.iloc[0]
    assert one["freedom"] == 4
    assert_allclose([one["statistic"], one["change"]], [other["statistic"], other["change"]], rtol=1e-6)  # Newton's end


def test_many_people_who_add_up_are_said_to_hardly_work_together(study, made):
    found = interaction(Ratings.from_answers(simulate_answers(*made, 3000, 1), study), study, **PAIR)
    assert found.tests.loc[0, "verdict"] == "hardly work together"


def test_few_people_who_add_up_cannot_be_told(study, made):
    ratings = Ratings.from_answers(simulate_answers(*made, 40, 3), study)
    found = interaction(ratings, study, first="met_wie", second="verband_doel")
    assert found.tests.loc[0, "verdict"] == "cannot tell"
    alike = "met_wie x verband_doel well from verband_doel x waarborgen (0.80)"
    assert f"do not tell {alike}" in found.messages[1]


def answers(study, shown, people=20, seed=1):
    rng = np.random.default_rng(seed)
    frame = pd.concat([shown.assign(respondent=f"r{i}", task=range(len(shown))) for i in range(people)])
    return Ratings.from_answers(frame.assign(rating=rng.integers(1, 6, len(frame)).astype(str)), study)


def test_a_product_that_goes_wholly_with_the_criteria_has_no_number(example):
    """Safeguards vary only where the purpose fits: whether they would matter elsewhere nobody can know."""
    shown = pd.DataFrame({"ontvanger": ["bedrijf", "gemeente", "eigen"] * 2, "doel": ["nee"] * 3 + ["ja"] * 3})
    shown["waarborgen"] = ["enkele"] * 3 + ["geen", "enkele", "alle"]
    found = interaction(answers(example, shown), example, first="doel", second="waarborgen")
    assert found.rows["weight"].isna().all()
    assert found.tests["p"].isna().all()
    assert found.tests.loc[0, "verdict"] == "cannot tell"
    assert "cannot be told: no number for" in found.messages[0]
    assert found.messages[1] == "these scenarios cannot tell doel x waarborgen from the criteria themselves"


def test_products_without_limit_are_tested_by_their_score(example):
    """All agree fully where both criteria are at their best, and answer at random elsewhere."""
    shown = pd.DataFrame(
        [(o, d, w) for o in ("gemeente", "eigen", "bedrijf") for d in ("nee", "ja") for w in ("geen", "alle")]
    )
    shown.columns = ["ontvanger", "doel", "waarborgen"]
    rng = np.random.default_rng(1)
    frame = pd.concat([shown.assign(respondent=f"r{i}", task=range(12)) for i in range(20)])
    both = (frame["doel"] == "ja") & (frame["waarborgen"] == "alle")
    frame["rating"] = np.where(both, "5", rng.integers(1, 5, len(frame)).astype(str))
    found = interaction(Ratings.from_answers(frame, example), example, first="doel", second="waarborgen")
    assert found.tests.loc[0, "verdict"] == TOGETHER
    assert found.tests.loc[0, "reason"] == BY_SCORE
    assert np.isnan(found.tests.loc[0, "change"])
    assert "no size" in found.messages[0]


def test_score_and_wald_agree_where_both_can_be_had(study, made):
    """Both are asymptotically the same statistic, and many people answer here."""
    ratings = Ratings.from_answers(with_product(study, made, 0.15, 1000, 5), study)
    a, b = (ratings.x[:, ratings.columns.index(name)] for name in PAIR.values())
    score = score_test(ratings, fit_ordered_logit(ratings), (a * b)[:, None])
    wald = interaction(ratings, study, **PAIR).tests.iloc[0]
    assert wald["statistic"] > 4
    assert score["statistic"] == pytest.approx(wald["statistic"], rel=0.1)  # of order one in the root of 1000


def test_the_zero_test_is_hotellings():
    """The mean of 12 draws of 3 numbers, against T-squared from its definition by another formula (Wilks' lambda)."""
    rng = np.random.default_rng(1)
    drawn = rng.normal(size=(12, 3)) + 0.4
    mean, covariance = drawn.mean(axis=0), np.cov(drawn, rowvar=False) / 12
    found = zero_test(mean, covariance, 12)
    around_zero, around_mean = np.linalg.det(drawn.T @ drawn), np.linalg.det(np.cov(drawn, rowvar=False) * 11)
    assert found["statistic"] == pytest.approx(11 * (around_zero / around_mean - 1))
    ratio = (around_zero / around_mean - 1) * (12 - 3) / 3  # exactly F with 3 and 9 degrees of freedom
    assert found["p"] == pytest.approx(stats.f.sf(ratio, 3, 9))
    assert np.isnan(zero_test(mean, covariance, 3)["p"])


def test_few_people_and_wrong_names_are_refused_in_words(study, made):
    ratings = Ratings.from_answers(simulate_answers(*made, 9, 1), study)
    found = interaction(ratings, study, **PAIR)
    assert found.rows["weight"].isna().all()
    assert "too few people" in found.messages[0]
    with pytest.raises(FitError, match="takes two criteria"):
        interaction(ratings, study, first="gevolgen", second="gevolgen")
    with pytest.raises(FitError, match="there is no criterion"):
        interaction(ratings, study, first="gevolgen", second="doel")
