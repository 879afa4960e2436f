"""Journeys that do not go straight: back, two tabs, reloading, another device, and a line that is cut, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route
from web_guest import Site, stored

pytestmark = pytest.mark.pages

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


@pytest.fixture
def traveller(browser: Browser, site: Site) -> Iterator[Traveller]:
    context = browser.new_context(viewport=PHONE, locale="nl")
    context.set_default_timeout(10_000)
    yield Traveller(context, site).begin()
    context.close()


def press(page: Page, target: str) -> None:
    """Press what leads to another page, and wait for that page: a click alone comes back before it is there."""
    with page.expect_navigation():
        page.locator(target).click()


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


def test_back_shows_what_was_answered_and_a_change_is_made_on_purpose(traveller: Traveller) -> None:
    page = traveller.page
    answer(page, "4")
    page.go_back()
    assert "Uw antwoord: mee eens" in page.locator("main").inner_text()
    assert page.locator("#answer").count() == 0, "nothing to send by mistake"
    press(page, "text=Mijn antwoord veranderen")
    answer(page, "2")
    assert "Uw antwoord is veranderd." in page.locator("main").inner_text()
    assert traveller.answers == ["4", "2"], "both are kept"
    press(page, "main a.btn-primary")
    assert page.url.endswith("/task/2")


def test_reloading_what_was_posted_stores_nothing_again(traveller: Traveller) -> None:
    page, methods = traveller.page, list[str]()
    press(page, NEXT)
    page.reload()  # the answer to a post that missed something: it is sent again
    assert "Kies een van de antwoorden" in page.locator("main").inner_text()
    assert traveller.answers == []
    answer(page, "4")
    page.on("request", lambda request: methods.append(request.method) if POSTS.search(request.url) else None)
    page.reload()
    assert methods == ["GET"]
    assert heading(page) == "Scenario 2 van 4"
    assert traveller.answers == ["4"]


def test_two_tabs_answer_in_turn(traveller: Traveller) -> None:
    tabs = [traveller.page, traveller.context.new_page()]
    tabs[1].goto(tabs[0].url)
    answer(tabs[0], "1")
    answer(tabs[1], "1")
    for tab, rating, after in ((0, "2", "task/3"), (1, "2", "task/3"), (1, "3", "task/4"), (0, "3", "task/4")):
        answer(tabs[tab], rating)
        assert tabs[tab].url.endswith(after)
    answer(tabs[0], "4")
    answer(tabs[1], "4")
    assert [heading(tab) for tab in tabs] == ["Dank u wel", "Dank u wel"]
    assert (traveller.answers, traveller.people) == (["1", "2", "3", "4"], 1)


def test_of_two_tabs_that_differ_at_the_same_moment_one_is_told_and_goes_on(traveller: Traveller) -> None:
    tabs, waiting = [traveller.page, traveller.context.new_page()], list[Route]()
    tabs[1].goto(tabs[0].url)
    traveller.context.route(POSTS, hold_posts(waiting))
    for tab, rating in zip(tabs, "15", strict=True):
        tab.locator(f"input[name=answer][value='{rating}']").check()
        tab.locator(NEXT).click(no_wait_after=True)
    until(tabs[0], lambda: len(waiting) == 2)
    for route in waiting:
        route.continue_()
    for tab in tabs:
        tab.wait_for_function("document.querySelector('h1').innerText !== 'Scenario 1 van 4'")
    heads = [heading(tab) for tab in tabs]
    assert sorted(heads) == ["Scenario 2 van 4", "U hebt dit scenario al beantwoord"]
    assert traveller.answers == ["15"[heads.index("Scenario 2 van 4")]]
    told = tabs[heads.index("U hebt dit scenario al beantwoord")]
    assert "Uw eerste antwoord blijft staan" in told.locator("main").inner_text()
    press(told, "main a.btn-primary")
    assert heading(told) == "Scenario 2 van 4"


def hold_posts(waiting: list[Route]) -> Callable[[Route], None]:
    """Keeps posts on their way until they are let through, and lets the rest pass."""

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            waiting.append(route)
        else:
            route.continue_()

    return hold


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Let the browser go on until something holds; it only does while it is asked things."""
    for _ in range(500):
        if holds():
            return
        page.wait_for_timeout(10)
    raise AssertionError("it did not come to that within five seconds")


def cut_after_storing(page: Page) -> None:
    """The next post reaches the server and is stored; the response never comes back."""

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        assert route.fetch(max_redirects=0).status == 303
        route.abort("connectionreset")

    page.route(POSTS, lose, times=1)


@pytest.mark.parametrize("again", ["sends it again", "goes back"])
@pytest.mark.parametrize("cut", ["before it arrives", "before the response"])
def test_a_line_that_is_cut_during_a_post_costs_nothing_whatever_the_person_does_next(
    traveller: Traveller, cut: str, again: str
) -> None:
    page, stored_unseen = traveller.page, cut == "before the response"
    page.locator("input[name=answer][value='4']").check()
    if stored_unseen:
        cut_after_storing(page)
    traveller.context.set_offline(not stored_unseen)
    press_in_vain(page)
    assert traveller.answers == (["4"] if stored_unseen else [])
    traveller.context.set_offline(False)
    if again == "sends it again":
        page.reload()
    else:
        page.go_back()  # the page of the fault took the place of the scenario: this is the question before it
        press(page, "#background button[type=submit]")
        assert heading(page) == f"Scenario {2 if stored_unseen else 1} van 4", "where the person really is"
        if not stored_unseen:
            answer(page, "4")
    assert heading(page) == "Scenario 2 van 4"
    assert (traveller.answers, traveller.people) == (["4"], 1)


def test_reloading_while_a_post_is_on_its_way_shows_the_answer_that_was_stored(traveller: Traveller) -> None:
    page, lost = traveller.page, list[Route]()

    def store_and_hold(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            lost.append(route)
        else:
            route.continue_()

    page.route(POSTS, store_and_hold)
    page.locator("input[name=answer][value='4']").check()
    page.locator(NEXT).click(no_wait_after=True)
    until(page, lambda: bool(lost))
    with suppress(Error):  # that the post was given up is told here
        page.reload()
    page.get_by_text("Uw antwoord: mee eens").wait_for()
    assert traveller.answers == ["4"]


def test_another_device_goes_on_as_the_same_person_and_both_may_go_on(
    browser: Browser, site: Site, traveller: Traveller
) -> None:
    phone = traveller.page
    answer(phone, "4")
    press(phone, "text=Later verdergaan")
    code = phone.locator("[data-code]").inner_text()
    context = browser.new_context(viewport=DESK, locale="nl")
    desk = context.new_page()
    desk.goto(f"{site.url}/voorbeeld/")
    desk.get_by_label("Uw persoonlijke code").fill(code.lower())
    press(desk, "#resume button")
    assert heading(desk) == "Scenario 2 van 4"
    press(phone, "main a.btn-primary")
    answer(desk, "2")
    answer(phone, "5")
    assert heading(phone) == "U hebt dit scenario al beantwoord"
    press(phone, "main a.btn-primary")
    answer(phone, "3")
    desk.reload()
    press(desk, "text=Verder")
    answer(desk, "1")
    assert heading(desk) == "Dank u wel"
    assert (traveller.answers, traveller.people) == (["4", "2", "3", "1"], 1)
    context.close()


def test_who_loses_the_response_to_begin_is_told_and_begins_anew(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport=PHONE, locale="nl")
    person = Traveller(context, site)
    page = person.page
    page.goto(f"{site.url}/voorbeeld/")
    cookies = {one["name"]: one["value"] for one in context.cookies()}

    def lose(route: Route) -> None:
        headers = {"Content-Type": route.request.headers["content-type"]}
        sent = httpx.post(
            route.request.url, content=route.request.post_data, headers=headers, cookies=cookies, trust_env=False
        )
        assert sent.status_code == 303
        route.abort("connectionreset")

    page.route("**/begin", lose, times=1)
    press_in_vain(page, "#begin button")
    page.reload()  # the browser sends the form again
    assert heading(page) == "Deze pagina hoort niet meer bij uw bezoek"
    press(page, "main a.btn-primary")
    press(page, "#begin button")
    assert heading(page) == "Wat is uw functie?"
    assert (person.answers, person.people) == ([], 2), "one of them never saw a page"
    context.close()
