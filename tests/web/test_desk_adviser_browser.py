"""The adviser in a real browser, at the desk and for everybody: axe finds nothing, and nothing is too wide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from paper_pages import stranded
from playwright.sync_api import Browser, Page
from web_desk import PASSWORD, account_of, code_now
from web_guest import running
from web_walk import SIZES, looked, press

from dce.design import Design, make_design
from dce.simulate import default_population, simulate_answers
from dce.store import Store
from dce.study import Study
from dce.web import create_app
from dce.web.results import snapshot

pytestmark = pytest.mark.pages
CASE = {"ontvanger": "eigen", "doel": "ja", "waarborgen": "alle"}


@pytest.fixture
def url(tmp_path: Path, example: Study) -> Iterator[str]:
    """A running site with a closed study that 60 invented people answered."""
    design: Design = make_design(example, tasks=12, seed=1)
    store = Store.open(tmp_path / "dce.db", synthetic=True)
    store.publish(design)
    frame = simulate_answers(design, default_population(example), people=60, seed=1)
    store.import_answers(example.id, frame.astype(str))
    store.life.change(example.id, "closed", "system")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "BOOTSTRAP", 100)
        patch.setattr("dce.report.assemble.SPREAD_DRAWS", 16)
        snapshot.make_snapshot(store, example.id, groups=True, reach=lambda share: None)
    store.close()
    app = create_app(tmp_path / "dce.db")
    account_of(app, "anna", "organiser", example.id, password=True)
    app.extensions["dce_store"].close()
    with running(tmp_path / "dce.db") as url:
        yield url


def close_look(page: Page, size: str) -> None:
    for width in SIZES.values():
        page.set_viewport_size(width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width["width"], (page.url, width)
    page.set_viewport_size(SIZES[size])
    looked(page, "dark")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_case_is_asked_at_the_desk_and_then_by_everybody(browser: Browser, url: str, size: str) -> None:
    said = list[str]()
    context = browser.new_context(viewport=SIZES[size], locale="en", bypass_csp=True)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{url}/desk/")
    page.get_by_label("Name").fill("anna")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "#sign-in button")
    if page.locator("#second-step").count():
        page.get_by_label("Code").fill(code_now())
        press(page, "#second-step button")
    page.goto(f"{url}/desk/voorbeeld/adviser")
    ask(page, size)
    press(page, "#publish-model button")
    close_look(page, size)
    context.clear_cookies()
    page.goto(f"{url}/voorbeeld/model")
    ask(page, size)
    for table in page.locator("#about .desk-scroll").all():
        assert table.evaluate("one => one.scrollWidth <= one.clientWidth"), "a row is read without a scroll"
    page.goto(f"{url}/voorbeeld/model/poster")
    close_look(page, size)
    context.close()
    assert said == []


def ask(page: Page, size: str) -> None:
    close_look(page, size)
    for name, level in CASE.items():
        page.locator(f"#{name}").select_option(level)
    press(page, "#case button")
    top = page.locator("#brake").bounding_box()
    share = page.locator("#advice .dce-lead").bounding_box()
    assert top is not None
    assert share is not None
    assert top["y"] < share["y"], "the brake comes first"
    close_look(page, size)
    for height in range(230, 300, 12):
        assert stranded(page.pdf(width="210mm", height=f"{height}mm", tagged=True)) == [], height
