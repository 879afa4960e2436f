"""Drafts: two who write at once never lose a word, and a published one is a design of exactly its text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from dce.design import Design, make_design
from dce.errors import StoreError, StudyError
from dce.store import DraftChanged, NoStudy, Store, WrongState
from dce.study import example_study, example_text
from dce.study.reader import parse_study

NEW = example_text().replace("id: voorbeeld", "id: nieuw")


def test_a_draft_is_a_study_that_nobody_can_answer_yet(store: Store) -> None:
    draft = store.drafts.add("nieuw", NEW, "anna")
    assert (draft.content, draft.revision, draft.account) == (NEW, 1, "anna")
    assert store.life.state("nieuw") == store.moment("nieuw") == "draft"
    assert store.study_ids() == ("voorbeeld",)
    assert store.life.study_ids() == ("nieuw", "voorbeeld")
    assert store.drafts.all() == (draft,)
    with pytest.raises(StoreError, match="has a draft already"):
        store.drafts.add("nieuw", NEW, "bo")
    with pytest.raises(NoStudy):
        store.drafts.draft("ander")
    with pytest.raises(StoreError, match="over 1 MB"):
        store.drafts.add("groot", "é" * 500_000 + "e", "anna")
    assert len(store.drafts.add("groot", "é" * 500_000, "anna").content) == 500_000


def test_who_saves_on_top_of_another_gets_both_texts(store: Store) -> None:
    store.drafts.add("nieuw", NEW, "anna")
    theirs = store.drafts.save("nieuw", NEW + "# van Anna\n", 1, "anna")
    with pytest.raises(DraftChanged, match="compare both texts") as refused:
        store.drafts.save("nieuw", NEW + "# van Bo\n", 1, "bo")
    assert store.audit.of_study("nieuw")[-1].object == "revision 2"
    assert refused.value.theirs == theirs == store.drafts.draft("nieuw")
    assert refused.value.mine == NEW + "# van Bo\n"
    assert store.drafts.save("nieuw", NEW + "# van Anna en Bo\n", theirs.revision, "bo").revision == 3


def test_of_many_that_save_at_once_one_wins(store: Store) -> None:
    store.drafts.add("nieuw", NEW, "anna")

    def save(number: int) -> bool:
        try:
            return store.drafts.save("nieuw", f"{NEW}# {number}\n", 1, "anna").revision == 2
        except DraftChanged:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(save, range(8))) == 1
    assert store.drafts.draft("nieuw").revision == 2


def test_a_text_with_faults_can_be_kept_but_not_published(store: Store) -> None:
    store.drafts.add("nieuw", "id: nieuw\nlanguages: [nl\n", "anna")
    with pytest.raises(StudyError, match=r"study.yaml:\d+:\d+"):
        store.drafts.publish("nieuw", 1, "anna")
    store.drafts.save("nieuw", example_text(), 1, "anna")
    with pytest.raises(StoreError, match="its text has id 'voorbeeld'"):
        store.drafts.publish("nieuw", 2, "anna")
    store.drafts.save("nieuw", NEW, 2, "anna")
    with pytest.raises(StoreError, match="has no design of this text"):
        store.drafts.publish("nieuw", 3, "anna")
    with pytest.raises(WrongState, match="no published design"):
        store.life.change("nieuw", "open", "anna")
    assert store.study_ids() == ("voorbeeld",)


def test_a_design_holds_for_the_text_it_was_made_of(store: Store) -> None:
    store.drafts.add("nieuw", NEW, "anna")
    design = make_design(parse_study(NEW), 8, seed=1)
    store.drafts.keep_design("nieuw", design, "anna")
    found = store.drafts.design("nieuw")
    assert found is not None
    assert found.hash == design.hash
    with pytest.raises(StoreError, match="is of study 'voorbeeld'"):
        store.drafts.keep_design("nieuw", make_design(example_study(), 8, seed=1), "anna")
    store.drafts.save("nieuw", NEW.replace("kind: rating", "kind: rating  # zelfde"), 1, "anna")
    assert store.drafts.design("nieuw"), "another remark is not another study"
    store.drafts.save("nieuw", NEW.replace("Gegevens delen", "Delen van gegevens"), 2, "anna")
    assert store.drafts.design("nieuw") is None


def test_a_new_version_leaves_earlier_answers_with_theirs(store: Store, design: Design) -> None:
    first = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
    text = example_text().replace("Gegevens delen", "Delen van gegevens")
    draft = store.drafts.add("voorbeeld", text, "anna")
    assert store.life.state("voorbeeld") == "open", "a draft of a next version changes nothing yet"
    store.drafts.keep_design("voorbeeld", make_design(parse_study(text), 8, seed=1), "anna")
    assert store.current("voorbeeld").hash == design.hash
    second = store.drafts.publish("voorbeeld", draft.revision, "anna")
    assert store.current("voorbeeld").hash == second.hash != design.hash
    store.record_answer(first.id, first.tasks[0], "4")
    assert store.design(store.respondent(first.id).design_hash).hash == design.hash
    with pytest.raises(DraftChanged):
        store.drafts.publish("voorbeeld", 7, "anna")
    done = [entry.action for entry in store.audit.of_study("voorbeeld")]
    assert done == ["draft.made", "design.made", "study.published"]
    for state in ("closed", "archived"):
        store.life.change("voorbeeld", state, "anna")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="is archived"):
        store.drafts.publish("voorbeeld", 1, "anna")
