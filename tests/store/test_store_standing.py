"""How fieldwork stands: the numbers are true, and no two looks at them tell of one person; attacks C06 and C07."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from dce.design import Design, make_design
from dce.disclosure import AtLeast, Hidden
from dce.store import Circumstances, Respondent, Standing, Store
from dce.store import standing as module
from dce.store.standing import Part, by_version, came_so_far, quartiles, quota_state, running_days
from dce.study import Fieldwork, Study

HIDDEN = Hidden("small", 10)


def take_part(store: Store, design: Design, rol: str | None = None, answers: int = 4, seconds: int = 20) -> Respondent:
    """One person who answers so many tasks, each some seconds slower than the one before."""
    person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
    store.record_background(person.id, {"rol": rol})
    for place, task in enumerate(person.tasks[:answers]):
        store.record_answer(person.id, task, "3", circumstances=Circumstances(seconds=seconds + 10 * place))
    if answers == 4:
        store.complete(person.id)
    return person


def steps(people: int) -> AtLeast:
    return AtLeast(people, 10)


def long_ago(path: Path) -> None:
    """Everybody began hours ago, so who did not complete has stopped."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE respondents SET started = '2026-01-01T10:00Z'")
    connection.close()


def test_nobody_yet(store: Store) -> None:
    found = store.standing("voorbeeld")
    assert (found.begun, found.completed, found.times, found.days, found.last_day) == (
        steps(0),
        steps(0),
        None,
        (),
        None,
    )
    assert found.groups["rol"]["jurist"] == Part(HIDDEN, HIDDEN)
    assert found.moment == "open"


def test_groups_versions_and_what_people_saw(store: Store, design: Design, path: Path) -> None:
    roles = ["jurist"] * 14 + ["beleid"] * 13 + [None] * 3
    for rol in roles:
        take_part(store, design, rol)
    for _ in range(11):
        take_part(store, design, "jurist", answers=2)
    before = store.standing("voorbeeld")
    long_ago(path)
    found = store.standing("voorbeeld")
    assert (found.begun, found.completed) == (steps(40), steps(30))
    assert [name for name, part in found.groups["rol"].items() if part.begun != HIDDEN] == ["jurist"]
    assert found.groups["rol"]["jurist"] == Part(steps(20), steps(10)), "25 began, and 14 completed"
    assert found.groups["rol"]["beleid"] == Part(HIDDEN, HIDDEN), "three did not tell, and subtraction would find them"
    assert {part.begun for part in found.versions.values()} == {steps(20)}
    assert [saw.people for saw in found.saw] == [40, 40, 40, 30]
    assert [saw.people for saw in before.saw] == [30] * 4, "who began this hour may still go on"
    assert (before.last_day or "")[:2] == "20"


def test_c07_one_person_who_comes_a_day_later_does_not_move_the_last_day(
    store: Store, design: Design, path: Path
) -> None:
    for _ in range(12):
        take_part(store, design, "jurist")
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE respondents SET started = '2026-01-01T10:00Z', completed = '2026-01-01T11:00Z'")
    connection.close()
    before = store.standing("voorbeeld").last_day
    take_part(store, design, "jurist")
    assert store.standing("voorbeeld").last_day == before == "2026-01-01"


def test_the_last_day_is_the_last_of_those_that_are_told(store: Store, design: Design, path: Path) -> None:
    for day in ("2026-01-02", "2026-01-01"):
        for _ in range(10):
            take_part(store, design)
        connection = sqlite3.connect(path)
        with connection:
            connection.execute(f"UPDATE respondents SET completed = '{day}T11:00Z' WHERE completed > '2026-01-02T12'")
        connection.close()
    found = store.standing("voorbeeld")
    assert (found.days, found.last_day) == ((("2026-01-01", steps(10)), ("2026-01-02", steps(20))), "2026-01-02")


@pytest.mark.parametrize("size", [1, 5, 9])
def test_c06_a_group_of_one_to_nine_is_hidden_and_so_is_its_complement(store: Store, design: Design, size: int) -> None:
    for rol in ["jurist"] * 12 + ["beleid"] * size:
        take_part(store, design, rol)
    found = store.standing("voorbeeld")
    assert {part.completed for part in found.groups["rol"].values()} == {HIDDEN}


def test_c07_looks_that_differ_differ_by_ten_or_more(store: Store, design: Design, path: Path) -> None:
    looks: list[Standing] = []
    for number in range(32):
        take_part(store, design, ["jurist", "beleid"][number % 2], seconds=number)
        looks.append(store.standing("voorbeeld"))
    numbers = [(found.begun.people, found.completed.people, [s.people for s in found.saw]) for found in looks]
    assert [n for n, (one, two) in enumerate(pairwise(numbers), 2) if one != two] == [10, 20, 30]
    assert [found.times is not None for found in looks] == [False] * 9 + [True] * 23
    timed = released_people(path)
    assert len(timed) >= 3
    assert min(len(one ^ two) for one, two in combinations(timed, 2)) >= 10


def released_people(path: Path) -> list[set[str]]:
    """Who was behind each release."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT number, respondent FROM released_people").fetchall()
    connection.close()
    return [{person for number, person in rows if number == own} for own in {number for number, _ in rows}]


def test_times_are_quartiles_by_position(store: Store, design: Design) -> None:
    for number in range(11):
        take_part(store, design, seconds=10 + number)
    times = store.standing("voorbeeld").times
    assert times is not None
    first, *_, last = times.content["positions"]
    assert first["people"] == last["people"] == 10
    assert last["half"] - first["half"] == 30
    assert quartiles([[n] for n in range(9)], 10) == [None]


def test_what_few_took_at_one_position_hides_no_other() -> None:
    at_second = {"people": 3, "quarter": 4, "half": 5, "three_quarters": 6}
    assert quartiles([[None, 4], [20, 5], [30, 6], [40]], 4) == [None, None]
    assert quartiles([[None, 4], [None, 5], [30, 6], [40]], 3) == [None, at_second]
    assert quartiles([], 3) == []


def test_times_are_of_the_last_who_completed_in_whole_steps(
    store: Store, design: Design, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_TIMED", 29)
    for _ in range(30):
        take_part(store, design)
    times = store.standing("voorbeeld").times
    assert times is not None
    assert times.content["positions"][0]["people"] == 20
    assert [len(people) for people in released_people(path)] == [20]


def test_quotas_and_invitations_tell_of_no_few(store: Store, design: Design) -> None:
    soon = datetime.now(UTC) + timedelta(days=1)
    store.hold("voorbeeld", Fieldwork(closes=soon, quotas={"rol": {"jurist": 12, "beleid": 3}}))
    people = [take_part(store, design, rol) for rol in ["jurist"] * 12 + ["beleid"] * 3]
    store.invite("voorbeeld", [f"{n:064}" for n in range(15)])
    for number, person in enumerate(people):
        store.use_invitation(f"{number:064}", person.id)
    found = store.standing("voorbeeld")
    assert [(quota.taking_part, quota.full) for quota in found.quotas] == [(steps(10), True), (steps(0), None)]
    assert (found.invited, found.invitations_used) == (15, steps(0)), "that all came tells that each of them came"
    assert (found.moment, found.closes) == ("open", soon)


@pytest.mark.parametrize("most", [10, 12, 19, 20, 25])
def test_whether_a_quota_is_full_moves_with_the_number_of_people_only(most: int) -> None:
    fieldwork = Fieldwork(quotas={"rol": {"jurist": most}})

    def told(people: int) -> tuple[int, bool | None]:
        (quota,) = quota_state([{"item": "rol", "option": "jurist", "taking_part": people}], fieldwork, 10)
        assert quota.full or people < most, "a full one is never said to be open"
        return quota.taking_part.people, quota.full

    looks = [told(people) for people in range(most + 1)]
    assert (looks[0], looks[-1]) == ((0, False), (most - most % 10, True))
    assert [n for n, (one, two) in enumerate(pairwise(looks), 1) if one != two] == list(range(10, most + 1, 10))


@pytest.mark.parametrize(("most", "exact"), [(9, False), (10, True), (11, False), (20, True), (29, False)])
def test_a_quota_of_whole_steps_is_told_exactly(most: int, exact: bool) -> None:
    (quota,) = quota_state([], Fieldwork(quotas={"rol": {"jurist": most}}), 10)
    assert (quota.taking_part, quota.exact) == (steps(0), exact)


def test_days_are_taken_together_until_ten_more_completed() -> None:
    days = [("2026-11-01", 4), ("2026-11-02", 5), ("2026-11-03", 1), ("2026-11-04", 9), ("2026-11-05", 25)]
    passed = (("2026-11-03", steps(10)), ("2026-11-05", steps(40)))
    assert running_days(days, 10) == running_days([*days, ("2026-11-06", 1)], 10) == passed


def test_who_stopped_saw_the_task_at_which_they_stopped() -> None:
    assert came_so_far({}, 0, 2, 10) == (steps(0), steps(0))
    assert came_so_far({0: 10, 2: 10}, 10, 4, 10) == (steps(30), steps(20), steps(20), steps(10))


def test_people_of_earlier_designs_hide_a_version_only_where_they_are_few(design: Design) -> None:
    def told(begun: int, completed: int) -> list[Part]:
        rows = [{"design_hash": design.hash, "version": v, "begun": 10 * v + 20, "completed": 10 * v} for v in (1, 2)]
        older = {"design_hash": "older", "version": 1, "begun": begun, "completed": completed}
        return list(by_version([*rows, older], design).values())

    assert told(10, 10) == [Part(steps(30), steps(10)), Part(steps(40), steps(20))]
    assert told(10, 5) == [Part(steps(30), HIDDEN), Part(steps(40), steps(20))]
    assert told(5, 0) == [Part(HIDDEN, steps(10)), Part(steps(40), steps(20))]


def test_a_position_is_counted_for_each_page_of_a_task(store: Store, study: Study) -> None:
    check = {"statement": {"nl": "Klik op 2", "en": "Click 2"}, "answer": "2"}
    asked = study.model_dump(mode="json") | {"id": "vaker", "survey": {"attention": check}}
    more = Study.model_validate(asked | {"design": {"tasks": 6, "repeats": 2}})
    design = make_design(more, settings=more.design, seed=1)
    store.publish(design)
    person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
    assert len(store.standing("vaker").saw) == len(person.tasks) == 9
