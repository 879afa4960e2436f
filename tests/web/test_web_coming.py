"""Coming in: the open link, personal invitations, panels, study windows, full groups, and who tries too often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from store_raw import look
from web_guest import KEY, Guest, stored

from dce.store import Store
from dce.study import Fieldwork
from dce.web.keys import invitation_hash

PANEL = "https://panel.example/back"
TOMORROW, YESTERDAY = (datetime.now(UTC) + timedelta(days=days) for days in (1, -1))


@pytest.fixture
def store(app: Flask) -> Store:
    found: Store = app.extensions["dce_store"]
    return found


@pytest.fixture
def invited(store: Store) -> str:
    """An address with a key of the length that dce invite makes."""
    key = "AbCdEfGhIjKlMnOpQrStUvWxYz0"
    store.hold("voorbeeld", Fieldwork(entry="invited", closes=TOMORROW))
    store.invite("voorbeeld", [invitation_hash(KEY, key)])
    return f"/voorbeeld/invitation/{key}"


def people(database: Path) -> int:
    return len(stored(database, "respondents"))


@pytest.mark.parametrize(
    ("fieldwork", "said"),
    [
        (Fieldwork(opens=TOMORROW), "gaat open op"),
        (Fieldwork(closes=YESTERDAY), "is gesloten op"),
        (Fieldwork(entry="invited"), "met een persoonlijke link"),
    ],
)
def test_a15_a_door_that_is_not_open_says_why_and_lets_nobody_in(
    guest: Guest, store: Store, database: Path, fieldwork: Fieldwork, said: str
) -> None:
    fields = guest.get("/voorbeeld/").fields("begin")
    store.hold("voorbeeld", fieldwork)
    assert guest.client.post("/voorbeeld/begin", data=fields).status_code == 403
    guest.get("/voorbeeld/")
    assert said in guest.words
    assert not guest.page.xpath("//form[@id='begin']")
    assert people(database) == 0


def test_the_moments_are_told_as_they_were_written(guest: Guest, store: Store) -> None:
    store.hold("voorbeeld", Fieldwork.model_validate({"closes": "2099-12-31T17:00+01:00"}))
    assert "Het onderzoek sluit op 31 december 2099, 17:00." in guest.get("/voorbeeld/").words
    english = Guest(guest.client.application, "en").get("/voorbeeld/")
    assert "The study closes on 31 December 2099, 17:00." in english.words


def test_a15_after_closing_nothing_is_stored_and_what_was_stays_to_be_seen(
    guest: Guest, store: Store, database: Path
) -> None:
    guest.begin().send("answer", answer="4")
    fields = guest.fields("answer") | {"answer": "5"}
    store.hold("voorbeeld", Fieldwork(closes=YESTERDAY))
    before = stored(database), stored(database, "background")
    assert guest.client.post(guest.path, data=fields).status_code == 403
    assert guest.client.post("/voorbeeld/background/1", data=fields | {"option": "jurist"}).status_code == 403
    change = fields | {"task": fields["task"], "instead_of": "1"}
    assert guest.client.post("/voorbeeld/task/1", data=change).status_code == 403
    assert (stored(database), stored(database, "background")) == before
    assert guest.get("/voorbeeld/onward").path == "/voorbeeld/mine/"
    assert guest.get("/voorbeeld/task/2").path == "/voorbeeld/mine/"
    assert "gesloten" in guest.words
    guest.get("/voorbeeld/task/1?change=1")
    assert not guest.page.xpath("//form[@id='answer']")


def test_b21_an_invitation_leads_every_device_to_one_respondent(app: Flask, database: Path, invited: str) -> None:
    phone, desk = Guest(app), Guest(app, "en")
    phone.get(invited)
    assert phone.path == "/voorbeeld/", "the key is gone from the address"
    desk.get(invited)
    phone.send("begin")
    desk.send("begin")
    assert people(database) == 1
    for guest in (phone, desk):
        guest.get("/voorbeeld/onward").send("background")
        while guest.page.xpath("//form[@id='background']"):
            guest.send("background")
    phone.send("answer", answer="4")
    again = Guest(app).get(invited)
    assert again.path == "/voorbeeld/task/2"
    again.answer_all()
    assert desk.get("/voorbeeld/onward").path == "/voorbeeld/thanks"
    assert desk.get(invited).path == "/voorbeeld/thanks", "who is inside as this person stays so"
    assert len({row[0] for row in stored(database)}) == 1
    key = invited.rsplit("/", 1)[1]
    assert key.encode() not in database.read_bytes()


def test_a_link_that_was_passed_on_shows_no_answers_of_who_has_finished(app: Flask, invited: str) -> None:
    early, own = Guest(app, "en"), Guest(app)
    early.get(invited)  # and waits with its button Begin
    own.get(invited).send("begin")
    while own.page.xpath("//form[@id='background']"):
        own.send("background")
    own.answer_all()
    for other in (Guest(app, "en").get(invited), early.send("begin")):
        assert other.path == "/voorbeeld/resume"
        assert "Your own code leads to your answers" in other.words
        assert own.code not in other.text
        assert other.get("/voorbeeld/mine/").path == "/voorbeeld/"
    mine = Guest(app).get(invited).send("resume", code=own.code)
    assert mine.path == "/voorbeeld/mine/"


def test_b20_unknown_revoked_and_foreign_invitations_are_answered_alike_and_guessing_ends(
    app: Flask, store: Store, invited: str
) -> None:
    store.invite("ander", [invitation_hash(KEY, "of-another-study-0000000000")])
    guest = Guest(app)
    store.delete_due_invitations()
    foreign = guest.client.get("/voorbeeld/invitation/of-another-study-0000000000")
    guesses = [guest.client.get(f"/voorbeeld/invitation/{number:027}") for number in range(10_000 // 80)]
    assert foreign.data == guesses[0].data
    statuses = [guess.status_code for guess in guesses]
    assert set(statuses) == {404, 429}
    assert statuses[-1] == 429
    assert int(guesses[-1].headers["Retry-After"]) > 0
    assert guest.client.get(invited).status_code == 429, "a right guess is not told either"


def test_an_invitation_is_worth_nothing_once_its_person_withdrew(app: Flask, database: Path, invited: str) -> None:
    guest, other = Guest(app).get(invited), Guest(app).get(invited)
    guest.send("begin").get("/voorbeeld/mine/withdraw").send("withdraw")
    assert people(database) == 0
    assert Guest(app).get(invited).status == 404
    assert other.send("begin").status == 404
    assert people(database) == 0


def test_begin_in_two_tabs_is_one_person_and_another_person_says_so(guest: Guest, database: Path) -> None:
    fields = guest.get("/voorbeeld/").fields("begin")
    statuses = [guest.client.post("/voorbeeld/begin", data=fields).status_code for _ in range(2)]
    assert statuses == [303, 400], "the second tab belongs to the visit before"
    fresh = guest.get("/voorbeeld/").fields("begin")
    del fresh["other"]
    assert guest.client.post("/voorbeeld/begin", data=fresh).location == "/voorbeeld/background/1"
    assert people(database) == 1
    guest.get("/voorbeeld/").send("begin")
    assert people(database) == 2


def test_b23_too_many_beginnings_from_one_place_are_refused_for_an_hour(
    guest: Guest, store: Store, database: Path
) -> None:
    store.hold("voorbeeld", Fieldwork(begins_per_hour=20))
    fields = guest.get("/voorbeeld/").fields("begin") | {"other": "yes"}
    statuses = []
    for _ in range(25):
        response = guest.client.post("/voorbeeld/begin", data=fields)
        statuses.append(response.status_code)
        fields = guest.get("/voorbeeld/").fields("begin") | {"other": "yes"}
    assert statuses == [303] * 20 + [429] * 5
    assert "Retry-After" in response.headers
    assert people(database) == 20
    elsewhere = Guest(guest.client.application)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert elsewhere.get("/voorbeeld/").send("begin", follow=False).status == 303
    assert "192.0.2.7" not in str(stored(database, "respondents") + stored(database, "sessions"))


def test_b23_a_study_takes_no_more_than_ten_addresses_at_their_limit_may_send(
    guest: Guest, store: Store, database: Path
) -> None:
    store.hold("voorbeeld", Fieldwork(begins_per_hour=1))
    app, statuses = guest.client.application, []
    for number in range(12):
        one = Guest(app)
        one.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        statuses.append(one.get("/voorbeeld/").send("begin", follow=False).status)
    assert statuses == [303] * 10 + [429] * 2
    assert people(database) == 10


def test_codes_cannot_be_tried_without_end(guest: Guest, store: Store) -> None:
    store.hold("voorbeeld", Fieldwork(begins_per_hour=5))
    guest.get("/voorbeeld/resume")
    fields = guest.fields("resume") | {"code": "0000-0000-0000-0000"}
    statuses = [guest.client.post("/voorbeeld/resume", data=fields).status_code for _ in range(7)]
    assert statuses == [422] * 5 + [429] * 2


def test_a_full_group_is_thanked_and_nothing_is_kept_of_it(guest: Guest, store: Store, database: Path) -> None:
    store.hold("voorbeeld", Fieldwork(quotas={"rol": {"jurist": 1}}, return_to=(PANEL,)))
    first = Guest(guest.client.application).get("/voorbeeld/").send("begin").send("background", option="jurist")
    assert first.path == "/voorbeeld/task/1"
    guest.get(f"/voorbeeld/panel?return_to={PANEL}%3Fpid%3D7").send("begin").send("background", option="jurist")
    assert guest.path == "/voorbeeld/full"
    assert "niets van uw bezoek bewaard" in guest.words
    assert guest.page.xpath("//main//a/@href") == [f"{PANEL}?pid=7&status=full"]
    assert people(database) == 1
    assert stored(database, "departures")[0][:2] == ("voorbeeld", "full")
    other = Guest(guest.client.application).get("/voorbeeld/").send("begin").send("background", option="beleid")
    assert other.path == "/voorbeeld/task/1"


def test_a_full_study_takes_nobody_more(guest: Guest, store: Store, database: Path) -> None:
    store.hold("voorbeeld", Fieldwork(people=1))
    fields = guest.get("/voorbeeld/").fields("begin")
    Guest(guest.client.application).begin().answer_all()
    assert guest.client.post("/voorbeeld/begin", data=fields).location == "/voorbeeld/full"
    assert "genoeg mensen" in guest.get("/voorbeeld/").words
    assert people(database) == 1


def test_who_came_from_a_panel_is_led_back_with_the_outcome(guest: Guest, store: Store, database: Path) -> None:
    store.hold("voorbeeld", Fieldwork(return_to=(PANEL,)))
    guest.get(f"/voorbeeld/panel?return_to={PANEL}%3Fpid%3Dx7y8")
    assert guest.path == "/voorbeeld/"
    guest.begin().answer_all()
    assert f"{PANEL}?pid=x7y8&status=complete" in guest.page.xpath("//main//a/@href")
    for table in ("respondents", "answers", "background"):
        assert "x7y8" not in str(stored(database, table)), "the panel's own number stays with the visit"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/back",
        "https://panel.example/back/../evil",
        "https://panel.example/backdoor",
        "https://panel.example@evil.example/back",
        "https://panel.example/back#https://evil.example",
        "https://panel.example:443/back",
        "//panel.example/back",
        "javascript:alert(1)",
        "https://panel.example/back?a=%0d%0aSet-Cookie:x=1\r\nX: y",
        "https://panel.example/back?x=\u202e",
        "https://[panel.example/back",
        "",
        "https://panel.example/back?" + "x" * 3000,
    ],
)
def test_no_other_way_back_is_accepted(guest: Guest, store: Store, address: str) -> None:
    store.hold("voorbeeld", Fieldwork(return_to=(PANEL,)))
    response = guest.client.get("/voorbeeld/panel", query_string={"return_to": address})
    assert response.status_code in (400, 403)
    assert guest.begin().answer_all().page.xpath("//main//a[contains(@href, 'status=')]") == []


def test_the_poster_leads_to_the_open_link(guest: Guest) -> None:
    guest.get("/voorbeeld/poster")
    assert "http://localhost/voorbeeld/" in guest.words
    (square,) = guest.page.xpath("//*[@role='img']")
    assert "http://localhost/voorbeeld/" in square.get("aria-label")
    assert square.xpath(".//*[local-name()='path']/@d")
    assert not guest.page.xpath("//main//@style")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_privacy_notice_names_who_answers_for_the_study(guest: Guest, store: Store, language: str) -> None:
    reader = Guest(guest.client.application, language)
    assert ("niet ingevuld" if language == "nl" else "not been filled in") in reader.get("/voorbeeld/privacy").words
    told = {
        "organisation": {"nl": "Gemeente Testdam", "en": "Municipality of Testdam"},
        "contact": "onderzoek@testdam.example",
        "officer": "fg@testdam.example",
        "legal_ground": {"nl": "Een taak van algemeen belang.", "en": "A task in the public interest."},
    }
    store.hold("voorbeeld", Fieldwork.model_validate(told))
    reader.get("/voorbeeld/privacy")
    for words in (told["organisation"][language], told["contact"], told["officer"], told["legal_ground"][language]):
        assert words in reader.words


def test_what_a_person_agreed_to_is_kept_as_a_hash_of_those_words(guest: Guest, store: Store) -> None:
    guest.begin()
    store.hold("voorbeeld", Fieldwork(entry="open", contact="a@b.example"))
    Guest(guest.client.application).begin()
    store.hold("voorbeeld", Fieldwork(begins_per_hour=7))
    Guest(guest.client.application, "en").begin()
    kept = [notice for (notice,) in look(store, "SELECT notice FROM respondents")]
    assert all(len(words) == 64 for words in kept)
    assert len(set(kept)) == 2, "the same words in Dutch twice, and in English once"
