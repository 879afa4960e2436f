"""Every form of export is read back equal by the program that reads it, and none holds a formula."""

from __future__ import annotations

import csv
import shutil
import subprocess
from io import StringIO
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from exchange_cases import REASONS, as_lists, odd_extract, simulated
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from dce.data.formulas import as_typed, defused
from dce.errors import AnswerError
from dce.report.exchange import Extract, codebook_rows, write_extract
from dce.report.exchange.columns import Column, Option

CASES = {
    "odd long": lambda: odd_extract(),
    "odd wide": lambda: odd_extract(shape="wide"),
    "choice long": lambda: simulated("keuze-voorbeeld", 12),
    "choice wide": lambda: simulated("keuze-voorbeeld", 12, shape="wide", language="en"),
    "best-worst wide": lambda: simulated("beste-slechtste", 12, shape="wide"),
}

SUMS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")  # full-width too, which some spreadsheets take for the plain ones


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> Extract:
    return CASES[request.param]()


def test_no_answers_lie_in_the_folder_for_temporary_files_while_a_workbook_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows wait in a file of their own, which goes with the folder that it is made in, whatever happens."""
    elsewhere, seen = tmp_path / "elsewhere", list[int]()
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))

    def half_way(columns: object, language: str) -> object:
        seen.append(len(list(elsewhere.iterdir())))
        return codebook_rows(columns, language)  # type: ignore[arg-type]

    monkeypatch.setattr("dce.report.exchange.tables.codebook_rows", half_way)
    write_extract(CASES["odd long"](), "xlsx", tmp_path / "answers.xlsx")
    assert seen == [0]


def written(case: Extract, form: str, tmp_path: Path) -> Path:
    return write_extract(case, form, tmp_path / f"answers.{form}")


def categories(case: Extract) -> list[Column]:
    return [column for column in case.columns if column.kind == "category"]


def test_csv_reads_back_equal_and_as_text(case: Extract, tmp_path: Path) -> None:
    raw = written(case, "csv", tmp_path).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8")
    assert text.replace('"\r', "").count("\r\n") >= len(case.frame) + 1, "RFC 4180 ends rows so"
    header, *rows = csv.reader(StringIO(text, newline=""))
    read = {name: [as_typed(row[place]) or None for row in rows] for place, name in enumerate(header)}
    expected = {name: [None if c is None else str(c) for c in cells] for name, cells in as_lists(case.frame).items()}
    assert read == expected


def test_e07_text_cells_of_csv_that_look_like_sums_start_with_an_apostrophe_and_numbers_stay(tmp_path: Path) -> None:
    rows = list(csv.DictReader(StringIO(written(odd_extract(), "csv", tmp_path).read_bytes().decode(), newline="")))
    reasons = {row["reason"] for row in rows}
    for reason in set(REASONS) - {"001", "NA", "é ü 😀", 'a;=1 "b", c'}:
        (cell,) = [found for found in reasons if as_typed(found) == reason]
        assert cell.startswith("'")
    assert 'a;\'=1 "b", c' in reasons, "also where a program splits at the semicolon"
    assert {row["rating"] for row in rows} == {"-1", "0", "1"}, "numbers stay numbers"
    assert {row["rol"] for row in rows} == {"'+1", "null", "3-6"}
    assert {row["respondent"] for row in rows} == {"001", "1", "1e3", "NA", "'-5", "'=1"}
    assert "'-A1+B2" in {row["doel"] for row in rows}


@given(st.text(st.sampled_from("=+-@\t\r\n;' ,a1\"\uff1d\uff0b\uff0d\uff20\u3000")))
def test_e07_any_text_is_harmless_and_comes_back_as_it_was(text: str) -> None:
    made = defused(text)
    assert as_typed(made) == text
    for cell in made.replace("\r", "\n").replace("\t", "\n").replace(";", "\n").split("\n"):
        assert cell.lstrip(" \u3000")[:1] not in SUMS, "wherever a program splits"
    assert made[:1] not in (*SUMS, "\t", "\r") or not text


def test_xlsx_reads_back_equal_with_text_in_text_cells(case: Extract, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(case, "xlsx", tmp_path))
    header, *rows = book["answers"].iter_rows()
    read = {str(name.value): [row[place].value for row in rows] for place, name in enumerate(header)}
    assert {name: [None if c is None else unescape(str(c)) for c in cells] for name, cells in read.items()} == {
        name: [None if c is None else str(c) for c in cells] for name, cells in as_lists(case.frame).items()
    }
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    kinds = {"text": {"s"}, "category": {"s"}, "whole": {"n"}, "truth": {"b"}}
    for place, column in enumerate(case.columns):
        assert {row[place].data_type for row in rows if row[place].value is not None} <= kinds[column.kind]


def test_parquet_reads_back_equal(case: Extract, tmp_path: Path) -> None:
    assert as_lists(pd.read_parquet(written(case, "parquet", tmp_path))) == as_lists(case.frame)


@pytest.mark.parametrize("form", ["sav", "dta"])
def test_spss_and_stata_read_back_equal_with_labels_in_the_language(case: Extract, tmp_path: Path, form: str) -> None:
    read = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}[form]
    frame, about = read(written(case, form, tmp_path))
    expected = as_lists(case.frame)
    for place, column in enumerate(case.columns):
        own = about.column_names[place]
        cells = as_lists(frame)[own]
        if column.kind == "text":
            assert cells == [cell or "" for cell in expected[column.name]]
        elif column.kind == "category":
            ids = {number: name for name, number in column.codes.items()}
            assert [None if cell is None else ids[cell] for cell in cells] == expected[column.name]  # type: ignore[index]
        else:
            assert cells == [None if cell is None else float(cell) for cell in expected[column.name]]  # type: ignore[arg-type]
        most = {"sav": 255, "dta": 80}[form]
        label = " ".join(column.label.split())
        assert about.column_names_to_labels[own] == label or len(label.encode()) > most
    for column, own in zip(case.columns, about.column_names, strict=True):
        if column.kind == "category":
            labels = about.variable_value_labels[own]
            assert all(labels[column.codes[option.id]] == option.label for option in column.options)


def test_spss_says_why_a_cell_is_empty_and_keeps_names_it_can_hold(tmp_path: Path) -> None:
    frame, about = pyreadstat.read_sav(written(odd_extract(), "sav", tmp_path), user_missing=True)
    assert set(frame["sector"]) == {1, 2, -999}
    assert about.variable_value_labels["sector"][-999] == "niet verteld"
    assert about.missing_ranges["sector"] == [{"lo": -999, "hi": -999}]
    assert "to_" in about.column_names, "to is a word of SPSS"


def test_r_reads_back_equal_with_factors_and_words(case: Extract, tmp_path: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("no Rscript on this machine; install Debian's r-base-core to read tables with R")
    folder = write_extract(case, "r", tmp_path / "r")
    asked = """
    source("read_answers.R")
    kinds <- sapply(answers, function(x) class(x)[1])
    cat(paste(kinds, collapse = " "), "\\n", file = "kinds.txt")
    told <- lapply(answers, function(x) attr(x, "labels"))
    shown <- as.data.frame(lapply(answers, as.character), check.names = FALSE)
    write.csv(shown, "back.csv", row.names = FALSE, na = "<missing>", fileEncoding = "UTF-8", eol = "\\n")
    labels <- unlist(lapply(answers, function(x) attr(x, "label")))
    writeLines(enc2utf8(labels), "labels.txt", useBytes = TRUE)
    """
    (folder / "ask.R").write_text(asked)
    ran = subprocess.run(
        ["Rscript", "ask.R"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )
    assert ran.returncode == 0, ran.stderr
    read = pd.read_csv(
        folder / "back.csv", dtype="str", keep_default_na=False, na_values=["<missing>"], lineterminator="\n"
    )
    expected = {
        name: [
            None if c is None else str(c).upper() if isinstance(c, bool) else str(c).replace("\r", "\n") for c in cells
        ]
        for name, cells in as_lists(case.frame).items()
    }
    assert as_lists(read) == expected
    kinds = {"text": "character", "whole": "integer", "truth": "logical"}
    wanted = [kinds.get(c.kind, "ordered" if c.ordered else "factor") for c in case.columns]
    assert (folder / "kinds.txt").read_text().split() == wanted
    assert (folder / "labels.txt").read_text(encoding="utf-8").splitlines() == [c.label for c in case.columns]


def test_nothing_is_written_over_and_files_are_of_their_owner(tmp_path: Path) -> None:
    path = written(odd_extract(), "csv", tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    with pytest.raises(AnswerError, match="is there already; name a new file"):
        written(odd_extract(), "csv", tmp_path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["answers.csv"], "no draft stays behind"


def test_numbers_of_options_are_their_ids_where_all_are_whole_numbers() -> None:
    def codes(*ids: str) -> dict[str, int]:
        return Column("x", "category", "", tuple(Option(name, name) for name in ids)).codes

    assert codes("-1", "0", "1") == {"-1": -1, "0": 0, "1": 1}
    assert codes("007", "1") == {"007": 1, "1": 2}
    assert codes("-999", "1") == {"-999": 1, "1": 2}, "-999 says missing"
