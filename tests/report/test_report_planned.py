"""The plan beside what was done: each step is kept, left out, done in another way or added, and no plan is said so."""

from dataclasses import replace

import pandas as pd
import pytest
from report_case import contents_of

from dce.design import Design, make_design
from dce.report import ReportContents, report_html
from dce.report.html import material_of
from dce.report.planned import planned
from dce.simulate import default_population, simulate_answers
from dce.study import Analysis, example_text, parse_study

PLAN = (
    "analysis: {model: ordered-logit, groups: [rol], also: [check, spread], draws: 2000, margin: 0.2, people: 50, "
    "research_question: {nl: Wat weegt het zwaarst?, en: What weighs most?}}\n"
)


@pytest.fixture(scope="module")
def design() -> Design:
    return make_design(parse_study(example_text() + PLAN), tasks=8, seed=1)


@pytest.fixture(scope="module")
def kept(design: Design) -> ReportContents:
    answers = simulate_answers(design, default_population(design.study), 60, seed=1)
    return contents_of(design, answers)  # without the spread, which was planned


def outcomes(contents: ReportContents) -> dict[str, tuple[str, ...]]:
    table = planned(material_of(contents, "en")).table
    return {row[0]: row[1:] for row in table.parts[0].rows}


def test_each_step_is_told_with_what_was_planned_and_what_was_done(kept: ReportContents):
    found = outcomes(kept)
    group = next(name for name in found if name.startswith("Groups by"))
    assert found["Model"] == ("Ordered logit", "Ordered logit", "as planned")
    assert found[group] == ("compared", "compared", "as planned")
    assert found["Repeated draws"] == ("2,000", "100", "other than planned")
    assert found["Spread of weights between people"] == ("made", "\N{EN DASH}", "not done")
    assert found["Unity on each scenario"] == ("\N{EN DASH}", "made", "not planned")
    assert found["People before the analysis"] == ("at least 50 people", "at least 50 people", "as planned")
    assert found["Difference that still counts as the same"][1:] == ("20 percentage points", "as planned")


def test_fewer_people_than_planned_is_another_way(design: Design, kept: ReportContents):
    few = kept.answers[kept.answers["respondent"].isin(kept.answers["respondent"].unique()[:40])]
    assert outcomes(contents_of(design, few))["People before the analysis"][1:] == ("40 people", "other than planned")


def test_a_group_that_cannot_be_compared_was_not_done(design: Design, kept: ReportContents):
    answers: pd.DataFrame = kept.answers.assign(rol=kept.answers["rol"].iloc[0])
    found = outcomes(contents_of(design, answers))
    assert next(row for name, row in found.items() if name.startswith("Groups by"))[2] == "not done"


def test_the_margin_of_the_plan_is_the_margin_of_the_report(kept: ReportContents, small: ReportContents):
    assert material_of(kept, "nl").margin == 0.2
    assert material_of(small, "nl").margin == pytest.approx(0.5 / 3)
    alike = []
    for margin in (0.9, 0.001):
        study = kept.study.model_copy(update={"analysis": Analysis(margin=margin)})
        other = replace(kept, study=study, design=Design.from_frame(study, kept.design.frame))
        alike += [result.alike for result in material_of(other, "nl").splits]
    assert alike == [("doel", "waarborgen"), ()]  # on the third the groups differ


def test_with_a_plan_question_hash_and_counts_are_said(kept: ReportContents):
    page = report_html(kept, language="nl")
    assert "Wat weegt het zwaarst?" in page
    assert f"telt mee in de hash daarvan ({kept.study.hash[:12]})" in page
    assert "Bedacht en niet gedaan: 1." in page
    assert "verkennend" not in page


def test_without_a_plan_everything_is_exploration_and_the_first_page_says_so(small: ReportContents):
    page = report_html(small, language="en")
    assert "No plan for the analysis was written down before there were answers." in page
    assert "there was no plan beforehand, so this report is exploration" in page
    assert planned(material_of(small, "en")).table is None
