"""What people meet when organisers pause or close a study by hand, and that a draft is a page that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from web_guest import Guest, stored

from dce.design import make_design
from dce.store import State, Store
from dce.study import example_text
from dce.study.reader import parse_study

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def store(app: Flask) -> Store:
    found: Store = app.extensions["dce_store"]
    return found


@pytest.mark.parametrize(("state", "said"), [("paused", "has been paused"), ("closed", "This study has closed.")])
def test_a_door_that_was_shut_by_hand_says_so_and_opens_again(
    guest: Guest, store: Store, database: Path, state: State, said: str
) -> None:
    fields = guest.get("/voorbeeld/").fields("begin")
    store.life.change("voorbeeld", state, "anna")
    assert guest.client.post("/voorbeeld/begin", data=fields).status_code == 403
    page = guest.client.get("/voorbeeld/", headers=ENGLISH).get_data(as_text=True)
    assert said in page
    assert 'id="begin"' not in page
    assert stored(database, "respondents") == []
    store.life.change("voorbeeld", "open", "anna")
    assert guest.client.post("/voorbeeld/begin", data=fields).status_code == 303
    assert len(stored(database, "respondents")) == 1


def test_who_is_under_way_keeps_what_was_given_and_gives_no_more(guest: Guest, store: Store, database: Path) -> None:
    guest.begin().send("answer", answer="4")
    before = stored(database)
    assert len(before) == 1
    store.life.change("voorbeeld", "paused", "anna")
    assert guest.send("answer", answer="2").status == 403
    assert stored(database) == before
    store.life.change("voorbeeld", "open", "anna")
    guest.get("/voorbeeld/onward").send("answer", answer="2")
    assert len(stored(database)) == 2


def test_an_answer_that_comes_at_the_very_moment_is_refused_by_the_store(
    guest: Guest, store: Store, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest.begin()
    store.life.change("voorbeeld", "paused", "anna")
    monkeypatch.setattr("dce.web.survey.visit.is_open", lambda: True)
    assert guest.send("answer", answer="2").status == 403
    assert stored(database) == []


def test_a_draft_is_a_page_that_is_not_there_until_it_is_opened(guest: Guest, store: Store) -> None:
    text = example_text().replace("id: voorbeeld", "id: nieuw")
    store.drafts.add("nieuw", text, "anna")
    store.drafts.keep_design("nieuw", make_design(parse_study(text), 8, seed=1), "anna")
    store.drafts.publish("nieuw", 1, "anna")
    for address in ("/nieuw/", "/nieuw/poster", "/nieuw/privacy"):
        assert guest.client.get(address).status_code == 404
    assert guest.client.get("/").status_code == 302, "the other study is the only one"
    store.life.change("nieuw", "open", "anna")
    assert guest.client.get("/nieuw/").status_code == 200
    assert "/nieuw/" in guest.get("/").text
