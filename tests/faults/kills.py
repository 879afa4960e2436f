"""Workers that are killed while people answer over HTTP and try again: every acknowledged answer is there, once."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from html import unescape
from pathlib import Path

import httpx
from file_faults import Row
from power_cut import prepared

from dce.store import Store

SERVES = "import sys\nfrom dce.web import serve\nserve(sys.argv[1], port=int(sys.argv[2]), workers=2)\n"
FORM = re.compile(r'<form[^>]*id="(?:begin|background|answer)"[^>]*>.*?</form>', re.DOTALL)
ACTION = re.compile(r'<form[^>]*action="([^"]*)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
CODE = re.compile(r'data-code="([^"]+)"')
THINKS = 0.05  # seconds, so that a walk lasts as long as it takes to kill somebody
PATIENCE = 60.0  # seconds that a person tries again


class Person(threading.Thread):
    """Somebody who answers everything, and asks again whenever the line breaks or the site is busy."""

    def __init__(self, url: str, number: int) -> None:
        super().__init__(daemon=True)
        self._url, self._number = url, number
        self.told = dict[str, str]()  # what was acknowledged, by task
        self.again, self.fault = 0, ""

    def run(self) -> None:
        """Walk from the first page to the last."""
        try:
            self._walk()
        except Exception as error:
            self.fault = f"{type(error).__name__}: {error}"

    def _walk(self) -> None:
        with httpx.Client(base_url=self._url, timeout=10, trust_env=False, headers={"Accept-Language": "nl"}) as line:
            page = self._ask(line, "GET", "/voorbeeld/")
            while not CODE.search(page.text):
                form = FORM.search(page.text)
                if form is None:
                    raise RuntimeError(f"no form on {page.url}")
                fields = {name: unescape(value) for name, value in HIDDEN.findall(form[0])}
                if "task" in fields:
                    fields["answer"] = str(1 + (self._number + int(fields["task"])) % 5)
                page = self._ask(line, "POST", unescape(ACTION.search(form[0])[1]), fields)  # type: ignore[index]
                if page.status_code == 400:  # the visit began, and the answer that said so was lost: begin again
                    page = self._ask(line, "GET", "/voorbeeld/")
                time.sleep(THINKS)
                if "answer" in fields:
                    self.told[fields["task"]] = fields["answer"]

    def _ask(self, line: httpx.Client, method: str, path: str, data: dict[str, str] | None = None) -> httpx.Response:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                found = line.request(method, path, data=data)
                if found.status_code in (302, 303):
                    return self._ask(line, "GET", found.headers["location"])
                if found.status_code == 200 or (found.status_code == 400 and path.endswith("/begin")):
                    return found
                if found.status_code != 503:
                    raise RuntimeError(f"{path}: status {found.status_code}")
            except httpx.TransportError:
                pass
            if time.monotonic() > deadline:
                raise TimeoutError(path)
            self.again += 1
            time.sleep(0.05)


def kill_workers(folder: Path, people: int, kills: int) -> Row:
    """Let ``people`` answer at once while every moment a process of the server is killed."""
    database = prepared(folder)
    port = _free_port()
    said = folder / "said.txt"
    with said.open("wb") as file:
        server = subprocess.Popen([sys.executable, "-c", SERVES, str(database), str(port)], stderr=file, stdout=file)
    while "survey is at" not in said.read_text() and server.poll() is None:
        time.sleep(0.05)
    crowd = [Person(f"http://127.0.0.1:{port}", number) for number in range(people)]
    for person in crowd:
        person.start()
    killed, rng = 0, random.Random(1)
    while killed < kills and any(person.is_alive() for person in crowd):
        time.sleep(rng.uniform(0.05, 0.4))
        workers = _workers(server.pid)
        if workers:
            os.kill(rng.choice(workers), signal.SIGKILL)
            killed += 1
    for person in crowd:
        person.join()
    server.send_signal(signal.SIGTERM)
    server.wait(timeout=40)
    return _found(database, crowd, killed)


def _found(database: Path, crowd: list[Person], killed: int) -> Row:
    with closing(Store.open(database)) as store:
        wrong = len(store.verify())
    with closing(sqlite3.connect(database)) as file:
        rows = file.execute("SELECT respondent, task, answer, revision FROM answers").fetchall()
        finished = file.execute("SELECT count(*) FROM respondents WHERE completed IS NOT NULL").fetchone()[0]
    by_person: dict[str, dict[str, str]] = {}
    for respondent, task, answer, revision in rows:
        wrong += revision != 1
        by_person.setdefault(respondent, {})[str(task)] = answer
    held = sorted(
        tuple(sorted(own.items())) for own in by_person.values() if len(own) == max(map(len, by_person.values()))
    )
    told = sorted(tuple(sorted(person.told.items())) for person in crowd)
    lost = sum(told.count(own) > held.count(own) for own in set(told))
    faults = [person.fault for person in crowd if person.fault]
    again = sum(person.again for person in crowd)
    words = faults[0] if faults else f"{finished} people finished, {again} requests sent again"
    return Row("worker killed under load", killed, sum(len(p.told) for p in crowd), lost, wrong + len(faults), words)


def _workers(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
