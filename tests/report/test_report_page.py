"""The file itself: it needs nothing else, names everything, repeats itself, and shows nothing about few people."""
# ruff: noqa: RUF001  the quotation marks are those that readers see

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from lxml import html
from report_case import contents_of, with_roles

from dce.design import Design, make_design
from dce.errors import AnswerError, DesignError, StudyError
from dce.report import ReportContents, report_html, write_report
from dce.report.citing import program
from dce.simulate import default_population, simulate_answers
from dce.study import Study

pytestmark = pytest.mark.long  # whole documents

NASTY = "<script>alert('x')</script> \"&amp; {{ 7 * 7 }} ' + datum.row + '"


def text_of(source: str) -> str:
    """What a reader reads, on one line."""
    body = html.document_fromstring(source).body
    return re.sub(r"[ \n]+", " ", body.text_content())


def test_nothing_is_run_or_fetched(report: Path, tree: html.HtmlElement):
    assert tree.xpath("//script | //link | //img | //iframe | //object | //embed | //base | //image | //use") == []
    assert [name for element in tree.iter() for name in element.attrib if name.startswith("on")] == []
    local = [
        value for value in tree.xpath("//@href | //@src | //@xlink:href", namespaces={"xlink": "x"}) if value[0] != "#"
    ]
    assert local == []
    assert not re.search(r"https?://|//[a-z]+\.|@import|url\((?!#)", report.read_text(encoding="utf-8"))


def test_ids_are_unique_and_every_link_lands(tree: html.HtmlElement):
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href")} <= set(ids)


def test_every_figure_has_a_finding_an_alternative_a_source_and_a_table(
    tree: html.HtmlElement, contents: ReportContents
):
    figures = tree.xpath("//figure")
    names = ["scenarios", "importance", "pairs", "places", "spread", "groups"]
    names += [f"classes-{item.id}" for item in contents.study.background if item.ordered]
    names += [f"split-{item.id}" for item in contents.study.groupings]
    assert sorted(figure.get("id") for figure in figures) == sorted(f"figure-{name}" for name in names)
    for figure in figures:
        charts = figure.xpath(".//svg[@role='img']")
        assert charts
        assert all(len(chart.get("aria-label")) > 40 for chart in charts)
        assert len(figure.xpath("./figcaption/h3")) == 1
        assert "2026" in figure.xpath("./p[@class='source']")[0].text
        assert figure.xpath("./details//table//tbody/tr")


def test_charts_come_in_a_width_for_the_desk_and_one_for_the_phone(tree: html.HtmlElement):
    for chart in tree.xpath("//figure//div[contains(@class, 'wide') or contains(@class, 'narrow')]/svg"):
        width = "720" if chart.getparent().get("class").endswith("wide") else "344"
        assert chart.get("viewbox").split()[2] == width
    both = tree.xpath("//figure[.//div[contains(@class, 'wide')]/svg and .//div[contains(@class, 'narrow')]/svg]")
    assert len(both) == len(tree.xpath("//figure"))


def test_headings_step_down_one_at_a_time(tree: html.HtmlElement):
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_same_contents_give_the_same_bytes(contents: ReportContents, sources: dict[str, str], tmp_path: Path):
    written = write_report(tmp_path / "report.html", contents)
    assert written.read_bytes() == sources["nl"].encode()


def test_invented_answers_are_named_at_the_top_and_under_every_figure(
    contents: ReportContents, sources: dict[str, str]
):
    page = html.document_fromstring(sources["nl"])
    assert page.xpath("//main/*[1]/@class") == ["band"]
    assert all("verzonnen" in line.text for line in page.xpath("//p[@class='source']"))
    assert "Verzonnen" in page.findtext(".//title")
    assert "verzonnen" not in report_html(replace(contents, synthetic=False), language="nl").lower()


def test_numbers_and_dates_are_those_of_the_language(contents: ReportContents, sources: dict[str, str]):
    dutch, english = (text_of(sources[language]) for language in ("nl", "en"))
    loglik = f"{contents.fit.loglik:,.2f}".replace("-", "\N{MINUS SIGN}").replace(",", "")
    assert loglik.replace(".", ",") in dutch
    assert loglik in english
    assert "1\N{NARROW NO-BREAK SPACE}050" in dutch
    assert "1,050" in english
    assert "21 november 2026" in dutch
    assert "21 November 2026" in english
    assert not re.search(r"\d\.\d", re.sub(r"doi:\S+", "", dutch.replace(program(), "")))


def test_the_last_section_tells_how_the_report_was_made(tree: html.HtmlElement, contents: ReportContents):
    told = [element.text for element in tree.xpath("//section[@id='made']//dd")]
    ranking = contents.rankings[""]
    assert {contents.study.hash, contents.design.hash, contents.command, str(ranking.seed)} <= set(told)
    assert str(ranking.bootstrap) in told


def test_every_number_of_the_ranking_stands_in_a_table(contents: ReportContents, sources: dict[str, str]):
    page = html.document_fromstring(sources["en"])
    [table] = page.xpath("//figure[@id='figure-importance']//table")
    shown = [[cell.text for cell in row] for row in table.xpath(".//tbody/tr")]
    for cells, row in zip(shown, contents.rankings[""].table().to_dict("records"), strict=True):
        assert cells[1] == f"{int(100 * row['importance'] + 0.5)}%"
        places = {row["rank_low"], row["rank_high"]}
        assert cells[3] == "\N{EN DASH}".join(str(place) for place in sorted(places))


def test_who_is_in_which_hidden_group_leaves_no_trace(design: Design, answers: pd.DataFrame):
    """Eight advisers are too few, so privacy officers are hidden with them; the file may not depend on who is which."""
    hidden = [["privacy_officer"] * 20 + ["juridisch_adviseur"] * 8, ["anders"] * 5 + [None] * 23]
    tables = [with_roles(answers, ["fg"] * 22 + others) for others in hidden]
    first, second = (report_html(contents_of(design, table), language="nl") for table in tables)
    assert first == second
    assert "(22 mensen)" in first
    assert "(20 mensen)" not in first
    assert "Privacy officer’: niet getoond" in text_of(first)


def test_numbers_of_a_hidden_group_stay_out_even_when_a_ranking_holds_them(design: Design, answers: pd.DataFrame):
    contents = contents_of(design, with_roles(answers, ["fg"] * 43 + ["juridisch_adviseur"] * 7))
    kept = contents.rankings["rol"]
    leak = kept.table()
    small = leak["group"] == "juridisch_adviseur"
    everybody = leak[leak["group"] == "all"].set_index("criterion").loc[leak.loc[small, "criterion"]]
    columns = ["importance", "low", "high", "rank", "rank_low", "rank_high", "p_top4"]
    leak.loc[small, columns] = everybody[columns].to_numpy()
    leak.loc[small, ["n", "status"]] = [7, "ok"]
    leaking = replace(contents, rankings={**contents.rankings, "rol": replace(kept, rows=leak)})
    assert report_html(leaking, language="nl") == report_html(contents, language="nl")


def test_too_few_people_get_a_sentence_and_no_number(design: Design, answers: pd.DataFrame):
    few = answers[answers["respondent"].isin(answers["respondent"].unique()[:7])]
    source = report_html(contents_of(design, few), language="nl")
    assert "zodra minstens 10 mensen" in text_of(source)
    assert "147" not in text_of(source)
    assert html.document_fromstring(source).xpath("//figure | //table") == []


def test_a_scenario_that_few_people_judged_is_left_out_and_said_so(design: Design, answers: pd.DataFrame):
    some = answers["respondent"].isin(answers["respondent"].unique()[:41])
    source = report_html(contents_of(design, answers[~(some & (answers["task"] == 13))]), language="nl")
    rows = html.document_fromstring(source).xpath("//figure[@id='figure-scenarios']//tbody/tr/th/text()")
    assert "13" not in rows
    assert len(rows) == 20
    assert "minder dan 10 mensen ze beoordeelden of bijna iedereen hetzelfde antwoord gaf: 1 van de 21" in text_of(
        source
    )


def nasty_study(example: Study) -> Study:
    """The example with every text turned nasty; ids stay."""

    def worse(value: object) -> object:
        if isinstance(value, dict) and set(value) == {"nl", "en"}:
            return {language: f"{NASTY} {text}" for language, text in value.items()}
        if isinstance(value, dict):
            return {key: worse(child) for key, child in value.items()}
        return [worse(child) for child in value] if isinstance(value, list) else value

    return Study.model_validate(worse(json.loads(example.model_dump_json())))


def test_texts_of_the_study_are_shown_as_text(example: Study):
    study = nasty_study(example)
    design = make_design(study, seed=1)
    answers = simulate_answers(design, default_population(study), 40, seed=1)
    source = report_html(replace(contents_of(design, answers), command=NASTY), language="en")
    page = html.document_fromstring(source)
    assert page.xpath("//script") == []
    assert "alert('x')" in page.xpath("//svg[contains(@class, 'chart')]")[0].text_content().replace("\n", "")
    assert NASTY in text_of(source)
    assert "<script" not in source


def test_a_language_the_study_does_not_speak_is_refused(contents: ReportContents):
    with pytest.raises(StudyError, match='no texts in language "fr"; it has nl, en'):
        report_html(contents, language="fr")


def test_parts_that_do_not_belong_together_are_refused(contents: ReportContents, example: Study):
    with pytest.raises(DesignError, match="make the design again"):
        replace(contents, study=example)
    with pytest.raises(AnswerError, match="lack column rating"):
        replace(contents, answers=contents.answers.drop(columns="rating"))
    with pytest.raises(AnswerError, match='ranking "zelfbeeld" is not a split'):
        replace(contents, rankings={**contents.rankings, "zelfbeeld": contents.rankings[""]})
    with pytest.raises(AnswerError, match='lack the split ""'):
        replace(contents, rankings={})
