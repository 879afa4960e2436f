"""When people completed, and what those picked who did so until a minute."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from edition_people import DESIGN, STUDY, People, small

from dce.design import Design
from dce.disclosure import Crowd
from dce.store import Store
from dce.store.people_now import LAST, people_now
from dce.store.results import EVERYBODY, Moment, State
from dce.study import Study, example_study

MINUTES = [f"2026-01-01T10:0{minute}Z" for minute in range(5)]
NOW = "2026-01-02T10:00Z"


@pytest.fixture
def crowd(store: Store, monkeypatch: pytest.MonkeyPatch) -> People:
    """Of ten people two completed in each minute."""
    store.publish(DESIGN)
    people = People(store, DESIGN)
    monkeypatch.setattr("dce.store.results.utc_minute", lambda hours=0: NOW)
    for minute in MINUTES:
        at(monkeypatch, minute)
        people.come(2)
    return people


def at(monkeypatch: pytest.MonkeyPatch, minute: str) -> None:
    for module in ("answers", "importing"):
        monkeypatch.setattr(f"dce.store.{module}.utc_minute", lambda hours=0: minute)


def test_the_moment_of_so_many_people_is_when_the_last_of_them_completed(crowd: People) -> None:
    found = [crowd.store.results.moment(STUDY, first=people).at for people in (1, 2, 3, 10, 11)]
    assert found == [MINUTES[0], MINUTES[0], MINUTES[1], MINUTES[4], NOW]
    assert crowd.store.results.moment(STUDY) == Moment(NOW, 0)
    crowd.file()
    assert crowd.store.results.moment(STUDY) == Moment(NOW, 1)
    crowd.dispute(0)
    assert crowd.store.results.moment(STUDY, first=2).at == MINUTES[1], "who disputes is none of them"


def test_a_state_is_of_who_completed_until_its_last_one_did_and_never_after_it_was_read(crowd: People) -> None:
    states = [State(1, read, {EVERYBODY: 3, "more": 1}) for read in (NOW, MINUTES[1], MINUTES[0])]
    assert [crowd.store.results.until(STUDY, state) for state in states] == [MINUTES[1], MINUTES[1], MINUTES[0]]


def test_well_before_is_when_enough_came_after(crowd: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three at least: four did so in the last two minutes."""
    assert crowd.store.well_before(STUDY) == MINUTES[2]
    crowd.come(1)
    assert crowd.store.well_before(STUDY) == MINUTES[3]
    at(monkeypatch, NOW)
    rows = [(f"elders {number}", str(task), "4") for number in range(4) for task in DESIGN.tasks_of(1)]
    crowd.store.import_answers(STUDY, pd.DataFrame(rows, columns=["respondent", "task", "rating"]))
    assert crowd.store.well_before(STUDY) == MINUTES[3], "who imported people knows them"


def test_before_enough_came_there_is_no_well_before(store: Store) -> None:
    store.publish(DESIGN)
    people = People(store, DESIGN)
    for _ in range(4):
        assert store.well_before(STUDY) == ""
        people.come(1)


def test_it_is_known_when_who_completed_told_something_else(crowd: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dce.store.respondents.utc_minute", lambda hours=0: NOW)
    crowd.come(1, tasks=3)
    crowd.tell(0)
    crowd.tell(10)
    found = dict(people_now(crowd.store._database, STUDY))
    assert [found[crowd.here[which]].changed for which in (0, 2, 10)] == [NOW, "", ""]


@pytest.fixture
def choices() -> Design:
    plain = example_study().model_dump(mode="json", exclude_defaults=True)
    task = {"kind": "choice", "alternatives": 2, "statement": {"nl": "Welke?", "en": "Which?"}}
    study = small(Study.model_validate(plain | {"task": task}))
    rows = [
        (version, task + 4 * (version - 1), alternative, receiver, purpose, safeguards)
        for version in (1, 2)
        for task, (purpose, safeguards) in enumerate(product(("nee", "ja"), ("geen", "alle")), 1)
        for alternative, receiver in enumerate(("eigen", "gemeente"), 1)
    ]
    frame = pd.DataFrame(rows, columns=["version", "task", "alternative", *study.criterion_ids])
    return Design.from_frame(study, frame, seed=7, settings={"search": "by hand"})


def choose(store: Store, design: Design, answers: str) -> str:
    person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
    for task, answer in zip(person.tasks, answers, strict=False):
        store.record_answer(person.id, task, answer)
    if len(answers) == len(person.tasks):
        store.complete(person.id)
    return person.id


def test_what_was_picked_is_of_who_completed_until_a_minute(
    store: Store, choices: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.publish(choices)
    at(monkeypatch, MINUTES[0])
    choose(store, choices, "12")
    assert store.picked(STUDY) is None
    first = [choose(store, choices, "1212") for _ in range(3)]
    at(monkeypatch, MINUTES[1])
    second = choose(store, choices, "1111")
    now, then = store.picked(STUDY), store.picked(STUDY, until=MINUTES[0])
    assert now is not None
    assert then is not None
    assert set(then.frame["respondent"]) == set(first)
    assert set(now.frame["respondent"]) == {*first, second}
    assert list(then.frame.index) == list(range(len(then.frame)))
    assert list(then.frame.columns) == list(store.answers(STUDY).columns)
    assert {name: found.people for name, found in now.versions.items()} == {"1": 2, "2": 2}
    assert (sum(found.people for found in then.versions.values()), now.told) == (3, {})
    assert store.picked(STUDY, until=LAST) is not None


def test_who_stands_behind_what_was_picked_is_marked_by_what_was_picked(store: Store, choices: Design) -> None:
    store.publish(choices)
    who = choose(store, choices, "1212")
    before = behind(store)
    assert before == behind(store)
    store.record_answer(who, store.respondent(who).tasks[0], "2", instead_of=1)
    assert (behind(store).people, before.people, behind(store).mark == before.mark) == (1, 1, False)
    rows = [
        (f"elders {number}", str(task), str(one), str(2 - one))
        for number in (1, 2)
        for task in choices.tasks_of(1)
        for one in (1, 2)
    ]
    store.import_answers(STUDY, pd.DataFrame(rows, columns=["respondent", "task", "alternative", "chosen"]))
    assert (behind(store).people, behind(store).imported) == (3, 2)


def test_the_mark_of_who_picked_is_the_same_whoever_else_is_there(store: Store, choices: Design) -> None:
    store.publish(choices)
    one, other = choose(store, choices, "1212"), choose(store, choices, "1221")
    both = behind(store)
    store.dispute(one)
    alone = behind(store)
    store.dispute(one, disputed=False)
    store.dispute(other)
    assert alone + behind(store) == both


def behind(store: Store) -> Crowd:
    found = store.picked(STUDY)
    assert found is not None
    return sum(found.versions.values(), Crowd())
