"""What an advice says: shares of the ordered logit, reasons that add up, real counts, and the nearest way across."""

import json
from datetime import date
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from expert_answers import CASE
from numpy.testing import assert_allclose

import dce
from dce.adviser import as_dict, cases_from_csv, from_dict
from dce.coding import Coding
from dce.disclosure import Hidden
from dce.simulate import default_population

DESIGNS = Path(__file__).resolve().parents[2] / "designs"


def fitted(answers, design):
    return dce.fit_ordered_logit(dce.Ratings.from_answers(answers, design.study))


def share_by_hand(fit, study, case):
    """P(rating >= 4) by the formula of the ordered logit."""
    utility = Coding.of(study).encode(pd.DataFrame([case]))[0] @ fit.coef.to_numpy()
    return 1.0 / (1.0 + np.exp(fit.thresholds["3|4"] - utility))


def test_the_share_is_that_of_the_ordered_logit_by_hand(adviser, answers, design):
    advice = adviser.advise(CASE)
    own = advice.groups[0]
    assert_allclose(own.share.value, share_by_hand(fitted(answers, design), design.study, CASE), rtol=1e-9)
    assert_allclose(own.share.value, own.distribution["4"].value + own.distribution["5"].value)
    assert_allclose(sum(found.value for found in own.distribution.values()), 1.0)
    assert own.share.low < own.share.value < own.share.high


def test_intervals_agree_with_the_delta_method(answers, design):
    """Two ways of telling the same error; with 80 people they come within a fifth of each other."""
    fit = fitted(answers, design)
    x = Coding.of(design.study).encode(pd.DataFrame([CASE]))[0]

    def agrees(estimates):
        return 1.0 / (1.0 + np.exp(estimates["3|4"] - x @ estimates[list(fit.coef.index)]))

    expected = dce.delta_method(fit, agrees)
    own = dce.fit_adviser(answers, design).advise(CASE).groups[0].share
    assert_allclose(own.high - own.low, expected.high - expected.low, rtol=0.2)


def test_each_group_has_the_share_of_its_own_fit(adviser, answers, design):
    for found in adviser.advise(CASE).groups[1:]:
        own = answers[answers["rol"] == found.group]
        assert_allclose(found.share.value, share_by_hand(fitted(own, design), design.study, CASE), rtol=1e-6)


def test_steps_add_up_on_both_scales_and_keep_the_sign_of_the_utility(adviser, answers, design):
    fit, coding = fitted(answers, design), Coding.of(design.study)
    own = adviser.advise(CASE).groups[0]
    mean = coding.encode(design.estimated).mean(axis=0)
    expected = (coding.encode(pd.DataFrame([CASE]))[0] - mean) @ fit.coef.to_numpy()
    assert_allclose(sum(step.utility.value for step in own.steps), expected, rtol=1e-6)
    assert_allclose(own.baseline + sum(step.points for step in own.steps), own.share.value)
    assert_allclose(own.steps[-1].share, own.share.value)
    assert all(np.sign(step.points) == np.sign(step.utility.value) for step in own.steps)
    sizes = [abs(step.utility.value) for step in own.steps]
    assert sizes == sorted(sizes, reverse=True)


def test_the_nearest_scenarios_have_the_counts_that_people_gave(adviser, answers, design):
    case = design.scenario(3)
    first = adviser.advise(case).nearest[0]
    own = answers[(answers[list(case)] == pd.Series(case)).all(axis=1)]
    assert first.differing == ()
    assert isinstance(first.counts, Hidden) or list(first.counts) == [
        int((own["rating"] == str(answer)).sum()) for answer in range(1, 6)
    ]
    apart = [len(found.differing) for found in adviser.advise(CASE).nearest]
    assert apart == sorted(apart)


def test_counts_of_scenarios_that_few_judged_are_hidden(answers, design):
    first = design.estimated_of(1)[0]
    few = sorted(answers["respondent"].unique())[:9]
    own = answers[(answers["task"].astype(int) != first) | answers["respondent"].isin(few)]
    nearest = dce.fit_adviser(own, design, bootstrap=100).advise(design.scenario(first)).nearest
    assert isinstance(nearest[0].counts, Hidden)
    assert nearest[0].differing == ()


def across_by_hand(fit, study, case, wide):
    """Every way to give ``wide`` criteria other levels that brings the share to the other side."""
    up, levels = share_by_hand(fit, study, case) < 0.5, {c.id: c.level_ids for c in study.criteria}
    found = []
    for names in combinations(levels, wide):
        for chosen in product(*(set(levels[name]) - {case[name]} for name in names)):
            other = {**case, **dict(zip(names, chosen, strict=True))}
            if not any(rule.refuses(other) for rule in study.rules):
                share = share_by_hand(fit, study, other)
                found += [(share, other)] if (share >= 0.5) == up else []
    return found


@pytest.mark.parametrize("levels", [("eigen", "ja", "alle"), ("bedrijf", "nee", "enkele"), ("gemeente", "ja", "geen")])
def test_the_changes_are_the_fewest_levels_that_cross_one_half(adviser, answers, design, levels):
    case, fit = dict(zip(CASE, levels, strict=True)), fitted(answers, design)
    found = adviser.advise(case).groups[0].changes
    wide = len(found[0].levels)
    assert not any(across_by_hand(fit, design.study, case, fewer) for fewer in range(1, wide))
    expected = across_by_hand(fit, design.study, case, wide)
    assert len(found) == min(len(expected), 5)
    for change in found:
        assert any({**case, **change.levels} == other for _, other in expected)
        assert_allclose(change.share.value, share_by_hand(fit, design.study, {**case, **change.levels}), rtol=1e-6)


def test_changes_stay_within_the_rules_of_the_study(answers, design, adviser):
    case = {"ontvanger": "bedrijf", "doel": "nee", "waarborgen": "enkele"}
    free = adviser.advise(case).groups[0].changes[0].levels
    rule = {"never": {name: [level] for name, level in {**case, **free}.items()}}
    study = dce.Study.model_validate({**design.study.model_dump(mode="json"), "rules": [rule]})
    kept = design.frame[(design.frame[list(case)] != pd.Series({**case, **free})).any(axis=1)]
    bound = dce.fit_adviser(answers, dce.Design.from_frame(study, kept), bootstrap=100).advise(case)
    assert all({**case, **change.levels} != {**case, **free} for change in bound.groups[0].changes)


def test_the_version_is_that_of_the_model_and_changes_with_the_answers(adviser, answers, design):
    again = dce.fit_adviser(answers.sample(frac=1.0, random_state=2), design, by="rol", bootstrap=200)
    assert again.version == adviser.version
    assert str(again.advise(CASE)) == str(adviser.advise(CASE))
    fewer = answers[answers["respondent"] != answers["respondent"].iloc[0]]
    assert dce.fit_adviser(fewer, design, by="rol", bootstrap=200).version != adviser.version


def test_an_advice_says_who_it_is_from_and_that_a_person_decides(answers, design):
    advice = dce.fit_adviser(answers, design, bootstrap=100, on=date(2026, 11, 22)).advise(CASE)
    assert advice.synthetic
    assert str(advice).startswith("These answers are invented")
    assert "80 people, answers of 2026-11-22" in str(advice)
    assert "a person weighs the case and decides" in str(advice)
    told = json.loads(json.dumps(advice.to_dict()))
    assert (told["people"], told["on"], told["version"]) == (80, "2026-11-22", advice.version)


def test_a_faulty_case_is_refused_by_criterion(adviser):
    with pytest.raises(dce.AnswerError) as refused:
        adviser.advise({"ontvanger": "maan", "doel": "ja", "kleur": "rood"})
    said = str(refused.value)
    assert 'criterion "ontvanger": level "maan" is not in the study; use one of bedrijf, gemeente, eigen' in said
    assert 'criterion "waarborgen": has no level; use one of' in said
    assert 'criterion "kleur" is not in the study' in said


def test_cases_of_a_table_are_advised_on_by_name(adviser, design):
    cases = cases_from_csv("\ufeffcase;ontvanger;doel;waarborgen\nA;eigen;ja;alle\n;bedrijf;nee;enkele\n", design.study)
    advices = adviser.advise_all(cases)
    assert [advice.name for advice in advices] == ["A", "row 3"]
    assert advices[0].groups[0].share.value > advices[1].groups[0].share.value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ontvanger,doel,waarborgen\neigen,ja,alle\nmaan,ja,\n", ['row 3, column "ontvanger"', 'row 3, column "waarb']),
        ("ontvanger,doel\neigen,ja\n", ['column "waarborgen" is missing']),
        ("ontvanger,doel,waarborgen,extra\neigen,ja,alle,1\n", ['column "extra" is not known']),
        ("ontvanger,doel,waarborgen\neigen,ja\n", ["row 2: has 2 cells and the header 3"]),
        ("ontvanger,doel,doel\neigen,ja,ja\n", ['row 1: column "doel" stands twice']),
        ("ontvanger,doel,waarborgen\n", ["holds no cases"]),
        ('ontvanger,doel,waarborgen\n"eigen,ja,alle\n', ["is no row of a CSV table"]),
    ],
)
def test_every_fault_of_a_table_of_cases_is_told_by_row_and_column(design, text, words):
    with pytest.raises(dce.AnswerError) as refused:
        cases_from_csv(text, design.study)
    assert all(word in str(refused.value) for word in words)


def test_what_is_kept_advises_as_before_and_holds_nobodys_answers(adviser, design, answers):
    text = json.dumps(as_dict(adviser))
    again = from_dict(json.loads(text), design)
    assert str(again.advise(CASE)) == str(adviser.advise(CASE))
    assert not any(name in text for name in answers["respondent"].unique())
    other = dce.make_design(design.study, tasks=9, seed=2)
    with pytest.raises(dce.DesignError, match="one of another design"):
        from_dict(as_dict(adviser), other)


def test_yes_and_no_are_advised_on_by_the_share_of_yes():
    design = dce.Design.load(DESIGNS / "toeslagen")
    said = dce.simulate_answers(design, default_population(design.study), people=60, seed=1)
    adviser = dce.fit_adviser(said, design, bootstrap=100)
    case = design.scenario(design.estimated_of(1)[0])
    own = adviser.advise(case).groups[0]
    assert set(own.distribution) == {"no", "yes"}
    assert own.share == own.distribution["yes"]
    assert own.share.value == pytest.approx(1.0 - own.distribution["no"].value)


def test_choices_have_no_adviser():
    design = dce.Design.load(DESIGNS / "keuze-voorbeeld")
    with pytest.raises(dce.AnswerError, match="choice tasks have no ratings"):
        dce.fit_adviser(pd.DataFrame(), design)


def test_intervals_of_very_many_people_are_those_of_resampling_within_a_tenth(answers, design, monkeypatch):
    resampled = dce.fit_adviser(answers, design).advise(CASE).groups[0].share
    monkeypatch.setattr("dce.adviser.group_model.MANY", 50)
    normal = dce.fit_adviser(answers, design).advise(CASE).groups[0].share
    assert normal.value == resampled.value
    assert normal != resampled
    assert_allclose([normal.low, normal.high], [resampled.low, resampled.high], atol=0.1 * (normal.high - normal.low))
