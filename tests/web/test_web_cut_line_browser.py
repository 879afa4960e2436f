"""A line that is cut, and a site that is busy: no answer is lost, and none is stored twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route
from web_guest import Site, free_port, some_design, start_server
from web_travel import NEXT, PHONE, POSTS, Traveller, answer, heading, press_in_vain, travelling
from web_walk import press

from dce.store import Store
from dce.study import Study

pytestmark = pytest.mark.pages


def cut_after_storing(page: Page) -> None:
    """The next post reaches the server and is stored; the response never comes back."""

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        assert route.fetch(max_redirects=0).status in (200, 303)
        route.abort("connectionreset")

    page.route(POSTS, lose, times=1)


CUTS = pytest.mark.parametrize("cut", ["before it arrives", "before the response"])


@pytest.mark.parametrize("again", ["sends it again", "goes back"])
@CUTS
def test_a_line_that_is_cut_during_a_post_costs_nothing_whatever_the_person_does_next(
    scriptless: Traveller, cut: str, again: str
) -> None:
    page, stored_unseen = scriptless.page, cut == "before the response"
    page.locator("input[name=answer][value='4']").check()
    if stored_unseen:
        cut_after_storing(page)
    scriptless.context.set_offline(not stored_unseen)
    press_in_vain(page)
    assert scriptless.answers == (["4"] if stored_unseen else [])
    scriptless.context.set_offline(False)
    if again == "sends it again":
        page.reload()
    else:
        page.go_back()  # the page of the fault took the place of the scenario: this is the question before it
        press(page, "#background button[type=submit]")
        assert heading(page) == f"Scenario {2 if stored_unseen else 1} van 4", "where the person really is"
        if not stored_unseen:
            answer(page, "4")
    assert heading(page) == "Scenario 2 van 4"
    assert (scriptless.answers, scriptless.people) == (["4"], 1)


@CUTS
def test_an_answer_stays_on_its_page_while_the_line_is_cut_and_goes_on_after(traveller: Traveller, cut: str) -> None:
    page, stored_unseen = traveller.page, cut == "before the response"
    page.locator("input[name=answer][value='4']").check()
    if stored_unseen:
        cut_after_storing(page)
    traveller.context.set_offline(not stored_unseen)
    page.locator(NEXT).click()
    page.get_by_role("alert").filter(has_text="nog niet verstuurd").wait_for()
    assert page.locator("input[name=answer][value='4']").is_checked()
    assert traveller.answers == (["4"] if stored_unseen else [])
    traveller.context.set_offline(False)
    press(page, NEXT)
    assert heading(page) == "Scenario 2 van 4"
    assert page.get_by_text("nog niet verstuurd").count() == 0
    assert (traveller.answers, traveller.people) == (["4"], 1)


@pytest.fixture
def visitor(browser: Browser, tmp_path: Path, example: Study) -> Iterator[Traveller]:
    """Somebody at a site of his own, which may say that it was busy."""
    database, port, design = tmp_path / "dce.db", free_port(), some_design(example, 4)
    store = Store.open(database)
    store.publish(design)
    store.close()
    server = start_server(database, port, tmp_path / "said.txt")
    with travelling(browser, Site(f"http://127.0.0.1:{port}", database, {"voorbeeld": design})) as found:
        yield found
    server.terminate()
    assert server.wait(timeout=30) == 0


def test_an_answer_stays_on_its_page_while_the_site_is_busy(visitor: Traveller) -> None:
    page = visitor.page
    page.locator("input[name=answer][value='4']").check()
    with closing(sqlite3.connect(visitor.site.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # somebody writes, and goes on writing
        page.locator(NEXT).click()
        page.get_by_role("alert").filter(has_text="de site heeft het druk").wait_for()
    press(page, NEXT)
    assert heading(page) == "Scenario 2 van 4"
    assert (visitor.answers, visitor.people) == (["4"], 1)


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
