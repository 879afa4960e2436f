"""Tables of statistics programs: Parquet, SPSS and Stata, with the words of value labels in place of their numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

from dce.errors import AnswerError
from dce.store.foreign.cells import as_text
from dce.store.foreign.limits import MOST_ROWS, MOST_UNPACKED, check_header, check_rows, check_unpacked
from dce.store.foreign.text_table import Rows

CELL_BYTES = 20  # what a cell takes at least, however small it is in its file
PLAIN = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_null)


def read_parquet(path: Path, name: str) -> Rows:
    """The rows of a Parquet table, the header first."""
    try:
        file = pq.ParquetFile(path, read_dictionary=_text_columns(path))  # a text that stands often is read once
        header = list(file.schema_arrow.names)
        for field in file.schema_arrow:  # before it is read: only of these is known what they take
            _check_type(field.type, field.name, name)
        _check_shape(header, file.metadata.num_rows, CELL_BYTES * len(header), name)
        groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
        check_unpacked(sum(group.total_byte_size for group in groups), name)
        table = file.read()
        columns = [_column(table.column(column)) for column in header]
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:  # the last for text that is not UTF-8
        raise AnswerError(f"{name}: is no Parquet table that can be read ({error}); write it again") from error
    yield 0, header
    for number, row in enumerate(zip(*columns, strict=True), 1):
        yield number, list(row)


def _text_columns(path: Path) -> list[str]:
    return [field.name for field in pq.read_schema(path) if _is_text(field.type)]


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _check_type(kind: pa.DataType, column: str, table: str) -> None:
    values = kind.value_type if pa.types.is_dictionary(kind) else kind
    if not (_is_text(values) or (values is kind and any(known(kind) for known in PLAIN))):
        raise AnswerError(f'{table}: column "{column}": holds {kind}; give text, whole numbers or numbers')


def _column(column: pa.ChunkedArray) -> list[str]:
    if not pa.types.is_dictionary(column.type):
        return [as_text(cell) for cell in column.to_pylist()]
    column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    words = [as_text(word) for word in column.dictionary.to_pylist()]
    return ["" if place is None else words[place] for place in column.indices.to_pylist()]


def read_spss(path: Path, name: str) -> Rows:
    """The rows of an SPSS table, the header first; a value with a label is that label."""
    return _read_stat(pyreadstat.read_sav, path, name, "SPSS")


def read_stata(path: Path, name: str) -> Rows:
    """The rows of a Stata table, the header first; a value with a label is that label."""
    return _read_stat(pyreadstat.read_dta, path, name, "Stata")


def _read_stat(read: Callable[..., tuple[Any, Any]], path: Path, name: str, program: str) -> Rows:
    try:
        _, about = read(path, metadataonly=True)
        header = [each or "" for each in about.column_names]  # a damaged name is None
        widths = about.variable_storage_width
        endless = [column for column, width in widths.items() if not width]
        if endless:
            said = "holds texts of any length; recast it, in Stata as str2045"
            raise AnswerError(f'{name}: column "{endless[0]}": {said}')
        row_bytes = max(sum(widths.values()), CELL_BYTES * len(header))
        _check_shape(header, about.number_rows or 0, row_bytes, name)
        most = min(MOST_ROWS, MOST_UNPACKED // max(row_bytes, 1)) + 1  # a file need not tell how many there are
        frame, about = read(path, disable_datetime_conversion=True, row_limit=most)
        _check_shape(header, len(frame), row_bytes, name)
    except TypeError as error:  # of the library, where a second column has no name
        raise AnswerError(f"{name}: has columns without a name; name each and save it again") from error
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, OSError, ValueError) as error:
        raise AnswerError(f"{name}: is no {program} table that can be read ({error}); save it again") from error
    labels = about.variable_value_labels
    columns = [[_said(cell, labels.get(column, {})) for cell in frame[column].tolist()] for column in frame.columns]
    yield 0, list(frame.columns)
    for number, row in enumerate(zip(*columns, strict=True), 1):
        yield number, list(row)


def _said(cell: Any, labels: dict[Any, str]) -> str:
    return labels[cell] if cell in labels else as_text(cell)


def _check_shape(header: list[str], rows: int, row_bytes: int, name: str) -> None:
    check_header(header, name)
    check_rows(rows, name)
    check_unpacked(rows * row_bytes, name)
