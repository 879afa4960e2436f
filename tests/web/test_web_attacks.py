"""Attacks that are on the list for every survey: each test has the number of its entry there (A, B and H).

Faults of disks and files need more than a page, and stand in test_web_attacks_server.py; further attacks of our own
stand in test_web_attacks_further.py.
"""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from web_guest import KEY, Guest, held, stored

from dce.design import Design
from dce.web import create_app

pytestmark = pytest.mark.usefixtures("watch")
ANSWER = 5  # where the answer stands in a row of the table

REFUSED = [
    ("A01 a task that is not in the study", {"task": "999", "answer": "4"}, 404),
    ("A01 a task that is no number", {"task": "1 OR 1=1", "answer": "4"}, 404),
    ("A01 a task of five thousand digits", {"task": "9" * 5000, "answer": "4"}, 404),
    ("A01 a task in other digits", {"task": "\u0661", "answer": "4"}, 404),
    ("A04 somebody else's identity", {"respondent": "another", "answer": "4"}, 403),
    ("A10 an answer above the scale", {"answer": "7"}, 422),
    ("A10 an answer below the scale", {"answer": "0"}, 422),
    ("A10 a negative answer", {"answer": "-1"}, 422),
    ("A10 an answer with a space", {"answer": "4 "}, 422),
    ("A10 an answer in other digits", {"answer": "\u0664"}, 422),
    ("A12 an answer of five thousand digits", {"answer": "5" * 5000}, 422),
    ("A12 an answer beyond 64 bits", {"answer": str(2**63)}, 422),
    ("A13 an empty answer", {"answer": ""}, 422),
    ("A13 no answer", {"answer": None}, 422),
    ("A13 no task", {"task": None, "answer": "4"}, 400),
    ("A13 an empty task", {"task": "", "answer": "4"}, 400),
    ("B08 no token", {"csrf_token": None, "answer": "4"}, 400),
    ("B08 an empty token", {"csrf_token": "", "answer": "4"}, 400),
    ("B08 a token that is not ours", {"csrf_token": "ImZvbyI.x.y", "answer": "4"}, 400),
    ("D04 a control character", {"answer": "4\x00"}, 400),
    ("D04 text that turns direction", {"answer": "4\u202e"}, 400),
]


@pytest.mark.parametrize(("what", "changes", "status"), REFUSED, ids=[case[0] for case in REFUSED])
def test_a_post_that_no_page_can_send_is_refused_and_changes_nothing(
    guest: Guest, database: Path, what: str, changes: dict[str, str | None], status: int
) -> None:
    guest.begin().send("answer", answer="2")
    before = held(database)
    assert guest.send("answer", **changes).status == status
    assert held(database) == before
    assert len(stored(database)) == 1


def test_a03_a_task_of_another_version_is_refused(app: Flask, database: Path, design: Design) -> None:
    guest = Guest(app).begin()
    mine = int(guest.fields("answer")["task"])
    (other,) = [version for version in design.versions if mine not in design.tasks_of(version)]
    assert guest.send("answer", task=str(design.tasks_of(other)[0]), answer="4").status == 404
    assert stored(database) == []


def test_a04_a_real_other_respondent_in_the_body_is_refused(app: Flask, database: Path) -> None:
    Guest(app).begin()
    ((victim, *_),) = stored(database, "respondents")
    assert Guest(app).begin().send("answer", answer="4", respondent=victim).status == 403
    assert stored(database) == []


def test_a06_the_same_answer_twice_is_one_answer(app: Flask, database: Path) -> None:
    guest = Guest(app).begin()
    fields = guest.fields("answer") | {"answer": "4"}
    for _ in range(2):
        response = guest.client.post("/voorbeeld/task/1", data=fields)
        assert (response.status_code, response.location) == (303, "/voorbeeld/task/2")
    assert [row[ANSWER] for row in stored(database)] == ["4"]


def test_a06_a_double_click_that_arrives_at_the_same_moment_is_one_answer(app: Flask, database: Path) -> None:
    assert post_at_once(app, Guest(app).begin(), "4444") == [303, 303, 303, 303]
    assert [row[ANSWER] for row in stored(database)] == ["4"]


def test_a07_another_answer_to_the_same_scenario_is_refused_and_the_first_stands(guest: Guest, database: Path) -> None:
    old_tab = guest.begin().fields("answer")
    guest.send("answer", answer="4")
    response = guest.client.post("/voorbeeld/task/1", data=old_tab | {"answer": "1"})
    assert response.status_code == 409
    assert "U hebt dit scenario al beantwoord" in response.text
    assert "Uw eerste antwoord blijft staan" in response.text
    assert "Open het scenario opnieuw om uw antwoord te veranderen" in response.text
    assert [row[ANSWER] for row in stored(database)] == ["4"]


def test_a09_of_two_tabs_that_answer_differently_at_once_one_is_stored_and_the_other_told(
    app: Flask, database: Path
) -> None:
    assert post_at_once(app, Guest(app).begin(), "15") == [303, 409]
    assert len(stored(database)) == 1


def post_at_once(app: Flask, guest: Guest, ratings: str) -> list[int]:
    """What tabs of one person get that answer the same scenario at one moment, a rating each."""
    fields, statuses, together = guest.fields("answer"), [], threading.Barrier(len(ratings))

    def answer(rating: str) -> None:
        tab = app.test_client()
        tab.set_cookie("dce_session", guest.cookie or "")
        together.wait()
        statuses.append(tab.post("/voorbeeld/task/1", data=fields | {"answer": rating}).status_code)

    tabs = [threading.Thread(target=answer, args=[rating]) for rating in ratings]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    return sorted(statuses)


def test_a13_an_empty_body_is_refused(guest: Guest, database: Path) -> None:
    guest.begin()
    assert guest.client.post("/voorbeeld/task/1").status_code == 400
    assert stored(database) == []


def test_a16_who_is_done_is_sent_to_the_last_page_and_nothing_changes(guest: Guest, database: Path) -> None:
    fields = guest.begin().fields("answer")
    guest.answer_all()
    before = held(database)
    response = guest.client.post("/voorbeeld/task/1", data=fields | {"answer": "1"})
    assert (response.status_code, response.location) == (303, "/voorbeeld/thanks")
    assert held(database) == before


TEN_YEARS = str(10 * 365 * 24 * 3600 * 1000)


@pytest.mark.parametrize("time", ["-5", TEN_YEARS])
@pytest.mark.parametrize("name", ["response_ms", "seconds", "opened"])
def test_a18_a_time_that_the_browser_claims_is_not_kept(guest: Guest, database: Path, name: str, time: str) -> None:
    assert guest.begin().send("answer", answer="4", **{name: time}).status == 200
    ((_, _, _, _, seconds, *_),) = stored(database, "circumstances")
    assert seconds is None if name == "opened" else seconds in range(60), "as the server measured it, or nothing"


def test_a19_levels_that_the_browser_claims_are_not_read(guest: Guest, database: Path, design: Design) -> None:
    shown = guest.begin().levels()
    forged = dict.fromkeys(shown, "bedrijf") | {"version": "2", "position": "9", "place": "7"}
    assert guest.send("answer", answer="4", **forged).status == 200
    ((_, task, _, _, place, answer, *_),) = stored(database)
    assert (answer, place, design.scenario(task)) == ("4", 1, shown)
    table = guest.client.application.extensions["dce_store"].answers("voorbeeld")
    assert {name: table[name].item() for name in shown} == shown


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, '{"respondent": "1"}', "ImZvbyI.x.y", "A" * 3000, "../../etc"])
def test_b02_an_unknown_key_leads_to_the_introduction_which_tells_how_to_resume(app: Flask, cookie: str) -> None:
    guest = Guest(app)
    guest.client.set_cookie("dce_session", cookie)
    guest.get("/voorbeeld/task/2")
    assert guest.path == "/voorbeeld/"
    assert "Hebt u een persoonlijke code?" in guest.words
    assert "Hebt u een persoonlijke code?" not in guest.get("/voorbeeld/").words, "said once"


def test_b02_a_session_in_the_cookie_is_nothing_here_even_when_signed_with_our_key(app: Flask, database: Path) -> None:
    Guest(app).begin()
    ((victim, *_),) = stored(database, "respondents")
    thief = Guest(app)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    for name in ("session", "dce_session"):
        thief.client.set_cookie(name, str(signer.dumps({"respondent": victim})))
    assert thief.client.get("/voorbeeld/task/1").status_code == 303


def test_b05_beginning_gives_a_new_key_and_the_old_one_is_worth_nothing(app: Flask) -> None:
    guest = Guest(app).get("/voorbeeld/")
    before = guest.cookie
    guest.begin()
    assert guest.cookie not in (None, before)
    thief = app.test_client()
    thief.set_cookie("dce_session", before or "")
    assert thief.get("/voorbeeld/task/1").status_code == 303


def test_b05_a_key_that_a_thief_chose_is_not_taken_over(app: Flask) -> None:
    guest = Guest(app)
    guest.client.set_cookie("dce_session", "T" * 43)
    guest.begin()
    assert guest.cookie != "T" * 43


def test_b05_resuming_gives_a_new_key(app: Flask) -> None:
    code = Guest(app).begin().get("/voorbeeld/later").code
    guest = Guest(app).get("/voorbeeld/resume")
    before = guest.cookie
    guest.send("resume", code=code)
    assert guest.cookie not in (None, before)


def test_b06_a_session_that_ends_half_way_loses_nothing(app: Flask, database: Path) -> None:
    guest = Guest(app).begin().send("answer", answer="4")
    form, words = guest.page, guest.get("/voorbeeld/later").code
    with closing(sqlite3.connect(database)) as file:
        file.execute("UPDATE sessions SET expires = '2020-01-01T00:00Z'")
        file.commit()
    guest.page = form
    guest.send("answer", answer="5", follow=False)
    assert (guest.status, guest.response.location) == (303, "/voorbeeld/")
    assert len(stored(database)) == 1
    guest.get("/voorbeeld/resume").send("resume", code=words)
    assert guest.path == "/voorbeeld/task/2"


def test_b09_a_token_of_another_visit_is_refused(app: Flask, database: Path) -> None:
    theirs = Guest(app).begin().fields("answer")["csrf_token"]
    assert Guest(app).begin().send("answer", csrf_token=theirs, answer="4").status == 400
    assert stored(database) == []


@pytest.mark.parametrize(
    "path", ["begin", "leave", "task/1/delete", "delete", "close", "logout", "resume?code=x", "task/1?answer=4&task=1"]
)
def test_b11_nothing_changes_by_opening_an_address(guest: Guest, database: Path, path: str) -> None:
    guest.begin()
    before = held(database)
    assert guest.get(f"/voorbeeld/{path}").status in ((200,) if "?" in path else (404, 405))
    assert held(database) == before
    assert guest.get("/voorbeeld/task/1").path == "/voorbeeld/task/1", "still taking part"


def test_b18_the_cookie_holds_a_random_key_that_no_script_or_other_site_can_use(app: Flask) -> None:
    header = Guest(app).get("/voorbeeld/").response.headers["Set-Cookie"]
    name, *flags = header.split("; ")
    assert len(name.removeprefix("dce_session=")) == 43
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=Lax"]


def test_b18_on_https_only_the_cookie_is_bound_to_the_host(database: Path, app: Flask) -> None:
    client = create_app(database, secret_key=KEY, secure_cookies=True).test_client()
    header = client.get("/voorbeeld/", base_url="https://localhost").headers["Set-Cookie"]
    assert header.startswith("__Host-dce_session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(header.split("; "))
    assert "Domain" not in header


PRESENTER = ["next", "reveal", "live", "present", "presenter", "presenter/next", "live/reveal", "task/next", "close"]


@pytest.mark.parametrize("path", PRESENTER)
def test_h05_a_participant_cannot_act_as_presenter(guest: Guest, database: Path, path: str) -> None:
    token = guest.begin().fields("answer")["csrf_token"]
    before = held(database)
    response = guest.client.post(f"/voorbeeld/{path}", data={"csrf_token": token, "question": "2"})
    assert response.status_code == 404
    assert held(database) == before
