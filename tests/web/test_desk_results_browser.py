"""The pages of results in a real browser: nothing for axe to find, nothing wider than the page, light and dark."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from paper_pages import stranded
from playwright.sync_api import Browser
from web_desk import Colleague, account_of
from web_guest import KEY, running, some_design
from web_walk import SIZES, looked

from dce.store import Store
from dce.study import Study
from dce.web import create_app
from dce.web.results import snapshot

pytestmark = pytest.mark.pages
ANEW = """async () => {
    const part = document.getElementById("figures");
    const made = new DOMParser().parseFromString(await (await fetch(part.dataset.address)).text(), "text/html");
    part.replaceChildren(...made.getElementById("figures").childNodes);
}"""
VIEWS = ("", "/ranking", "/groups", "/spread", "/sample", "/checks", "/design", "/ranking?only=rol:jurist")


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory, example: Study) -> Iterator[tuple[str, str]]:
    """A running site with figures of forty people, and the key of somebody who signed in."""
    path = tmp_path_factory.mktemp("results") / "dce.db"
    store, design = Store.open(path, synthetic=True), some_design(example, tasks=8)
    store.publish(design)
    for number in range(40):
        rng = np.random.default_rng(number)
        person = store.add_respondent(design, language="nl", rng=rng)
        store.record_background(person.id, {"rol": ("jurist", "beleid")[number % 2]})
        for task in person.tasks:
            store.record_answer(person.id, task, str(rng.integers(1, 6)))
        store.complete(person.id)
    snapshot.make_snapshot(store, "voorbeeld", groups=True, reach=lambda share: None)
    store.close()
    app = create_app(path, secret_key=KEY)
    anna = Colleague(app, account_of(app, "anna", "organiser", "voorbeeld"))
    key = anna.client.get_cookie("dce_desk")
    app.extensions["dce_store"].close()
    assert key is not None
    with running(path) as url:
        yield url, key.value


@pytest.mark.parametrize("size", ["desk", "phone", "narrow"])
def test_axe_finds_nothing_on_any_page_of_results(browser: Browser, visit: tuple[str, str], size: str):
    url, key = visit
    context = browser.new_context(viewport=SIZES[size], locale="en", bypass_csp=True)
    context.add_cookies([{"name": "dce_desk", "value": key, "url": url}])
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    for view in VIEWS:
        page.goto(f"{url}/desk/voorbeeld/results{view}")
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true }")
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], view
        looked(page, "dark")
    context.close()
    assert said == []


def test_on_paper_there_are_figures_and_no_menus(browser: Browser, visit: tuple[str, str]):
    url, key = visit
    context = browser.new_context(viewport=SIZES["desk"], locale="en")
    context.add_cookies([{"name": "dce_desk", "value": key, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/desk/voorbeeld/results/ranking")
    page.emulate_media(media="print")
    assert page.locator(".desk-rail").is_hidden()
    assert page.locator(".results-files").first.is_hidden()
    assert page.locator("figure svg.chart").first.is_visible()
    context.close()


@pytest.mark.parametrize("view", ["", "/ranking", "/groups", "/checks", "/design"])
def test_on_paper_no_heading_stands_apart_from_what_it_is_of(browser: Browser, visit: tuple[str, str], view: str):
    """On sheets of many heights, as each study breaks elsewhere."""
    url, key = visit
    context = browser.new_context(viewport=SIZES["desk"], locale="nl")
    context.add_cookies([{"name": "dce_desk", "value": key, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/desk/voorbeeld/results{view}")
    for height in range(180, 300, 10):
        assert stranded(page.pdf(width="210mm", height=f"{height}mm", tagged=True)) == [], height
    context.close()


def test_what_is_dark_on_a_screen_is_black_on_paper(browser: Browser, visit: tuple[str, str]):
    url, key = visit
    context = browser.new_context(locale="nl", color_scheme="dark")
    context.add_cookies([{"name": "dce_desk", "value": key, "url": url}])
    page = context.new_page()
    for path in ("results/ranking", "data"):
        page.goto(f"{url}/desk/voorbeeld/{path}")
        light = page.locator("h1").evaluate("one => getComputedStyle(one).color")
        page.emulate_media(media="print")
        assert page.locator("h1").evaluate("one => getComputedStyle(one).color") == "rgb(23, 34, 45)" != light
        page.emulate_media(media="screen")
    context.close()


@pytest.mark.parametrize("path", ["log", "personal-data", "progress", "data"])
def test_on_a_phone_tables_of_words_are_read_without_a_scroll_beside_the_page(
    browser: Browser, visit: tuple[str, str], path: str
):
    url, key = visit
    context = browser.new_context(viewport=SIZES["phone"], locale="nl", bypass_csp=True)
    context.add_cookies([{"name": "dce_desk", "value": key, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/desk/voorbeeld/{path}")
    wide = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
    assert page.locator(".desk-scroll").evaluate_all(wide) == []
    looked(page, "dark")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_of_a_field_for_a_file_can_be_read(browser: Browser, visit: tuple[str, str], scheme: str):
    """axe does not look inside a field."""
    url, key = visit
    context = browser.new_context(locale="nl", color_scheme=scheme)
    context.add_cookies([{"name": "dce_desk", "value": key, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/desk/voorbeeld/data")
    style = "getComputedStyle(one, '::file-selector-button')"
    field = page.locator("input[type=file]").first
    ink, paper = (field.evaluate(f"one => {style}.{part}") for part in ("color", "backgroundColor"))
    assert contrast(ink, paper) >= 4.5
    context.close()


def contrast(*colours: str) -> float:
    """Of two colours as a browser tells them, after WCAG 2.2."""
    shares = [np.array([int(part) for part in re.findall(r"\d+", colour)[:3]]) / 255 for colour in colours]
    low, high = sorted(
        np.where(one <= 0.04045, one / 12.92, ((one + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722) + 0.05
        for one in shares
    )
    return float(high / low)


def test_the_title_of_a_figure_is_no_larger_than_the_heading_above_it(browser: Browser, visit: tuple[str, str]):
    url, key = visit
    context = browser.new_context(locale="nl")
    context.add_cookies([{"name": "dce_desk", "value": key, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/desk/voorbeeld/design/inspect")
    head, title = (
        page.locator(f"main {one}").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        for one in ("h2", "figcaption h3")
    )
    assert title < head
    context.close()


def test_tables_sort_by_their_heads_and_stay_so_when_figures_come_anew(browser: Browser, visit: tuple[str, str]):
    url, key = visit
    context = browser.new_context(viewport=SIZES["phone"], locale="en")
    context.add_cookies([{"name": "dce_desk", "value": key, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/desk/voorbeeld/results")
    page.locator("details:has(.desk-table) > summary").first.click()
    people = page.locator(".desk-table").first.get_by_role("button", name="strongly agree", exact=True)
    head = people.locator("xpath=..")
    column = head.evaluate("one => one.cellIndex")
    read = f"rows => rows.map(row => +row.cells[{column}].textContent)"
    rows = page.locator(".desk-table").first.locator("tbody tr")
    before = rows.evaluate_all(read)
    for way, wanted in (("descending", sorted(before, reverse=True)), ("ascending", sorted(before))):
        people.press("Enter")
        assert (head.get_attribute("aria-sort"), rows.evaluate_all(read)) == (way, wanted)
    assert before not in (sorted(before), sorted(before, reverse=True)), "else sorting shows nothing"
    page.evaluate(ANEW)
    page.wait_for_selector("th[aria-sort=ascending]", state="attached")
    assert rows.evaluate_all(read) == sorted(before)
    context.close()


def test_without_scripts_tables_have_plain_heads(browser: Browser, visit: tuple[str, str]):
    url, key = visit
    context = browser.new_context(locale="en", java_script_enabled=False)
    context.add_cookies([{"name": "dce_desk", "value": key, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/desk/voorbeeld/results")
    assert page.locator(".desk-table thead th").count()
    assert not page.locator(".desk-table button").count()
    context.close()
