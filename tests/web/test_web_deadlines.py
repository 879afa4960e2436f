"""Time limits on receiving: who is late is cut off, who is in time is not, and one thread does it for all."""

import socket
import threading
import time

import pytest

from dce.web.deadlines import Deadlines

SOON = 0.1
LONG = 60.0


@pytest.fixture
def lines():
    pairs = [socket.socketpair() for _ in range(3)]
    for receiver, _ in pairs:
        receiver.settimeout(5)  # a limit that is not kept ends the test, not the patience
    yield pairs
    for pair in pairs:
        for end in pair:
            end.close()


def test_who_is_late_is_cut_off_while_another_has_time(lines):
    (late, _), (early, sender), _ = lines
    deadlines = Deadlines()
    with deadlines.limit(early, LONG), deadlines.limit(late, SOON):
        began = time.monotonic()
        assert late.recv(1) == b"", "the receiving side ends, though the sender has not left"
        assert SOON <= time.monotonic() - began < 5
        sender.sendall(b"x")
        assert early.recv(1) == b"x"


def test_who_was_in_time_keeps_the_connection(lines):
    (first, sender), (late, _), _ = lines
    deadlines = Deadlines()
    with deadlines.limit(first, SOON):
        pass
    with deadlines.limit(late, 2 * SOON):
        assert late.recv(1) == b""  # by now the first limit is over as well
    sender.sendall(b"still open")
    assert first.recv(20) == b"still open"


def test_a_connection_that_its_sender_has_left_does_not_end_the_watch(lines):
    (gone, _), (late, _), _ = lines
    deadlines = Deadlines()
    gone.close()
    with deadlines.limit(gone, 0.0), deadlines.limit(late, SOON):
        assert late.recv(1) == b""


def test_one_thread_watches_all(lines):
    deadlines, before = Deadlines(), threading.active_count()
    for connection, _ in lines:
        with deadlines.limit(connection, LONG):
            pass
    assert threading.active_count() == before + 1
