"""Finished figures in the store: they move when enough people do, and not before."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from store_raw import look

from dce.design import Design
from dce.disclosure import Crowd
from dce.store import ResultPart, Store
from dce.store.results import EVERYBODY, TOGETHER, Moment, parts_behind
from dce.store.statements import STATEMENTS

STUDY = "voorbeeld"


def splits(**groups: int) -> dict[str, dict[str, Crowd]]:
    """So many people a group, who are the first of a row."""
    rol = {name: Crowd.of([f"{name}{n}" for n in range(people)]) for name, people in groups.items()}
    return {EVERYBODY: {EVERYBODY: sum(rol.values(), Crowd())}, "rol": rol}


def parts(text: str, *names: str) -> dict[str, list[ResultPart]]:
    return {split: [ResultPart("one", "nl", {"said": text})] for split in names or (EVERYBODY, "rol")}


def said(store: Store, split: str) -> str | None:
    found = store.results.part(STUDY, split, "one", "nl")
    return found["said"] if found else None


def test_c07_figures_stay_until_ten_more_people_stand_behind_them(store: Store):
    assert store.results.show(STUDY, splits(fg=12, po=12), parts("first"), 10) == (EVERYBODY, "rol")
    assert store.results.show(STUDY, splits(fg=13, po=12), parts("one more"), 10) == ()
    assert (said(store, EVERYBODY), said(store, "rol")) == ("first", "first")
    assert store.results.show(STUDY, splits(fg=22, po=22), parts("later"), 10) == (EVERYBODY, "rol")
    assert said(store, "rol") == "later"
    assert {split: (s.number, s.people) for split, s in store.results.states(STUDY).items()} == {
        EVERYBODY: (2, 44),
        "rol": (2, 44),
    }


def test_c07_a_split_stays_behind_while_one_of_its_groups_grew_by_few(store: Store):
    store.results.show(STUDY, splits(fg=12, po=12), parts("first"), 10)
    assert store.results.show(STUDY, splits(fg=15, po=22), parts("second"), 10) == (EVERYBODY,)
    assert (said(store, EVERYBODY), said(store, "rol")) == ("second", "first")


def test_c07_where_only_the_whole_will_do_one_split_that_stays_keeps_all(store: Store):
    store.results.show(STUDY, splits(fg=12, po=12), parts("first"), 10)
    assert store.results.show(STUDY, splits(fg=15, po=22), parts("second"), 10, whole=True) == ()
    assert (said(store, EVERYBODY), said(store, "rol")) == ("first", "first")
    assert store.results.show(STUDY, splits(fg=15, po=22), parts("second", EVERYBODY), 10, whole=True) == (EVERYBODY,)


def test_c07_nothing_moves_without_the_total(store: Store):
    store.results.show(STUDY, splits(fg=12, po=12), parts("first"), 10)
    assert store.results.may_show(STUDY, splits(fg=12, po=13), 10) == ()
    grown = splits(fg=24, po=12)
    assert store.results.may_show(STUDY, grown | {EVERYBODY: splits(fg=12, po=13)[EVERYBODY]}, 10) == ()


@pytest.mark.parametrize("people", [0, 9])
def test_c06_nothing_is_shown_of_fewer_than_ten(store: Store, people: int):
    assert store.results.show(STUDY, splits(fg=people), parts("few"), 10) == ()
    assert store.results.names(STUDY, "nl") == ()


def test_more_figures_join_those_of_the_same_people_only(store: Store):
    now, more = splits(fg=12), [ResultPart("two", "nl", {"said": "more"})]
    store.results.show(STUDY, now, parts("first"), 10)
    assert store.results.add(STUDY, "rol", now["rol"], more)
    assert not store.results.add(STUDY, "rol", splits(fg=13)["rol"], more)
    assert store.results.names(STUDY, "nl") == ((EVERYBODY, "one"), ("rol", "one"), ("rol", "two"))


def test_c06_ten_are_enough(store: Store):
    assert store.results.show(STUDY, splits(fg=10), parts("ten"), 10) == (EVERYBODY, "rol")


def test_more_figures_join_the_last_state_and_no_earlier_one(store: Store):
    more = [ResultPart("two", "nl", {"said": "more"})]
    assert not store.results.add(STUDY, "rol", splits(fg=12)["rol"], more), "before the first"
    for people in (12, 22, 32, 42):
        assert store.results.show(STUDY, splits(fg=people), parts("next"), 10) == (EVERYBODY, "rol")
    assert [store.results.add(STUDY, "rol", splits(fg=n)["rol"], more) for n in (12, 22, 32, 42)] == [0, 0, 0, 1]
    assert store.results.states(STUDY)["rol"].people == 42


def test_figures_of_the_same_people_are_drawn_anew_and_no_new_state(store: Store):
    for people, text in [(12, "first"), (22, "second"), (32, "third"), (32, "drawn anew")]:
        assert store.results.show(STUDY, splits(fg=people), parts(text), 10) == (EVERYBODY, "rol")
    assert said(store, "rol") == "drawn anew"
    found = store.results.history(STUDY)["rol"]
    assert [(state.number, state.people) for state in found] == [(1, 12), (2, 22), (3, 32)]


def test_figures_are_of_when_their_answers_were_read_and_of_no_time_before_a_file(store: Store):
    early = Moment("2026-01-01T10:00Z", 0)
    assert store.results.show(STUDY, splits(fg=12), parts("first"), 10, since=replace(early, editions=1)) == ()
    assert store.results.show(STUDY, splits(fg=12), parts("first"), 10, since=early) == (EVERYBODY, "rol")
    assert {state.at for state in store.results.states(STUDY).values()} == {early.at}
    assert store.results.show(STUDY, splits(fg=22), parts("now"), 10) == (EVERYBODY, "rol")
    assert {state.at for state in store.results.states(STUDY).values()} != {early.at}


def test_all_groups_side_by_side_have_parts_of_an_item_and_its_options():
    names = ["rol fg", "rol po + jurist", "sector rijk"]
    assert parts_behind(TOGETHER, names, {"rol": "jurist", "sector": "rijk"}) == ("rol po + jurist", "sector rijk")


def test_who_completed_is_counted_from_an_index_alone(store: Store, path: Path, design: Design):
    """Each page of results asks it; of a million people, reading their rows took half a second."""
    plan = look(store, f"EXPLAIN QUERY PLAN {STATEMENTS['completed_of_study']}", {"study_id": design.study.id})
    steps = [row["detail"] for row in plan]
    assert any("respondents USING COVERING INDEX" in step for step in steps)
    assert not any(step.startswith("SCAN respondents") for step in steps)


def test_who_disputes_the_model_is_not_counted(store: Store, design: Design):
    store.publish(design)
    people = [store.add_respondent(design, language="nl", rng=np.random.default_rng(1)).id for _ in range(3)]
    for person in people[:2]:
        for task in store.respondent(person).tasks:
            store.record_answer(person, task, "4")
        store.complete(person)
    assert store.results.completed(design.study.id) == 2
    store.dispute(people[0])
    store.dispute(people[2])
    assert store.results.completed(design.study.id) == 1
