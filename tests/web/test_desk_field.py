"""Fieldwork, invitations and progress at the desk."""

import io
import re
import sqlite3
import time
from urllib.parse import urlsplit

import pytest
from flask import Flask
from web_desk import Colleague, account_of, colleague
from web_guest import Guest, people_answer, store_of

from dce.design import Design
from dce.study import Fieldwork

STUDY = "voorbeeld"
HERE = f"/desk/{STUDY}"
CLOSES = Fieldwork.model_validate({"closes": "2099-12-31T17:00+01:00"})


@pytest.fixture
def anna(app: Flask) -> Colleague:
    return colleague(app, "anna", "organiser", STUDY, language="en")


def sent(guest: Guest, path: str, **fields: object) -> Guest:
    """What a form of the desk sends, and its page after that."""
    guest.get("/desk/")
    token = guest.page.xpath("string(//input[@name='csrf_token']/@value)")
    file = any(isinstance(value, tuple) for value in fields.values())
    kind = "multipart/form-data" if file else None
    data = {"csrf_token": token, **fields}
    return guest._keep(guest.client.post(f"{HERE}/{path}", data=data, content_type=kind, follow_redirects=True))


def logged(app: Flask, action: str) -> list[str]:
    return [entry.object for entry in store_of(app).audit.of_study(STUDY) if entry.action == action]


def test_fieldwork_is_kept_logged_and_shown_again(app: Flask, anna: Colleague):
    anna.get(f"{HERE}/fieldwork").send(
        "fieldwork", closes="2099-12-31T17:00", people="50", quotas="rol: {jurist: 20}", contact="o@example.nl"
    )
    held = store_of(app).fieldwork(STUDY)
    assert held.closes is not None
    assert held.closes.isoformat() == "2099-12-31T17:00:00+01:00"
    assert (held.people, held.quotas, held.contact) == (50, {"rol": {"jurist": 20}}, "o@example.nl")
    assert anna.fields("fieldwork") | {"csrf_token": ""} == {
        **dict.fromkeys(anna.fields("fieldwork"), ""),
        "closes": "2099-12-31T17:00",
        "people": "50",
        "quotas": "rol:\n  jurist: 20",
        "contact": "o@example.nl",
        "entry": "open",
        "begins_per_hour": "300",
    }
    assert logged(app, "fieldwork.changed") == ["closes, people, quotas, contact"]
    anna.send("fieldwork")
    assert "Nothing was changed" in anna.words
    assert len(logged(app, "fieldwork.changed")) == 1


@pytest.mark.parametrize("limits", [{"people": "13"}, {"quotas": "rol: {jurist: 7}"}, {"quotas": "rol: {jurist: 11}"}])
def test_c07_people_are_not_counted_by_changing_a_limit_and_knocking(app: Flask, anna: Colleague, limits):
    anna.get(f"{HERE}/fieldwork").send("fieldwork", **limits)
    assert (anna.status, "Give 10, 20, 30 and so on" in anna.words) == (422, True)
    held = store_of(app).fieldwork(STUDY)
    assert (held.people, held.quotas) == (None, {})
    store_of(app).hold(STUDY, Fieldwork(people=13))  # a file said so, and stays as it is
    assert anna.get(f"{HERE}/fieldwork").send("fieldwork", contact="o@example.nl").status == 200


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("people", "veel", "whole number"),
        ("people", "0", "whole number"),
        ("begins_per_hour", "-1", "whole number"),
        ("contact", "geen adres", "e-mail"),
        ("contact", "a@b.nl\r\nBcc: x@y.nl", None),  # E08: a line of a header in a field of one line
        ("opens", "2099-13-40T00:00", "day and a time"),
        ("return_to", "http://evil.example", "https://"),
        ("organisation_nl", "Gemeente", "every language"),
        ("quotas", "kleur: {rood: 3}", "line 1"),
        ("quotas", "rol: {jurist: 3}\nrol: {beleid: 3}", "line 2"),
        ("quotas", "rol: &a {jurist: 3}", "line 1"),
        ("quotas", "rol: {jurist: 3", "line"),
    ],
)
def test_e08_what_cannot_be_is_told_at_its_field_and_nothing_is_kept(anna: Colleague, app: Flask, name, typed, told):
    anna.get(f"{HERE}/fieldwork").send("fieldwork", **{name: typed})
    if told is None:
        assert anna.status == 422
    else:
        assert anna.status == 422
        field = name if not name.startswith("organisation") else "organisation_nl"
        assert told in anna.page.xpath(f"string(//*[@id='{field}-wrong'])")
        assert anna.page.xpath(f"//*[@id='{field}']/@aria-invalid") == ["true"]
        assert anna.fields("fieldwork")[name] == typed, "what was typed stands there still"
    assert store_of(app).fieldwork(STUDY) == Fieldwork()
    assert not logged(app, "fieldwork.changed")


def test_a_closing_in_a_wrong_year_is_refused_before_it_lets_everything_be_deleted(app: Flask, anna: Colleague):
    anna.get(f"{HERE}/fieldwork").send("fieldwork", closes="2016-12-31T17:00")
    assert anna.status == 422
    assert "has passed" in anna.page.xpath("string(//*[@id='closes-wrong'])")
    assert store_of(app).fieldwork("voorbeeld").closes is None


def test_a_study_that_closes_before_it_opens_is_told_at_the_closing(anna: Colleague):
    anna.get(f"{HERE}/fieldwork").send("fieldwork", opens="2099-02-01T09:00", closes="2099-01-01T09:00")
    assert "before it opens" in anna.page.xpath("string(//*[@id='closes-wrong'])")


def test_links_need_a_closing_day(app: Flask, anna: Colleague):
    assert sent(anna, "invitations/make", number="2", kind="table", language="nl", addresses=_file(b"")).status == 409
    assert store_of(app).standing(STUDY).invited == 0


def test_addresses_pass_through_and_links_come_back_in_a_table(app: Flask, anna: Colleague, database):
    store_of(app).hold(STUDY, CLOSES)
    people = "adres;naam\r\nanna@example.nl;=HYPERLINK(1)\r\nbert@example.nl;Bert".encode("utf-8-sig")
    sent(anna, "invitations/make", number="", kind="table", language="nl", addresses=_file(people))
    assert anna.status == 200
    assert anna.response.headers["Content-Disposition"] == 'attachment; filename="voorbeeld-invitations.csv"'
    assert anna.response.headers["Cache-Control"] == "no-store"
    header, first, second = anna.text.splitlines()
    assert header == "adres,naam,link"
    assert first.startswith("anna@example.nl,'=HYPERLINK(1),http://localhost/voorbeeld/invitation/")
    guest = Guest(app).get(urlsplit(second.split(",")[2]).path)
    assert guest.path == f"/{STUDY}/"
    assert store_of(app).standing(STUDY).invited == 2
    assert logged(app, "invitations.made") == ["2"]
    kept = database.read_bytes() + database.with_name("dce.db-wal").read_bytes()
    assert b"example.nl" not in kept
    assert first.rpartition("/")[2].encode() not in kept


def test_letters_stand_one_a_person_in_the_language_that_was_chosen(app: Flask, anna: Colleague):
    store_of(app).hold(STUDY, CLOSES)
    people = _file(b"naam,straat\nAnna <script>,Dorpsstraat 1\nBert,Kade 2")
    sent(anna, "invitations/make", number="", kind="letters", language="nl", addresses=people)
    letters = anna.page.xpath("//section[@class='desk-letter']")
    assert [letter.get("lang") for letter in letters] == ["nl", "nl"]
    assert len(anna.page.xpath("//section//svg")) == 2
    assert "Dorpsstraat 1" in letters[0].text_content()
    assert "<script>" not in anna.text.split("<main")[1], "E02"
    links = re.findall(r"http://localhost/voorbeeld/invitation/[\w-]{27}", anna.words)
    assert len(set(links)) == 2


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (b"\x89PNG\r\n\x1a\n", "UTF-8"),  # F11
        ("naam\nAnna".encode("utf-16"), "UTF-8"),
        (b"naam\n", "no row"),
        (b"naam,link\nAnna,x", "link"),
        (b"naam\nAnna\nanna", "rows 2 and 3"),
        (b"naam,plaats\nAnna", "row 2"),
        (b"naam\nAn\x00na", "row 2"),
        (b"naam\r\n" + b"x\n" * 2, "rows 2 and 3"),
    ],
)
def test_f11_a_table_that_is_none_makes_no_link(app: Flask, anna: Colleague, file: bytes, told: str):
    store_of(app).hold(STUDY, CLOSES)
    sent(anna, "invitations/make", number="", kind="table", language="nl", addresses=_file(file))
    assert anna.status == 422
    assert told in anna.words
    assert store_of(app).standing(STUDY).invited == 0


def test_a_revoked_link_leads_nowhere_and_a_used_one_stays(app: Flask, anna: Colleague):
    store_of(app).hold(STUDY, CLOSES)
    sent(anna, "invitations/make", number="3", kind="table", language="nl", addresses=_file(b""))
    links = [line.rpartition(",")[2] for line in anna.text.splitlines()[1:]]
    used = Guest(app).get(urlsplit(links[0]).path)
    used.send("begin")
    for link in links[:2]:
        sent(anna, "invitations/revoke", link=link)
        told = anna.page.xpath("string(//*[@role='status'])")
        assert "If this was a link" in told, "the same words whether or not somebody used it"
    assert [Guest(app).get(urlsplit(link).path).status for link in links] == [200, 404, 200]
    assert sent(anna, "invitations/revoke-unused").status == 422
    sent(anna, "invitations/revoke-unused", sure="yes")
    assert [Guest(app).get(urlsplit(link).path).status for link in links] == [200, 404, 404]
    assert store_of(app).standing(STUDY).invited == 3, "the number that is left would tell how many were used"
    assert logged(app, "invitation.revoked") == ["", ""]


def test_c06_c07_progress_moves_in_steps_and_hides_small_groups(app: Flask, anna: Colleague, design: Design):
    store = store_of(app)
    people_answer(store, design, 12)
    for number, row in enumerate(store._database.run("people_of_study", study_id=STUDY)):
        store.record_background(row["id"], {"rol": "jurist" if number < 9 else "beleid"})
    first = anna.get(f"{HERE}/progress")
    assert "Completed: at least 10 people" in first.words
    cells = [cell.text_content() for cell in first.page.xpath("//table[caption]//td")][:4]
    assert cells == ["not shown"] * 4, "of 9 and 3 neither, for each gives the other"
    assert "fewer than 10 people, or such a number could be found by subtraction" in first.words
    before = anna.get(f"{HERE}/progress/figures").text
    people_answer(store, design, 1, start=90)
    assert anna.get(f"{HERE}/progress/figures").text == before, "one more person changes nothing"


def test_the_page_asks_for_news_with_an_etag(app: Flask, anna: Colleague, design: Design):
    people_answer(store_of(app), design, 12)
    page = anna.get(f"{HERE}/progress")
    assert "connect-src 'self'" in page.response.headers["Content-Security-Policy"]
    assert "connect-src" not in anna.get("/desk/").response.headers["Content-Security-Policy"]
    figures = anna.client.get(f"{HERE}/progress/figures")
    again = anna.client.get(f"{HERE}/progress/figures", headers={"If-None-Match": figures.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    people_answer(store_of(app), design, 10, start=50)
    later = anna.client.get(f"{HERE}/progress/figures", headers={"If-None-Match": figures.headers["ETag"]})
    assert later.status_code == 200


def test_figures_that_a_page_asks_by_itself_keep_no_visit_alive(app: Flask):
    before = int(time.time()) - 1800
    anna = Colleague(app, account_of(app, "anna", "organiser", STUDY), seen=before)
    cookie = anna.client.get_cookie("dce_desk")
    assert cookie is not None
    seen = []
    for page in ("progress/figures", "progress"):
        assert anna.get(f"{HERE}/{page}").status == 200
        seen.append((store_of(app).read_session(cookie.value) or {})["seen"] == before)
    assert seen == [True, False]


def _file(content: bytes, name: str = "people.csv") -> tuple[io.BytesIO, str]:
    return (io.BytesIO(content), name if content else "")


def test_the_day_of_the_last_step_is_not_said_to_be_that_of_the_last_answer(
    app: Flask, anna: Colleague, design: Design, database
):
    people_answer(store_of(app), design, 10)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE respondents SET started = '2026-01-01T10:00Z', completed = '2026-01-01T11:00Z'")
    people_answer(store_of(app), design, 3, start=10)  # today
    words = anna.get(f"{HERE}/progress").words
    assert "On 1 January 2026 at least 10 people had completed" in words
    assert "Last answer" not in words
