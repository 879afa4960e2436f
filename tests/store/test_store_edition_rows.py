"""The rows of an edition by person, which are read some people at a time, are those of a whole file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from edition_people import SMALLEST, STUDY, small

from dce.design import Design, make_design
from dce.store import Store
from dce.study import Study, example_study

WORDS = {"nl": "Weet ik niet", "en": "I do not know"}


@pytest.fixture(scope="module")
def design() -> Design:
    """One with a practice task, a task that comes twice, and an answer beside the scale."""
    plain = example_study().model_dump(mode="json", exclude_defaults=True)
    study = small(Study.model_validate(plain | {"task": plain["task"] | {"cannot_say": WORDS}}))
    return make_design(study, settings=study.design.model_validate({"tasks": 6, "practice": 1, "repeats": 1}), seed=1)


def answer(store: Store, who: str, tasks: slice, answers: str) -> None:
    person = store.respondent(who)
    shown = list(enumerate(person.tasks, 1))[tasks]
    for (position, task), own in zip(shown, answers, strict=True):
        store.record_answer(who, task, own, showing=person.showing(position))


def come(store: Store, design: Design, seed: int, answers: str) -> str:
    person = store.add_respondent(design, language="nl", rng=np.random.default_rng(seed))
    answer(store, person.id, slice(len(answers)), answers)
    return person.id


def test_rows_of_people_are_those_of_the_file(store: Store, design: Design) -> None:
    """Some answer the first version, in which nobody could say that they do not know, and the others this one.

    Somebody answers all, somebody cannot say, one goes on, one practised only, one leaves, and one comes later.
    """
    first = Design.from_frame(small(example_study()), design.frame, seed=1, settings=design.settings)
    store.publish(first)
    for seed in range(SMALLEST):
        come(store, first, 20 + seed, "123")
    store.publish(design)
    whole = "12345123"
    assert len(store.respondent(come(store, design, 0, whole)).tasks) == len(whole)
    unsure, going, practised, leaving = (
        come(store, design, seed, own) for seed, own in enumerate(("1?", "123", "1", "12"), 1)
    )
    edition = store.edition(STUDY)
    assert len(edition.people) == 2 * SMALLEST + 2
    answer(store, going, slice(3, 8), whole[3:])
    answer(store, practised, slice(1, 8), whole[1:])
    store.record_answer(unsure, store.respondent(unsure).tasks[1], "4", instead_of=1)
    store.forget(leaving)
    come(store, design, 9, whole)

    file = store.answers(STUDY, edition=edition)
    found = store.people_with_rows(STUDY, edition)
    assert found["rows"].to_dict() == file["respondent"].value_counts().to_dict()
    assert {going: 2} == {id_: rows for id_, rows in found["rows"].items() if id_ in (unsure, going, practised)}
    assert not found["synthetic"].any()
    assert list(found.index) == sorted(found.index)
    given = store.answers_of(STUDY, found["synthetic"], edition)
    own = ["respondent", "task"]
    pd.testing.assert_frame_equal(
        given.sort_values(own, ignore_index=True), file.sort_values(own, ignore_index=True), check_like=True
    )
