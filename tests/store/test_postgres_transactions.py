"""Transactions on a server: which is part of which, what is undone, and what a sweep waits for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from store_raw import look

from dce.errors import StoreError
from dce.store import Store, StoreBusy


@pytest.fixture
def store(server: str) -> Iterator[Store]:
    with closing(Store.open(server)) as opened:
        yield opened


def test_a_transaction_is_part_of_one_that_is_alone_with_everything(store: Store) -> None:
    database = store._database

    def give_up() -> None:
        with database.tx("person anna"), database.tx():
            look(store, "INSERT INTO states VALUES ('voorbeeld', 1, 'draft', '', '', '')")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.tx():
        give_up()
    assert list(store.life.study_ids()) == [], "what was inside goes with what was around it"


def test_a_transaction_that_asks_for_more_than_the_one_around_it_holds_is_refused(store: Store) -> None:
    database = store._database
    for around in (database.tx("person anna"), database.snapshot()):
        with around, pytest.raises(StoreError, match="ProgrammingError"), database.tx():
            pass


def test_what_is_given_up_is_undone_before_its_connection_is_anothers(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ZeroDivisionError), store._database.tx():
        raise ZeroDivisionError
    assert caplog.text == "", "the pool found nothing under way"
    with store._database.tx():
        pass


def test_a_sweep_waits_until_nobody_reads_on_and_says_so_where_it_takes_too_long(store: Store, server: str) -> None:
    reading, enough = threading.Event(), threading.Event()

    def read() -> None:
        with store._database.snapshot():
            store.study_ids()
            reading.set()
            enough.wait(5)

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(5)
    with closing(Store.open(server, wait_seconds=0.1)) as hasty, pytest.raises(StoreBusy, match="somebody reads on"):
        hasty._database.sweep()
    threading.Timer(0.2, enough.set).start()
    store._database.sweep()
    reader.join()
