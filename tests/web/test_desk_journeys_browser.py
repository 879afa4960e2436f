"""An organiser, an analyst and a viewer at the desk, and organisers who do not see each other, in a real browser."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect
from web_desk import PASSWORD
from web_guest import people_answer, running, some_design
from web_walk import SIZES, looked

from dce.design import Design
from dce.store import Role, Store
from dce.study import Study

pytestmark = pytest.mark.pages

PEOPLE: dict[str, tuple[Role, str]] = {
    "anna": ("organiser", "voorbeeld"),
    "bert": ("analyst", ""),
    "vera": ("viewer", "voorbeeld"),
    "carla": ("organiser", "andere"),
}


@pytest.fixture
def store(tmp_path: Path, design: Design) -> Iterator[Store]:
    """Two studies; thirty invented people answered the first."""
    found = Store.open(tmp_path / "desk.db", synthetic=True)
    found.publish(design)
    other = Study.model_validate(design.study.model_dump() | {"id": "andere"})
    found.publish(some_design(other, 4))
    people_answer(found, design, 30)
    for number, row in enumerate(found._database.run("people_of_study", study_id="voorbeeld")):
        found.record_background(row["id"], {"rol": "jurist" if number < 25 else "beleid"})
    for name, (role, study_id) in PEOPLE.items():
        account = found.accounts.add(name, role)
        found.accounts.start(found.accounts.link_for(account, "invite"), PASSWORD)
        if study_id:
            found.accounts.join(study_id, account)
    yield found
    found.close()


@pytest.fixture
def url(store: Store, tmp_path: Path) -> Iterator[str]:
    with running(tmp_path / "desk.db") as address:
        for _ in range(100):  # it says where it is a moment before its first process listens
            with suppress(httpx.TransportError):
                httpx.get(address, trust_env=False)
                break
            time.sleep(0.1)
        yield address


class Desk:
    """Somebody at the desk in a browser; every page that is opened is looked at."""

    def __init__(self, browser: Browser, url: str, name: str, size: str) -> None:
        context = browser.new_context(locale="en-GB", viewport=SIZES[size])
        self.url, self.complaints, self.page = url, list[str](), context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.goto(f"{url}/desk/sign-in")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")

    def go(self, page: str, study: str = "voorbeeld") -> Page:
        self.page.goto(f"{self.url}/desk/{study}/{page}")
        return self.seen()

    def follow(self, words: str) -> Page:
        menu = self.page.get_by_text("Menu of the study")
        if menu.is_visible():  # on a phone
            menu.click()
        with self.page.expect_navigation():
            self.page.get_by_role("navigation").get_by_role("link", name=words, exact=True).click()
        return self.seen()

    def press(self, words: str) -> Page:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).click()
        return self.seen()

    def take_out(self, words: str) -> pd.DataFrame:
        with self.page.expect_download() as found:
            self.page.get_by_role("button", name=words, exact=True).click()
        return pd.read_csv(io.BytesIO(Path(found.value.path()).read_bytes()), dtype=str)

    def refused(self, page: str, study: str = "voorbeeld") -> int:
        answer = self.page.goto(f"{self.url}/desk/{study}/{page}")
        assert answer is not None
        return answer.status

    def seen(self) -> Page:
        looked(self.page, "dark")
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url
        return self.page


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_an_organiser_goes_through_fieldwork_and_an_analyst_takes_over(
    browser: Browser, store: Store, url: str, size: str
):
    anna = Desk(browser, url, "anna", size)
    anna.go("")
    page = anna.follow("Fieldwork")
    page.get_by_label("Closes").fill("2098-12-31T17:00")
    page.get_by_label("E-mail address for questions").fill("niemand")
    anna.press("Keep")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("E-mail address for questions")).to_be_focused()
    page.get_by_label("E-mail address for questions").fill("onderzoek@example.nl")
    anna.press("Keep")
    expect(page.get_by_role("status").first).to_contain_text("This counts from now on")

    anna.follow("Invitations")
    page.get_by_label("Table of addresses").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": b"naam,straat\nAnna,Kade 1\nBert,Kade 2"}
    )
    page.get_by_label("What you get").select_option("letters")
    anna.press("Make links")
    letters = page.locator(".desk-letter")
    expect(letters).to_have_count(2)
    expect(letters.first).to_contain_text("Kade 1")
    page.emulate_media(media="print")
    expect(page.locator(".desk-rail")).to_be_hidden()
    expect(letters.first).to_have_css("break-after", "page")
    page.emulate_media(media="screen")

    anna.go("progress")
    expect(page.locator("#figures [role=status]")).to_contain_text("Completed: at least 30 people")
    expect(page.locator("table", has_text="What is your position?")).not_to_contain_text(re.compile(r"\d"))

    anna.follow("Data")
    page.get_by_label("What are the answers for?").fill("for the report")
    anna.press("Take out")
    expect(page.get_by_role("heading", level=1)).to_contain_text("People can be told apart")
    assert "rol" not in anna.take_out("Take out without these questions").columns

    anna.go("tokens")
    page.get_by_label("For which program").fill("Dashboard")
    anna.press("Make a token")
    key = page.locator("#key").inner_text()
    assert store.tokens.find(key) is not None
    anna.go("members")
    page.get_by_label("Name of the account").fill("bert")
    anna.press("Add")
    anna.go("personal-data")
    anna.go("personal-data/dpia")
    anna.go("log")
    expect(page.locator("tbody tr").first).to_contain_text("added a member")

    bert = Desk(browser, url, "bert", size)
    bert.go("data").get_by_label("What are the answers for?").fill("to estimate")
    bert.press("Take out")
    assert bert.take_out("Take out all the same")["respondent"].nunique() == 30
    assert bert.refused("invitations") == bert.refused("fieldwork") == bert.refused("members") == 403
    assert [text for text in anna.complaints + bert.complaints if "status of 4" not in text] == []


def test_a_viewer_sees_figures_only_and_they_renew_themselves(browser: Browser, store: Store, url: str, design: Design):
    vera = Desk(browser, url, "vera", "desk")
    vera.page.clock.install()
    page = vera.go("progress")
    assert page.get_by_role("navigation").get_by_role("link", name="Data", exact=True).count() == 0
    people_answer(store, design, 10, start=60)
    with page.expect_response("**/progress/figures"):
        page.clock.run_for(10_000)
    expect(page.locator("#figures [role=status]")).to_contain_text("Completed: at least 40 people")
    with page.expect_response("**/progress/figures") as answer:
        page.clock.run_for(10_000)
    assert answer.value.status == 304
    assert vera.refused("data") == vera.refused("log") == vera.refused("tokens") == 403
    assert [text for text in vera.complaints if "status of 4" not in text] == []


def test_c01_two_organisers_do_not_see_each_other(browser: Browser, url: str):
    anna, carla = Desk(browser, url, "anna", "desk"), Desk(browser, url, "carla", "phone")
    for somebody, theirs in ((anna, "andere"), (carla, "voorbeeld")):
        somebody.page.goto(f"{url}/desk/")
        assert somebody.page.locator(f"a[href='/desk/{theirs}/']").count() == 0
        pages = ("", "progress", "data", "log", "members", "personal-data", "tokens")
        assert {somebody.refused(page, theirs) for page in pages} == {404}
