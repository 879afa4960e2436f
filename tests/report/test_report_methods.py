"""The methods text: formulas and literature of what was really computed, and of nothing else."""

from dataclasses import replace

import pandas as pd
import pytest
from lxml import html
from report_case import contents_of

from dce.design import Design, make_design
from dce.report import ReportContents, report_html
from dce.report.html import material_of
from dce.report.literature import literature
from dce.report.methods import methods, references
from dce.simulate import default_population, simulate_answers
from dce.study import example_text, parse_study


def names(contents: ReportContents) -> list[str]:
    return [method.name for method in methods(material_of(contents, "nl"))]


@pytest.fixture(scope="module")
def yes_no() -> ReportContents:
    text = example_text()
    begin, end = text.index("  kind: rating"), text.index("criteria:")
    task = "  kind: yes-no\n  statement: {nl: Delen?, en: Share?}\n\n"
    design = make_design(parse_study(text[:begin] + task + text[end:]), tasks=8, seed=1)
    return contents_of(design, simulate_answers(design, default_population(design.study), 60, seed=1))


def test_a_rating_is_an_ordered_logit_and_a_yes_or_no_a_binary_one(small: ReportContents, yes_no: ReportContents):
    assert "rating" in names(small)
    assert "yes_no" not in names(small)
    assert "yes_no" in names(yes_no)
    assert "rating" not in names(yes_no)


def test_only_what_was_computed_is_told(small: ReportContents):
    assert {"spread", "agreement", "pooling", "comparison"} <= set(names(small))
    less = names(replace(small, spread=None, agreement=None))
    assert "spread" not in less
    assert "agreement" not in less
    works = " ".join(references(methods(material_of(replace(small, spread=None), "nl"))))
    assert "Train" not in works
    assert "Train" in " ".join(references(methods(material_of(small, "nl"))))


def test_a_shrunk_fit_has_a_prior_and_no_clustered_errors(small_design: Design, small_answers: pd.DataFrame):
    highest = small_design.study.scale_ids[-1]
    taken = small_answers["doel"].eq(small_design.study.criteria[1].level_ids[-1])
    one_sided = small_answers.assign(rating=small_answers["rating"].where(~taken, highest))
    found = contents_of(small_design, one_sided)
    told = names(found)
    assert found.fit.status == "shrunk"
    assert "shrunk" in told
    assert "cluster" not in told


def test_formulas_and_works_stand_in_the_report_each_once_and_name_no_host(small: ReportContents):
    page = html.document_fromstring(report_html(small, language="en"))
    [section] = page.xpath("//section[@id='formulas']")
    formulas = [formula.text_content() for formula in section.xpath(".//p[@class='formula']")]
    assert "P(yis ≤ j) = Λ(θj \N{MINUS SIGN} us)" in formulas
    assert section.xpath(".//p[@class='formula']//sub")
    works = [work.text_content().strip() for work in section.xpath(".//ul[@class='references']/li")]
    assert len(works) == len(set(works)) > 8
    assert works == sorted(works, key=str.casefold)
    assert not any("http" in work for work in works)


def test_every_work_has_an_author_a_year_and_a_place_and_a_doi_like_one():
    for work in literature().values():
        assert work.authors
        assert 1900 < work.year < 2027
        assert work.where
        assert not work.doi or work.doi.startswith("10.")
