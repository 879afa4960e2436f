"""Workbooks (XLSX): the first sheet as text, read row by row from a zip that was looked at before."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.parsers import expat

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from dce.errors import AnswerError
from dce.store.foreign.cells import as_text
from dce.store.foreign.limits import MEGABYTE, MOST_BYTES, MOST_COLUMNS
from dce.store.foreign.text_table import Rows
from dce.study.archive import Limits, opened_zip

LIMITS = Limits(MOST_BYTES, 100 * MEGABYTE, most_members=2_000)
DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
OTHER_SIGNS = re.compile(rb"""^[^>]{0,200}encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
MOST_SHEET_ROWS = 1_048_576  # that a workbook can have; a file may say otherwise
MOST_DEPTH = 100  # elements within each other; a sheet has five or six, a drawing some twenty
MOST_ELEMENTS = 8_000_000  # of one part: more cells than fit in what is unpacked
AT_ONCE = MEGABYTE
OVERLAP = 16  # bytes, in which a word that is cut in two by reading in parts is found whole


def read_workbook(path: Path, name: str) -> Rows:
    """The rows of the first sheet, the header first; raises AnswerError by row and column.

    No part may declare entities or another document: nothing is fetched and nothing grows while it is read.
    """
    with opened_zip(path, LIMITS, name=name, error=AnswerError) as archive:
        for member in archive.namelist():
            _check_part(archive, member, name)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as error:
        raise AnswerError(f"{name}: is no workbook (XLSX) that can be read ({error}); save it again as XLSX") from error
    try:
        yield from _rows(book, name)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        raise AnswerError(f"{name}: its first sheet cannot be read ({error}); save it again as XLSX") from error
    finally:
        book.close()


def _check_part(archive: zipfile.ZipFile, member: str, name: str) -> None:
    """Refuse a part that declares what a workbook never needs, or hides it in another way of writing text."""
    if not member.endswith((".xml", ".rels", ".vml")):
        return
    shape = _Shape(name)
    with archive.open(member) as part:
        before = part.read(AT_ONCE)
        if before.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in before[:64] or OTHER_SIGNS.search(before[:300]):
            raise AnswerError(f"{name}: a part of it is not written in UTF-8; save it again as XLSX")
        more = before
        while before:
            if DECLARES.search(before):
                raise AnswerError(f"{name}: a part of it declares entities, which no workbook needs; save it as CSV")
            shape.look_at(more)
            more = part.read(AT_ONCE)
            before = before[-OVERLAP:] + more if more else b""


class _Shape:
    """Counts the elements of a part while it streams by, and how deep they stand within each other.

    Whoever builds a tree of a million elements within each other needs minutes or all the memory to find that out.
    """

    def __init__(self, name: str) -> None:
        self._name, self._depth, self._elements = name, 0, 0
        self._parser: expat.XMLParserType | None = expat.ParserCreate()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._begins, self._ends

    def look_at(self, some: bytes) -> None:
        """Look at the next bytes; raises AnswerError where no workbook is built so."""
        if self._parser is not None:
            try:
                self._parser.Parse(some)
            except expat.ExpatError:  # whoever reads the part stops there too, and says so
                self._parser = None

    def _begins(self, _tag: str, _attributes: object) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MOST_DEPTH or self._elements > MOST_ELEMENTS:
            raise AnswerError(f"{self._name}: a part of it is built as no workbook is; save it again as XLSX or CSV")

    def _ends(self, _tag: str) -> None:
        self._depth -= 1


def _rows(book: Any, name: str) -> Rows:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what a file declares of its size need not be true
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_SHEET_ROWS:  # rows that are left out are made up to the one that is there
            raise AnswerError(f"{name}: has a row below row {MOST_SHEET_ROWS}, where no sheet goes on; save it again")
        if len(row) > MOST_COLUMNS:  # and cells up to the last one
            where = f"{name}: row {number}: has a cell beside column {get_column_letter(MOST_COLUMNS)}"
            raise AnswerError(f"{where}; give a row an answer, and only what belongs to it")
        filled = [place for place, cell in enumerate(row, 1) if cell is not None]
        if filled:
            yield number, list(_cells(row[: filled[-1]], number, name))


def _cells(row: tuple[Any, ...], number: int, name: str) -> Iterator[str]:
    for place, cell in enumerate(row, 1):
        if isinstance(cell, date | datetime | time | timedelta):
            where = f"{name}: row {number}, column {get_column_letter(place)}"
            raise AnswerError(f"{where}: holds a date or a time; make the column text and type what it should be")
        yield unescape(cell) if isinstance(cell, str) else as_text(cell)
