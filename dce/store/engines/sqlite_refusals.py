"""What SQLite refuses, as the store says it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dce.errors import StoreError
from dce.store.refusals import DAMAGED, FULL, HALF, HELD, StoreBusy

LOCKED_AWAY = (
    "it cannot be written; give the account that runs dce write permission on the file, on those beside it that end in "
    "-wal and -shm, and on its folder"
)
_BUSY = {
    sqlite3.SQLITE_BUSY: HELD,
    sqlite3.SQLITE_LOCKED: HELD,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: FULL,
    sqlite3.SQLITE_READONLY: LOCKED_AWAY,
    sqlite3.SQLITE_CANTOPEN: LOCKED_AWAY,
    sqlite3.SQLITE_PERM: LOCKED_AWAY,
}
_FATAL = {
    sqlite3.SQLITE_NOTADB: "this is not a database; name the file that dce made",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
}


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Turn what SQLite says about ``path`` into a StoreError that names the file and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest its detail
        if code in _BUSY:
            raise StoreBusy(f"{path}: {_BUSY[code]}") from error
        raise StoreError(f"{path}: {_FATAL.get(code, f'the database refused: {error}')}") from error
    except UnicodeEncodeError as error:
        raise StoreError(f"{path}: {HALF}") from error
