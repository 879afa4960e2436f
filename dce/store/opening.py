"""Opening a database: a new one appears complete or not at all, an unfit one is refused by name."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from dce.errors import StoreError
from dce.store.database import Database
from dce.store.engines.sqlite import SqliteDatabase
from dce.store.migrations import check_schema, migrate
from dce.store.opening_server import open_server
from dce.store.place import Place, Server, real_path
from dce.store.refusals import StoreBusy


def open_database(where: Place, *, synthetic: bool | None, wait_seconds: float, whole: bool = True) -> Database:
    """Open the database there, made first if there is none; raises StoreError that names it and the remedy.

    Without ``whole`` pages are not read through for damage, which takes ten seconds where a million people answered.
    """
    if isinstance(where, Server):
        database = open_server(where, synthetic=bool(synthetic), wait_seconds=wait_seconds)
    else:
        database = _file(where, synthetic, wait_seconds)
    try:
        _check(database, synthetic, whole=whole)
    except BaseException:
        database.close()
        raise
    return database


def _file(named: Path, synthetic: bool | None, wait_seconds: float) -> Database:
    path = real_path(named)
    try:
        if not path.exists():
            _create(path, synthetic=bool(synthetic))
        if path.is_dir():
            raise StoreError(f"{path}: this is a folder; name a file in it, such as {path / 'dce.db'}")
        if not path.is_file():
            raise StoreError(f"{path}: this is no file, but a device or a pipe; name a file, such as responses/dce.db")
        if path.stat().st_size == 0:  # asked, not read: opening a database in any other way drops SQLite's locks
            raise StoreError(f"{path}: the file is empty, a database never is; put the last backup here, or remove it")
    except OSError as error:
        raise StoreBusy(f"{path}: no use of this place ({error.strerror}); allow reading and writing here") from error
    return SqliteDatabase(path, wait_seconds)


def _create(path: Path, *, synthetic: bool) -> None:
    """Build the file beside its place and link it there: no other process ever sees half a database."""
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist; make it first")
    handle, draft_name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # mode 0600
    os.close(handle)
    draft = Path(draft_name)
    try:
        _fill(draft, synthetic)
        with suppress(FileExistsError):  # another process was first: its file counts
            os.link(draft, path)
        sync_folder(path.parent)
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{draft}{suffix}").unlink(missing_ok=True)


def _fill(draft: Path, synthetic: bool) -> None:
    database = SqliteDatabase(draft)
    try:
        migrate(database)
        database.run("add_fact", name="synthetic", value="yes" if synthetic else "no")
    finally:
        database.close()


def sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, as the content does."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check(database: Database, synthetic: bool | None, *, whole: bool) -> None:
    with database.named():
        if whole:
            database.examine()
        check_schema(database)
        migrate(database)
    database.run("write_fact_again", name="synthetic")  # BEGIN IMMEDIATE alone is granted on a read-only file too
    if synthetic is not None and synthetic != database.synthetic:
        holds, asked = ("invented", "real") if database.synthetic else ("real", "invented")
        raise StoreError(f"{database.name}: it is marked as holding {holds} answers; use another file for {asked} ones")
