"""A large file at the desk in a real browser: asked for, made beside the site, decided on, stopped and taken along."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_desk_life_browser import close_look, sign_in
from web_desk import account_of
from web_guest import running
from web_walk import SIZES

from dce.web import create_app, exporting

pytestmark = pytest.mark.pages
MINUTE = 60_000  # milliseconds
STUDY = "gegevensdeling"
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A running site with an organiser, and a study of so many invented answers that a file of them is a large one."""
    made = "import sys, pathlib, dashboard_people as they; they.make_database(pathlib.Path(sys.argv[1]), 2500)"
    path = tmp_path / "dce.db"
    subprocess.run(
        [sys.executable, "-c", made, str(path)], check=True, env=os.environ | {"PYTHONPATH": str(BENCHMARKS)}
    )
    app = create_app(path)
    assert app.extensions["dce_store"].progress(STUDY).answers > exporting.MOST_HERE
    account_of(app, "anna", "organiser", STUDY, password=True)
    app.extensions["dce_store"].close()
    with running(path) as url:
        yield url


@pytest.mark.parametrize(("size", "language"), [("desk", "en"), ("phone", "nl")])
def test_a_large_file_is_asked_for_made_and_taken_along(
    browser: Browser, url: str, size: str, language: str, tmp_path: Path
) -> None:
    context = browser.new_context(viewport=SIZES[size], locale="en", bypass_csp=True)
    page = context.new_page()
    sign_in(page, url)
    if language == "nl":
        page.locator("header").get_by_text("Nederlands", exact=True).click()
    page.goto(f"{url}/desk/gegevensdeling/data")
    ask(page)
    page.locator("#stop button").click()
    expect(page.locator("main")).to_contain_text({"en": "Nothing was made", "nl": "Er is niets gemaakt"}[language])
    seen(page, size, "stopped")
    ask(page)
    seen(page, size, "busy")
    choose = page.locator("main a.btn-primary[href$='/data/check']")
    expect(choose).to_be_visible(timeout=MINUTE)
    seen(page, size, "asks")
    choose.click()
    seen(page, size, "check")
    page.locator("#export-check button[value=all]").click()
    taken = page.locator("main a.btn-primary[href$='/data/file']")
    expect(taken).to_be_visible(timeout=MINUTE)
    seen(page, size, "ready")
    with page.expect_download() as started:
        taken.click()
    started.value.save_as(tmp_path / "answers.csv")
    assert len({line.split(",")[0] for line in (tmp_path / "answers.csv").read_text().splitlines()[1:]}) == 2500
    context.close()


def ask(page: Page) -> None:
    page.locator("#export-answers input[name=why]").fill("for the report")
    page.locator("#export-answers button").click()
    expect(page.locator("main progress")).to_be_visible()


def seen(page: Page, size: str, name: str) -> None:
    close_look(page, size)
    if folder := os.environ.get("DCE_SHOTS"):
        page.screenshot(path=f"{folder}/file-{name}-{size}.png", full_page=True)
