"""Sessions: for how long they last, and what is written of them; attacks on them stand in test_web_attacks.py."""

import sqlite3
from pathlib import Path

from flask import Flask
from web_guest import KEY, Guest, stored

from dce.web import create_app


def test_a_whole_visit_works_over_https(database: Path, app: Flask):
    guest = Guest(create_app(database, secret_key=KEY, secure_cookies=True))
    guest.client.environ_base |= {"wsgi.url_scheme": "https", "HTTP_REFERER": "https://localhost/voorbeeld/"}
    guest.client.environ_base["HTTP_HOST"] = "localhost"
    get, post = guest.client.get, guest.client.post
    guest.client.get = lambda path, **rest: get(path, base_url="https://localhost", **rest)
    guest.client.post = lambda path, **rest: post(path, base_url="https://localhost", **rest)
    assert guest.begin().answer_all().path == "/voorbeeld/thanks"


def test_leaving_ends_the_visit_on_this_device(app: Flask):
    guest = Guest(app).begin().get("/voorbeeld/later")
    key, token = guest.cookie, guest.page.xpath("//form[@action='/voorbeeld/leave']/input/@value")[0]
    assert guest.client.post("/voorbeeld/leave", data={"csrf_token": token}).status_code == 303
    thief = app.test_client()
    thief.set_cookie("dce_session", key or "")
    assert thief.get("/voorbeeld/later").status_code == 303


def test_sessions_are_written_only_when_they_change_and_never_for_a_style_sheet(app: Flask, file: Path):
    guest = Guest(app)
    guest.client.get("/static/theme.css").close()
    assert stored(file, "sessions") == []
    guest.begin()
    watcher = sqlite3.connect(file)
    writes = watcher.execute("PRAGMA data_version").fetchall()  # changes when anybody else has written
    guest.get("/voorbeeld/task/1").get("/voorbeeld/later")
    assert watcher.execute("PRAGMA data_version").fetchall() == writes
    watcher.close()
    assert len(stored(file, "sessions")) == 1


def test_nothing_on_the_person_is_kept_but_what_was_asked(app: Flask, file: Path):
    guest = Guest(app)
    guest.client.environ_base |= {"HTTP_USER_AGENT": "Zeldzame-Browser/7", "REMOTE_ADDR": "203.0.113.9"}
    guest.begin().answer_all()
    kept = b"".join(part.read_bytes() for part in file.parent.glob("dce.db*"))
    for trace in (b"Zeldzame-Browser", b"203.0.113.9", guest.code.encode(), guest.code.replace("-", "").encode()):
        assert trace not in kept
    assert len(stored(file)) == 4
