"""The statement on accessibility: found from every page, honest about what was not tested, and a way back."""

from datetime import date

import pytest
from flask import Flask
from web_guest import Guest, some_design, store_of

from dce.study import Fieldwork, Study
from dce.web.statements import ACCESSIBILITY_WRITTEN

PAGE = "/toegankelijkheid"
WORDS = {
    "nl": ("Toegankelijkheid", "nog niet volledig onderzocht", "22 november 2026", "degene die u heeft uitgenodigd"),
    "en": ("Accessibility", "not yet fully examined", "22 November 2026", "the person who invited you"),
}


@pytest.mark.parametrize("language", WORDS)
def test_it_says_where_we_stand_and_where_to_report_a_problem(app: Flask, language: str):
    title, status, written, whom = WORDS[language]
    guest = Guest(app, language).get(PAGE)
    assert (guest.status, guest.page.get("lang"), guest.page.xpath("string(//h1)")) == (200, language, title)
    assert guest.page.xpath("string(//main//strong)") == status, "no status A or B before a complete examination"
    for words in (written, whom, "WCAG 2.2", "EN 301 549", "axe-core", "Firefox"):
        assert words in guest.words
    assert date(2026, 11, 22) == ACCESSIBILITY_WRITTEN


def test_a_contact_takes_the_place_of_the_person_who_invited(app: Flask):
    store_of(app).hold("voorbeeld", Fieldwork(contact="vragen@ergens.example"))
    guest = Guest(app).get(PAGE)
    assert "Laat het ons weten: vragen@ergens.example. Schrijf erbij" in guest.words
    assert WORDS["nl"][3] not in guest.words


def test_whom_to_ask_about_a_study_that_has_not_opened_yet_is_told_to_nobody(app: Flask, example: Study):
    store, later = store_of(app), some_design(example.model_copy(update={"id": "later"}), 4)
    store.publish(later)
    store.hold("later", Fieldwork(contact="geheim@ergens.example"))
    store._database.run(
        "add_state", study_id="later", number=1, state="draft", at="2026-01-01T00:00Z", account="", why=""
    )
    assert "geheim@ergens.example" not in Guest(app).get(PAGE).text
    store.life.change("later", "open", "system")
    assert "geheim@ergens.example" in Guest(app).get(PAGE).text


@pytest.mark.parametrize(
    "path", ["/", "/voorbeeld/", "/voorbeeld/resume", "/voorbeeld/task/1", "/voorbeeld/later", "/nee", PAGE]
)
def test_every_page_leads_to_it_and_it_leads_back(guest: Guest, path: str):
    (link,) = guest.begin().get(path).page.xpath("//footer//a[last()]")
    assert (link.get("href"), link.text) == (PAGE, "Toegankelijkheid")


@pytest.mark.parametrize(
    ("before", "back"),
    [
        ("http://localhost/voorbeeld/task/1", "/voorbeeld/task/1"),
        ("http://localhost/voorbeeld/begin", "/"),
        ("http://localhost/toegankelijkheid", "/"),
        ("https://evil.example/login", "/"),
        ("https://evil.example//evil.example/", "/evil.example/"),  # one slash: a page of ours, that is not there
        ("javascript:alert(1)", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_is_a_page_of_ours(guest: Guest, before: str, back: str):
    guest.begin().client.environ_base["HTTP_REFERER"] = before
    (link,) = guest.get(PAGE).page.xpath("//main//a[@class]/@href")
    assert link == back


def test_the_language_switch_stays_on_it(guest: Guest):
    (form,) = guest.get(PAGE).page.xpath("//form[@action='/language']")
    sent = guest.client.post("/language", data=dict(form.form_values()) | {"language": "en"})
    assert sent.headers["Location"] == PAGE
    assert guest.get(PAGE).page.get("lang") == "en"
