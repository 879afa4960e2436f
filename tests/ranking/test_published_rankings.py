"""The format of a published study from its own numbers, and the published example of csranks from its own table."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Ratings
from dce.design import make_design
from dce.errors import FitError
from dce.estimation import fit_binary_logit, fit_mixed_logit, fit_ordered_logit
from dce.ranking.measures.odds import odds_interval, odds_ratios
from dce.ranking.ranks import marginal_rank_sets, rank_sets
from dce.simulate import default_population, simulate_answers
from dce.study import Study

pytestmark = pytest.mark.long


# van Varsseveld and others (2023), Frontiers in Pediatrics 11, 1122188: 62 experts, 35 scenarios, binary logit.
# Cerebral ultrasound: relative importance 20%, odds ratio 4.06, 95% interval 3.39 to 4.86.
ODDS_RATIO, LOW, HIGH, SHARE = 4.06, 3.39, 4.86, 0.20
STEPS = {"ultrasound": np.log(ODDS_RATIO), "a": 1.9, "b": 1.3, "c": 1.0, "d": 0.8, "e": 0.604}  # all but one invented


def text(words):
    return {"en": words}


@pytest.fixture(scope="module")
def nec():
    """A study of the same size: 35 scenarios, advise surgery or not. Levels and all other criteria are invented."""
    criteria = [
        {"id": name, "label": text(name), "coding": "ordered", "expected": "positive", "levels": levels}
        for name in STEPS
        for levels in ([{"id": level, "label": text(level)} for level in ("bad", "fair", "good")],)
    ]
    study = Study.model_validate(
        {
            "id": "surgery",
            "languages": ["en"],
            "title": text("Surgery"),
            "task": {"kind": "yes-no", "statement": text("I advise surgery")},
            "criteria": criteria,
            "design": {"tasks": 35},
        }
    )
    return make_design(study, tasks=35, seed=1)


def answers(design, seed, people=62):
    """Answers of people who all weigh alike, by the steps above."""
    rng = np.random.default_rng(seed)
    scenarios = design.frame[list(STEPS)]
    place = scenarios.apply(lambda levels: levels.map({"bad": -0.5, "fair": 0.0, "good": 0.5}).astype(float))
    chance = 1 / (1 + np.exp(-place.to_numpy() @ np.array(list(STEPS.values()))))
    yes = rng.random((people, len(chance))) < chance
    who, shown = np.divmod(np.arange(yes.size), len(chance))
    background = pd.DataFrame(index=[f"r{i}" for i in range(people)])
    return Ratings.from_cells(design.study, scenarios, (who, 2 * shown + yes.ravel()), background)


def test_the_published_interval_comes_back_from_the_published_numbers():
    """ln 4.06 = 1.401 and an error of (ln 4.86 - ln 3.39) / 3.92 = 0.092, to the digits that were printed."""
    error = (np.log(HIGH) - np.log(LOW)) / (2 * 1.96)
    assert round(np.log(ODDS_RATIO), 3) == 1.401
    assert round(error, 3) == 0.092
    assert [round(value, 2) for value in odds_interval(1.401, 0.092)] == [ODDS_RATIO, LOW, HIGH]


def test_invented_answers_of_that_size_are_told_in_that_format(nec):
    """62 people and 35 scenarios; the seed is one of the 19 of 20 whose interval holds the truth."""
    found = odds_ratios(fit_binary_logit(answers(nec, 2)), nec.study)
    row = found.table().set_index("criterion").loc["ultrasound"]
    assert row["low"] < ODDS_RATIO < row["high"]
    assert row["importance_low"] < SHARE < row["importance_high"]
    odds = f"OR {row['odds_ratio']:.2f}, 95% CI {row['low']:.2f}-{row['high']:.2f}"
    assert f"ultrasound: relative importance {row['importance']:.0%}, {odds} (good against bad)" in found.messages
    assert found.table()["odds_ratio"].is_monotonic_decreasing


def test_many_people_give_the_published_share_and_odds_ratio_back(nec):
    """6200 people: both within three of their standard errors, which are 1% of the odds ratio and 0.1 points."""
    row = (
        odds_ratios(fit_binary_logit(answers(nec, 1, 6200)), nec.study).table().set_index("criterion").loc["ultrasound"]
    )
    assert row["odds_ratio"] == pytest.approx(ODDS_RATIO, rel=3 * np.log(row["high"] / row["low"]) / 3.92)
    assert np.log(row["high"] / row["low"]) / 3.92 < 0.015
    assert row["importance"] == pytest.approx(SHARE, abs=3 * (row["importance_high"] - row["importance_low"]) / 3.92)


def test_odds_ratios_and_shares_are_covered_as_often_as_promised(nec):
    """95% of 200 studies, less three simulation errors of 1.5%; criteria with a small step keep their share too."""
    steps = np.array(list(STEPS.values()))
    truth = pd.DataFrame({"odds": np.exp(steps), "share": steps / steps.sum()}, index=list(STEPS))
    held = np.zeros((2, len(STEPS)))
    for seed in range(200):
        rows = (
            odds_ratios(fit_binary_logit(answers(nec, seed)), nec.study).table().set_index("criterion").loc[list(STEPS)]
        )
        held[0] += (rows["low"] <= truth["odds"]) & (truth["odds"] <= rows["high"])
        held[1] += (rows["importance_low"] <= truth["share"]) & (truth["share"] <= rows["importance_high"])
    assert (held / 200 >= 0.95 - 3 * 0.0154).all()


@pytest.mark.parametrize("kind", ["hessian", "cluster"])
def test_odds_ratios_are_contrasts_of_weights_with_their_covariance(example, kind):
    """By hand from weights and covariance: u_best - u_worst is c beta with variance c V c'; the share likewise."""
    design = make_design(example, tasks=9, seed=1)
    frame = simulate_answers(design, default_population(example), people=80, seed=2)
    ratings = Ratings.from_answers(frame, example)
    fit = fit_ordered_logit(ratings)
    rows = odds_ratios(fit, example, kind=kind).table().set_index("criterion")
    beta = fit.coef.to_numpy()
    covariance = fit.covariance(kind).loc[list(fit.coef.index), list(fit.coef.index)].to_numpy()
    # columns: ontvanger[gemeente], ontvanger[eigen], doel, waarborgen; bedrijf is minus both, doel from -1 to 1
    contrasts = {"ontvanger": [1.0, 2.0, 0.0, 0.0], "doel": [0.0, 0.0, 2.0, 0.0], "waarborgen": [0.0, 0.0, 0.0, 2.0]}
    total = np.sum(list(contrasts.values()), axis=0)
    assert rows.loc["ontvanger", ["best", "worst"]].tolist() == ["eigen", "bedrijf"]
    for name, contrast in contrasts.items():
        step, error = contrast @ beta, np.sqrt(contrast @ covariance @ np.array(contrast))
        expected = np.exp([step, step - 1.959964 * error, step + 1.959964 * error])
        assert_allclose(rows.loc[name, ["odds_ratio", "low", "high"]].astype(float), expected, rtol=1e-5)  # 1.959964
        slope = (contrast - step / (total @ beta) * total) / (total @ beta)
        reach = 1.959964 * np.sqrt(slope @ covariance @ slope)
        share = step / (total @ beta)
        numbers = rows.loc[name, ["importance", "importance_low", "importance_high"]].astype(float)
        assert_allclose(numbers, [share, share - reach, share + reach], rtol=1e-5)


def test_fits_without_honest_errors_keep_a_reason_in_place_of_a_number(example):
    design = make_design(example, tasks=9, seed=1)
    frame = simulate_answers(design, default_population(example), people=30, seed=1)
    split = frame.assign(rating=np.where(frame["doel"] == "ja", "5", "1"))
    shrunk = (
        odds_ratios(fit_ordered_logit(Ratings.from_answers(split, example)), example).table().set_index("criterion")
    )
    assert np.isnan(shrunk.loc["ontvanger", "odds_ratio"])  # two columns: the profile of either is none of their step
    assert "shrunk" in shrunk.loc["ontvanger", "reason"]
    assert 1 < shrunk.loc["doel", "low"] < shrunk.loc["doel", "odds_ratio"] < shrunk.loc["doel", "high"]
    assert shrunk["importance"].isna().all()
    alike = odds_ratios(fit_ordered_logit(Ratings.from_answers(frame.assign(rating="3"), example)), example)
    assert alike.table()["odds_ratio"].isna().all()
    assert all("no odds ratio, the fit is not_estimable" in said for said in alike.messages)


def test_odds_ratios_of_few_people_or_of_another_study_are_refused(example, nec):
    design = make_design(example, tasks=9, seed=1)
    frame = simulate_answers(design, default_population(example), people=9, seed=1)
    loose = Ratings.from_frame(
        pd.DataFrame(Ratings.from_answers(frame, example).coding.encode(frame), columns=[*"abcd"]).assign(
            id=frame["respondent"], y=frame["rating"].astype(int)
        ),
        respondent="id",
        rating="y",
        x=[*"abcd"],
    )
    with pytest.raises(FitError, match=r"it has no weight called ontvanger\[gemeente\]"):
        odds_ratios(fit_ordered_logit(loose), example)
    named = Ratings.from_answers(frame, example)
    few = odds_ratios(fit_ordered_logit(replace(loose, columns=named.columns)), example)
    assert few.table()["odds_ratio"].isna().all()
    assert few.messages[0].endswith("fewer than 10 people answered")
    mixed = fit_mixed_logit(answers(nec, 1, 30), random={"constant": "normal"}, draws=16)
    with pytest.raises(FitError, match="has no one odds ratio for all people"):
        odds_ratios(mixed, nec.study)


@pytest.fixture(scope="module")
def pisa(request):
    """Scores (37,), draws of them around their errors (4000, 37), and what csranks makes of them."""
    folder = request.config.rootpath / "tests" / "reference"
    table = pd.read_csv(folder / "pisa_2018_mathematics.csv")
    reference = json.loads((folder / "csranks.json").read_text())
    assert reference["data"]["country"] == table["country"].tolist()
    z = np.random.default_rng(2).normal(size=(4000, len(table)))
    z = (z - z.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(z.T))).T  # errors exactly those of the table
    score = table["score"].to_numpy()
    return table["country"], (score, score + table["se"].to_numpy() * z), reference["fits"]


@pytest.mark.parametrize(
    ("case", "sets", "confidence"),
    [
        ("simultaneous_95", rank_sets, 0.95),
        ("simultaneous_75", rank_sets, 0.75),
        ("marginal_95", marginal_rank_sets, 0.95),
    ],
)
def test_sets_that_share_ties_are_those_of_csranks(pisa, case, sets, confidence):
    """Equal wherever 20 runs of csranks with 4000 draws agree with each other, which is for 66 to 72 of 74 ends."""
    _, scores, fits = pisa
    found, theirs = sets(*scores, confidence=confidence, ties="shared"), fits[case]
    for name, ends in (("low", found.low), ("high", found.high)):
        assert (ends >= theirs[f"{name}_least"]).all()
        assert (ends <= theirs[f"{name}_most"]).all()
    agreed = sum(np.equal(theirs[f"{end}_least"], theirs[f"{end}_most"]).sum() for end in ("low", "high"))
    assert agreed >= 66


def test_what_the_manual_of_csranks_says_of_mathematics_in_2018(pisa):
    """csranks 1.2.2, vignette "Inference for Ranks": every figure and statement that it prints of these scores."""
    country, scores, fits = pisa
    at = {name: place for place, name in enumerate(country)}
    alone = marginal_rank_sets(*scores, ties="shared")
    kingdom = at["United Kingdom"]
    assert alone.low[kingdom] in (7, 8)  # it prints 8 and says 7: other draws of the critical value
    assert (alone.rank[kingdom], alone.high[kingdom]) == (13, 23)
    first = ["Belgium", "Canada", "Denmark", "Estonia", "Finland", "Japan", "Korea", "Netherlands", "Poland"]
    first += ["Slovenia", "Sweden", "Switzerland"]
    together = rank_sets(*scores, ties="shared")
    assert country[together.low <= 5].tolist() == first == fits["first_five_95"]["always"]
    looser = rank_sets(*scores, confidence=0.90, ties="shared")
    assert country[looser.low <= 5].tolist() == [name for name in first if name != "Sweden"]
    assert together.low[at["Germany"]] <= 7 <= together.high[at["Korea"]]
    apart = rank_sets(*scores, confidence=0.75, ties="shared")
    assert apart.high[at["Korea"]] < apart.low[at["Germany"]]
    last = [at["Chile"], at["Mexico"], at["Colombia"]]
    assert together.low[last].min() > np.delete(together.high, last).max()


def test_sets_that_leave_the_order_of_ties_open_lie_within_those_of_csranks(pisa):
    """They ask less, so they rule out more: of 37 places 10.6 are left on average against 12.3."""
    _, (score, moved), fits = pisa
    found, theirs = rank_sets(score, moved[:1000]), fits["simultaneous_95"]
    assert (found.low >= theirs["low_least"]).all()
    assert (found.high <= theirs["high_most"]).all()
    assert (found.high - found.low).mean() < np.subtract(theirs["high_least"], theirs["low_most"]).mean() - 1
