"""Two sites on two ports over one PostgreSQL: for people they are one site, at the same moment too."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from pg_cluster import Cluster
from web_guest import Caller, free_port, some_design, start_server

from dce.design import Design
from dce.store import Store
from dce.store.place import FOLDER, Server
from dce.study import Study
from dce.web.keys import VARIABLE

KEY = "the same key of thirty-two bytes or more"
Two = tuple[str, str]
Come = Callable[[str], Caller]


@contextmanager
def two_sites(database: Server, folder: Path) -> Iterator[Two]:
    """Two real servers that are started at the same moment; their addresses."""
    ports = [free_port(), free_port()]
    said = [folder / f"said{number}" for number in range(2)]
    with ThreadPoolExecutor(2) as pool:
        servers = list(pool.map(lambda port, told: start_server(database, port, told), ports, said))
    try:
        yield f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}"
    finally:
        for site in servers:
            site.terminate()
        for site in servers:
            site.wait(timeout=30)
    for told in said:
        assert "survey is at" in told.read_text()


@pytest.fixture(scope="module")
def database(cluster: Cluster) -> Iterator[Server]:
    """A database that has no table yet, at the port of its server."""
    name = cluster.empty()
    yield Server(cluster.url(name, by_port=True))
    cluster.drop(name)


@pytest.fixture(scope="module")
def study_design(example: Study) -> Design:
    return some_design(example, 6)


@pytest.fixture(scope="module")
def sites(database: Server, study_design: Design, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("two")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, KEY)
        patch.setenv(FOLDER, str(folder))
        with two_sites(database, folder) as both:  # each finds no table, and both want to make them
            with closing(Store.open(database)) as store:
                store.publish(study_design)
            yield both


@pytest.fixture
def caller() -> Iterator[Come]:
    """Somebody who comes to a site."""
    came: list[Caller] = []

    def come(url: str) -> Caller:
        came.append(Caller(url))
        return came[-1]

    yield come
    for guest in came:
        guest.client.close()


def elsewhere(guest: Caller, url: str) -> Caller:
    """The same browser at the other site: the same cookies, and the page that is open."""
    guest.client.base_url = httpx.URL(url)
    return guest


def test_both_sites_made_the_tables_once(sites: Two, cluster: Cluster, database: Server) -> None:
    found = cluster.ask("SELECT count(*), count(DISTINCT name) FROM dce_migrations", database.database)
    assert found[0][0] == found[0][1] > 5
    assert [httpx.get(f"{url}/ready", trust_env=False).status_code for url in sites] == [200, 200]


def test_one_person_goes_on_at_the_other_site_with_every_page(sites: Two, database: Server, caller: Come) -> None:
    guest, number = caller(sites[0]).begin(), 0
    while guest.page.xpath("//form[@id='answer']"):
        number += 1
        elsewhere(guest, sites[number % 2]).send("answer", answer=str(1 + number % 5))  # the form is of the other one
    assert (guest.status, guest.path) == (200, "/voorbeeld/thanks")
    assert number == 6
    with closing(Store.open(database)) as store:
        assert store.verify() == ()
        assert store.progress("voorbeeld").completed >= 1


def test_a_personal_code_of_one_site_opens_the_other(sites: Two, caller: Come) -> None:
    guest = caller(sites[0]).begin().get("/voorbeeld/later")
    assert guest.code
    other = caller(sites[1]).get("/voorbeeld/").send("resume", code=guest.code)
    assert other.get("/voorbeeld/later").code == guest.code


@pytest.mark.parametrize(("values", "kept"), [("4444", {"4"}), ("1212", {"1", "2"})], ids=["identical", "different"])
def test_posts_at_the_same_moment_to_both_leave_exactly_one_answer(
    sites: Two, database: Server, values: str, kept: set[str], caller: Come
) -> None:
    guest = caller(sites[0]).begin()
    fields, cookies = guest.fields("answer"), dict(guest.client.cookies)
    action = guest.page.xpath("//form[@id='answer']/@action")[0]

    def post(number: int) -> int:
        site = httpx.Client(base_url=sites[number % 2], cookies=cookies, trust_env=False, timeout=30)
        with site as client:
            return client.post(action, data=fields | {"answer": values[number % 4]}).status_code

    with closing(Store.open(database)) as store:
        before = store.progress("voorbeeld").answers
        with ThreadPoolExecutor(8) as pool:
            statuses = set(pool.map(post, range(8)))
        assert store.progress("voorbeeld").answers == before + 1
        assert statuses == ({303} if len(kept) == 1 else {303, 409})
        assert store.verify() == ()


@pytest.mark.long
def test_while_the_server_is_away_both_say_try_later_and_go_on_when_it_is_back(
    sites: Two, cluster: Cluster, database: Server, caller: Come
) -> None:
    guests = [caller(url).begin() for url in sites]
    cluster.stop()
    try:
        for guest in guests:
            guest.send("answer", answer="4")
            assert (guest.status, guest.response.headers["Retry-After"] != "") == (503, True)
            assert "postgresql" not in guest.text
    finally:
        cluster.start()
    for guest, url in zip(guests, sites, strict=True):
        wait_until(lambda url=url: httpx.get(f"{url}/ready", trust_env=False).status_code == 200)
        assert guest.get("/voorbeeld/task/1").send("answer", answer="4").status == 200
        assert guest.answer_all().path == "/voorbeeld/thanks"
    with closing(Store.open(database)) as store:
        assert store.verify() == ()


def wait_until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not done() and time.monotonic() < until:
        time.sleep(0.2)
    assert done()
