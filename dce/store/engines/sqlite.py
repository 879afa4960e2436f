"""SQLite: one database file, a connection a thread, opened after fork, one writer at a time."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, cast

from sqlite_utils import Database as Introspection
from sqlite_utils import Migrations

from dce.errors import StoreError
from dce.store.database import LOG_IS_KEPT, ROWS_AT_ONCE, Database, Guard, Step
from dce.store.engines.sqlite_refusals import LOCKED_AWAY, named
from dce.store.refusals import StoreBusy
from dce.store.statements import STATEMENTS

ASK_SECONDS = 0.0001  # a fifth of what another process writes in
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


class SqliteDatabase(Database):
    """Named statements and transactions on one existing SQLite file.

    ``wait_seconds`` is how long a writer waits for another before it is refused with StoreBusy.
    """

    def __init__(self, path: Path, wait_seconds: float = 20.0) -> None:
        self.path, self.name = path, str(path)
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
        with self.named():
            connection = sqlite3.connect(
                f"{self.path.as_uri()}?mode=rw",  # rw: a file that has gone must not come back as an empty one
                uri=True,
                timeout=self._wait_seconds,
                isolation_level=None,
                check_same_thread=False,  # only close() crosses threads
            )
            held = _Held(connection, self._opened, writable=_writable(self.path))
            connection.row_factory = sqlite3.Row
            for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("PRAGMA busy_timeout=0")  # from here on who has to wait does so in _execute
            return held

    def see_writable(self) -> None:
        """Raise StoreBusy where the file may only be read: who has it open is granted the lock even then."""
        if not _writable(self.path):
            raise StoreBusy(f"{self.path}: {LOCKED_AWAY}")

    def close(self) -> None:
        """Close the connections of every thread; the next statement opens a new one."""
        if self._pid == os.getpid():
            for connection in list(self._opened):
                connection.close()
            self._forget()

    def named(self) -> AbstractContextManager[None]:
        """Turn what SQLite says into a StoreError that names the file and what to do."""
        return named(self.path)

    def run(self, name: str, /, **values: Any) -> list[sqlite3.Row]:
        """Run the statement ``name`` with bound ``values``: all its rows."""
        with self.named():
            return self._execute(STATEMENTS[name], values).fetchall()

    def change(self, name: str, /, **values: Any) -> int:
        """Run the statement ``name``, which changes or deletes: how many rows it did."""
        with self.named():
            return self._execute(STATEMENTS[name], values).rowcount

    def _execute(
        self, sql: str, values: Mapping[str, Any] | None = None, *, on: sqlite3.Connection | None = None
    ) -> sqlite3.Cursor:
        """Run a statement as soon as no other process is in its way: SQLite's own waiting asks ever less often."""
        connection, deadline = on or self.connection, 0.0
        while True:
            try:
                return connection.execute(sql, values or {})
            except sqlite3.OperationalError as error:
                now = time.monotonic()
                deadline = deadline or now + self._wait_seconds
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or now >= deadline or connection.in_transaction:  # within one it never becomes free
                    raise
            time.sleep(ASK_SECONDS)

    def sweep(self) -> None:
        """Leave no byte of what was deleted in the file or in its log; raises StoreBusy while somebody reads on."""
        deadline = time.monotonic() + self._wait_seconds
        with self.named():
            self._execute("VACUUM")
            while self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:  # another does it, or reads
                if time.monotonic() >= deadline:
                    raise StoreBusy(f"{self.path}: another program reads on; what was deleted is in the log, try again")
                time.sleep(SWEEP_SECONDS)

    def copy_log_back(self) -> None:
        """Let the log begin anew with the next transaction, where nobody reads just now; nobody waits for it.

        Its file stays as long as it is: a shorter one has to grow again, which every transaction would wait for.
        """
        self._checkpoint("PASSIVE")

    def clear_log(self) -> None:
        """Empty the log, in which what was deleted stands still, unless somebody reads or writes: waits for nobody."""
        self._checkpoint("PASSIVE")
        self._checkpoint("TRUNCATE")  # it keeps writers out: the one before leaves it little to do

    def _checkpoint(self, mode: str) -> None:
        if not self.connection.in_transaction:  # else it is this thread who reads or writes
            with self.named():
                self.connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()

    def stream(self, name: str, /, **values: Any) -> Iterator[list[sqlite3.Row]]:
        """Run the statement ``name`` and give its rows some thousand at a time: for results that fill the memory."""
        with self.named():
            cursor = self._execute(STATEMENTS[name], values)
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                yield rows

    @contextmanager
    def tx(self, *_alone: str) -> Iterator[None]:
        """Hold together what is run inside: all of it is stored or nothing; waits for other writers first."""
        if getattr(self._local, "writes", False):  # it is part of the transaction under way
            yield
            return
        # SQLite lets writers poll for their turn, and the unlucky poll for seconds; threads of one process can queue.
        writing = self._writing
        if not writing.acquire(timeout=self._wait_seconds):
            raise StoreBusy(f"{self.path}: too many want to write at once; nothing was stored, try again")
        try:
            with self._transaction("BEGIN IMMEDIATE"):
                self._local.writes = True
                yield
        finally:
            self._local.writes = False
            writing.release()

    def snapshot(self) -> AbstractContextManager[None]:
        """Let every statement inside read the same moment; keep it short, an open reader makes the log grow."""
        if self.connection.in_transaction:
            return nullcontext()
        return self._transaction("BEGIN")

    def examine(self) -> None:
        """Raise StoreError where a page is damaged."""
        with self.named():
            found = [row[0] for row in self._execute("PRAGMA quick_check")]
        if found != ["ok"]:
            remedy = "keep the file aside and put the last backup in its place"
            raise StoreError(f"{self.name}: the database is damaged ({found[0].splitlines()[-1]}); {remedy}")

    def tables(self) -> list[str]:
        """Give the names of all tables."""
        with self.named():
            return table_names(self.connection)

    def applied(self) -> list[str]:
        """Give the names of the steps by which the tables were made, as sqlite-utils recorded them in the file."""
        with self.named():
            return [migration.name for migration in Migrations("dce").applied(self._introspect())]

    def apply(self, steps: Mapping[str, Step]) -> None:
        """Make what is missing of ``steps``, within the transaction under way."""
        missing = Migrations("dce")
        for name, step in steps.items():
            missing(name=name)(cast(Any, partial(_make, step)))
        with self.named():
            missing.apply(self._introspect())

    def _introspect(self) -> Introspection:
        return Introspection(self.connection, recursive_triggers=False, execute_plugins=False)

    @contextmanager
    def any_text(self) -> Iterator[None]:
        """Read text that is no longer UTF-8 too: one flipped bit must be found, and not end the search."""
        connection = self.connection
        connection.text_factory = lambda text: text.decode(errors="replace")
        try:
            yield
        finally:
            connection.text_factory = str

    def damage(self) -> Iterator[str]:
        """Give a sentence for every page that cannot be read and every row that refers to nothing."""
        for row in self._execute("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield f"the file is damaged: {row[0]}"
        for row in self.connection.execute("PRAGMA foreign_key_check"):
            yield f"table {row['table']}, row {row['rowid']}: refers to a row of {row['parent']} that is not there"

    def rules(self) -> list[str]:
        """Give the names of all triggers."""
        return [row["name"] for row in self._execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]

    def rows_of(self, table: str, where: str, /, **values: Any) -> Iterator[list[sqlite3.Row]]:
        """Give the rows of ``table`` for which ``where`` holds, some thousand at a time."""
        with self.named():
            cursor = self._execute(f"SELECT * FROM {table} WHERE {where}", values)  # noqa: S608 - our names
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                yield rows

    def add_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], /) -> None:
        """Add rows to ``table``."""
        places = ", ".join("?" * len(columns))
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names of our own
        with self.named():
            self.connection.executemany(into, rows)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        connection = self.connection
        with self.named():
            self._execute(begin, on=connection)
            try:
                yield
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


def table_names(connection: sqlite3.Connection) -> list[str]:
    """The tables of a file."""
    return [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]


def _make(step: Step, db: Introspection) -> None:
    for statement in step:
        db.execute(_trigger(statement) if isinstance(statement, Guard) else statement)


def _trigger(guard: Guard) -> str:
    return f"""CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} WHEN {guard.when} BEGIN
        SELECT RAISE(ABORT, '{LOG_IS_KEPT}');
    END"""


def _writable(path: Path) -> bool:
    """Whether this account may write the file, its log with the log's index, and their folder."""
    beside = (Path(f"{path}-wal"), Path(f"{path}-shm"))
    needed = (path, path.parent, *(one for one in beside if one.exists()))
    return all(os.access(one, os.W_OK, effective_ids=os.access in os.supports_effective_ids) for one in needed)
