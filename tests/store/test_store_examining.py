"""What is told of a database that is only looked at: each number by hand, and the file as it was."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from store_raw import look

from dce.design import Design
from dce.errors import StoreError
from dce.store import Respondent, Store, examining
from dce.store.clock import at_moment
from dce.store.engines.sqlite import SqliteDatabase
from dce.store.examining import Examined, Records, examine, records, records_of
from dce.store.migrations import STEPS
from dce.study import Fieldwork


def raw(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_sound_file_has_its_log_all_its_steps_and_no_fault(store: Store, path: Path, respondent: Respondent) -> None:
    store.close()
    before = path.read_bytes()
    assert examine(path) == Examined("wal", (), (), len(STEPS))
    assert path.read_bytes() == before


def test_every_table_with_loose_rows_is_named_once(store: Store, path: Path, design: Design) -> None:
    for seed in range(2):
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(seed))
        store.record_background(person.id, {"rol": "jurist"})
        store.record_answer(person.id, person.tasks[0], "2")
    store.close()
    raw(path, "DELETE FROM respondents")
    loose = (f"table {table}: rows refer to what is not there" for table in ("answers", "background"))
    assert examine(path) == Examined("wal", (), tuple(loose))


def test_torn_pages_are_told_before_anything_is_read(store: Store, path: Path, respondent: Respondent) -> None:
    store.close()
    content = bytearray(path.read_bytes())
    content[-4096:] = b"\xff" * 4096
    path.write_bytes(content)
    found = examine(path)
    assert (found.journal, found.missing) == ("", ())
    (fault,) = found.faults
    wrong = r"its pages are damaged \((Page |Tree |Main freelist: ).+\)"
    assert re.fullmatch(wrong, fault), "what is wrong, and no heading"


def test_a_missing_step_is_named_and_another_program_is_refused(store: Store, path: Path, tmp_path: Path) -> None:
    store.close()
    name = list(STEPS)[-1]
    raw(path, f"DELETE FROM _sqlite_migrations WHERE name = '{name}'")
    assert examine(path) == Examined("wal", (name,), ())
    other = tmp_path / "other.db"
    raw(other, "CREATE TABLE notes (text TEXT)")
    with pytest.raises(StoreError, match="made by another program"):
        examine(other)


@pytest.mark.parametrize(
    ("seconds", "ahead"),
    [(-3600, 60), (-120, 2), (-90, 2), (-80, 1), (-20, 0), (0, 0), (20, 0), (3600, 0)],
)
def test_a_clock_behind_the_newest_row_is_told_in_minutes_and_one_ahead_of_it_is_well(
    store: Store, respondent: Respondent, seconds: int, ahead: int
) -> None:
    newest = at_moment(look(store, "SELECT started AS at FROM respondents")[0]["at"])
    for table, column in (("audit", "at"), ("respondents", "started")):
        look(store, f"UPDATE {table} SET {column} = '{newest:%Y-%m-%dT%H:%MZ}'")
    found = records(store._database, newest + timedelta(seconds=seconds), synced=False)
    assert found == Records(ahead, (), 0, synthetic=False, synced=False)


def test_studies_whose_time_is_over_and_what_is_to_be_swept_are_told(store: Store, respondent: Respondent) -> None:
    closed = at_moment(look(store, "SELECT started AS at FROM respondents")[0]["at"]) - timedelta(days=1)
    store.hold("voorbeeld", Fieldwork(closes=closed))
    assert records(store._database, synced=True).due == ()
    assert records(store._database, closed + timedelta(days=367), synced=True).due == ("voorbeeld",)
    store.life.delete_study("voorbeeld", typed="voorbeeld", actor="anna", key=b"k" * 32)
    assert records(store._database, synced=True).unswept == 1


def test_a_connection_that_does_not_wait_for_the_disk_is_told(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hasty(SqliteDatabase):
        @property
        def connection(self) -> sqlite3.Connection:
            super().connection.execute("PRAGMA synchronous=NORMAL")
            return super().connection

    monkeypatch.setattr(examining, "SqliteDatabase", Hasty)
    assert not records_of(path, at_moment("2026-01-01T00:00Z")).synced


@pytest.mark.parametrize("synthetic", [True, False])
def test_a_connection_of_the_site_has_what_is_acknowledged_on_the_disk(tmp_path: Path, synthetic: bool) -> None:
    path = tmp_path / "made.db"
    Store.open(path, synthetic=synthetic).close()
    now = at_moment("2026-01-01T00:00Z")
    assert records_of(path, now) == Records(0, (), 0, synthetic=synthetic, synced=True)
