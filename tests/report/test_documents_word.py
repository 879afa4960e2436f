"""The report as DOCX: headings, captions, heads of tables and texts of pictures that a word processor knows as such."""

import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from report_case import DAY

from dce.report import ReportContents, report_bytes

pytestmark = pytest.mark.long


@pytest.fixture(scope="module", params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def written(small: ReportContents, language: str) -> bytes:
    return report_bytes(small, language=language, form="docx")


@pytest.fixture(scope="module")
def paper(written: bytes) -> docx.document.Document:
    return docx.Document(BytesIO(written))


def test_headings_are_headings_and_step_down_one_at_a_time(paper: docx.document.Document):
    levels = [int(p.style.name[-1]) for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert levels.count(1) > 10
    assert all(after <= before + 1 for before, after in pairwise([0, *levels]))
    [title] = [p.text for p in paper.paragraphs if p.style.name == "Title"]
    assert title in paper.core_properties.title


def test_every_picture_has_a_sentence_and_stands_under_a_caption(paper: docx.document.Document):
    texts = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
    assert len(texts) > 5
    assert all(len(text) > 40 for text in texts)
    captions = [p for p in paper.paragraphs if p.style.name == "Caption"]
    fields = [p._p.find(qn("w:fldSimple")).get(qn("w:instr")) for p in captions]
    assert {field.split()[0] for field in fields} == {"SEQ"}
    assert sum("Tab" in field for field in fields) == len(paper.tables)


def test_every_table_has_a_head_that_comes_back(paper: docx.document.Document):
    for table in paper.tables:
        first = table.rows[0]._tr.trPr
        assert first.find(qn("w:tblHeader")) is not None
        assert all(cell.text for cell in table.rows[0].cells)
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"


def test_no_word_in_a_table_is_broken_and_its_columns_fill_the_page(paper: docx.document.Document):
    """A letter is 0.56 of its size wide; a table of many columns is set smaller."""
    for table in paper.tables:
        widths = [column.width / Mm(1) for column in table.columns]
        assert 150 < sum(widths) <= 166.1
        for row in table.rows[:1]:
            for cell, width in zip(row.cells, widths, strict=True):
                size = cell.paragraphs[0].runs[0].font.size / Mm(1)
                assert max(map(len, cell.text.split())) * size * 0.56 < width, cell.text


def test_a_word_stands_out_and_not_its_explanation(paper: docx.document.Document):
    texts = [p for p in paper.paragraphs if p.text.startswith(("bootstrap: ", "Bootstrap: "))]
    assert [[run.bold for run in p.runs] for p in texts] == [[True, False]]


def test_links_lead_to_marks_that_are_there(paper: docx.document.Document):
    marks = {mark.get(qn("w:name")) for mark in paper.element.iter(qn("w:bookmarkStart"))}
    inside = [link.get(qn("w:anchor")) for link in paper.element.iter(qn("w:hyperlink"))]
    assert {target for target in inside if target} <= marks
    assert "findings" in marks


def test_the_document_tells_its_language_its_day_and_its_study(
    paper: docx.document.Document, small: ReportContents, language: str
):
    spoken = paper.styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang")).get(qn("w:val"))
    assert spoken == {"nl": "nl-NL", "en": "en-GB"}[language]
    told = paper.core_properties
    assert told.language == language
    assert told.created.date() == told.modified.date() == DAY
    assert told.identifier == small.study.hash
    assert small.command in "\n".join(p.text for p in paper.paragraphs[-12:])


def test_the_same_contents_give_the_same_bytes_and_carry_no_clock(
    small: ReportContents, written: bytes, language: str, tmp_path: Path
):
    assert report_bytes(small, language=language, form="docx") == written
    with zipfile.ZipFile(BytesIO(written)) as whole:
        assert {entry.date_time[:3] for entry in whole.infolist()} == {(DAY.year, DAY.month, DAY.day)}
        assert whole.namelist()[0] == "[Content_Types].xml"
