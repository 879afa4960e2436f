"""A backup comes back: checked as a whole before it takes a place, and held against the database that was there."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dce.errors import StoreError
from dce.store import integrity
from dce.store.backup import Backup, described, draft_beside, file_hash, place, sync
from dce.store.clock import utc_minute
from dce.store.engines.sqlite import SqliteDatabase, table_names
from dce.store.engines.sqlite_refusals import named
from dce.store.examining import reading
from dce.store.migrations import check_schema, migrate
from dce.store.opening import sync_folder
from dce.store.place import real_path
from dce.store.refusals import StoreBusy
from dce.store.since import BORN, people_gone
from dce.store.store import Store

ENDED = ("sessions", "links")  # what was good for a while: a visit that ended meanwhile must not go on


@dataclass(frozen=True, slots=True)
class Restored:
    """How a backup came back: the file that was there before, and what must be known of it.

    ``newer`` tells that the old file has people whom the backup has not; ``left`` that people who had left meanwhile
    were deleted again; ``deleted`` are the studies that had been deleted and are here again.
    """

    backup: Backup
    aside: Path | None = None
    newer: bool = False
    left: bool = False
    deleted: tuple[str, ...] = ()


class _OtherProgramError(StoreError):
    """Another program keeps its tables there."""


@dataclass(frozen=True, slots=True)
class _Old:
    """The database that was there: when it was made, its people, and studies that were deleted from it."""

    born: str
    people: frozenset[str]
    deleted: frozenset[str]


def restore(source: Path, target: Path, *, replace: bool = False) -> Restored:
    """Put the backup ``source`` at ``target``, where it is whole; a database that is there goes aside with ``replace``.

    Visits and one-time links end. Raises StoreError, and changes nothing, for a backup that is not what it was, and
    for a database that is there, that a program uses, or that is another one than the backup is of and has people.
    """
    backup, target = Backup.beside(source), real_path(target)
    if target.exists() and not target.is_file():
        raise StoreError(f"{target}: is no file, so nothing takes its place; name a file, such as responses/dce.db")
    if target.exists() and not replace:
        raise StoreError(f"{target}: there is a database already; name another file, or put it aside with --replace")
    if file_hash(source) != backup.sha256:
        raise StoreError(f"{source}: is not the file that was made; take another backup")
    with draft_beside(target) as draft:
        shutil.copyfile(source, draft)
        database = SqliteDatabase(draft)
        try:
            _check(database, backup, source)
            result = _against_the_old(database, backup, target)
            with database.tx():
                for table in ENDED:
                    database.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        finally:
            database.close()
        if result.aside is None:
            place(draft, target)
        else:
            _put_in_place_of(target, draft, result.aside)
    return result


def _check(database: SqliteDatabase, backup: Backup, source: Path) -> None:
    """Refuse a copy that has other rows than were there, or a fault; bring it to the tables of now."""
    with named(source):
        rows, answers = described(database.connection)
    wrong = [name for name in sorted(rows | dict(backup.rows)) if rows.get(name) != backup.rows.get(name)]
    if wrong or answers != backup.answers:
        raise StoreError(f"{source}: has other rows than were there, in {', '.join(wrong) or 'answers'}; take another")
    check_schema(database)
    migrate(database)
    faults = integrity.faults(database)
    if faults:
        many = "1 fault" if len(faults) == 1 else f"{len(faults)} faults, first"
        raise StoreError(f"{source}: {many}: {faults[0]}; take an older backup")


def _against_the_old(database: SqliteDatabase, backup: Backup, target: Path) -> Restored:
    """Hold the backup against the database that it takes the place of; who left that one leaves this one too."""
    if not target.exists():
        return Restored(backup)
    aside = target.with_name(f"{target.name}.before-{utc_minute().replace('-', '').replace(':', '')}")
    if aside.exists():
        raise StoreError(f"{aside}: is there already; move it away first")
    try:
        old = _old(target)
    except (StoreBusy, _OtherProgramError):
        raise
    except StoreError:  # damaged: that is why somebody restores
        return Restored(backup, aside)
    if old.born != database.connection.execute(BORN).fetchone()[0]:
        if old.people:
            raise StoreError(f"{target}: is not the database that this backup is of, and has people; name another file")
        return Restored(backup, aside)  # a new one, begun when the first was lost: nobody has left it
    with reading(target) as before:
        gone = next(people_gone(database, before), None)
    if gone is not None:  # somebody or something took them out, and who left cannot be told from them
        raise StoreError(f"{target}: {gone}; name another file, or all who are gone would be deleted from this one too")
    store = Store(database)
    known = {row["id"] for row in database.run("all_respondents")}
    for person in sorted(known - old.people):
        store.forget(person)
    deleted = old.deleted & set(store.study_ids())
    return Restored(backup, aside, bool(old.people - known), bool(known - old.people), tuple(sorted(deleted)))


def _put_in_place_of(target: Path, draft: Path, aside: Path) -> None:
    """Let ``draft`` be ``target``, and what was there ``aside``; a file stands at ``target`` at every moment.

    A log that stayed behind would be read into the next database, so that of a damaged one goes aside first.
    """
    sync(draft)
    os.link(target, aside)
    for suffix in ("-wal", "-shm"):
        if Path(f"{target}{suffix}").exists():
            Path(f"{target}{suffix}").rename(f"{aside}{suffix}")
    draft.replace(target)
    sync_folder(target.parent)


def _old(target: Path) -> _Old:
    """The database at ``target``; raises StoreBusy while it is used."""
    with named(target), closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as old:
        old.execute("PRAGMA locking_mode=EXCLUSIVE")
        old.execute("BEGIN EXCLUSIVE")  # refused while any program has it open
        tables = table_names(old)
        if tables and "_sqlite_migrations" not in tables:
            raise _OtherProgramError(
                f"{target}: this database was made by another program; name the file that dce made"
            )
        (born,) = old.execute(BORN).fetchone()
        people = {name for (name,) in old.execute("SELECT id FROM respondents")}
        deletions = old.execute("SELECT study_id FROM deletions") if "deletions" in tables else ()
        deleted = {name for (name,) in deletions}  # the first releases deleted no studies
        old.execute("COMMIT")
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return _Old(str(born), frozenset(people), frozenset(deleted))
