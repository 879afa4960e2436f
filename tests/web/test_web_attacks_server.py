"""Attacks on the really running server, entries A21, A22 and H02: killed workers, a full disk, people who reload."""

import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from flask import Flask
from web_guest import Caller, Guest, free_port, held, some_design, start_server, stored
from web_watch import Watch, WatchedLine

from dce.store import Store
from dce.study import Study

ANSWER = 5  # where the answer stands in a row of the table
RELOADS = 50
LONGEST = 20  # seconds to wait for what should come at once
TIMES = 10  # a post beside reloads may take so many times as long as one alone: 2 processors do the work of 8 threads


# A worker that dies once, after the answer has been committed and before a byte of the response has gone out.
DIES = """
import os, signal
from dataclasses import replace
from pathlib import Path
from dce.web import server

made = server.Site.app

def app_that_dies(site):
    gateway = made(site)
    inner = gateway.app
    def app(environ, start_response):
        response = inner(environ, start_response)
        trap = site.database.with_name("trap")
        if environ["REQUEST_METHOD"] == "POST" and trap.exists():
            trap.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return response
    return replace(gateway, app=app)

server.Site.app = app_that_dies
"""


class Served:
    """A running server on a file of its own: its address, its file, its first process, and who looks on."""

    def __init__(self, url: str, database: Path, process: subprocess.Popen[bytes]) -> None:
        self.url, self.database, self._process = url, database, process
        self.watch, self._callers = Watch(database), list[Caller]()

    def newcomer(self) -> Caller:
        self._callers.append(Caller(self.url, WatchedLine(self.watch)))
        return self._callers[-1]

    def person(self) -> Caller:
        return self.newcomer().begin()

    def end(self) -> None:
        """Close every line, and see what must hold after every attack."""
        for caller in self._callers:
            caller.client.close()
        self.watch.check()

    @property
    def worker(self) -> int:
        """The process that answers now."""
        first = self._process.pid
        (found,) = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return int(found)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, example: Study) -> Iterator[Served]:
    database = tmp_path_factory.mktemp("attacked") / "dce.db"
    store = Store.open(database)
    store.publish(some_design(example, 12))
    store.close()
    port = free_port()
    server = start_server(database, port, database.with_name("said.txt"), first=DIES)
    yield Served(f"http://127.0.0.1:{port}", database, server)
    server.terminate()
    server.wait(timeout=30)


@pytest.fixture
def served(running: Served) -> Iterator[Served]:
    """The same server for every test, each with eyes of its own."""
    running.watch = Watch(running.database)
    yield running
    running.end()


def answers_of(database: Path, before: set[str]) -> list[str]:
    """What people have answered who came after ``before``."""
    return [row[ANSWER] for row in stored(database) if row[0] not in before]


def people(database: Path) -> set[str]:
    return {row[0] for row in stored(database, "respondents")}


def test_a21_a_worker_killed_between_storing_and_answering_costs_no_answer_and_makes_no_second(served: Served) -> None:
    before, person = people(served.database), served.person()
    form, worker = person.page, served.worker
    served.database.with_name("trap").touch()
    with pytest.raises(httpx.RemoteProtocolError):
        person.send("answer", answer="4")
    assert answers_of(served.database, before) == ["4"], "it died after it had stored the answer"
    person.page = form
    assert person.send("answer", answer="4").status == 200
    assert person.path == "/voorbeeld/task/2"
    assert served.worker != worker
    person.page = form
    assert person.send("answer", answer="5").status == 409
    assert answers_of(served.database, before) == ["4"]


def test_a22_a_full_disk_is_said_changes_nothing_and_is_over_when_there_is_room(served: Served) -> None:
    before, person = people(served.database), served.person().send("answer", answer="3")
    form, kept, worker = person.page, held(served.database), served.worker
    served.watch.busy = True
    full = Path(f"{served.database}-wal").stat().st_size
    _, most = resource.prlimit(worker, resource.RLIMIT_FSIZE)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (full, most))  # not a byte more, as on a full disk
    try:
        assert person.send("answer", answer="4").status == 503
        assert int(person.response.headers["Retry-After"]) > 0
        assert "Niet opgeslagen, probeer het opnieuw" in person.words
        assert person.get("/voorbeeld/task/1").status == 200, "what is stored can still be read"
        assert served.newcomer().get("/voorbeeld/").status == 503
        assert held(served.database) == kept
    finally:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (most, most))
    person.page = form
    assert person.send("answer", answer="4").status == 200
    assert sorted(answers_of(served.database, before)) == ["3", "4"]
    assert served.worker == worker, "nobody restarted it"


def test_a_header_does_not_move_the_site(served: Served) -> None:
    answered = httpx.get(f"{served.url}/voorbeeld/", headers={"SCRIPT_NAME": "/evil"}, trust_env=False)
    assert answered.status_code < 500
    moved = httpx.get(f"{served.url}/voorbeeld/", headers={"SCRIPT_NAME": "/voorbeeld"}, trust_env=False)
    assert moved.url.path == "/voorbeeld/", "not the first page of a site at another place"
    assert 'action="/voorbeeld/begin"' in moved.text


def posts(served: Served) -> list[float]:
    """How long each answer of one person took, in seconds."""
    person, took = served.person(), []
    while person.page.xpath("//form[@id='answer']"):
        start = time.perf_counter()
        person.send("answer", follow=False, answer="4")
        took.append(time.perf_counter() - start)
        person.get(person.response.headers["Location"])
    return took


def test_h02_reloading_delays_no_answer_by_more_than_its_share(served: Served) -> None:
    alone, reader, seen = posts(served), served.person(), list[int]()
    stop = threading.Event()

    def reload() -> None:
        while len(seen) < RELOADS or not stop.is_set():
            seen.append(reader.get("/voorbeeld/task/1").status)

    reloading = threading.Thread(target=reload)
    reloading.start()
    beside = posts(served)
    stop.set()
    reloading.join()
    assert set(seen) == {200}
    assert len(seen) >= RELOADS
    assert statistics.median(beside) < TIMES * statistics.median(alone)


def test_h02_answers_are_stored_while_fifty_pages_are_still_being_made(
    app: Flask, watch: Watch, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the speed of the machine: every page is held back until all answers are in."""
    guest, reader = Guest(app).begin(), Guest(app).begin()
    inside, go_on, statuses = threading.Semaphore(0), threading.Event(), list[int]()

    def held_back(template: str, **values: object) -> str:
        if threading.current_thread() is not threading.main_thread():
            inside.release()
            go_on.wait()
        return "a page"

    def reload() -> None:
        again = app.test_client()
        again.set_cookie("dce_session", reader.cookie or "")
        statuses.append(again.get("/voorbeeld/task/1").status_code)

    with monkeypatch.context() as patched:
        patched.setattr("dce.web.survey.visit.render_template", held_back)
        reloads = [threading.Thread(target=reload) for _ in range(RELOADS)]
        for thread in reloads:
            thread.start()
        try:
            assert all(inside.acquire(timeout=LONGEST) for _ in reloads), "all pages are being made at once"
            assert guest.send("answer", follow=False, answer="4").status == 303
        finally:
            go_on.set()
            for thread in reloads:
                thread.join()
    assert statuses == [200] * RELOADS
    assert len(stored(database)) == 1
