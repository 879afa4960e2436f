"""The report as PDF: tagged after PDF/UA-1, so that who cannot see it hears the same, and the same bytes every time."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pandas as pd
import pytest
from paper_pages import stranded
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from report_case import DAY, contents_of

from dce.design import Design
from dce.errors import DceError
from dce.report import ReportContents, report_bytes
from dce.report.documents.pdf import _fetcher

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def written(small: ReportContents) -> bytes:
    return report_bytes(small, language="nl", form="pdf")


@pytest.fixture(scope="module")
def few(small_design: Design, small_answers: pd.DataFrame) -> ReportContents:
    """A report on fourteen people, with groups that are not shown."""
    return contents_of(
        small_design, small_answers[small_answers["respondent"].isin(small_answers["respondent"].unique()[:14])]
    )


@pytest.fixture(scope="module")
def paper(written: bytes) -> PdfReader:
    return PdfReader(BytesIO(written))


@pytest.fixture(scope="module")
def tags(paper: PdfReader) -> list[DictionaryObject]:
    return list(_tags(paper.trailer["/Root"]["/StructTreeRoot"]))


def _tags(part: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every element of the structure in the order in which it is read."""
    children = part.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        if isinstance(found, DictionaryObject) and "/S" in found:
            yield found
            yield from _tags(found)


def test_the_file_says_what_it_is_in_which_language_and_under_which_title(paper: PdfReader, small: ReportContents):
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata.title.startswith("Verzonnen antwoorden. ")
    assert small.study.title["nl"] in paper.metadata.title
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert paper.metadata.creation_date.date() == DAY


def test_every_picture_has_a_sentence_and_every_table_heads(tags: list[DictionaryObject], small: ReportContents):
    pictures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert len(pictures) > 5
    assert all(len(tag["/Alt"]) > 40 for tag in pictures)
    tables = [tag for tag in tags if tag["/S"] == "/Table"]
    for table in tables:
        inside = list(_tags(table))
        assert Counter(tag["/S"] for tag in inside)["/TH"] > 2
        cells = [tag for tag in inside if tag["/S"] == "/TD"]
        assert all(len(cell["/A"]["/Headers"]) >= 1 for cell in cells)
    captions = [tag for tag in tags if tag["/S"] == "/Caption"]
    assert len(captions) >= len(tables)


def test_headings_are_nested_and_lists_are_lists(tags: list[DictionaryObject]):
    levels = [int(tag["/S"][2:]) for tag in tags if tag["/S"] in ("/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert Counter(tag["/S"] for tag in tags)["/LBody"] > 10


def test_pages_are_numbered_and_the_last_tells_hash_and_command(paper: PdfReader, small: ReportContents):
    texts = [page.extract_text() for page in paper.pages]
    assert all(f"{number} / {len(texts)}" in text for number, text in enumerate(texts, start=1))
    last = texts[-1].replace("\n", "")
    assert small.study.hash in last
    assert small.command in last


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("asked", ["small", "few"])
def test_no_heading_stands_at_the_foot_of_a_page_and_no_caption_apart_from_its_picture(
    request: pytest.FixtureRequest, asked: str, language: str
):
    """Of all groups, and of few people, of whom no group is shown: each breaks elsewhere."""
    assert stranded(report_bytes(request.getfixturevalue(asked), language=language, form="pdf")) == []


def test_findings_come_first_then_what_was_asked_and_of_whom(paper: PdfReader):
    bookmarks = [entry.title for entry in paper.outline]
    assert bookmarks[:3] == ["De bevindingen op één pagina", "Inhoud", "Wat er is gevraagd, en aan wie"]
    assert bookmarks[-1] == "Hoe dit rapport is gemaakt"


def test_the_same_contents_give_the_same_bytes_and_another_day_other_ones(small: ReportContents, written: bytes):
    assert report_bytes(small, language="nl", form="pdf") == written
    other = replace(small, date=DAY.replace(day=22))
    assert report_bytes(other, language="nl", form="pdf") != written


def test_a_document_fetches_nothing_but_its_own_charts():
    fetcher = _fetcher(["<svg/>"])
    assert fetcher.fetch("chart:0").read() == b"<svg/>"
    for address in ("https://example.org/a.png", "file:///etc/hostname", "data:text/css,a"):
        with pytest.raises(ValueError, match="asks for nothing"):
            fetcher.fetch(address)


def test_without_the_library_it_is_said_what_to_install(small: ReportContents, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(DceError, match=r"libpangoft2.* and libharfbuzz-subset0; install these"):
        report_bytes(small, form="pdf")
