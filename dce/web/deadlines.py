"""Time limits on what is received, kept by one thread: a thread for each form costs more than reading the form."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

IDLE_SECONDS = 20.0  # how long to sleep when nothing is being received


class Deadlines:
    """Ends the receiving side of connections that are late; a read then gives what came until then."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._receiving: dict[object, tuple[float, socket.socket]] = {}
        self._wakes = 0.0
        self._thread: threading.Thread | None = None

    @contextmanager
    def limit(self, connection: socket.socket, seconds: float) -> Iterator[None]:
        """Let ``connection`` receive for at most ``seconds`` while the block runs."""
        token, deadline = object(), time.monotonic() + seconds
        with self._changed:
            self._receiving[token] = deadline, connection
            if self._thread is None or not self._thread.is_alive():  # threads do not come along through a fork
                self._thread = threading.Thread(target=self._watch, name="deadlines", daemon=True)
                self._thread.start()
            elif deadline < self._wakes:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                del self._receiving[token]

    def _watch(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                for deadline, connection in self._receiving.values():
                    if deadline <= now:
                        with suppress(OSError):  # the sender has left
                            connection.shutdown(socket.SHUT_RD)
                coming = [deadline for deadline, _ in self._receiving.values() if deadline > now]
                self._wakes = min(coming, default=now + IDLE_SECONDS)
                self._changed.wait(self._wakes - now)
