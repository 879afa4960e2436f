"""Health, readiness and numbers: for machines that watch, with nobody who answers in them."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from flask import Flask
from web_guest import Guest, free_port, start_server

STUDY = "voorbeeld"


def test_a_process_says_that_it_lives_and_can_serve(app: Flask):
    for path, said in (("/health", "ok\n"), ("/ready", "ready\n")):
        found = app.test_client().get(path)
        assert (found.status_code, found.text) == (200, said)
        assert not found.headers.getlist("Set-Cookie")


def test_a_held_database_is_not_ready_and_the_process_still_lives(app: Flask, database: Path, monkeypatch):
    monkeypatch.setattr(app.extensions["dce_store"]._database, "_wait_seconds", 0.1)
    with closing(sqlite3.connect(database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert app.test_client().get("/ready").status_code == 503
        assert app.test_client().get("/health").status_code == 200
    assert app.test_client().get("/ready").status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"headers": {"X-Forwarded-For": "192.0.2.7"}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
    ],
)
def test_numbers_are_for_this_machine_only(app: Flask, asked: dict[str, dict[str, str]]):
    assert app.test_client().get("/metrics", **asked).status_code == 404
    assert app.test_client().get("/metrics").status_code == 200


def test_the_numbers_of_all_processes_are_added_and_name_nobody(app: Flask, database: Path):
    guest = Guest(app).begin()
    app.extensions["dce_store"].close()
    port = free_port()
    server = start_server(database, port, database.with_name("said.txt"), workers=2)
    try:
        for _ in range(40):  # on lines of their own, so that both processes get some
            httpx.get(f"http://127.0.0.1:{port}/{STUDY}/", trust_env=False)
        httpx.get(f"http://127.0.0.1:{port}/{STUDY}/mine/{guest.code}", trust_env=False)
        text = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
    finally:
        server.terminate()
        server.wait(timeout=30)
    (count,) = re.findall(r'dce_requests_total\{method="GET",rule="/<study_id>/",status="200"\} ([\d.]+)', text)
    assert float(count) == 40
    assert 'dce_request_seconds_bucket{le="0.005",method="GET",rule="/<study_id>/"}' in text
    assert STUDY not in text
    assert guest.code == "" or guest.code not in text
