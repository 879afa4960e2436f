"""Flags: those who click at random or in a line are found, the attentive rarely, and nobody is ever named."""

import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Ratings
from dce.design import Design
from dce.errors import AnswerError, FitError
from dce.estimation import fit_ordered_logit
from dce.ranking.quality.answers import ANY, AnswerQuality, answer_quality
from dce.ranking.quality.flags import RANDOM_FIT, REPEATS, SPEEDING, STRAIGHT_LINING, Cuts
from dce.ranking.quality.person_fit import _by_others
from dce.simulate import Population, simulate_answers

pytestmark = pytest.mark.long


CLICKERS, LINERS = 5, 3


@pytest.fixture(scope="module")
def folder(request):
    return request.config.rootpath / "designs" / "gegevensdeling"


@pytest.fixture(scope="module")
def simulated(study, folder):
    """The long table of invented people, of whom the first few click at random and the next give one answer only."""
    design, population = Design.load(folder), Population.load(folder / "population.yaml", study)

    def answers(people=50, clickers=0, liners=0, seed=1, **changed):
        frame = simulate_answers(design, replace(population, **changed), people, seed)
        names = frame["respondent"].unique()
        own = frame["respondent"].isin(names[:clickers])
        frame.loc[own, "rating"] = np.random.default_rng(seed).integers(1, 6, own.sum()).astype(str)
        for k in range(liners):
            frame.loc[frame["respondent"] == names[clickers + k], "rating"] = str(2 + k)
        return frame, list(names)

    return answers


def counted(quality):
    return quality.rows.set_index("flag")["flagged"]


def test_random_clickers_and_straight_liners_are_found_among_50(study, simulated):
    """Of 20 x 5 clickers 95% are to be caught (3 errors: 7%), of the straight-liners all."""
    caught = lined = others = 0
    for seed in range(20):
        frame, names = simulated(clickers=CLICKERS, liners=LINERS, seed=seed)
        quality = answer_quality(frame, study)
        caught += len(quality.flagged[RANDOM_FIT] & set(names[:CLICKERS]))
        lined += len(quality.flagged[STRAIGHT_LINING] & set(names[CLICKERS : CLICKERS + LINERS]))
        others += len(quality.flagged[RANDOM_FIT] - set(names[: CLICKERS + LINERS]))
    assert lined == 20 * LINERS
    assert caught >= 20 * CLICKERS * 0.88
    assert others <= 20 * 42 * 0.1


@pytest.mark.parametrize("changed", [{"deviations": {}, "weight_sd": {}, "trends": {}}, {}])
def test_a_clean_crowd_is_flagged_as_often_as_is_said(study, simulated, changed):
    """1000 people at some 2.5% and 4%: 3 binomial errors are 1.5% and 1.9%, and weights that differ may add 1%."""
    rows = pd.concat([answer_quality(simulated(seed=seed, **changed)[0], study).rows for seed in range(20)])
    total = rows.groupby("flag")[["flagged", "expected"]].sum().astype(float) / 1000
    for flag, errors in ((STRAIGHT_LINING, 0.015), (RANDOM_FIT, 0.019)):
        assert abs(total.loc[flag, "flagged"] - total.loc[flag, "expected"]) < errors + 0.01
        assert 0.005 < total.loc[flag, "expected"] < 0.08
    assert total.loc[STRAIGHT_LINING, "expected"] <= 0.05


def test_what_is_expected_of_the_attentive_is_not_blurred_by_those_who_click_at_random(study, simulated):
    """A third of the people click at random; before they are set aside, they would make it 15 of 50."""
    frame, _ = simulated(clickers=15, seed=3)
    row = answer_quality(frame, study).rows.set_index("flag").loc[RANDOM_FIT]
    assert row["flagged"] >= 12
    assert row["expected"] < 8


def test_nobody_is_judged_by_his_or_her_own_answers(study, simulated):
    ratings = Ratings.from_answers(simulated(15)[0], study)
    judges = _by_others(ratings, fit_ordered_logit(ratings))
    for person in (0, 7, 14):
        others = fit_ordered_logit(ratings.of_people(np.delete(np.arange(15), person)))
        assert_allclose(judges[person], others.estimates, atol=1e-6)  # both stop at a slope of 1e-6 or so


def test_a_long_run_is_flagged_and_a_strict_person_is_not(study, simulated):
    """18 times "neutral" in a row is no chance; 18 times "strongly disagree" in all, in any order, may be."""
    frame, names = simulated()
    run = (frame["respondent"] == names[0]) & (frame["position"] > 3)
    frame.loc[run, "rating"] = "3"
    assert names[0] in answer_quality(frame, study).flagged[STRAIGHT_LINING]
    strict = frame["respondent"] == names[1]
    frame.loc[strict, "rating"] = np.where(frame.loc[strict, "position"] % 7 == 0, "2", "1")
    assert names[1] not in answer_quality(frame, study).flagged[STRAIGHT_LINING]


def test_runs_go_by_position_and_not_by_the_order_of_rows(study, simulated):
    frame, names = simulated()
    run = (frame["respondent"] == names[0]) & (frame["position"] > 3)
    frame.loc[run, "rating"] = "3"
    shuffled = frame.sample(frac=1.0, random_state=1)
    assert answer_quality(shuffled, study).flagged == answer_quality(frame, study).flagged
    others = frame["respondent"] == names[1]
    frame.loc[others, "rating"] = np.where(frame.loc[others, "position"] % 2 == 0, "3", "4")
    assert names[1] not in answer_quality(frame, study).flagged[STRAIGHT_LINING]
    in_two_blocks = frame["position"] + 100 * (others & (frame["rating"] == "3"))
    assert names[1] in answer_quality(frame.assign(position=in_two_blocks), study).flagged[STRAIGHT_LINING]


@pytest.mark.parametrize(("part", "found"), [(0.45, True), (0.55, False)])
def test_speeding_is_half_the_median_time(study, simulated, part, found):
    frame, names = simulated()
    frame["seconds"] = 20.0 + frame["position"]  # median 31 for everybody
    frame.loc[frame["respondent"] == names[0], "seconds"] *= part
    frame.loc[frame["respondent"] == names[1], "seconds"] = np.nan
    quality = answer_quality(frame, study, seconds="seconds")
    assert quality.flagged[SPEEDING] == (frozenset({names[0]}) if found else frozenset())
    assert quality.rows.set_index("flag").loc[SPEEDING, "checked"] == 49
    assert answer_quality(frame, study, seconds="seconds", cuts=Cuts(speed=0.6)).flagged[SPEEDING] == {names[0]}


def with_repeats(frame, study, tasks, rating):
    """The table with second showings of some tasks, answered by ``rating`` (a function of the first answers)."""
    again = frame[frame["task"].isin(tasks)].copy()
    again["rating"] = rating(again)
    return pd.concat([frame.assign(again=False), again.assign(again=True)], ignore_index=True)


def test_answers_that_turn_round_are_flagged_and_equal_ones_never(study, simulated):
    frame, names = simulated()
    tasks = sorted(frame["task"].unique())[:4]
    same = answer_quality(with_repeats(frame, study, tasks, lambda rows: rows["rating"]), study, repeat="again")
    assert not same.flagged[REPEATS]
    assert same.rows.set_index("flag").loc[REPEATS, "checked"] == 50
    assert "100% (93% to 100%) of second showings got the same answer" in "; ".join(same.messages)
    extreme = frame["respondent"].eq(names[0]) & frame["task"].isin(tasks)
    frame.loc[extreme, "rating"] = np.array(["1", "5", "1", "5"])

    def turned(rows):
        return rows["rating"].where(rows["respondent"] != names[0], (6 - rows["rating"].astype(int)).astype(str))

    found = answer_quality(with_repeats(frame, study, tasks, turned), study, repeat="again")
    assert found.flagged[REPEATS] == {names[0]}


def test_people_who_weigh_each_showing_afresh_are_flagged_as_often_as_is_said(study, simulated):
    """800 people, who all answer as the model says: some 3%, 3 errors of 0.6% and 1% for leniency that is estimated."""
    flagged = expected = 0.0
    for seed in range(16):
        alike = {"deviations": {}, "weight_sd": {}, "trends": {}, "intercept_sd": 0.0}
        first, _ = simulated(seed=seed, **alike)
        second, _ = simulated(seed=seed + 1000, **alike)
        tasks = sorted(first["task"].unique())[:5]
        again = second[second["task"].isin(tasks)].assign(again=True)
        frame = pd.concat([first.assign(again=False), again], ignore_index=True)
        frame = frame.drop(columns=[item.id for item in study.background])  # other people, as far as that goes
        row = answer_quality(frame, study, repeat="again").rows.set_index("flag").loc[REPEATS]
        flagged, expected = flagged + row["flagged"], expected + row["expected"]
    assert 0.01 < expected / 800 <= 0.05
    assert abs(flagged - expected) / 800 < 0.018 + 0.01


def test_nobody_is_named_anywhere(study, simulated):
    frame, names = simulated(clickers=CLICKERS, liners=LINERS)
    quality = answer_quality(frame, study)
    told = repr(quality) + str(quality) + quality.table().to_csv() + "".join(quality.messages)
    assert not any(name in told for name in names)
    assert quality.flagged[STRAIGHT_LINING] >= set(names[CLICKERS : CLICKERS + LINERS])
    assert quality.messages[0] == f"{counted(quality)[ANY]} of 50 people are marked by at least one flag"
    assert counted(quality)[ANY] == len(frozenset().union(*quality.flagged.values()))


def test_what_could_not_be_checked_has_a_reason(study, simulated):
    rows = answer_quality(simulated()[0], study).rows.set_index("flag")
    assert rows.loc[[SPEEDING, REPEATS], ["checked", "flagged"]].isna().all(axis=None)
    assert rows.loc[SPEEDING, "reason"] == "no column tells the time on the page"
    assert rows.loc[REPEATS, "reason"] == "nobody was shown a scenario twice"


@pytest.mark.parametrize("people", [1, 3, 9, 10])
def test_nothing_is_told_of_fewer_people_than_may_be_shown(study, simulated, people):
    quality = answer_quality(simulated(people)[0], study)
    assert counted(quality).isna().all() == (people < 10)
    if people < 10:
        assert quality.messages == ("answer quality: fewer than 10 people answered",)
        assert not quality.flags


def test_answers_that_are_all_the_same_are_flagged_without_a_model(study, simulated):
    frame, _ = simulated(20)
    quality = answer_quality(frame.assign(rating="3"), study)
    assert counted(quality)[STRAIGHT_LINING] == 20
    assert pd.isna(counted(quality)[RANDOM_FIT])
    with pytest.raises(FitError, match="everybody is flagged"):
        quality.kept(Ratings.from_answers(frame, study))


def test_where_criteria_hardly_matter_random_fit_says_that_it_cannot_tell(study, simulated):
    none = {c.id: tuple(0.0 for _ in c.levels) for c in study.criteria}
    frame, _ = simulated(weights=none, deviations={}, weight_sd={}, trends={}, thresholds=(-1.4, -0.4, 0.4, 1.4))
    row = answer_quality(frame, study).rows.set_index("flag").loc[RANDOM_FIT]
    assert row["expected"] > 50 / 4
    assert "do not tell attentive from random" in row["reason"]


def test_kept_are_all_who_are_not_flagged(study, simulated):
    frame, names = simulated(clickers=CLICKERS, liners=LINERS)
    ratings, quality = Ratings.from_answers(frame, study), answer_quality(frame, study)
    rest = quality.kept(ratings, STRAIGHT_LINING)
    assert set(rest.people) == set(names) - quality.flagged[STRAIGHT_LINING]
    assert len(quality.kept(ratings).people) == 50 - counted(quality)[ANY]
    with pytest.raises(FitError, match='no flag "haste" was checked; use one of straight-lining, random fit'):
        quality.kept(ratings, "haste")
    with pytest.raises(FitError, match="not checked"):
        quality.kept(Ratings.from_answers(simulated(60)[0], study))


@pytest.mark.parametrize(
    ("column", "row", "value", "said"),
    [
        ("seconds", 4, "fast", 'row 5, column "seconds": "fast" is no time'),
        ("seconds", 4, -1, 'row 5, column "seconds": "-1" is no time'),
        ("again", 7, "maybe", 'row 8, column "again": "maybe" is neither true nor false'),
        ("again", 7, True, "row 8: this second showing has no first showing"),
        ("rating", 3, "6", 'row 4, column "rating": "6" is not on the scale'),
        ("position", 2, None, 'row 3, column "position": is empty'),
    ],
)
def test_faults_are_told_by_row_and_column(study, simulated, column, row, value, said):
    frame = simulated()[0].assign(seconds=10, again=False).astype(object)
    frame.loc[row, column] = value
    with pytest.raises(AnswerError, match=said):
        answer_quality(frame, study, seconds="seconds", repeat="again")


def test_a_third_showing_and_missing_columns_are_refused(study, simulated):
    frame, _ = simulated()
    twice = with_repeats(frame, study, [frame["task"][0]], lambda rows: rows["rating"])
    thrice = pd.concat([twice, twice[twice["again"]]], ignore_index=True)
    with pytest.raises(AnswerError, match="row 1101: this second showing stands there already"):
        answer_quality(thrice, study, repeat="again")
    with pytest.raises(AnswerError, match='column "tijd" is missing'):
        answer_quality(frame, study, seconds="tijd")
    with pytest.raises(FitError, match=r"chance is 1\.5"):
        Cuts(chance=1.5)


def test_same_seed_same_flags_and_the_value_travels(study, simulated):
    frame, _ = simulated(clickers=CLICKERS)
    quality = answer_quality(frame, study, seed=2)
    assert str(answer_quality(frame, study, seed=2)) == str(quality)
    copy = pickle.loads(pickle.dumps(quality))
    assert isinstance(copy, AnswerQuality)
    assert copy.flagged == quality.flagged
