"""Every study that ships in a real browser: from the introduction to the thanks, phone and desktop, both languages.

Left out, for each carries no other proof: without scripts and by keyboard alone, which hangs on the kind of task and is
tried for each kind in ``test_web_kinds_browser``; a close look at every task, of which pages differ in levels only; and
the study of twenty-one scenarios on a phone in Dutch, which ``test_web_browser`` walks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from web_guest import running
from web_walk import SIZES, looked, pages

from dce.design import Design
from dce.store import Store

pytestmark = pytest.mark.pages

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[2] / "designs").glob("*/study.yaml"))
# Pages of a sort that are looked at closely, in light and dark: of tasks the first may be for practice, the second has
# a way back, and from the fourth the time that is left is told.
LOOKED_AT = {"phone": (1, 2, 5), "desk": (1,)}
WAYS = [
    (folder, *way)
    for folder in FOLDERS
    for way in (("phone", "nl"), ("desk", "en"))
    if (folder.name, *way) != ("gegevensdeling", "phone", "nl")
]
WIDTHS = {"phone": ("narrow", "phone"), "desk": ("desk",)}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running site with all of them."""
    folder = tmp_path_factory.mktemp("shipped")
    store = Store.open(folder / "shipped.db")
    for design in FOLDERS:
        store.publish(Design.load(design))
    store.close()
    with running(folder / "shipped.db") as url:
        yield url


@pytest.mark.parametrize(("folder", "size", "language"), WAYS, ids=lambda part: getattr(part, "name", part))
def test_the_whole_way(browser: Browser, url: str, folder: Path, size: str, language: str) -> None:
    said, names = list[str](), list[str]()
    context = browser.new_context(viewport=SIZES[size], locale=language, bypass_csp=True)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for name in pages(page, url, folder.name):
        names.append(name)
        assert page.locator("html").get_attribute("lang") == language
        for width in WIDTHS[size]:
            page.set_viewport_size(SIZES[width])
            assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[width]["width"]
        if names.count(name) in LOOKED_AT[size]:
            looked(page, "dark")
    context.close()
    design = Design.load(folder)
    assert names.count("background") == len(design.study.background)
    checks = design.study.survey.attention is not None
    assert names.count("task") == len(design.tasks_of(1)) + len(design.repeats(1)) + checks
    assert (names[0], names[-1]) == ("introduction", "thanks")
    assert said == []
