"""How a browser of a test goes through a visit, whatever the kind of task."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = {
    "phone": {"width": 390, "height": 844},
    "desk": {"width": 1280, "height": 900},
    "narrow": {"width": 320, "height": 700},
}
SEND = "#answer button.btn-primary"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """Wait for the page that follows, whether the browser goes there or the script of the page shows it."""
    page.evaluate("document.body.dataset.left = ''")
    yield
    page.locator("body[data-left]").wait_for(state="detached")
    page.wait_for_load_state()


def press(page: Page, target: str) -> None:
    """Press what leads to another page, and wait for that page: a click alone comes back before it is there."""
    with leaving(page):
        page.locator(target).click()


def pages(page: Page, url: str, study: str) -> Iterator[str]:
    """Go from the introduction to the thanks, every background item skipped; give the name of each page in its turn."""
    page.goto(f"{url}/{study}/")
    yield "introduction"
    press(page, "#begin button")
    while page.locator("#background").count():
        yield "background"
        press(page, "#background button[type=submit]")
    while page.locator("#answer").count():
        yield "task"
        fill(page)
        press(page, SEND)
    yield page.url.rpartition("/")[2]


def begun(page: Page, url: str, study: str) -> None:
    """Come to the first task, every background item skipped."""
    assert "task" in pages(page, url, study)


def fill(page: Page) -> None:
    """Give an answer, whatever the kind of task."""
    for name in ("best", "worst", "answer"):
        radios = page.locator(f"input[name={name}]")
        if radios.count():
            radios.nth(1 if name == "worst" else 0).check()
    for place, select in enumerate(page.locator("select").all(), 1):
        select.select_option(str(place))


def looked(page: Page, other: Literal["light", "dark"] | None = None) -> None:
    """No violation on the page, its colours in the ``other`` scheme too, and all answers large enough to be pressed."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    if other is not None:
        own = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")
        page.emulate_media(color_scheme=other)
        found += page.evaluate("axe.run({runOnly: ['color-contrast']})")["violations"]
        page.emulate_media(color_scheme=own)
    assert found == [], [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    for target in page.locator("#answer label.dce-choice, #answer select, #answer button").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
