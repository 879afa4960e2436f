"""What is too weak to hold people's answers: refused before anything listens, with what to do."""

from __future__ import annotations

import stat
from pathlib import Path

from dce.errors import DceError, StoreError
from dce.store.place import Place, beside, file_name
from dce.web.keys import key_file

BESIDE = ("", "-wal", "-shm")  # the files of one database


def refuse_weak(database: Place, *, debug: bool) -> None:
    """Raise DceError where Flask's debugger is on, and StoreError where others may write the database or read its key.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     refuse_weak(Path(folder) / "dce.db", debug=False)
    """
    if debug:
        raise DceError("FLASK_DEBUG is on: its pages show the code and run what is typed; take that variable away")
    for path in (beside(database, f"{file_name(database)}{end}") for end in BESIDE):
        if _mode(path) & stat.S_IWOTH:
            raise StoreError(f"{path}: everybody on this machine may write it; run chmod o-w {path}")
    key = key_file(database)
    if _mode(key) & stat.S_IRWXO:
        raise StoreError(f"{key}: everybody on this machine may read or change the key; run chmod 600 {key}")
    folder = _mode(key.parent)
    if folder & stat.S_IWOTH and not folder & stat.S_ISVTX:
        raise StoreError(
            f"{key.parent}: everybody on this machine may put another database here; take that away by chmod o-w"
        )


def _mode(path: Path) -> int:
    """The permissions of a file, none where it is not there."""
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0
