"""What a ranking says of groups of 1, 3, 9 and 10, of a single group, of equal answers and of pure noise."""

import numpy as np
import pytest
from example_answers import answers, ranking

from dce.data import Ratings
from dce.design import Design
from dce.ranking import rank_criteria
from dce.simulate import Population, simulate_answers

HIDDEN = "not shown, too few people"


@pytest.mark.parametrize("people", [1, 3, 9])
def test_under_the_threshold_nothing_is_told_of_anybody(example, people):
    found = ranking(example, answers(example, people))
    assert found.table()["status"].eq("too_few").all()
    assert found.table()[["n", "importance", "rank"]].isna().all(axis=None)
    assert found.sentences()[:3] == tuple(f"{group}: {HIDDEN}" for group in ("all", "jurist", "beleid"))


def test_groups_of_1_3_9_and_10_beside_many(study, request):
    folder = request.config.rootpath / "designs" / "gegevensdeling"
    frame = simulate_answers(Design.load(folder), Population.load(folder / "population.yaml", study), 60, 3)
    role = np.repeat(["fg", "privacy_officer", "juridisch_adviseur", "anders", None], [1, 3, 9, 10, 37])
    people = frame["respondent"].unique()
    found = rank_criteria(
        Ratings.from_answers(frame.assign(rol=frame["respondent"].map(dict(zip(people, role, strict=True)))), study),
        study,
        by="rol",
        bootstrap=200,
    )
    said = dict(sentence.split(":", 1) for sentence in found.sentences()[:5])
    assert {name for name, told in said.items() if told.strip() == HIDDEN} == {
        "fg",
        "privacy_officer",
        "juridisch_adviseur",
    }
    assert "cannot be told; it is one of" in said["anders (10 people)"]
    assert found.apart is None, "with one group there is nothing to pool"


def test_a_single_group_is_told_beside_everybody(example):
    found = ranking(example, answers(example, 60, groups=("jurist",)))
    assert found.sentences()[0].startswith("all (60 people): doel weighs heaviest, ")
    assert found.sentences()[1].startswith("jurist (60 people): doel weighs heaviest, ")


def test_equal_answers_have_no_ranking_and_the_reason(example):
    found = ranking(example, answers(example, 40).assign(rating="3"))
    assert found.table()["status"].eq("not_estimable").all()
    assert found.sentences()[0] == "all (40 people): no ranking, status not_estimable"
    assert 'all: all answers are "3"; without variation no criterion can be weighed' in found.sentences()
    assert found.compare().empty


def test_pure_noise_names_no_first_place(example):
    """A place is right by chance in 5% of studies at most; in these 40, no more than five name a first place."""
    named = ordered = 0
    for crowd in range(40):
        frame = answers(example, 50, crowd=crowd)
        frame["rating"] = np.random.default_rng(crowd).integers(1, 6, len(frame)).astype(str)
        found = ranking(example, frame, by=None, bootstrap=100)
        named += "weighs heaviest, " in found.sentences()[0]
        ordered += found.tiers()["tier"].max() > 1
    assert named <= 5
    assert ordered <= 5


def test_the_printed_ranking_says_under_each_group_what_is_known(example):
    printed = str(ranking(example, answers(example, 60)))
    assert printed.count("Doel weighs heaviest, ") == 3
