"""The mirror is a figure too: beside files and the figures of organisers it tells of nobody alone (C07)."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from test_desk_results import STUDY, answer, made, quickly
from web_guest import Asked, some_design, store_of

from dce.design import Design
from dce.store import Store
from dce.store.results import EVERYBODY, MIRROR
from dce.web.survey.mirror import group_model

__all__ = ["quickly"]  # a fixture
Clock = Callable[[str], None]
NO_PROCESS = Path()  # is started for so few people


@pytest.fixture
def store(app: Flask) -> Store:
    return store_of(app)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the minute in which people answer and figures are made."""

    def show(minute: str) -> None:
        for module in ("answers", "results", "respondents", "leaving"):
            monkeypatch.setattr(f"dce.store.{module}.utc_minute", lambda hours=0: f"2026-01-01T{minute}Z")

    show("10:00")
    return show


def people(store: Store, design: Design) -> int:
    model = group_model(store, design, NO_PROCESS)
    return model.people if model else 0


def later(store: Store) -> list[str]:
    """Who did not complete in the first minute."""
    ids = sorted(store.answers(STUDY)["respondent"].unique())
    return [id_ for id_ in ids if (store.own(id_)["completed"] or "") > "2026-01-01T10:00Z"]


def test_figures_of_all_are_never_held_up_by_the_mirror(store: Store, design: Design, clock: Clock):
    answer(store, design, ["jurist"] * 20)
    clock("11:00")
    answer(store, design, ["jurist"] * 10, start=20)
    assert people(store, design) == 20
    clock("12:00")
    answer(store, design, ["jurist"] * 3, start=30)
    assert EVERYBODY in made(store, groups=False)
    assert store.results.states(STUDY)[EVERYBODY].people == 33
    assert len(store.edition(STUDY).people) == 33


def test_the_mirror_is_of_the_people_of_figures_that_are_shown(store: Store, design: Design, clock: Clock):
    answer(store, design, ["jurist"] * 12)
    clock("11:00")
    answer(store, design, ["jurist"] * 3, start=12)
    clock("12:00")
    assert EVERYBODY in made(store, groups=False)
    assert people(store, design) == 15
    clock("13:00")
    answer(store, design, ["jurist"] * 10, start=15)
    assert people(store, design) == 15, "a model of 24 would be nine people more"
    answer(store, design, ["jurist"] * 10, start=25)
    clock("14:00")
    answer(store, design, ["jurist"] * 10, start=35)
    assert people(store, design) == 35


def test_the_mirror_is_not_of_a_few_more_than_figures(store: Store, design: Design, clock: Clock):
    for minute, number in (("10:00", 20), ("11:00", 10)):
        clock(minute)
        answer(store, design, ["jurist"] * number, start=number)
    assert people(store, design) == 20
    clock("12:00")
    answer(store, design, ["jurist"] * 3, start=30)
    assert EVERYBODY in made(store, groups=False)
    for minute, number in (("13:00", 4), ("14:00", 10)):
        clock(minute)
        answer(store, design, ["jurist"] * number, start=40 + number)
    assert people(store, design) == 33, "37 finished well before, and the figures are of 33"


def test_figures_are_of_the_people_of_the_mirror_where_those_after_them_left(
    store: Store, design: Design, clock: Clock
):
    answer(store, design, ["jurist"] * 20)
    clock("11:00")
    answer(store, design, ["jurist"] * 10, start=20)
    assert people(store, design) == 20
    for id_ in later(store)[:9]:
        store.forget(id_)
    assert EVERYBODY in made(store, groups=False)
    assert store.results.states(STUDY)[EVERYBODY].people == 20, "of 21 they would tell of one"


def test_the_mirror_waits_for_files(store: Store, design: Design, clock: Clock):
    answer(store, design, ["jurist"] * 12)
    clock("11:00")
    answer(store, design, ["jurist"], start=12)
    assert len(store.edition(STUDY).people) == 13
    clock("12:00")
    answer(store, design, ["jurist"] * 9, start=13)
    assert people(store, design) == 0, "the one of 11 o'clock would be told of by the file alone"
    answer(store, design, ["jurist"], start=22)
    assert people(store, design) == 13


def test_a_file_is_of_nobody_or_enough_who_came_after_those_of_the_mirror(store: Store, design: Design, clock: Clock):
    answer(store, design, ["jurist"] * 20)
    clock("11:00")
    answer(store, design, ["jurist"] * 10, start=20)
    assert people(store, design) == 20
    for id_ in later(store):
        store.forget(id_)
    clock("12:00")
    answer(store, design, ["jurist"] * 9, start=30)
    assert len(store.edition(STUDY).people) == 20
    answer(store, design, ["jurist"], start=39)
    assert len(store.edition(STUDY).people) == 30


def test_the_mirror_of_another_question_is_not_shown(store: Store, design: Design, clock: Clock):
    answer(store, design, ["jurist"] * 20)
    clock("11:00")
    answer(store, design, ["jurist"] * 10, start=20)
    assert people(store, design) == 20
    another = some_design(design.study, tasks=5, versions=1)
    store.publish(another)
    answer(store, another, ["jurist"], start=30)
    assert group_model(store, another, NO_PROCESS) is None
    assert people(store, design) == 20


def test_of_choices_too_a_file_waits_for_ten_after_the_mirror(asked: Asked, clock: Clock):
    app, design = asked(task={"kind": "choice", "alternatives": 2, "statement": {"nl": "Welk?", "en": "Which?"}})
    store = store_of(app)

    def choose(number: int, start: int) -> None:
        for seed in range(start, start + number):
            rng = np.random.default_rng(seed)
            person = store.add_respondent(design, language="nl", rng=rng)
            for task in person.tasks:
                store.record_answer(person.id, task, str(rng.integers(1, 3)))
            store.complete(person.id)

    choose(20, 0)
    clock("11:00")
    choose(10, 20)
    assert people(store, design) == 20
    assert store.results.states(STUDY)[MIRROR].parts == {EVERYBODY: 20}
    for id_ in later(store):
        store.forget(id_)
    clock("12:00")
    choose(9, 30)
    assert len(store.edition(STUDY).people) == 20
    choose(1, 39)
    assert len(store.edition(STUDY).people) == 30
