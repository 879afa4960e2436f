"""The server: gunicorn with threads, started from the program itself."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from dce.errors import DceError, StoreError
from dce.store import Store
from dce.web.app import LARGEST_BODY, LOOPBACK, create_app
from dce.web.deadlines import Deadlines
from dce.web.theme import Theme

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TIDY_SECONDS = 3600.0
BODY_SECONDS = 20.0  # to send a form of a few hundred bytes, over the worst line
_DEADLINES = Deadlines()


@dataclass(frozen=True, slots=True)
class Site:
    """What the processes of one server need to know to make the application."""

    database: Path
    secure_cookies: bool
    trusted_hosts: tuple[str, ...]
    theme: Theme | None

    def app(self) -> WSGIApplication:
        """The application behind its time limit."""
        app = create_app(
            self.database,
            secure_cookies=self.secure_cookies,
            trusted_hosts=self.trusted_hosts,
            theme=self.theme,
        )
        threading.Thread(target=_tidy, args=(app.extensions["dce_store"],), daemon=True).start()
        return partial(in_time, app, BODY_SECONDS)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn, told everything here instead of in a file or on a command line."""

    def __init__(self, load: Callable[[], Any], settings: dict[str, Any]) -> None:
        self._load = load
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take the settings."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application; gunicorn asks for it in each worker, after the fork."""
        return self._load()


def serve(
    database: Path | str,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    threads: int = 8,
    secure_cookies: bool = False,
    trusted_hosts: Sequence[str] = (),
    theme: Theme | Path | str | None = None,
) -> None:
    """Run the survey until it is stopped; says its address on stderr when it is ready, and nothing else.

    The site may be reached as ``host``, as this machine's own names, and as ``trusted_hosts``. A
    ``theme`` is read once: what was checked is what is sent. Raises what
    :func:`dce.web.create_app` raises, and DceError for an address that is taken or not ours, before anything listens.
    """
    worn = Theme.load(theme) if isinstance(theme, Path | str) else theme
    site = Site(Path(database).absolute(), secure_cookies, (*LOOPBACK, host, *trusted_hosts), worn)
    create_app(site.database, secure_cookies=secure_cookies).extensions[
        "dce_store"
    ].close()  # refuse now, not in a worker
    _check_free(host, port)
    settings = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": threads,
        "keepalive": 5,
        "forwarder_headers": "",  # SCRIPT_NAME and PATH_INFO come from no header: any program here could send them
        "accesslog": None,  # addresses are personal data
        "loglevel": "error",
        "control_socket_disable": True,
        "proc_name": "dce",
        "when_ready": partial(_ready, f"http://{host}:{port}/"),
    }
    Server(site.app, settings).run()


def _check_free(host: str, port: int) -> None:
    """Say it in one line when the address cannot be had: gunicorn would try for five seconds and print a page."""
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
        time.sleep(TIDY_SECONDS)


def _ready(address: str, _server: object) -> None:
    print(f"The survey is at {address} (stop with Ctrl-C)", file=sys.stderr, flush=True)


def in_time(
    app: WSGIApplication, seconds: float, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Answer a request, giving the sender ``seconds`` for the whole body, so that slow senders hold no thread.

    A read waits for as long as bytes keep dribbling in, so a deadline ends the receiving side of the connection.
    """
    size = _to_read(environ)
    if size == 0:
        return app(environ, start_response)
    with _DEADLINES.limit(environ["gunicorn.socket"], seconds):
        body = environ["wsgi.input"].read(size)
    return app({**environ, "wsgi.input": BytesIO(body)}, start_response)


def _to_read(environ: WSGIEnvironment) -> int:
    """How many bytes the application may want; none where it will refuse the body by its length."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        return LARGEST_BODY  # no length is told; the application refuses what fills this
    length = environ.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() and int(length) <= LARGEST_BODY else 0
