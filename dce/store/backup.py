"""Copies of a database that hold: made while people answer, one file each, and beside it what must be in it."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from dce.errors import StoreError
from dce.store.clock import utc_minute
from dce.store.engines.sqlite import SqliteDatabase, table_names
from dce.store.engines.sqlite_refusals import named
from dce.store.opening import sync_folder


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a backup, made at a minute (UTC): the hash of its file, rows by table, and a hash over all answers."""

    made: str
    sha256: str
    rows: Mapping[str, int]
    answers: str

    @classmethod
    def beside(cls, path: Path) -> Backup:
        """Read what stands beside the backup ``path``; raises StoreError where that is missing or no such thing."""
        try:
            found = cls(**json.loads(description_of(path).read_text(encoding="utf-8")))
            return replace(found, rows=dict(found.rows))
        except FileNotFoundError as error:
            raise StoreError(
                f"{description_of(path)}: is not there, so nobody can tell whether {path.name} is whole; give a backup "
                "that dce backup made, with the file beside it"
            ) from error
        except OSError as error:
            raise StoreError(f"{description_of(path)}: cannot be read ({error.strerror})") from error
        except (ValueError, TypeError) as error:
            raise StoreError(f"{description_of(path)}: is not what dce backup writes beside a backup") from error


def description_of(backup: Path) -> Path:
    """Where the description of a backup stands.

    >>> description_of(Path("dce-20261122T0900Z.db")).name
    'dce-20261122T0900Z.db.json'
    """
    return backup.with_name(f"{backup.name}.json")


def make(database: SqliteDatabase, target: Path) -> Backup:
    """Write what the database holds at one moment to the new file ``target``, while others go on writing.

    Raises StoreError where that file is there already, or cannot be written.
    """
    if target.exists() or description_of(target).exists():
        raise StoreError(f"{target}: is there already; name a new file")
    made = utc_minute()
    with draft_beside(target) as draft:
        with named(draft), closing(sqlite3.connect(draft)) as copy:
            database.connection.backup(copy)  # in one step: one moment
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it
            rows, answers = described(copy)
        found = Backup(made, file_hash(draft), rows, answers)
        with draft_beside(description_of(target)) as words:
            words.write_text(f"{json.dumps(asdict(found), indent=1)}\n", encoding="utf-8")
            place(draft, target)
            place(words, description_of(target))
    return found


@contextmanager
def draft_beside(target: Path) -> Iterator[Path]:
    """A new empty file beside ``target``, for its owner only; gone at the end; raises StoreError where it cannot be."""
    with _written(target):
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    os.close(handle)
    try:
        with _written(target):
            yield Path(name)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


@contextmanager
def _written(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{target}: cannot be written ({error.strerror}); name a folder where it can") from error


def place(draft: Path, target: Path) -> None:
    """Let ``draft`` be ``target`` too, whole and for good, or not at all."""
    sync(draft)
    os.link(draft, target)
    sync_folder(target.parent)


def sync(draft: Path) -> None:
    """Wait until what is in a file has reached the disk."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def described(copy: sqlite3.Connection) -> tuple[dict[str, int], str]:
    """Rows by table, and a hash over the hashes of all answers in their order."""
    rows = {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in table_names(copy)}  # noqa: S608
    chains = hashlib.sha256()
    for (link,) in copy.execute("SELECT hash FROM answers ORDER BY respondent, place"):
        chains.update(str(link).encode())
    return rows, chains.hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 over a file; raises StoreError where it cannot be read."""
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise StoreError(f"{path}: is no file; name a backup that dce backup made")
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror})") from error
