"""Who never agrees: counted by hand, expected as other people draw it, and told apart from strictness."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats
from vetoes import with_veto

from dce.coding import Coding
from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import fit_mixed_logit
from dce.ranking.additive.refusal import (
    MORE,
    REFUSE,
    _additive,
    _answers_at,
    _at_least,
    _column,
    _expected,
    _usual,
    never_agrees,
)
from dce.simulate import simulate_answers

pytestmark = pytest.mark.long


GROUND = {"criterion": "wettelijke_taak", "level": "nee"}


def judged(ratings_of):
    """Four scenarios of the example study at doel=nee, four at doel=ja; a row of eight ratings a person."""
    shown = pd.DataFrame({"ontvanger": ["gemeente", "eigen", "bedrijf", "eigen"] * 2, "doel": ["nee"] * 4 + ["ja"] * 4})
    shown["waarborgen"] = ["geen", "geen", "alle", "alle"] * 2
    parts = [shown.assign(respondent=f"r{i:02d}", task=range(8), rating=list(r)) for i, r in enumerate(ratings_of)]
    frame = pd.concat(parts)
    return frame[frame["rating"] != "-"]


def test_people_are_counted_once_and_only_where_they_judged_enough(example):
    """Twelve people judged four such scenarios, three of whom never agree; one more judged only two of them."""
    given = ["11235454", "33325435", "21224455", *["41253545"] * 4, *["15234454"] * 5, "--225454"]
    found = never_agrees(Ratings.from_answers(judged(given), example), example, criterion="doel", level="nee")
    row = found.rows.iloc[0]
    assert (row["group"], row["n"], row["people"], row["share"]) == ("all", 12, 3, 0.25)
    # Clopper and Pearson's interval from its definition: 3 or more, and 3 or fewer, of 12 with 2.5% each
    assert stats.binom.sf(2, 12, row["low"]) == pytest.approx(0.025)
    assert stats.binom.cdf(3, 12, row["high"]) == pytest.approx(0.025)
    assert found.messages[0].startswith('all: 3 of 12 people never agree where doel is "nee" (25%, 5% to 57%)')
    assert never_agrees(
        Ratings.from_answers(judged(given), example), example, criterion="doel", level="nee", fewest=2
    ).rows.loc[0, ["n", "people"]].tolist() == [13, 4]


@pytest.mark.parametrize("own_weight", [False, True])
def test_the_expected_number_is_the_mean_over_people_drawn_from_the_fit(study, made, own_weight):
    ground = tuple(GROUND.values())
    ratings = Ratings.from_answers(simulate_answers(*made, 50, 4), study)
    fit, ratings = _additive(ratings, study, ground, ("constant", _column(*ground))[: 1 + own_weight])
    assert fit.status == "ok"
    assert fit.coef["sd.constant"] > 0.2
    at = np.flatnonzero(ratings.scenarios["wettelijke_taak"] == "nee")
    times, _ = _answers_at(ratings, at)
    assert (times == 1).all()
    mean, variance = _expected(fit, ratings, at, times)
    rng, people = np.random.default_rng(1), 100_000
    utility = ratings.x[at] @ fit.coef[list(ratings.columns)].to_numpy()
    mood = utility + fit.coef["sd.constant"] * rng.normal(size=(people, 1)) + rng.logistic(size=(people, len(at)))
    if own_weight:
        mood += fit.coef[f"sd.{_column(*ground)}"] * rng.normal(size=(people, 1))
    drawn = (mood <= fit.thresholds["3|4"]).all(axis=1).mean()
    assert mean / 50 == pytest.approx(drawn, abs=4 * np.sqrt(drawn * (1 - drawn) / people))  # 4 errors of the draws
    assert 0 < variance < 50 * drawn * (1 - drawn)


def test_observed_less_expected_varies_as_is_said(study, made):
    """Over simulated studies, each with a fit of its own: mean zero, and the variance that the p rests on."""
    off, said = [], []
    for seed in range(60):
        ratings = Ratings.from_answers(simulate_answers(*made, 40, 100 + seed), study)
        at = np.flatnonzero(ratings.scenarios["wettelijke_taak"] == "nee")
        times, agreed = _answers_at(ratings, at)
        fit = fit_mixed_logit(ratings, random={"constant": "normal"}, draws=64, starts=1)
        mean, variance = _expected(fit, ratings, at, times)
        off.append((agreed == 0).sum() - mean)
        said.append(variance)
    assert abs(np.mean(off)) < 4 * np.sqrt(np.mean(said) / 60)  # 4 errors of a mean
    assert_allclose(np.var(off), np.mean(said), rtol=4 * np.sqrt(2 / 60))  # 4 errors of a variance


def test_chances_are_those_of_the_binomial_where_the_size_is_whole():
    for number in range(12):
        assert _at_least(number, 3.0, 3.0 * 0.7) == pytest.approx(stats.binom.sf(number - 1, 10, 0.3))
    assert _usual(3.0, 3.0 * 0.7, 10) == (int(stats.binom.ppf(0.025, 10, 0.3)), int(stats.binom.ppf(0.975, 10, 0.3)))


def test_people_who_refuse_on_principle_are_found(study, made):
    frame = with_veto(simulate_answers(*made, 50, 1), 0.3, 1)
    found = never_agrees(Ratings.from_answers(frame, study), study, **GROUND)
    row = found.rows.iloc[0]
    assert row["verdict"] == REFUSE
    assert row["share"] > row["expected_high"] > row["expected"] > row["expected_low"]
    assert found.messages[0].endswith("differently: more than adding up gives")


def test_strict_people_who_weigh_additively_are_seldom_taken_for_refusers(study, made):
    """15 studies of people who differ much in strictness: more than 5 flags have a chance of 0.3% at 10% each."""
    design, population = made
    strict = replace(population, intercept_sd=1.5)
    flags, never = 0, []
    for seed in range(15):
        ratings = Ratings.from_answers(simulate_answers(design, strict, 50, 200 + seed), study)
        row = never_agrees(ratings, study, **GROUND).rows.iloc[0]
        flags += row["verdict"] != "cannot tell"
        never.append(row["share"])
    assert np.mean(never) > 0.1  # many never agree, which is not the point
    assert flags <= 5


def test_weights_that_differ_between_people_are_more_than_strictness_but_no_refusal(study, made):
    """10 studies of 100 people whose weight of the task differs with a standard deviation of 1.2."""
    design, population = made
    differ = replace(population, weight_sd={"wettelijke_taak": 1.2})
    verdicts = []
    for seed in range(10):
        ratings = Ratings.from_answers(simulate_answers(design, differ, 100, 200 + seed), study)
        verdicts.append(never_agrees(ratings, study, **GROUND).rows.loc[0, "verdict"])
    assert verdicts.count(REFUSE) <= 3  # more have a chance of 0.1% at 5% each
    assert verdicts.count(MORE) >= 5


def test_a_criterion_keeps_its_utilities_whichever_level_is_asked_after(study, made):
    """A column a level in place of effects: the same model in other words."""
    ratings = Ratings.from_answers(simulate_answers(*made, 50, 4), study)
    fits = [_additive(ratings, study, ("wettelijke_taak", level), ("constant",))[0] for level in ("nee", "ja")]
    plain = fit_mixed_logit(
        ratings.with_coding(Coding.categorical(study)), random={"constant": "normal"}, draws=200, starts=1
    )
    assert_allclose([fit.loglik for fit in fits], plain.loglik, rtol=1e-8)


def test_groups_too_small_to_show_have_no_number_and_groups_are_adjusted_by_holm(study, made):
    frame = simulate_answers(*made, 50, 1)
    frame["rol"] = frame["rol"].where(frame["respondent"] > "synthetic-09", "anders")
    ratings = Ratings.from_answers(frame, study)
    found = never_agrees(ratings, study, by="rol", **GROUND)
    rows = found.rows.set_index("group")
    assert list(rows.index) == ["all", "fg", "privacy_officer", "juridisch_adviseur", "anders"]
    assert rows.loc["anders"].drop(["verdict", "reason"]).isna().all()
    shown = rows[rows["n"].notna()].drop(index="all")
    assert 0 < len(shown) < 4
    assert not 0 < 50 - shown["n"].sum() < 10  # subtraction gives nobody away
    assert (shown["p_holm"] >= shown["p"]).all()
    assert shown["p_holm"].min() == pytest.approx(min(1.0, shown["p"].min() * len(shown)))
    assert rows.loc["all", "p_holm"] == rows.loc["all", "p"]
    assert "anders: not shown" in found.messages[-1]


@pytest.mark.parametrize(("rating", "share"), [("1", 1.0), ("3", 1.0), ("5", 0.0)])
def test_answers_that_are_all_equal_have_a_share_and_nothing_to_compare_with(study, made, rating, share):
    frame = simulate_answers(*made, 20, 1).assign(rating=rating)
    row = never_agrees(Ratings.from_answers(frame, study), study, **GROUND).rows.iloc[0]
    assert row["share"] == share
    assert np.isnan(row["expected"])
    assert "without variation" in row["reason"]


def test_people_who_never_agree_with_anything_have_nothing_to_compare_with(study, made):
    frame = simulate_answers(*made, 20, 1)
    frame["rating"] = frame["rating"].replace({"4": "3", "5": "2"})
    row = never_agrees(Ratings.from_answers(frame, study), study, **GROUND).rows.iloc[0]
    assert row["share"] == 1.0
    assert np.isnan(row["p"])
    assert "nobody ever agrees" in row["reason"]


def test_words_say_what_cannot_be_expected(study, made):
    frame = simulate_answers(*made, 20, 1).assign(rating="1")
    said = never_agrees(Ratings.from_answers(frame, study), study, **GROUND).messages[0]
    assert "(100%, 83% to 100%); what to expect cannot be told: all answers are" in said


def test_nine_people_are_not_shown(study, made):
    found = never_agrees(Ratings.from_answers(simulate_answers(*made, 9, 1), study), study, **GROUND)
    assert found.rows.drop(columns=["group", "verdict", "reason"]).isna().all(axis=None)
    assert "9" not in found.messages[0]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"criterion": "doel", "level": "nee"}, "there is no criterion"),
        ({"criterion": "wettelijke_taak", "level": "geen"}, "has no level"),
        ({**GROUND, "by": "kleur"}, "no background item"),
        ({**GROUND, "fewest": 10}, "7 scenarios"),
        ({**GROUND, "fewest": 0}, "use 1 or more"),
    ],
)
def test_what_is_not_in_the_study_is_refused(study, made, asked, words):
    ratings = Ratings.from_answers(simulate_answers(*made, 20, 1), study)
    with pytest.raises(FitError, match=words):
        never_agrees(ratings, study, **asked)


def test_yes_and_no_will_do(example):
    frame = judged(["nnnnyyyn", *["nynynyyy"] * 3, *["yynnynyn"] * 3, *["nnynyyny"] * 5])
    frame["rating"] = frame["rating"].replace({"n": "no", "y": "yes"})
    task = example.task.model_copy(update={"kind": "yes-no", "scale": ()})
    asked = example.model_copy(update={"task": task})
    row = never_agrees(Ratings.from_answers(frame, asked), asked, criterion="doel", level="nee").rows.iloc[0]
    assert (row["people"], row["n"], row["reason"]) == (1, 12, "")
    assert 0 <= row["expected_low"] <= row["expected_high"] <= 1


def test_the_expected_number_of_yes_and_no_is_that_of_people_drawn_from_the_fit(example):
    """Few say yes, so that a constant with its sign turned would be far off."""
    rng = np.random.default_rng(1)
    frame = judged(["11111111"] * 40)
    frame["rating"] = np.where(rng.random(len(frame)) < np.where(frame["doel"] == "ja", 0.5, 0.15), "yes", "no")
    task = example.task.model_copy(update={"kind": "yes-no", "scale": ()})
    asked = example.model_copy(update={"task": task})
    fit, ratings = _additive(Ratings.from_answers(frame, asked), asked, ("doel", "nee"), ("constant",))
    at = np.flatnonzero(ratings.scenarios["doel"] == "nee")
    mean, _ = _expected(fit, ratings, at, np.ones((40, len(at))))
    people = 100_000
    mood = ratings.x[at] @ fit.coef[list(ratings.columns)].to_numpy() + fit.coef["constant"]
    mood = mood + fit.coef["sd.constant"] * rng.normal(size=(people, 1)) + rng.logistic(size=(people, len(at)))
    drawn = (mood <= 0).all(axis=1).mean()
    assert mean / 40 == pytest.approx(drawn, abs=4 * np.sqrt(drawn * (1 - drawn) / people))  # 4 errors of the draws


def test_ratings_without_criteria_are_refused(example):
    frame = pd.DataFrame({"id": list("aabb"), "rating": [1, 2, 2, 1], "x": [0.0, 1, 0, 1]})
    with pytest.raises(FitError, match="from_answers"):
        never_agrees(Ratings.from_frame(frame, respondent="id", rating="rating", x=["x"]), example, **GROUND)
