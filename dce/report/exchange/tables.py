"""Extracts as CSV, workbook and Parquet: text stays text, numbers stay numbers, and nothing is a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from dce.data.formulas import defused
from dce.errors import AnswerError
from dce.report.exchange.codebook import codebook_rows
from dce.report.exchange.extract import Extract

MOST_SHEET_ROWS = 1_048_576
PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
NO_DAY = datetime(1980, 1, 1)  # when a file was made tells when people answered; the same for all


def csv_text(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A CSV table after RFC 4180, every text made harmless for spreadsheets."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([defused(name) for name in names])
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def csv_cell(cell: Any) -> str:
    """A cell as it stands in a CSV table; a text that looks like a sum gets an apostrophe, a number stays one.

    >>> csv_cell("=1+1"), csv_cell(-1), csv_cell(None), csv_cell(True)
    ("'=1+1", '-1', '', 'True')
    """
    if cell is None or cell is pd.NA:
        return ""
    return defused(cell) if isinstance(cell, str) else str(cell)


def option_cell(option: str | None) -> str:
    """The same for an option: one that is a plain number, such as -1 on a scale from -2 to 2, stays a number.

    >>> option_cell("-1"), option_cell("-A1")
    ('-1', "'-A1")
    """
    return option if option and PLAIN_NUMBER.fullmatch(option) else csv_cell(option)


def extract_csv(extract: Extract) -> str:
    """The extract as the text of a CSV table."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in extract.columns])
    as_cell = [option_cell if column.kind == "category" else csv_cell for column in extract.columns]
    columns = (_told(told, extract.frame[c.name]) for told, c in zip(as_cell, extract.columns, strict=True))
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue()


def _told(as_cell: Callable[[Any], str], cells: pd.Series) -> list[str]:
    """Each cell as it stands in the table; made once for all that are the same, for of millions few differ."""
    codes, different = pd.factorize(cells)  # a missing one has code -1: the last
    found: list[str] = np.array([*map(as_cell, different.tolist()), ""], dtype=object)[codes].tolist()
    return found


def _cells(extract: Extract) -> list[list[Any]]:
    return [[None if cell is pd.NA else cell for cell in extract.frame[c.name].tolist()] for c in extract.columns]


def write_csv(extract: Extract, path: Path) -> None:
    """Write the extract as CSV: RFC 4180, UTF-8 without a mark, a missing cell empty."""
    path.write_text(extract_csv(extract), encoding="utf-8", newline="")


def write_xlsx(extract: Extract, path: Path) -> None:
    """Write the extract as a workbook, with its codebook on a second sheet; every text is a text cell."""
    if len(extract.frame) >= MOST_SHEET_ROWS:
        raise AnswerError(f"{len(extract.frame)} rows are more than a sheet holds; export as csv or parquet")
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "in_memory": False, "tmpdir": str(path.parent)})
    book.set_properties({"created": NO_DAY, "title": extract.design.study.title[extract.language]})
    quoted = book.add_format({"quote_prefix": True})  # stays text when somebody edits the cell
    names = [column.name for column in extract.columns]
    _fill(book.add_worksheet("answers"), [names, *zip(*_cells(extract), strict=True)], quoted)
    _fill(book.add_worksheet("codebook"), codebook_rows(extract.columns, extract.language), quoted)
    book.close()


def _fill(sheet: Any, rows: Iterable[Sequence[Any]], quoted: Any) -> None:
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, bool):
                sheet.write_boolean(number, place, cell)
            elif isinstance(cell, int):
                sheet.write_number(number, place, cell)
            elif cell is not None:
                sheet.write_string(number, place, cell, quoted if defused(cell) != cell else None)


def write_parquet(extract: Extract, path: Path) -> None:
    """Write the extract as Parquet; each column carries its meaning as metadata."""
    kinds = {"text": pa.string(), "category": pa.string(), "whole": pa.int64(), "truth": pa.bool_()}
    fields = [pa.field(c.name, kinds[c.kind], metadata={"label": c.label}) for c in extract.columns]
    about = {"study": extract.design.study.id, "study_hash": extract.design.study.hash, "language": extract.language}
    schema = pa.schema(fields, metadata=about)
    arrays = [pa.array(cells, type=field.type) for cells, field in zip(_cells(extract), fields, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), path)
