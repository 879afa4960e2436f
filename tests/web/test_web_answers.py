"""What happens to an answer, whatever is posted."""

import json
import sqlite3
import threading
from pathlib import Path

import pytest
from flask import Flask
from web_guest import KEY, Guest, some_design, stored

from dce.design import Design
from dce.store import Store
from dce.study import Study
from dce.web import create_app


def test_a_whole_visit_stores_each_answer_for_the_scenario_that_was_shown(app: Flask, database: Path, design: Design):
    guest, given = Guest(app).begin(), []
    while guest.page.xpath("//form[@id='answer']"):
        given.append((guest.levels(), str(1 + len(given))))
        guest.send("answer", answer=given[-1][1])
    assert (guest.status, guest.path) == (200, "/voorbeeld/thanks")
    found = {row[5]: design.scenario(row[1]) for row in stored(database)}
    assert found == {rating: levels for levels, rating in given}
    (person,) = stored(database, "respondents")
    assert person[-2] is not None, "the person is marked as done"


def test_criteria_stand_in_the_order_of_the_person_on_every_page(app: Flask, database: Path):
    orders = set()
    for _ in range(8):
        guest, pages = Guest(app).begin(), set()
        while guest.page.xpath("//form[@id='answer']"):
            pages.add(tuple(guest.levels()))
            guest.send("answer", answer="1")
        assert len(pages) == 1
        orders |= pages
    assert len(orders) > 1, "people differ"
    recorded = {tuple(json.loads(person[5])) for person in stored(database, "respondents")}
    assert recorded == orders


FORM = "application/x-www-form-urlencoded"
REFUSED = [
    ("a task that is not in the study", {"task": "999", "answer": "4"}, 404),
    ("a task that is no number", {"task": "1 OR 1=1", "answer": "4"}, 404),
    ("a task of five thousand digits", {"task": "9" * 5000, "answer": "4"}, 404),
    ("a task in other digits", {"task": "\u0661", "answer": "4"}, 404),
    ("somebody else's identity", {"respondent": "another", "answer": "4"}, 403),
    ("an answer above the scale", {"answer": "7"}, 422),
    ("an answer below the scale", {"answer": "0"}, 422),
    ("a negative answer", {"answer": "-1"}, 422),
    ("an answer of five thousand digits", {"answer": "5" * 5000}, 422),
    ("an answer with a space", {"answer": "4 "}, 422),
    ("an empty answer", {"answer": ""}, 422),
    ("no answer", {"answer": None}, 422),
    ("no task", {"task": None, "answer": "4"}, 400),
    ("no token", {"csrf_token": None, "answer": "4"}, 400),
    ("a token that is not ours", {"csrf_token": "ImZvbyI.x.y", "answer": "4"}, 400),
    ("a control character", {"answer": "4\x00"}, 400),
    ("text that turns direction", {"answer": "4\u202e"}, 400),
]


@pytest.mark.parametrize(("what", "changes", "status"), REFUSED, ids=[case[0] for case in REFUSED])
def test_a_post_that_no_page_can_send_is_refused_and_changes_nothing(
    guest: Guest, database: Path, what: str, changes: dict[str, str | None], status: int
):
    guest.begin().send("answer", answer="2")
    before = stored(database)
    assert guest.send("answer", **changes).status == status
    assert stored(database) == before
    assert len(before) == 1
    assert not any(leak in guest.text for leak in ("Traceback", "sqlite3", "SELECT", str(database)))


def test_a_task_of_another_version_is_refused(app: Flask, database: Path, design: Design):
    guest = Guest(app).begin()
    mine = int(guest.fields("answer")["task"])
    (other,) = [version for version in design.versions if mine not in design.tasks_of(version)]
    assert guest.send("answer", task=str(design.tasks_of(other)[0]), answer="4").status == 404
    assert stored(database) == []


def test_a_token_of_another_visit_is_refused(app: Flask, database: Path):
    theirs = Guest(app).begin().fields("answer")["csrf_token"]
    assert Guest(app).begin().send("answer", csrf_token=theirs, answer="4").status == 400
    assert stored(database) == []


def test_an_empty_body_is_refused(guest: Guest, database: Path):
    guest.begin()
    assert guest.client.post("/voorbeeld/task/1").status_code == 400
    assert stored(database) == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"answer=%FF%FE", FORM, 400),
        (b"answer=\xff\xfe", FORM, 400),
        (b"answer=%ED%A0%80", FORM, 400),
        (b'{"answer": "4"}', "application/json", 400),
        (b"x" * 100, "multipart/form-data; boundary=x", 400),
        (b"answer=" + b"4" * 70_000, FORM, 413),
        (b"x" * 10_000_000, "multipart/form-data; boundary=x", 413),
    ],
)
def test_bodies_that_are_no_form_of_ours_are_refused_in_words(
    guest: Guest, database: Path, body: bytes, kind: str, status: int
):
    token = f"&csrf_token={guest.begin().fields('answer')['csrf_token']}&task={guest.fields('answer')['task']}"
    body += token.encode() if kind == FORM else b""
    response = guest.client.post("/voorbeeld/task/1", data=body, content_type=kind)
    assert response.status_code == status
    assert "Er is niets opgeslagen" in response.text
    assert stored(database) == []


def test_the_same_answer_twice_is_one_answer(app: Flask, database: Path):
    guest = Guest(app).begin()
    fields = guest.fields("answer") | {"answer": "4"}
    for _ in range(2):
        response = guest.client.post("/voorbeeld/task/1", data=fields)
        assert (response.status_code, response.location) == (303, "/voorbeeld/task/2")
    assert [row[5] for row in stored(database)] == ["4"]


def test_another_answer_to_the_same_scenario_is_refused_and_the_first_stands(guest: Guest, database: Path):
    old_tab = guest.begin().fields("answer")
    guest.send("answer", answer="4")
    response = guest.client.post("/voorbeeld/task/1", data=old_tab | {"answer": "1"})
    assert response.status_code == 409
    assert "U hebt dit scenario al beantwoord" in response.text
    assert "Uw eerste antwoord blijft staan" in response.text
    assert [row[5] for row in stored(database)] == ["4"]


def test_of_two_tabs_that_answer_differently_at_once_one_is_stored_and_the_other_told(app: Flask, database: Path):
    guest = Guest(app).begin()
    fields, statuses, together = guest.fields("answer"), [], threading.Barrier(2)

    def answer(rating: str) -> None:
        tab = app.test_client()
        tab.set_cookie("dce_session", guest.cookie or "")
        together.wait()
        statuses.append(tab.post("/voorbeeld/task/1", data=fields | {"answer": rating}).status_code)

    tabs = [threading.Thread(target=answer, args=[rating]) for rating in "15"]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert sorted(statuses) == [303, 409]
    assert len(stored(database)) == 1


def test_an_old_tab_answers_the_scenario_that_it_shows(guest: Guest, database: Path):
    fields = guest.begin().fields("answer")
    response = guest.client.post("/voorbeeld/task/3", data=fields | {"answer": "2"})
    assert response.status_code == 303
    assert [(row[1], row[5]) for row in stored(database)] == [(int(fields["task"]), "2")]


def test_what_a_page_never_asks_is_not_read(guest: Guest, database: Path):
    guest.begin().send("answer", answer="4", ontvanger="bedrijf", response_ms="-5", version="2")
    assert guest.status == 200
    assert [row[5] for row in stored(database)] == ["4"]


def test_who_is_done_is_sent_to_the_last_page_and_nothing_changes(guest: Guest, database: Path):
    fields = guest.begin().fields("answer")
    guest.answer_all()
    before = stored(database)
    response = guest.client.post("/voorbeeld/task/1", data=fields | {"answer": "1"})
    assert (response.status_code, response.location) == (303, "/voorbeeld/thanks")
    assert stored(database) == before


def test_a_missing_answer_is_said_at_the_top_and_at_the_field(guest: Guest):
    guest.begin().send("answer", answer=None)
    (summary,) = guest.page.xpath("//*[@role='alert' and @autofocus and @tabindex='-1']")
    (link,) = summary.xpath(".//a")
    (field,) = guest.page.xpath(f"//*[@id='{link.get('href')[1:]}']")
    assert field.get("name") == "answer"
    (group,) = guest.page.xpath("//fieldset/@aria-describedby")
    assert guest.page.xpath(f"string(//*[@id='{group}'])") == link.text == "Kies een van de antwoorden"
    assert guest.page.xpath("string(//title)").startswith("Fout: Scenario 1 van 4")


def test_an_answer_outside_the_scale_shows_the_scenario_again(guest: Guest):
    shown = guest.begin().levels()
    assert guest.send("answer", answer="7").levels() == shown
    assert "Kies een van de antwoorden" in guest.words


def test_an_answered_scenario_is_shown_with_its_answer(guest: Guest):
    guest.begin().send("answer", answer="4").get("/voorbeeld/task/1")
    assert "Uw antwoord: mee eens" in guest.words
    assert "Dit hebt u al beantwoord" in guest.words
    assert not guest.page.xpath("//form[@id='answer']")


@pytest.mark.parametrize("position", ["0", "5", "9" * 30, "-1", "1.5", "x", "%00", "%FF"])
def test_a_position_that_this_person_does_not_have_is_not_found(guest: Guest, position: str):
    assert guest.begin().get(f"/voorbeeld/task/{position}").status == 404


def test_scenarios_come_in_their_order(guest: Guest):
    assert guest.begin().get("/voorbeeld/task/3").path == "/voorbeeld/task/1"


def test_a_yes_no_study_has_two_answers(tmp_path: Path, example: Study):
    content = example.model_dump(mode="json", exclude_none=True)
    content["task"] = {"kind": "yes-no", "statement": {"nl": "Zou u delen?", "en": "Would you share?"}}
    store = Store.open(tmp_path / "dce.db")
    store.publish(some_design(Study.model_validate(content), 3))
    store.close()
    guest = Guest(create_app(tmp_path / "dce.db", secret_key=KEY)).begin()
    assert [label.text_content().strip() for label in guest.page.xpath("//form[@id='answer']//label")] == ["Nee", "Ja"]
    assert guest.answer_all("yes").path == "/voorbeeld/thanks"
    assert [row[5] for row in stored(tmp_path / "dce.db")] == ["yes"] * 3


def test_a_busy_database_says_not_stored_and_when_to_try_again(
    database: Path, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("dce.web.app.WAIT_SECONDS", 0.05)
    guest = Guest(create_app(database, secret_key=KEY)).begin()
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    guest_form = guest.page
    assert guest.send("answer", answer="4").status == 503
    assert int(guest.response.headers["Retry-After"]) > 0
    assert "Niet opgeslagen, probeer het opnieuw" in guest.words
    other.execute("ROLLBACK")
    other.close()
    guest.page = guest_form
    assert guest.send("answer", answer="4").status == 200
    assert len(stored(database)) == 1


def test_a_busy_database_at_the_first_visit_is_said_too(database: Path, app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dce.web.app.WAIT_SECONDS", 0.05)
    guest = Guest(create_app(database, secret_key=KEY))
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert guest.get("/voorbeeld/").status == 503  # the session for the form cannot be written
    assert "Retry-After" in guest.response.headers
    assert "Traceback" not in guest.text
    other.close()
