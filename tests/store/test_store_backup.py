"""A backup is one moment of a database, made while people answer, and comes back only as a whole."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from dce.design import Design
from dce.errors import StoreError
from dce.store import Respondent, Store, StoreBusy, restore
from dce.store.backup import description_of, file_hash


def person(store: Store, design: Design, seed: int) -> Respondent:
    """Somebody who has answered everything."""
    found = store.add_respondent(design, language="nl", rng=np.random.default_rng(seed))
    for task in found.tasks:
        store.record_answer(found.id, task, "4")
    return found


@pytest.fixture
def made(store: Store, path: Path, design: Design, tmp_path: Path) -> Path:
    """A backup of a database with three people."""
    for seed in range(3):
        person(store, design, seed)
    target = tmp_path / "backup.db"
    store.backup(target)
    return target


def test_a_backup_that_comes_back_holds_every_row(store: Store, made: Path, tmp_path: Path) -> None:
    before, place = store.answers("voorbeeld"), tmp_path / "again.db"
    found = restore(made, place)
    assert (found.aside, found.newer, found.left) == (None, False, False)
    with closing(Store.open(place)) as again:
        assert again.answers("voorbeeld").equals(before)
        assert again.verify() == ()
    assert place.stat().st_mode & 0o077 == 0, "for its owner only"


def test_a_backup_is_one_file_with_its_description(made: Path) -> None:
    beside = {path.name for path in made.parent.iterdir() if path.name.startswith("backup")}
    assert beside == {"backup.db", "backup.db.json"}
    described = json.loads(description_of(made).read_text())
    assert described["rows"]["respondents"] == 3
    assert described["made"].endswith("Z")


def test_every_byte_of_a_backup_counts(made: Path, tmp_path: Path) -> None:
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    with pytest.raises(StoreError, match="is not the file that was made"):
        restore(made, tmp_path / "again.db")
    assert not (tmp_path / "again.db").exists()


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("DELETE FROM answers WHERE rowid = (SELECT max(rowid) FROM answers)", "answers"),
        ("UPDATE answers SET hash = 'x' WHERE rowid = (SELECT max(rowid) FROM answers)", "answers"),
        ("DELETE FROM departures", "departures"),
    ],
)
def test_rows_that_were_changed_with_the_hash_of_the_file_are_found_too(
    store: Store, made: Path, tmp_path: Path, statement: str, where: str
) -> None:
    later = made.with_name("later.db")
    store.forget(store.answers("voorbeeld")["respondent"][0])
    store.backup(later)
    with closing(sqlite3.connect(later)) as file:
        file.execute(statement)
        file.commit()
    description = json.loads(description_of(later).read_text()) | {"sha256": file_hash(later)}
    description_of(later).write_text(json.dumps(description))
    with pytest.raises(StoreError, match=f"has other rows than were there, in {where}; take another"):
        restore(later, tmp_path / "again.db")
    assert [path.name for path in tmp_path.iterdir() if "again" in path.name] == []


def test_a_file_that_was_copied_by_hand_is_no_backup(store: Store, path: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copied.db"
    copied.write_bytes(path.read_bytes())
    with pytest.raises(
        StoreError, match=r"copied.db.json: is not there, so nobody can tell whether copied.db is whole"
    ):
        restore(copied, tmp_path / "again.db")


@pytest.mark.parametrize("name", ["new.db", "new.db.json"])
def test_no_backup_is_made_where_half_of_one_is(store: Store, path: Path, name: str) -> None:
    half = path.with_name(name)
    half.write_text("of somebody else")
    with pytest.raises(StoreError, match=r"new\.db: is there already; name a new file"):
        store.backup(path.with_name("new.db"))
    assert [file.name for file in path.parent.iterdir() if "new" in file.name] == [name]
    assert half.read_text() == "of somebody else"


def test_what_is_there_is_neither_written_over_nor_taken_from_a_program_that_uses_it(
    store: Store, made: Path, path: Path
) -> None:
    with pytest.raises(StoreError, match="already"):
        store.backup(made)
    with pytest.raises(StoreError, match="put it aside with --replace"):
        restore(made, path)
    store.answers("voorbeeld")
    with pytest.raises(StoreBusy, match="another program holds the database"):
        restore(made, path, replace=True)
    assert store.verify() == ()


def test_who_left_after_the_backup_does_not_come_back_with_it(store: Store, design: Design, made: Path, path: Path):
    (gone, *_) = set(store.answers("voorbeeld")["respondent"])
    store.forget(gone)
    later = person(store, design, 9)
    store.close()
    found = restore(made, path, replace=True)
    assert (found.left, found.newer, found.deleted) == (True, True, ())
    assert found.aside is not None
    people = set(store.answers("voorbeeld")["respondent"])
    assert len(people) == 2
    assert not people & {gone, later.id}
    with closing(Store.open(found.aside)) as old:
        assert later.id in set(old.answers("voorbeeld")["respondent"]), "nothing is lost: the old file is aside"


def test_a_study_that_was_deleted_after_the_backup_is_told(store: Store, made: Path, path: Path) -> None:
    store.life.change("voorbeeld", "closed", "anna")
    store.life.delete_study("voorbeeld", typed="voorbeeld", actor="anna", key=b"k" * 32)
    store.close()
    found = restore(made, path, replace=True)
    assert (found.left, found.newer, found.deleted) == (True, False, ("voorbeeld",))
    assert store.progress("voorbeeld").started == 0


def test_a_backup_of_a_database_with_faults_does_not_come_back(
    store: Store, made: Path, path: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE answers SET answer = '5' WHERE place = 2")
        file.commit()
    store.backup(tmp_path / "damaged.db")
    first, *others = store.verify()
    assert len(others) == 2
    with pytest.raises(StoreError) as refused:
        restore(tmp_path / "damaged.db", tmp_path / "again.db")
    assert str(refused.value).endswith(f"damaged.db: 3 faults, first: {first}; take an older backup")
    assert not (tmp_path / "again.db").exists()


def test_a_single_fault_of_a_backup_is_told_as_one(store: Store, made: Path, path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE answers SET answer = '5' WHERE rowid = (SELECT min(rowid) FROM answers WHERE place = 2)")
        file.commit()
    store.backup(tmp_path / "damaged.db")
    (fault,) = store.verify()
    with pytest.raises(StoreError) as refused:
        restore(tmp_path / "damaged.db", tmp_path / "again.db")
    assert str(refused.value).endswith(f"damaged.db: 1 fault: {fault}; take an older backup")


def test_a_damaged_database_is_put_aside_with_its_log(store: Store, made: Path, path: Path) -> None:
    store.close()
    content = bytearray(path.read_bytes())
    content[100:3000] = b"\xff" * 2900
    path.write_bytes(content)
    Path(f"{path}-wal").write_bytes(b"a log that is not of the next database")
    found = restore(made, path, replace=True)
    assert found.aside is not None
    assert found.aside.read_bytes() == bytes(content)
    assert not Path(f"{path}-wal").exists()
    assert store.verify() == ()


def test_visits_and_one_time_links_do_not_come_back(store: Store, path: Path, tmp_path: Path) -> None:
    store.write_session("k" * 43, {"respondent": "x"}, 72)
    store.backup(tmp_path / "visits.db")
    restore(tmp_path / "visits.db", tmp_path / "again.db")
    with closing(Store.open(tmp_path / "again.db")) as again:
        assert again.read_session("k" * 43) is None


def test_a_backup_under_two_hundred_writes_a_second_is_one_sound_moment(
    store: Store, design: Design, made: Path, path: Path, tmp_path: Path
) -> None:
    ended = threading.Event()
    written = [0]

    def write() -> None:
        while not ended.is_set():
            person(store, design, 100 + written[0])
            written[0] += 1
            time.sleep(0.02)  # five writes each

    writer = threading.Thread(target=write)
    writer.start()
    with closing(Store.open(path)) as beside:
        for number in range(5):
            beside.backup(tmp_path / f"{number}.db")
            time.sleep(0.1)
    ended.set()
    writer.join()
    assert written[0] > 5
    sizes = []
    for number in range(5):
        restore(tmp_path / f"{number}.db", tmp_path / f"again-{number}.db")
        with closing(Store.open(tmp_path / f"again-{number}.db")) as again:
            sizes.append(len(again.answers("voorbeeld")))
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]
