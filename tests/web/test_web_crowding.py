"""More people than a server can serve: some are told to come back, and no answer is lost or stored twice."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from web_guest import KEY, free_port, some_design, start_server, stored

from dce.store import Store
from dce.study import Study
from dce.web import create_app
from dce.web.crowding import BEAT_SECONDS, Crowd, busy_pages

WALKS = Path(__file__).resolve().parents[1] / "benchmarks" / "survey_people.py"
PEOPLE = 120
T = TypeVar("T")
# Nobody waits long here, and who is told so comes back soon.
FIRST = """
from functools import partial
from dce.web import crowding, problems, server

crowding.RETRY_SECONDS = 1
server.Crowd = partial(crowding.Crowd, most_seconds=0.1)
"""


def in_a_loop(work: Callable[[], Coroutine[None, None, T]]) -> T:
    """What ``work`` gives, in a thread of its own: the browser of other tests has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


def test_nobody_waits_where_the_loop_is_in_time_and_a_thread_is_free():
    async def calm() -> bool:
        crowd = Crowd(threads=1, most_seconds=BEAT_SECONDS)
        crowd.watch(asyncio.get_running_loop())
        with crowd.queued():
            await asyncio.sleep(2 * BEAT_SECONDS)
            return crowd.too_large

    assert in_a_loop(calm) is False


def test_a_loop_that_is_late_is_a_crowd_until_it_has_caught_up():
    async def late() -> list[bool]:
        crowd, found = Crowd(threads=1, most_seconds=0.1), []
        crowd.watch(asyncio.get_running_loop())
        time.sleep(BEAT_SECONDS + 0.2)  # a page after another, and none that lets the loop look around
        found.append(crowd.too_large)
        await asyncio.sleep(0.05)
        return [*found, crowd.too_large]

    assert in_a_loop(late) == [True, False]


def test_who_waits_long_for_a_thread_is_a_crowd_and_who_has_one_is_not():
    crowd = Crowd(threads=1, most_seconds=0.1)
    with crowd.queued():
        with crowd.queued():
            time.sleep(0.15)
            assert crowd.too_large
        assert not crowd.too_large


def test_the_page_of_a_crowd_is_told_in_each_language_with_when_to_come_back(tmp_path: Path, example: Study):
    store = Store.open(tmp_path / "dce.db")
    store.publish(some_design(example, 4))
    store.close()
    pages = busy_pages(create_app(tmp_path / "dce.db", secret_key=KEY))
    for language, words in (("nl", "Niet opgeslagen"), ("en", "Not stored")):
        status, headers, content = pages[language]
        assert status == 503
        assert dict(headers)["retry-after"] == "10"
        assert dict(headers)["content-security-policy"].startswith("default-src 'none'")
        assert words in content.decode()
        assert f'<html lang="{language}">' in content.decode()


@pytest.fixture
def address(tmp_path: Path, example: Study) -> Iterator[tuple[str, Path]]:
    database, port = tmp_path / "dce.db", free_port()
    store = Store.open(database)
    store.publish(some_design(example, 6))
    store.close()
    server = start_server(database, port, tmp_path / "said.txt", first=FIRST)
    yield f"http://127.0.0.1:{port}", database
    server.terminate()
    assert server.wait(timeout=30) == 0


def test_in_a_crowd_some_are_told_to_come_back_and_every_answer_is_there_once(address: tuple[str, Path]):
    url, database = address
    asked = {"start": f"{url}/voorbeeld/", "people": PEOPLE, "at_once": PEOPLE, "languages": ["nl"], "script": True}
    walked = subprocess.Popen([sys.executable, str(WALKS), json.dumps(asked)], stdout=subprocess.PIPE, text=True)
    while walked.poll() is None:
        assert httpx.get(f"{url}/health", trust_env=False, timeout=30).status_code == 200, "who watches is always told"
        time.sleep(0.2)
    took = json.loads(walked.communicate()[0])
    assert took["wrong"] == []
    assert took["busy"] > 0
    assert len(took["given"]) == PEOPLE
    kept = sorted("".join(row[5] for row in answers) for answers in _by_person(database))
    assert kept == sorted(took["given"].values())


def _by_person(database: Path) -> list[list[tuple]]:
    rows = sorted(stored(database), key=lambda row: (row[0], row[4]))
    return [[row for row in rows if row[0] == person] for person in dict.fromkeys(row[0] for row in rows)]
