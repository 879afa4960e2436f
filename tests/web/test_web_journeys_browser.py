"""Journeys that do not go straight: back, two tabs, reloading, another device, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Route, expect
from web_guest import Site
from web_travel import DESK, NEXT, POSTS, Traveller, answer, heading, until
from web_walk import press

pytestmark = pytest.mark.pages


def test_back_shows_what_was_answered_and_a_change_is_made_on_purpose(traveller: Traveller) -> None:
    page = traveller.page
    answer(page, "4")
    page.go_back()
    page.get_by_text("Uw antwoord: mee eens").wait_for()
    assert page.locator("#answer").count() == 0, "nothing to send by mistake"
    press(page, "text=Mijn antwoord veranderen")
    answer(page, "2")
    assert "Uw antwoord is veranderd." in page.locator("main").inner_text()
    assert traveller.answers == ["4", "2"], "both are kept"
    press(page, "main a.btn-primary")
    assert page.url.endswith("/task/2")


def test_reloading_what_was_posted_stores_nothing_again(scriptless: Traveller) -> None:
    page = scriptless.page
    press(page, NEXT)
    page.reload()  # the answer to a post that missed something: it is sent again
    assert "Kies een van de antwoorden" in page.locator("main").inner_text()
    assert scriptless.answers == []
    answer(page, "4")
    reloaded(scriptless)


def test_reloading_what_a_script_posted_stores_nothing_again(traveller: Traveller) -> None:
    press(traveller.page, NEXT)
    assert "Kies een van de antwoorden" in traveller.page.locator("main").inner_text()
    traveller.page.reload()
    assert heading(traveller.page) == "Scenario 1 van 4"
    assert traveller.answers == []
    answer(traveller.page, "4")
    reloaded(traveller)


def reloaded(traveller: Traveller) -> None:
    """The page after the first answer is loaded again: it is asked for, and nothing is sent."""
    page, methods = traveller.page, list[str]()
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
        expect(tab.locator("h1")).not_to_have_text("Scenario 1 van 4")
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


def test_back_and_forward_show_what_stands_there_now(traveller: Traveller) -> None:
    page = traveller.page
    answer(page, "4")
    answer(page, "2")
    for step, there_now in (("back", "Uw antwoord: mee oneens"), ("back", "Uw antwoord: mee eens")):
        getattr(page, f"go_{step}")()
        page.get_by_text(there_now).wait_for()
    page.go_forward()
    page.get_by_text("Uw antwoord: mee oneens").wait_for()
    page.go_forward()
    page.get_by_role("heading", name="Scenario 3 van 4").wait_for()
    assert page.url.endswith("/task/3")


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
