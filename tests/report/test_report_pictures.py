"""``plot()`` of results: the finding as title, who and how many under it, every interval drawn, in two languages."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import altair as alt
import pandas as pd
import pytest
import vl_convert
from lxml import etree

import dce
from dce.data import Ratings
from dce.design import Design
from dce.errors import FitError
from dce.estimation import Fit, fit_binary_logit
from dce.power import PowerCurve
from dce.ranking import rank_criteria, self_image, trend
from dce.ranking.ranking import Ranking
from dce.report import ReportContents
from dce.report.pictures import plot
from dce.report.pictures.altair_chart import TITLE
from dce.simulate import Population, simulate_answers
from dce.study import Study

pytestmark = pytest.mark.long

FOLDER = Path(__file__).resolve().parents[2] / "designs" / "gegevensdeling"

INVENTED = {"nl": "verzonnen antwoorden", "en": "invented answers"}


@pytest.fixture(scope="module")
def ratings(answers: pd.DataFrame, study: Study) -> Ratings:
    return Ratings.from_answers(answers, study)


@pytest.fixture(scope="module")
def by_role(contents: ReportContents) -> Ranking:
    return contents.rankings["rol"]


@pytest.fixture(scope="module")
def curve(study: Study) -> PowerCurve:
    rows = [
        {"group": group, "n": n, "measure": "first", "value": value, "error": 0.02}
        for group in ("all", "fg")
        for n, value in ((20, 0.5), (100, 0.9))
    ]
    return PowerCurve(pd.DataFrame(rows), 100, 1, study, "rol")


@pytest.fixture(scope="module")
def results(contents: ReportContents, by_role: Ranking, ratings: Ratings, study: Study, curve: PowerCurve):
    return {
        "importance": (by_role, {}),
        "groups": (by_role, {}),
        "compare": (by_role, {}),
        "places": (by_role, {"group": "fg"}),
        "pairs": (by_role, {}),
        "weights": (contents.fit, {"study": study}),
        "trend": (contents.trends["jaren_functie"], {}),
        "spread": (contents.spread, {}),
        "scenarios": (contents.agreement, {}),
        "self-image": (self_image(ratings, study, by="zelfbeeld", lenient="rekkelijk", strict="precies"), {}),
        "first": (curve, {}),
    }


def drawn(chart: alt.LayerChart) -> str:
    return vl_convert.vegalite_to_svg(json.dumps(chart.to_dict()), vl_version="6.4")


def written(chart: alt.LayerChart) -> list[str]:
    """Every text in the chart as it is drawn."""
    return ["".join(found.itertext()) for found in etree.fromstring(drawn(chart).encode()).iter("{*}text")]


NAMES = ["importance", "groups", "compare", "places", "pairs", "weights", "trend", "spread", "scenarios", "self-image"]


@pytest.mark.parametrize(("name", "language"), [*zip([*NAMES, "first"], ["nl", "en"] * 5 + ["nl"], strict=True)])
def test_every_picture_has_finding_people_sentence_and_source_and_shows_in_a_notebook(results, name, language):
    result, asked = results[name]
    chart = result.plot(name, language=language, source=INVENTED[language], **asked)
    assert isinstance(chart, alt.LayerChart)
    assert len(" ".join(chart.title.text)) > 15
    assert chart.title.subtitle[-1] == INVENTED[language]
    said = " ".join(chart.title.subtitle[:-1])
    assert any(number in said for number in ("50", "18", "100", "12"))
    assert chart.description.endswith(".")
    assert "{" not in said + chart.description
    assert "text/html" in chart._repr_mimebundle_()


@pytest.mark.parametrize("name", ["importance", "groups", "weights"])
def test_the_title_is_in_the_picture_whatever_stands_above_the_plot(results, name: str):
    """Vega puts it above all that is drawn; a map of groups has upright names there."""
    result, asked = results[name]
    chart = result.plot(name, **asked)
    svg = etree.fromstring(drawn(chart).encode())
    [first] = [found for found in svg.iter("{*}text") if "".join(found.itertext()).startswith(chart.title.text[0])]
    assert from_the_top(first) > TITLE - 3


def from_the_top(text: etree._Element) -> float:
    """The foot of a text in pixels from the top of the picture."""
    moves = [re.match(r"translate\(.*,(.*)\)", part.get("transform", "")) for part in (text, *text.iterancestors())]
    return sum(float(move[1]) for move in moves if move)


def test_no_dot_stands_without_its_interval(by_role: Ranking):
    rows = by_role.table().query("group == 'all'")
    points = [row for row in values(by_role.plot()) if "importance" in row]
    assert [(row["importance"], row["low"], row["high"]) for row in points] == [
        tuple(row) for row in rows[["importance", "low", "high"]].to_numpy().tolist()
    ]


def values(chart: alt.LayerChart) -> list[dict]:
    """The rows that a chart carries, wherever they stand in it."""
    found, todo = [], [chart.to_dict()]
    while todo:
        part = todo.pop()
        found += part.get("data", {}).get("values", []) if isinstance(part.get("data"), dict) else []
        todo += part.get("layer", [])
    return found + [row for rows in chart.to_dict().get("datasets", {}).values() for row in rows]


def test_dutch_pictures_have_decimal_commas_also_where_they_are_saved(contents: ReportContents, study: Study):
    fit = contents.fit
    assert "0,5" in written(fit.plot(study=study, language="nl"))
    assert "0.5" in written(fit.plot(study=study, language="en"))


def test_differences_are_those_of_compare_with_their_verdicts(by_role: Ranking):
    found = by_role.compare()
    rows = [row for row in values(by_role.plot("compare", language="en")) if "beside" in row]
    assert [row["value"] for row in rows] == found["difference"].tolist()
    words = {"differs": "differ", "same": "the same", "cannot tell": "cannot be told"}
    assert [row["beside"] for row in rows] == [words[verdict] for verdict in found["verdict"]]


def test_a_group_that_may_not_be_shown_is_hatched_and_cannot_be_asked_for(by_role: Ranking):
    assert "anders" in by_role.rows.loc[by_role.rows["status"] == "too_few", "group"].tolist()
    assert "niet getoond: te weinig mensen" in written(by_role.plot("groups", language="nl"))
    with pytest.raises(FitError, match='group "anders" has no ranking to draw; those with one: all, fg'):
        by_role.plot(group="anders")


def test_crossed_groups_are_named_by_both_items(design: Design, study: Study):
    answers = simulate_answers(design, Population.load(FOLDER / "population.yaml", study), 200, seed=1)
    found = rank_criteria(Ratings.from_answers(answers, study), study, by=("rol", "sector"), bootstrap=100)
    texts = " ".join(written(found.plot("groups", language="en")))
    assert "Privacy officer x" in texts


@pytest.mark.parametrize(
    ("what", "asked", "said"),
    [
        ("bars", {}, 'no picture "bars" of Ranking; use one of importance, groups, compare, places, pairs'),
        ("", {"language": "fr"}, 'no words in language "fr" here; use one of nl, en'),
        ("groups", {"group": "fg"}, 'picture "groups" does not take group; it takes nothing'),
    ],
)
def test_what_cannot_be_drawn_is_said(by_role: Ranking, what: str, asked: dict, said: str):
    with pytest.raises(FitError, match=said.replace("?", r"\?")):
        by_role.plot(what, **asked)


def test_a_table_has_no_picture_and_a_ranking_of_everybody_has_no_groups(contents: ReportContents):
    with pytest.raises(FitError, match="there is no picture of DataFrame"):
        plot(pd.DataFrame())
    with pytest.raises(FitError, match="rank with by="):
        contents.rankings[""].plot("groups")
    with pytest.raises(FitError, match="rank with by="):
        contents.rankings[""].plot("compare")


def test_weights_that_cannot_be_told_keep_their_row_without_a_dot(contents: ReportContents):
    table = contents.fit.coef.copy()
    table.iloc[0] = float("nan")
    rows = {row["label"]: row for row in values(replace(contents.fit, coef=table).plot()) if "beside" in row}
    lost = rows[str(table.index[0])]
    assert lost["value"] is None
    assert lost["beside"] == "cannot be estimated"
    with pytest.raises(FitError, match="no weight to draw"):
        replace(contents.fit, coef=contents.fit.coef * float("nan")).plot()


def test_separated_answers_are_drawn_with_the_profile_and_say_that_they_are_shrunk(study: Study):
    x = pd.DataFrame({"respondent": [f"r{i // 4}" for i in range(80)], "goal": [0, 1] * 40})
    frame = x.assign(rating=[0, 1] * 40)
    fit: Fit = fit_binary_logit(Ratings.from_frame(frame, respondent="respondent", rating="rating", x=["goal"]))
    assert fit.status == "shrunk"
    chart = fit.plot()
    assert any("goal" in line for line in chart.title.subtitle)
    [row] = [row for row in values(chart) if row.get("label") == "goal"]
    assert row["low"] < row["value"] < row["high"]


def test_a_trend_without_two_classes_has_nothing_to_draw(ratings: Ratings, study: Study):
    strict = study.model_copy(update={"privacy": study.privacy.model_copy(update={"smallest_group": 50})})
    with pytest.raises(FitError, match="no slope to draw"):
        trend(ratings, strict, by="jaren_functie").plot()


def test_plot_works_after_import_of_dce_alone_and_results_do_not_wait_for_it():
    code = (
        "import sys, dce, pandas as pd\n"
        "frame = pd.DataFrame({'r': [f'r{i // 4}' for i in range(120)], 'x': [0, 1, 2] * 40, 'y': [1, 2, 2, 3] * 30})\n"
        "fit = dce.fit_ordered_logit(dce.Ratings.from_frame(frame, respondent='r', rating='y', x=['x']))\n"
        "assert 'altair' not in sys.modules\n"
        "print(type(fit.plot()).__name__)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "LayerChart", ran.stderr


def test_power_draws_its_measures_of_a_group(design: Design):
    power = dce.ranking_power(design, 20, replicates=20)
    chart = power.plot(language="en")
    assert chart.title.text[0].startswith("Everybody (20 people)")
    with pytest.raises(FitError, match='group "fg" has no measure to draw; the groups are all'):
        power.plot(group="fg")


def test_names_of_lines_that_all_end_low_stay_in_the_picture(curve: PowerCurve):
    groups = ("all", "fg", "privacy_officer", "juridisch_adviseur")
    rows = pd.concat([curve.rows[curve.rows["group"] == "all"].assign(group=name, value=0.01) for name in groups])
    chart = replace(curve, rows=rows).plot(language="nl")
    drawing = chart.to_dict()
    height = drawing["height"] + drawing["padding"]["bottom"]
    names = [row for row in values(chart) if "text" in row and "y" in row]
    assert len(names) == 4
    assert max(row["y"] + 15 * row["text"].count("\n") for row in names) < height
