"""Sessions: who somebody is, for how long, and what the browser knows of it."""

import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from web_guest import KEY, Guest, stored

from dce.web import create_app


def test_the_cookie_holds_a_random_key_that_no_script_or_other_site_can_use(app: Flask):
    header = Guest(app).get("/voorbeeld/").response.headers["Set-Cookie"]
    name, *flags = header.split("; ")
    assert len(name.removeprefix("dce_session=")) == 43
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=Lax"]


def test_on_https_only_the_cookie_is_bound_to_the_host(database: Path, app: Flask):
    client = create_app(database, secret_key=KEY, secure_cookies=True).test_client()
    header = client.get("/voorbeeld/", base_url="https://localhost").headers["Set-Cookie"]
    assert header.startswith("__Host-dce_session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(header.split("; "))
    assert "Domain" not in header


def test_a_whole_visit_works_over_https(database: Path, app: Flask):
    guest = Guest(create_app(database, secret_key=KEY, secure_cookies=True))
    guest.client.environ_base |= {"wsgi.url_scheme": "https", "HTTP_REFERER": "https://localhost/voorbeeld/"}
    guest.client.environ_base["HTTP_HOST"] = "localhost"
    get, post = guest.client.get, guest.client.post
    guest.client.get = lambda path, **rest: get(path, base_url="https://localhost", **rest)
    guest.client.post = lambda path, **rest: post(path, base_url="https://localhost", **rest)
    assert guest.begin().answer_all().path == "/voorbeeld/thanks"


def test_beginning_gives_a_new_key_and_the_old_one_is_worth_nothing(app: Flask):
    guest = Guest(app).get("/voorbeeld/")
    before = guest.cookie
    guest.begin()
    assert guest.cookie not in (None, before)
    thief = app.test_client()
    thief.set_cookie("dce_session", before or "")
    assert thief.get("/voorbeeld/task/1").status_code == 303


def test_resuming_gives_a_new_key(app: Flask):
    code = Guest(app).begin().get("/voorbeeld/later").code
    guest = Guest(app).get("/voorbeeld/resume")
    before = guest.cookie
    guest.send("resume", code=code)
    assert guest.cookie not in (None, before)


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, '{"respondent": "1"}', "ImZvbyI.x.y", "A" * 3000, "../../etc"])
def test_an_unknown_key_leads_to_the_introduction_which_tells_how_to_resume(app: Flask, cookie: str):
    guest = Guest(app)
    guest.client.set_cookie("dce_session", cookie)
    guest.get("/voorbeeld/task/2")
    assert guest.path == "/voorbeeld/"
    assert "Hebt u een persoonlijke code?" in guest.words
    assert "Hebt u een persoonlijke code?" not in guest.get("/voorbeeld/").words, "said once"


def test_a_session_that_ends_half_way_loses_nothing(app: Flask, database: Path):
    guest = Guest(app).begin().send("answer", answer="4")
    code = Guest(app)  # another browser, only to read the code under the same session
    code.client.set_cookie("dce_session", guest.cookie or "")
    words = code.get("/voorbeeld/later").code
    connection = sqlite3.connect(database)
    connection.execute("UPDATE sessions SET expires = '2020-01-01T00:00Z'")
    connection.commit()
    connection.close()
    guest.send("answer", answer="5", follow=False)
    assert (guest.status, guest.response.location) == (303, "/voorbeeld/")
    assert len(stored(database)) == 1
    guest.get("/voorbeeld/resume").send("resume", code=words)
    assert guest.path == "/voorbeeld/task/2"


def test_leaving_ends_the_visit_on_this_device(app: Flask):
    guest = Guest(app).begin().get("/voorbeeld/later")
    key, token = guest.cookie, guest.page.xpath("//form[@action='/voorbeeld/leave']/input/@value")[0]
    assert guest.client.post("/voorbeeld/leave", data={"csrf_token": token}).status_code == 303
    thief = app.test_client()
    thief.set_cookie("dce_session", key or "")
    assert thief.get("/voorbeeld/later").status_code == 303


@pytest.mark.parametrize("path", ["begin", "leave", "task/1/delete"])
def test_nothing_changes_by_opening_an_address(guest: Guest, database: Path, path: str):
    guest.begin()
    before = stored(database, "respondents")
    assert guest.get(f"/voorbeeld/{path}").status in (404, 405)
    assert stored(database, "respondents") == before
    assert guest.get("/voorbeeld/task/1").path == "/voorbeeld/task/1", "still taking part"


def test_sessions_are_written_only_when_they_change_and_never_for_a_style_sheet(app: Flask, database: Path):
    guest = Guest(app)
    guest.client.get("/static/theme.css").close()
    assert stored(database, "sessions") == []
    guest.begin()
    watcher = sqlite3.connect(database)
    writes = watcher.execute("PRAGMA data_version").fetchall()  # changes when anybody else has written
    guest.get("/voorbeeld/task/1").get("/voorbeeld/later")
    assert watcher.execute("PRAGMA data_version").fetchall() == writes
    watcher.close()
    assert len(stored(database, "sessions")) == 1


def test_nothing_on_the_person_is_kept_but_what_was_asked(app: Flask, database: Path):
    guest = Guest(app)
    guest.client.environ_base |= {"HTTP_USER_AGENT": "Zeldzame-Browser/7", "REMOTE_ADDR": "203.0.113.9"}
    guest.begin().answer_all()
    kept = b"".join(file.read_bytes() for file in database.parent.glob("dce.db*"))
    for trace in (b"Zeldzame-Browser", b"203.0.113.9", guest.code.encode(), guest.code.replace("-", "").encode()):
        assert trace not in kept
    assert len(stored(database)) == 4
