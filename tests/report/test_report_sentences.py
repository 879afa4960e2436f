"""Findings made from tables: sentences for hand-made rankings, and laws that hold for every ranking."""
# ruff: noqa: RUF001  the quotation marks are those that readers see

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_case import DAY

from dce.design import Design, make_design
from dce.estimation import Fit
from dce.ranking import Ranking
from dce.report import ReportContents, report_html
from dce.report.checking import check_sentence
from dce.report.findings import findings
from dce.report.group_findings import split_passage
from dce.report.material import Material
from dce.report.places import GroupResult, Standing
from dce.report.wording import Wording
from dce.study import Study

NAMES = ("ontvanger", "doel", "waarborgen")


def standing(name: str, importance: float, places: tuple[int, int, int], reach: float = 0.05) -> dict[str, object]:
    rank, low, high = places
    ends = {"low": max(0.0, importance - reach), "high": importance + reach}
    return {"criterion": name, "importance": importance, **ends, "rank": rank, "rank_low": low, "rank_high": high}


def group(name: str, people: int | None, rows: list[dict[str, object]], status: str = "ok") -> pd.DataFrame:
    return pd.DataFrame([{"group": name, "n": people, "p_top4": 1.0, "status": status, **row} for row in rows])


def blank(name: str, people: int | None, status: str) -> pd.DataFrame:
    numbers = dict.fromkeys(["importance", "low", "high", "rank", "rank_low", "rank_high"], np.nan)
    return group(name, people, [{"criterion": criterion, **numbers} for criterion in NAMES], status)


CLEAR = [
    standing("doel", 0.6, (1, 1, 1)),
    standing("ontvanger", 0.3, (2, 2, 2)),
    standing("waarborgen", 0.1, (3, 3, 3)),
]
OPEN = [
    standing("doel", 0.4, (1, 1, 3), 0.2),
    standing("ontvanger", 0.35, (2, 1, 3), 0.2),
    standing("waarborgen", 0.25, (3, 1, 3), 0.2),
]
NEAR = [row | {"low": row["low"] + 0.15, "high": row["high"] - 0.15} for row in OPEN]
PAIR = [
    standing("doel", 0.5, (1, 1, 2), 0.15),
    standing("ontvanger", 0.4, (2, 1, 2), 0.15),
    standing("waarborgen", 0.02, (3, 3, 3), 0.1),
]


@pytest.fixture(scope="module")
def small_design(example: Study) -> Design:
    return make_design(example, seed=1)


@pytest.fixture(scope="module")
def material(small_design: Design):
    """Material for rankings of one's own: 24 people, twelve of each role, who all answer the same."""

    def made(everybody: list[dict[str, object]], *groups: pd.DataFrame, check: list[dict[str, object]] | None = None):
        study = small_design.study
        rows = [
            {"respondent": f"p{person}", "task": task, "rating": "4", "rol": ("jurist", "beleid")[person % 2]}
            for person in range(24)
            for task in small_design.tasks_of(1)
        ]
        overall = group("all", 24, everybody)
        rankings = {"": ranking(study, overall), "rol": ranking(study, pd.concat([overall, *groups]), by="rol")}
        fit = Fit("ordered logit", pd.Series(dtype=float), None, -1.0, "ok", (), 24, 216.0, study.scale_ids)
        checked = None if check is None else ranking(study, group("all", 24, check))
        contents = ReportContents(study, small_design, pd.DataFrame(rows), rankings, checked, fit, True, "dce", DAY)
        return Material(contents, Wording(study, "nl"))

    return made


def ranking(study: Study, rows: pd.DataFrame, by: str | None = None) -> Ranking:
    """Replicates spread evenly over each interval, each criterion on its own."""
    replicates, rng = {}, np.random.default_rng(1)
    for name, ends in rows.set_index("criterion").groupby("group", sort=False)[["low", "high"]]:
        bounds = ends.loc[list(study.criterion_ids)].to_numpy(dtype=float)
        if not np.isnan(bounds).any():
            replicates[str(name)] = np.column_stack(
                [rng.permutation(np.linspace(low, high, 200)) for low, high in bounds]
            )
    return Ranking(study, by, 1000, 1, {}, (), rows.reset_index(drop=True), replicates)


def heaviest(made: Material) -> str:
    return " ".join(text for passage in findings(made).heaviest for text in (*passage.paragraphs, *passage.points))


def test_one_sure_first_place_is_said_with_share_range_place_and_people(material):
    said = heaviest(material(CLEAR))
    assert "Doel weegt het zwaarst: 60% (55 tot 65), plaats 1 van 3, 24 mensen." in said
    assert "Waarborgen weegt het minst: 10% (5 tot 15), plaats 3 van 3, 24 mensen." in said
    assert "3 treden. Trede 1: doel; trede 2: ontvanger; trede 3: waarborgen. Binnen een trede is van geen twee" in said


def test_what_cannot_be_told_is_said_as_plainly(material):
    said = heaviest(material(OPEN))
    assert "Met 24 mensen is niet te zeggen welk criterium het zwaarst weegt. 3 van de 3 criteria" in said
    assert "Doel: 40% (20 tot 60), plaats 1 tot 3 van 3, 24 mensen" in said
    assert "Alle criteria staan op één trede: van geen twee is zeker welk zwaarder weegt." in said
    assert "weegt het zwaarst:" not in said


def test_two_that_share_the_first_place_and_one_that_may_weigh_nothing(material):
    said = heaviest(material(PAIR))
    assert "2 van de 3 criteria kunnen op plaats 1 staan" in said
    assert "Trede 1: doel en ontvanger; trede 2: waarborgen." in said
    assert "Misschien zonder gewicht: waarborgen." in said


def test_a_group_is_called_different_only_where_the_comparison_says_so(material):
    jurists, others = group("jurist", 12, CLEAR), group("beleid", 12, NEAR)
    made = material(OPEN, jurists, others)
    passage = split_passage(made, made.splits[0])
    assert passage.paragraphs[0].startswith(
        "Doel: ‘jurist’ geeft dit meer gewicht dan ‘beleidsmedewerker’, 60% (55 tot 65)"
    )
    assert "tegenover 40% (35 tot 45). Het verschil is 20 procentpunt (" in passage.paragraphs[0]
    assert passage.paragraphs[0].endswith("; 12 en 12 mensen).")
    assert passage.paragraphs[1].startswith("Waarborgen: ‘beleidsmedewerker’ geeft dit meer gewicht")
    assert passage.paragraphs[2] == "Gelijk, dus hooguit 16,7 procentpunt verschil tussen de groepen: ontvanger."
    assert len(passage.paragraphs) == 3
    same = material(OPEN, group("jurist", 12, NEAR), others)
    assert split_passage(same, same.splits[0]).paragraphs[0].startswith("Bij geen enkel criterium is een verschil")


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (group("jurist", 12, CLEAR), "‘jurist’ (12 mensen): doel weegt het zwaarst, 60% (55 tot 65), plaats 1 van 3."),
        (group("jurist", 12, PAIR), "op plaats 1 kunnen staan doel, 50% (35 tot 65); ontvanger, 40% (25 tot 55)."),
        (blank("jurist", None, "too_few"), "‘jurist’: niet getoond. De groep heeft minder dan 10 mensen, of"),
        (blank("jurist", 12, "not_estimable"), "‘jurist’ (12 mensen): de gewichten zijn met deze antwoorden niet te"),
        (blank("jurist", 12, "not_converged"), "‘jurist’ (12 mensen): de berekening kwam niet tot een eind"),
    ],
)
def test_each_state_of_a_group_has_its_sentence(material, frame: pd.DataFrame, sentence: str):
    made = material(OPEN, frame, group("beleid", 12, OPEN))
    assert any(sentence in point for point in split_passage(made, made.splits[0]).points)


def test_a_shrunk_group_says_so(material):
    made = material(OPEN, group("jurist", 12, CLEAR, "shrunk"), group("beleid", 12, OPEN))
    assert any("voorzichtig naar nul" in text for text in split_passage(made, made.splits[0]).paragraphs)


def test_weights_that_cannot_be_computed_leave_a_sentence_and_a_whole_report(material):
    made = material(OPEN)
    nothing = ranking(made.contents.study, blank("all", 24, "not_estimable"))
    source = report_html(replace(made.contents, rankings={"": nothing}), language="nl")
    assert "Voor iedereen samen zijn de gewichten niet te berekenen." in source
    assert "figure-importance" not in source
    assert "bijna iedereen hetzelfde antwoord gaf" in source, "they all did, which is told of nobody"


def test_the_check_names_the_criterion_that_moves_furthest(material):
    moved = [
        standing("doel", 0.5, (1, 1, 1)),
        standing("waarborgen", 0.3, (2, 2, 3)),
        standing("ontvanger", 0.2, (3, 2, 3)),
    ]
    assert "dezelfde volgorde" in check_sentence(material(CLEAR, check=CLEAR))
    assert check_sentence(material(CLEAR)) == "Bij dit rapport is geen controle gemaakt."
    inside = check_sentence(material(OPEN, check=moved))
    assert "2 van de 3 criteria staan op een andere plaats, het verst ontvanger (van plaats 2 naar 3)" in inside
    assert "vallen binnen de plaatsen" in inside
    assert "Bij ontvanger en waarborgen valt de nieuwe plaats buiten" in check_sentence(material(CLEAR, check=moved))


def test_no_check_is_needed_where_every_level_already_stands_alone(material):
    made = material(CLEAR, check=CLEAR)
    levels = [c.model_copy(update={"coding": "categorical"}) for c in made.contents.study.criteria]
    study = made.contents.study.model_copy(update={"criteria": tuple(levels)})
    alone = replace(
        made, contents=replace(made.contents, study=study, design=Design.from_frame(study, made.contents.design.frame))
    )
    assert alone.check is None
    assert "al los van elkaar" in check_sentence(alone)


@st.composite
def any_ranking(draw: st.DrawFn) -> GroupResult:
    """Places as a ranking makes them: 1 to M by estimate, each inside its own set."""
    size = draw(st.integers(1, 8))
    found = []
    for rank in range(1, size + 1):
        low, high = draw(st.integers(1, rank)), draw(st.integers(rank, size))
        found.append(Standing(f"c{rank}", 1 / rank, 0.0, 1.0, rank, low, high, 1.0))
    return GroupResult("all", 50, "ok", tuple(found))


def test_tiers_are_those_of_the_ranking_in_its_order(material):
    made = material(PAIR)
    tiers = made.contents.rankings[""].tiers().set_index("criterion")["tier"].to_dict()
    assert tiers == {"doel": 1, "ontvanger": 1, "waarborgen": 2}
    assert [[s.criterion for s in tier] for tier in made.overall.tiers] == [["doel", "ontvanger"], ["waarborgen"]]


@given(any_ranking())
def test_somebody_can_always_stand_first_and_somebody_last_when_sets_hold_their_rank(result: GroupResult):
    assert result.standings[0] in result.leaders
    assert result.standings[-1] in result.trailers
