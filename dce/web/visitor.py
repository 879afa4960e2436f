"""A visitor: somebody with a browser who walks the real pages, for demonstrations and rehearsals.

It knows the addresses of nothing but the introduction: it reads forms, fills them and follows where the site leads.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import httpx
from lxml import html

from dce.errors import AnswerError
from dce.study.answers import BETTER, OPT_OUT

MOST_PAGES = 2000  # a walk that has not come to the end by then goes in circles
WAIT_SECONDS = 20.0
Page: TypeAlias = Any  # an lxml.html element; lxml's stubs do not know what one can do


class Person(Protocol):
    """Who answers: ``background`` holds an option id per item, missing or None to skip."""

    @property
    def background(self) -> Mapping[str, str | None]:
        """The options this person chooses."""

    def answer(self, levels: dict[str, str]) -> str:
        """The answer id for the scenario that the page shows: level id per criterion id, in the order on the page."""

    def pick(self, kind: str, scenarios: Sequence[dict[str, str] | None]) -> tuple[int, ...]:
        """Places in ``scenarios``, from left to right on the page, None for an opt-out: one, best and worst, or all."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One finished walk: which of the people (from 0), the personal code on the last page, and the answers given."""

    person: int
    code: str
    answers: int


def walk(
    url: str,
    study_id: str,
    people: Sequence[Person],
    *,
    at_once: int = 4,
    language: str = "nl",
    wait_seconds: float = WAIT_SECONDS,
) -> Iterator[Visit]:
    """Let every one of ``people`` answer the study at ``url`` (such as http://127.0.0.1:8000), ``at_once`` at a time.

    Yields each visit as it ends. Waits for a site that is starting. Raises AnswerError for a site that holds real
    answers, does not answer, or refuses something on the way.
    """
    start = f"{url.rstrip('/')}/{study_id}/"
    _refuse_real_answers(_wait_for(start, wait_seconds), start)
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        walks = [pool.submit(_visit, start, number, person, language) for number, person in enumerate(people)]
        try:
            for finished in as_completed(walks):
                yield finished.result()
        finally:
            for waiting in walks:
                waiting.cancel()


def _wait_for(start: str, seconds: float) -> Page:
    """The introduction, once the site answers."""
    deadline = time.monotonic() + seconds
    with _browser("nl") as browser:
        while True:
            try:
                return _page(browser.get(start))
            except httpx.TransportError as error:
                if time.monotonic() > deadline:
                    raise AnswerError(
                        f"{start}: no answer for {seconds:.0f} seconds; start the survey there"
                    ) from error
            time.sleep(0.1)


def _refuse_real_answers(page: Page, start: str) -> None:
    if page.xpath("string(//meta[@name='dce-answers']/@content)") != "synthetic":
        raise AnswerError(
            f"{start}: this site holds real answers, or is no survey of dce; invented people only walk a site that was "
            "started with --synthetic"
        )


def _visit(start: str, number: int, person: Person, language: str) -> Visit:
    answers = 0
    with _browser(language) as browser:
        page = _send(browser, _form(_page(browser.get(start)), "begin"), {})
        for _ in range(MOST_PAGES):
            if page.xpath("//form[@id='answer']"):
                page = _send(browser, _form(page, "answer"), _answered(page, person))
                answers += 1
            elif page.xpath("//form[@id='background']"):
                item = page.xpath("string(//fieldset/@data-item)")
                option = person.background.get(item)
                page = _send(browser, _form(page, "background"), {"option": option} if option else {})
            else:
                return Visit(number, _code(page, start), answers)
    raise AnswerError(f"{start}: the visit did not end within {MOST_PAGES} pages")


def _browser(language: str) -> httpx.Client:
    return httpx.Client(follow_redirects=True, timeout=60, headers={"Accept-Language": language}, trust_env=False)


def _page(response: httpx.Response) -> Page:
    if response.status_code >= 400:
        raise AnswerError(f"{response.url}: refused with {response.status_code}: {_title(response)}")
    page: Page = html.fromstring(response.text)
    page.make_links_absolute(str(response.url))
    return page


def _title(response: httpx.Response) -> str:
    """What the page says is wrong."""
    page: Page = html.fromstring(response.text or "<p>")
    return str(page.xpath("string(//h1)")) or "no reason given"


def _form(page: Page, form_id: str) -> Page:
    found = page.xpath(f"//form[@id='{form_id}']")
    if not found:
        raise AnswerError(f"{page.base_url or 'the page'}: no form {form_id!r} here; is this a survey of dce?")
    return found[0]


def _send(browser: httpx.Client, form: Page, chosen: Mapping[str, str]) -> Page:
    """Choose as a person would: only what the form offers can be chosen."""
    for name, value in chosen.items():
        offered = form.xpath(f".//input[@name='{name}']/@value | .//select[@name='{name}']/option/@value")
        if value not in offered:
            raise AnswerError(f"{form.action}: {name} {value!r} is not on the page; it offers {', '.join(offered)}")
        form.fields[name] = value
    return _page(browser.post(str(form.action), data=dict(form.form_values())))


def _answered(page: Page, person: Person) -> dict[str, str]:
    """What ``person`` fills in, read from the page as a person would: which scenarios there are, and what is asked."""
    scenarios: list[dict[str, str] | None] = [*_scenarios(page)]
    if not scenarios:
        return _as_asked(page)
    if len(scenarios) == 1:
        return {"answer": person.answer(scenarios[0] or {})}
    selects = page.xpath("//form[@id='answer']//select/@name")
    if selects:
        return {selects[place]: str(number) for number, place in enumerate(person.pick("ranking", scenarios), 1)}
    offered = page.xpath("//input[@name='best']/@value")
    if offered:
        best, worst = person.pick("best-worst", scenarios)
        return {"best": offered[best], "worst": offered[worst]}
    offered = page.xpath("//input[@name='answer']/@value")
    if OPT_OUT in offered:
        scenarios.append(None)  # it stands behind the scenarios, and before what no model is fitted to
    return {"answer": offered[person.pick("choice", scenarios)[0]]}


def _as_asked(page: Page) -> dict[str, str]:
    """The answer that a check on attention asks for: invented people read along."""
    asked = str(page.xpath("string(//form[@id='answer']/@data-asked)"))
    parts = asked.split(BETTER)
    if len(parts) == 1:
        return {"answer": asked}
    if page.xpath("//form[@id='answer']//select"):
        return {f"place-{part}": str(place) for place, part in enumerate(parts, 1)}
    return {"best": parts[0], "worst": parts[1]}


def _scenarios(page: Page) -> list[dict[str, str]]:
    """The scenarios as they stand on the page, from left to right."""
    rows = page.xpath("//tr[@data-criterion]")
    levels = [row.xpath("@data-level | td/@data-level") for row in rows]
    names = [row.get("data-criterion") for row in rows]
    return [dict(zip(names, column, strict=True)) for column in zip(*levels, strict=True)]


def _code(page: Page, start: str) -> str:
    code = str(page.xpath("string(//*[@data-code]/@data-code)"))
    if not code:
        raise AnswerError(f"{start}: the visit ended on another page than the last one: {page.xpath('string(//h1)')!r}")
    return code
