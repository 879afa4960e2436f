"""One person in one browser who answers the example study, on whatever way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page
from web_guest import Site, stored
from web_walk import press

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
NEXT = "#answer button.btn-primary"
ANSWER = 5  # where the answer stands in a row of the table
POSTS = re.compile(r"/voorbeeld/task/\d+$")


class Traveller:
    """One person in one browser; ``answers`` are those that people gave who came since."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context, self.site, self.page = context, site, context.new_page()
        self._before = {row[0] for row in stored(site.database, "respondents")}

    @property
    def answers(self) -> list[str]:
        rows = [row for row in stored(self.site.database) if row[0] not in self._before]
        return [row[ANSWER] for row in sorted(rows, key=lambda row: row[4])]

    @property
    def people(self) -> int:
        return len({row[0] for row in stored(self.site.database, "respondents")} - self._before)

    def begin(self) -> Traveller:
        """Come to the first scenario, the background item skipped."""
        self.page.goto(f"{self.site.url}/voorbeeld/")
        press(self.page, "#begin button")
        press(self.page, "#background button[type=submit]")
        return self


@contextmanager
def travelling(browser: Browser, site: Site, **options: Any) -> Iterator[Traveller]:
    context = browser.new_context(viewport=PHONE, locale="nl", **options)
    context.set_default_timeout(15_000)
    yield Traveller(context, site).begin()
    context.close()


def answer(page: Page, rating: str) -> None:
    page.locator(f"input[name=answer][value='{rating}']").check()
    press(page, NEXT)


def press_in_vain(page: Page, target: str = NEXT) -> None:
    """Press what sends a form on a line that is cut: the browser says so in a page of its own."""
    with pytest.raises(Error, match="ERR_"), page.expect_navigation():
        page.locator(target).click()
    until(page, lambda: there(page, "chrome-error:"))


def there(page: Page, start: str) -> bool:
    """Whether the page that begins with ``start`` can be asked something: the browser tells its address before that."""
    with suppress(Error):
        return bool(page.evaluate("location.href").startswith(start))
    return False


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Let the browser go on until something holds; it only does while it is asked things."""
    for _ in range(500):
        if holds():
            return
        page.wait_for_timeout(10)
    raise AssertionError("it did not come to that within five seconds")
