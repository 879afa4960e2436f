"""The report in a real browser, from disk: for everybody, on a phone and on a desk, on paper, without a request."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from paper_pages import stranded
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.pages

PHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 640}
PAPER = {"width": 672, "height": 980}  # A4 less its margins, at 96 pixels an inch
DESK = {"width": 1280, "height": 900}
SMALLEST_LETTER = 11  # pixels as they come out on the screen
CHART_TEXTS = """
[...document.querySelectorAll("svg.chart")].filter(chart => chart.checkVisibility()).flatMap(chart => {
    const frame = chart.getBoundingClientRect();
    const scale = frame.width / chart.viewBox.baseVal.width;
    return [...chart.querySelectorAll("text")].filter(text => text.textContent.trim()).map(text => {
        const box = text.getBoundingClientRect();
        const [left, right] = [frame.left - box.left, box.right - frame.right];
        const out = Math.max(left, right, frame.top - box.top, box.bottom - frame.bottom);
        return [text.textContent, parseFloat(getComputedStyle(text).fontSize) * scale, out];
    });
})"""


@pytest.fixture
def visit(browser: Browser, report: Path) -> Iterator[object]:
    """Opens the report from disk, and fails on a request, a message or an error."""
    contexts, complaints = [], []

    def opened(**settings: object) -> Page:
        context = browser.new_context(**{"viewport": DESK, **settings})
        contexts.append(context)
        opened_page = context.new_page()
        opened_page.on("console", lambda message: complaints.append(message.text))
        opened_page.on("pageerror", lambda error: complaints.append(str(error)))
        opened_page.on(
            "request", lambda request: complaints.append(request.url) if request.url != report.as_uri() else None
        )
        opened_page.goto(report.as_uri())
        return opened_page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def test_on_a_phone_every_level_of_a_criterion_is_read_without_a_scroll_beside_the_page(visit):
    room = visit(viewport=PHONE).locator("#asked .scroll")
    assert room.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert room.locator("td").last.is_visible()


def test_printed_from_a_browser_no_heading_stands_apart_from_what_it_is_of(visit):
    """On paper of several heights, as each study breaks elsewhere."""
    opened = visit()
    for height in (297, 270):
        assert stranded(opened.pdf(width="210mm", height=f"{height}mm", tagged=True)) == [], height


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["phone", "desk"])
def test_nothing_stands_in_anybodys_way(visit, size: dict[str, int], scheme: str):
    opened = visit(viewport=size, color_scheme=scheme, bypass_csp=True)  # axe is a script; the page allows none
    opened.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = Axe().run(opened)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("size", [SMALLEST, PHONE, DESK], ids=["smallest", "phone", "desk"])
def test_the_page_never_scrolls_sideways(visit, size: dict[str, int]):
    opened = visit(viewport=size)
    opened.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_nothing_is_cut_off_on_paper(visit):
    opened = visit(viewport=PAPER)
    opened.emulate_media(media="print")
    cut = "[...document.querySelectorAll('table, svg.chart')].filter(e => e.getBoundingClientRect().right > innerWidth)"
    assert opened.evaluate(f"{cut}.map(e => e.textContent.slice(0, 60))") == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_letters_in_charts_are_large_enough_and_inside(visit, size: dict[str, int]):
    letters = visit(viewport=size).evaluate(CHART_TEXTS)
    assert len(letters) > 300
    assert [(text, round(height, 1)) for text, height, _ in letters if height < SMALLEST_LETTER] == []
    assert [(text, round(out, 1)) for text, _, out in letters if out > 1] == []


def test_each_chart_shows_in_one_width_at_a_time(visit):
    for size, shown in ((PHONE, "344"), (DESK, "720")):
        widths = visit(viewport=size).evaluate(
            "[...document.querySelectorAll('.wide svg, .narrow svg')].filter(chart => chart.checkVisibility())"
            ".map(chart => chart.getAttribute('viewBox').split(' ')[2])"
        )
        assert set(widths) == {shown}


def test_tables_open_without_scripts_and_stand_on_paper(visit):
    opened = visit(java_script_enabled=False)
    assert not opened.locator("#figure-importance table").is_visible()
    opened.locator("#figure-importance summary").click()
    assert opened.locator("#figure-importance table").is_visible()
    opened.emulate_media(media="print")
    assert opened.locator("#figure-scenarios table").is_visible()
    assert not opened.locator("nav").is_visible()
