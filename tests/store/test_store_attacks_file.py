"""What else can befall a database file, its backups and their return: nothing is lost, and what is wrong is named."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from store_deaths import DONE, KILLED, REFUSED, in_a_process
from store_released import rows_of_file, write_file

from dce.design import Design
from dce.errors import AnswerError, StoreError
from dce.store import Store, restore, restoring
from dce.store.backup import description_of, file_hash

STUDY = "voorbeeld"
OLDEST, BEFORE_DELETIONS = "0001_collect_answers", "0003_hold_fieldwork"


def people(path: Path) -> set[str]:
    return {row["id"] for row in rows_of_file(path)["respondents"]}


def answer(store: Store, design: Design, seed: int) -> str:
    found = store.add_respondent(design, language="nl", rng=np.random.default_rng(seed))
    for task in found.tasks:
        store.record_answer(found.id, task, "4")
    return found.id


@pytest.fixture
def made(store: Store, design: Design, path: Path, tmp_path: Path) -> Path:
    """A backup of the database at ``path``, with three people, which is closed."""
    for seed in range(3):
        answer(store, design, seed)
    store.backup(tmp_path / "backup.db")
    store.close()
    return tmp_path / "backup.db"


def table(*ids: str, tasks: int = 4) -> pd.DataFrame:
    rows = [{"respondent": id_, "task": str(task), "rating": "4"} for id_ in ids for task in range(1, tasks + 1)]
    return pd.DataFrame(rows, dtype="str")


# A backup in the place of another database than it is of


def test_a_backup_in_the_place_of_a_new_empty_database_brings_everybody_back(made: Path, path: Path) -> None:
    """The file was lost, the site was started and made a new one: nobody has left that one."""
    before = people(path)
    path.unlink()
    Store.open(path).close()
    found = restore(made, path, replace=True)
    assert (found.left, found.newer) == (False, False)
    assert people(path) == before
    assert len(before) == 3


def test_a_backup_of_another_database_does_not_take_the_place_of_one_with_people(
    made: Path, design: Design, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with closing(Store.open(other)) as store:
        store.publish(design)
        answer(store, design, 9)
    before = people(other)
    with pytest.raises(StoreError, match=r"other\.db: is not the database that this backup is of, and has people"):
        restore(made, other, replace=True)
    assert people(other) == before
    assert not [path for path in tmp_path.iterdir() if "before" in path.name]


def test_who_left_a_database_that_an_earlier_release_wrote_stays_away_too(tmp_path: Path) -> None:
    old = write_file(BEFORE_DELETIONS, tmp_path / "old.db")
    (tmp_path / "now.db").write_bytes(old.read_bytes())
    with closing(Store.open(tmp_path / "now.db")) as store:
        store.backup(tmp_path / "backup.db")
    gone = next(row["id"] for row in rows_of_file(old)["respondents"] if row["completed"] is None)
    with closing(sqlite3.connect(old)) as connection:
        for name, column in (("circumstances", "respondent"), ("answers", "respondent"), ("background", "respondent")):
            connection.execute(f"DELETE FROM {name} WHERE {column} = ?", (gone,))
        connection.execute("UPDATE invitations SET respondent = NULL WHERE respondent = ?", (gone,))
        connection.execute("DELETE FROM respondents WHERE id = ?", (gone,))
        connection.execute("INSERT INTO departures VALUES (?, 'withdrew', '2026-11-22')", (STUDY,))
        connection.commit()
    assert restore(tmp_path / "backup.db", old, replace=True).left
    assert gone not in people(old)
    assert len(people(old)) == 3


def test_people_who_were_taken_out_by_hand_are_not_deleted_from_the_backup_too(made: Path, path: Path) -> None:
    """Who left cannot be told from them."""
    with closing(sqlite3.connect(path)) as connection:
        for table in ("answers", "respondents"):
            connection.execute(f"DELETE FROM {table}")
        connection.commit()
    with pytest.raises(StoreError, match="3 people are gone since the backup, and 0 have left; name another file"):
        restore(made, path, replace=True)
    restore(made, path.with_name("again.db"))
    assert len(people(path.with_name("again.db"))) == 3


# Paths that are not a plain file


def test_a_backup_returns_to_where_a_link_leads_and_the_link_stays(made: Path, path: Path, tmp_path: Path) -> None:
    volume, link = tmp_path / "volume", tmp_path / "link.db"
    volume.mkdir()
    path.rename(volume / "dce.db")
    link.symlink_to(volume / "dce.db")
    found = restore(made, link, replace=True)
    assert link.readlink() == volume / "dce.db"
    assert found.aside is not None
    assert found.aside.parent == volume
    assert people(link) == people(found.aside)


@pytest.mark.parametrize("kind", ["circle", "pipe", "socket", "sign"])
def test_what_is_no_file_is_refused_by_name_and_not_waited_for(tmp_path: Path, kind: str) -> None:
    found = tmp_path / ("a\0b.db" if kind == "sign" else "dce.db")
    if kind == "circle":
        found.symlink_to(found)
    elif kind != "sign":
        special(found, kind)
    wrong = (
        "is no file, but a device or a pipe; name" if kind in ("pipe", "socket") else "leads to no file.*name another"
    )
    with pytest.raises(StoreError, match=wrong):
        Store.open(found)


def special(path: Path, kind: str) -> None:
    """What stands in a folder and is no file: as devices are, which no test should be let near."""
    os.mknod(path, 0o600 | (stat.S_IFIFO if kind == "pipe" else stat.S_IFSOCK))


def test_a_pipe_is_no_backup_and_a_folder_no_description(made: Path, tmp_path: Path) -> None:
    made.unlink()
    special(made, "pipe")
    with pytest.raises(StoreError, match="is no file; name a backup"):
        restore(made, tmp_path / "again.db")
    description_of(made).unlink()
    description_of(made).mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        restore(made, tmp_path / "again.db")


@pytest.mark.parametrize("kind", ["pipe", "socket", "folder"])
def test_no_backup_takes_the_place_of_what_is_no_file(made: Path, tmp_path: Path, kind: str) -> None:
    """A device would be gone from the machine."""
    place = tmp_path / "place"
    if kind == "folder":
        place.mkdir()
    else:
        special(place, kind)
    before = place.stat()
    with pytest.raises(StoreError, match="is no file, so nothing takes its place"):
        restore(made, place, replace=True)
    assert place.stat()[:4] == before[:4]


def test_no_backup_takes_the_place_of_the_database_of_another_program(made: Path, tmp_path: Path) -> None:
    place = tmp_path / "songs.db"
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE songs (title)")
    before = place.read_bytes()
    with pytest.raises(StoreError, match="made by another program"):
        restore(made, place, replace=True)
    assert place.read_bytes() == before


# A disk that is full, and a process that is killed


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_an_import_on_a_disk_that_fills_half_way_stores_nothing_and_can_be_done_again(store: Store, path: Path) -> None:
    frame = table(*(f"p{n}" for n in range(500)))
    store.close()

    def take_in() -> None:
        with closing(Store.open(path)) as own:
            own.import_answers(STUDY, frame)

    assert in_a_process(take_in, most_bytes=path.stat().st_size + 100_000) == REFUSED
    assert (store.progress(STUDY).started, store.verify()) == (0, ())
    store.import_answers(STUDY, frame)
    assert store.progress(STUDY).completed == 500


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("most_bytes", [40_000, 150_000])
def test_a_change_of_tables_on_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, most_bytes: int) -> None:
    path = write_file(OLDEST, tmp_path / "dce.db")
    before = rows_of_file(path)
    assert in_a_process(lambda: Store.open(path), most_bytes=most_bytes) == REFUSED
    assert rows_of_file(path) == before
    with closing(Store.open(path)) as store:
        assert store.verify() == ()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("most_bytes", [10, 100_000])
def test_a_backup_that_finds_no_room_leaves_nothing_half(
    store: Store, made: Path, path: Path, tmp_path: Path, most_bytes: int
) -> None:
    there = {each.name for each in tmp_path.iterdir()}

    def copy() -> None:
        with closing(Store.open(path)) as own:
            own.backup(tmp_path / "second.db")

    assert in_a_process(copy, most_bytes=most_bytes) == REFUSED
    assert in_a_process(lambda: restore(made, tmp_path / "third.db"), most_bytes=most_bytes) == REFUSED
    assert in_a_process(lambda: restore(made, path, replace=True), most_bytes=most_bytes) == REFUSED
    assert {each.name for each in tmp_path.iterdir()} - {"dce.db-wal", "dce.db-shm"} == there
    assert len(people(path)) == 3


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("last", ["link", "rename", "replace", "sync_folder"])
def test_a_return_that_is_killed_leaves_a_database_in_its_place(made: Path, path: Path, last: str) -> None:
    """Else a site that starts would make a new empty one there."""
    Path(f"{path}-wal").touch()

    def killed(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def put_back() -> None:
        if last == "sync_folder":
            restoring.sync_folder = killed
        elif last == "link":
            os.link = killed  # type: ignore[assignment]
        else:
            setattr(Path, last, killed)
        restore(made, path, replace=True)

    ended = in_a_process(put_back)
    assert ended in (KILLED, DONE), "SQLite takes an empty log away, and then no log is left to be renamed"
    assert len(people(path)) == 3
    with closing(Store.open(path)) as store:
        assert store.verify() == ()


def test_a_description_that_was_forged_is_no_description(made: Path, tmp_path: Path) -> None:
    description = json.loads(description_of(made).read_text())
    for forged in ([], "x", {**description, "rows": 3}, {**description, "rows": ["answers"]}):
        description_of(made).write_text(json.dumps(forged))
        with pytest.raises(StoreError, match="is not what dce backup writes"):
            restore(made, tmp_path / "again.db")
    assert file_hash(made) == description["sha256"]


# Ids that look the same


@pytest.mark.parametrize(("one", "other"), [("andré", "andre\u0301"), ("Å", "\u212b")])
def test_ids_that_only_differ_in_how_a_sign_is_written_are_not_two_people(store: Store, one: str, other: str) -> None:
    with pytest.raises(AnswerError, match=r'row 4, column "respondent": .* looks the same as in row 0, in other signs'):
        store.import_answers(STUDY, table(one, other))
    store.import_answers(STUDY, table(one))
    with pytest.raises(AnswerError, match="is in this study already"):
        store.import_answers(STUDY, table(other))
    assert store.progress(STUDY).started == 1
