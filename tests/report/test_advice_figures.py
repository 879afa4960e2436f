"""Figures and words of an advice: they print what the advice says, in both languages, and read without colour."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html

import dce
from dce.adviser import Advice, Brake, Validation
from dce.adviser.advice import CODES
from dce.design import Design, make_design
from dce.report.advice_figures import calibration_figure, distribution_figure, reasons_figure
from dce.report.advice_words import AdviceWords
from dce.report.charts_waterfall import DOWN, NARROW, UP, WHOLE, WIDE, Rung, waterfall_chart
from dce.report.figure import Caption
from dce.report.numbers import percent
from dce.report.wording import Wording
from dce.simulate import default_population, simulate_answers
from dce.study import Study

CASE = {"ontvanger": "eigen", "doel": "ja", "waarborgen": "geen"}


@pytest.fixture(scope="module")
def design(example: Study) -> Design:
    return make_design(example, tasks=12, seed=1)


@pytest.fixture(scope="module")
def answers(design: Design):
    return simulate_answers(design, default_population(design.study), people=60, seed=1)


@pytest.fixture(scope="module")
def advice(answers, design: Design) -> Advice:
    return dce.fit_adviser(answers, design, by="rol", bootstrap=100).advise(CASE)


@pytest.fixture(scope="module")
def validation(answers, design: Design) -> Validation:
    return dce.validate_adviser(answers, design, bootstrap=100)


def texts(svg: str) -> list[str]:
    return [found.text_content() for found in html.fromstring(svg).xpath(".//text")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_waterfall_prints_every_step_and_both_ends(advice, design, language):
    figure = reasons_figure(advice, design.study, language, by="rol")
    own = advice.groups[0]
    printed = texts(figure.charts[0].wide)
    points = [f"{'+' if step.points >= 0 else chr(0x2212)}{abs(round(100 * step.points))}" for step in own.steps]
    assert {percent(own.baseline), percent(own.share.value), *points} <= set(printed)
    assert [row[3] for row in figure.table.parts[0].rows[1:]] == points
    assert figure.table.parts[0].rows[-1][-1] == percent(own.share.value)
    assert percent(own.baseline) in html.fromstring(figure.charts[0].wide).get("aria-label")
    assert advice.version in figure.source
    assert ("Verzonnen" if language == "nl" else "Invented") in figure.source


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_share_of_nearly_all_stands_within_its_bar_where_no_room_is_beside_it(size):
    rungs = [Rung("gemiddeld", 0.0, 0.35, "35%", whole=True), Rung("deze casus", 0.0, 0.99, "99%", whole=True)]
    caption = Caption("whole", "Two bars.", "nl")
    found = html.fragment_fromstring(str(caption.drawn(lambda room: waterfall_chart(rungs, "deel", room), size)))
    (mark,) = found.xpath(".//text[.='99%'][not(@stroke)]")
    (label,) = found.xpath(".//text[.='deze casus']")
    places = [float(re.findall(r"[-\d.]+", one.get("transform"))[0]) for one in (label, mark)]
    assert places[1] - places[0] > 40, "and not on the name of its row"
    assert mark.get("fill") == "#ffffff"


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_bars_up_down_and_whole_stay_apart_in_grey_print():
    greys = sorted(map(luminance, (UP, DOWN, WHOLE)))
    assert min(b - a for a, b in pairwise(greys)) > 15
    assert abs(luminance(UP) - luminance(DOWN)) > 80


def test_the_distribution_has_a_bar_a_group_and_their_intervals_in_the_table(advice, design):
    figure = distribution_figure(advice, design.study, "en", by="rol")
    rows = figure.table.parts[0].rows
    assert [row[0] for row in rows] == ["everybody", "lawyer", "policy officer"]
    share = advice.groups[1].share
    assert rows[1][1] == f"{percent(share.value)} ({percent(share.low)[:-1]} to {percent(share.high)[:-1]})"
    assert len(figure.legend) == 5


def test_calibration_draws_both_kinds_of_unseen_answers_and_none_where_nothing_may_be_shown(validation, design):
    figure = calibration_figure(validation, design.study, "en")
    assert figure is not None
    assert len(figure.table.parts) == 2
    assert sum(len(part.rows) for part in figure.table.parts) == len(validation.curve)
    nothing = Validation(validation.rows, validation.curve.iloc[:0], ())
    assert calibration_figure(nothing, design.study, "en") is None


def test_a_slope_that_is_surely_off_is_said_in_the_title(validation, design):
    off = validation.table().assign(slope=0.5, slope_low=0.4, slope_high=0.6)
    figure = calibration_figure(Validation(off, validation.curve, ()), design.study, "en")
    assert figure is not None
    assert "with care" in figure.title


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_brake_has_its_sentence_in_both_languages(advice, design, language, code):
    group = "" if code in ("forbidden", "not_additive", "groups_differ", "divided_nearest") else "jurist"
    words = AdviceWords(advice, Wording(design.study, language), "rol")
    said = words.brake(Brake(code, "", group, {"doel": "nee"}))
    assert said
    assert "{" not in said
    assert "None" not in said


def test_a_forbidden_case_is_told_with_the_reason_of_the_study(advice, design):
    case = {**CASE, "ontvanger": "bedrijf"}
    stopped = replace(advice, case=case, groups=())
    brake = Brake("forbidden", "", about={"ontvanger": "bedrijf", "waarborgen": "geen"})
    words = AdviceWords(stopped, Wording(design.study, "nl"), "rol")
    assert "Zonder afspraken gaan er nooit gegevens naar een bedrijf." in words.brake(brake)


def test_one_doubt_about_several_groups_is_one_sentence(advice, design):
    doubts = [Brake("near_half", "", name) for name in ("all", "jurist")] + [Brake("not_additive", "")]
    words = AdviceWords(replace(advice, brakes=tuple(doubts)), Wording(design.study, "nl"), "rol")
    together, other = words.brakes()
    assert re.search(r"iedereen \(\d+% tot \d+%\) en jurist \(\d+% tot \d+%\)", together)
    assert other.startswith("Het model telt criteria op")


def test_points_of_calibration_stand_with_their_interval_and_slopes_too(validation, design):
    figure = calibration_figure(validation, design.study, "nl")
    assert figure is not None
    assert re.search(r"Helling \d,\d\d \(\d,\d\d tot \d,\d\d\)", figure.subtitle)
    assert all(re.fullmatch(r"\d+% \(\d+ tot \d+\)", row[1]) for part in figure.table.parts for row in part.rows)
    old = validation.curve.drop(columns=["low", "high"])  # as one that was published earlier holds it
    assert calibration_figure(Validation(validation.rows, old, ()), design.study, "nl") is not None
