"""Results with and without the flagged: the same rankings, nothing that subtraction could undo, and what moves."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import sparse

from dce.data import Ratings
from dce.design import Design
from dce.errors import FitError
from dce.ranking.quality.answers import AnswerQuality, answer_quality
from dce.ranking.quality.without_flagged import EVERY_ANSWER, NUMBERS, _Guard, _sentences, sensitivity
from dce.ranking.rank import rank_criteria
from dce.ranking.ranking import EVERYBODY
from dce.simulate import Population, simulate_answers

ROLES = ["fg", "privacy_officer", "juridisch_adviseur"]


@pytest.fixture(scope="module")
def simulated(request, study):
    folder = request.config.rootpath / "designs" / "gegevensdeling"
    design, population = Design.load(folder), Population.load(folder / "population.yaml", study)

    def ratings(people, seed=1, **changed):
        frame = simulate_answers(design, replace(population, **changed), people, seed)
        return Ratings.from_answers(frame, study)

    return ratings


def marking(ratings, **flags):
    """A quality that marks some people, given as lists of places; underscores are spaces."""
    marked = {k.replace("_", " "): frozenset(ratings.people[i] for i in places) for k, places in flags.items()}
    return AnswerQuality(pd.DataFrame(), (), 10, frozenset(ratings.people), marked)


def of(found, run, group=EVERYBODY):
    return found.rows[(found.rows["run"] == run) & (found.rows["group"] == group)].set_index("criterion")


def places_of(ratings, role, count):
    return np.flatnonzero((ratings.background["rol"] == role).to_numpy())[:count].tolist()


def test_each_run_is_the_ranking_of_who_is_left_in_whole_points(study, simulated):
    ratings = simulated(50)
    quality = marking(ratings, haste=[0, 1], random_fit=[1, 2, 3])
    found = sensitivity(ratings, study, quality, bootstrap=200)
    assert found.rows["run"].unique().tolist() == [
        EVERY_ANSWER, "without haste", "without random fit", "without any of these"
    ]  # fmt: skip
    for run, dropped in (("haste", [0, 1]), ("random fit", [1, 2, 3]), ("any of these", [0, 1, 2, 3])):
        rest = ratings.of_people(np.setdiff1d(np.arange(50), dropped))
        alone = rank_criteria(rest, study, bootstrap=200).table().set_index("criterion")
        rows = of(found, f"without {run}").loc[alone.index]
        assert_allclose(rows[NUMBERS[:3]].astype(float), alone[NUMBERS[:3]].round(2), atol=1e-12)
        assert (rows[NUMBERS[3:]] == alone[NUMBERS[3:]]).all(axis=None)
        assert rows["dropped"].eq(len(dropped)).all()
        assert rows["n"].eq(50 - len(dropped)).all()
    whole = rank_criteria(ratings, study, bootstrap=200).table().set_index("criterion")
    assert_allclose(of(found, EVERY_ANSWER)["importance"], whole["importance"], atol=1e-12)
    assert found.messages[0] == "left out of 50 people: without haste 2; without random fit 3; without any of these 4"


def test_runs_of_a_criterion_stand_under_each_other_with_every_answer_first(study, simulated):
    ratings = simulated(50)
    rows = sensitivity(ratings, study, marking(ratings, haste=[0], slowness=[1]), bootstrap=100).rows
    assert rows["run"].iloc[:4].tolist()[0] == EVERY_ANSWER
    assert rows["criterion"].iloc[:4].eq(rows["criterion"][0]).all()
    assert rows["importance"].iloc[::4].is_monotonic_decreasing


def test_what_moves_is_named(study, simulated):
    """A third of the people weighs nothing but one criterion; without them it falls out of its interval."""
    main = simulated(40)
    turned = simulated(
        20,
        seed=2,
        weights={
            c.id: tuple(3.0 * (c.id == "aantal_betrokkenen") * np.linspace(-1, 1, len(c.levels)))
            for c in study.criteria
        },
    )
    both = replace(
        main,
        by_person=sparse.vstack([main.by_person, turned.by_person]).tocsr(),
        people=(*main.people, *(f"other-{name}" for name in turned.people)),
        background=pd.concat([main.background, turned.background]),
    )
    found = sensitivity(both, study, marking(both, haste=range(40, 60)), bootstrap=200)
    row = of(found, "without haste").loc["aantal_betrokkenen"]
    assert row["moved"]
    assert row["importance"] < of(found, EVERY_ANSWER).loc["aantal_betrokkenen", "low"]
    assert "aantal_betrokkenen" in set(found.moved()["criterion"])
    assert re.search(r"without haste \(20 left out\), all: moves: .*aantal_betrokkenen", found.messages[1])


def test_what_moves_in_a_hidden_group_is_told_without_a_number_or_a_name():
    moved = pd.array([True, False, True, pd.NA], dtype="boolean")
    table = pd.DataFrame({"group": ["fg", "fg", "po", "ja"], "criterion": ["doel", "prijs", "doel", "doel"]})
    said = _sentences(table.assign(moved=moved), "without haste", 3, frozenset({"po"}))
    assert said == ["without haste, fg: something moves", "without haste, po: moves: doel"]


def test_nothing_moves_where_one_of_many_is_left_out(study, simulated):
    ratings = simulated(200)
    found = sensitivity(ratings, study, marking(ratings, haste=[5]), bootstrap=200)
    assert not of(found, "without haste")["moved"].any()
    assert found.messages[1] == "without haste (1 left out), all: nothing leaves its interval or its places"


@pytest.mark.parametrize(
    ("left_out", "shown"),
    [
        ({"fg": 3}, []),  # two groups are whole, so that the number would be told of the third
        ({"fg": 12}, ROLES),
        ({"fg": 12, "privacy_officer": 2}, []),
        ({"fg": 6, "privacy_officer": 6}, ["juridisch_adviseur"]),  # twelve over two groups, of which none is told
        ({}, ROLES),
    ],
)
def test_groups_are_shown_without_the_flagged_only_where_subtraction_tells_of_nobody(study, simulated, left_out, shown):
    ratings = simulated(150)
    mask = np.zeros(150, dtype=bool)
    for role, count in left_out.items():
        mask[places_of(ratings, role, count)] = True
    found = _Guard.of(ratings, study, "rol").shown(mask) - {"anders"}
    assert sorted(found) == sorted(shown)


def test_runs_are_held_against_each_other_too(study, simulated):
    """Twelve left out may be shown; the same twelve and two more may not, beside them."""
    ratings = simulated(150)
    guard, one, other = _Guard.of(ratings, study, "rol"), np.zeros(150, dtype=bool), np.zeros(150, dtype=bool)
    one[places_of(ratings, "fg", 12)] = True
    other[places_of(ratings, "fg", 14)] = True
    assert "fg" in guard.shown(one)
    assert not guard.shown(other) & {"fg"}
    assert "fg" in _Guard.of(ratings, study, "rol").shown(other)


def test_small_numbers_left_out_of_groups_are_told_nowhere(study, simulated):
    ratings = simulated(50)
    quality = marking(ratings, haste=[*places_of(ratings, "fg", 3), *places_of(ratings, "privacy_officer", 1)])
    found = sensitivity(ratings, study, quality, by="rol", bootstrap=200)
    for role in ROLES:
        rows = of(found, "without haste", role)
        assert rows[[*NUMBERS, "n", "dropped", "moved"]].isna().all(axis=None)
        assert rows["reason"].eq("subtraction would tell of fewer than 10 people").all()
        assert of(found, EVERY_ANSWER, role)["importance"].notna().all()
    about = [message for message in found.messages if any(f", {role}: " in message for role in ROLES)]
    assert len(about) == 3
    assert not any(re.search(r"\d", message) for message in about)


def test_groups_of_which_enough_are_left_out_are_shown_with_both_counts(study, simulated):
    ratings = simulated(150)
    found = sensitivity(ratings, study, marking(ratings, haste=places_of(ratings, "fg", 12)), by="rol", bootstrap=100)
    assert of(found, "without haste", "fg")["dropped"].eq(12).all()
    assert of(found, "without haste", "privacy_officer")["dropped"].eq(0).all()
    assert of(found, "without haste", "fg")["importance"].notna().all()


def test_a_group_that_is_hidden_anyhow_tells_not_even_that_nobody_was_left_out(study, simulated):
    ratings = simulated(150)
    few = np.r_[places_of(ratings, "fg", 5), np.flatnonzero(ratings.background["rol"] != "fg")]
    found = sensitivity(
        ratings.of_people(few),
        study,
        marking(ratings, haste=places_of(ratings, "privacy_officer", 12)),
        by="rol",
        bootstrap=100,
    )
    assert of(found, "without haste", "fg")[["n", "dropped", "importance"]].isna().all(axis=None)


def test_where_few_are_left_the_run_has_a_reason_and_no_number(study, simulated):
    ratings = simulated(30)
    found = sensitivity(ratings, study, marking(ratings, haste=range(25)), bootstrap=100)
    rows = of(found, "without haste")
    assert rows[[*NUMBERS, "n", "moved"]].isna().all(axis=None)
    assert rows["reason"].str.startswith("fewer than 10 people are left").all()
    assert sensitivity(ratings, study, marking(ratings, haste=range(30)), bootstrap=100).rows["dropped"].max() == 30


def test_nobody_flagged_makes_no_run(study, simulated):
    ratings = simulated(30)
    found = sensitivity(ratings, study, marking(ratings, haste=[]), bootstrap=100)
    assert found.rows["run"].eq(EVERY_ANSWER).all()
    assert found.messages[0] == "nobody of 30 people is flagged, so there is nothing to leave out"


def test_people_who_were_not_checked_are_refused(study, simulated):
    with pytest.raises(FitError, match="not checked"):
        sensitivity(simulated(40), study, marking(simulated(30), haste=[1]), bootstrap=100)


def test_the_whole_way_names_nobody(study, simulated, request):
    folder = request.config.rootpath / "designs" / "gegevensdeling"
    frame = simulate_answers(Design.load(folder), Population.load(folder / "population.yaml", study), 50, 1)
    frame.loc[frame["respondent"] == "synthetic-07", "rating"] = "2"
    ratings, quality = Ratings.from_answers(frame, study), answer_quality(frame, study)
    found = sensitivity(ratings, study, quality, by="rol", bootstrap=100)
    assert "synthetic-" not in str(found) + repr(found) + found.table().to_csv()
    assert (found.rows["run"] != EVERY_ANSWER).any()
