"""The server: granian, started from the program itself."""

from __future__ import annotations

import gc
import os
import resource
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketSpec
from granian.server.mp import MPServer

from dce.errors import DceError, StoreError
from dce.store import Store
from dce.store.place import Place, absolute
from dce.web.app import LARGEST_BODY, LARGEST_FILE, LOOPBACK, create_app
from dce.web.crowding import Crowd, busy_pages
from dce.web.files import clear_leftovers
from dce.web.gateway import Gateway
from dce.web.settings import Settings
from dce.web.watching import counted

GARBAGE = 20_000  # objects after which to look for garbage; 700 is for programs that make less
TIDY_SECONDS = 3600.0
PAUSE_SECONDS = 0.2  # after a new process took the place of one that ended, so that the next that ends costs little
KILL_SECONDS = 20  # to answer what was asked before the end
BACKLOG = 4096  # people whose line is not taken up yet
MOST_LINES = 2048  # of people in one process, most of whom read
MOST_FILES = 2 * MOST_LINES  # a line is a file to the system, and so is the database of each thread
BODY_SECONDS = 20.0  # to send a form of a few hundred bytes, over the worst line
HEAD_MILLISECONDS = 20_000  # to send the head of a request, and to ask for another page on the same connection


@dataclass(frozen=True, slots=True)
class Site:
    """What the processes of one server need to know to make the application."""

    database: Place
    settings: Settings
    threads: int

    def app(self) -> Gateway:
        """The application behind its limits; each process makes its own, after the fork."""
        app = create_app(self.database, self.settings)
        gc.collect()
        gc.freeze()  # what was loaded stays; looking through it again and again for garbage costs every page
        gc.set_threshold(GARBAGE)
        threading.Thread(target=_tidy, args=(app.extensions["dce_store"],), daemon=True).start()
        return Gateway(
            app,
            largest=LARGEST_BODY,
            largest_file=LARGEST_FILE,
            body_seconds=BODY_SECONDS,
            crowd=Crowd(self.threads),
            busy=busy_pages(app),
            threads=ThreadPoolExecutor(self.threads),
        )


class Server(MPServer):  # type: ignore[misc]  # granian's types do not hold
    """Granian with one queue of people for all its processes: when one ends, however often, they wait for the next."""

    def _init_shared_socket(self) -> None:
        # Its own way on Linux is a socket a process, with which the system refuses who waits for one that ended.
        super()._init_shared_socket()
        self._shd = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._ssp = None
        with socket.socket(fileno=os.dup(self._shd.get_fd())) as door:
            door.listen(self.backlog)  # at once: who comes before the first process is ready waits for it

    def _respawn_workers(self, *given: Any, **more: Any) -> None:
        # Its own way is to end the whole server where one process dies twice within 5.5 seconds.
        super()._respawn_workers(*given, **more)
        self.respawned_wrks.clear()
        time.sleep(PAUSE_SECONDS)


def serve(
    database: Place | str,
    settings: Settings | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    threads: int = 8,
    **changes: Any,
) -> None:
    """Run the survey until it is stopped; says its address on stderr when it is ready, and nothing else.

    The site is set up after ``settings``, of which ``changes`` change some; it may be reached as ``host`` and as this
    machine's own names too. A theme is read once: what was checked is what is sent. Raises what
    :func:`dce.web.create_app` raises, and DceError for an address that is taken or not ours, before anything listens.
    """
    given = replace(settings or Settings(), **changes)
    known = replace(given, theme=given.worn, trusted_hosts=(*LOOPBACK, host, *given.trusted_hosts))
    site = Site(absolute(database), known, threads)
    create_app(site.database, known).extensions["dce_store"].close()  # refuse now, not in a worker
    clear_leftovers()
    _allow_files()
    _check_free(host, port)
    server = Server(
        "dce",  # what it would import; the application comes from target_loader
        address=host,
        port=port,
        backlog=BACKLOG,
        backpressure=MOST_LINES,
        interface=Interfaces.RSGI,
        workers=workers,
        websockets=False,
        http=HTTPModes.http1,  # the newer one is for encrypted lines, which end before this server
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MILLISECONDS),
        log_level=LogLevels.error,
        log_access=False,  # addresses are personal data
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_SECONDS,
    )
    server.on_startup(partial(_say_ready, host, port))
    with counted():
        server.serve(target_loader=site.app, wrap_loader=False)


def _allow_files() -> None:
    """Ask the system for as many files as people have lines; what it allows at most is looked at by dce doctor."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY != soft < MOST_FILES:
        allowed = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def _check_free(host: str, port: int) -> None:
    """Say it in one line when the address cannot be had: two servers could share it, each with some of the people."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise DceError(
            f"{host}:{port}: the survey cannot be served here ({error.strerror}); stop that or take another port"
        ) from error


def _tidy(store: Store) -> None:
    """Delete every hour what is due; what cannot be done now is done the next hour."""
    while True:
        with suppress(StoreError):
            store.delete_due_invitations()
            store.accounts.tidy()
            store.files.drop_old()
            store.life.clear_log()
        time.sleep(TIDY_SECONDS)


def _say_ready(host: str, port: int) -> None:
    """Say the address: from now on people are let in, or wait a moment for the first process."""
    where = f"[{host}]" if ":" in host else host
    print(f"The survey is at http://{where}:{port}/ (stop with Ctrl-C)", file=sys.stderr, flush=True)
