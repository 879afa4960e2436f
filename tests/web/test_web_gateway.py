"""What comes in at the really running server: too much, too slowly, ambiguous, and beside what takes long."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from web_guest import Caller, free_port, some_design, start_server

from dce.store import Store
from dce.study import Study

BODY_SECONDS = 0.5
LONG = 2.0  # seconds that the page takes which takes long
PATIENCE = 10.0
# The time for a body is shortened, one page takes long, and one says what the application was told.
FIRST = f"""
import json, time
from dce.web import app, gateway, server

plain = gateway.environ

def environ(scope, body):
    if scope.path == "/broken":
        raise RuntimeError("what somebody typed")
    return plain(scope, body)

gateway.environ = environ
server.BODY_SECONDS = {BODY_SECONDS}
made = server.create_app

def with_pages(*given, **more):
    site = made(*given, **more)

    @site.get("/long")
    def long():
        time.sleep({LONG})
        return "at last"

    @site.get("/told/<path:rest>")
    def told(rest):
        from flask import request
        return {{name: value for name, value in request.environ.items() if isinstance(value, str)}}

    return site

server.create_app = with_pages
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, example: Study) -> Iterator[tuple[str, int]]:
    database = tmp_path_factory.mktemp("gateway") / "dce.db"
    store = Store.open(database)
    store.publish(some_design(example, 6))
    store.close()
    port = free_port()
    server = start_server(database, port, Path(database).with_name("said.txt"), first=FIRST)
    yield "127.0.0.1", port
    server.terminate()
    assert server.wait(timeout=30) == 0


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory, address: tuple[str, int]) -> Path:
    """What the server wrote on standard error."""
    return next(tmp_path_factory.getbasetemp().glob("gateway*/said.txt"))


def said(address: tuple[str, int], request: bytes) -> bytes:
    """Everything that comes back on a line of its own until it is closed."""
    with socket.create_connection(address, timeout=PATIENCE) as line:
        line.sendall(request)
        return b"".join(iter(lambda: line.recv(65_536), b""))


def told(address: tuple[str, int], path: str, *headers: str) -> dict[str, str]:
    """What the application was told of a request."""
    lines = "".join(f"{header}\r\n" for header in headers)
    head = f"GET /told/{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{lines}\r\n"
    answer = said(address, head.encode("latin-1"))
    return httpx.Response(200, content=answer.partition(b"\r\n\r\n")[2]).json()


@pytest.mark.parametrize("length_known", [True, False])
def test_d01_ten_megabytes_are_refused_with_and_without_their_length(address: tuple[str, int], length_known: bool):
    content = b"x" * 10_000_000 if length_known else (b"x" * 65_536 for _ in range(160))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        url = f"http://{address[0]}:{address[1]}/language"
        response = httpx.post(url, content=content, headers=headers, trust_env=False)
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        return  # refused so early that the line was closed on the sender
    assert response.status_code == 413


def test_d09_many_who_send_slowly_are_refused_in_time_and_keep_nobody_waiting(address: tuple[str, int]):
    head = b"POST /language HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nlang"
    lines = [socket.create_connection(address, timeout=PATIENCE) for _ in range(60)]
    try:
        began = time.monotonic()
        for line in lines:
            line.sendall(head)
        caller = Caller(f"http://{address[0]}:{address[1]}")
        assert caller.get("/voorbeeld/").status == 200
        assert time.monotonic() - began < BODY_SECONDS, "a page came while all of them were still sending"
        answers = {line.recv(65_536).partition(b"\r\n")[0] for line in lines}
        assert answers == {b"HTTP/1.1 408 Request Timeout"}
        assert BODY_SECONDS <= time.monotonic() - began < PATIENCE
        caller.client.close()
    finally:
        for line in lines:
            line.close()


def test_a_page_that_takes_long_keeps_nobody_else_waiting(address: tuple[str, int]):
    url = f"http://{address[0]}:{address[1]}"
    person, took = Caller(url).begin(), list[str]()
    reader = threading.Thread(target=lambda: took.append(httpx.get(f"{url}/long", trust_env=False).text))
    began = time.monotonic()
    reader.start()
    time.sleep(0.1)
    person.send("answer", answer="3").get("/voorbeeld/")
    assert person.status == 200
    assert time.monotonic() - began < LONG
    reader.join()
    assert took == ["at last"]
    person.client.close()


def test_the_application_is_told_the_path_and_every_header_as_they_were_meant(address: tuple[str, int]):
    was = told(address, "caf%C3%A9/a%20b?x=%C3%A9&y=1", "X-Twice: 1", "X-Twice: 2", "Cookie: a=1", "Cookie: b=2")
    assert was["PATH_INFO"].encode("latin-1").decode() == "/told/café/a b"
    assert was["QUERY_STRING"] == "x=%C3%A9&y=1"
    assert (was["HTTP_X_TWICE"], was["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")
    assert (was["REMOTE_ADDR"], was["wsgi.url_scheme"]) == ("127.0.0.1", "http")


def test_a_header_with_an_underscore_passes_for_no_other(address: tuple[str, int]):
    was = told(address, "x", "Script_Name: /evil", "X_Forwarded_For: 1.2.3.4", "Content_Length: 7")
    assert was["SCRIPT_NAME"] == ""
    assert not {"HTTP_SCRIPT_NAME", "HTTP_X_FORWARDED_FOR", "CONTENT_LENGTH"} & set(was)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example", b"400"),
        (b"POST /language HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5", b"400"),
        (b"POST /language HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6", b"400"),
        (b"POST /language HTTP/1.1\r\nHost: localhost", b"400"),  # without a body there is no token
        (b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost", b"400"),
        (b"HEAD /voorbeeld/ HTTP/1.1\r\nHost: localhost", b"200"),
    ],
)
def test_what_is_ambiguous_is_refused(address: tuple[str, int], lines: bytes, status: bytes):
    answer = said(address, lines + b"\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ", 2)[1] == status
    if lines.startswith(b"HEAD"):
        assert answer.endswith(b"\r\n\r\n"), "only the head of the page"


def test_a_fault_before_the_application_is_told_without_its_words(address: tuple[str, int], lines: Path):
    answer = said(address, b"GET /broken HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ", 2)[1] == b"500"
    written = lines.read_text()
    assert '"kind": "RuntimeError"' in written
    assert "what somebody typed" not in written
    assert said(address, b"HEAD /voorbeeld/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")[9:12] == b"200"
