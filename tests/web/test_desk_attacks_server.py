"""B12 on really running servers: wrong passwords are counted together, and a restart forgets none of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from flask import Flask
from web_desk import PASSWORD, account_of
from web_guest import KEY, Caller, free_port, start_server

CHEAP = """
from argon2 import PasswordHasher
from dce.store import passwords
passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""
ELSEWHERE = "127.0.0.2"  # this machine answers to all of 127


@contextmanager
def serving(database: Path) -> Iterator[str]:
    port = free_port()
    server = start_server(database, port, database.with_name(f"{port}.said"), first=CHEAP)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def tried(url: str, password: str, line: httpx.HTTPTransport | None = None) -> httpx.Response:
    """The answer to one try in a browser of its own."""
    caller = Caller(url, line)
    try:
        caller.get("/desk/sign-in").send("sign-in", follow=False, name="anna", password=password)
    finally:
        caller.client.close()
    found: httpx.Response = caller.response
    return found


@pytest.mark.long
def test_b12_twenty_wrong_passwords_at_two_servers_and_after_a_restart(
    app: Flask, database: Path, monkeypatch: pytest.MonkeyPatch, quick_passwords: None
):
    monkeypatch.setenv("DCE_SECRET_KEY", KEY.decode())
    account_of(app, "anna", password=True)
    with serving(database) as first, serving(database) as second:
        found = [tried((first, second)[number % 2], "iets heel anders dan dat") for number in range(20)]
    assert [answer.status_code for answer in found] == [401] * 10 + [429] * 10
    assert all(0 < int(answer.headers["Retry-After"]) <= 900 for answer in found[10:])
    with serving(database) as again:
        assert tried(again, PASSWORD).status_code == 429, "the right one neither, from that address"
        right = tried(again, PASSWORD, httpx.HTTPTransport(local_address=ELSEWHERE))
        assert (right.status_code, right.headers["Location"]) == (303, "/desk/second-step")
