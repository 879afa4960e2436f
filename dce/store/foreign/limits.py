"""How large a foreign table may be, so that reading one cannot fill memory or disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dce.errors import AnswerError

MEGABYTE = 1_000_000
MOST_BYTES = 50 * MEGABYTE
MOST_UNPACKED = 300 * MEGABYTE
MOST_ROWS = 500_000
MOST_COLUMNS = 1_000
MOST_TEXT = 20_000  # characters of a cell


def check_file(path: Path, name: str) -> None:
    """Refuse what is no file, is empty or is too large to be read."""
    try:
        size = path.stat().st_size if path.is_file() else None
    except OSError as error:
        raise AnswerError(f"{name}: cannot be read ({error.strerror}); name a table of answers") from error
    if size is None:
        raise AnswerError(f"{name}: there is no such file; name a table of answers")
    if size == 0:
        raise AnswerError(f"{name}: is empty; give a table with a header and a row an answer")
    if size > MOST_BYTES:
        raise AnswerError(f"{name}: is over {MOST_BYTES // MEGABYTE} MB; give it in parts, each with whole people")


def check_rows(count: int, name: str) -> None:
    """Refuse more rows than are read."""
    if count > MOST_ROWS:
        raise AnswerError(f"{name}: has over {MOST_ROWS} rows; give it in parts, each with whole people")


def check_unpacked(size: int, name: str) -> None:
    """Refuse what would fill the memory once it is read."""
    if size > MOST_UNPACKED:
        raise AnswerError(f"{name}: would take over {MOST_UNPACKED // MEGABYTE} MB when read; give it in parts")


def check_header(header: Sequence[str], name: str) -> None:
    """Refuse a header that does not name each column once."""
    if len(header) > MOST_COLUMNS:
        raise AnswerError(f"{name}: has over {MOST_COLUMNS} columns; give a row an answer, and only what belongs to it")
    for place, column in enumerate(header, 1):
        if not column.strip():
            raise AnswerError(f"{name}: row 1, column {place}: has no name; name every column")
        if column in header[: place - 1]:
            raise AnswerError(f'{name}: row 1: column "{column[:60]}" stands twice; keep one of them')
