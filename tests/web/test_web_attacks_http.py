"""Attacks on the line itself, entries D03, D10 and D13: bytes that are no text, headers, files by their path."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from web_desk import Colleague, account_of, colleague, token_of
from web_guest import KEY, Guest, held, running, some_design, store_of

from dce.store import Store
from dce.study import Study
from dce.web import create_app

STUDY = "voorbeeld"
VALUES = {"study_id": STUDY, "language": "nl", "number": 1, "position": 1, "name": "record", "inner": f"{STUDY}/"}
FILES = (
    *("/static/../app.db", "/static/%2e%2e/app.db", "/static/..%2f..%2fstore/statements.sql", "/static//etc/passwd"),
    *("/.git/config", "/instance/app.db", "/app.db-wal", "/dce.db", "/dce.db.key", "/static/app.py", "/.env"),
    *("/bootstrap/static/../../../flask/app.py", "/desk/../dce.db", "/api/v1/../../dce.db"),
)


@pytest.fixture
def everywhere(app: Flask) -> list[str]:
    """Every address that a page can be asked at, of the survey, the desk and the API."""
    adapter = app.url_map.bind("localhost")
    found = [
        adapter.build(rule.endpoint, {name: VALUES[name] for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.arguments <= set(VALUES)
    ]
    assert len(found) > 60
    return found


@pytest.mark.parametrize("secure", [False, True])
def test_d10_every_page_has_its_headers(tmp_path: Path, example: Study, everywhere: list[str], secure: bool) -> None:
    site = create_app(tmp_path / "own.db", secret_key=KEY, secure_cookies=secure)
    store_of(site).publish(some_design(example, 6))
    for guest in (Guest(site).begin() if not secure else Guest(site), _at_desk(site, secure=secure)):
        for path in everywhere:
            headers = guest.client.get(path).headers
            policy = headers["Content-Security-Policy"]
            assert "unsafe" not in policy, path
            assert "default-src 'none'" in policy, path
            assert "frame-ancestors 'none'" in policy or path.startswith("/theme"), path
            assert headers["X-Content-Type-Options"] == "nosniff", path
            assert headers["Referrer-Policy"] in ("same-origin", "strict-origin", "no-referrer"), path
            assert headers["Cache-Control"] == "no-store", path
            assert not any(sign.isdigit() for sign in headers.get("Server", "")), path
            assert ("Strict-Transport-Security" in headers) == secure, path
    store_of(site).close()


def _at_desk(site: Flask, *, secure: bool) -> Guest:
    person = Colleague(site, account_of(site, "anna", "organiser", STUDY))
    if secure:
        key = person.client.get_cookie("dce_desk")
        person.client.environ_base["HTTP_COOKIE"] = f"__Host-dce_desk={key.value if key else ''}"
    return person


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, example: Study) -> Iterator[str]:
    database = tmp_path_factory.mktemp("line") / "dce.db"
    store = Store.open(database)
    store.publish(some_design(example, 6))
    store.close()
    with running(database) as found:
        yield found


@pytest.mark.parametrize("path", FILES)
def test_d13_no_file_is_had_by_its_path(address: str, app: Flask, path: str) -> None:
    import socket

    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:  # a client library would tidy the path up
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(65_536), b""))
    status = int(answer.split(b" ", 2)[1])
    assert status == 404 or (status in (303, 308) and b"location: http" in answer.lower())
    assert b"SQLite" not in answer
    inside = Guest(app).client.get(path, follow_redirects=True)
    assert inside.status_code == 404 or inside.request.path == "/desk/sign-in"


@pytest.mark.parametrize("path", ["/%ff%fe", f"/{STUDY}/%ff", "/desk/%ff/", "/api/v1/studies/%ff", "/desk/link/%ff%fe"])
def test_d03_a_path_that_is_no_text_is_not_found(app: Flask, path: str) -> None:
    person = colleague(app, "anna", "organiser", STUDY)
    first, second = (guest.client.get(path, follow_redirects=True) for guest in (Guest(app), person))
    assert first.status_code in (400, 401, 404) or first.request.path == "/desk/sign-in"
    assert second.status_code in (400, 401, 404)


@pytest.mark.parametrize("path", [f"/{STUDY}/", "/desk/sign-in", "/api/v1/openapi.json"])
def test_d03_a_query_that_is_no_text_is_not_repeated(app: Flask, path: str) -> None:
    answer = Guest(app).client.get(f"{path}?next=%ff%fe&x=%00")
    assert answer.status_code in (200, 400)
    assert b"\xff\xfe" not in answer.data


@pytest.mark.parametrize("body", [b"content=%FF%FE", b"content=\xff\xfe", b"why=%ED%A0%80&state=closed"])
def test_d03_a_form_of_the_desk_that_is_no_text_changes_nothing(app: Flask, database: Path, body: bytes) -> None:
    anna = colleague(app, "anna", "organiser", STUDY)
    token, before = token_of(anna.get(f"/desk/{STUDY}/"))["csrf_token"], held(database)
    for path in ("state", "text", "fieldwork"):
        sent = body + f"&csrf_token={token}".encode()
        answer = anna.client.post(
            f"/desk/{STUDY}/{path}", data=sent, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert answer.status_code in (400, 404), path
    assert held(database) == before
    assert store_of(app).life.state(STUDY) == "open"


@pytest.mark.parametrize("body", [b"\xff\xfe", b'{"x": "\xff"}', b"[" * 100_000])
def test_d03_the_api_takes_no_body_at_all(app: Flask, body: bytes) -> None:
    answer = Guest(app).client.post("/api/v1/studies", data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
