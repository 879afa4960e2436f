"""Versions are balanced within roles by who completed; groups and studies fill up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from store_raw import look

from dce.design import Design
from dce.store import Respondent, Store
from dce.study import Fieldwork


@pytest.fixture
def arrive(store: Store, design: Design) -> Callable[..., Respondent]:
    """Begin, tell a role, and come to the first task."""

    def begin(role: str | None, seed: int) -> Respondent:
        rng = np.random.default_rng(seed)
        person = store.add_respondent(design, language="nl", rng=rng)
        store.record_background(person.id, {"rol": role})
        return store.settle(person, rng)

    return begin


def finish(store: Store, person: Respondent) -> None:
    for task in person.tasks:
        store.record_answer(person.id, task, "4")
    store.complete(person.id)


def two_hours_pass(store: Store) -> None:
    look(store, "UPDATE respondents SET started = '2026-01-01T09:00Z'")


def test_versions_are_even_within_each_role_while_people_arrive_at_once(arrive: Callable[..., Respondent]) -> None:
    roles = ["jurist", "beleid", None] * 14
    with ThreadPoolExecutor(8) as people:
        arrived = list(people.map(arrive, roles, range(42)))
    per_role: dict[str | None, Counter[int]] = defaultdict(Counter)
    for role, person in zip(roles, arrived, strict=True):
        per_role[role][person.version] += 1
    assert per_role == {role: Counter({1: 7, 2: 7}) for role in ("jurist", "beleid", None)}


def test_who_drops_out_does_not_count_and_who_completed_does(store: Store, arrive: Callable[..., Respondent]) -> None:
    people = [arrive("jurist", seed) for seed in range(8)]
    for person in people:
        if person.version == 2:
            finish(store, person)
    two_hours_pass(store)  # the four of version 1 have not come back
    assert {arrive("jurist", seed).version for seed in range(10, 14)} == {1}
    assert Counter(arrive("jurist", seed).version for seed in range(20, 30)) == {1: 5, 2: 5}
    assert arrive("beleid", 3).version != arrive("beleid", 4).version, "another role is filled by itself"


def test_a_version_is_chosen_once_and_never_after_an_answer(store: Store, arrive: Callable[..., Respondent]) -> None:
    person = arrive("jurist", 1)
    assert person.settled
    assert store.respondent(person.id) == person
    store.record_background(person.id, {"rol": "beleid"})
    assert store.settle(store.respondent(person.id), np.random.default_rng(9)) == person


def test_an_answer_keeps_the_version_that_it_belongs_to(store: Store, design: Design) -> None:
    for seed in range(4):
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(seed))
        store.record_answer(person.id, person.tasks[0], "2")
        kept = store.settle(person, np.random.default_rng(5))
        assert (kept.version, kept.tasks, kept.settled) == (person.version, person.tasks, True)


def test_a_study_and_a_group_are_full_with_who_completed_and_who_is_under_way(
    store: Store, arrive: Callable[..., Respondent]
) -> None:
    store.hold("voorbeeld", Fieldwork(people=3, quotas={"rol": {"jurist": 2}}))
    first = arrive("jurist", 1)
    assert store.room("voorbeeld", first.id)
    finish(store, first)
    second = arrive("jurist", 2)
    assert store.room("voorbeeld")
    third = arrive("jurist", 3)
    assert not store.room("voorbeeld", third.id)
    assert store.room("voorbeeld", second.id) is False, "who asks does not count: two others are there"
    assert not store.room("voorbeeld")
    store.record_background(third.id, {"rol": "beleid"})
    assert store.room("voorbeeld", third.id)
    assert store.room("voorbeeld", second.id)
    two_hours_pass(store)
    assert store.room("voorbeeld"), "two of the three did not come back"
    assert store.begun_this_hour("voorbeeld") == 0
    arrive(None, 8)
    assert store.begun_this_hour("voorbeeld") == 1
