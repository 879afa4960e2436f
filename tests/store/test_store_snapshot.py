"""Tables in one SQLite file: each column of its own kind, and what is missing is nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd

from dce.store.snapshot import write_tables


def test_every_column_has_its_kind_and_what_is_missing_is_null(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "who": pd.Series(["001", None], dtype="str"),
            "synthetic": [True, False],
            "task": [1, 2],
            "seconds": pd.Series([3, None], dtype="Int64"),
            "weight": [0.5, None],
        }
    )
    write_tables({"answers": frame, "people": frame[["who"]]}, tmp_path / "answers.sqlite")
    with closing(sqlite3.connect(tmp_path / "answers.sqlite")) as file:
        kinds = {name: kind for _, name, kind, *_ in file.execute("PRAGMA table_info(answers)")}
        assert kinds == {
            "who": "TEXT",
            "synthetic": "INTEGER",
            "task": "INTEGER",
            "seconds": "INTEGER",
            "weight": "REAL",
        }
        rows = file.execute("SELECT * FROM answers").fetchall()
        assert rows == [("001", 1, 1, 3, 0.5), (None, 0, 2, None, None)]
        assert file.execute("SELECT * FROM people").fetchall() == [("001",), (None,)]
