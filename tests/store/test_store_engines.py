"""What the engines make of a refusal, of locks and of shared SQL: by hand, without a server."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from psycopg_pool import PoolTimeout

from dce.errors import StoreError
from dce.store import Store, StoreBusy
from dce.store.engines.postgres_refusals import refusal
from dce.store.engines.postgres_sql import begin_alone, spelled
from dce.store.engines.sqlite_refusals import named


@pytest.mark.parametrize(
    ("code", "busy", "said"),
    [
        (sqlite3.SQLITE_BUSY, True, "another program holds the database"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, True, "another program holds the database"),
        (sqlite3.SQLITE_IOERR_WRITE, True, "the disk is full or failing"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, True, "it cannot be written"),
        (sqlite3.SQLITE_CORRUPT_INDEX, False, "the database is damaged"),
        (sqlite3.SQLITE_NOTADB, False, "this is not a database"),
        (sqlite3.SQLITE_CONSTRAINT_CHECK, False, "the database refused: its own words"),
        (None, False, "the database refused: its own words"),
    ],
)
def test_a_refusal_of_sqlite_is_told_by_its_kind_whatever_its_detail(code: int | None, busy: bool, said: str) -> None:
    error = sqlite3.OperationalError("its own words")
    if code is not None:
        error.sqlite_errorcode = code
    with pytest.raises(StoreError, match=f"^dce.db: {said}") as refused, named(Path("dce.db")):
        raise error
    assert isinstance(refused.value, StoreBusy) is busy


@pytest.mark.parametrize(
    ("error", "busy", "said"),
    [
        (errors.ConnectionFailure(), True, "the server cannot be reached now"),
        (psycopg.OperationalError("the line broke"), True, "the server cannot be reached now"),
        (PoolTimeout(), True, "the server cannot be reached now"),
        (errors.LockNotAvailable(), True, "another program holds the database"),
        (errors.DataCorrupted(), False, "the database is damaged"),
        (errors.UndefinedTable("of a secret"), False, "the database refused: UndefinedTable"),
        (errors.DatabaseDropped("of a secret"), False, "the database refused: DatabaseDropped"),
        (psycopg.ProgrammingError("of a secret"), False, "the database refused: ProgrammingError"),
    ],
)
def test_a_refusal_of_a_server_is_told_by_its_state(error: psycopg.Error, busy: bool, said: str) -> None:
    told = refusal("it", error)
    assert str(told).startswith(f"it: {said}")
    assert isinstance(told, StoreBusy) is busy
    assert "secret" not in str(told)


def test_locks_by_name_are_taken_in_one_order_and_beside_that_on_all_which_they_share() -> None:
    """A name has one number, in every process and in a release beside it."""
    begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock_shared(0)"
    locks = f"{begin}, pg_advisory_xact_lock(-7865492176491161383), pg_advisory_xact_lock(545261904222873056)"
    assert begin_alone(("person anna", "person ben")) == begin_alone(("person ben", "person anna", "person ben"))
    assert begin_alone(("person anna", "person ben")) == locks


def test_types_are_spelled_anew_where_a_table_is_made_and_nowhere_else() -> None:
    assert spelled("CREATE TEMP TABLE t (n INTEGER) STRICT") == "CREATE TEMP TABLE t (n BIGINT)"
    assert spelled("SELECT :id AS TEXT") == "SELECT %(id)s AS TEXT"


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_a_file_that_becomes_read_only_is_not_ready_until_it_is_mended(
    ordinary_account, open_folder: Path, ending: str
) -> None:
    """Who has it open is granted the lock, and would be told only by the next start."""
    path = open_folder / "dce.db"
    with ordinary_account(), closing(Store.open(path)) as store:
        store.ready()
        touched = Path(f"{path}{ending}")
        touched.chmod(0o444)
        with pytest.raises(StoreBusy, match=f"^{path}: it cannot be written; .* -wal and -shm"):
            store.ready()
        touched.chmod(0o644)
        store.ready()
