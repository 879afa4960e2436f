"""A later day of deletion: said on the page before it is done, with a reason, and shown wherever the day is."""

import pytest
from flask import Flask
from test_desk_field import CLOSES, HERE, STUDY, sent
from web_desk import Colleague, colleague
from web_guest import store_of

LATER = "2101-01-01T12:00"


@pytest.fixture
def anna(app: Flask) -> Colleague:
    store_of(app).field.hold(STUDY, CLOSES, "system")
    store_of(app).field.invite(STUDY, ["a" * 64], "system")
    return colleague(app, "anna", "organiser", STUDY, language="en")


@pytest.mark.parametrize("closes", [LATER, ""])
def test_a_later_closing_is_asked_about_first(app: Flask, anna: Colleague, closes: str):
    assert sent(anna, "fieldwork", closes=closes).status == 409
    assert "answers would be kept longer" in anna.words
    assert "Links that were made are deleted on 30 January 2100" in anna.words
    assert sent(anna, "fieldwork", closes=closes, longer="yes").status == 409, "it asks a reason"
    assert store_of(app).fieldwork(STUDY).closes == CLOSES.closes
    assert sent(anna, "fieldwork", closes=closes, longer="yes", why="too few people").status == 200
    row = store_of(app).audit.of_study(STUDY)[-1]
    assert (row.action, row.why) == ("retention.moved", "too few people")
    for path in ("", "/personal-data"):
        assert "People were first told" in anna.get(f"{HERE}{path or '/'}").words
    assert "30 January 2100" in anna.get(f"{HERE}/invitations").words


def test_opening_again_asks_why_and_says_what_it_moves(app: Flask, anna: Colleague):
    store_of(app).life.change(STUDY, "closed", "system")
    assert "If you open the study again, answers are kept longer" in anna.get(f"{HERE}/").words
    assert sent(anna, "state", state="open").status == 422
    assert store_of(app).life.state(STUDY) == "closed"
    assert sent(anna, "state", state="open", why="one more school").status == 200
    assert "People were first told" in anna.words
