"""A database on a server is made once, brought up to date once, and refused by name where it cannot be used."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import numpy as np
import pytest
from pg_cluster import Cluster
from store_raw import look

from dce.design import Design
from dce.errors import StoreError
from dce.store import Store, StoreBusy, migrations
from dce.store.database import Step
from dce.store.place import Server


def tables(cluster: Cluster, name: str) -> set[str]:
    return {
        row[0]
        for row in cluster.ask("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname !~ '^(pg|sql)_'", name)
    }


def test_an_address_shows_no_password_and_a_wrong_one_is_refused() -> None:
    address = Server("postgresql://anna:geheim@db.example.nl:5433/dce?password=geheim")
    assert "geheim" not in f"{address} {address!r}"
    for wrong in ("postgresql://", "postgresql://anna@db.example.nl", "postgresql://anna@db.example.nl:x/dce"):
        with pytest.raises(StoreError, match="write it as postgresql://"):
            Store.open(wrong)


def test_a_server_that_is_not_there_is_busy_and_says_why(cluster: Cluster) -> None:
    with pytest.raises(
        StoreBusy, match=r"postgresql://dce@127\.0\.0\.1:1/dce: the server cannot be reached \(Connection refused\);"
    ):
        Store.open("postgresql://dce:geheim@127.0.0.1:1/dce")
    with pytest.raises(StoreBusy, match=r'database "none" does not exist'):
        Store.open(cluster.url("none"))


def test_many_that_open_an_empty_database_at_once_make_its_tables_once(
    cluster: Cluster, empty: str, design: Design
) -> None:
    def join(seed: int) -> None:
        with closing(Store.open(cluster.url(empty))) as store:
            store.publish(design)
            store.add_respondent(design, language="nl", rng=np.random.default_rng(seed))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(join, range(6)))
    with closing(Store.open(cluster.url(empty), synthetic=False)) as store:
        assert store.progress("voorbeeld").started == 6
        assert store.verify() == ()
    with pytest.raises(StoreError, match="marked as holding real answers"):
        Store.open(cluster.url(empty), synthetic=True)


LATER: dict[str, Step] = {
    "0998_first": ("CREATE TABLE first (a TEXT)",),
    "0999_second": tuple(f"CREATE TABLE second_{n} (a TEXT)" for n in range(20)),
}


def _open_later(url: str, told: Any) -> None:
    migrations.STEPS = {**migrations.STEPS, **LATER}
    with closing(Store.open(url)) as store:
        told.put(store.progress("voorbeeld").started)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_processes_that_open_an_older_database_at_once_bring_it_up_to_date_once(
    cluster: Cluster, empty: str, design: Design
) -> None:
    with closing(Store.open(cluster.url(empty))) as store:
        store.publish(design)
    several = multiprocessing.get_context("fork")
    told = several.Queue()
    children = [several.Process(target=_open_later, args=(cluster.url(empty), told)) for _ in range(4)]
    for child in children:
        child.start()
    assert [told.get(timeout=30) for _ in children] == [0] * 4
    for child in children:
        child.join()
    assert {"first", "second_0", "second_19"} < tables(cluster, empty)
    assert cluster.ask("SELECT count(*) FROM dce_migrations", empty) == [(len(migrations.STEPS) + 2,)]
    with pytest.raises(StoreError, match=r"a newer dce wrote this database.*'0998_first'.*update dce"):
        Store.open(cluster.url(empty))


@pytest.mark.parametrize("end", ["failed", "killed"])
def test_a_migration_that_ends_half_way_leaves_the_tables_as_they_were(
    cluster: Cluster, empty: str, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    Store.open(cluster.url(empty)).close()
    before = tables(cluster, empty)
    kill = "SELECT pg_terminate_backend(pg_backend_pid())"
    broken = "CREATE TABLE about (a TEXT)" if end == "failed" else kill
    monkeypatch.setattr(migrations, "STEPS", {**migrations.STEPS, **LATER, "0999_third": (broken,)})
    with pytest.raises(StoreError):
        Store.open(cluster.url(empty))
    assert tables(cluster, empty) == before
    monkeypatch.undo()
    Store.open(cluster.url(empty)).close()


def test_a_database_of_another_program_is_refused_and_left_alone(cluster: Cluster, empty: str) -> None:
    cluster.ask("CREATE TABLE songs (title TEXT)", empty)
    with pytest.raises(StoreError, match="another program keeps tables here; give dce an empty database"):
        Store.open(cluster.url(empty))
    assert tables(cluster, empty) == {"songs"}


def test_what_is_acknowledged_waits_for_the_disk_whatever_was_set(cluster: Cluster, empty: str) -> None:
    cluster.ask(f"ALTER DATABASE {empty} SET synchronous_commit = off")
    with closing(Store.open(cluster.url(empty))) as store:
        assert look(store, "SHOW synchronous_commit")[0][0] == "on"
        assert look(store, "SHOW fsync")[0][0] == "on"
