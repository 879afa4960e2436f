"""One database file: a connection a thread, opened after fork, and the only place that says BEGIN."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from dce.store.refusals import StoreBusy, named
from dce.store.statements import STATEMENTS

ROWS_AT_ONCE = 4096
ASK_SECONDS = 0.0005  # about as long as another process writes
SWEEP_SECONDS = 0.05

# Connections that came along through a fork. SQLite allows neither their use nor their closing in the child, so they
# are kept here, untouched, until the child ends.
_inherited: list[set[sqlite3.Connection]] = []


class _Held:
    """The connection of one thread, closed with the thread: a server with a thread a request would pile them up."""

    def __init__(self, connection: sqlite3.Connection, opened: set[sqlite3.Connection], *, writable: bool) -> None:
        self.connection, self._opened, self._pid = connection, opened, os.getpid()
        self._writable = writable
        opened.add(connection)

    @property
    def stale(self) -> bool:
        """Whether to open it anew: what is opened while the file is read-only stays so, also when that is mended."""
        return not self._writable and not self.connection.in_transaction

    def __del__(self) -> None:
        if self._pid == os.getpid():
            self._opened.discard(self.connection)
            self.connection.close()


class Database:
    """Named statements and transactions on one existing SQLite file; what SQLite refuses is a StoreError.

    ``wait_seconds`` is how long a writer waits for another before it is refused with StoreBusy.
    """

    def __init__(self, path: Path, wait_seconds: float = 20.0) -> None:
        self.path = path
        self._wait_seconds = wait_seconds
        self._forget()

    def _forget(self) -> None:
        self._pid = os.getpid()
        self._local = threading.local()
        self._writing = threading.Lock()
        self._opened: set[sqlite3.Connection] = set()

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of this thread in this process, opened when first asked for."""
        if self._pid != os.getpid():
            _inherited.append(self._opened)
            self._forget()
        if not hasattr(self._local, "held") or self._local.held.stale:
            self._local.held = self._connect()
        held: _Held = self._local.held
        return held.connection

    def _connect(self) -> _Held:
        with named(self.path):
            connection = sqlite3.connect(
                f"{self.path.as_uri()}?mode=rw",  # rw: a file that has gone must not come back as an empty one
                uri=True,
                timeout=self._wait_seconds,
                isolation_level=None,
                check_same_thread=False,  # only close() crosses threads
            )
            held = _Held(connection, self._opened, writable=_writable(self.path) and _writable(self.path.parent))
            connection.row_factory = sqlite3.Row
            for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")
            return held

    def close(self) -> None:
        """Close the connections of every thread; the next statement opens a new one."""
        if self._pid == os.getpid():
            for connection in list(self._opened):
                connection.close()
            self._forget()

    @property
    def synthetic(self) -> bool:
        """Whether the file is marked as holding invented answers only."""
        (row,) = self.run("fact", name="synthetic")
        return bool(row["value"] == "yes")

    def run(self, name: str, /, **values: Any) -> list[sqlite3.Row]:
        """Run the statement ``name`` with bound ``values``: all its rows."""
        with named(self.path):
            return self.connection.execute(STATEMENTS[name], values).fetchall()

    def change(self, name: str, /, **values: Any) -> int:
        """Run the statement ``name``, which changes or deletes: how many rows it did."""
        with named(self.path):
            return self.connection.execute(STATEMENTS[name], values).rowcount

    def sweep(self) -> None:
        """Leave no byte of what was deleted in the file or in its log; raises StoreBusy while somebody reads on."""
        deadline = time.monotonic() + self._wait_seconds
        with named(self.path):
            self.connection.execute("VACUUM")
            while self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:  # another does it, or reads
                if time.monotonic() >= deadline:
                    raise StoreBusy(f"{self.path}: another program reads on; what was deleted is in the log, try again")
                time.sleep(SWEEP_SECONDS)

    def clear_log(self) -> None:
        """Empty the log, in which what was deleted stands still, unless somebody reads or writes: waits for nobody."""
        with named(self.path):
            self.connection.execute("PRAGMA busy_timeout=0")
            try:
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                self._wait_again()

    def _wait_again(self) -> None:
        self.connection.execute(f"PRAGMA busy_timeout={round(1000 * self._wait_seconds)}")

    def stream(self, name: str, /, **values: Any) -> Iterator[list[sqlite3.Row]]:
        """Run the statement ``name`` and give its rows some thousand at a time: for results that fill the memory."""
        with named(self.path):
            cursor = self.connection.execute(STATEMENTS[name], values)
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                yield rows

    @contextmanager
    def tx(self) -> Iterator[None]:
        """Hold together what is run inside: all of it is stored or nothing; waits for other writers first.

        Inside another one of this thread it is part of that one: a deed and its row in the log are one.
        """
        if getattr(self._local, "writes", False):
            yield
            return
        # SQLite lets writers poll for their turn, and the unlucky poll for seconds; threads of one process can queue.
        writing = self._writing
        if not writing.acquire(timeout=self._wait_seconds):
            raise StoreBusy(f"{self.path}: too many want to write at once; nothing was stored, try again")
        try:
            with self._transaction(self._begin_writing):
                self._local.writes = True
                yield
        finally:
            self._local.writes = False
            writing.release()

    def _begin_writing(self, connection: sqlite3.Connection) -> None:
        """Begin as soon as no other process writes, asking often: SQLite's own waiting asks ever less often."""
        deadline = time.monotonic() + self._wait_seconds
        connection.execute("PRAGMA busy_timeout=0")
        try:
            while not _began(connection, last=time.monotonic() >= deadline):
                time.sleep(ASK_SECONDS)
        finally:
            self._wait_again()

    def snapshot(self) -> AbstractContextManager[None]:
        """Let every statement inside read the same moment; keep it short, an open reader makes the log grow.

        Inside another one of this thread, or a transaction, it is the moment of that one.
        """
        if self.connection.in_transaction:
            return nullcontext()
        return self._transaction(lambda connection: connection.execute("BEGIN"))

    @contextmanager
    def _transaction(self, begin: Callable[[sqlite3.Connection], object]) -> Iterator[None]:
        connection = self.connection
        with named(self.path):
            begin(connection)
            try:
                yield
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


def _began(connection: sqlite3.Connection, *, last: bool) -> bool:
    """Begin to write; False while another process does, which is an error at the ``last`` time."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or last:
            raise
        return False
    return True


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
