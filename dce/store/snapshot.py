"""Tables for analysis in one SQLite file, which every program can read and nothing writes to again."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pandas as pd

from dce.store.engines.sqlite_refusals import named

ROWS_AT_ONCE = 50_000


def write_tables(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write each of ``tables`` under its name to the new file ``path``; what is missing is NULL, and text stays text.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_tables({"answers": pd.DataFrame({"respondent": ["001"]})}, Path(folder) / "answers.sqlite")
    ...     with closing(sqlite3.connect(Path(folder) / "answers.sqlite")) as file:
    ...         file.execute("SELECT * FROM answers").fetchall()
    [('001',)]
    """
    with named(path), closing(sqlite3.connect(path)) as file:
        for name, table in tables.items():
            plain = table.astype(object).where(table.notna(), None)
            types = {str(column): _type(table[column]) for column in table.columns}
            plain.to_sql(name, file, index=False, dtype=types, chunksize=ROWS_AT_ONCE)
        file.commit()


def _type(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_integer_dtype(column):
        return "INTEGER"
    return "REAL" if pd.api.types.is_float_dtype(column) else "TEXT"
