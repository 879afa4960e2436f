"""A PostgreSQL server of our own for the tests: in a folder that goes, reached by a socket in it and a free port."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from dce.store import Store

ACCOUNT = "postgres"  # the server does not run as root
SMALL = ("shared_buffers=32MB", "max_connections=120", "listen_addresses=127.0.0.1", "max_wal_size=256MB")
# Letters in the order of a dictionary, as most servers have them: what the store needs in another order it must ask.
DUTCH = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=nl-NL")
READY = "dce_ready"
ALONE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
OURS = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


def programs() -> Path | None:
    """Where initdb and postgres are, for who may run them: Debian puts them on no path."""
    if os.geteuid() == 0 and ACCOUNT not in {entry.pw_name for entry in pwd.getpwall()}:
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    onpath = shutil.which("initdb")
    if found or onpath:
        return found[-1].parent if found else Path(str(onpath)).resolve().parent
    return None


@dataclass
class Cluster:
    """One running server; ``url`` names a database on it."""

    programs: Path
    folder: Path
    port: int
    _process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=count)
    _emptying: str = ""

    def url(self, database: str, *, by_port: bool = False) -> str:
        host = f"127.0.0.1:{self.port}" if by_port else ""
        return f"postgresql://dce@{host}/{database}" + ("" if by_port else f"?host={self.folder}&port={self.port}")

    def make(self) -> None:
        self._run("initdb", "-D", self.folder / "data", *DUTCH, "--encoding=UTF8", "-A", "trust", "-U", "dce")

    def start(self) -> None:
        """Start the server, and wait until it lets somebody in."""
        settings = [
            part
            for one in (*SMALL, f"port={self.port}", f"unix_socket_directories={self.folder}")
            for part in ("-c", one)
        ]
        command = [self.programs / "postgres", "-D", self.folder / "data", *settings]
        with (self.folder / "said").open("ab") as said:
            self._process = subprocess.Popen(command, stdout=said, stderr=said, **_account())
        for _ in range(200):
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError((self.folder / "said").read_text())

    def prepare(self) -> None:
        """Make the database that tests find ready."""
        self.ask(f"CREATE DATABASE {READY} TEMPLATE template0")
        Store.open(self.url(READY)).close()
        names = [name for (name,) in self.ask(OURS, READY) if name not in ("about", "dce_migrations")]
        self._emptying = "SET session_replication_role = replica; UPDATE about SET value = 'no';"  # no rule is asked
        self._emptying += "".join(f"DELETE FROM {name};" for name in names)

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=30)
            self._process = None

    def empty(self) -> str:
        """A new database without tables; gives its name."""
        name = f"test_{next(self._numbers)}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE template0")
        return name

    def ready(self) -> str:
        """The database with the tables of dce and nothing in them; gives its name. A new one each time is slow."""
        with psycopg.connect(self.url(READY), autocommit=True) as connection:
            connection.execute(ALONE)
            connection.execute(self._emptying)
        return READY

    def drop(self, name: str) -> None:
        self.ask(f"DROP DATABASE {name} WITH (FORCE)")

    def ask(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run SQL past our own code."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(sql)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def _run(self, program: str, *arguments: object) -> None:
        command = [self.programs / program, *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, **_account())


def _account() -> dict[str, Any]:
    own = {"cwd": "/"}
    return own | {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []} if os.geteuid() == 0 else own


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running() -> Iterator[Cluster]:
    """A server of its own while the block runs."""
    where = programs()
    assert where is not None
    folder = Path(tempfile.mkdtemp(prefix="dce-pg-", dir="/tmp"))  # a short path: that of a socket must be
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT, ACCOUNT)
    cluster = Cluster(where, folder, free_port())
    try:
        cluster.make()
        cluster.start()
        cluster.prepare()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
