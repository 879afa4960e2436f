"""A backup comes back: checked as a whole before it takes a place, and held against the database that was there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dce.errors import StoreError
from dce.store import integrity
from dce.store.backup import Backup, described, draft_beside, file_hash, place
from dce.store.clock import utc_minute
from dce.store.engines.sqlite import SqliteDatabase
from dce.store.engines.sqlite_refusals import named
from dce.store.migrations import check_schema, migrate
from dce.store.refusals import StoreBusy
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


def restore(source: Path, target: Path, *, replace: bool = False) -> Restored:
    """Put the backup ``source`` at ``target``, where it is whole; a database that is there goes aside with ``replace``.

    Visits and one-time links end. Raises StoreError, and changes nothing, for a backup that is not what it was, and
    for a database that is there or that a program uses.
    """
    backup = Backup.beside(source)
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
        if result.aside is not None:
            _put_aside(target, result.aside)
        place(draft, target)
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
        raise StoreError(f"{source}: {len(faults)} faults, first: {faults[0]}; take an older backup")


def _against_the_old(database: SqliteDatabase, backup: Backup, target: Path) -> Restored:
    """Hold the backup against the database that it takes the place of; who left that one leaves this one too."""
    if not target.exists():
        return Restored(backup)
    aside = target.with_name(f"{target.name}.before-{utc_minute().replace('-', '').replace(':', '')}")
    if aside.exists():
        raise StoreError(f"{aside}: is there already; move it away first")
    try:
        people, deleted = _old(target)
    except StoreBusy:
        raise
    except StoreError:  # damaged: that is why somebody restores
        return Restored(backup, aside)
    store = Store(database)
    known = {row["id"] for row in database.run("all_respondents")}
    for person in sorted(known - people):
        store.forget(person)
    here = set(store.study_ids())
    return Restored(backup, aside, bool(people - known), bool(known - people), tuple(sorted(deleted & here)))


def _put_aside(target: Path, aside: Path) -> None:
    """Rename the database with what belongs to it: a log that stayed behind would be read into the next one."""
    for suffix in ("-wal", "-shm", ""):
        if Path(f"{target}{suffix}").exists():
            Path(f"{target}{suffix}").rename(f"{aside}{suffix}")


def _old(target: Path) -> tuple[set[str], set[str]]:
    """Who is in the database at ``target``, and studies deleted from it; raises StoreBusy while it is used."""
    with named(target), closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as old:
        old.execute("PRAGMA locking_mode=EXCLUSIVE")
        old.execute("BEGIN EXCLUSIVE")  # refused while any program has it open
        people = {name for (name,) in old.execute("SELECT id FROM respondents")}
        deleted = {name for (name,) in old.execute("SELECT study_id FROM deletions")}
        old.execute("COMMIT")
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return people, deleted
