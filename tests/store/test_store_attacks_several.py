"""Several programs at one database, one that is killed in the middle, and one that changes what guards it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from store_deaths import DONE, KILLED, die_before, end, in_a_process, start
from store_full import fill
from store_raw import look
from store_released import rows_of_file, write_file

from dce.design import Design
from dce.store import COMMAND_LINE, Store, restore
from dce.store.migrations import STEPS

STUDY, OLDEST = "voorbeeld", "0001_collect_answers"
TROJAN = "CREATE TRIGGER tidy AFTER INSERT ON answers BEGIN DELETE FROM answers WHERE place = 3; END"


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_backup_while_an_old_file_is_brought_up_to_date_is_one_moment(tmp_path: Path) -> None:
    def copy(path: Path, number: int) -> None:
        with closing(Store.open(path)) as store:
            store.backup(path.with_suffix(f".{number}"))

    for name in ("one", "two"):
        path = write_file(OLDEST, tmp_path / f"{name}.db")
        at_once = [start(partial(copy, path, number)) for number in range(3)]
        assert [end(child) for child in at_once] == [DONE] * 3
        with closing(sqlite3.connect(path)) as connection:
            steps = connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()
        assert steps == (len(STEPS),), "each step once"
        for number in range(3):
            restore(path.with_suffix(f".{number}"), tmp_path / "again.db")
            assert len(rows_of_file(tmp_path / "again.db")["respondents"]) == 4
            (tmp_path / "again.db").unlink()


def answers(path: Path) -> list[str]:
    return sorted(str(row["hash"]) for row in rows_of_file(path)["answers"])


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.long
def test_a_move_that_is_killed_again_and_again_loses_nothing_and_is_finished(tmp_path: Path, design: Design) -> None:
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    with closing(Store.open(here)) as store:
        fill(store, design, 3)
        store.life.change(STUDY, "closed", COMMAND_LINE)
    Store.open(there).close()
    before = answers(here)

    def move(change: int) -> None:
        with closing(Store.open(here)) as source, closing(Store.open(there)) as target:
            die_before(change, source._database, target._database)
            source.move(STUDY, target, COMMAND_LINE)

    deaths, in_both = [0, 0], False  # before all of it stood there too, and after
    while (ended := in_a_process(partial(move, 1 + deaths[in_both]))) == KILLED:
        deaths[in_both] += 1
        assert answers(here) == before
        in_both = answers(there) == before
        assert in_both or answers(there) == []
    assert ended == DONE
    assert min(deaths) > 20, deaths
    assert (answers(here), answers(there)) == ([], before)
    for path in (here, there):
        with closing(Store.open(path)) as store:
            assert store.verify() == ()


def test_a_rule_that_is_gone_or_switched_off_is_told(store: Store, place: str) -> None:
    alter = "ALTER TABLE audit {} TRIGGER audit_is_not_edited"
    server = place.startswith("postgresql")
    look(store, alter.format("DISABLE") if server else "DROP TRIGGER audit_is_not_edited")
    try:
        assert store.verify() == ("rule audit_is_not_edited: is gone or switched off, and kept the log as it was",)
    finally:
        if server:
            look(store, alter.format("ENABLE"))


def test_a_rule_that_nobody_of_us_made_is_told(store: Store, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(TROJAN)
    assert store.verify() == ("rule tidy: dce did not make it; look at what it does",)
