import threading
from contextlib import nullcontext

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_raw import look

from dce.design import Design
from dce.errors import AnswerError, StoreError
from dce.store import AlreadyAnswered, OutsideScale, Respondent, Store, Unfinished, UnknownTask


def answer_all(store: Store, respondent: Respondent, rating: str = "4") -> None:
    for task in respondent.tasks:
        store.record_answer(respondent.id, task, rating)


def test_the_same_rating_again_is_a_success_and_one_row(store: Store, respondent: Respondent) -> None:
    task = respondent.tasks[0]
    assert store.record_answer(respondent.id, task, "4") == "stored"
    assert store.record_answer(respondent.id, task, "4") == "same"
    assert store.answered(respondent.id) == {task: "4"}
    assert store.progress("voorbeeld").answers == 1


def test_another_rating_is_refused_and_the_first_stays(store: Store, respondent: Respondent) -> None:
    task = respondent.tasks[0]
    store.record_answer(respondent.id, task, "4")
    with pytest.raises(AlreadyAnswered, match=f"task {task} is already answered with '4'"):
        store.record_answer(respondent.id, task, "5")
    assert store.answered(respondent.id) == {task: "4"}


@pytest.mark.parametrize("task", [5, 999, 0, -1, 10**5000], ids=["other version", "unknown", "0", "-1", "5000 digits"])
def test_a_task_that_was_not_given_is_refused(store: Store, respondent: Respondent, task: int) -> None:
    assert respondent.version == 1
    with pytest.raises(UnknownTask):
        store.record_answer(respondent.id, task, "4")
    assert store.answered(respondent.id) == {}


@pytest.mark.parametrize("rating", ["0", "6", "", "04", "٤", "4 ", "\ud800", "1\x00", None, 4])
def test_a_rating_outside_the_scale_is_refused(store: Store, respondent: Respondent, rating: str) -> None:
    with pytest.raises(OutsideScale, match="1, 2, 3, 4, 5"):
        store.record_answer(respondent.id, respondent.tasks[0], rating)
    assert store.answered(respondent.id) == {}


@pytest.mark.parametrize("id_", ["", "nobody", "' OR 1=1 --", "a\x00b", "\ud800"])
def test_an_unknown_respondent_is_refused(store: Store, respondent: Respondent, id_: str) -> None:
    with pytest.raises(StoreError):
        store.record_answer(id_, 1, "4")
    assert store.progress("voorbeeld").answers == 0


def test_of_eight_tabs_with_two_values_one_value_is_stored_and_the_other_refused(
    store: Store, respondent: Respondent
) -> None:
    together, told = threading.Barrier(8), []

    def tab(task: int, rating: str) -> None:
        together.wait()
        try:
            told.append((task, rating, store.record_answer(respondent.id, task, rating)))
        except AlreadyAnswered:
            told.append((task, rating, "refused"))

    for task in respondent.tasks:
        threads = [threading.Thread(target=tab, args=(task, "25"[number % 2])) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for task, kept in store.answered(respondent.id).items():
        outcomes = sorted((rating == kept, outcome) for of, rating, outcome in told if of == task)
        assert outcomes == [(False, "refused")] * 4 + [(True, "same")] * 3 + [(True, "stored")]
    assert len(store.answered(respondent.id)) == 4
    assert store.verify() == ()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posts=st.lists(st.tuples(st.integers(0, 8), st.sampled_from("0125")), max_size=25))
def test_whatever_is_posted_the_first_good_rating_of_a_task_stays(
    store: Store, design: Design, posts: list[tuple[int, str]]
) -> None:
    person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
    first: dict[int, str] = {}
    for task, rating in posts:
        allowed = task in person.tasks and rating != "0" and first.get(task, rating) == rating
        wanted = nullcontext() if allowed else pytest.raises(AnswerError)
        with wanted:
            assert store.record_answer(person.id, task, rating) == ("same" if task in first else "stored")
        if allowed:
            first.setdefault(task, rating)
        assert store.answered(person.id) == first
    assert store.verify() == ()


def test_completing_needs_every_answer_and_may_be_done_twice(store: Store, respondent: Respondent) -> None:
    store.record_answer(respondent.id, respondent.tasks[0], "4")
    with pytest.raises(Unfinished, match="3 of 4 tasks"):
        store.complete(respondent.id)
    assert not store.respondent(respondent.id).completed
    answer_all(store, respondent)
    store.complete(respondent.id)
    store.complete(respondent.id)
    assert store.respondent(respondent.id).completed
    assert store.progress("voorbeeld").completed == 1


def test_the_time_of_completion_is_the_first_one(store: Store, respondent: Respondent) -> None:
    answer_all(store, respondent)
    store.complete(respondent.id)
    look(store, "UPDATE respondents SET completed = '2026-01-01T00:00Z'")
    store.complete(respondent.id)
    assert look(store, "SELECT completed FROM respondents")[0][0] == "2026-01-01T00:00Z"


def test_after_completion_the_same_rating_is_welcome_and_another_refused(store: Store, respondent: Respondent) -> None:
    answer_all(store, respondent)
    store.complete(respondent.id)
    assert store.record_answer(respondent.id, respondent.tasks[1], "4") == "same"
    with pytest.raises(AnswerError):
        store.record_answer(respondent.id, respondent.tasks[1], "1")
    assert set(store.answered(respondent.id).values()) == {"4"}


def test_answers_come_back_in_the_order_of_answering(store: Store, design: Design) -> None:
    person = store.add_respondent(design, language="en", rng=np.random.default_rng(2))
    wanted = dict(zip(reversed(person.tasks), "3142", strict=True))
    for task, rating in wanted.items():
        store.record_answer(person.id, task, rating)
    assert list(store.answered(person.id).items()) == list(wanted.items())


@pytest.mark.parametrize("showing", [0, -1, 2])
def test_a_showing_that_nobody_saw_is_refused(store: Store, respondent: Respondent, showing: int):
    with pytest.raises(UnknownTask):
        store.record_answer(respondent.id, respondent.tasks[0], "4", showing=showing)
    assert store.answered(respondent.id) == {}
