"""How large a foreign table may be: so much, and not one more."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from dce.errors import AnswerError
from dce.store import read_foreign_table
from dce.store.foreign.faults import Faults
from dce.store.foreign.limits import check_file, check_header, check_rows, check_unpacked
from dce.store.foreign.statistical import _read_stat

HEADER = "respondent,task,rating"


def test_a_file_has_at_most_fifty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.touch()
    with pytest.raises(AnswerError, match=r"^it: is empty; give a table with a header"):
        check_file(path, "it")
    for size in (1, 50_000_000):
        with path.open("r+b") as file:
            file.truncate(size)
        check_file(path, "it")
    with path.open("r+b") as file:
        file.truncate(50_000_001)
    with pytest.raises(AnswerError, match=r"^it: is over 50 MB; give it in parts"):
        check_file(path, "it")


@pytest.mark.parametrize("name", ["none.csv", ".", "a\0b.csv", "x" * 300])
def test_what_is_no_file_is_refused_in_words(tmp_path: Path, name: str) -> None:
    with pytest.raises(AnswerError, match=r"^it: (there is no such file|cannot be read)"):
        check_file(tmp_path / name, "it")


def test_rows_and_what_they_take_are_counted() -> None:
    check_rows(500_000, "it")
    with pytest.raises(AnswerError, match=r"^it: has over 500000 rows"):
        check_rows(500_001, "it")
    check_unpacked(300_000_000, "it")
    with pytest.raises(AnswerError, match=r"^it: would take over 300 MB when read"):
        check_unpacked(300_000_001, "it")


@pytest.mark.parametrize("form", ["parquet", "sav"])
def test_a_cell_counts_for_twenty_bytes_however_small_it_is_in_its_file(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, frame = tmp_path / f"answers.{form}", pd.DataFrame({f"c{n}": [1.0] * 1_000 for n in range(10)})
    frame.to_parquet(path) if form == "parquet" else pyreadstat.write_sav(frame, path)
    for most, fits in ((200_000, True), (199_999, False)):
        for module in ("limits", "statistical"):
            monkeypatch.setattr(f"dce.store.foreign.{module}.MOST_UNPACKED", most)
        with nullcontext() if fits else pytest.raises(AnswerError, match="would take over"):
            assert len(read_foreign_table(path)) == 1_000


def test_of_a_table_that_is_too_large_only_what_it_tells_of_itself_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, asked = tmp_path / "answers.sav", []

    def read(file: Path, **options: object) -> Any:
        asked.append(options)
        return pyreadstat.read_sav(file, **options)

    pyreadstat.write_sav(pd.DataFrame({"rating": [1.0] * 3}), path)
    monkeypatch.setattr("dce.store.foreign.limits.MOST_ROWS", 2)
    with pytest.raises(AnswerError, match="has over 2 rows"):
        list(_read_stat(read, path, "it", "SPSS"))
    assert asked == [{"metadataonly": True}]


def test_a_date_of_a_statistics_program_is_the_number_in_its_file(tmp_path: Path) -> None:
    """SPSS counts seconds since its calendar began, Stata days since 1960."""
    day = date(2026, 1, 3)
    days = pd.DataFrame({"respondent": ["001"], "day": [day]})
    pyreadstat.write_sav(days, tmp_path / "days.sav")
    pyreadstat.write_dta(days, tmp_path / "days.dta")
    sav, dta = (read_foreign_table(tmp_path / f"days.{form}")["day"].tolist() for form in ("sav", "dta"))
    assert sav == [str((day - date(1582, 10, 14)).days * 86_400)]
    assert dta == [str((day - date(1960, 1, 1)).days)]


def test_a_header_names_at_most_a_thousand_columns_and_each_once() -> None:
    many = [str(number) for number in range(1_000)]
    check_header(many, "it")
    with pytest.raises(AnswerError, match=r"^it: has over 1000 columns"):
        check_header([*many, "one more"], "it")
    with pytest.raises(AnswerError, match=r"^it: row 1, column 3: has no name"):
        check_header(["a", "b", " "], "it")
    with pytest.raises(AnswerError, match=rf'^it: row 1: column "{"c" * 60}" stands twice'):
        check_header(["a", "c" * 61, "c" * 61], "it")


def read(tmp_path: Path, content: str) -> list[list[str]]:
    path = tmp_path / "answers.csv"
    path.write_text(content, encoding="utf-8")
    return read_foreign_table(path).reset_index().to_numpy().tolist()


def test_a_cell_has_at_most_twenty_thousand_signs(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEADER}\n1,1,{'a' * 20_000}\n") == [[2, "1", "1", "a" * 20_000]]
    with pytest.raises(AnswerError, match='row 3, column "task": is no text of at most 20000'):
        read(tmp_path, f"{HEADER}\n1,1,4\n{'b' * 20_000},{'a' * 20_001},4\n")


def test_a_table_has_at_most_so_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dce.store.foreign.limits.MOST_ROWS", 2)
    assert len(read(tmp_path, f"{HEADER}\n1,1,4\n1,2,4\n")) == 2
    with pytest.raises(AnswerError, match="has over 2 rows"):
        read(tmp_path, f"{HEADER}\n1,1,4\n1,2,4\n1,3,4\n")


@pytest.mark.parametrize(("name", "shown"), [("a\nb.exe", "a?b.exe"), ("x" * 90 + ".exe", "x" * 80)])
def test_the_name_of_what_is_no_table_is_told_short_and_plain(tmp_path: Path, name: str, shown: str) -> None:
    with pytest.raises(AnswerError) as refused:
        read_foreign_table(tmp_path / "upload", name=name)
    assert str(refused.value).partition(":")[0] == shown


@pytest.mark.parametrize("before", ["", "sep=,\n", "\n\n"])
def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path, before: str) -> None:
    first = 2 + before.count("\n")
    lines = f'{before}{HEADER}\n1,1,4\n,,\n\'=2,"a\nb",5\n'
    assert read(tmp_path, lines) == [[first, "1", "1", "4"], [first + 2, "=2", "a\nb", "5"]]
    with pytest.raises(AnswerError, match=f"row {first + 1}: has 2 cells and the header 3; mend that row"):
        read(tmp_path, f"{before}{HEADER}\n1,1,4\n1,1\n")


def test_empty_columns_behind_a_table_are_none(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEADER},,\n1,1,4,,\n") == [[2, "1", "1", "4"]]
    with pytest.raises(AnswerError, match="row 2: has a cell beside the header"):
        read(tmp_path, f"{HEADER},,\n1,1,4,,x\n")
    with pytest.raises(AnswerError, match="has no header; name the columns in the first row"):
        read(tmp_path, ",,\n\n")


def test_the_sign_that_stands_most_often_in_the_header_separates(tmp_path: Path) -> None:
    assert read(tmp_path, '"a;b;c;d",task\n1,1\n') == [[2, "1", "1"]], "not inside quotes"
    assert read(tmp_path, '"a","b;c;d;e",task\n1,2,3\n') == [[2, "1", "2", "3"]]
    assert read(tmp_path, "a,b;task;rating\n1,5;2;3\n") == [[2, "1,5", "2", "3"]]
    assert read(tmp_path, "a,b\n1;2;3;4,5\n") == [[2, "1;2;3;4", "5"]], "nor in other rows"


@pytest.mark.parametrize(("count", "last"), [(1, "row 1"), (20, "row 20"), (21, "and 1 more"), (33, "and 13 more")])
def test_twenty_faults_are_told_by_row_and_the_others_counted(count: int, last: str) -> None:
    faults = Faults()
    for number in range(count, 0, -1):
        faults.add(number, "", f"row {number}")
    with pytest.raises(AnswerError) as refused:
        faults.tell()
    lines = str(refused.value).splitlines()
    assert lines == [*(f"row {number}" for number in range(1, min(count, 20) + 1)), *[last] * (count > 20)]
