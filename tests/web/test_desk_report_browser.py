"""The report at the desk in a real browser: asked for, made by a process beside the site, and taken along."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from test_desk_life_browser import close_look, sign_in
from test_desk_results import answer
from web_desk import account_of
from web_guest import running
from web_walk import SIZES

from dce.design import Design
from dce.store import Store
from dce.web import create_app

pytestmark = pytest.mark.pages
MINUTES = 3 * 60_000  # milliseconds; the first fit on a computer is compiled


@pytest.fixture
def url(tmp_path: Path, design: Design) -> Iterator[str]:
    """A running site with an organiser, and a study that thirty people answered."""
    with closing(Store.open(tmp_path / "dce.db")) as store:
        store.publish(design)
        answer(store, design, ["jurist", "beleid"] * 15)
    app = create_app(tmp_path / "dce.db")
    account_of(app, "anna", "organiser", design.study.id, password=True)
    app.extensions["dce_store"].close()
    with running(tmp_path / "dce.db") as url:
        yield url


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_report_is_asked_for_made_and_taken_along(browser: Browser, url: str, size: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport=SIZES[size], locale="en", bypass_csp=True)
    page = context.new_page()
    sign_in(page, url)
    page.goto(f"{url}/desk/voorbeeld/report")
    expect(page.locator("main")).to_contain_text("No report was made here yet")
    close_look(page, size)
    page.locator("#make-report select[name=form]").select_option("pdf")
    page.locator("#make-report button").click()
    expect(page.locator("main")).to_contain_text("A report is being made")
    close_look(page, size)
    expect(page.locator("main a.btn-primary")).to_contain_text("Take the report along", timeout=MINUTES)
    close_look(page, size)
    if folder := os.environ.get("DCE_SHOTS"):
        page.screenshot(path=f"{folder}/report-{size}.png", full_page=True)
    with page.expect_download() as started:
        page.locator("main a.btn-primary").click()
    started.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    context.close()
