"""Versions are balanced within roles by who completed; groups and studies fill up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from store_raw import look

from dce.design import Design
from dce.store import Respondent, Store
from dce.store.clock import minute_text
from dce.study import Fieldwork, Study


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


def test_who_answered_before_the_role_was_told_is_not_moved_to_tasks_never_seen(
    store: Store, design: Design, arrive: Callable[..., Respondent]
) -> None:
    early = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
    beside = arrive("beleid", 2), arrive("jurist", 3)
    assert [person.version for person in (early, *beside)] == [1, 2, 1]
    store.record_background(early.id, {"rol": "jurist"})
    store.record_answer(early.id, early.tasks[0], "2")
    kept = store.settle(early, np.random.default_rng(5))
    assert (kept.version, kept.tasks) == (early.version, early.tasks), "though version 2 has no lawyer yet"
    assert arrive("jurist", 6).version == 2


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


def test_a_study_that_needs_no_number_of_people_has_room_for_everybody(store: Store, respondent: Respondent) -> None:
    assert store.room("voorbeeld")
    assert store.room("voorbeeld", respondent.id)


@pytest.mark.parametrize(("minutes", "there"), [(58, True), (62, False)])
def test_who_began_keeps_a_place_for_an_hour_and_no_longer(
    store: Store, arrive: Callable[..., Respondent], minutes: int, there: bool
) -> None:
    """Too short and more people come in than were wanted; too long and places of who left stay empty."""
    store.hold("voorbeeld", Fieldwork(people=1, quotas={"rol": {"jurist": 1}}))
    began, other = arrive("jurist", 1), arrive("beleid", 2)
    store.forget(other.id)
    at = minute_text(datetime.now(UTC) - timedelta(minutes=minutes))
    look(store, f"UPDATE respondents SET started = '{at}'")
    assert store.room("voorbeeld") is not there
    assert store.begun_this_hour("voorbeeld") == int(there)
    assert {arrive("jurist", seed).version for seed in range(3, 4)} == ({3 - began.version} if there else {1})


def test_versions_are_balanced_within_the_first_of_two_items_that_split_results(store: Store, design: Design) -> None:
    words = design.study.model_dump(mode="json")
    (role,) = words["background"]
    sector = role | {"id": "sector", "options": [role["options"][0] | {"id": name} for name in ("rijk", "zbo")]}
    both = Study.model_validate(words | {"background": [role, sector]})
    assert [item.id for item in both.groupings] == ["rol", "sector"]
    split = Design.from_frame(both, design.frame, seed=7, settings={"search": "by hand"})
    store.publish(split)
    person = store.add_respondent(split, language="nl", rng=np.random.default_rng(1))
    store.record_background(person.id, {"rol": "jurist", "sector": "zbo"})
    store.settle(person, np.random.default_rng(1))
    assert [row["cell"] for row in look(store, "SELECT cell FROM respondents")] == ["jurist"]
