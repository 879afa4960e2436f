"""The pages in a real browser: without JavaScript, on a phone and on a desk, in light and dark, for everybody."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from web_guest import Site
from web_walk import leaving

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in contexts of their own, and fails on anything that the browser complains about."""
    contexts, complaints = [], []

    def opened(**settings: object) -> Page:
        context = browser.new_context(**{"locale": "nl-NL", "viewport": PHONE, **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if "127.0.0.1" not in request.url else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [text for text in complaints if "status of 4" not in text] == []  # refusals that a test asks for


def follow(page: Page, name: str, *, role: str = "button") -> None:
    """Press what leads to another page, and wait for that page: a click alone comes back before it is there."""
    with leaving(page):
        page.get_by_role(role, name=name).click()


def answer_all(page: Page, which: int = 3) -> None:
    while page.locator("form#answer").count():
        page.locator("input[name=answer]").nth(which).check()
        follow(page, "Volgende")


def pass_background(page: Page) -> None:
    while page.locator("form#background").count():
        page.get_by_label("Zeg ik liever niet").check()
        follow(page, "Volgende")


@pytest.mark.parametrize(("size", "study_id"), [(PHONE, "gegevensdeling"), (DESK, "voorbeeld")], ids=["phone", "desk"])
def test_the_whole_way_works_without_javascript(open_page: Callable[..., Page], site: Site, size, study_id: str):
    page = open_page(viewport=size, java_script_enabled=False)
    page.goto(f"{site.url}/{study_id}/")
    follow(page, "Beginnen")
    pass_background(page)
    total = len(site.designs[study_id].tasks_of(1))
    assert page.get_by_role("heading", name=f"Scenario 1 van {total}").is_visible()
    assert page.get_by_role("row").count() == 1 + len(site.designs[study_id].study.criteria)
    assert page.get_by_role("rowheader").count() == len(site.designs[study_id].study.criteria)
    assert page.get_by_role("group", name="Ik vind dat de gegevens gedeeld moeten worden").is_visible()
    assert page.get_by_role("radio", name="zeer mee oneens").is_visible()
    answer_all(page)
    assert page.get_by_role("heading", name="Dank u wel").is_visible()
    code = page.locator("[data-code]").inner_text()
    elsewhere = open_page(viewport=size, java_script_enabled=False)
    elsewhere.goto(f"{site.url}/{study_id}/")
    elsewhere.get_by_label("Uw persoonlijke code").fill(code.lower().replace("-", ""))
    follow(elsewhere, "Verder")
    assert elsewhere.get_by_role("heading", name="Dank u wel").is_visible()


def test_the_keyboard_is_enough_and_shows_where_it_is(open_page: Callable[..., Page], site: Site):
    page = open_page(viewport=DESK)
    page.goto(f"{site.url}/voorbeeld/")
    with leaving(page):
        page.get_by_role("button", name="Beginnen").press("Enter")
    pass_background(page)
    page.get_by_role("radio", name="zeer mee oneens").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("radio", name="mee oneens", exact=True).is_checked()
    ring = page.evaluate("getComputedStyle(document.activeElement.closest('label')).outline")
    assert "3px" in ring
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Scenario 2 van 4")).to_be_visible()


def test_a_missing_answer_takes_the_focus_and_leads_to_the_field(open_page: Callable[..., Page], site: Site):
    page = open_page(java_script_enabled=True)
    page.goto(f"{site.url}/voorbeeld/")
    follow(page, "Beginnen")
    pass_background(page)
    follow(page, "Volgende")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.get_by_role("link", name="Kies een van de antwoorden").click()
    assert page.evaluate("document.activeElement.name") == "answer"


def test_a_scenario_is_one_scale_on_a_desk_and_a_list_on_a_phone(open_page: Callable[..., Page], site: Site):
    page = open_page(viewport=DESK)
    page.goto(f"{site.url}/gegevensdeling/")
    follow(page, "Beginnen")
    pass_background(page)
    tops = {choice.bounding_box()["y"] for choice in page.locator(".dce-choice").all()}
    assert len(tops) == 1, "side by side"
    page.set_viewport_size(PHONE)
    lefts = {choice.bounding_box()["x"] for choice in page.locator(".dce-choice").all()}
    assert len(lefts) == 1, "below each other"
    row = page.locator("tr[data-criterion]").first
    question, level = row.locator("th").bounding_box(), row.locator("td").bounding_box()
    assert question["y"] + question["height"] <= level["y"] + 1, "the question stands above its level"
    weight = "element => getComputedStyle(element).fontWeight"
    assert (row.locator("th").evaluate(weight), row.locator("td").evaluate(weight)) == ("400", "600")
