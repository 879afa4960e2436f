"""Everybody can see what is kept of them, leave with all of it, and be left out of the models."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from store_raw import look

from dce.data import Ratings
from dce.design import Design, make_design
from dce.disclosure import AtLeast
from dce.errors import StoreError
from dce.store import Circumstances, Departures, OutsideScale, Respondent, Store
from dce.study import Study, example_study


def answer_all(store: Store, person: Respondent, answer: str = "4") -> None:
    for task in person.tasks:
        store.record_answer(person.id, task, answer)


def test_everything_that_is_kept_of_a_person_can_be_seen(store: Store, respondent: Respondent) -> None:
    store.record_background(respondent.id, {"rol": "jurist"})
    task, other = respondent.tasks[:2]
    store.record_answer(respondent.id, task, "2", circumstances=Circumstances(seconds=31, away=1, reason="Te vaag"))
    store.record_answer(respondent.id, other, "5")
    store.record_answer(respondent.id, task, "3", instead_of=1)
    kept = json.loads(json.dumps(store.own(respondent.id)))
    assert kept["background"] == {"rol": "jurist"}
    assert [(row["position"], row["answer"], row["revision"]) for row in kept["answers"]] == [
        (1, "2", 1),
        (2, "5", 1),
        (1, "3", 2),
    ]
    assert (kept["answers"][0]["seconds"], kept["answers"][0]["reason"]) == (31, "Te vaag")
    assert kept["criteria_in_order"] == list(respondent.criteria)
    assert respondent.id not in json.dumps(kept)


def test_who_leaves_is_gone_from_every_table_and_from_the_file(
    store: Store, design: Design, path: Path, respondent: Respondent
) -> None:
    stays = store.add_respondent(design, language="en", rng=np.random.default_rng(2))
    for person in (respondent, stays):
        store.record_background(person.id, {"rol": "jurist"})
        answer_all(store, person)
        store._database.run("set_code", id=person.id, code_hash=person.id.ljust(64, "x"))
    store.record_answer(
        respondent.id,
        respondent.tasks[0],
        "1",
        instead_of=1,
        circumstances=Circumstances(reason="een zin die nergens anders staat"),
    )
    store.invite("voorbeeld", ["a" * 64])
    store.use_invitation("a" * 64, respondent.id)
    store.dispute(respondent.id)
    assert store.forget(respondent.id)
    with pytest.raises(StoreError, match="no such respondent"):
        store.forget(respondent.id)
    assert store.invitation("a" * 64) is None
    assert store.verify() == ()
    assert set(store.answers("voorbeeld")["respondent"]) == {stays.id}
    assert store.departures("voorbeeld") == Departures(withdrew=1, full=0, disputed=AtLeast(0, 10))
    look(store, "PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    left = path.read_bytes()
    assert respondent.id.encode() not in left
    assert b"nergens anders" not in left
    assert stays.id.encode() in left


def test_of_who_left_the_day_is_kept_and_no_minute(store: Store, respondent: Respondent) -> None:
    days = {datetime.now(UTC).date().isoformat()}
    assert store.forget(respondent.id, kind="full")
    days.add(datetime.now(UTC).date().isoformat())
    (row,) = look(store, "SELECT study_id, kind, day FROM departures")
    assert row["day"] in days
    assert (row["study_id"], row["kind"]) == ("voorbeeld", "full")


def test_who_disputes_the_model_is_left_out_of_it_until_that_ends(
    store: Store, design: Design, respondent: Respondent
) -> None:
    other = store.add_respondent(design, language="en", rng=np.random.default_rng(2))
    for person in (respondent, other):
        answer_all(store, person)
    for _ in range(2):
        store.dispute(respondent.id)
    assert store.disputed(respondent.id)
    assert store.departures("voorbeeld").disputed == AtLeast(0, 10), "one person is not told of"
    assert set(store.answers("voorbeeld")["respondent"]) == {other.id}
    assert set(store.answers("voorbeeld", everything=True)["respondent"]) == {other.id}
    mine, long = store.ratings(design.study), Ratings.from_answers(store.answers("voorbeeld"), design.study)
    assert mine.people == long.people == (other.id,)
    assert store.own(respondent.id)["disputed"]
    store.dispute(respondent.id, disputed=False)
    assert len(store.ratings(design.study).people) == 2


def test_another_reason_for_the_same_answer_is_a_revision_of_its_own(store: Store, respondent: Respondent) -> None:
    task = respondent.tasks[0]

    def say(reason: str, instead_of: int | None) -> str:
        more = Circumstances(reason=reason)
        return store.record_answer(respondent.id, task, "2", instead_of=instead_of, circumstances=more)

    assert [say("eerst", None), say("eerst", 1), say("later", None), say("later", 1), say("later", 2)] == [
        *("stored", "same", "same", "changed", "same")
    ]
    frame = store.answers("voorbeeld", everything=True)
    assert list(frame["reason"]) == ["later"]
    assert "reason" not in store.answers("voorbeeld")


@pytest.mark.parametrize("kind", ["rating", "choice"])
def test_an_attention_check_is_shown_once_in_the_middle_and_fitted_to_nothing(store: Store, kind: str) -> None:
    plain = example_study().model_dump(mode="json", exclude_defaults=True)
    words = {"nl": "Kies hier 2", "en": "Choose 2 here"}
    task = plain["task"] if kind == "rating" else {"kind": "choice", "alternatives": 3, "statement": words}
    asked = {"task": task, "design": {"tasks": 8}, "survey": {"attention": {"statement": words, "answer": "2"}}}
    design = make_design(Study.model_validate(plain | asked), seed=1)
    store.publish(design)
    people = [store.add_respondent(design, language="nl", rng=np.random.default_rng(seed)) for seed in range(20)]
    places = {person.tasks.index(0) for person in people}
    assert places <= set(range(2, 7))
    assert len(places) > 3
    answer_all(store, people[0], "2")
    store.complete(people[0].id)
    everything = store.answers("voorbeeld", design_hash=design.hash, everything=True)
    checks = everything[everything["task_role"] == "attention"]
    assert len(checks) == (1 if kind == "rating" else 3)
    if kind == "choice":
        assert people[0].alternatives[people[0].tasks.index(0)] == (1, 2, 3)
        assert list(checks["chosen"]) == [0, 1, 0]
    assert 0 not in set(store.answers("voorbeeld", design_hash=design.hash)["task"])
    if kind == "rating":
        assert store.ratings(design.study, design_hash=design.hash).counts().sum() == 8
    assert store.verify() == ()
    with pytest.raises(OutsideScale):
        store.record_answer(people[1].id, 0, "9")


def test_of_who_was_invited_and_left_the_number_of_links_tells_nothing(
    store: Store, respondent: Respondent, path: Path
) -> None:
    store.invite("voorbeeld", [f"{number:064}" for number in range(3)])
    store.use_invitation(f"{1:064}", respondent.id)
    assert store.standing("voorbeeld").invited == 3
    assert store.forget(respondent.id)
    assert store.standing("voorbeeld").invited == 3
    assert store.invitation(f"{1:064}") is None, "the link leads nowhere"
    store.life.sweep(anyway=True)
    assert f"{1:064}".encode() not in path.read_bytes(), "and nothing of it is left"
