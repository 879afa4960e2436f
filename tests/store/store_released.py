"""Databases as earlier releases wrote them, for either engine, and what a later one must still find in them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from pg_cluster import Cluster

from dce.store.database import Database
from dce.store.engines.postgres import PostgresDatabase
from dce.store.migrations import STEPS
from dce.store.place import Server

FOLDER = Path(__file__).parent / "released"
OF_SQLITE = "_sqlite_migrations"
Rows = dict[str, list[dict[str, Any]]]


def up_to(step: str) -> dict[str, Any]:
    """The steps of a release."""
    return {name: statements for name, statements in STEPS.items() if name <= step}


def write_file(step: str, path: Path) -> Path:
    """The database file of a release."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FOLDER / f"{step}.sql").read_text(encoding="utf-8"))
    return path


def rows_of_file(path: Path) -> Rows:
    """Every row of a file, by table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables}
    return {name: [dict(row) for row in found] for name, found in rows.items() if name != OF_SQLITE}


def write_server(step: str, cluster: Cluster, name: str, rows: Rows) -> None:
    """The same on a server: the tables by the steps of the release, with its rows."""
    with closing(PostgresDatabase(Server(cluster.url(name)))) as database, database.tx():
        database.apply(up_to(step))
    with psycopg.connect(cluster.url(name)) as connection:
        connection.execute("SET session_replication_role = replica")  # in any order, past the rules of the log
        for table, found in rows.items():
            for row in found:
                places = ", ".join(f"%({column})s" for column in row)
                connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", row)


def rows_of(database: Database) -> Rows:
    """Every row of an open database, by table."""
    with database.tx():
        tables = [name for name in database.tables() if not name.endswith("_migrations")]
        return {name: [dict(row) for some in database.rows_of(name, "TRUE") for row in some] for name in tables}


GONE = ("changes", "group_models")  # tables of what is counted or fitted anew


def missing(before: Rows, after: Rows) -> list[str]:
    """What a later release no longer has of an earlier one, by table: rows are compared in the columns of then."""
    return [
        name for name, rows in before.items() if name not in GONE and _as_now(name, rows) != _like(after[name], rows)
    ]


def _as_now(table: str, rows: list[dict[str, Any]]) -> list[str]:
    """An answer was called a rating before there were others."""
    named = [{"answer" if (table, key) == ("answers", "rating") else key: row[key] for key in row} for row in rows]
    return sorted(repr(sorted(row.items())) for row in named)


def _like(rows: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[str]:
    columns = {"answer" if key == "rating" else key for row in before for key in row}
    return _as_now("", [{key: row[key] for key in row if key in columns} for row in rows])
