"""The charts beside importance: they print what the tables hold, what is hidden stays hidden, no number is bare."""

import json
import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from lxml import html
from report_case import contents_of, trends_of

from dce.design import Design, make_design
from dce.ranking import EVERYBODY
from dce.report import ReportContents, report_html
from dce.report.charts_grid import WIDE_HEAT, Cell, Column, Grid, grid_chart
from dce.report.material import Material
from dce.report.order_figures import pairwise_figure, places_figure
from dce.report.svg import Size, inline_svg
from dce.report.wording import Wording
from dce.simulate import default_population, simulate_answers
from dce.study import Study

DASH, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"


def texts(chart: html.HtmlElement) -> list[str]:
    return [found.text_content() for found in chart.xpath(".//text")]


def figure(page: html.HtmlElement, name: str) -> html.HtmlElement:
    return page.xpath(f"//figure[@id='figure-{name}']")[0]


def cells(found: html.HtmlElement) -> list[list[str]]:
    return [[cell.text or "" for cell in row] for row in found.xpath(".//table//tbody/tr[td]")]


@pytest.fixture(scope="module")
def dutch(sources: dict[str, str]) -> html.HtmlElement:
    return html.document_fromstring(sources["nl"])


@pytest.fixture(scope="module")
def small(example: Study) -> Design:
    return make_design(example, seed=1)


def test_scenarios_stand_from_most_divided_to_most_agreed_with_their_interval(
    dutch: html.HtmlElement, contents: ReportContents
):
    found = figure(dutch, "scenarios")
    rows = contents.agreement.table()
    numbers = [[rows.loc[n, f"agreement{end}"] for end in ("", "_low", "_high")] for n in rows.index]
    printed = ["{} ({} tot {})".format(*(f"{value + 0.0:.2f}" for value in row)) for row in numbers]
    printed = [text.replace(".", ",").replace("-", MINUS).replace(f"{MINUS}0,00", "0,00") for text in printed]
    assert [row[-1] for row in cells(found)] == printed
    wide, narrow = found.xpath(".//svg[contains(@class, 'chart')]")
    assert set(printed) <= set(texts(wide))
    assert not set(printed) & set(texts(narrow))
    levels = contents.design.frame.drop_duplicates("task").set_index("task")
    for row, scenario in zip(
        cells(found), rows[list(contents.study.criterion_ids)].itertuples(index=False), strict=True
    ):
        assert tuple(levels.loc[int(row[0]), list(contents.study.criterion_ids)]) == tuple(scenario)


def test_every_cell_of_a_heat_map_has_its_interval(dutch: html.HtmlElement, contents: ReportContents):
    [wide, *_] = figure(dutch, "groups").xpath(".//svg[contains(@class, 'chart')]")
    found = texts(wide)
    tables = [contents.rankings[name].table() for name in ("", *(item.id for item in contents.study.groupings))]
    groups = [tables[0], *(table[table["group"] != EVERYBODY] for table in tables[1:])]
    shown = [row for table in groups for row in table.dropna(subset="importance").to_dict("records")]
    percents = [[int(100 * row[name] + 0.5) for name in ("importance", "low", "high")] for row in shown]
    assert sorted(t for t in found if re.fullmatch(r"\d+%", t)) == sorted(f"{value}%" for value, _, _ in percents)
    ends = sorted(f"{low}{DASH}{high}" for _, low, high in percents)
    assert sorted(t for t in found if re.fullmatch(rf"\d+{DASH}\d+", t)) == ends
    assert len(shown) == 11 * 10


def test_a_hidden_group_is_hatched_with_the_reason_in_words(dutch: html.HtmlElement):
    for name, hidden in (("groups", 2), ("split-rol", 1), ("split-jaren_functie", 0)):
        heat = figure(dutch, name).xpath(".//div[contains(@class, 'wide')]/svg")[0]
        assert texts(heat).count("niet getoond: te weinig mensen") == hidden
        assert bool(heat.xpath(".//line")) == (hidden > 0)
        assert ("Gearceerd" in figure(dutch, name).text_content()) == (hidden > 0)
    row = next(row for row in cells(figure(dutch, "groups")) if row[0] == "Anders")
    assert set(row[1:]) == {"niet getoond"}


def test_strokes_of_a_hatch_end_at_the_edges_of_their_column():
    columns = (Column("all", (Cell(0.5, "50%", "40-60"),) * 3), Column("few", (), "too few"))
    chart = grid_chart(Grid(("a", "b", "c"), columns, 30, 0.5), WIDE_HEAT)
    rows = [row for layer in chart["layer"] if "data" in layer for row in layer["data"]["values"]]
    strokes = [row for row in rows if "x2" in row]
    assert len(strokes) > 5
    for stroke in strokes:
        assert 66 <= stroke["x"] <= stroke["x2"] <= 132 - 1.5
        assert 0 <= stroke["y2"] <= stroke["y"] <= 90
        assert stroke["x2"] - stroke["x"] == pytest.approx(stroke["y"] - stroke["y2"])


def test_many_columns_go_into_more_charts_and_a_number_never_leaves_its_cell(dutch: html.HtmlElement):
    assert len(figure(dutch, "groups").xpath(".//div[contains(@class, 'narrow')]/svg")) == 3
    columns = tuple(Column(str(n), (Cell(1.0, ">99"),)) for n in range(40))
    chart = grid_chart(Grid(("a",), columns, 30, 1.0), Size(total=344, label=100, right=4, letters=15))
    drawn = inline_svg(chart, Size(total=344, label=100, right=4, letters=15), name="x", alternative="y", language="nl")
    assert ">99" not in html.fragment_fromstring(drawn).text_content()


def test_pairs_are_counted_draw_by_draw(dutch: html.HtmlElement, contents: ReportContents):
    found, ranges = figure(dutch, "pairs"), contents.rankings[""].ranges[EVERYBODY]
    shares = [np.mean(ranges[:, a] > ranges[:, b]) for a, b in combinations(range(ranges.shape[1]), 2)]
    firm = sum(share > 0.95 or share < 0.05 for share in shares)
    assert found.findtext(".//h3").startswith(f"Bij {firm} van de 45 paren")
    order = list(contents.rankings[""].table()["criterion"])
    first, second = (contents.study.criterion_ids.index(name) for name in order[:2])
    assert cells(found)[0][1:3] == ["", f"{int(100 * np.mean(ranges[:, first] > ranges[:, second]) + 0.5)}%"]
    assert "niet de kans dat de volgorde waar is" in found.findtext("./p[@class='note']")


def test_places_that_are_not_ruled_out_are_underlined(dutch: html.HtmlElement, contents: ReportContents):
    found, table = figure(dutch, "places"), contents.rankings[""].table()
    open_places = int((table["rank_high"] - table["rank_low"] + 1).sum())
    for chart in found.xpath(".//svg[contains(@class, 'chart')]"):
        assert len(chart.xpath(".//line")) == open_places
    assert [row[-1] for row in cells(found)] == [
        DASH.join(str(place) for place in sorted({low, high}))
        for low, high in zip(table["rank_low"], table["rank_high"], strict=True)
    ]


def test_without_resampled_orders_there_is_no_figure_of_them(material_without_orders):
    assert pairwise_figure(material_without_orders) is None
    assert places_figure(material_without_orders) is None


@pytest.fixture
def material_without_orders(contents: ReportContents):
    bare = replace(contents.rankings[""], ranges={})
    return Material(replace(contents, rankings={**contents.rankings, "": bare}), Wording(contents.study, "nl"))


def test_tiers_are_headed_and_those_with_more_members_marked(dutch: html.HtmlElement, contents: ReportContents):
    tiers = contents.rankings[""].tiers()["tier"].value_counts().sort_index()
    marks = [f"trede {n}{': niet te onderscheiden' if size > 1 else ''}" for n, size in tiers.items()]
    assert len(marks) > 1
    for chart in figure(dutch, "importance").xpath(".//svg[contains(@class, 'chart')]"):
        assert [text for text in texts(chart) if text.startswith("trede")] == marks


def test_the_spread_shows_a_verdict_a_criterion_and_nothing_about_one_person(
    dutch: html.HtmlElement, contents: ReportContents
):
    found, rows = figure(dutch, "spread"), contents.spread.table()
    words = {"people differ": "mensen verschillen", "people hardly differ": "verschil is klein"}
    expected = [words.get(said, "niet te zeggen") for said in rows.sort_values("sd", ascending=False)["verdict"]]
    assert [row[-1] for row in cells(found)] == expected
    assert len(cells(found)) == len(contents.study.criteria)
    assert "Gewichten van afzonderlijke mensen tonen wij niet." in found.text_content()


def test_a_report_does_without_what_was_not_computed(contents: ReportContents):
    source = report_html(replace(contents, agreement=None, trends={}, spread=None), language="nl")
    dutch = html.document_fromstring(source)
    assert dutch.xpath("//figure[@id='figure-spread' or @id='figure-classes-jaren_privacy']") == []
    assert len(figure(dutch, "classes-jaren_functie").xpath(".//svg[contains(@class, 'chart')]")) == 2
    assert "van meeste naar minste instemming" in figure(dutch, "scenarios").text_content()
    assert "Verdeeldheid en verloop" not in source
    assert "Eensgezindheid" not in source


def test_where_all_answer_alike_no_answers_and_no_order_are_told_and_why(small: Design):
    answers = simulate_answers(small, default_population(small.study), 20, seed=1).assign(rating="4")
    source = report_html(contents_of(small, answers, draws=16), language="nl")
    assert "figure-scenarios" not in source
    assert "bijna iedereen hetzelfde antwoord gaf: 9 van de 9 " in source
    assert "Naar schatting zijn mensen het meest verdeeld" not in source
    assert "figure-pairs" not in source


def test_people_who_only_say_yes_or_no_get_every_chart(small: Design):
    given = json.loads(small.study.model_dump_json())
    task = {"kind": "yes-no", "statement": given["task"]["statement"]}
    design = make_design(Study.model_validate(given | {"task": task}), seed=1)
    answers = simulate_answers(design, default_population(design.study), 40, seed=1)
    page = html.document_fromstring(report_html(contents_of(design, answers, draws=16), language="nl"))
    for name in ("scenarios", "importance", "pairs", "places", "spread", "split-rol"):
        assert figure(page, name).xpath(".//svg[contains(@class, 'chart')]")
    assert figure(page, "pairs").findtext(".//h3").startswith("Bij geen van de 3 paren")


def test_items_that_the_study_does_not_split_by_stand_only_with_a_trend_that_may_be_shown(contents: ReportContents):
    few = contents.answers["respondent"].isin(contents.answers["respondent"].unique()[:30])
    made = replace(contents, answers=contents.answers[few], trends=trends_of(contents.answers[few], contents.study))
    splits = Material(made, Wording(contents.study, "nl")).class_splits
    assert [split.item.id for split in splits] == ["jaren_functie"]
