"""The connections of one process to a PostgreSQL server, opened after fork, and the rows that they give."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool, PoolTimeout

from dce.store.place import Server

MOST_CONNECTIONS = 12  # of a process; a server lets a hundred in
CONNECT_SECONDS = 3
AWAY_SECONDS = 1.0  # in which nobody asks a server that was away just now
# Who has gone without a word, a machine or its line, is found out within a minute; until then its locks would hold.
LET_GO = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
LINE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 20_000}
RECONNECT_SECONDS = 2.0  # to try again by itself; after that the next who asks tries

Connection = psycopg.Connection[Any]
# Pools that came along through a fork: their connections are the parent's, and are neither used nor closed here.
_inherited: list[ConnectionPool[Any] | None] = []


class _Values(tuple[Any, ...]):
    """A row: its values by place or by name."""

    __slots__ = ()
    places: Mapping[str, int]

    def __getitem__(self, key: Any) -> Any:
        return tuple.__getitem__(self, self.places[key] if isinstance(key, str) else key)

    def keys(self) -> list[str]:
        return list(self.places)


@lru_cache(maxsize=512)
def _row_of(names: tuple[str, ...]) -> type[_Values]:
    return type("Row", (_Values,), {"__slots__": (), "places": {name: n for n, name in enumerate(names)}})


def _rows(cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], _Values]:
    return _row_of(tuple(column.name for column in cursor.description or ()))


class Pool:
    """Connections to one server; each is tried before it is handed over, so a server may come and go."""

    def __init__(self, server: Server, wait_seconds: float) -> None:
        self._server, self._wait_seconds = server, wait_seconds
        self._forget()

    def _forget(self) -> None:
        self._pid = os.getpid()
        self._local = threading.local()
        self._opening = threading.Lock()
        self._pool: ConnectionPool[Any] | None = None
        self._away_until = 0.0

    @property
    def held(self) -> Connection | None:
        """The connection of the transaction of this thread, where one is under way."""
        if self._pid != os.getpid():
            _inherited.append(self._pool)
            self._forget()
        return getattr(self._local, "held", None)

    @property
    def held_alone(self) -> bool:
        """Whether a transaction of this thread is under way that is alone in the database."""
        return self.held is not None and self._local.alone

    @contextmanager
    def holding(self, connection: Connection, *, alone: bool) -> Iterator[None]:
        """Let this thread use one connection for all it does inside, ``alone`` in the database or not."""
        local = self._local
        local.held, local.alone = connection, alone
        try:
            yield
        finally:
            local.held = None

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """The connection of the transaction of this thread, or another one for a while."""
        if (held := self.held) is not None:
            yield held
            return
        pool = self._open()
        connection = self._take(pool)
        try:
            yield connection
        finally:
            pool.putconn(connection)

    def _take(self, pool: ConnectionPool[Any]) -> Connection:
        """A connection of the pool; while the server is away one waits for it, and the others are told so at once."""
        if time.monotonic() < self._away_until:
            raise PoolTimeout("the server is away")
        try:
            found: Connection = pool.getconn()
            return found
        except PoolTimeout:
            if pool.get_stats()["pool_size"] < MOST_CONNECTIONS:  # else they are all in use: it is there, and busy
                self._away_until = time.monotonic() + AWAY_SECONDS
            raise

    def _open(self) -> ConnectionPool[Any]:
        with self._opening:
            if self._pool is None:
                self._pool = ConnectionPool(
                    self._server.url,
                    kwargs=self._settings(),
                    configure=_keep_what_is_acknowledged,
                    check=ConnectionPool.check_connection,
                    min_size=0,
                    max_size=MOST_CONNECTIONS,
                    timeout=min(self._wait_seconds, CONNECT_SECONDS),
                    reconnect_timeout=RECONNECT_SECONDS,
                    num_workers=1,
                    open=True,
                )
                weakref.finalize(self, _close, self._pool, self._pid)
            return self._pool

    def _settings(self) -> dict[str, Any]:
        own = f"-c lock_timeout={round(1000 * self._wait_seconds)} {LET_GO}"
        given = str(conninfo_to_dict(self._server.url).get("options") or "")
        return {
            "autocommit": True,
            "row_factory": _rows,
            "connect_timeout": CONNECT_SECONDS,
            "client_encoding": "UTF8",
            "application_name": "dce",
            **LINE,
            "options": f"{given} {own}".strip(),
        }

    def apart(self) -> Connection:
        """A connection apart from the others, once; raises what psycopg raises, which tells why there is none."""
        connection = psycopg.connect(self._server.url, **self._settings())
        _keep_what_is_acknowledged(connection)
        return connection

    def close(self) -> None:
        """Close the connections of this process; who asks for one later gets a new one."""
        if self._pid == os.getpid():
            pool = self._pool
            self._forget()
            if pool is not None:
                pool.close()


def _keep_what_is_acknowledged(connection: Connection) -> None:
    """Let a commit wait for the disk, whatever was set for the account or the database."""
    (kept,) = connection.execute("SELECT current_setting('synchronous_commit')").fetchall()[0]
    if kept not in ("on", "remote_apply"):
        connection.execute("SET synchronous_commit = on")


def _close(pool: ConnectionPool[Any], pid: int) -> None:
    if pid == os.getpid():
        pool.close()
