"""Pictures for slides: each figure whole, with its finding, its uncertainty, its source and its numbers."""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO, StringIO

import pandas as pd
import pytest
from lxml import etree
from PIL import Image
from report_case import contents_of

from dce.design import Design
from dce.report import ReportContents, report_bytes
from dce.report.html import material_of
from dce.report.page import figures

pytestmark = pytest.mark.long

SVG = {"s": "http://www.w3.org/2000/svg"}


@pytest.fixture(scope="module")
def written(small: ReportContents) -> bytes:
    return report_bytes(small, language="nl", form="pictures")


@pytest.fixture(scope="module")
def files(written: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(written)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def _ending(files: dict[str, bytes], ending: str) -> Iterator[tuple[str, bytes]]:
    return ((name, content) for name, content in files.items() if name.endswith(ending))


def test_each_figure_comes_as_svg_png_and_csv(files: dict[str, bytes], small: ReportContents):
    names = [f"{n:02d}-{figure.name}" for n, figure in enumerate(figures(material_of(small, "nl")), start=1)]
    assert len(names) > 5
    for name in names:
        for ending in ("svg", "png"):
            assert any(found.startswith(name) for found, _ in _ending(files, ending))
        assert f"{name}.csv" in files


def test_a_picture_is_16_by_9_and_carries_title_subtitle_and_source(files: dict[str, bytes], small: ReportContents):
    for number, figure in enumerate(figures(material_of(small, "nl")), start=1):
        for _, svg in (pair for pair in _ending(files, ".svg") if pair[0].startswith(f"{number:02d}-")):
            root = etree.fromstring(svg)
            said = " ".join(" ".join(root.xpath("./s:text/text()", namespaces=SVG)).split())
            for text in (figure.title, figure.subtitle, figure.source, *figure.notes):
                assert " ".join(text.split()) in said
            assert "verzonnen antwoorden" in said
            assert len(root.findtext("s:title", namespaces=SVG)) > 40
            assert root.get("viewBox") == "0 0 1600 900"
    for _, png in _ending(files, ".png"):
        assert Image.open(BytesIO(png)).size == (1920, 1080)


def test_no_text_leaves_the_picture_and_no_two_lines_meet(files: dict[str, bytes]):
    for _, svg in _ending(files, ".svg"):
        places = [float(text.get("y")) for text in etree.fromstring(svg).xpath("./s:text", namespaces=SVG)]
        assert 0 < min(places) < max(places) < 900
        for chart in etree.fromstring(svg).xpath("./s:svg", namespaces=SVG):
            x, y, wide, high = (float(chart.get(name)) for name in ("x", "y", "width", "height"))
            assert x >= 0
            assert x + wide <= 1600
            assert y + high <= 900


def test_the_table_of_a_figure_is_that_of_the_report(files: dict[str, bytes], small: ReportContents):
    [figure] = [figure for figure in figures(material_of(small, "nl")) if figure.name == "importance"]
    [text] = [content for name, content in _ending(files, ".csv") if name.endswith("importance.csv")]
    rows = list(csv.reader(StringIO(text.decode("utf-8-sig"))))
    assert rows == [list(figure.table.head), *(list(row) for row in figure.table.parts[0].rows)]


def test_the_same_contents_give_the_same_bytes(small: ReportContents, written: bytes):
    assert report_bytes(small, language="nl", form="pictures") == written


def test_too_few_people_give_no_picture(small_design: Design, small_answers: pd.DataFrame):
    few = small_answers[small_answers["respondent"].isin(small_answers["respondent"].unique()[:6])]
    made = report_bytes(replace(contents_of(small_design, few), spread=None), language="nl", form="pictures")
    with zipfile.ZipFile(BytesIO(made)) as whole:
        assert whole.namelist() == ["leesmij.txt"]
        text = whole.read("leesmij.txt").decode()
    assert "zodra minstens 10 mensen" in text
    assert "6" not in text
