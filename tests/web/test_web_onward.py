"""The next page in the answer to a form, where the script of a page asks for it; a redirect to it everywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from lxml import html
from web_guest import Guest, stored

ASKED = {"Prefer": "return=representation"}
VOLATILE = ("csrf_token", "opened")  # fields that differ each time a page is made


def posted(app: Flask, guest: Guest, form: str, *, headers: dict[str, str], **given: str):
    """What the server answers to the form on this page, not followed."""
    fields = {**guest.fields(form), **given}
    action = guest.page.xpath(f"string(//form[@id='{form}']/@action)")
    return guest.client.post(action, data=fields, headers=headers)


def seen(text: str) -> str:
    """A page without what differs each time it is made."""
    page = html.fromstring(text)
    for field in page.xpath("//input[@type='hidden']"):
        if field.name in VOLATILE:
            field.getparent().remove(field)
    for note in page.xpath("//p[@class='dce-left']"):
        note.getparent().remove(note)
    return html.tostring(page, encoding="unicode")


def test_the_page_that_is_sent_is_the_page_that_a_redirect_leads_to(app: Flask):
    guest = Guest(app).begin()
    answer = posted(app, guest, "answer", headers=ASKED, answer="4")
    assert (answer.status_code, answer.headers["Content-Location"]) == (200, "/voorbeeld/task/2")
    assert answer.headers["Preference-Applied"] == "return=representation"
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    page = html.fromstring(answer.text)
    assert page.xpath("string(//form[@class='dce-languages']/input[@name='page']/@value)").startswith(
        "/voorbeeld/task/2"
    )
    assert seen(answer.text) == seen(guest.get("/voorbeeld/task/2").text)


@pytest.mark.parametrize("prefer", ["", "respond-async", "return=minimal"])
def test_who_does_not_ask_for_it_is_redirected(app: Flask, prefer: str):
    guest = Guest(app).begin()
    answer = posted(app, guest, "answer", headers={"Prefer": prefer}, answer="4")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/voorbeeld/task/2")
    assert "Content-Location" not in answer.headers


def test_a_whole_visit_in_single_journeys_stores_the_same_answers(app: Flask, database: Path):
    guest, given = Guest(app).begin(), []
    page = html.fromstring(guest.text)
    for place in range(1, 5):
        fields = dict(page.forms[-1].form_values()) | {"answer": str(place)}
        answer = guest.client.post(f"/voorbeeld/task/{place}", data=fields, headers=ASKED)
        given.append(str(place))
        if place < 4:
            assert answer.headers["Content-Location"] == f"/voorbeeld/task/{place + 1}"
            page = html.fromstring(answer.text)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/voorbeeld/thanks")
    assert [row[5] for row in sorted(stored(database), key=lambda row: row[4])] == given


def test_what_is_missing_is_said_on_the_same_page(app: Flask, database: Path):
    guest = Guest(app).begin()
    answer = posted(app, guest, "answer", headers=ASKED)
    assert answer.status_code == 422
    assert "Content-Location" not in answer.headers
    assert stored(database) == []
