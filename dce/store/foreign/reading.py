"""Any table of answers as a frame of text, its rows numbered as in the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from dce.errors import AnswerError
from dce.store.foreign.limits import MOST_TEXT, check_file, check_header, check_rows
from dce.store.foreign.statistical import read_parquet, read_spss, read_stata
from dce.store.foreign.text_table import Rows, read_csv_table
from dce.store.foreign.workbook import read_workbook

READERS: dict[str, Callable[[Path, str], Rows]] = {
    ".csv": read_csv_table,
    ".txt": read_csv_table,
    ".tsv": read_csv_table,
    ".xlsx": read_workbook,
    ".parquet": read_parquet,
    ".sav": read_spss,
    ".zsav": read_spss,
    ".dta": read_stata,
}


def read_foreign_table(path: str | Path, *, name: str | None = None) -> pd.DataFrame:
    r"""A table of another program as text: nothing is guessed, 001 stays 001 and NA stays NA; a missing cell is empty.

    The index ``row`` counts rows as a spreadsheet does (the header of CSV and XLSX is row 1), or as SPSS, Stata and
    Parquet do (from 1, without a header). ``name`` is what to call the file, and its ending tells the kind of table:
    csv, xlsx, parquet, sav or dta; it is never used as a path. Raises AnswerError by row and column for a table that is
    none, is too large, would grow when read, or reaches outside itself.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "answers.csv"
    ...     _ = path.write_bytes("respondent;rating\r\n001;3\r\n".encode("utf-16"))
    ...     read_foreign_table(path).to_dict("index")
    {2: {'respondent': '001', 'rating': '3'}}
    """
    path = Path(path)
    called = name or str(path)
    ending = Path(called).suffix.lower()
    if ending not in READERS:
        raise AnswerError(f"{_short(called)}: is no table that is read here; give one of {', '.join(READERS)}")
    check_file(path, called)
    rows = READERS[ending](path, called)
    none: list[str] = []
    header = [cell.strip() for cell in next(rows, (1, none))[1]]
    while header and not header[-1]:
        header.pop()  # a workbook may have empty cells behind its table
    if not header:
        raise AnswerError(f"{called}: has no header; name the columns in the first row")
    check_header(header, called)
    return _frame(header, rows, called)


def _frame(header: list[str], rows: Rows, name: str) -> pd.DataFrame:
    numbers, cells = list[int](), list[list[str]]()
    for number, row in rows:
        check_rows(len(numbers) + 1, name)
        if any(row[len(header) :]):
            raise AnswerError(f"{name}: row {number}: has a cell beside the header; name its column or empty it")
        for place, cell in enumerate(row):
            if len(cell) > MOST_TEXT or "\0" in cell:
                raise AnswerError(f'{name}: row {number}, column "{header[place]}": is no text of at most {MOST_TEXT}')
        numbers.append(number)
        cells.append([*row, *[""] * (len(header) - len(row))][: len(header)])
    if not numbers:
        raise AnswerError(f"{name}: holds no answers; give a row an answer below the header")
    return pd.DataFrame(cells, columns=header, index=pd.Index(numbers, name="row"), dtype="str")


def _short(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name[:80])
