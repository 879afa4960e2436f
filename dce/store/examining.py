"""What a database is, looked at without a change to it: before it is served, while it is, or on a machine beside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dce.store.clock import at_moment
from dce.store.database import Database
from dce.store.engines.sqlite import SqliteDatabase
from dce.store.engines.sqlite_refusals import named
from dce.store.life import Life
from dce.store.migrations import STEPS, check_schema, missing_steps
from dce.store.place import Server

FULL = 2  # SQLite's number of synchronous=FULL


@dataclass(frozen=True, slots=True)
class Examined:
    """A database: how it keeps its log, the steps of its tables that are missing, the faults of its pages and rows."""

    journal: str
    missing: tuple[str, ...]
    faults: tuple[str, ...]
    steps: int = len(STEPS)


@dataclass(frozen=True, slots=True)
class Records:
    """What the rows tell: minutes that the newest is ahead of the clock, studies due to go, deletions to be swept.

    ``synced`` tells whether what is acknowledged has reached the disk, in a connection as the site has it.
    """

    minutes_ahead: int
    due: tuple[str, ...]
    unswept: int
    synthetic: bool
    synced: bool


def examine(path: Path) -> Examined:
    """Look at a database file, its pages included, as ``dce verify`` does for the answers; changes nothing.

    Raises StoreError for a file that is no database, or that another program or a newer dce made.
    """
    with named(path), reading(path) as database:
        connection = database.connection
        found = [row[0] for row in connection.execute("PRAGMA quick_check")]
        if found != ["ok"]:
            return Examined("", (), (f"its pages are damaged ({found[0].splitlines()[-1]})",))
        check_schema(database)
        loose = connection.execute("PRAGMA foreign_key_check").fetchall()
        faults = tuple(sorted({f"table {row['table']}: rows refer to what is not there" for row in loose}))
        journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
        return Examined(str(journal), missing_steps(database), faults)


def examine_server(server: Server, now: datetime) -> tuple[Examined, Records | None]:
    """Look at a database on a server, its rows included where its tables are those of this version; changes nothing.

    Raises StoreError where the server cannot be reached or may lose answers, and for what is no database of ours.
    """
    from dce.store.engines.postgres import PostgresDatabase  # psycopg is for who has such a server

    with closing(PostgresDatabase(server)) as database:
        database.reach()
        database.examine()
        check_schema(database)
        missing = missing_steps(database)
        if missing:
            return Examined("", missing, ()), None
        with database.snapshot():
            faults = tuple(sorted(set(database.damage())))
        return Examined("", (), faults), records(database, now, synced=True)


def records_of(path: Path, now: datetime) -> Records:
    """Look at the rows of a database file whose tables are up to date, as the site opens it."""
    with closing(SqliteDatabase(path)) as database:
        synced = database.connection.execute("PRAGMA synchronous").fetchone()[0] >= FULL
        return records(database, now, synced=synced)


def records(database: Database, now: datetime | None = None, *, synced: bool) -> Records:
    """Look at the rows of a database whose tables are up to date, at the moment ``now``."""
    moment = now or datetime.now(UTC)
    newest = database.run("newest_moment")[0]["at"]
    ahead = (at_moment(newest) - moment).total_seconds() / 60 if newest else 0
    life = Life(database)
    due = tuple(each.study_id for each in life.due(moment))
    return Records(max(0, round(ahead)), due, len(life.unswept()), database.synthetic, synced)


@contextmanager
def reading(path: Path) -> Iterator[SqliteDatabase]:
    """A database that only reads: the one of the server would turn a file that it opens into one with a log."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield _ReadOnly(path, connection)


class _ReadOnly(SqliteDatabase):
    """The same statements over a connection that was opened elsewhere."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        super().__init__(path)
        self._reading = connection

    @property
    def connection(self) -> sqlite3.Connection:
        """The one connection, whatever the thread."""
        return self._reading
