"""The chart of power over n: a line and a name a group, within the frame, with its figures in words."""

from itertools import pairwise

import pandas as pd
import pytest
from lxml import etree

from dce.report.power_chart import (
    NARROW_POWER,
    PowerWords,
    power_alternative,
    power_chart,
    power_picture,
    power_title,
)

WORDS = PowerWords(aim="streefwaarde", groups=(("all", "iedereen"), ("fg", "Functionaris gegevensbescherming")))


@pytest.fixture
def rows():
    return pd.DataFrame(
        [
            (group, n, measure, value if measure == "first" else None, 0.02)
            for group, factor in (("all", 2), ("fg", 1), ("ja", 1))
            for n, value in ((10 * factor, 0.4), (50 * factor, 0.7), (400 * factor, 1.0))
            for measure in ("first", "last")
        ],
        columns=["group", "n", "measure", "value", "error"],
    )


def test_the_picture_names_every_group_once_and_marks_the_aim(rows):
    drawn = etree.fromstring(power_picture(rows, WORDS, measure="first", aim=0.75).encode())
    texts = [text for text in drawn.itertext() if text.strip()]
    assert texts.count("iedereen") == texts.count("ja") == 1
    assert "Functionaris" in " ".join(texts)
    assert "streefwaarde 75%" in texts
    assert [text for text in texts if text.isdecimal()] == ["10", "20", "50", "100", "200", "500"]
    assert drawn.get("aria-label") == power_alternative(rows, WORDS, measure="first")


def test_the_picture_says_what_is_seen_in_the_language_of_its_reader(study, rows):
    words = PowerWords.of(study, "rol", "nl")
    drawn = etree.fromstring(power_picture(rows, words, measure="first", aim=0.6).encode())
    said = " ".join(drawn.itertext())
    # 0.6 lies two thirds of the way from 10 to 50 people, in logarithms: 29.2.
    assert "De juiste eerste plaats in 60% van de onderzoeken: vanaf 30 mensen" in said
    assert drawn.get("aria-label").startswith("de juiste eerste plaats, deel van de onderzoeken (mensen in de groep)")
    assert words.measure("top 4 order") == "de eerste 4 in de juiste volgorde"
    assert PowerWords.of(study, None, "en").measure("top 2 set") == "the right first 2"
    assert PowerWords().measure("top 4 set") == "top 4 set"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((0.2, 0.9, 0.2, 0.9), "from 19 people on"),
        ((0.2, 0.9, 0.2, 0.81), "from 19 to 20 people a group on"),
        ((0.2, 0.9, 0.2, 0.3), "from 19 people on, but not in every group"),
        ((0.2, 0.3, 0.2, 0.3), "not even with 20 people"),
    ],
)
def test_titles_say_from_how_many_people_on(values, said):
    frame = pd.DataFrame({"group": ["a", "a", "b", "b"], "n": [10, 20] * 2, "measure": "first", "value": values})
    assert power_title(frame, PowerWords(), measure="first").endswith(f"in 80% of studies: {said}")


def test_a_picture_for_a_phone_breaks_its_title_and_shortens_long_names(study, rows):
    words = PowerWords.of(study, "rol", "nl")
    narrow = etree.fromstring(power_picture(rows, words, measure="first", size=NARROW_POWER).encode())
    texts = [text.strip() for text in narrow.itertext() if text.strip()]
    assert "FG" in texts
    assert not any("Functionaris" in text for text in texts)
    assert max(map(len, texts)) <= 344 // 8
    wide = etree.fromstring(power_picture(rows, words, measure="first").encode())
    assert "Functionaris" in " ".join(wide.itertext())


def test_the_name_of_the_aim_goes_where_no_line_runs(rows):
    """At the right, unless a line runs right under the aim there: at 100 people, 0.7 does so under 0.8."""
    free, crowded = (str(power_chart(rows, WORDS, NARROW_POWER, measure="first", aim=aim)) for aim in (0.5, 0.8))
    assert "'align': 'right'" in free
    assert "'align': 'right'" not in crowded


def test_names_at_the_end_of_lines_that_meet_do_not_lie_over_each_other(rows):
    chart = power_chart(rows, WORDS, NARROW_POWER, measure="first")
    labels = next(layer["data"]["values"] for layer in chart["layer"] if "colour" in str(layer.get("encoding")))
    tops = [(label["y"], label["text"].count("\n") + 1) for label in labels]
    assert all(below >= above + 15 * lines for (above, lines), (below, _) in pairwise(tops))
    assert [label["text"] for label in labels if label["y"] == 0] == ["iedereen"]


def test_a_band_reaches_two_errors_and_never_beyond_all_studies(rows):
    chart = power_chart(rows, WORDS, NARROW_POWER, measure="first")
    bands = [layer["data"]["values"] for layer in chart["layer"] if layer.get("mark", {}).get("type") == "area"]
    assert len(bands) == 3
    for band in bands:
        assert [(round(row["low"], 2), round(row["high"], 2)) for row in band] == [
            (0.36, 0.44),
            (0.66, 0.74),
            (0.96, 1),
        ]


def test_the_words_beside_the_chart_hold_its_figures(rows):
    said = power_alternative(rows, WORDS, measure="first")
    assert "iedereen 40% (20), >99% (800)" in said
    assert "ja 40% (10), >99% (400)" in said
