"""Numbers of people that stand beside each other: none less another tells of a few, and each is of who is meant."""

from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest

from dce.ranking.quality import AnswerQuality
from dce.report import ReportContents
from dce.report.material import Material
from dce.report.quality_table import quality_table
from dce.report.spread_figures import spread_figure
from dce.report.wording import Wording
from dce.study import Study


@pytest.mark.parametrize("language", ["nl", "en"])
def test_signs_of_careless_answers_are_told_in_steps(study: Study, language: str):
    """17 with some sign less 15 who were too fast would be two people; 49 of 50 with one would name the last."""
    rows = pd.DataFrame(
        {
            "flag": ["speeding", "straight-lining", "random fit", "any of these"],
            "checked": [50, 50, 48, 50],
            "flagged": [15, 3, 47, 49],
            "expected": [1.2, float("nan"), 0.4, float("nan")],
        }
    )
    found = AnswerQuality(rows, (), smallest_group=10, people=frozenset(), flagged={})
    table = quality_table(Wording(study, language), found)
    told = [int("".join(filter(str.isdigit, cell))) for row in table.parts[0].rows for cell in row[1:3]]
    least = {"nl": "minder dan", "en": "fewer than"}[language]
    assert table.parts[0].rows[1][2].startswith(least)
    assert all(one == other or abs(one - other) >= 10 for one, other in combinations(told, 2))
    assert max(told[1::2]) <= 40, "of nearly all nothing is told that leaves a few"


def test_a_spread_of_some_people_says_of_how_many(contents: ReportContents):
    """Of very many people the spread of weights is that of a few hundred, and said so."""
    spread = contents.spread
    assert spread is not None
    words = Wording(contents.study, "nl")
    whole = spread_figure(Material(contents, words))
    some = spread_figure(Material(replace(contents, spread=replace(spread, people=20)), words))
    assert whole is not None
    assert some is not None
    assert "50 mensen" in whole.subtitle
    assert "20 mensen" in some.subtitle
    assert any("20 mensen die willekeurig zijn gekozen uit 50" in note for note in some.notes)
    assert not any("willekeurig" in note for note in whole.notes)
