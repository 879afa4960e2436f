"""A clock that ran a year ahead and was put right keeps nobody out, and keeps nothing that died alive."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from store_raw import look

from dce.design import Design
from dce.store import Store, TooManyTries, WrongState, tries
from dce.store.clock import at_moment, minute_text, utc_minute
from dce.study import Fieldwork

STUDY, KEY = "voorbeeld", b"k" * 32
YEAR = 365 * 24 * 3600


@pytest.fixture
def a_year_ahead(store: Store, design: Design) -> Callable[[], None]:
    """What people and programs left behind while the clock was wrong."""

    def leave() -> None:
        for seed in range(4):
            store.add_respondent(design, language="nl", rng=np.random.default_rng(seed))
        look(store, "UPDATE respondents SET started = '2099-01-01T00:00Z'")
        job = store.jobs.add(STUDY, "power", {}, "anna")
        store.jobs.begin(job.id)
        look(store, f"UPDATE jobs SET seen = seen + {YEAR}")

    return leave


def test_the_minute_is_that_of_now_and_an_hour_from_now_is_later() -> None:
    before, found, after = minute_text(datetime.now(UTC)), utc_minute(), minute_text(datetime.now(UTC))
    assert before <= found <= after
    assert at_moment(utc_minute(1)) - at_moment(found) >= timedelta(hours=1)


def test_people_who_began_under_it_take_no_place_of_others(
    store: Store, design: Design, a_year_ahead: Callable[[], None]
) -> None:
    store.hold(STUDY, Fieldwork(people=4))
    a_year_ahead()
    assert store.room(STUDY)
    assert store.begun_this_hour(STUDY) == 0
    given = [store.add_respondent(design, language="nl", rng=np.random.default_rng(n)) for n in range(4)]
    assert sorted(person.version for person in given) == [1, 1, 2, 2]
    assert not store.room(STUDY)
    assert store.begun_this_hour(STUDY) == 4


def test_what_was_being_made_under_it_has_died(store: Store, a_year_ahead: Callable[[], None]) -> None:
    a_year_ahead()
    last = store.jobs.last(STUDY, "power")
    assert last is not None
    assert last.state == "failed"
    again = store.jobs.add(STUDY, "power", {}, "anna")
    with pytest.raises(WrongState, match="something is made already"):
        store.jobs.add(STUDY, "power", {}, "anna")
    assert store.jobs.job(again.id).state == "waiting"


def test_wrong_passwords_under_it_lock_nobody_out_for_a_year(store: Store) -> None:
    def wrong(now: float) -> None:
        for _ in range(tries.AT_ONCE):
            tries.begin(store._database, KEY, "anna", "192.0.2.1", now)

    now = time.time()
    wrong(now + YEAR)
    wrong(now)
    with pytest.raises(TooManyTries):
        tries.begin(store._database, KEY, "anna", "192.0.2.1", now + 1)
