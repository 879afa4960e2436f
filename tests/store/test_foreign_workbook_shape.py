"""Workbooks that are built to take long, or to hide: refused while they stream by; and which sheet and cells count."""

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


def test_as_many_elements_as_the_bounds_say_and_not_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook._Shape("it").look_at(b"<x>" * 100 + b"</x>" * 100)
    for before in (b"", b"<x>" + b"<x/>" * 3):
        with pytest.raises(AnswerError, match="built as no workbook is"):
            workbook._Shape("it").look_at(before + b"<x>" * (101 - before.count(b"<x>")))
    monkeypatch.setattr(workbook, "MOST_ELEMENTS", 200)
    beside = workbook._Shape("it")
    beside.look_at(b"<x>" + b"<x/>" * 199)
    with pytest.raises(AnswerError, match="built as no workbook is"):
        beside.look_at(b"<x/>")


@pytest.mark.parametrize(
    "signs",
    [
        "\ufeff" + "\u4e4e" * 90,
        "<x/>",
        '<?xml version="1.0" encoding="iso-8859-1"?><x/>',
        "<?xml version='1.0' encoding = 'UTF-7'?><x/>",
    ],
)
def test_a_part_in_other_signs_is_refused_by_any_one_mark_of_them(tmp_path: Path, signs: str) -> None:
    """A mark at its beginning, signs of two bytes, or what it says of itself."""
    path = built(tmp_path / "answers.xlsx", SHEET, b"")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/other.xml", signs.encode("ascii" if "encoding" in signs else "utf-16-le"))
    with pytest.raises(AnswerError, match="a part of it is not written in UTF-8"):
        read_foreign_table(path)


def test_the_first_sheet_counts_with_what_its_formulas_gave_and_a_thousand_columns(tmp_path: Path) -> None:
    formula = b'<row r="3"><c r="A3" t="str"><f>1+1</f><v>002</v></c></row>'
    path, member = built(tmp_path / "answers.xlsx", SHEET, b""), b"</sheetData>"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = parts[SHEET].replace(member, formula + member)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert read_foreign_table(path)["respondent"].tolist() == ["001", "002"]
    book = openpyxl.Workbook()
    book.active.append([f"c{number}" for number in range(1_000)])
    book.active.append(["x"] * 1_000)
    book.create_sheet().append(["another"])
    book.save(path)
    assert read_foreign_table(path).shape == (1, 1_000)
