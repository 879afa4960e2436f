"""At which second a try is let in again: counted by hand, without the passwords that make a try slow."""

from __future__ import annotations

import pytest
from store_raw import look

from dce.store import Store, TooManyTries, tries

KEY = b"k" * 32
HERE, THERE = "192.0.2.1", "198.51.100.7"
START = 1_000_000_000
DAY = 24 * 60 * 60
LET_IN = -1


def wait(store: Store, name: str, address: str, now: int) -> int:
    """The seconds that this try has to wait, or LET_IN where it counts, as one that goes wrong."""
    try:
        tries.begin(store._database, KEY, name, address, float(now))
    except TooManyTries as error:
        return error.seconds
    return LET_IN


def well(store: Store, name: str, address: str, now: int) -> None:
    tries.succeeded(store._database, tries.begin(store._database, KEY, name, address, float(now)), float(now))


def counted(store: Store) -> list[tuple[int, int]]:
    return [(row["failed"], row["at"] - START) for row in look(store, "SELECT failed, at FROM tries ORDER BY at")]


@pytest.mark.parametrize(
    ("names", "most", "seconds"),
    [(1, 10, 15 * 60), (10_000, 100, 60 * 60)],  # one name from one address; one address on many names
)
def test_as_many_tries_as_are_promised_and_the_oldest_makes_room_for_one_and_no_more(
    store: Store, names: int, most: int, seconds: int
) -> None:
    """Tries come a second apart; as SECURITY.md promises, ten in 15 minutes and a hundred in an hour."""

    def tried(number: int, now: int) -> int:
        return wait(store, f"naam {number % names}", HERE, START + now)

    assert {tried(number, number) for number in range(most)} == {LET_IN}
    assert tried(most, most) == seconds - most
    assert tried(most, seconds - 1) == 1
    assert len(counted(store)) == most, "who has to wait is not counted, or would wait for ever"
    assert tried(most, seconds) == LET_IN
    assert tried(most + 1, seconds) == 1, "the second of them makes room a second later"
    assert tried(most + 1, seconds + 1) == LET_IN


def test_a_name_that_is_guessed_from_everywhere_is_let_in_every_five_minutes_and_where_it_went_well_at_once(
    store: Store,
) -> None:
    well(store, "Anna", THERE, START - 1)
    for number in range(100):
        assert wait(store, "Anna", f"10.0.{number}.1", START + number) == LET_IN
    assert wait(store, "Anna", "10.1.0.1", START + 100) == 299
    assert wait(store, "Anna", "10.1.0.1", START + 398) == 1
    assert wait(store, "Anna", THERE, START + 398) == LET_IN, "her own address"
    assert wait(store, "Anna", "10.1.0.1", START + 399) == 299, "that one counts with the others"
    assert wait(store, "Bo", "10.1.0.1", START + 399) == LET_IN
    assert wait(store, "Anna", "10.1.0.1", START + 698) == LET_IN
    assert wait(store, "Anna", "10.1.0.2", START + DAY + 2) == LET_IN, "three of 102 are a day old"


@pytest.mark.parametrize(("days", "places"), [(30, 0), (29, 1)])
def test_an_address_is_known_for_thirty_days_and_a_wrong_try_for_one(store: Store, days: int, places: int) -> None:
    well(store, "Anna", HERE, START)
    wait(store, "Anna", THERE, START + 7)
    assert counted(store) == [(0, 0), (1, 7)]
    tries.tidy(store._database, float(START + 7 + DAY - 1))
    assert counted(store) == [(0, 0), (1, 7)]
    tries.tidy(store._database, float(START + 7 + DAY))
    assert counted(store) == [(0, 0)]
    tries.tidy(store._database, float(START + days * DAY))
    assert len(counted(store)) == places


def test_what_went_well_forgets_the_wrong_tries_of_its_name_and_address_only(store: Store) -> None:
    for name, address in (("Anna", HERE), ("Anna", THERE), ("Bo", HERE)):
        assert wait(store, name, address, START + 1) == LET_IN
    well(store, "Anna", HERE, START + 2)
    assert counted(store) == [(1, 1), (1, 1), (0, 2)]
    tries.forget(store._database, KEY, "Bo")
    assert sorted(counted(store)) == [(0, 2), (1, 1)]


def test_without_a_moment_the_clock_counts(store: Store) -> None:
    tried = tries.begin(store._database, KEY, "Anna", HERE)
    tries.succeeded(store._database, tried)
    ((failed, at),) = counted(store)
    assert failed == 0
    assert at > 700_000_000, "of after 2023"
    tries.tidy(store._database)
    assert len(counted(store)) == 1
    assert len(tried.id) == 22, "128 bits"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", True),  # a house has 64 bits
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", HERE, True),
        (HERE, "192.0.2.2", False),
        ("fe80::1%eth0", "fe80::1%eth1", True),
    ],
)
def test_tries_from_one_house_count_together(store: Store, one: str, other: str, same: bool) -> None:
    for _ in range(10):
        assert wait(store, "Anna", one, START) == LET_IN
    assert wait(store, "Anna", other, START) == (900 if same else LET_IN)
