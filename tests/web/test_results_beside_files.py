"""Figures beside files: whoever has both subtracts one from the other, and has nobody alone (C07)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from flask import Flask
from test_desk_results import STUDY, answer, made, quickly
from web_guest import store_of

from dce.design import Design
from dce.store import Store
from dce.store.ahead import Ahead
from dce.store.results import EVERYBODY, SCENARIOS
from dce.web.results.splits import beside_files

__all__ = ["quickly"]  # a fixture
LAST = "9999"


@pytest.fixture
def store(app: Flask) -> Store:
    return store_of(app)


def known(store: Store) -> set[str]:
    return set(store.edition(STUDY).people)


def test_figures_of_a_few_more_than_a_file_wait_for_ten(store: Store, design: Design):
    answer(store, design, ["jurist"] * 12)
    assert len(known(store)) == 12
    answer(store, design, ["jurist"] * 8, start=12)
    assert made(store) == [], "twenty less twelve are eight"
    answer(store, design, ["jurist"] * 2, start=20)
    assert EVERYBODY in made(store)


def test_figures_of_exactly_the_people_of_a_file_tell_nothing_new(store: Store, design: Design):
    answer(store, design, ["jurist"] * 13)
    assert len(known(store)) == 13
    assert EVERYBODY in made(store)


def test_a_group_waits_for_ten_of_its_own(store: Store, design: Design):
    answer(store, design, ["jurist"] * 11 + ["beleid"] * 11)
    assert len(known(store)) == 22
    answer(store, design, ["jurist"] * 12 + ["beleid"] * 3, start=22)
    moved = made(store)
    assert EVERYBODY in moved
    assert "rol" not in moved, "fourteen less eleven are three"
    answer(store, design, ["beleid"] * 7 + ["jurist"] * 3, start=37)
    assert "rol" in made(store)


def test_who_changed_an_answer_since_a_file_is_not_told_alone_by_figures(store: Store, design: Design):
    answer(store, design, ["jurist"] * 14)
    first = min(known(store))
    task = store.respondent(first).tasks[0]
    given = store.answers(STUDY).set_index(["respondent", "task"])["rating"][first, task]
    store.record_answer(first, task, "1" if given != "1" else "2", instead_of=1)
    assert made(store) == []


def bring(store: Store, design: Design, people: int) -> None:
    rows = [(f"before {n}", str(task), "4") for n in range(people) for task in sorted(design.tasks_of(1))]
    store.import_answers(STUDY, pd.DataFrame(rows, columns=["respondent", "task", "rating"]))


def test_people_who_were_imported_cover_nobody_beside_a_file(store: Store, design: Design):
    answer(store, design, ["jurist"] * 12)
    known(store)
    answer(store, design, ["jurist"], start=12)
    bring(store, design, 9)
    assert store.results.completed(STUDY) == 22
    assert made(store) == []


def test_people_who_were_imported_cover_nobody_between_two_looks(store: Store, design: Design):
    """Who imports nine knows them: with one who came, new figures would tell of that one alone."""
    answer(store, design, ["jurist"] * 12)
    assert EVERYBODY in made(store, groups=False)
    answer(store, design, ["jurist"], start=12)
    bring(store, design, 9)
    assert made(store, groups=False) == []
    answer(store, design, ["jurist"] * 9, start=13)
    assert EVERYBODY in made(store, groups=False)


def test_figures_move_by_people_who_were_imported_alone(store: Store, design: Design):
    answer(store, design, ["jurist"] * 12)
    assert EVERYBODY in made(store, groups=False)
    bring(store, design, 10)
    assert EVERYBODY in made(store, groups=False)


def test_without_files_and_for_invented_answers_nothing_waits(store: Store, design: Design, tmp_path):
    assert store.ahead(STUDY) is None
    invented = Store.open(tmp_path / "invented.db", synthetic=True)
    invented.publish(design)
    answer(invented, design, ["jurist"] * 12)
    assert invented.edition(STUDY).number == 1
    assert invented.ahead(STUDY) is None
    invented.close()


def test_an_earlier_state_is_held_against_files_by_its_own_people(
    store: Store, design: Design, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr("dce.store.answers.utc_minute", lambda hours=0: "2026-01-01T10:00Z")
        answer(store, design, ["jurist"] * 12)
    known(store)
    answer(store, design, ["jurist"] * 4, start=12)
    everybody, first = store.ahead(STUDY), store.ahead(STUDY, until="2026-01-01T10:00Z")
    assert everybody is not None
    assert everybody.behind(bool).tolist() == [[4], [4], [0]]
    assert first is not None
    assert first.behind(bool).tolist() == [[0], [0], [0]]


def beside(people: int = 0, fresh: int = 0, *, later: int = 0, editions: int = 1) -> Ahead:
    """The same number of people, all of one kind, beside each edition."""
    counts = tuple(np.full((editions, 1), number) for number in (people, fresh, later))
    return Ahead(((1, "{}"),), counts, np.zeros(editions, dtype=np.int64), 0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (None, None, True),
        (None, beside(), False),  # a file was taken while the answers were read
        (beside(), beside(editions=2), False),  # and so was another one
        (beside(), beside(), True),
        (beside(), beside(12, 12), False),  # all of them came while the answers were read
        (beside(12, 9), beside(12, 9), False),
        (beside(12, 10), beside(14, 9), True),
        (beside(later=9), beside(later=9), False),
        (beside(later=10), beside(later=10), True),
    ],
)
def test_who_completes_while_answers_are_read_covers_nobody(before: Ahead | None, after: Ahead | None, may: bool):
    splits: Mapping[str, Mapping] = {EVERYBODY: {EVERYBODY: None}}
    assert beside_files(splits, before, after, 10) == ((EVERYBODY,) if may else ())


def test_where_too_few_come_after_a_file_figures_are_of_its_people(
    store: Store, design: Design, monkeypatch: pytest.MonkeyPatch
):
    """Else an early file of a study that closes soon after would mean that nobody ever sees a figure."""
    with monkeypatch.context() as patch:
        patch.setattr("dce.store.answers.utc_minute", lambda hours=0: "2026-01-01T10:00Z")
        answer(store, design, ["jurist"] * 12)
    known(store)
    answer(store, design, ["jurist"] * 5, start=12)
    assert EVERYBODY in made(store)
    assert store.results.states(STUDY)[EVERYBODY].people == 12
    assert made(store) == [], "nothing new is to be told of them"


def test_figures_are_held_against_every_file_by_each_part_of_them(store: Store, design: Design):
    """The second file holds all whom the figures are of; of the first one six of each version lack."""
    answer(store, design, ["jurist"] * 20)
    known(store)
    answer(store, design, ["jurist"] * 12, start=20)
    assert len(known(store)) == 32
    assert made(store, groups=False) == [EVERYBODY]
    answer(store, design, ["jurist"] * 20, start=32)
    assert SCENARIOS in made(store, groups=False)
