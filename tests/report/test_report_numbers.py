"""Counts, shares and intervals under the sentences: by hand, and against another program."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from dce.report.numbers import chance, decimal, long_date, p_value, percent, whole
from dce.report.opinions import Opinion, agreement, by_class, by_scenario, rejection_gap
from dce.report.palette import DIVERGING, answer_colours, ink_on
from dce.report.sample import Sample
from dce.study import Study


def table(rows: list[tuple[str, int, str]], **background: list[str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["respondent", "task", "rating"])
    people = list(dict.fromkeys(frame["respondent"]))
    for name, options in background.items():
        frame[name] = frame["respondent"].map(dict(zip(people, options, strict=True)))
    return frame


def test_scenarios_are_counted_and_stand_from_most_to_least_agreement(example: Study):
    given = {1: "1122334455", 2: "5555554444", 3: "1111111222", 4: "1111111112"}  # the last would tell of each
    rows = [(f"p{person}", task, answer) for task, row in given.items() for person, answer in enumerate(row)]
    found = by_scenario(table(rows), example)
    assert [(o.name, o.counts) for o in found] == [
        ("2", (0, 0, 0, 4, 6)),
        ("1", (2, 2, 2, 2, 2)),
        ("3", (7, 3, 0, 0, 0)),
    ]
    assert [(o.agree, o.disagree, round(o.mean, 9), o.torn) for o in found] == [
        (10, 0, 4.6, False),
        (4, 4, 3.0, True),
        (0, 10, 1.3, False),
    ]


def test_the_middle_of_a_scale_counts_for_neither_side():
    assert (Opinion("1", 6, (1, 2, 3)).disagree, Opinion("1", 6, (1, 2, 3)).agree) == (1, 3)
    assert (Opinion("1", 10, (1, 2, 3, 4)).disagree, Opinion("1", 10, (1, 2, 3, 4)).agree) == (3, 7)


@pytest.mark.parametrize(("agree", "people"), [(0, 12), (5, 12), (50, 50), (38, 50)])
def test_the_range_around_agreement_is_that_of_statsmodels(agree: int, people: int):
    found = agreement(Opinion("1", people, (people - agree, agree)))
    assert_allclose((found.low, found.high), proportion_confint(agree, people, method="wilson"), atol=1e-12)


def test_the_gap_between_classes_counts_people_not_answers(example: Study):
    rng = np.random.default_rng(1)
    rows = [(f"p{p}", task, str(rng.integers(1, 4 + p % 3))) for p in range(30) for task in range(1, 10)]
    roles = ["jurist" if person % 2 else "beleid" for person in range(30)]
    frame = table(rows, rol=roles)
    shares = frame["rating"].isin(["1", "2"]).groupby(frame["respondent"], sort=False).mean().to_numpy()
    first, second = shares[np.array(roles) == "jurist"], shares[np.array(roles) == "beleid"]
    found = rejection_gap(frame, example, "rol", ("jurist", "beleid"))
    compared = CompareMeans(DescrStatsW(first), DescrStatsW(second)).tconfint_diff(usevar="unequal")
    assert_allclose((found.value, found.low, found.high), (first.mean() - second.mean(), *compared), atol=1e-12)


def test_classes_that_answer_all_alike_have_a_gap_without_a_range(example: Study):
    rows = [(f"p{p}", 1, "1" if p < 10 else "5") for p in range(20)]
    frame = table(rows, rol=["jurist"] * 10 + ["beleid"] * 10)
    gap = rejection_gap(frame, example, "rol", ("jurist", "beleid"))
    assert (gap.value, gap.low, gap.high) == (1.0, 1.0, 1.0)
    assert [o.counts for o in by_class(frame, example, "rol", (("jurist",), ("beleid",)))] == [
        (10, 0, 0, 0, 0),
        (0, 0, 0, 0, 10),
    ]


def test_the_sample_counts_people_and_hides_who_could_be_found(example: Study):
    roles = ["jurist"] * 14 + ["beleid"] * 4 + [None] * 7
    rows = [(f"p{person}", task, "3") for person in range(25) for task in (1, 2)]
    sample = Sample.of(table(rows, rol=roles), example)
    assert (sample.people, sample.answers, sample.enough) == (25, 50, True)
    split = sample.split("rol")
    assert (dict(split.shown), split.hidden, split.rest) == ({"jurist": 14}, ("beleid",), 11)


def test_numbers_read_as_the_language_writes_them():
    assert whole(1234567, "nl") == "1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567"
    assert (whole(1234567, "en"), decimal(0.5, "nl"), decimal(0.5, "en")) == ("1,234,567", "0,50", "0.50")
    assert (percent(0.005), percent(0.995), chance(0.995), chance(0.99)) == ("1%", "100%", ">99%", "99%")
    assert (p_value(0.00099, "nl"), p_value(float("nan"), "nl")) == ("< 0,001", "\N{EN DASH}")
    assert long_date(pd.Timestamp("2026-03-01").date(), "nl") == "1 maart 2026"


@pytest.mark.parametrize("answers", range(2, 12))
def test_a_mark_on_each_colour_can_be_read(answers: int):
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    colours = answer_colours(answers)
    assert (colours[0], colours[-1]) == (DIVERGING[0], DIVERGING[-1])
    for colour in colours:
        bright, dark = sorted((light(colour), light(ink_on(colour))), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5
