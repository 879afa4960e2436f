"""Trends, spreads and likeness in sentences: each verdict has its words, and no class shown gives a hidden one away."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dce.data import Ratings
from dce.errors import AnswerError
from dce.ranking import Ranking, Trend, WeightSpread, trend
from dce.report import ReportContents
from dce.report.answer_figures import class_figure
from dce.report.findings import findings
from dce.report.group_findings import split_passage
from dce.report.importance_figures import split_figure
from dce.report.material import Material
from dce.report.opinions import Interval
from dce.report.sample import Split
from dce.report.spread_figures import spread_figure
from dce.report.spread_findings import spread_sentences
from dce.report.trend_findings import trend_point, trend_sentences, trend_title
from dce.report.trends import class_trend
from dce.report.wording import Wording
from dce.study import Study


def slope_row(measure: str, slope: float, reach: float, verdict: str, p_departure: float = 0.5) -> dict[str, object]:
    ends = {"slope": slope, "low": slope - reach, "high": slope + reach}
    return {"measure": measure, **ends, "p_departure": p_departure, "verdict": verdict}


def trend_of(classes: dict[str, int], *tests: dict[str, object]) -> Trend:
    rows = pd.DataFrame({"group": list(classes), "n": list(classes.values())})
    rows = rows.assign(disagrees=0.5, disagrees_low=0.4, disagrees_high=0.6, leniency=0.1, low=-0.2, high=0.4)
    return Trend(rows, (), pd.DataFrame(tests or [slope_row(name, 0.25, 0.1, "supported") for name in ("all", "half")]))


@pytest.fixture(scope="module")
def words(study: Study) -> Wording:
    return Wording(study, "nl")


def years(study: Study, shown: dict[str, int], rest: int) -> Split:
    item = next(item for item in study.background if item.id == "jaren_functie")
    return Split(item, shown, tuple(name for name in item.option_ids if name not in shown), rest, 10)


@pytest.mark.parametrize(
    ("shown", "rest", "classes", "allowed"),
    [
        ({"0-1": 20, "1-3": 15, "3-6": 12, "6+": 11}, 0, {"0-1": 20, "1-3": 15, "3-6": 12, "6+": 11}, True),
        ({"3-6": 20, "6+": 18}, 12, {"0-1 + 1-3": 12, "3-6": 20, "6+": 18}, True),
        ({"0-1": 20, "3-6": 20}, 26, {"0-1": 20, "3-6": 20}, True),
        ({"1-3": 11}, 22, {"1-3": 11, "3-6 + 6+": 18}, False),  # 33 less 11 less 18: the four of the first class
        ({"1-3": 11}, 40, {"3-6 + 6+": 18, "0-1": 12}, False),  # a class that the rest of the report hides
        ({"3-6": 20, "6+": 18}, 17, {"0-1 + 1-3": 12, "3-6": 20, "6+": 18}, False),  # five who named no class
        ({"3-6": 20}, 20, {"3-6": 20}, False),
    ],
)
def test_a_trend_stands_only_where_nobody_hidden_can_be_worked_out(study, shown, rest, classes, allowed):
    found = class_trend(trend_of(classes), years(study, shown, rest))
    assert (found is not None) == allowed
    if found is not None:
        assert [c.people for c in found.classes] == list(classes.values())


def test_the_line_passes_zero_at_the_average_person_and_skips_hidden_options(study: Study):
    found = class_trend(trend_of({"0-1": 10, "3-6": 20, "6+": 10}), years(study, {"0-1": 10, "3-6": 20, "6+": 10}, 10))
    assert found.centre == pytest.approx((0 * 10 + 2 * 20 + 3 * 10) / 40)
    at = dict(found.line())
    middle = 1.75 / 2  # the average stands at 1.75 of the options, between the first row (0) and the second (2)
    assert at[middle].value == at[middle].low == at[middle].high == pytest.approx(0)
    for row, place in ((0.0, 0), (1.0, 2), (2.0, 3)):
        step = place - 1.75
        ends = sorted((step * 0.15, step * 0.35))
        assert (at[row].value, at[row].low, at[row].high) == pytest.approx((step * 0.25, *ends))


@pytest.mark.parametrize(
    ("verdict", "title", "said"),
    [
        ("supported", "hoe hoger de klasse, hoe minder negatief", "de gegevens steunen dit."),
        ("not supported", "hogere klassen zijn niet merkbaar minder negatief", "de gegevens steunen dit niet."),
        ("cannot tell", "of hogere klassen minder negatief zijn, is niet te zeggen", "dit is niet te zeggen."),
    ],
)
def test_each_verdict_on_a_trend_has_its_words(words: Wording, study: Study, verdict: str, title: str, said: str):
    split = years(study, {"3-6": 20, "6+": 30}, 0)
    tests = slope_row("all", np.log(1.25), np.log(1.1), verdict), slope_row("half", 0.0, 0.1, "cannot tell")
    found = class_trend(trend_of({"3-6": 20, "6+": 30}, *tests), split)
    assert trend_title(words, split.item, found) == f"Jaren in de functie: {title}"
    first = trend_sentences(words, found)[0]
    assert f"Over alle antwoorden: {said} Per klasse hoger worden de odds" in first
    assert "1,25 (1,14 tot 1,38) keer zo groot" in first
    assert "1,25 (1,14 tot 1,38)" in trend_point(words, split, found)
    assert trend_point(words, split, found).endswith("(50 mensen).")


def test_a_trend_without_a_slope_or_off_its_line_says_so(words: Wording, study: Study):
    split, classes = years(study, {"3-6": 20, "6+": 30}, 0), {"3-6": 20, "6+": 30}
    lost = [slope_row(name, np.nan, np.nan, "cannot tell") for name in ("all", "half")]
    found = class_trend(trend_of(classes, *lost), split)
    assert "Over alle antwoorden kon geen lijn worden berekend." in trend_sentences(words, found)[0]
    assert trend_point(words, split, found).endswith("is niet te zeggen.")
    bent = [slope_row(name, 0.3, 0.1, "cannot tell", p_departure=0.01) for name in ("all", "half")]
    assert any(
        "niet op één lijn" in text for text in trend_sentences(words, class_trend(trend_of(classes, *bent), split))
    )


def test_classes_that_are_shown_together_are_named_together_and_are_no_longer_hidden(contents: ReportContents):
    people = contents.answers["respondent"].unique()
    classes = ["0-1"] * 6 + ["1-3"] * 7 + ["3-6"] * 20 + ["6+"] * 17
    answers = contents.answers.assign(
        jaren_functie=contents.answers["respondent"].map(dict(zip(people, classes, strict=True)))
    )
    found = trend(Ratings.from_answers(answers, contents.study), contents.study, by="jaren_functie")
    material = Material(
        replace(contents, answers=answers, trends={"jaren_functie": found}), Wording(contents.study, "nl")
    )
    split = material.sample.split("jaren_functie")
    assert split.hidden == ("0-1", "1-3")
    assert material.hidden(split) == ()
    figure = class_figure(material, split)
    assert [row[0] for row in figure.table.parts[0].rows] == [
        "minder dan 1 jaar of 1 tot 3 jaar",
        "3 tot 6 jaar",
        "6 jaar of langer",
    ]
    assert [row[-4] for row in figure.table.parts[0].rows] == ["13", "20", "17"]
    assert not any("niet getoond" in note for note in figure.notes)


def spread_of(study: Study, **sds: tuple[float, float, float, str]) -> WeightSpread:
    """A spread with hand-made numbers; what is not named has little."""
    rows = []
    for name in study.criterion_ids:
        sd, low, high, verdict = sds.get(name, (0.1, 0.0, 0.2, "people hardly differ"))
        error = (high**2 - low**2) / 4 if np.isfinite(high) else np.nan
        p = 0.001 if verdict == "people differ" else 0.5
        rows.append(
            {"criterion": name, "sd": sd, "low": low, "high": high, "variance": sd**2, "variance_error": error,
             "statistic": 1.0, "p": p, "p_holm": p, "verdict": verdict, "reason": ""}
        )  # fmt: skip
    return WeightSpread(pd.DataFrame(rows), ())


@pytest.mark.parametrize(
    ("sds", "said"),
    [
        (
            {"gevolgen": (0.8, 0.6, 1.0, "people differ")},
            (
                "Mensen wegen gevolgen zeker verschillend.",
                "De grootste spreiding heeft gevolgen: 0,80 (0,60 tot 1,00).",
            ),
        ),
        (
            {"gevolgen": (0.8, 0.6, 1.0, "people differ"), "met_wie": (0.75, 0.5, 1.0, "people differ")},
            ("Mensen wegen met wie en gevolgen zeker verschillend.", "Of die echt het grootst is, is niet te zeggen."),
        ),
        ({}, ("Bij geen enkel criterium is zeker dat mensen het verschillend wegen.", "Of die echt het grootst is")),
    ],
)
def test_the_widest_spread_is_called_so_only_where_it_surely_is(words: Wording, study: Study, sds, said):
    sentences = spread_sentences(words, spread_of(study, **sds))
    names = sentences[0].removesuffix(" zeker verschillend.").removeprefix("Mensen wegen ").split(" en ")
    wanted = said[0].removesuffix(" zeker verschillend.").removeprefix("Mensen wegen ").split(" en ")
    assert sorted(names) == sorted(wanted)
    assert said[1] in sentences[1]


def test_a_spread_without_an_upper_end_gets_no_number(contents: ReportContents):
    found = spread_of(contents.study, gevolgen=(0.8, 0.1, np.nan, "cannot tell"))
    figure = spread_figure(Material(replace(contents, spread=found), Wording(contents.study, "nl")))
    row = next(row for row in figure.table.parts[0].rows if row[0] == "Gevolgen")
    assert row[1:] == ("niet te schatten", "\N{EN DASH}", "niet te schatten")
    assert "0,80" not in str(figure)


class Compared(Ranking):
    """A ranking of which the comparison gives the verdicts ``verdicts`` by criterion to every pair.

    Of the last criterion one pair is the same and the others keep their verdict.
    """

    verdicts = {}  # noqa: RUF012  set by each test

    def compare(self, *, margin: float | None = None) -> pd.DataFrame:
        rows = super().compare(margin=margin).assign(verdict=lambda rows: rows["criterion"].map(self.verdicts))
        rows.loc[rows.index[rows["criterion"] == self.study.criterion_ids[-1]][0], "verdict"] = "same"
        return rows


OPEN = "Of de groepen verschillen, is met deze aantallen niet te zeggen."
ALIKE = "Gelijk, dus hooguit 5 procentpunt verschil tussen de groepen: "


@pytest.mark.parametrize(
    ("differ", "same", "said", "title"),
    [
        (0, 0, ["zeker.", OPEN], "verschil tussen groepen zeker"),
        (0, 2, ["zeker.", ALIKE, "Bij 8 van de 10"], "bij 2 van de 10 criteria zijn de groepen gelijk"),
        (0, 10, ["zeker.", ALIKE], "bij 10 van de 10 criteria zijn de groepen gelijk"),
        (1, 2, ["procentpunt", ALIKE, "Bij 7 van de 10 criteria"], "; bij 2 van de 10 criteria zijn zij gelijk"),
    ],
)
def test_likeness_is_told_where_all_pairs_are_the_same(contents: ReportContents, differ, same, said, title):
    kept = contents.rankings["rol"]
    ids = contents.study.criterion_ids
    verdicts = dict.fromkeys(ids, "cannot tell") | dict.fromkeys(ids[:differ], "differs")
    made = Compared(**{name: getattr(kept, name) for name in kept.__dataclass_fields__})
    made.__class__.verdicts = verdicts | dict.fromkeys(ids[differ : differ + same], "same")
    material = Material(replace(contents, rankings={**contents.rankings, "rol": made}), Wording(contents.study, "nl"))
    result = material.splits[0]
    paragraphs = split_passage(material, result).paragraphs
    for text in said:
        assert any(text in paragraph for paragraph in paragraphs), text
    assert ("is niet te zeggen of de groepen verschillen" in " ".join(paragraphs)) == (0 < differ + same < 10)
    assert title in split_figure(material, result).title


def test_findings_of_another_study_are_refused(contents: ReportContents):
    with pytest.raises(AnswerError, match="agreement holds no scenarios of this study"):
        replace(contents, agreement=replace(contents.agreement, rows=contents.agreement.rows.drop(columns="gevolgen")))
    with pytest.raises(
        AnswerError, match='trend "rol" is not an ordered item of the study; its ordered items are jaren_'
    ):
        replace(contents, trends={"rol": contents.trends["jaren_functie"]})
    with pytest.raises(AnswerError, match="spread holds other criteria"):
        replace(contents, spread=WeightSpread(contents.spread.rows.iloc[1:], ()))


def test_a_number_without_a_range_says_why(words: Wording):
    assert words.number(Interval(1.0, np.nan, np.nan)) == "1,00 (geen bereik: iedereen antwoordde hetzelfde)"
    assert words.odds(Interval(0.0, -0.6931471805599453, 0.6931471805599453)) == "1,00 (0,50 tot 2,00)"


def test_the_first_page_tells_odds_once_and_puts_together_what_cannot_be_told(contents: ReportContents):
    material = Material(contents, Wording(contents.study, "nl"))
    answers = " ".join(findings(material).answers.points)
    assert answers.count("Odds zijn de kans") == 1
    assert "Jaren in de functie: hoe hoger de klasse, hoe minder negatief. Per klasse hoger" in answers
    assert "is niet te zeggen bij jaren bij de organisatie of jaren ervaring met privacy." in answers
    [groups] = findings(material).groups.points
    assert groups.startswith("Naar functie, soort organisatie en jaren in de functie: bij geen enkel criterium")
    assert "In geen van deze 10 groepen (12 tot 18 mensen)" in groups


def test_groups_fitted_alone_stand_in_the_table_and_in_sentences_on_differences(contents: ReportContents):
    kept, ids = contents.rankings["rol"], contents.study.criterion_ids
    made = Compared(**{name: getattr(kept, name) for name in kept.__dataclass_fields__})
    made.__class__.verdicts = dict.fromkeys(ids, "cannot tell") | {ids[0]: "differs"}
    rankings = {**contents.rankings, "rol": made}
    material = Material(replace(contents, rankings=rankings), Wording(contents.study, "nl"))
    alone = kept.apart.table().set_index(["group", "criterion"])
    for part, group in zip(
        split_figure(material, material.splits[0]).table.parts, material.splits[0].groups, strict=True
    ):
        for row, own in zip(part.rows, group.standings, strict=True):
            numbers = alone.loc[(group.group, own.criterion), ["importance", "low", "high"]]
            value, low, high = (int(100 * number + 0.5) for number in numbers)
            assert row[-1] == f"{value}% ({low} tot {high})"
    first = split_passage(material, material.splits[0]).paragraphs[0]
    difference = material.splits[0].differences[0]
    for side in (difference.more, difference.less):
        assert f"{int(100 * alone.loc[(side.group, ids[0]), 'importance'] + 0.5)}% (" in first
    assert not np.allclose(kept.table()["importance"], kept.apart.table()["importance"], equal_nan=True)
