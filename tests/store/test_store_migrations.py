"""What people gave under any released schema is there under today's, also where the change of tables is cut off.

The databases were written by the programs of those days: tests/store/released/README.md.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import psycopg
import pytest
from pg_cluster import Cluster
from store_deaths import DONE, KILLED, die_before, in_a_process
from store_released import FOLDER, OF_SQLITE, Rows, missing, rows_of, rows_of_file, up_to, write_file, write_server
from write_released import BY_HAND, keep_all

from dce.store import Store, editions, migrations
from dce.store.database import Database
from dce.store.deletion import TABLES
from dce.store.engines.postgres import PostgresDatabase
from dce.store.engines.sqlite import SqliteDatabase
from dce.store.migrations import STEPS
from dce.store.place import Server

STUDY = "voorbeeld"
RELEASES = sorted(STEPS)
FIRST, LAST = RELEASES[0], RELEASES[-1]
KEY = b"k" * 32
EVERY, SOME = 15, 5  # of so many changes a process dies before one: of the first release in a file before each


@pytest.fixture(params=[one if one in (FIRST, LAST) else pytest.param(one, marks=pytest.mark.long) for one in RELEASES])
def step(request: pytest.FixtureRequest) -> str:
    """The last step of a release."""
    return str(request.param)


@pytest.fixture
def before(step: str, tmp_path: Path) -> Rows:
    """Every row that the database of a release has."""
    return rows_of_file(write_file(step, tmp_path / "before.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def released(request: pytest.FixtureRequest, step: str, before: Rows, tmp_path: Path) -> Iterator[str]:
    """Where the database of a release is."""
    if request.param == "sqlite":
        yield str(write_file(step, tmp_path / "dce.db"))
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = request.getfixturevalue("empty")
    write_server(step, cluster, name, before)
    yield cluster.url(name)


def test_there_is_a_database_of_every_release_with_a_row_in_every_table(step: str, before: Rows) -> None:
    assert [name for name, rows in before.items() if not rows] == []
    assert sorted(path.stem for path in FOLDER.glob("*.sql")) == RELEASES


def test_the_database_of_the_next_release_would_have_one_too(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "dce.db")) as store:
        keep_all(store)
    with closing(sqlite3.connect(tmp_path / "dce.db")) as connection:
        connection.executescript(BY_HAND)
    assert [name for name, rows in rows_of_file(tmp_path / "dce.db").items() if not rows] == []


def test_a_released_step_stays_as_it_was(step: str, tmp_path: Path) -> None:
    with closing(SqliteDatabase(_empty(tmp_path / "now.db"))) as now, now.tx():
        now.apply(up_to(step))
    assert _tables(tmp_path / "now.db") == _tables(write_file(step, tmp_path / "then.db"))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_what_an_earlier_release_kept_is_there_also_after_deaths_half_way_and_goes_on(
    released: str, step: str, before: Rows
) -> None:
    every = EVERY if step != FIRST else SOME if "://" in released else 1
    _dies_half_way(released, step, every)
    with closing(Store.open(released)) as store:
        assert missing(before, rows_of(store._database)) == []
        assert store.verify() == ()
        _goes_on(store, before)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("step", [FIRST], indirect=True)
@pytest.mark.parametrize("released", ["postgresql"], indirect=True)
def test_on_a_server_too_no_moment_to_die_at_loses_anything(released: str, step: str, before: Rows) -> None:
    _dies_half_way(released, step, 1)
    with closing(Store.open(released)) as store:
        assert missing(before, rows_of(store._database)) == []
        assert store.verify() == ()


def _goes_on(store: Store, before: Rows) -> None:
    """Who was half-way goes on, somebody new comes, answers are handed out, and the study can be deleted."""
    if store.life.state(STUDY) != "open":
        store.life.change(STUDY, "open", "Ana")
    (half,) = [row["id"] for row in before["respondents"] if row["completed"] is None]
    someone = store.add_respondent(store.current(STUDY), language="nl", rng=np.random.default_rng(1))
    for person in (store.respondent(half), someone):
        for task in person.tasks:
            if task not in store.answered(person.id):
                store.record_answer(person.id, task, "4")
        store.complete(person.id)
    exported = store.answers(STUDY, everything=True)[["respondent", "task"]].itertuples(index=False, name=None)
    disputed = {row["respondent"] for row in before.get("disputes", [])}
    given = {(row["respondent"], row["task"]) for row in before["answers"] if row["respondent"] not in disputed}
    new = {(half, task) for task in store.respondent(half).tasks} | {(someone.id, task) for task in someone.tasks}
    assert set(exported) == given | new
    newest = editions.newest(store._database, STUDY, 1, store.design, lambda until: store.gathered(STUDY, until=until))
    assert set(newest.people) == {person for person, _ in given | new}
    assert store.own(half)["answers"]
    assert store.verify() == ()
    store.life.change(STUDY, "closed", "Ana")
    store.life.delete_study(STUDY, typed=STUDY, actor="Ana", key=KEY)
    store.life.sweep()
    after = rows_of(store._database)
    assert [name for name in TABLES if any(STUDY in row.values() for row in after[name])] == []
    assert (after["answers"], after["respondents"], store.verify()) == ([], [], ())


def _dies_half_way(released: str, step: str, every: int) -> None:
    """Bring the tables up to date in processes that are killed, each ``every`` changes later, until one comes through.

    All on the same database: it must be what it was after each.
    """
    deaths = 0
    while not _comes_to_its_end(released, 1 + every * deaths):
        deaths += 1
        assert _applied(released) == RELEASES[: RELEASES.index(step) + 1]
    changes = sum(len(statements) + 1 for name, statements in STEPS.items() if name > step)  # and its name
    assert deaths * every >= changes


def _comes_to_its_end(where: str, change: int) -> bool:
    """Whether a process that dies before a change, the first is 1, brings the tables up to date."""

    def bring_up_to_date() -> None:
        with closing(_database(where)) as database:
            die_before(change, database)
            migrations.migrate(database)

    ended = in_a_process(bring_up_to_date)
    assert ended in (DONE, KILLED)
    return ended == DONE


def _database(where: str) -> Database:
    return PostgresDatabase(Server(where)) if "://" in where else SqliteDatabase(Path(where))


def _applied(where: str) -> list[str]:
    if "://" in where:
        with psycopg.connect(where) as server:
            return [name for (name,) in server.execute("SELECT name FROM dce_migrations ORDER BY name")]
    with closing(sqlite3.connect(where)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [name for (name,) in connection.execute(f"SELECT name FROM {OF_SQLITE} ORDER BY name")]


def _empty(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    return path


def _tables(path: Path) -> set[str]:
    """The text by which everything in a file is made, whatever the spaces in it."""
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlite%'")
        return {"".join(text.split()).replace('"', "").replace("WHENTRUEBEGIN", "BEGIN") for (text,) in made}
