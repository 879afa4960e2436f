"""What happens to an answer; what happens to one that no page can send stands in test_web_attacks.py."""

import json
import sqlite3
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


def test_an_old_tab_answers_the_scenario_that_it_shows(guest: Guest, database: Path):
    fields = guest.begin().fields("answer")
    response = guest.client.post("/voorbeeld/task/3", data=fields | {"answer": "2"})
    assert response.status_code == 303
    assert [(row[1], row[5]) for row in stored(database)] == [(int(fields["task"]), "2")]


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


def test_a_busy_database_says_not_stored_and_when_to_try_again(file: Path, app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dce.web.app.WAIT_SECONDS", 0.05)
    guest = Guest(create_app(file, secret_key=KEY)).begin()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    guest_form = guest.page
    assert guest.send("answer", answer="4").status == 503
    assert int(guest.response.headers["Retry-After"]) > 0
    assert "Niet opgeslagen, probeer het opnieuw" in guest.words
    other.execute("ROLLBACK")
    other.close()
    guest.page = guest_form
    assert guest.send("answer", answer="4").status == 200
    assert len(stored(file)) == 1


def test_a_busy_database_at_the_first_visit_is_said_too(file: Path, app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dce.web.app.WAIT_SECONDS", 0.05)
    guest = Guest(create_app(file, secret_key=KEY))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert guest.get("/voorbeeld/").status == 503  # the session for the form cannot be written
    assert "Retry-After" in guest.response.headers
    assert "Traceback" not in guest.text
    other.close()
