"""Workbooks that are built to take long: refused while they stream by, in less than a second."""

import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from dce.errors import AnswerError
from dce.store import read_foreign_table
from dce.store.foreign import workbook

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "docProps/app.xml", "xl/styles.xml"


def built(path: Path, member: str, inside: bytes) -> Path:
    """A workbook with ``inside`` before the end of one of its parts."""
    book = openpyxl.Workbook()
    for row in (["respondent", "task", "rating"], ["001", "1", "4"]):
        book.active.append(row)
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    place = parts[member].rindex(b"</")
    parts[member] = parts[member][:place] + inside + parts[member][place:]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("member", [SHEET, STRINGS, STYLES])
def test_f10_a_million_elements_within_each_other_are_refused_at_once(tmp_path: Path, member: str) -> None:
    path = built(tmp_path / "deep.xlsx", member, b"<x>" * 1_200_000 + b"</x>" * 1_200_000)
    began = time.perf_counter()
    with pytest.raises(AnswerError, match="built as no workbook is"):
        list(read_foreign_table(path))
    assert time.perf_counter() - began < 1


def test_f10_so_are_more_elements_than_a_sheet_can_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = built(tmp_path / "wide.xlsx", SHEET, b"<x/>" * 2_000)
    assert len(read_foreign_table(path)) == 1
    monkeypatch.setattr(workbook, "MOST_ELEMENTS", 1_000)
    with pytest.raises(AnswerError, match="built as no workbook is"):
        read_foreign_table(path)
