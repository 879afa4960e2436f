"""Connections of one process to a server: how many, what was set for them, who is told at once, and that they close."""

from __future__ import annotations

import gc
import os
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from pg_cluster import Cluster
from psycopg_pool import PoolTimeout
from store_raw import look

from dce.store import Store
from dce.store.engines.postgres_pool import Pool
from dce.store.place import Server


def test_who_finds_all_connections_in_use_says_nothing_of_a_server_that_is_away(server: str) -> None:
    with closing(Pool(Server(server), wait_seconds=0.8)) as pool:
        with ExitStack() as all_of_them:
            for _ in range(12):
                all_of_them.enter_context(pool.connection())
            with pytest.raises(PoolTimeout), pool.connection():
                pass
        with pool.connection() as connection:
            assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_who_asks_a_server_that_was_away_just_now_is_told_at_once(tmp_path: Path) -> None:
    with closing(Pool(Server(f"postgresql://dce@/dce?host={tmp_path}"), wait_seconds=0.2)) as pool:
        with pytest.raises(PoolTimeout), pool.connection():
            pass
        with pytest.raises(PoolTimeout, match="the server is away"), pool.connection():
            pass


def test_who_waits_for_a_lock_waits_as_long_as_was_said_and_keeps_what_the_address_sets(server: str) -> None:
    with closing(Store.open(f"{server}&options=-c%20work_mem%3D7MB", wait_seconds=7)) as store:
        assert look(store, "SHOW lock_timeout")[0][0] == "7s"
        assert look(store, "SHOW work_mem")[0][0] == "7MB"


def test_who_closes_leaves_no_connection(cluster: Cluster, server: str) -> None:
    pool = Pool(Server(server), wait_seconds=5)
    with pool.connection() as connection:
        own = connection.info.backend_pid
    pool.close()
    assert gone(cluster, own)


def test_who_forgets_to_close_leaves_no_connection(cluster: Cluster, server: str) -> None:
    pool = Pool(Server(server), wait_seconds=5)
    with pool.connection() as connection:
        own = connection.info.backend_pid
    del pool, connection
    gc.collect()
    assert gone(cluster, own)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("closes", [True, False])
def test_a_child_that_closes_or_forgets_what_it_never_used_leaves_its_parent_alone(server: str, closes: bool) -> None:
    pool = Pool(Server(server), wait_seconds=5)
    with pool.connection() as connection:
        before = connection.info.backend_pid
    child = os.fork()
    if child == 0:
        try:
            if closes:
                pool.close()
            del pool, connection
            gc.collect()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    with pool.connection() as connection:
        assert connection.info.backend_pid == before
    pool.close()


def gone(cluster: Cluster, number: int) -> bool:
    """Whether the server lets go of that connection within a few seconds."""
    until = time.monotonic() + 5
    while cluster.ask(f"SELECT 1 FROM pg_stat_activity WHERE pid = {number}"):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
