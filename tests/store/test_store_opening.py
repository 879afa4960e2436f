import os
import resource
import sqlite3
import stat
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path

import numpy as np
import pytest
from store_raw import look

from dce.design import Design
from dce.errors import StoreError
from dce.store import Respondent, Store, StoreBusy, migrations
from dce.store.database import Step

Account = Callable[[], AbstractContextManager[None]]
PAGE = 4096  # bytes; what SQLite takes for new files


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_new_file_is_for_its_owner_only_and_nothing_lies_beside_it(path: Path) -> None:
    store = Store.open(path)
    store.study_ids()
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    store.close()
    assert list(path.parent.iterdir()) == [path]


def test_what_is_acknowledged_is_on_the_disk_and_references_hold(store: Store, path: Path) -> None:
    pragmas = ("journal_mode", "synchronous", "foreign_keys")
    found = [look(store, f"PRAGMA {name}")[0][0] for name in pragmas]
    assert found == ["wal", 2, 1]  # 2 is FULL


@pytest.mark.parametrize("name", ["a b.db", "100%?.db", "[x]*#.db", "é.db", ":memory:"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    for _ in range(2):
        Store.open(tmp_path / name).close()
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_many_that_open_a_new_file_at_once_get_the_same_one(path: Path, design: Design) -> None:
    together = threading.Barrier(8)

    def join(seed: int) -> None:
        together.wait()
        store = Store.open(path)
        store.publish(design)
        store.add_respondent(design, language="nl", rng=np.random.default_rng(seed))
        store.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(join, range(8)))
    store = Store.open(path)
    assert store.progress("voorbeeld").started == 8
    store.close()
    assert list(path.parent.iterdir()) == [path]  # of two that close at one time neither may take the log away


@pytest.fixture
def newer_tables(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later dce comes upon the file of this one: two more migrations, the second of which takes a while."""
    steps: dict[str, Step] = {
        **migrations.STEPS,
        "0002_first": ("CREATE TABLE first (a TEXT)",),
        "0003_second": tuple(f"CREATE TABLE second_{n} (a TEXT)" for n in range(50)),
    }
    monkeypatch.setattr(migrations, "STEPS", steps)


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


@pytest.mark.usefixtures("respondent", "newer_tables")
def test_many_that_open_an_older_file_at_once_bring_it_up_to_date_once(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(Store.open, [path] * 8))
    assert {store.progress("voorbeeld").started for store in stores} == {1}
    assert {"first", "second_0", "second_49"} < tables(path)
    for store in stores:
        store.close()


@pytest.mark.usefixtures("newer_tables")
def test_a_migration_that_fails_leaves_the_file_as_it_was(store: Store, path: Path) -> None:
    before = tables(path) | {"second_30"}
    execute(path, "CREATE TABLE second_30 (a TEXT)")
    with pytest.raises(StoreError, match="second_30"):
        Store.open(path)
    assert tables(path) == before
    assert store.study_ids() == ("voorbeeld",)


@pytest.mark.parametrize(("asked", "mark"), [(None, False), (False, False), (True, True)])
def test_a_file_keeps_its_mark(path: Path, design: Design, asked: bool | None, mark: bool) -> None:
    store = Store.open(path, synthetic=asked)
    store.publish(design)
    person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
    store.record_answer(person.id, person.tasks[0], "4")
    assert store.answers("voorbeeld")["synthetic"].tolist() == [mark]
    store.close()
    again = Store.open(path)
    assert again.synthetic is mark
    again.close()
    Store.open(path, synthetic=mark).close()
    holds, asked = ("invented", "real") if mark else ("real", "invented")
    with pytest.raises(StoreError, match=f"as holding {holds} answers; use another file for {asked} ones"):
        Store.open(path, synthetic=not mark)


def test_an_empty_file_is_refused_and_left_alone(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match=r"dce\.db: the file is empty.*put the last backup"):
        Store.open(path)
    assert path.stat().st_size == 0


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("respondent,task,rating\n" * 1000)
    with pytest.raises(StoreError, match=r"dce\.db: this is not a database; name the file"):
        Store.open(path)
    assert path.read_text() == "respondent,task,rating\n" * 1000


def test_a_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    execute(path, "CREATE TABLE songs (title)")
    with pytest.raises(StoreError, match="made by another program"):
        Store.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]


def test_a_database_of_a_newer_dce_is_refused(store: Store, path: Path) -> None:
    store.close()
    columns = "(migration_set, name, applied_at) VALUES ('dce', '0999_later', '2030-01-01')"
    execute(path, f"INSERT INTO _sqlite_migrations {columns}")
    with pytest.raises(StoreError, match=r"dce\.db: a newer dce wrote this database.*'0999_later'.*update dce"):
        Store.open(path)


def test_a_folder_or_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="this is a folder"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="does not exist; make it first"):
        Store.open(tmp_path / "none" / "dce.db")


@pytest.mark.parametrize("wound", [b"\xff", b"\x00"], ids=["ones", "zeros"])
def test_one_damaged_page_anywhere_is_refused(store: Store, design: Design, path: Path, wound: bytes) -> None:
    rng = np.random.default_rng(1)
    for _ in range(60):
        person = store.add_respondent(design, language="nl", rng=rng)
        for task in person.tasks:
            store.record_answer(person.id, task, "4")
    store.close()
    sound = path.read_bytes()
    assert len(sound) > 30 * PAGE
    for start in range(PAGE, len(sound), PAGE):
        path.write_bytes(sound[:start] + wound * PAGE + sound[start + PAGE :])
        with pytest.raises(StoreError, match=r"dce\.db: the database is damaged.*put the last backup in its place"):
            Store.open(path)
    Store.open(path, whole=False).close()  # a process that a site starts does not read ten seconds of pages again


def test_a_cut_off_file_is_refused(store: Store, path: Path) -> None:
    store.close()
    os.truncate(path, path.stat().st_size - PAGE)
    with pytest.raises(StoreError, match="damaged"):
        Store.open(path)


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_read_only_file_is_refused(open_folder: Path, journal: str, ordinary_account: Account) -> None:
    path = open_folder / "dce.db"
    Store.open(path).close()
    execute(path, f"PRAGMA journal_mode={journal}")
    path.chmod(0o444)
    with ordinary_account(), pytest.raises(StoreError, match=r"dce\.db: it cannot be written; give.*permission"):
        Store.open(path)


def test_what_was_read_only_is_written_once_that_is_mended(open_folder: Path, ordinary_account: Account) -> None:
    path = open_folder / "dce.db"
    with ordinary_account():
        store = Store.open(path)
        store.close()
        path.chmod(0o444)
        with pytest.raises(StoreBusy, match="it cannot be written"):
            store._database.run("write_fact_again", name="synthetic")
        for file in open_folder.iterdir():  # its log has the rights that it had
            file.chmod(0o600)
        store._database.run("write_fact_again", name="synthetic")
        store.close()


def test_a_read_only_folder_is_refused_for_an_old_and_for_a_new_file(
    open_folder: Path, ordinary_account: Account
) -> None:
    path = open_folder / "dce.db"
    Store.open(path).close()
    path.chmod(0o666)
    open_folder.chmod(0o555)
    with ordinary_account():
        with pytest.raises(StoreError, match=r"dce\.db: it cannot be written; give.*on its folder"):
            Store.open(path)
        with pytest.raises(StoreError, match=r"new\.db: .*allow reading and writing here"):
            Store.open(open_folder / "new.db")


def test_a_folder_that_cannot_be_entered_is_refused(open_folder: Path, ordinary_account: Account) -> None:
    path = open_folder / "dce.db"
    Store.open(path).close()
    open_folder.chmod(0o000)
    with ordinary_account(), pytest.raises(StoreError, match=r"dce\.db: no use of this place"):
        Store.open(path)


def test_a_full_disk_is_busy_changes_nothing_and_recovers(store: Store, respondent: Respondent, path: Path) -> None:
    first, second, *_ = respondent.tasks
    store.record_answer(respondent.id, first, "4")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    wal = path.with_name(path.name + "-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size, before[1]))
    try:
        with pytest.raises(StoreBusy, match=r"dce\.db: the disk is full.*nothing was stored"):
            store.record_answer(respondent.id, second, "5")
        assert store.answered(respondent.id) == {first: "4"}
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert store.record_answer(respondent.id, second, "5") == "stored"
    assert store.verify() == ()


def test_a_held_database_is_busy_then_goes_on(store: Store, respondent: Respondent, path: Path) -> None:
    patient = Store.open(path, wait_seconds=0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="another program holds the database"):
            patient.record_answer(respondent.id, respondent.tasks[0], "4")
        assert patient.answered(respondent.id) == {}
    assert patient.record_answer(respondent.id, respondent.tasks[0], "4") == "stored"
    patient.close()


def test_who_writes_waits_until_another_program_lets_go(store: Store, respondent: Respondent, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        letting_go = threading.Timer(0.3, holder.execute, ["COMMIT"])
        letting_go.start()
        assert store.record_answer(respondent.id, respondent.tasks[0], "4") == "stored"
        letting_go.join()


def test_a_connection_is_closed_with_its_thread(store: Store, path: Path) -> None:
    for _ in range(3):
        thread = threading.Thread(target=store.study_ids)
        thread.start()
        thread.join()
    assert len(store._database._opened) == 1, "that of this thread"


def test_a_file_that_went_away_does_not_come_back_empty(store: Store, path: Path) -> None:
    store.close()
    path.unlink()
    with pytest.raises(StoreError, match=r"dce\.db"):
        store.study_ids()
    assert not path.exists()
