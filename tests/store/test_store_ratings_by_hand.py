"""Answers that leave the database as numbers: who is among the first so many, and what is read side by side."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import pytest
from store_raw import look

from dce.data.gathered import Batch
from dce.design import Design
from dce.store import Store
from dce.store.engines import postgres, sqlite
from dce.store.moments import side_by_side
from dce.store.ratings import _batches, _numbers
from dce.study import Study


def complete(store: Store, design: Design, answer: str, minute: str) -> str:
    """A person who gave the same answer to all, and was ready in this minute."""
    person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
    for task in person.tasks:
        store.record_answer(person.id, task, answer)
    store.complete(person.id)
    look(store, f"UPDATE respondents SET completed = '2026-01-01T10:{minute}Z' WHERE id = '{person.id}'")
    return person.id


def test_figures_until_a_minute_are_of_those_who_were_ready_by_then(store: Store, design: Design) -> None:
    """Figures that move in steps are of the same people for everybody who looks; two of one minute have no order."""
    people = [complete(store, design, "4", minute) for minute in ("03", "01", "02", "03")]
    begun = store.add_respondent(design, language="nl", rng=np.random.default_rng(9))
    store.record_answer(begun.id, begun.tasks[0], "2")

    def those(minute: str) -> list[int] | None:
        found = store.gathered("voorbeeld", until=f"2026-01-01T10:{minute}Z")
        return None if found is None else sorted(people.index(person) for person in found.everybody.people)

    assert [those(minute) for minute in ("00", "01", "02", "03")] == [None, [1], [1, 2], [0, 1, 2, 3]]
    everybody = store.gathered("voorbeeld")
    assert everybody is not None
    assert everybody.people == 4, "who is under way is not among them"


def test_numbers_are_read_from_text_by_their_width() -> None:
    counts, numbers = _numbers(["017004042", "", "999"], 3)
    assert (counts.tolist(), numbers.tolist()) == ([3, 0, 1], [17, 4, 42, 999])
    counts, numbers = _numbers(["7###"], 1)
    assert counts.tolist() == [4]
    assert numbers[0] == 7
    assert (numbers[1:] < 0).all(), "what is not on the scale can be no answer"
    assert _numbers(["05", "##"], 2)[1][1] < 0


def test_what_sources_give_comes_once_while_each_is_read_by_a_thread_of_its_own() -> None:
    both = threading.Barrier(2, timeout=10)

    def source(numbers: range) -> Iterator[int]:
        both.wait()  # neither goes on before the other has begun
        yield from numbers

    assert sorted(side_by_side([source(range(50)), source(range(50, 120))])) == list(range(120))
    assert list(side_by_side([iter([3, 1])])) == [3, 1]
    assert list(side_by_side([iter(()), iter(())])) == []


def test_a_fault_of_one_source_is_raised_and_each_other_ends_in_its_own_thread() -> None:
    """Left to whoever drops the fault, the moment that is read would end in the transaction of somebody else."""
    begun, ended, over = list[int](), list[int](), threading.Event()

    def endless() -> Iterator[int]:
        begun.append(threading.get_ident())
        try:
            while True:
                yield 1
        finally:
            ended.append(threading.get_ident())
            over.set()

    def broken() -> Iterator[int]:
        yield 2
        raise ValueError("torn page")

    with pytest.raises(ValueError, match="torn page"):
        list(side_by_side([endless(), broken()]))
    assert over.wait(10), "nobody reads on for nobody"
    assert ended == begun


def test_a_reading_that_was_broken_off_takes_nobodys_transaction_away(
    store: Store, design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault is kept with all that it came by, and let go while this thread stores something: all or nothing."""
    for engine in (sqlite, postgres):
        monkeypatch.setattr(engine, "ROWS_AT_ONCE", 1)
    for minute in range(10, 40):
        complete(store, design, "4", str(minute))
    database = store._database

    def broken() -> Iterator[Batch]:
        time.sleep(0.1)
        raise ValueError("torn page")
        yield

    kept = []
    try:
        for _ in side_by_side([_batches(database, [design], design.study, until="9999"), broken()]):
            time.sleep(0.05)
    except ValueError as fault:
        kept.append(fault)
    time.sleep(0.3)
    departure = {"study_id": "voorbeeld", "kind": "full", "day": "2026-01-01"}
    with suppress(ZeroDivisionError), database.tx():
        database.run("add_departure", **departure)
        kept.clear()
        gc.collect()
        database.run("add_departure", **departure)
        raise ZeroDivisionError  # so all of it is to be undone
    assert look(store, "SELECT * FROM departures") == []


def test_who_stops_looking_ends_all_that_is_read_and_little_was_read_ahead() -> None:
    read, ended = [0, 0], [threading.Event(), threading.Event()]

    def source(place: int) -> Iterator[int]:
        try:
            while True:
                read[place] += 1
                yield place
        finally:
            ended[place].set()

    looking = side_by_side([source(0), source(1)])
    next(looking)
    time.sleep(0.3)
    assert sum(read) <= 8 + 1 + 2, "eight wait, one was taken, and each thread holds one"
    looking.close()
    assert all(event.wait(10) for event in ended)


def test_what_is_gathered_bears_the_words_of_the_newest_design(store: Store, design: Design) -> None:
    complete(store, design, "4", "01")
    words = design.study.model_dump(mode="json") | {"title": {"nl": "Andere woorden", "en": "Other words"}}
    newer = Design.from_frame(Study.model_validate(words), design.frame, seed=7, settings={"search": "by hand"})
    store.publish(newer)
    complete(store, newer, "2", "02")
    found = store.gathered("voorbeeld")
    assert found is not None
    assert (found.people, found.study.title["en"]) == (2, "Other words")
