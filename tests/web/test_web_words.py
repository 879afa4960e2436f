"""The words: every text in two languages, and the language that a person reads."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask import Flask
from web_guest import KEY, Guest, some_design, stored

import dce.web
from dce.store import Store
from dce.study import Study
from dce.web import create_app

WEB = Path(dce.web.__file__).parent
DUTCH = WEB / "translations" / "nl" / "LC_MESSAGES"
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def texts_in_the_code() -> set[str]:
    with (WEB / "translations" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    return {one_key(found) for _, _, found, *_ in extract_from_dir(WEB, methods, options, keywords=KEYWORDS)}


def one_key(message: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    """A text under which both kinds of catalogue find it; one with a plural is a pair."""
    return message if isinstance(message, str) else tuple(message)


def test_every_text_has_its_dutch_and_no_dutch_is_left_over():
    with (DUTCH / "messages.po").open("rb") as file:
        catalogue = {one_key(message.id): message for message in read_po(file) if message.id}
    code = texts_in_the_code()
    assert len(code) > 50
    assert (DUTCH / "messages.po").read_text().count("\nmsgid ") == len(code) + 1, "a text that stands twice"
    assert set(catalogue) == code
    for message in catalogue.values():
        assert message.string, message.id
        assert not message.fuzzy
        assert not list(message.check()), message.id


def test_the_compiled_catalogue_is_the_written_one():
    with (DUTCH / "messages.po").open("rb") as po, (DUTCH / "messages.mo").open("rb") as mo:
        written, compiled = read_po(po), read_mo(mo)
    own, made = ({one_key(m.id): one_key(m.string) for m in found if m.id} for found in (written, compiled))
    assert own == made


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("nl", "nl"), ("en", "en"), ("en-GB,nl;q=0.5", "en"), ("fr", "nl"), ("", "nl"), ("\x7f;q=x", "nl")],
)
def test_the_first_page_speaks_what_the_browser_asks_or_the_language_of_the_study(app: Flask, asked: str, spoken: str):
    guest = Guest(app, asked).get("/voorbeeld/")
    assert guest.page.get("lang") == spoken
    assert {"nl": "Wat er met uw antwoorden gebeurt", "en": "What happens with your answers"}[spoken] in guest.words


def test_switching_language_stays_on_the_page_and_is_kept_with_the_person(guest: Guest, database: Path):
    switch(guest.begin().send("answer", answer="4"), "en")
    assert (guest.path, guest.page.get("lang")) == ("/voorbeeld/task/2", "en")
    assert "Read the features and say to what extent you agree with the statement." in guest.words
    assert [row[3] for row in stored(database, "respondents")] == ["en"]
    code = guest.get("/voorbeeld/later").code
    dutch_browser = Guest(guest.client.application).get("/voorbeeld/resume").send("resume", code=code)
    assert dutch_browser.page.get("lang") == "en", "the person reads on in the language that he or she chose"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "https://evil.example/voorbeeld/",
        "//evil.example/voorbeeld/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/nee",
        "%2f%2fevil.example",
        "",
        "/voorbeeld/begin",
        "http://[",
        "/voorbeeld/\r\nX: y",
    ],
)
def test_switching_language_never_leads_to_another_site(guest: Guest, address: str):
    token = guest.begin().fields("answer")["csrf_token"]
    response = guest.client.post("/language", data={"csrf_token": token, "language": "en", "page": address})
    assert response.status_code in (303, 400, 422)
    assert response.headers.get("Location", "/") in ("/", "/voorbeeld/")
    assert "X" not in response.headers


def test_a_language_that_nobody_speaks_here_is_refused(guest: Guest):
    token = guest.begin().fields("answer")["csrf_token"]
    assert guest.client.post("/language", data={"csrf_token": token, "language": "fr"}).status_code == 422


def test_a_study_in_one_language_has_no_switch(tmp_path: Path, example: Study):
    def dutch(value):  # every text without its English
        if isinstance(value, dict):
            return {k: dutch(v) for k, v in value.items() if not (k == "en" and "nl" in value)}
        return [dutch(v) for v in value] if isinstance(value, list) else value

    content = dutch(example.model_dump(mode="json", exclude_none=True)) | {"languages": ["nl"]}
    store = Store.open(tmp_path / "dce.db")
    store.publish(some_design(Study.model_validate(content), 3))
    store.close()
    guest = Guest(create_app(tmp_path / "dce.db", secret_key=KEY), "en").get("/voorbeeld/")
    assert guest.page.get("lang") == "nl"
    assert not guest.page.xpath("//form[contains(@action, 'language')]")


def switch(guest: Guest, language: str) -> None:
    (form,) = guest.page.xpath("//form[@action='/language']")
    guest._keep(
        guest.client.post("/language", data=dict(form.form_values()) | {"language": language}, follow_redirects=True)
    )
