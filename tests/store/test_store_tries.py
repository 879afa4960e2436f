"""Wrong passwords are counted across processes and restarts, and who knows the right one still gets in."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from store_raw import look

from dce.store import Store, TooManyTries, tries
from dce.store.tries import _network

KEY = b"k" * 32
HERE, THERE = "192.0.2.1", "198.51.100.7"
GOOD, WRONG = "een fiets van groen karton", "een fiets van grijs karton"
START = 1_000_000_000.0
pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture(autouse=True)
def anna(store: Store) -> None:
    store.accounts.start(store.accounts.link_for(store.accounts.add("Anna", "viewer"), "invite"), GOOD)


def answer(store: Store, password: str = WRONG, *, name: str = "Anna", address: str = HERE, now: float = START) -> str:
    try:
        return "in" if store.accounts.sign_in(name, password, address=address, key=KEY, now=now) else "wrong"
    except TooManyTries as error:
        return f"wait {error.seconds}"


def _guess(path: Path, times: int) -> None:
    store = Store.open(path)
    for _ in range(times):
        answer(store)
    store.close()


def test_twenty_wrong_passwords_give_a_wait_in_every_process(store: Store, path: Path) -> None:
    spawn = multiprocessing.get_context("fork")
    workers = [spawn.Process(target=_guess, args=(path, 10)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    store.close()
    again = Store.open(path)
    assert answer(again) == "wait 900"
    assert answer(again, GOOD) == "wait 900", "also the right one, from there"
    assert answer(again, GOOD, address=THERE) == "in"
    assert answer(again, GOOD, now=START + 899) == "wait 1"
    assert answer(again, GOOD, now=START + 901) == "in"
    again.close()


def test_an_unknown_name_is_answered_alike(store: Store) -> None:
    both = [
        [answer(store, name=name, address=place) for _ in range(12)] for name, place in (("Anna", HERE), ("Wie", THERE))
    ]
    assert both[0] == both[1] == ["wrong"] * 10 + ["wait 900"] * 2


def test_many_tries_at_once_are_no_more_than_one_after_another(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(*of: Any) -> int:
        found = count(*of)
        time.sleep(0.005)
        return found

    count = tries._wait
    monkeypatch.setattr(tries, "_wait", slowly)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: answer(store), range(40)))
    assert answers.count("wrong") == tries.AT_ONCE


def test_the_right_password_forgets_the_wrong_ones_before_it(store: Store) -> None:
    for _ in range(3):
        assert [answer(store) for _ in range(9)] == ["wrong"] * 9
        assert answer(store, GOOD) == "in"


def test_guessing_from_many_addresses_is_slowed_down_but_not_for_who_was_there_before(store: Store) -> None:
    assert answer(store, GOOD, address=THERE) == "in"
    guesses = [answer(store, address=f"10.0.{n // 9}.1") for n in range(tries.OF_NAME)]
    assert set(guesses) == {"wrong"}
    assert answer(store, GOOD, address="10.1.0.1") == f"wait {tries.SLOW_SECONDS}"
    assert answer(store, GOOD, address=THERE, now=START + 1) == "in", "a known address"
    assert answer(store, name="Bo B", address="10.1.0.1", now=START + 1) == "wrong", "another name"
    assert answer(store, address="10.1.0.1", now=START + tries.SLOW_SECONDS) == "wrong"
    assert answer(store, address="10.1.0.2", now=START + tries.SLOW_SECONDS) == f"wait {tries.SLOW_SECONDS}"
    assert answer(store, GOOD, address="10.1.0.2", now=START + 2 * tries.DAY) == "in"


def test_one_password_on_many_names_is_stopped_by_address(store: Store) -> None:
    answers = [answer(store, name=f"naam {n}") for n in range(tries.OF_ADDRESS + 1)]
    assert answers == ["wrong"] * tries.OF_ADDRESS + [f"wait {tries.ADDRESS_SECONDS}"]
    assert answer(store, name="naam 1", address=THERE) == "wrong"


def test_failures_go_after_a_day_and_known_addresses_after_thirty(store: Store) -> None:
    def kept() -> list[int]:
        rows = look(store, "SELECT failed FROM tries ORDER BY failed")
        return [row["failed"] for row in rows]

    answer(store)
    answer(store, GOOD, address=THERE)
    assert kept() == [0, 1]
    store.accounts.tidy(START + tries.DAY - 1)
    assert kept() == [0, 1]
    store.accounts.tidy(START + tries.DAY)
    assert kept() == [0]
    store.accounts.tidy(START + 30 * tries.DAY)
    assert kept() == []


def test_an_administrator_can_end_the_wait(store: Store) -> None:
    for _ in range(12):
        answer(store)
    store.accounts.forget_tries(store.accounts.by_name("anna"), KEY)
    assert answer(store, GOOD) == "in"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_an_address_of_version_6_counts_by_its_network(address: str, network: str) -> None:
    assert _network(address) == network
