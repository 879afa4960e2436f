import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from store_raw import look

from dce.design import Design
from dce.errors import StoreError
from dce.store import OutsideScale, Respondent, Store


def test_a_respondent_is_read_back_as_added(store: Store, respondent: Respondent) -> None:
    assert store.respondent(respondent.id) == respondent
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", respondent.id)  # 128 bits in base64
    assert (respondent.language, respondent.version, respondent.completed) == ("nl", 1, False)


def test_versions_fill_evenly_while_people_arrive_at_once(store: Store, design: Design) -> None:
    def arrive(seed: int) -> int:
        return store.add_respondent(design, language="nl", rng=np.random.default_rng(seed)).version

    with ThreadPoolExecutor(8) as people:
        versions = list(people.map(arrive, range(41)))
    assert Counter(versions) == {1: 21, 2: 20}


def test_orders_are_permutations_that_follow_the_generator(store: Store, design: Design) -> None:
    people = [store.add_respondent(design, language="nl", rng=np.random.default_rng(seed)) for seed in range(40)]
    for person in people:
        assert sorted(person.tasks) == list(design.tasks_of(person.version))
        assert sorted(person.criteria) == sorted(design.study.criterion_ids)
    assert len({person.tasks for person in people}) > 15
    assert len({person.criteria for person in people}) == 6
    twins = [store.add_respondent(design, language="nl", rng=np.random.default_rng(3)) for _ in range(3)]
    assert (twins[0].tasks, twins[0].criteria) == (twins[2].tasks, twins[2].criteria)
    assert twins[0].id != twins[2].id


def test_a_task_that_is_shown_twice_is_told_apart_by_its_position(respondent: Respondent) -> None:
    twice = replace(respondent, tasks=(4, 2, 4, 2))
    assert [twice.showing(position) for position in (1, 2, 3, 4)] == [1, 1, 2, 2]
    assert twice.positions == {(4, 1): 1, (2, 1): 2, (4, 2): 3, (2, 2): 4}


def test_a_respondent_needs_a_published_design_and_a_language_of_the_study(store: Store, design: Design) -> None:
    other = Design.from_frame(design.study, design.frame.query("version == 1"))
    with pytest.raises(StoreError, match="publish it first"):
        store.add_respondent(other, language="nl", rng=np.random.default_rng(1))
    with pytest.raises(OutsideScale, match="nl, en"):
        store.add_respondent(design, language="de", rng=np.random.default_rng(1))
    assert store.progress("voorbeeld").started == 0


def test_a_personal_code_leads_back_to_its_respondent_only(store: Store, design: Design) -> None:
    person = store.add_respondent(
        design, language="nl", rng=np.random.default_rng(4), code_hash=lambda id_: id_.ljust(64, "c")
    )
    assert store.respondent_by_code(person.id.ljust(64, "c")) == person
    assert store.respondent_by_code("d" * 64) is None
    with pytest.raises(StoreError):
        store.add_respondent(
            design, language="nl", rng=np.random.default_rng(5), code_hash=lambda _: person.id.ljust(64, "c")
        )
    assert store.progress("voorbeeld").started == 1, "nobody is there without a code of his own"


def test_the_language_can_change_within_the_study(store: Store, respondent: Respondent) -> None:
    store.set_language(respondent.id, "en")
    assert store.respondent(respondent.id).language == "en"
    with pytest.raises(OutsideScale, match="nl, en"):
        store.set_language(respondent.id, "fr")
    assert store.respondent(respondent.id).language == "en"


def test_background_is_kept_changed_and_skipped(store: Store, respondent: Respondent) -> None:
    assert store.background(respondent.id) == {}
    store.record_background(respondent.id, {"rol": "jurist"})
    store.record_background(respondent.id, {"rol": "beleid"})
    assert store.background(respondent.id) == {"rol": "beleid"}
    store.record_background(respondent.id, {"rol": None})
    store.record_background(respondent.id, {"rol": None})
    assert store.background(respondent.id) == {}


@pytest.mark.parametrize(("item", "option"), [("rol", "chef"), ("rol", ""), ("naam", "Anna"), ("naam", None)])
def test_background_that_the_study_does_not_ask_is_refused_whole(
    store: Store, respondent: Respondent, item: str, option: str | None
) -> None:
    with pytest.raises(OutsideScale):
        store.record_background(respondent.id, {"rol": "jurist"} | {item: option})
    assert store.background(respondent.id) == {}


def test_nothing_is_kept_of_a_person_but_what_is_named(store: Store, respondent: Respondent) -> None:
    assert list(look(store, "SELECT * FROM respondents")[0].keys()) == [
        *("id", "design_hash", "version", "language", "tasks", "criteria"),
        *("code_hash", "synthetic", "started", "completed", "alternatives", "cell", "notice", "changed"),
    ]
