"""My answers: see, take along, correct, withdraw, dispute; reasons, checks on attention, and terms explained."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from web_guest import Asked, Guest, store_of, stored

from dce.study import Fieldwork, Study

SITE = "/voorbeeld/mine/"


def test_a_person_sees_and_takes_along_all_that_is_kept(guest: Guest) -> None:
    guest.get("/voorbeeld/").send("begin").send("background", option="jurist")
    for answer in ("1", "2", "3", "5"):
        guest.send("answer", answer=answer)
    guest.get("/voorbeeld/task/2?change=1").send("answer", answer="4")
    guest.get(SITE)
    assert "U gaf 4 antwoorden. U was klaar op" in guest.words
    shown = [row.text_content().split() for row in guest.page.xpath("//table[2]/tbody/tr/td[1]")]
    assert [" ".join(words) for words in shown] == ["zeer mee oneens", "mee eens", "neutraal", "zeer mee eens"]
    kept = json.loads(guest.client.get(f"{SITE}answers.json").get_data(as_text=True))
    assert [(row["position"], row["answer"]) for row in kept["answers"]] == [
        *((1, "1"), (2, "2"), (3, "3"), (4, "5"), (2, "4"))
    ]
    assert kept["background"] == {"rol": "jurist"}
    levels = guest.get("/voorbeeld/task/3").levels()
    (third,) = [row for row in kept["answers"] if row["position"] == 3]
    assert third["scenarios"] == [{"alternative": 1, **levels}]
    table = list(csv.DictReader(io.StringIO(guest.client.get(f"{SITE}answers.csv").get_data(as_text=True))))
    assert [row["answer"] for row in table] == ["1", "2", "3", "5", "4"]
    assert {name: table[2][name] for name in levels} == levels
    assert guest.client.get(f"{SITE}answers.xlsx").status_code == 404


def test_the_page_is_for_its_own_person_and_the_code_leads_there(app: Flask, guest: Guest) -> None:
    guest.begin().answer_all("4")
    stranger = Guest(app)
    for path in ("", "answers.json", "answers.csv", "withdraw", "dispute", "mirror"):
        assert stranger.client.get(SITE + path).location == "/voorbeeld/"
    stranger.get("/voorbeeld/resume?mine=1").send("resume", code="0000-0000-0000-0000")
    assert stranger.status == 422
    stranger.send("resume", code=guest.code)
    assert stranger.path == SITE
    assert stranger.code == guest.code


def test_what_was_told_and_answered_can_be_corrected_after_the_end(guest: Guest, database: Path) -> None:
    guest.begin().answer_all("4").get(SITE)
    (link,) = guest.page.xpath("//table[1]//a/@href")
    guest.get(link).send("background", option="beleid")
    assert guest.path == SITE
    assert "beleidsmedewerker" in guest.words.lower()
    links = guest.page.xpath("//table[2]//a/@href")
    guest.get(links[0])
    guest.get(guest.page.xpath("//a[contains(@href, 'change')]/@href")[0]).send("answer", answer="2")
    assert [row[5] for row in sorted(stored(database), key=lambda row: row[4])] == ["4", "4", "4", "4", "2"]


def test_who_does_not_want_this_is_gone_at_the_second_press_only(guest: Guest, database: Path) -> None:
    other = Guest(guest.client.application).begin().answer_all("5")
    guest.begin().answer_all("4").get(SITE)
    code = guest.code
    guest.get(f"{SITE}withdraw")
    assert len(stored(database, "respondents")) == 2
    guest.send("withdraw")
    assert guest.path == "/voorbeeld/gone"
    assert "verwijderd" in guest.words
    assert {row[5] for row in stored(database)} == {"5"}
    assert len(stored(database, "respondents")) == 1
    assert guest.get(SITE).path == "/voorbeeld/"
    assert guest.get("/voorbeeld/resume").send("resume", code=code).status == 422
    assert other.get(SITE).status == 200


def test_of_who_withdraws_no_byte_stays_in_the_file_or_its_log(guest: Guest, file: Path) -> None:
    guest.begin().answer_all()
    cookie = guest.client.get_cookie("dce_session")
    (person,) = {row[0] for row in stored(file)}
    traces = [person.encode(), *(answer[-1].encode() for answer in stored(file))]
    other = guest.client.application.test_client()  # the same visit on another device
    other.set_cookie("dce_session", cookie.value if cookie else "")
    assert other.get(SITE).status_code == 200
    guest.get(f"{SITE}withdraw").send("withdraw")
    left = b"".join(part.read_bytes() for part in file.parent.glob("dce.db*"))
    assert [trace for trace in traces if trace in left] == []
    assert other.get(SITE).status_code == 303


def test_withdrawing_works_after_closing_and_needs_the_form(guest: Guest, database: Path) -> None:
    guest.begin().answer_all("4")
    store_of(guest.client.application).hold("voorbeeld", Fieldwork(closes=datetime.now(UTC) - timedelta(days=1)))
    assert guest.client.post(f"{SITE}withdraw").status_code == 400
    assert len(stored(database, "respondents")) == 1
    guest.get(f"{SITE}withdraw").send("withdraw")
    assert stored(database, "respondents") == []


def test_who_says_this_is_not_me_is_left_out_and_may_come_back(guest: Guest) -> None:
    guest.begin().answer_all("4").get(f"{SITE}dispute").send("dispute")
    store = store_of(guest.client.application)
    assert "tellen er van nu af aan niet in mee" in guest.words
    assert len(store.answers("voorbeeld")) == 0
    assert "niet in mee" in guest.get(SITE).words
    guest.get(f"{SITE}dispute").send("dispute")
    assert len(store.answers("voorbeeld")) == 4


def test_a_reason_is_asked_with_a_warning_kept_shown_and_changed(asked: Asked) -> None:
    app, _ = asked(survey={"reasons": True})
    guest = Guest(app).begin()
    assert "niets waaraan iemand te herkennen is" in guest.words
    guest.send("answer", answer="4", reason=" Het doel\r\nis goed \U0001f469\u200d\u2696\ufe0f ")
    assert guest.status == 200
    guest.get("/voorbeeld/task/1")
    assert "Uw reden: Het doel is goed" in guest.words
    guest.get("/voorbeeld/task/1?change=1")
    assert guest.page.xpath("string(//textarea)").startswith("Het doel is goed")
    guest.send("answer", reason="Toch niet")
    assert "Uw antwoord is veranderd" in guest.words
    assert "Uw reden: Toch niet" in guest.get(SITE).words
    guest.get("/voorbeeld/task/2").send("answer", answer="3", reason="x" * 1001)
    assert guest.status == 422
    assert "Uw reden is te lang" in guest.words
    assert guest.fields("answer")["answer"] == "3"
    assert guest.send("answer", reason="\u202egedraaid").status == 400
    kept = json.loads(guest.client.get(f"{SITE}answers.json").get_data(as_text=True))
    assert [row["reason"][:8] for row in kept["answers"]] == ["Het doel", "Toch nie"]


@pytest.mark.parametrize("sign", ["=", "\uff1d"])
def test_a_reason_that_a_spreadsheet_would_run_is_text_in_the_table(asked: Asked, sign: str) -> None:
    app, _ = asked(survey={"reasons": True})
    guest = Guest(app).begin().send("answer", answer="4", reason=f"{sign}HYPERLINK(1)")
    (row,) = csv.DictReader(io.StringIO(guest.client.get(f"{SITE}answers.csv").get_data(as_text=True)))
    assert row["reason"] == f"'{sign}HYPERLINK(1)"


def test_without_reasons_in_the_study_none_is_asked_or_kept(guest: Guest) -> None:
    guest.begin()
    assert not guest.page.xpath("//textarea")
    guest.send("answer", answer="4", reason="toch iets")
    assert "toch iets" not in guest.client.get(f"{SITE}answers.json").get_data(as_text=True)


def test_an_attention_check_says_what_it_is_and_counts_in_no_number(asked: Asked) -> None:
    words = {"nl": "Kies hier “mee eens”.", "en": "Choose “agree” here."}
    app, _ = asked(survey={"attention": {"statement": words, "answer": "4"}})
    guest = Guest(app).get("/voorbeeld/")
    assert "8 scenario" in guest.words
    assert "controleert alleen of mensen meelezen" in guest.words
    guest.begin()
    numbers, checks = [], 0
    while guest.page.xpath("//form[@id='answer']"):
        name = guest.page.xpath("string(//h1)")
        if name == "Leest u nog mee?":
            checks += 1
            assert words["nl"] in guest.words
            assert guest.levels() == {}
        else:
            numbers.append(name)
        guest.send("answer", answer="4")
    assert checks == 1
    assert numbers == [f"Scenario {number} van 8" for number in range(1, 9)]
    assert "Controle op meelezen" in guest.get(SITE).words


def test_a_term_is_explained_to_who_asks(asked: Asked, example: Study) -> None:
    criteria = example.model_dump(mode="json", exclude_defaults=True)["criteria"]
    criteria[1]["explanation"] = {"nl": "Het doel is waarvoor de gegevens nodig zijn.", "en": "What it is for."}
    app, _ = asked(criteria=criteria)
    guest = Guest(app).begin()
    (row,) = guest.page.xpath("//tr[.//details]")
    assert row.get("data-criterion") == "doel"
    assert row.xpath("string(.//summary)") == "Wat betekent dit?"
    assert "waarvoor de gegevens nodig zijn" in row.xpath("string(.//details//p)")
