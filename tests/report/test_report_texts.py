"""Both languages are whole: the same sentences, the same gaps to fill, the same prose, and none that nobody says."""

import re
from pathlib import Path
from string import Formatter

import pytest

import dce.report
from dce.report.wording import catalogue

FOLDER = Path(dce.report.__file__).parent
DUTCH, ENGLISH = catalogue("nl"), catalogue("en")


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_sentences_with_the_same_gaps():
    assert DUTCH.keys() == ENGLISH.keys()
    assert {key: gaps(text) for key, text in DUTCH.items()} == {key: gaps(text) for key, text in ENGLISH.items()}


def test_the_languages_differ_wherever_there_are_words():
    same = [key for key, text in DUTCH.items() if text == ENGLISH[key] and len(re.sub(r"\{\w+\}", "", text)) > 12]
    assert same == ["model_mixed", "model_rating", "method_h_rating"]  # "ordered logit" is the word in both


@pytest.mark.parametrize("pattern", [r"macro (\w+)\(", r"\{\{ (\w+) \}\}", r"\{% if (\w+)"])
def test_the_prose_of_both_languages_has_the_same_parts(pattern: str):
    dutch, english = ((FOLDER / "templates" / f"prose_{language}.html").read_text() for language in ("nl", "en"))
    assert re.findall(pattern, dutch)
    assert sorted(re.findall(pattern, dutch)) == sorted(re.findall(pattern, english))


def test_every_sentence_is_said_somewhere():
    files = [*FOLDER.rglob("*.py"), *(FOLDER / "templates").glob("*.html")]
    code = "\n".join(path.read_text() for path in files)
    starts = ("answer_", "model_", "fit_", "made_", "h_", "group_", "trend_", "spread_", "tier_", "fig_split_", "d_")
    starts += ("a_brake_", "a_unseen_", "asked_", "plan_", "doc_", "method_")
    starts += ("picture_self_", "verdict_")
    made = starts  # names put together from a value
    unsaid = [key for key in DUTCH if not re.search(rf"[\"']{key}[\"']", code) and not key.startswith(made)]
    assert unsaid == []
