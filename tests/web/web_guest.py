"""A guest who reads forms as a browser does, and what a test needs to look past our own code."""

import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np
import pandas as pd
import psycopg
from flask import Flask
from lxml import html

from dce.design import Design
from dce.store import Store
from dce.store.place import Place, Server, secret_text
from dce.study import Study
from dce.study.answers import ATTENTION

KEY = b"a key of thirty-two bytes or more"
STARTING = 150  # seconds; most of it is reading the numeric libraries


def some_design(study: Study, tasks: int, versions: int = 1) -> Design:
    """Different scenarios that keep the rules, in any order; how good a design it is does not matter here."""
    rng, rows = np.random.default_rng(5), []
    while len(rows) < tasks * versions:
        row = {criterion.id: str(rng.choice(criterion.level_ids)) for criterion in study.criteria}
        broken = any(all(row[name] in levels for name, levels in rule.never.items()) for rule in study.rules)
        if row not in rows and not broken:
            rows.append(row)
    frame = pd.DataFrame(rows).assign(version=np.repeat(np.arange(versions) + 1, tasks))
    return Design.from_frame(study, frame)


Asked = Callable[..., tuple[Flask, Design]]  # a site with another study than the example


def store_of(app: Flask) -> Store:
    found: Store = app.extensions["dce_store"]
    return found


class Guest:
    """Somebody at Flask's test client, who fills in the forms that the pages show."""

    def __init__(self, app: Flask, language: str = "nl") -> None:
        self.client = app.test_client()
        self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        self.status = 0

    def get(self, path: str) -> "Guest":
        return self._keep(self.client.get(path, follow_redirects=True))

    def fields(self, form_id: str) -> dict[str, str]:
        return dict(self.page.xpath(f"//form[@id='{form_id}']")[0].form_values())

    def send(self, form_id: str, follow: bool = True, **changes: str | None) -> "Guest":
        """Submit a form; a change to None leaves the field out."""
        fields = {k: v for k, v in (self.fields(form_id) | changes).items() if v is not None}
        action = self.page.xpath(f"//form[@id='{form_id}']/@action")[0]
        return self._keep(self.client.post(action, data=fields, follow_redirects=follow))

    def begin(self, study_id: str = "voorbeeld") -> "Guest":
        """Come to the first scenario, every background item skipped."""
        self.get(f"/{study_id}/").send("begin")
        while self.page.xpath("//form[@id='background']"):
            self.send("background")
        return self

    def answer_all(self, rating: str = "4") -> "Guest":
        while self.page.xpath("//form[@id='answer']"):
            self.send("answer", answer=rating)
        return self

    def levels(self) -> dict[str, str]:
        return {row.get("data-criterion"): row.get("data-level") for row in self.page.xpath("//tr[@data-criterion]")}

    @property
    def code(self) -> str:
        return self.page.xpath("string(//*[@data-code]/@data-code)")

    @property
    def cookie(self) -> str | None:
        found = self.client.get_cookie("dce_session")
        return found.value if found else None

    def _keep(self, response: Any) -> "Guest":
        self.response, self.status, self.text = response, response.status_code, response.text
        self.path = urlsplit(str(response.request.url)).path
        self.page = html.fromstring(self.text or "<p>")
        self.words = " ".join(self.page.text_content().split())
        return self


def people_answer(store: Store, design: Design, people: int, start: int = 0) -> None:
    """Invented people who like a purpose that fits, and differ."""
    for number in range(start, start + people):
        rng = np.random.default_rng(number)
        person = store.add_respondent(design, language="nl", rng=rng)
        for task in person.tasks:
            scenario = {} if task == ATTENTION else design.alternatives(task)[0]
            good = sum(level in ("ja", "alle", "eigen") for level in scenario.values())
            utility = good - 1.5 + rng.logistic()
            answer = "yes" if utility > 0 else "no"
            if design.study.task.kind == "rating":
                answer = str(1 + int(np.digitize(utility, [-1.5, -0.5, 0.5, 1.5])))
            store.record_answer(person.id, task, answer)
        store.complete(person.id)


class Caller(Guest):
    """The same somebody at a really running server."""

    def __init__(self, url: str, line: httpx.BaseTransport | None = None) -> None:
        headers = {"Accept-Language": "nl"}
        self.client = httpx.Client(base_url=url, transport=line, headers=headers, timeout=30, trust_env=False)
        self.status = 0


def stored(database: Place, table: str = "answers") -> list[tuple[Any, ...]]:
    """Every row of a table, read past our own code."""
    look = psycopg.connect(database.url) if isinstance(database, Server) else sqlite3.connect(database)
    with closing(look) as connection:
        return sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)


def held(database: Place) -> list[list[tuple[Any, ...]]]:
    """All that may only change when somebody means it."""
    return [
        stored(database, table) for table in ("answers", "circumstances", "background", "respondents", "publications")
    ]


@dataclass(frozen=True)
class Site:
    """A running server: its address, its database and its two designs."""

    url: str
    database: Path
    designs: dict[str, Design]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(
    database: Place, port: int, said: Path, *, theme: Path | None = None, first: str = "", workers: int = 1
) -> subprocess.Popen[bytes]:
    """Start a real server; what it says goes to the file ``said``, and this returns once it has said where it is.

    ``first`` is code that the server runs before it begins. One that ends instead is given too; one that does neither
    within ``STARTING`` seconds is no server to test with, however busy this machine is.
    """
    worn = theme and str(theme)
    program = f"{first}\nfrom dce.web import serve\n"
    program += f"serve({secret_text(database)!r}, port={port}, theme={worn!r}, workers={workers})"
    with said.open("wb") as file:
        server = subprocess.Popen([sys.executable, "-c", program], stderr=file, stdout=file)
    late = time.monotonic() + STARTING
    while server.poll() is None and "survey is at" not in said.read_text():
        if time.monotonic() > late:
            server.kill()
            raise TimeoutError(f"the server did not start in {STARTING} s, and said: {said.read_text()}")
        time.sleep(0.1)
    return server


@contextmanager
def running(database: Path) -> Iterator[str]:
    """A real server over ``database``; gives its address, and looks afterwards that it said that, and of no fault."""
    port, said = free_port(), database.with_suffix(".said")
    server = start_server(database, port, said)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)
    lines = said.read_text().splitlines()
    assert [line for line in lines if '"event": "refused"' not in line] == [
        f"The survey is at http://127.0.0.1:{port}/ (stop with Ctrl-C)"
    ]
