"""A real browser from the first start to an organiser who is blocked; axe finds nothing on any page, light or dark."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page
from web_guest import running
from web_walk import SIZES, looked, press

from dce.store import Store
from dce.store.second_factor import STEP_SECONDS

pytestmark = pytest.mark.pages

PASSWORD = "een fiets van groen karton"
NEW = "zeven blauwe stoelen in de regen"


class Person:
    """Somebody at a browser of their own, with an app for codes."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self._secret = page, url, ""

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")
        self.look()

    def press(self, target: str) -> None:
        press(self.page, target)
        self.look()

    def look(self) -> None:
        """No violation in either scheme, and nothing sticks out on a narrow screen."""
        looked(self.page, "dark")
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url

    def set_password(self, path: str, name: str | None = None) -> None:
        """By the page of a link: first a weak one, then a good one, which is read while it is typed."""
        self.go(path)
        if name:
            self.page.fill("#name", name)
        self.page.fill("#password", "wachtwoord123")
        self.press("#link button[type=submit]")
        assert self.page.evaluate("document.activeElement.getAttribute('role')") == "alert"
        self.page.fill("#password", PASSWORD)
        self.page.locator(".desk-show input").check()
        assert self.page.locator("#password").get_attribute("type") == "text"
        self.press("#link button[type=submit]")

    def tie_app(self) -> None:
        assert self.page.url.endswith("/desk/account/second-factor")
        self._secret = self.page.locator("p.dce-code").inner_text()
        self.page.fill("#code", pyotp.TOTP(self._secret).now())
        self.press("#second-factor button")
        assert self.page.locator(".desk-codes li").count() == 10
        self.press("main a.btn-primary")

    def sign_in(self, name: str) -> None:
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORD)
        self.press("#sign-in button")
        if self.page.locator("#second-step").count():
            later = pyotp.TOTP(self._secret).at(time.time() + STEP_SECONDS)  # that of now was used to tie the app
            self.page.fill("#code", later)
            self.press("#second-step button")

    @property
    def words(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.fixture(params=["phone", "desk"])
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    return SIZES[request.param]


@pytest.fixture
def people(browser: Browser, size: dict[str, int], tmp_path: Path) -> Iterator[tuple[Person, Person, str]]:
    """An administrator and an organiser at a new site, and the link for the first of them."""
    store = Store.open(tmp_path / "dce.db")
    link = f"/desk/link/{store.accounts.first_link()}"
    store.close()
    with running(tmp_path / "dce.db") as url:
        contexts = [browser.new_context(viewport=size, locale="nl") for _ in range(2)]
        for context in contexts:
            context.set_default_timeout(10_000)
        yield Person(contexts[0].new_page(), url), Person(contexts[1].new_page(), url), link
        for context in contexts:
            context.close()


def test_from_the_first_start_to_an_organiser_who_is_blocked(people: tuple[Person, Person, str]):
    administrator, organiser, link = people
    administrator.go("/desk/")
    assert "dce user --first" in administrator.words
    administrator.set_password(link, "beheer")
    administrator.tie_app()
    assert administrator.page.url.endswith("/desk/accounts")
    administrator.page.fill("#account-name", "anna@example.nl")
    administrator.press("#add button[type=submit]")
    handed = administrator.page.locator(".desk-handed").inner_text()
    administrator.press("main a.btn-primary")
    assert handed not in administrator.words

    organiser.set_password(re.sub(r"^http://[^/]+", "", handed))
    organiser.tie_app()
    assert organiser.page.url.endswith("/desk/")
    organiser.go("/desk/account")
    organiser.go("/desk/account/recovery-codes")
    organiser.go("/desk/account/prove")
    organiser.go("/desk/accounts")
    assert organiser.page.locator("h1").inner_text() not in ("Accounts", ""), "not for organisers"
    organiser.go("/desk/")
    press(organiser.page, ".desk-who button")
    organiser.go(re.sub(r"^http://[^/]+", "", handed))
    assert organiser.page.locator("#link").count() == 0, "the link was used"
    organiser.go("/desk/account/password")
    organiser.sign_in("Anna@example.nl")
    assert organiser.page.url.endswith("/desk/account/password"), "where it wanted to go"
    organiser.page.fill("#old", PASSWORD)
    organiser.page.fill("#password", NEW)
    organiser.press("#password-form button")
    assert organiser.page.url.endswith("/desk/account")

    administrator.go("/desk/accounts")
    administrator.press("text=anna@example.nl")
    administrator.page.fill("#typed-name", "somebody else")
    administrator.press("#delete button")
    administrator.press("#block button")
    organiser.go("/desk/account")
    assert organiser.page.url.partition("?")[0].endswith("/desk/sign-in"), "out at once"
    administrator.go("/desk/accounts/log")
    assert administrator.page.locator("tbody tr").count() >= 8
    administrator.go("/desk/accounts")
    administrator.press("tbody >> role=link[name='beheer']")
