"""Whole visits to every kind of task in a real browser: phone and desktop, both languages, keyboard, no scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from web_guest import running
from web_walk import SEND, SIZES, begun, fill, looked, press

from dce.design import make_design
from dce.store import Store
from dce.study import Study

pytestmark = pytest.mark.pages

WHICH = {"nl": "In welk geval zou u de gegevens delen?", "en": "In which case would you share the data?"}
UNABLE = {"nl": "Dat kan ik niet zeggen", "en": "I cannot say"}
KINDS: dict[str, dict[str, Any]] = {
    "keuze": {"kind": "choice", "alternatives": 2, "opt_out": {"nl": "In geen van beide", "en": "In neither"}},
    "beste": {"kind": "best-worst", "alternatives": 3, "cannot_say": UNABLE},
    "volgorde": {"kind": "ranking", "alternatives": 3, "cannot_say": UNABLE},
    "schaal": {"kind": "rating", "cannot_say": UNABLE},
    "ja-nee": {"kind": "yes-no"},
}
WAYS = [  # what is not walked as a study that ships
    ("keuze", "narrow", "nl"),
    ("beste", "narrow", "nl"),
    ("volgorde", "narrow", "nl"),
    ("volgorde", "desk", "en"),
    ("ja-nee", "narrow", "nl"),
]
FOCUS = "(({tagName, type, name}) => [tagName, type, name])(document.activeElement)"
HIDE = "Object.defineProperty(document, 'hidden', {value: true}); document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page on a desktop, in Dutch."""
    context = browser.new_context(viewport=SIZES["desk"], locale="nl")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, example: Study) -> Iterator[str]:
    """A running site with a study of every kind, each with a practice task and one that is shown twice."""
    folder, plain = tmp_path_factory.mktemp("kinds"), example.model_dump(mode="json", exclude_defaults=True)
    store = Store.open(folder / "kinds.db", synthetic=True)
    for name, task in KINDS.items():
        own = plain["task"] | task if name == "schaal" else {"statement": WHICH} | task
        asked = plain | {"id": name, "task": own, "design": {"tasks": 6, "practice": 1, "repeats": 1}}
        store.publish(make_design(Study.model_validate(asked | {"survey": {"highlight_changes": True}}), seed=1))
    store.close()
    with running(folder / "kinds.db") as url:
        yield url


@pytest.mark.parametrize(("study", "size", "language"), WAYS)
def test_the_whole_way(browser: Browser, url: str, study: str, size: str, language: str) -> None:
    with_scripts, said = size != "narrow", list[str]()
    context = browser.new_context(viewport=SIZES[size], locale=language, java_script_enabled=with_scripts)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    begun(page, url, study)
    assert page.locator("h1").inner_text() == {"nl": "Oefenvraag", "en": "Practice task"}[language]
    for _ in range(8):
        assert not with_scripts or page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
        fill(page)
        press(page, SEND)
    assert page.url.endswith("/thanks")
    context.close()
    assert said == []


@pytest.mark.parametrize(("study", "size"), [("keuze", "phone"), ("beste", "desk"), ("volgorde", "phone")])
def test_pages_of_every_kind_are_accessible(browser: Browser, url: str, study: str, size: str) -> None:
    context = browser.new_context(viewport=SIZES[size], locale="nl", bypass_csp=True)
    page = context.new_page()
    begun(page, url, study)
    press(page, SEND)
    assert page.locator(".dce-problems").count() == 1
    looked(page, "dark")
    for _ in range(4):
        fill(page)
        press(page, SEND)
    press(page, "text=Terugkijken")
    looked(page, "dark")
    press(page, "text=Mijn antwoord veranderen")
    looked(page, "dark")
    context.close()


@pytest.mark.parametrize("study", KINDS)
def test_a_keyboard_is_enough(desk: Page, url: str, study: str) -> None:
    begun(desk, url, study)
    first = desk.url
    for _ in range(60):
        desk.keyboard.press("Tab")
        focus = desk.evaluate(FOCUS)
        if focus[0] == "SELECT":
            place = desk.evaluate("[...document.querySelectorAll('select')].indexOf(document.activeElement) + 1")
            desk.keyboard.type(f"plaats {place}")
        elif focus[1] == "radio":
            desk.keyboard.press("ArrowDown" if focus[2] == "worst" else "Space")
        elif focus[1] == "submit" and focus[0] == "BUTTON" and desk.locator(f"{SEND}:focus").count():
            desk.keyboard.press("Enter")
            break
    desk.wait_for_url(re.compile("/task/2$"))
    assert desk.url != first


def test_digits_choose_while_an_answer_has_the_focus_and_enter_sends(desk: Page, url: str) -> None:
    begun(desk, url, "schaal")
    desk.keyboard.press("4")
    assert desk.locator("input[name=answer]:checked").count() == 0, "only while an answer has the focus"
    desk.locator("#answer-1").focus()
    desk.keyboard.press("4")
    assert desk.locator("input[name=answer]:checked").get_attribute("value") == "4"
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile("/task/2$"))


def test_a_page_out_of_sight_is_counted(desk: Page, url: str) -> None:
    begun(desk, url, "schaal")
    assert desk.locator("[data-away]").input_value() == "0"
    desk.evaluate(HIDE)
    assert desk.locator("[data-away]").input_value() == "1"
