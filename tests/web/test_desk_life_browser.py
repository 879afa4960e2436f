"""The life of a study in a real browser, from a template to the note of its deletion, on a desktop and a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from web_desk import PASSWORD, account_of, code_now
from web_guest import running
from web_walk import SIZES, looked, pages, press

from dce.web import create_app

pytestmark = pytest.mark.pages
WIDTHS = ("narrow", "phone", "desk")
MINUTES = 3 * 60_000  # milliseconds; the first search on a computer is compiled


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A running site with an organiser."""
    app = create_app(tmp_path / "dce.db")
    account_of(app, "anna", password=True)
    app.extensions["dce_store"].close()
    with running(tmp_path / "dce.db") as url:
        yield url


def close_look(page: Page, size: str) -> None:
    """No violation in light and dark, and nothing wider than the page at any width."""
    for width in WIDTHS:
        page.set_viewport_size(SIZES[width])
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[width]["width"], (page.url, width)
    page.set_viewport_size(SIZES[size])
    looked(page, "dark")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_whole_life_of_a_study(browser: Browser, url: str, size: str) -> None:
    said = list[str]()
    context = browser.new_context(viewport=SIZES[size], locale="en", bypass_csp=True)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    sign_in(page, url)
    press(page, "main a.btn-primary")
    close_look(page, size)
    page.get_by_label("Sharing data").check()
    page.get_by_label("The id of the new study").fill("park")
    press(page, "#begin button")
    mend_a_fault(page, size)
    preview(page, url, size)
    make_design(page, url, size)
    publish_and_open(page, url, size)
    answer(browser, url)
    through_the_states(page, url, size)
    delete(page, url, size)
    context.close()
    assert [text for text in said if "status of 422" not in text] == []


def sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/desk/")
    page.get_by_label("Name").fill("anna")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "#sign-in button")
    page.get_by_label("Code").fill(code_now())
    press(page, "#second-step button")


def mend_a_fault(page: Page, size: str) -> None:
    close_look(page, size)
    text = page.get_by_label("The text of the study")
    good = text.input_value()
    text.fill(good.replace("tasks: 9", "tasks: nine"))
    press(page, "button[value=check]")
    close_look(page, size)
    page.get_by_role("link", name="Line 64, column 10").click()
    marked = page.evaluate(
        "(({value, selectionStart, selectionEnd}) => value.slice(selectionStart, selectionEnd))(document.activeElement)"
    )
    assert marked == "tasks: nine, versions: 1, seed: 1}"
    page.get_by_label("The text of the study").fill(good)
    press(page, "button[value=save]")
    assert page.get_by_text("The text has been saved").is_visible()


def preview(page: Page, url: str, size: str) -> None:
    for language, words in (("nl", "Voorbeeldweergave"), ("en", "Preview: answers do not count")):
        page.goto(f"{url}/desk/park/preview/")
        if language == "en":
            close_look(page, size)
        page.goto(f"{url}/desk/park/preview/show/{language}/task/2")
        assert page.locator("html").get_attribute("lang") == language
        assert language == "nl" or page.get_by_text(words).is_visible()
        looked(page, "dark")
        page.locator("input[name=answer]").first.check()
        press(page, "#answer button.btn-primary")
        assert page.url.endswith("/preview/park/task/3")
    press(page, ".dce-band a")
    assert page.url == f"{url}/desk/park/preview/"


def make_design(page: Page, url: str, size: str) -> None:
    page.goto(f"{url}/desk/park/design")
    close_look(page, size)
    press(page, "#design button")
    assert page.get_by_role("progressbar").is_visible()
    looked(page)
    expect(page.get_by_text("There is a design of this text")).to_be_visible(timeout=MINUTES)
    close_look(page, size)
    page.get_by_role("link", name="See how good the design is").click()
    page.wait_for_url("**/inspect")
    close_look(page, size)
    page.goto(f"{url}/desk/park/design/power")
    close_look(page, size)
    press(page, "#power button")
    expect(page.locator("figure")).to_be_visible(timeout=MINUTES)
    close_look(page, size)


def publish_and_open(page: Page, url: str, size: str) -> None:
    page.goto(f"{url}/desk/park/")
    close_look(page, size)
    page.get_by_role("link", name="To publishing").click()
    page.wait_for_url("**/publish")
    close_look(page, size)
    press(page, "#publish button")
    press(page, "button[value=open]")
    assert page.get_by_text("People can answer").is_visible()
    close_look(page, size)


def answer(browser: Browser, url: str) -> None:
    context = browser.new_context(locale="nl")
    assert list(pages(context.new_page(), url, "park"))[-1] == "thanks"
    context.close()


def through_the_states(page: Page, url: str, size: str) -> None:
    page.goto(f"{url}/desk/park/deletion")
    assert page.get_by_text("Close it first").is_visible()
    for state in ("paused", "closed", "archived"):
        page.goto(f"{url}/desk/park/")
        press(page, f"button[value={state}]")
        close_look(page, size)


def delete(page: Page, url: str, size: str) -> None:
    page.goto(f"{url}/desk/park/deletion")
    assert page.get_by_text("fewer than 10 people").is_visible()
    close_look(page, size)
    page.get_by_label("Type park").fill("park")
    press(page, "#delete .btn-danger")
    assert page.get_by_text("The study park has been deleted").is_visible()
    close_look(page, size)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the note").click()
    assert '"study": "park"' in Path(download.value.path()).read_text()
