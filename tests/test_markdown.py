"""Markdown in texts of a study: what may be said with it, what stays plain text, and that nothing in it can act."""

import re
import time
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from dce.markdown import ELEMENTS, as_text, study_html
from dce.study import Study, example_study

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[1] / "designs").glob("*/study.yaml"))
PIECES = [
    "<",
    ">",
    "[a](",
    "](",
    ")",
    "https://a.nl",
    "javascript:x",
    "*",
    "_",
    "&#60;",
    "&lt;",
    '"',
    "'",
    " onx=",
    "\n",
]
PIECES += ["- ", "1. ", "\n\n", "\\", "<!--", "<a href=", "x", "!", "\u2028", "\0", "@", "`", "# ", "script"]


def words(text: str) -> str:
    return " ".join(text.split())


def tree(text: str) -> html.HtmlElement:
    return html.fragment_fromstring(str(study_html(text)), create_parent="div")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("een\ntwee\n\ndrie", "<p>een\ntwee</p>\n<p>drie</p>\n"),
        ("*a* en **b**", "<p><em>a</em> en <strong>b</strong></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ('[a](https://a.nl "over")', '<p><a href="https://a.nl" rel="noreferrer">a</a></p>\n'),
        (r"\*a\*", "<p>*a*</p>\n"),
        ("5 * 3 en met_wie_dan", "<p>5 * 3 en met_wie_dan</p>\n"),
        ("# a\n> b `c` ![d](x)", "<p># a\n&gt; b `c` ![d](x)</p>\n"),
    ],
)
def test_what_can_be_said(text: str, shown: str) -> None:
    assert str(study_html(text)) == shown


@pytest.mark.parametrize(
    "address",
    [
        "http://a.nl",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//a.nl",
        "/privacy",
        "https:a",
        "&#106;avascript:alert(1)",
        "https://ing.nl@a.nl",
        "https://[",
        "vbscript:x",
        "mailto:a@b.nl",
        "\x01https://a.nl",
    ],
)
def test_a_link_to_anything_but_https_stays_text(address: str) -> None:
    assert tree(f"[a]({address})").xpath(".//a") == []
    assert "[a](" in study_html(f"[a]({address})")


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_e04_whatever_is_written_only_harmless_elements_come_out(text: str) -> None:
    for element in tree(text).iterdescendants():
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= {"a": {"href", "rel"}, "ol": {"start"}}.get(str(element.tag), set())
        assert element.get("href", "https://").startswith("https://")
    left = re.sub(r"</?(?:a|em|li|ol|p|strong|ul)(?: (?:href|rel|start)=\"[^\"<>]*\")*>", "", str(study_html(text)))
    assert "<" not in left


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join))
@settings(max_examples=200, deadline=None)
def test_what_is_written_as_text_is_shown_as_it_stands(text: str) -> None:
    text = words(text.replace("\0", ""))  # HTML has no such character
    assert [element.tag for element in tree(as_text(text)).iterdescendants()] == (["p"] if text else [])
    assert words(tree(as_text(text)).text_content()) == text


@pytest.mark.parametrize("piece", ["[", "*a_ ", "- ", "*", "\\", "[a](", "**a *b ", "![", "\n> - "])
def test_a_text_made_to_take_long_takes_no_second(piece: str) -> None:
    start = time.process_time()  # other work on the machine does not count
    study_html(piece * (20_000 // len(piece)))  # the longest text that a study may have
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "study", [example_study(), *map(Study.load, (f / "study.yaml" for f in FOLDERS))], ids=lambda study: study.id
)
def test_the_shipped_studies_look_as_they_did_before_there_was_markdown(study: Study) -> None:
    written = [study.introduction, *(criterion.explanation for criterion in study.criteria)]
    for text in chain.from_iterable(found.root.values() for found in written if found):
        assert {element.tag for element in tree(text).iterdescendants()} == {"p"}
        assert words(tree(text).text_content()) == words(text)
