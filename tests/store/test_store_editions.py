"""What leaves the house as single rows moves in steps: no two files tell of fewer people than may be told of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_raw import look

from dce.design import Design, make_design
from dce.store import Circumstances, Store, editions
from dce.study import Study, example_study

SMALLEST = 3
STUDY = "voorbeeld"


def small(study: Study) -> Study:
    return study.model_copy(update={"privacy": study.privacy.model_copy(update={"smallest_group": SMALLEST})})


DESIGN = make_design(small(example_study()), 8, seed=1)


class People:
    """People of one study who come, go on, change, leave and are imported, as a test says."""

    def __init__(self, store: Store, design: Design) -> None:
        self.store, self.design, self.here, self.imported = store, design, list[str](), set[str]()
        self.changed: dict[str, int] = {}

    def come(self, number: int, tasks: int = 8) -> None:
        for _ in range(number):
            seed = len(self.here)
            person = self.store.add_respondent(self.design, language="nl", rng=np.random.default_rng(seed))
            self.store.record_background(person.id, {"rol": "jurist"} if seed % 2 else {})
            for task in person.tasks[:tasks]:
                self.store.record_answer(person.id, task, "1", circumstances=Circumstances(seconds=9, away=0))
            self.here.append(person.id)

    def bring(self, number: int) -> None:
        ids = [f"elders {len(self.imported) + n}" for n in range(number)]
        frame = pd.DataFrame({"respondent": ids, "task": "1", "rating": "4"})
        self.store.import_answers(STUDY, frame)
        self.imported |= set(ids)

    def go_on(self, which: int) -> None:
        """Somebody answers the next task, or the first one anew: never as it was before."""
        if not self.here:
            return
        person = self.store.respondent(self.here[which % len(self.here)])
        given = self.store.answered(person.id)
        waiting = [task for task in person.tasks if task not in given]
        if waiting:
            self.store.record_answer(person.id, waiting[0], "1")
            return
        times = self.changed.get(person.id, 1)
        if times < 5:
            first = person.tasks[0]
            self.store.record_answer(person.id, first, str(times + 1), instead_of=times)
            self.changed[person.id] = times + 1

    def tell(self, which: int) -> None:
        if self.here:
            self.store.record_background(self.here[which % len(self.here)], {"rol": "beleid"})

    def leave(self, which: int) -> None:
        if self.here:
            self.store.forget(self.here.pop(which % len(self.here)))

    def dispute(self, which: int) -> None:
        if self.here:
            self.store.dispute(self.here.pop(which % len(self.here)))

    def file(self) -> dict[str, list[Any]]:
        """What a file of now holds of each person."""
        edition = self.store.edition(STUDY)
        frame = self.store.answers(STUDY, everything=True, edition=edition)
        frame = frame.astype(object).where(frame.notna(), None)
        return {
            str(id_): own.drop(columns="respondent").to_numpy().tolist() for id_, own in frame.groupby("respondent")
        }


MOVES = st.one_of(
    st.tuples(st.just("come"), st.integers(1, 4)),
    st.tuples(st.just("begin"), st.integers(1, 3)),
    st.tuples(st.just("bring"), st.integers(1, 3)),
    *(st.tuples(st.just(name), st.integers(0, 30)) for name in ("go_on", "go_on", "tell", "leave", "dispute")),
    st.tuples(st.just("file"), st.just(0)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, min_size=4, max_size=24))
def test_c07_no_two_files_differ_by_the_rows_of_few_people(tmp_path_factory: pytest.TempPathFactory, moves) -> None:
    """An attacker holds every file against every other; who left is out of the later ones, as is everybody's right."""
    store = Store.open(tmp_path_factory.mktemp("editions") / "dce.db")
    store.publish(DESIGN)
    people, files = People(store, DESIGN), list[dict[str, list[Any]]]()
    for name, number in [*moves, ("file", 0)]:
        if name == "file":
            files.append(people.file())
        elif name == "begin":
            people.come(number, tasks=2)
        else:
            getattr(people, name)(number)
    store.close()
    for earlier, before in enumerate(files):
        came = set[str]()  # or changed something since that file, whoever of them left after that
        for later in files[earlier + 1 :]:
            came |= {id_ for id_, rows in later.items() if before.get(id_) != rows}
            assert not 0 < len(came - people.imported) < SMALLEST


@pytest.fixture
def crowd(store: Store) -> People:
    store.publish(DESIGN)
    return People(store, DESIGN)


def test_a_file_is_what_it_was_until_enough_people_came(crowd: People) -> None:
    crowd.come(2)
    assert crowd.file() == {}, "two are too few for a first one"
    crowd.come(2)
    first = crowd.file()
    assert len(first) == 4
    crowd.come(1)
    crowd.go_on(0)
    assert crowd.file() == first, "one came and one changed an answer: two are too few"
    crowd.tell(1)
    second = crowd.file()
    assert second.keys() - first.keys() == {crowd.here[4]}
    assert second != first


def test_who_went_on_stands_there_with_what_was_said_then(crowd: People) -> None:
    """Later answers, other words on oneself, and times too."""
    crowd.come(4, tasks=5)
    first = crowd.file()
    for _ in range(3):
        crowd.go_on(0)
    crowd.tell(0)
    assert crowd.file() == first
    now = crowd.store.answers(STUDY, everything=True)
    assert len(now) == sum(map(len, first.values())) + 3
    crowd.go_on(1)
    crowd.go_on(2)
    assert len(crowd.file()[crowd.here[0]]) == 8


def test_people_who_were_imported_do_not_cover_one_who_came(crowd: People) -> None:
    """Who imports nine knows them, and would have the tenth alone."""
    crowd.come(3)
    first = crowd.file()
    crowd.come(1)
    crowd.bring(9)
    assert crowd.file() == first
    crowd.come(2)
    assert len(crowd.file()) == 15


def test_who_leaves_is_out_at_once_and_for_good(crowd: People) -> None:
    crowd.come(5)
    first, number = crowd.file(), crowd.store.edition_number(STUDY)
    gone = crowd.here[0]
    crowd.leave(0)
    left = crowd.file()
    assert (first.keys() - left.keys(), crowd.store.edition_number(STUDY) > number) == ({gone}, True)
    assert {id_: rows for id_, rows in first.items() if id_ != gone} == left
    other = crowd.here[0]
    crowd.store.dispute(other)
    assert other not in crowd.file()
    crowd.store.dispute(other, disputed=False)
    assert other not in crowd.file(), "to come back is to come: one would be told by it"


def test_a_study_of_invented_answers_needs_no_steps(tmp_path) -> None:
    store = Store.open(tmp_path / "dce.db", synthetic=True)
    store.publish(DESIGN)
    people = People(store, DESIGN)
    for number in (1, 2, 3):
        people.come(1)
        assert len(people.file()) == number
    store.close()


def test_an_edition_that_was_cut_off_is_none_and_the_next_one_is_whole(
    crowd: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody pulls the plug between two parts: what was handed out last stays what it was."""
    monkeypatch.setattr(editions, "AT_ONCE", 2)
    crowd.come(4)
    first = crowd.file()
    crowd.come(4)
    cleared, database = list[int](), type(crowd.store._database)

    def cut(_: object) -> None:
        cleared.append(1)
        if len(cleared) == 2:
            raise ConnectionAbortedError

    with monkeypatch.context() as patch:
        patch.setattr(database, "clear_log", cut)
        with pytest.raises(ConnectionAbortedError):
            crowd.store.edition(STUDY)
    assert crowd.file() == first, "another program may be making it still"
    monkeypatch.setattr(editions, "MOST_HOURS", 0)
    crowd.leave(5)
    assert len(crowd.file()) == 7
    (kept,) = look(crowd.store, "SELECT count(*) FROM handed_out")
    assert kept[0] == 7, "nothing of it is left over"


def test_who_leaves_while_an_edition_is_made_may_make_it_one_of_too_few(
    crowd: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd.come(4)
    first = crowd.file()
    crowd.come(3)
    database = type(crowd.store._database)
    with monkeypatch.context() as patch:
        patch.setattr(database, "clear_log", lambda _: crowd.leave(6) if len(crowd.here) == 7 else None)
        assert crowd.store.edition(STUDY).people.keys() == first.keys()
    assert crowd.file() == first
    crowd.come(1)
    assert len(crowd.file()) == 7


def test_what_is_no_longer_in_an_edition_is_not_kept(crowd: People) -> None:
    crowd.come(3, tasks=2)
    crowd.file()
    for which in range(3):
        crowd.go_on(which)
    assert {len(rows) for rows in crowd.file().values()} == {3}
    (kept,) = look(crowd.store, "SELECT count(*) FROM handed_out")
    assert kept[0] == 3
