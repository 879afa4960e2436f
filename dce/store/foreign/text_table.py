"""CSV tables: which signs they are written with is found out, and every cell stays the text that was typed."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import StringIO
from itertools import count
from pathlib import Path

from dce.data.formulas import as_typed
from dce.errors import AnswerError

Rows = Iterator[tuple[int, list[str]]]  # the number of each row, and its cells
SEPARATORS = (",", ";", "\t")
TOLD = {"sep=,": ",", "sep=;": ";", "sep=\t": "\t"}  # a first line by which Excel tells the separator
WHAT_IT_IS = {
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip or a workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a compressed file",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet table",
}


def read_csv_table(path: Path, name: str) -> Rows:
    """The rows of a CSV table, the header first; raises AnswerError by row for what is no such table."""
    text, before = _text(path.read_bytes(), name), 0
    first, _, rest = text.partition("\n")
    separator = TOLD.get(first.strip("\r").lower())
    if separator is None:
        separator = _separator(text)
    else:
        text, before = rest, 1
    return _rows(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True), before, name)


def _text(raw: bytes, name: str) -> str:
    for start, what in WHAT_IT_IS.items():
        if raw.startswith(start):
            raise AnswerError(f"{name}: is {what} and no CSV table; name the table, with its right ending")
    utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not utf16 and b"\0" in raw:
        said = "holds zero bytes: it is no text, or UTF-16 without a byte order mark"
        raise AnswerError(f"{name}: {said}; save it as CSV in UTF-8")
    try:
        text = raw.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise AnswerError(f"{name}: row {row}: is not text in UTF-8; save it as CSV in UTF-8") from error
    if "\0" in text:
        raise AnswerError(f"{name}: holds zero signs, which no text has; save it as CSV in UTF-8")
    return text


def _separator(text: str) -> str:
    """The sign that stands most often in the header, outside quotes."""
    header = "".join(text.lstrip("\r\n").splitlines()[:1]).split('"')[::2]
    counts = {separator: sum(part.count(separator) for part in header) for separator in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: counts[separator])


def _rows(reader: Iterator[list[str]], before: int, name: str) -> Rows:
    """Rows with their numbers as a spreadsheet counts them; empty ones are passed over."""
    width = 0
    for number in count(before + 1):
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise AnswerError(f"{name}: row {number}: is no row of a CSV table ({error}); mend that row") from error
        width = width or len(row)
        if not any(row):
            continue
        if len(row) != width:
            raise AnswerError(f"{name}: row {number}: has {len(row)} cells and the header {width}; mend that row")
        yield number, [as_typed(cell) for cell in row]
