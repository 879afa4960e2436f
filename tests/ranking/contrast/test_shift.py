"""Leniency and trends: truths by hand and of statsmodels, known slopes found again, and small classes kept hidden."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from statsmodels.miscmodels.ordinal_model import OrderedModel

from dce.data import Ratings
from dce.design import Design
from dce.disclosure import shown_groups
from dce.errors import FitError
from dce.ranking.contrast.classes import Classes, class_shares, merged, placed
from dce.ranking.contrast.shift import _free, leniency, trend
from dce.simulate import Population, simulate_answers

YEARS = "jaren_functie"


@pytest.fixture(scope="module")
def folder(request):
    return request.config.rootpath / "designs" / "gegevensdeling"


@pytest.fixture(scope="module")
def simulated(study, folder):
    """Answers of invented people who are alike but for leniency and a trend over years in the position."""
    design, population = Design.load(folder), Population.load(folder / "population.yaml", study)

    def answers(people, slope, seed=1, **changed):
        alike = {"deviations": {}, "weight_sd": {}, "trends": {YEARS: slope}, **changed}
        return simulate_answers(design, replace(population, **alike), people, seed)

    return answers


def test_a_known_slope_is_found_again_by_each_measure(study, simulated):
    found = trend(Ratings.from_answers(simulated(4000, 0.35, intercept_sd=0.0), study), study, by=YEARS)
    assert found.tests["measure"].tolist() == ["all answers", "disagreeing or not"]
    assert (np.abs(found.tests["slope"] - 0.35) < 3 * found.tests["std_error"]).all()  # 3 errors: 0.3% by chance
    assert (found.tests["std_error"] < 0.02).all()
    assert found.tests["verdict"].eq("supported").all()
    assert found.tests["monotone"].all()
    assert found.rows["disagrees"].is_monotonic_decreasing
    assert found.messages[0].startswith('the higher the class of "jaren_functie", the less negative the advice (all')


def test_the_slope_is_that_of_statsmodels(study, simulated):
    """Another program on the long table, whose optimiser stops at a slope of 1e-5 or so: 4 digits."""
    frame = simulated(60, 0.35)
    ratings = Ratings.from_answers(frame, study)
    number = {name: k for k, name in enumerate(next(i for i in study.background if i.id == YEARS).option_ids)}
    x = np.column_stack([ratings.coding.encode(frame), frame[YEARS].map(number).to_numpy(dtype=float)])
    theirs = OrderedModel(frame["rating"].astype(int).to_numpy(), x, distr="logit").fit(method="bfgs", disp=False)
    ours = trend(ratings, study, by=YEARS).tests.loc[0, "slope"]
    assert ours == pytest.approx(theirs.params[x.shape[1] - 1], abs=1e-3)


@pytest.mark.parametrize(("slope", "verdict"), [(0.0, "not supported"), (-0.35, "not supported"), (0.35, "supported")])
def test_verdicts_follow_the_sign_of_the_slope_where_people_are_many(study, simulated, slope, verdict):
    found = trend(Ratings.from_answers(simulated(1000, slope), study), study, by=YEARS)
    assert found.tests["verdict"].tolist() == [verdict] * 2


def test_a_class_that_turns_is_seen_and_takes_the_support_away(study, simulated):
    """Years "3-6" answer one point lower than they would: a deep dip in an otherwise rising line."""
    frame = simulated(600, 0.35)
    dip = frame[YEARS].eq("3-6")
    frame.loc[dip, "rating"] = (frame.loc[dip, "rating"].astype(int) - 1).clip(lower=1).astype(str)
    found = trend(Ratings.from_answers(frame, study), study, by=YEARS)
    row = found.tests.iloc[0]
    assert row["freedom"] == 2
    assert row["p_departure"] < 1e-6
    assert not row["monotone"]
    assert row["verdict"] != "supported"
    assert found.rows["isotonic"].is_monotonic_increasing
    assert not found.rows["leniency"].is_monotonic_increasing


@pytest.mark.long
def test_no_trend_is_rarely_called_one(study, simulated):
    """A one-sided 2.5%: of 60 studies without a trend 5 or more by chance in 2%."""
    verdicts = [
        trend(Ratings.from_answers(simulated(50, 0.0, seed), study), study, by=YEARS).tests["verdict"][0]
        for seed in range(60)
    ]
    assert verdicts.count("supported") <= 4
    assert verdicts.count("cannot tell") > 30


def sized(study, sizes, skipped=0):
    """A Ratings of no use but for who is in which class of years."""
    item = next(item for item in study.background if item.id == YEARS)
    place = np.repeat(np.arange(-1, 4), [skipped, *sizes])
    return merged(item, place, 10)


@pytest.mark.parametrize(
    ("sizes", "skipped", "shown"),
    [
        ((12, 13, 12, 13), 0, ["0-1", "1-3", "3-6", "6+"]),
        ((4, 12, 15, 19), 0, ["0-1 + 1-3", "3-6", "6+"]),
        ((20, 4, 7, 19), 0, ["0-1", "1-3 + 3-6", "6+"]),
        ((12, 20, 14, 4), 0, ["1-3", "3-6"]),  # 0-1 is no neighbour of 6+, and alone it would give it away
        ((12, 13, 12, 13), 4, ["1-3", "3-6", "6+"]),  # the total less all four classes would be the four who skipped
        ((3, 2, 1, 2), 0, []),
        ((4, 11, 9, 9), 0, ["1-3"]),  # with 3-6 + 6+ together the four would be the total less what is shown
    ],
)
def test_small_classes_are_shown_with_neighbours_or_not_at_all(study, sizes, skipped, shown):
    classes, messages = sized(study, sizes, skipped)
    assert [classes.name(members) for members in classes.members] == shown
    hidden = {"0-1", "1-3", "3-6", "6+"} - set(shown)
    assert all(any(name in message for message in messages) for name in hidden)


@settings(max_examples=200, deadline=None)
@given(sizes=st.lists(st.integers(0, 25), min_size=4, max_size=4), skipped=st.integers(0, 25))
def test_whatever_is_shown_leaves_nobody_to_subtract(study, sizes, skipped):
    classes, _ = sized(study, sizes, skipped)
    people = [len(classes.people(members)) for members in classes.members]
    assert all(size >= 10 for size in people)
    rest = sum(sizes) + skipped - sum(people)
    assert rest == 0 or rest >= 10 or not people
    counts = {str(k): size for k, size in enumerate(sizes)} | {"": skipped}
    alone = {str(members[0]) for members in classes.members if len(members) == 1}
    assert alone == set(shown_groups(counts, 10)), "a split elsewhere shows the same single classes"


def test_one_class_that_may_be_shown_has_no_slope(study, simulated):
    """Its slope would tell of the one person in another class."""
    frame = simulated(40, 0.35)
    first = frame["respondent"] == frame["respondent"].iloc[0]
    found = trend(Ratings.from_answers(frame.assign(**{YEARS: np.where(first, "6+", "0-1")}), study), study, by=YEARS)
    assert found.tests["slope"].isna().all()
    assert found.tests["verdict"].eq("cannot tell").all()
    assert "fewer than two classes may be shown" in found.messages[0]


def test_a_trend_over_merged_classes_counts_everybody_in_its_slope(study, simulated):
    frame = simulated(100, 0.35)
    few = frame.loc[frame[YEARS] == "0-1", "respondent"].unique()[:21]
    frame = frame[~frame["respondent"].isin(few)]
    found = trend(Ratings.from_answers(frame, study), study, by=YEARS)
    assert found.rows["group"].tolist() == ["0-1 + 1-3", "3-6", "6+"]
    assert found.rows["n"].sum() == 79
    assert any(message.startswith("0-1 + 1-3: shown together") for message in found.messages)
    assert found.tests.loc[0, "freedom"] == 1


def test_leniency_finds_a_group_that_agrees_more_whatever_its_consistency(study, simulated):
    """``rijk`` gets thresholds 0.6 lower: twice 0.4 less the others' mean of -0.2 by hand, within 3 errors."""
    frame = simulated(1500, 0.0, intercept_sd=0.0)
    lower = simulated(1500, 0.0, intercept_sd=0.0, thresholds=(-2.2, -0.7, 0.0, 1.6))
    frame = pd.concat([frame[frame["sector"] != "rijk"], lower[lower["sector"] == "rijk"]])
    rows = leniency(Ratings.from_answers(frame, study), study, by="sector").rows.set_index("group")
    share = rows["n"] / rows["n"].sum()
    expected = {"rijk": 0.6 * (1 - share["rijk"]), "gemeente": -0.6 * share["rijk"], "uitvoering": -0.6 * share["rijk"]}
    for group, truth in expected.items():
        error = (rows.loc[group, "high"] - rows.loc[group, "low"]) / 3.92
        assert abs(rows.loc[group, "leniency"] - truth) < 3 * error
        assert error < 0.06
    assert rows.loc["rijk", "p_holm"] < 1e-6
    assert rows["disagrees"].idxmin() == "rijk"
    assert rows.loc["anders", "reason"].startswith("fewer than 10 people")
    assert rows.loc["anders"].drop("reason").isna().all()


def test_shares_are_those_counted_by_hand(study, simulated):
    frame = simulated(50, 0.35)
    rows = trend(Ratings.from_answers(frame, study), study, by=YEARS).rows
    by_hand = frame["rating"].isin(["1", "2"]).groupby(frame[YEARS]).mean()
    assert_allclose(rows["disagrees"], by_hand[rows["group"]])
    assert (rows["disagrees_low"] < rows["disagrees"]).all()
    assert (rows["disagrees"] < rows["disagrees_high"]).all()


def test_free_shifts_are_zero_for_the_first_class_and_named_by_class(study, simulated):
    ratings = Ratings.from_answers(simulated(60, 0.35), study)
    item, place = placed(ratings, study, YEARS)
    classes = Classes(item.option_ids, place, ((0, 1), (2,), (3,)))
    fit, names = _free(ratings, classes)
    assert names == ["leniency.0-1 + 1-3", "leniency.3-6", "leniency.6+"]
    assert names[0] not in fit.coef.index
    assert fit.people == 60
    assert class_shares(ratings, classes)["n"].sum() == 60


def test_words_for_what_cannot_be_asked(study, simulated):
    ratings = Ratings.from_answers(simulated(30, 0.0), study)
    with pytest.raises(FitError, match="have no order"):
        trend(ratings, study, by="rol")
    with pytest.raises(FitError, match="use one of rol, sector"):
        leniency(ratings, study, by="haarkleur")


def test_all_equal_answers_give_a_reason_and_no_number(study, simulated):
    frame = simulated(50, 0.0).assign(rating="1")
    found = trend(Ratings.from_answers(frame, study), study, by=YEARS)
    assert found.tests["slope"].isna().all()
    assert found.tests["verdict"].eq("cannot tell").all()
    assert found.rows["disagrees"].eq(1.0).all()
    assert any("all answers are" in message for message in found.messages)
    assert leniency(Ratings.from_answers(frame, study), study, by="rol").rows["leniency"].isna().all()
