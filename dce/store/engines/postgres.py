"""PostgreSQL: a pool of connections a process; who answers waits for nobody else who answers.

A transaction locks by name (``pg_advisory_xact_lock``). One that names nothing is alone in the database, as every
writer is in SQLite; one that names a person, a study or a session shares the database with the others that name
something, and is alone with that name. So what holds in SQLite holds here, where the names are those of all that is
read before it is written. Every statement sees what was stored before it (READ COMMITTED) and locks come first, so
nothing is decided on what another transaction is about to change, and no transaction has to be tried again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import count
from typing import Any, LiteralString, cast

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.types.string import TextLoader

from dce.errors import StoreError
from dce.store.clock import utc_minute
from dce.store.database import ROWS_AT_ONCE, Database, Guard, Row, Step
from dce.store.engines.postgres_pool import Connection, Pool
from dce.store.engines.postgres_refusals import BUSY, named, refusal
from dce.store.engines.postgres_sql import (
    READING,
    REFERENCES,
    RULES,
    SPELLED,
    TABLES,
    begin_alone,
    guarded,
    spelled,
    typed,
)
from dce.store.place import Server
from dce.store.refusals import StoreBusy

SWEEP_SECONDS = 0.05
SETTINGS = "SELECT current_setting('fsync'), current_setting('server_encoding')"
ENDED = (TransactionStatus.IDLE, TransactionStatus.UNKNOWN)  # the line broke: nothing is under way on it
MIGRATIONS = 'CREATE TABLE IF NOT EXISTS dce_migrations (name TEXT COLLATE "C" PRIMARY KEY, applied TEXT NOT NULL)'


class _AnyText(TextLoader):
    """Reads text with any byte in it."""

    def load(self, data: Any) -> str:
        return bytes(data).decode(errors="replace")


class PostgresDatabase(Database):
    """Named statements and transactions on one database of a server.

    ``wait_seconds`` is how long a writer waits for another before it is refused with StoreBusy.
    """

    def __init__(self, server: Server, wait_seconds: float = 20.0) -> None:
        self.server, self.name = server, str(server)
        self._wait_seconds = wait_seconds
        self._cursors = count()
        self.pool = Pool(server, wait_seconds)

    def close(self) -> None:
        """Close the connections of this process; the next statement opens a new one."""
        self.pool.close()

    def named(self) -> AbstractContextManager[None]:
        """Turn what PostgreSQL says into a StoreError that names the database and what to do."""
        return named(self.name)

    def run(self, name: str, /, **values: Any) -> list[Any]:
        """Run the statement ``name`` with bound ``values``: all its rows."""
        with self.named(), self.pool.connection() as connection:
            cursor = connection.execute(_text(SPELLED[name]), values)
            return cursor.fetchall() if cursor.description else []

    def change(self, name: str, /, **values: Any) -> int:
        """Run the statement ``name``, which changes or deletes: how many rows it did."""
        with self.named(), self.pool.connection() as connection:
            return connection.execute(_text(SPELLED[name]), values).rowcount

    def stream(self, name: str, /, **values: Any) -> Iterator[list[Row]]:
        """Run the statement ``name``, and give its rows some thousand at a time, all of one moment."""
        return self._streamed(SPELLED[name], values)

    def _streamed(self, sql: str, values: Mapping[str, Any]) -> Iterator[list[Row]]:
        name = f"dce_{next(self._cursors)}"
        with self.snapshot(), self.named(), self._held().cursor(name=name) as cursor:
            cursor.execute(_text(sql), values)
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                yield rows

    def _held(self) -> Connection:
        held = self.pool.held
        if held is None:
            raise psycopg.ProgrammingError("no transaction is under way")
        return held

    def tx(self, *alone: str) -> AbstractContextManager[None]:
        """Hold together what is run inside, alone with what is named, or with the database where nothing is."""
        if self.pool.held_alone:  # it is part of the transaction under way
            return nullcontext()
        return self._transaction(begin_alone(alone), alone=not alone)

    def snapshot(self) -> AbstractContextManager[None]:
        """Let every statement inside read the same moment, that of the transaction under way where there is one."""
        if self.pool.held is not None:
            return nullcontext()
        return self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ", alone=False)

    @contextmanager
    def _transaction(self, begin: str, *, alone: bool) -> Iterator[None]:
        with self.named(), self.pool.connection() as connection:
            if connection.info.transaction_status != TransactionStatus.IDLE:
                raise psycopg.ProgrammingError("a transaction within one that may not hold it")
            try:
                connection.execute(_text(begin), prepare=False)
                with self.pool.holding(connection, alone=alone):
                    yield
                if connection.execute("COMMIT").statusmessage != "COMMIT":
                    raise StoreError(f"{self.name}: a statement had failed before; nothing was stored")
            finally:
                if connection.info.transaction_status not in ENDED:
                    with suppress(psycopg.Error):
                        connection.execute("ROLLBACK")

    def sweep(self) -> None:
        """Leave no byte of what was deleted in the tables; the server's own log and copies are its administrator's."""
        with self.named(), self.pool.connection() as connection:
            began = connection.execute("SELECT clock_timestamp()").fetchall()[0][0]
            deadline = time.monotonic() + self._wait_seconds
            while connection.execute(READING, {"began": began}).fetchall():  # who reads on still sees the old rows
                if time.monotonic() >= deadline:
                    raise StoreBusy(f"{self.name}: somebody reads on; what was deleted is in the tables, try again")
                time.sleep(SWEEP_SECONDS)
            for table in self.tables():
                connection.execute(_text(f'VACUUM (FULL) "{table}"'))

    def copy_log_back(self) -> None:
        """Nothing: the server copies its own log back."""

    def clear_log(self) -> None:
        """Nothing: the server clears its own log."""

    def reach(self) -> None:
        """Raise StoreBusy, with the reason, where the server cannot be reached: the pool would not tell it."""
        try:
            self.pool.apart().close()
        except psycopg.OperationalError as error:
            if error.sqlstate in BUSY:
                raise refusal(self.name, error) from None
            said = str(error).strip().splitlines()[0].rpartition("failed: ")[2]  # what follows asks or tells it again
            remedy = "see that it runs and lets dce in"
            raise StoreBusy(f"{self.name}: the server cannot be reached ({said}); {remedy}") from None

    def examine(self) -> None:
        """Raise StoreError for a server that would lose what it acknowledges, or that keeps no Unicode."""
        with self.named(), self.pool.connection() as connection:
            ((fsync, encoding),) = connection.execute(SETTINGS).fetchall()
        if fsync != "on":
            raise StoreError(f"{self.name}: fsync is off there, so a power cut loses answers; put it on")
        if encoding != "UTF8":
            raise StoreError(f"{self.name}: keeps text as {encoding}; make a database with encoding UTF8")

    def tables(self) -> list[str]:
        """Give the names of all tables."""
        with self.named(), self.pool.connection() as connection:
            return [row[0] for row in connection.execute(TABLES).fetchall()]

    def applied(self) -> list[str]:
        """Give the names of the steps by which the tables were made."""
        with self.named(), self.pool.connection() as connection:
            if connection.execute("SELECT to_regclass('dce_migrations')").fetchall()[0][0] is None:
                return []
            return [row[0] for row in connection.execute("SELECT name FROM dce_migrations ORDER BY name").fetchall()]

    def apply(self, steps: Mapping[str, Step]) -> None:
        """Make what is missing of ``steps``, within the transaction under way."""
        with self.named():
            connection = self._held()
            connection.execute(MIGRATIONS)
            done = set(self.applied())
            for name in [name for name in steps if name not in done]:
                for statement in steps[name]:
                    sql = guarded(statement) if isinstance(statement, Guard) else typed(statement)
                    connection.execute(_text(sql))
                connection.execute("INSERT INTO dce_migrations (name, applied) VALUES (%s, %s)", (name, utc_minute()))

    @contextmanager
    def any_text(self) -> Iterator[None]:
        """Read text with any byte in it, within the transaction under way."""
        adapters = self._held().adapters
        adapters.register_loader("text", _AnyText)
        try:
            yield
        finally:
            adapters.register_loader("text", TextLoader)

    def damage(self) -> Iterator[str]:
        """Give a sentence for every kind of row that refers to nothing; its pages are the server's to check."""
        with self.pool.connection() as connection:
            for child, parent, same, told in connection.execute(REFERENCES).fetchall():
                there = f'SELECT 1 FROM "{parent}" AS p WHERE {same}'  # noqa: S608 - names that the server gave
                lost = f'SELECT count(*) FROM "{child}" AS c WHERE {told} AND NOT EXISTS ({there})'  # noqa: S608
                (rows,) = connection.execute(_text(lost)).fetchall()[0]
                if rows:
                    many = "1 row refers" if rows == 1 else f"{rows} rows refer"
                    yield f"table {child}: {many} to a row of {parent} that is not there"

    def rules(self) -> list[str]:
        """Give the names of all triggers that are in force."""
        with self.pool.connection() as connection:
            return [row[0] for row in connection.execute(RULES).fetchall()]

    def rows_of(self, table: str, where: str, /, **values: Any) -> Iterator[list[Row]]:
        """Give the rows of ``table`` for which ``where`` holds, some thousand at a time."""
        return self._streamed(spelled(f"SELECT * FROM {table} WHERE {where}"), values)  # noqa: S608 - our names

    def add_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], /) -> None:
        """Add rows to ``table``."""
        into = _text(f"COPY {table} ({', '.join(columns)}) FROM STDIN")
        with self.named(), self._held().cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)


def _text(sql: str) -> LiteralString:
    """SQL of our own: what people type is bound, and never stands in it."""
    return cast(LiteralString, sql)  # type: ignore[redundant-cast]  # mypy takes one for the other
