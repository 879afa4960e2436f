"""People who walk a survey over HTTP, so many at once: ``python survey_people.py SITE`` prints what it took as JSON.

SITE is JSON with ``start`` (an address), ``people``, ``at_once``, ``languages`` and ``script``. A person gets a page,
reads the form on it with its hidden fields, chooses, posts, follows the redirect, and so on to the page that shows a
code. With ``script`` the browser asks for the next page in the answer, as the script of our pages does; a survey that
does not know of that redirects as ever; ``thinks`` are seconds on a page, on average, and ``within`` those in which the
first ones come. The same program walks every survey. It parses no more than a form needs: on two cores a heavy client
measures itself.
"""

from __future__ import annotations

import asyncio
import html
import json
import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

MOST_TRIES = 100  # of one page, redirects and busy answers together
MOST_PAGES = 60  # of a survey with some 26
FORM = re.compile(r'<form\b[^>]*\bid="(?:begin|background|answer|form)"[^>]*>.*?</form>', re.DOTALL)
INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
CODE = re.compile(r'data-code="([^"]+)"')
PREFER = "Prefer: return=representation\r\n"
RATED = re.compile(r"answer|rating")


class WalkError(Exception):
    """A page that is not what comes next."""


@dataclass
class Took:
    """Milliseconds of every request by kind, what each person gave by code, and what went wrong."""

    gets: list[float] = field(default_factory=list)
    posts: list[float] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    busy: int = 0  # times that somebody was told to come back later


class Browser:
    """One connection that is kept alive, with cookies, in one language."""

    def __init__(self, address: str, language: str, took: Took, *, script: bool) -> None:
        self._prefer = PREFER if script else ""
        self._host, self._took = urlsplit(address).netloc, took
        self._fixed = f"Host: {self._host}\r\nAccept-Language: {language}\r\n"
        self._cookies: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def page(self, address: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """The page that an address, or a form that is posted there, leads to, after its own address."""
        for _ in range(MOST_TRIES):
            status, headers, text = await self._ask(address, form)
            if status == 200:
                return urljoin(address, headers.get("content-location", "")), text
            if status == 503:
                self._took.busy += 1
                await asyncio.sleep(float(headers["retry-after"]))
                continue  # the same once more
            if status not in (302, 303, 307):
                raise WalkError(f"{urlsplit(address).path}: status {status}")
            address, form = urljoin(address, headers["location"]), None
        raise WalkError(f"{urlsplit(address).path}: redirects in a circle")

    async def _ask(self, address: str, form: dict[str, str] | None) -> tuple[int, dict[str, str], str]:
        request = self._request(address, form)
        began = time.perf_counter()
        status, headers, body = await self._exchange(request)
        (self._took.gets if form is None else self._took.posts).append(1000 * (time.perf_counter() - began))
        if headers.get("connection") == "close":
            self.close()
        return status, headers, body.decode()

    def _request(self, address: str, form: dict[str, str] | None) -> bytes:
        parts = urlsplit(address)
        where = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        head = f"{self._fixed}Cookie: {cookies}\r\n" if cookies else self._fixed
        if form is None:
            return f"GET {where} HTTP/1.1\r\n{head}\r\n".encode()
        body = urlencode(form)
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}"
        return f"POST {where} HTTP/1.1\r\n{head}{self._prefer}{kind}\r\n\r\n{body}".encode()

    async def _exchange(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._streams is None:
            host, _, port = self._host.rpartition(":")
            self._streams = await asyncio.open_connection(host, int(port))
        reader, writer = self._streams
        writer.write(request)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(self._headers(lines))
        length = headers.get("content-length")
        body = await _pieces(reader) if length is None else await reader.readexactly(int(length))
        return int(first.split(" ", 2)[1]), headers, body

    def _headers(self, lines: list[str]) -> Iterator[tuple[str, str]]:
        for line in lines:
            name, _, value = line.partition(":")
            name = name.lower()
            if name == "set-cookie":
                cookie, _, kept = value.strip().partition(";")[0].partition("=")
                self._cookies[cookie] = kept
            yield name, value.strip()

    def close(self) -> None:
        """End the connection; the next request makes another one."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _pieces(reader: asyncio.StreamReader) -> bytes:
    """A body of which the length was not told beforehand; oTree sends those."""
    pieces = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        pieces.append((await reader.readexactly(size + 2))[:-2])
    await reader.readexactly(2)
    return b"".join(pieces)


async def walk(site: dict[str, Any], number: int, took: Took) -> None:
    """Let one person answer everything."""
    language = site["languages"][number % len(site["languages"])]
    browser = Browser(site["start"], language, took, script=site["script"])
    rng, given = random.Random(number), ""
    try:
        address, text = await browser.page(site["start"])
        for _ in range(MOST_PAGES):
            if code := CODE.search(text):
                took.given[code[1]] = given
                return
            await asyncio.sleep(site.get("thinks", 0.0) * rng.expovariate(1.0))
            action, fields, rated = filled(text, rng)
            given += rated
            address, text = await browser.page(urljoin(address, action), fields)
        raise WalkError(f"no end after {MOST_PAGES} pages")
    except (WalkError, OSError, EOFError, KeyError) as error:
        took.wrong.append(f"{type(error).__name__}: {error}")
    finally:
        browser.close()


def filled(text: str, rng: random.Random) -> tuple[str, dict[str, str], str]:
    """Where the form of a page goes, its fields with a choice made at random, and the rating among them, if any."""
    form = FORM.search(text)
    if form is None:
        raise WalkError("a page without a form")
    fields: dict[str, str] = {}
    offered: dict[str, list[str]] = {}
    for found in INPUT.findall(form[0]):
        one = dict(ATTRIBUTE.findall(found))
        if one.get("type") == "radio":
            offered.setdefault(one["name"], []).append(html.unescape(one["value"]))
        else:
            fields[one["name"]] = html.unescape(one.get("value", ""))
    chosen = {name: rng.choice(values) for name, values in offered.items()}
    rated = "".join(value for name, value in chosen.items() if RATED.match(name))
    action = dict(ATTRIBUTE.findall(form[0].partition(">")[0])).get("action", "")
    return html.unescape(action), fields | chosen, rated


async def walk_all(site: dict[str, Any]) -> tuple[Took, float]:
    """Everybody, ``at_once`` at a time: what it took, and how many seconds in all."""
    took, waiting = Took(), iter(range(site["people"]))

    async def one_after_the_other(place: int) -> None:
        await asyncio.sleep(place / site["at_once"] * site.get("within", 0.0))
        for number in waiting:
            await walk(site, number, took)

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other(place) for place in range(site["at_once"])))
    return took, time.perf_counter() - began


def main(site: dict[str, Any]) -> None:
    """Walk and print."""
    took, seconds = asyncio.run(walk_all(site))
    used = resource.getrusage(resource.RUSAGE_SELF)
    own = {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime}
    print(
        json.dumps(
            {"gets": took.gets, "posts": took.posts, "given": took.given, "wrong": took.wrong, "busy": took.busy} | own
        )
    )


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
