"""Levels in equal steps or not: bends are found with their size, straight lines are not bent, and the rest is told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.coding import Coding
from dce.data import Ratings
from dce.estimation import fit_ordered_logit
from dce.ranking.additive.bends import BENDS, TOGETHER, linearity
from dce.ranking.importance import range_importance
from dce.ranking.tested import BY_SCORE
from dce.simulate import simulate_answers
from dce.study import Study

ORDERED = ["wettelijke_taak", "verband_doel", "verhouding", "waarborgen", "gevoeligheid"]
ORDERED += ["aantal_betrokkenen", "aantal_gegevens"]


def bent(population, name, middle):
    """The same people, to whom the middle level of one criterion is worth ``middle``."""
    first, _, last = population.weights[name]
    return replace(population, weights={**population.weights, name: (first, middle, last)})


def test_a_bend_is_found_with_its_size_and_other_lines_stay_straight(study, made):
    design, population = made
    frame = simulate_answers(design, bent(replace(population, intercept_sd=0.0), "verhouding", 0.9), 400, 1)
    found = linearity(Ratings.from_answers(frame, study), study)
    tests, rows = found.tests.set_index("criterion"), found.rows.set_index(["criterion", "level"])
    assert list(tests.index) == [*ORDERED, TOGETHER]
    assert tests.index[tests["verdict"] == BENDS].tolist() == ["verhouding", TOGETHER]
    assert (tests.loc[ORDERED, "verdict"] == "straight").sum() >= 5
    middle = rows.loc[("verhouding", "beperkt")]
    assert middle["low"] < 0.9 * 2 / 3 < middle["high"]  # the line that is nearest takes up a third of the bend
    assert tests.loc["verhouding", "importance_free"] > tests.loc["verhouding", "importance_line"]
    assert found.messages[0].startswith("bends: verhouding; ")
    assert "some criterion bends" in found.messages[-1]


def test_free_utilities_are_those_of_a_weight_a_level(study, made):
    """Line and bend together are the categorical coding in other words."""
    ratings = Ratings.from_answers(simulate_answers(*made, 50, 2), study)
    found = linearity(ratings, study)
    coding = Coding.categorical(study)
    fit = fit_ordered_logit(ratings.with_coding(coding))
    beta = fit.coef.to_numpy()
    rows = found.rows.set_index("criterion")
    for name in ORDERED:
        assert_allclose(rows.loc[name, "free"], coding.level_utilities(name, beta), atol=1e-6)  # Newton's end
        assert rows.loc[name, "departure"].sum() == pytest.approx(0, abs=1e-12)
        assert rows.loc[name, "departure"] @ np.array([-1, 0, 1]) == pytest.approx(0, abs=1e-12)
    shares = dict(zip(coding.blocks, range_importance(coding, beta), strict=True))
    tests = found.tests.set_index("criterion")
    assert_allclose(tests.loc[ORDERED, "importance_free"], [shares[name] for name in ORDERED], atol=1e-6)
    # Wald's statistic of one bend is that of the middle level against the mean of both ends
    name = "verband_doel"
    cov = fit.covariance("cluster").loc[[f"{name}[indirect]", f"{name}[direct]"]][
        [f"{name}[indirect]", f"{name}[direct]"]
    ]
    against = np.array([1.5, 0.0])  # u2 - (u1 + u3) / 2 with u1 = -u2 - u3
    value = against @ fit.coef[[f"{name}[indirect]", f"{name}[direct]"]].to_numpy()
    assert tests.loc[name, "statistic"] == pytest.approx(value**2 / (against @ cov.to_numpy() @ against), rel=1e-4)


@pytest.mark.long
def test_fifty_people_in_equal_steps_are_seldom_called_bent(study, made):
    """40 studies: more than 7 with any of seven criteria flagged have a chance of 0.1% at 5% each."""
    tables = [
        linearity(Ratings.from_answers(simulate_answers(*made, 50, 300 + seed), study), study).tests
        for seed in range(40)
    ]
    assert sum((table["verdict"].iloc[:-1] == BENDS).any() for table in tables) <= 7
    assert sum(table["verdict"].iloc[-1] == BENDS for table in tables) <= 7


def four_levels(example):
    """The example study with a fourth level of safeguards, and no rule."""
    plain = example.model_dump(mode="json", exclude_defaults=True)
    plain["criteria"][2]["levels"].append({"id": "meer", "label": {"nl": "meer", "en": "more"}})
    plain["rules"] = []
    return Study.model_validate(plain)


def answers(study, shown, utility, people=150, seed=1):
    rng = np.random.default_rng(seed)
    frame = pd.concat([shown.assign(respondent=f"r{i}", task=range(len(shown))) for i in range(people)])
    mood = np.tile(utility, people) + rng.logistic(size=len(frame))
    return Ratings.from_answers(frame.assign(rating=(1 + np.searchsorted([-2, -0.5, 0.5, 2], mood)).astype(str)), study)


def test_four_levels_can_bend_in_two_ways(example):
    study = four_levels(example)
    shown = pd.DataFrame(
        [(o, d, w) for o in ("bedrijf", "eigen") for d in ("nee", "ja") for w in ("geen", "enkele", "alle", "meer")]
    )
    shown.columns = ["ontvanger", "doel", "waarborgen"]
    worth = {"geen": 0.0, "enkele": 1.5, "alle": 0.0, "meer": 1.5}
    found = linearity(answers(study, shown, shown["waarborgen"].map(worth).to_numpy()), study)
    test, rows = found.tests.iloc[0], found.rows.set_index("level")
    assert (test["criterion"], test["freedom"], test["verdict"]) == ("waarborgen", 2, BENDS)
    truth = np.array(list(worth.values()))
    line = np.polynomial.Polynomial.fit(np.arange(4), truth, 1)(np.arange(4))
    assert ((rows["low"] < truth - line) & (truth - line < rows["high"])).all()


def test_bends_that_scenarios_cannot_tell_apart_are_told_one_at_a_time(study):
    """Two criteria that are at their middle levels in the same scenarios."""
    full = {criterion.id: criterion.level_ids for criterion in study.criteria}
    rng = np.random.default_rng(3)
    shown = pd.DataFrame({name: rng.choice(levels, 60) for name, levels in full.items()})
    middle = shown["waarborgen"] == "organisatorisch"
    shown["verhouding"] = np.where(middle, "beperkt", np.where(rng.random(60) < 0.5, "afhankelijk", "gelijkwaardig"))
    shown = shown.drop_duplicates()
    tests = linearity(answers(study, shown, np.zeros(len(shown)), people=30), study).tests.set_index("criterion")
    alone = tests.index[tests["reason"].str.startswith("told only if")].tolist()
    assert alone == ["verhouding", "waarborgen"]
    assert tests.loc[ORDERED, "p"].notna().all()
    assert np.isnan(tests.loc[TOGETHER, "p"])
    assert "no number for" in tests.loc[TOGETHER, "reason"]


def test_a_level_that_nobody_ever_agrees_to_bends_all_criteria_together_by_its_score(study, made):
    frame = simulate_answers(*made, 50, 2)
    frame["rating"] = frame["rating"].where(frame["wettelijke_taak"] != "nee", "1")
    tests = linearity(Ratings.from_answers(frame, study), study).tests.set_index("criterion")
    assert tests.loc[TOGETHER, "verdict"] == BENDS
    assert tests.loc[TOGETHER, "reason"] == BY_SCORE
    assert np.isnan(tests.loc["wettelijke_taak", "p"])
    assert "separated" in tests.loc["wettelijke_taak", "reason"]
    assert tests.loc["verband_doel", "p"] > 0


def test_a_study_without_ordered_levels_says_so(example):
    plain = example.model_dump(mode="json", exclude_defaults=True)
    plain["criteria"] = [{**criterion, "coding": "categorical"} for criterion in plain["criteria"]]
    study = Study.model_validate(plain)
    shown = pd.DataFrame({"ontvanger": ["eigen", "gemeente"], "doel": "ja", "waarborgen": "alle"})
    found = linearity(answers(study, shown, np.zeros(2)), study)
    assert found.rows.empty
    assert "no line to leave" in found.messages[0]


@pytest.mark.parametrize(("people", "rating", "reason"), [(9, None, "too few people"), (30, "2", "without variation")])
def test_what_cannot_be_fitted_has_reasons_and_no_number(study, made, people, rating, reason):
    frame = simulate_answers(*made, people, 1)
    found = linearity(Ratings.from_answers(frame.assign(rating=rating) if rating else frame, study), study)
    assert found.rows[["line", "free", "departure", "low", "high"]].isna().all(axis=None)
    assert found.tests[["statistic", "p", "p_holm", "importance_line", "importance_free"]].isna().all(axis=None)
    assert found.tests["reason"].str.contains(reason).all()
    assert reason in found.messages[-1]
