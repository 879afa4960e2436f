"""One constructed case for each brake: it must show, and it must not where its reason is absent."""

import numpy as np
import pytest
from expert_answers import CASE, said_by

import dce
from dce.adviser import Estimate, GroupAdvice, Nearest
from dce.adviser.brakes import of_additivity, of_nearest, of_shares
from dce.disclosure import Hidden


def codes(advice):
    return [brake.code for brake in advice.brakes]


def group(name, value, low, high):
    return GroupAdvice(name, 50, Estimate(value, low, high), {}, 0.5, (), ())


def near(*counts, differing=()):
    return Nearest(CASE, differing, counts)


def even(scenario, person):
    return 0.5


def test_a_case_within_the_design_that_experts_agree_on_has_no_brake(answers, design):
    advice = dce.fit_adviser(answers, design, bootstrap=200).advise(CASE)
    assert codes(advice) == []
    assert "No brake" in str(advice)


def test_a_forbidden_combination_gets_no_advice_at_all(answers, design):
    rule = {"never": {"ontvanger": ["eigen"], "doel": ["ja"]}, "because": {"nl": "dat mag niet", "en": "not allowed"}}
    study = dce.Study.model_validate({**design.study.model_dump(mode="json"), "rules": [rule]})
    kept = design.frame[~((design.frame["ontvanger"] == "eigen") & (design.frame["doel"] == "ja"))]
    own = answers[~((answers["ontvanger"] == "eigen") & (answers["doel"] == "ja"))]
    adviser = dce.fit_adviser(own, dce.Design.from_frame(study, kept), bootstrap=100)
    advice = adviser.advise(CASE)
    assert codes(advice) == ["forbidden"]
    assert advice.stopped
    assert not advice.groups
    assert not advice.nearest
    assert advice.brakes[0].about == {"ontvanger": "eigen", "doel": "ja"}
    assert "dat mag niet" in str(advice)
    assert not adviser.advise({**CASE, "doel": "nee"}).stopped


def test_fewer_people_than_the_smallest_group_get_no_advice(design, answers):
    nine = sorted(answers["respondent"].unique())[:9]
    advice = dce.fit_adviser(answers[answers["respondent"].isin(nine)], design).advise(CASE)
    assert codes(advice) == ["too_few"]
    assert advice.stopped
    assert not advice.groups


def test_a_small_group_is_hidden_by_name_and_the_others_are_advised_on(design, answers):
    small = sorted(answers["respondent"].unique())[:5]
    own = answers.assign(rol=np.where(answers["respondent"].isin(small), "jurist", "beleid"))
    advice = dce.fit_adviser(own, design, by="rol", bootstrap=100).advise(CASE)
    few = [brake.group for brake in advice.brakes if brake.code == "too_few"]
    assert "jurist" in few
    assert "beleid" in few  # all less those of policy would be five people
    assert [found.group for found in advice.groups] == ["all"]


def test_levels_that_nobody_was_shown_are_named(design, answers):
    kept = design.frame[design.frame["waarborgen"] != "alle"]
    own = answers[answers["waarborgen"] != "alle"]
    advice = dce.fit_adviser(own, dce.Design.from_frame(design.study, kept), bootstrap=100).advise(CASE)
    named = [brake.about for brake in advice.brakes if brake.code == "level_not_shown"]
    assert named == [{"waarborgen": "alle"}]


def test_a_pair_of_levels_that_nobody_saw_together_is_named(design, answers):
    def apart(table):
        return table[~((table["ontvanger"] == "eigen") & (table["waarborgen"] == "alle"))]

    fitted = dce.fit_adviser(apart(answers), dce.Design.from_frame(design.study, apart(design.frame)), bootstrap=100)
    named = [brake.about for brake in fitted.advise(CASE).brakes if brake.code == "pair_not_shown"]
    assert named == [{"ontvanger": "eigen", "waarborgen": "alle"}]
    assert "pair_not_shown" not in codes(fitted.advise({**CASE, "waarborgen": "geen"}))


def test_a_model_that_answers_follow_without_exception_is_said_to_have_failed(design):
    always = said_by(design, lambda scenario, person: float(scenario["doel"] == "ja"))
    advice = dce.fit_adviser(always, design, bootstrap=100).advise(CASE)
    assert codes(advice)[0] == "model_failed"
    assert 'separated along criterion "doel"' in advice.brakes[0].text
    assert advice.groups[0].share.high <= 1.0


def test_answers_that_do_not_add_up_are_said_to_contradict_the_model(design):
    def only_both(scenario, person):
        both = (scenario["doel"] == "ja") == (scenario["waarborgen"] == "alle")
        return 0.85 if both else 0.15

    ratings = dce.Ratings.from_answers(said_by(design, only_both), design.study)
    found = list(of_additivity(ratings, design.study, seed=1))
    assert [brake.code for brake in found] == ["not_additive"]
    assert "scenarios" in found[0].text
    added = dce.Ratings.from_answers(said_by(design, lambda s, p: 0.8 if s["doel"] == "ja" else 0.2), design.study)
    assert not list(of_additivity(added, design.study, seed=1))


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([group("all", 0.9, 0.85, 0.95)], []),
        ([group("all", 0.45, 0.41, 0.55)], ["near_half"]),
        ([group("all", 0.6, 0.52, 0.66)], ["divided"]),
        ([group("all", 0.8, 0.6, 0.95)], ["imprecise"]),
        ([group("all", 0.7, 0.68, 0.75), group("a", 0.9, 0.8, 1.0), group("b", 0.2, 0.1, 0.3)], ["groups_differ"]),
    ],
)
def test_what_a_share_leaves_open_is_said(groups, expected):
    assert [brake.code for brake in of_shares(groups)] == expected


@pytest.mark.parametrize(
    ("nearest", "expected"),
    [
        (near(20, 2, 0, 2, 20), ["divided_nearest"]),
        (near(20, 5, 1, 0, 0), []),
        (near(20, 2, 0, 2, 20, differing=("ontvanger",)), []),
        (Nearest(CASE, (), Hidden("small", 10)), []),
    ],
)
def test_people_who_judged_nearly_this_case_and_stood_far_apart_are_told_of(nearest, expected):
    assert [brake.code for brake in of_nearest([nearest])] == expected


def test_people_who_answer_by_chance_leave_everything_open(design):
    advice = dce.fit_adviser(said_by(design, even), design, bootstrap=200).advise(design.scenario(1))
    assert "near_half" in codes(advice)
    assert "divided_nearest" in codes(advice)
