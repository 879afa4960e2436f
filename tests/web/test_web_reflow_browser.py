"""Every page on a narrow screen, enlarged and with large text; where the focus is; and what is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from test_web_kinds_browser import KINDS, WHICH
from web_guest import people_answer, running, some_design
from web_walk import SEND, begun, fill, looked, press

from dce.design import Design, make_design
from dce.store import Store
from dce.study import Study

pytestmark = pytest.mark.pages

MODES = {  # what a reader set up: the width and height in CSS pixels, and the size of text
    "320 px": (320, 640, "100%"),
    "enlarged to 200%": (640, 450, "100%"),  # 1280 by 900, as browsers enlarge it
    "text at 200%": (1280, 900, "200%"),
    "text at 200% on a phone": (390, 844, "200%"),
}
SET_TEXT = "size => { document.documentElement.style.fontSize = size }"
# What cannot be read: text beyond the edges of the page, cut off by a box, or over other text.
UNREADABLE = """() => {
  const faults = [], seen = [];
  const hidden = element => !element.checkVisibility() || element.closest(".visually-hidden, .dce-skip, option");
  for (const element of document.querySelectorAll("body *")) {
    const {overflowX, overflowY} = getComputedStyle(element);
    if (hidden(element) || element.matches("progress, img, textarea")) continue;
    const over = (overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1)
      || (overflowY !== "visible" && element.scrollHeight > element.clientHeight + 1);
    if (over) faults.push("cut off: " + element.outerHTML.slice(0, 80));
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (texts.nextNode()) {
    const node = texts.currentNode, words = node.data.trim();
    if (!words || hidden(node.parentElement)) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.left < -1 || box.right > document.documentElement.clientWidth + 1) faults.push("over the edge: " + words);
      const on = seen.find(({node: other, box: {left, right, top, bottom}}) => other !== node
        && Math.min(right, box.right) - Math.max(left, box.left) > 2
        && Math.min(bottom, box.bottom) - Math.max(top, box.top) > box.height / 3);
      if (on) faults.push(words + " stands over " + on.words);
      seen.push({node, words, box});
    }
  }
  return [...new Set(faults)];
}"""
TARGETS = """[...document.querySelectorAll("button, .btn, .dce-choice, .form-select, .dce-quiet, summary")]
  .map(target => [target.innerText, target.getBoundingClientRect().height]).filter(([, height]) => height < 43.9)"""
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What has the focus: its words, its group when it is a radio, and the ring that shows it.
FOCUS = """() => {
  const at = document.activeElement, bearer = at.closest(".dce-choice") || at, style = getComputedStyle(bearer);
  const box = bearer.getBoundingClientRect();
  const inside = box.top >= -1 && box.left >= -1 && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1;
  const ring = style.outlineStyle + " " + style.outlineWidth, key = at.type === "radio" ? at.name : at.outerHTML;
  return {key, ring, inside, at: at.tagName};
}"""
STOPS = """() => new Set([...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")]
  .map(one => one.type === "radio" ? one.name : one.outerHTML)).size"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, study: Study, example: Study) -> Iterator[str]:
    """A running site with the ten criteria in every kind of task."""
    folder, plain = tmp_path_factory.mktemp("reflow"), study.model_dump(mode="json", exclude_defaults=True)
    store = Store.open(folder / "reflow.db", synthetic=True)
    for name, task in KINDS.items():
        own = plain["task"] | task if name == "schaal" else {"statement": WHICH} | task
        items = plain["background"] if name == "schaal" else []
        asked = plain | {"id": name, "task": own, "background": items, "survey": {"highlight_changes": True}}
        store.publish(some_tasks(Study.model_validate(asked), study))
    _add_own(store, example)
    store.close()
    with running(folder / "reflow.db") as url:
        yield url


def _add_own(store: Store, example: Study) -> None:
    """A study with all that can be asked on a page, and enough people for the mirror."""
    plain = example.model_dump(mode="json", exclude_defaults=True)
    plain["criteria"][0]["explanation"] = {"nl": "Wie de gegevens krijgt.", "en": "Who gets the data."}
    check = {"statement": {"nl": "Kies hier mee eens.", "en": "Choose agree here."}, "answer": "4"}
    asked = {"id": "eigen", "design": {"tasks": 8}, "survey": {"reasons": True, "attention": check}}
    design = make_design(Study.model_validate(plain | asked), seed=1)
    store.publish(design)
    with patch("dce.store.answers.utc_minute", return_value="2026-01-01T10:00Z"):
        people_answer(store, design, 30)
    people_answer(store, design, 10, start=30)


def some_tasks(asked: Study, study: Study, tasks: int = 2) -> Design:
    """Scenarios of ``study``, as many in each task as ``asked`` compares; how good a design it is does not matter."""
    each = asked.task.alternatives or 1
    task, alternative = np.divmod(np.arange(tasks * each), each)
    return Design.from_frame(
        asked, some_design(study, tasks * each).frame.assign(task=task + 1, alternative=alternative + 1)
    )


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in Dutch, whose words are longer than English ones, on a desktop."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl")
    yield context.new_page()
    context.close()


def tour(page: Page, url: str, kind: str, look: Callable[[str], None]) -> None:
    """Come past every state of the pages of one kind of task, and look at each."""
    begun(page, url, kind)
    look("task")
    press(page, SEND)
    assert page.locator(".dce-part-wrong #answer-wrong").count() == 1, "what is wrong is marked where it is"
    look("task without an answer")
    for _ in range(2):
        fill(page)
        press(page, SEND)
    look("thanks")


def look_around(page: Page, url: str, look: Callable[[str], None]) -> None:
    """Come past every page that is no task."""
    ends = ("", "task/1", "resume", "nee", "privacy", "poster", "full", "gone")
    for path in ("/", "/toegankelijkheid", *(f"/schaal/{end}" for end in ends)):
        page.goto(url + path)
        look(path)
    page.goto(f"{url}/schaal/resume")
    press(page, "form[action$=resume] button")
    look("unknown code")
    page.goto(f"{url}/schaal/")
    for more in page.locator("summary").all():
        more.click()
    look("introduction with all there is to open")
    press(page, "#begin button")
    while page.locator("#background").count():
        look(page.url)
        press(page, "#background button[type=submit]")
    fill(page)
    press(page, SEND)
    look("second task")
    press(page, "text=Terugkijken")
    look("looking back")
    press(page, "text=Mijn antwoord veranderen")
    look("changing an answer")
    fill(page)
    press(page, SEND)
    look("answer changed")
    page.goto(f"{url}/schaal/later")
    look("later")
    page.goto(f"{url}/schaal/")
    look("introduction half-way")


def look_at_own(page: Page, url: str, look: Callable[[str], None]) -> None:
    """Come past the pages on what is kept of oneself, and past a check, a reason and an explained term."""
    begun(page, url, "eigen")
    page.locator("summary").first.click()
    look("explained")
    page.evaluate("document.querySelector('textarea').removeAttribute('maxlength')")
    page.evaluate("document.querySelector('textarea').value = 'x'.repeat(1001)")
    fill(page)
    press(page, SEND)
    look("a reason that is too long")
    page.fill("textarea", "Het doel past.")
    press(page, SEND)
    while page.locator("#answer").count():
        if not page.locator("tr[data-criterion]").count():
            look("check")
        fill(page)
        press(page, SEND)
    look("thanks")
    for end in ("", "mirror", "withdraw", "dispute"):
        page.goto(f"{url}/eigen/mine/{end}")
        assert end != "mirror" or page.locator(".dce-mirror").count()
        look(f"my answers: {end}")
    press(page, "#dispute button")
    look("disputed")
    page.goto(f"{url}/eigen/task/1")
    look("looking back at a reason")
    page.goto(f"{url}/eigen/mine/withdraw")
    press(page, "#withdraw button")
    look("gone")


TOURS = [(kind, lambda page, url, look, kind=kind: tour(page, url, kind, look)) for kind in KINDS]
TOURS += [("around", look_around), ("own", look_at_own)]
PAGES = pytest.mark.parametrize("walk", [walk for _, walk in TOURS], ids=[name for name, _ in TOURS])


@PAGES
def test_everything_can_be_read_and_pressed_however_large(page: Page, url: str, walk: Any) -> None:
    faults: list[str] = []

    def look(name: str) -> None:
        for mode, (width, height, size) in MODES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(SET_TEXT, size)
            if page.evaluate(BEYOND) > 0:
                faults.append(f"{name}, {mode}: {page.evaluate(BEYOND)} px beyond the edge")
            faults.extend(f"{name}, {mode}: {fault}" for fault in page.evaluate(UNREADABLE))
            faults.extend(f"{name}, {mode}: {text!r} is {high} px high" for text, high in page.evaluate(TARGETS))
        page.set_viewport_size({"width": 1280, "height": 900})
        page.evaluate(SET_TEXT, "100%")

    walk(page, url, look)
    assert not faults, "\n".join(faults)


@PAGES
def test_every_stop_of_the_keyboard_shows_that_it_has_the_focus(page: Page, url: str, walk: Any) -> None:
    faults: list[str] = []

    def look(name: str) -> None:
        stops = page.evaluate(STOPS)
        seen: dict[str, dict[str, Any]] = {}
        for _ in range(stops + 2):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus["at"] != "BODY":
                seen[focus["key"]] = focus
        faults.extend(f"{name}: {one['key']}: {one['ring']}" for one in seen.values() if one["ring"] != "solid 3px")
        faults.extend(f"{name}: out of sight: {one['key']}" for one in seen.values() if not one["inside"])
        if len(seen) < stops:
            faults.append(f"{name}: {len(seen)} of {stops} reached")

    walk(page, url, look)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("kind", KINDS)
def test_a_printed_task_holds_the_scenario_and_the_statement(page: Page, url: str, kind: str) -> None:
    begun(page, url, kind)
    page.emulate_media(media="print")
    rows = page.locator("tr[data-criterion]").all()
    assert len(rows) == 10
    assert all(row.locator("th").is_visible() and row.locator("td").first.is_visible() for row in rows)
    assert page.locator(".dce-statement").is_visible()
    assert page.locator(".dce-choice, .form-select").first.is_visible()
    for part in (".dce-languages", ".dce-foot", ".dce-actions"):
        assert not page.locator(part).is_visible()
    if kind in ("schaal", "ja-nee"):
        sheet = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "10mm"))
        assert len(PdfReader(BytesIO(sheet)).pages) == 1


@pytest.mark.parametrize("walk", [look_around, look_at_own])
def test_pages_beside_the_tasks_are_accessible_in_light_and_dark(page: Page, url: str, walk: Any) -> None:
    walk(page, url, lambda _: looked(page, "dark"))


def test_yes_and_no_are_accessible_too(page: Page, url: str) -> None:
    begun(page, url, "ja-nee")
    looked(page, "dark")
