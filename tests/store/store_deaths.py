"""Work in processes of its own, which may be killed before a change or find no room on the disk."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from itertools import count
from typing import Any

import psycopg

from dce.errors import StoreError
from dce.store.database import Database
from dce.store.engines.sqlite import SqliteDatabase

READS = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE", "BEGIN")
DONE, REFUSED, KILLED = 0, 7, -signal.SIGKILL


def start(work: Callable[[], object], *, most_bytes: int | None = None) -> int:
    """Start a process that does this, and may write no file beyond so many bytes; gives its number."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if most_bytes is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
            work()
            code = DONE
        except StoreError:
            code = REFUSED
        finally:  # also where it failed: the child never goes on with the tests
            os._exit(code)
    return child


def end(child: int) -> int:
    """How a process ended: its code, or the signal that killed it below zero."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def in_a_process(work: Callable[[], object], *, most_bytes: int | None = None) -> int:
    """How a process ended that did this."""
    return end(start(work, most_bytes=most_bytes))


def die_before(change: int, *databases: Database) -> None:
    """Let this process be killed before a change, the first is 1, that it sends to any of these databases."""
    numbers = count(1)

    def about_to(sql: str) -> None:
        if not sql.upper().startswith(READS) and next(numbers) == change:
            os.kill(os.getpid(), signal.SIGKILL)

    for database in databases:
        if isinstance(database, SqliteDatabase):
            database.connection.set_trace_callback(about_to)
    execute = psycopg.Connection.execute

    def executed(connection: Any, sql: str, *given: Any, **options: Any) -> Any:
        about_to(sql)
        return execute(connection, sql, *given, **options)

    psycopg.Connection.execute = executed  # type: ignore[method-assign,assignment]
