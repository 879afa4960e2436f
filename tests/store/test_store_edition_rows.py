"""The rows of an edition by person, which are read some people at a time, are those of a whole file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from edition_people import SMALLEST, STUDY, later, small

from dce.design import Design, make_design
from dce.store import Store
from dce.store.editions import Edition
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


def same_as_the_file(store: Store, edition: Edition) -> pd.DataFrame:
    """Hold the rows by person of an edition beside its file; gives how many each person has."""
    file, found = store.answers(STUDY, edition=edition), store.people_with_rows(STUDY, edition)
    assert found["rows"].to_dict() == file["respondent"].value_counts().to_dict()
    given, own = store.answers_of(STUDY, found["synthetic"], edition), ["respondent", "task"]
    pd.testing.assert_frame_equal(
        given.sort_values(own, ignore_index=True), file.sort_values(own, ignore_index=True), check_like=True
    )
    return found


def test_rows_of_people_of_a_study_that_stayed_as_it_was_are_those_of_its_file(store: Store, design: Design) -> None:
    store.publish(design)
    for seed in range(SMALLEST):
        come(store, design, seed, "1?3")
    assert set(same_as_the_file(store, store.edition(STUDY))["rows"]) == {1}


def test_rows_of_people_are_those_of_the_file(store: Store, design: Design) -> None:
    """Some answer earlier versions, in which nobody could say that they do not know, and the others this one.

    Somebody answers all, somebody cannot say, one goes on, one practised only, one leaves, and one comes later.
    """
    first = Design.from_frame(small(example_study()), design.frame, seed=1, settings=design.settings)
    for version, seeds in ((first, range(20, 20 + SMALLEST)), (later(first), range(30, 30 + SMALLEST))):
        store.publish(version)
        for seed in seeds:
            come(store, version, seed, "123")
    store.publish(design)
    whole = "12345123"
    assert len(store.respondent(come(store, design, 0, whole)).tasks) == len(whole)
    unsure, going, practised, leaving = (
        come(store, design, seed, own) for seed, own in enumerate(("1?3", "123", "1", "12"), 1)
    )
    edition = store.edition(STUDY)
    assert len(edition.people) == 3 * SMALLEST + 2
    answer(store, going, slice(3, 8), whole[3:])
    answer(store, practised, slice(1, 8), whole[1:])
    store.record_answer(unsure, store.respondent(unsure).tasks[1], "4", instead_of=1)
    store.forget(leaving)
    come(store, design, 9, whole)

    found = same_as_the_file(store, edition)
    own = {id_: rows for id_, rows in found["rows"].items() if id_ in (unsure, going, practised)}
    assert own == {going: 2, unsure: 1}
    assert not found["synthetic"].any()
    assert list(found.index) == sorted(found.index)
