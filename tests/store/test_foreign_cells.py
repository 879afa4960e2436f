"""Cells as a person would have typed them, and what a text may mean."""

from __future__ import annotations

from typing import Any

import pytest

from dce.store.foreign.cells import as_number, as_text, whole_number
from dce.store.foreign.words import Words, quoted


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (True, "true"),
        (False, "false"),
        (3.0, "3"),
        (-2.0, "-2"),
        (0.5, "0.5"),
        (999_999_999_999_999.0, "999999999999999"),
        (1e15, "1000000000000000.0"),
        (-1e15, "-1000000000000000.0"),
        (7, "7"),
    ],
)
def test_a_cell_is_the_text_that_a_person_would_type(cell: Any, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" 3 ", 3.0),
        ("+3", 3.0),
        ("-3,5", -3.5),
        (".5", 0.5),
        ("3,", 3.0),
        ("--3", None),
        ("-+3,0", None),
        ("1,000,5", None),
        ("1.000,5", None),
        ("", None),
        ("-", None),
        ("²", None),
        ("٣", None),
        ("1e3", None),
        ("nan", None),
    ],
)
def test_a_number_has_one_sign_and_one_point_or_comma(text: str, number: float | None) -> None:
    assert as_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("3,0", 3), ("999999999", 999_999_999), ("1000000000", None), ("-1", None), ("0.5", None), ("x", None)],
)
def test_a_whole_number_is_from_0_and_has_at_most_nine_digits(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_a_text_means_the_one_id_that_it_can_mean() -> None:
    words = Words.of({"a": ["same", "own"], "b": ["same", "other words"], "2": ["own", "two"], "own": ["mine", "mine"]})
    texts = ["a", "b", " b ", "2,0", "3", "own", "other words", "two", "mine", "same", "oth\u2026", "\u2026", "other"]
    meant = ["a", "b", "b", "2", None, "own", "b", "2", "own", None, "b", None, None]
    assert [words.find(text) for text in texts] == meant


def test_where_no_id_is_a_number_no_number_is_looked_for() -> None:
    assert Words.of({"a": []}).find("2") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [("x" * 40, f'"{"x" * 40}"'), ("x" * 41, f'"{"x" * 40}..."'), ("a\nb\x07", '"a?b?"')],
)
def test_a_cell_stands_short_and_plain_in_a_message(text: str, said: str) -> None:
    assert quoted(text) == said
