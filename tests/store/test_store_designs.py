import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dce.design import Design, make_choice_design
from dce.disclosure import AtLeast
from dce.errors import StoreError
from dce.store import Departures, DesignsDiffer, Store, TellsOfFewer, designs
from dce.study import Study


def reworded(study: Study, **changes: object) -> Study:
    return Study.model_validate(study.model_dump(mode="json") | changes)


def test_a_design_and_its_study_come_back_equal_by_hash(store: Store, design: Design, path: Path) -> None:
    fresh = Store.open(path)
    kept = fresh.design(design.hash)
    assert kept.study == design.study
    assert kept.hash == design.hash
    assert_frame_equal(kept.frame, design.frame)
    assert (kept.seed, dict(kept.settings)) == (7, {"search": "by hand"})
    assert fresh.current("voorbeeld").hash == design.hash
    fresh.close()


def test_a_design_that_was_kept_under_the_hash_of_the_first_schema_comes_back_by_it(
    store: Store, design: Design
) -> None:
    """That was over what stands at its default as well; people are tied to it."""
    study = reworded(design.study, title={"nl": "Enquête", "en": "Inquiry"})
    content = study.model_dump_json()
    canonical = json.dumps(json.loads(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    first = hashlib.sha256(canonical.encode()).hexdigest()
    assert first != study.hash
    old = hashlib.sha256(json.dumps([first, design.rows.to_numpy().tolist()], separators=(",", ":")).encode())
    store._database.run("add_study", hash=first, id=study.id, content=content)
    store._database.run("add_design", hash=old.hexdigest(), study_hash=first, **designs.to_text(design))
    found = store.design(old.hexdigest())
    assert (found.hash, found.study.hash, found.study) == (old.hexdigest(), first, study)


def test_the_last_published_design_is_current_and_the_others_stay(store: Store, design: Design) -> None:
    other = Design.from_frame(design.study, design.frame.query("version == 1"))
    for published in (other, other, design, other):
        store.publish(published)
        assert store.current("voorbeeld").hash == published.hash
    assert store.design(design.hash).hash == design.hash
    assert store.study_ids() == ("voorbeeld",)


def test_an_edited_study_leaves_respondents_with_what_they_saw(store: Store, design: Design) -> None:
    person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
    study = reworded(design.study, title={"nl": "Iets anders", "en": "Something else"})
    store.publish(Design.from_frame(study, design.frame))
    assert store.current("voorbeeld").study.title["nl"] == "Iets anders"
    assert store.design(store.respondent(person.id).design_hash).study.title["nl"] == "Gegevens delen"


def test_studies_lie_beside_each_other(store: Store, design: Design) -> None:
    study = reworded(design.study, id="ander-onderzoek")
    store.publish(Design.from_frame(study, design.frame))
    assert store.study_ids() == ("ander-onderzoek", "voorbeeld")
    assert store.current("ander-onderzoek").study.id == "ander-onderzoek"


def test_what_is_not_published_is_refused_by_name(store: Store) -> None:
    with pytest.raises(StoreError, match=r"no study 'parkeren' is published here; published are: voorbeeld"):
        store.current("parkeren")
    with pytest.raises(StoreError, match="no design 'ffffffffffff'"):
        store.design("f" * 64)


def fill(store: Store, design: Design, people: int) -> None:
    rng = np.random.default_rng(people)
    for number in range(people):
        person = store.add_respondent(design, language="nl", rng=rng)
        if number % 2:
            store.record_background(person.id, {"rol": "jurist"})
        for place, task in enumerate(person.tasks[: 1 + number % 4]):
            store.record_answer(person.id, task, str(1 + (number + place) % 5))


def test_the_long_table_tells_who_saw_what_when_and_answered(store: Store, design: Design) -> None:
    fill(store, design, 9)
    table = store.answers("voorbeeld")
    assert dict(table.dtypes.astype(str)) == {
        "respondent": "str",
        "task": "int64",
        "position": "int64",
        "rating": "str",
        "ontvanger": "str",
        "doel": "str",
        "waarborgen": "str",
        "rol": "str",
        "synthetic": "bool",
    }
    assert len(table) == store.progress("voorbeeld").answers == 1 + 2 + 3 + 4 + 1 + 2 + 3 + 4 + 1
    for row in table.to_dict("records"):
        person = store.respondent(row["respondent"])
        assert person.tasks[row["position"] - 1] == row["task"]
        assert store.answered(person.id)[row["task"]] == row["rating"]
        assert {name: row[name] for name in design.study.criterion_ids} == design.scenario(row["task"])
        chosen = store.background(person.id).get("rol")
        assert chosen == row["rol"] if chosen else pd.isna(row["rol"])
    assert 0 < table["rol"].isna().sum() < len(table)
    assert not table["synthetic"].any()


def test_the_long_table_without_answers_has_the_same_columns(store: Store, design: Design) -> None:
    empty = store.answers("voorbeeld")
    fill(store, design, 2)
    filled = store.answers("voorbeeld")
    assert len(empty) == 0
    assert list(empty.columns) == list(filled.columns)
    assert list(empty.dtypes) == list(filled.dtypes)


def test_ids_stay_the_text_they_are(tmp_path: Path, study: Study) -> None:
    words = {"nl": "x", "en": "x"}
    levels = [{"id": name, "label": words} for name in ("001", "1", "1e3", "NA")]
    odd = reworded(
        study,
        task=study.task.model_dump(mode="json") | {"scale": levels},
        criteria=[{"id": "bedrag", "label": words, "levels": levels}],
        rules=[],
        background=[{"id": "code", "label": words, "options": levels}],
    )
    design = Design.from_frame(odd, pd.DataFrame({"bedrag": ["001", "1", "1e3", "NA"]}))
    store = Store.open(tmp_path / "text.db")
    store.publish(design)
    for option in ("001", "1", "1e3", "NA"):
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
        store.record_background(person.id, {"code": option})
        for task in person.tasks:
            store.record_answer(person.id, task, design.scenario(task)["bedrag"])
    table = store.answers("voorbeeld")
    assert (table["rating"] == table["bedrag"]).all()
    assert sorted(table["bedrag"]) == sorted(table["code"]) == sorted(["001", "1", "1e3", "NA"] * 4)
    store.close()


def test_designs_that_differ_in_words_only_are_read_together(store: Store, design: Design) -> None:
    fill(store, design, 4)
    study = reworded(design.study, title={"nl": "Beter gezegd", "en": "Better said"})
    second = Design.from_frame(study, design.frame)
    store.publish(second)
    assert len(store.answers("voorbeeld")) == 10
    fill(store, second, 4)
    assert len(store.answers("voorbeeld")) == 20
    assert len(store.answers("voorbeeld", design_hash=second.hash)) == 10


def test_designs_that_ask_different_things_are_not_mixed(store: Store, design: Design) -> None:
    fill(store, design, 4)
    second = Design.from_frame(design.study, design.frame.query("version == 1"))
    store.publish(second)
    assert len(store.answers("voorbeeld")) == 10
    fill(store, second, 2)
    with pytest.raises(StoreError, match=f"name one: {design.hash}, {second.hash}"):
        store.answers("voorbeeld")
    store.publish(design)
    with pytest.raises(StoreError, match=f"name one: {second.hash}, {design.hash}"):
        store.answers("voorbeeld")
    assert len(store.answers("voorbeeld", design_hash=design.hash)) == 10
    with pytest.raises(StoreError, match="belongs to study 'voorbeeld'"):
        store.answers("parkeren", design_hash=design.hash)


WORDS = {"nl": "Weet ik niet", "en": "I do not know"}
CHOICE = {"kind": "choice", "alternatives": 2, "statement": {"nl": "Welke?", "en": "Which?"}}


def test_an_answer_beside_the_scale_may_be_added_later_and_not_be_taken_back(store: Store, design: Design) -> None:
    """It would stand among the ratings, for nothing would say any more that no model is fitted to it."""
    task = design.study.task.model_dump(mode="json")
    more = Design.from_frame(reworded(design.study, task=task | {"cannot_say": WORDS}), design.frame)
    fill(store, design, 4)
    store.publish(more)
    fill(store, more, 4)
    unsure = store.add_respondent(more, language="nl", rng=np.random.default_rng(1))
    store.record_answer(unsure.id, unsure.tasks[0], "?")
    assert set(store.answers("voorbeeld")["rating"]) == set("12345")
    store.publish(design)
    for read in (lambda: store.answers("voorbeeld"), lambda: store.ratings(design.study)):
        with pytest.raises(DesignsDiffer, match="designs that ask different things"):
            read()


def test_choices_with_and_without_an_opt_out_are_not_mixed(store: Store, study: Study) -> None:
    plain = make_choice_design(reworded(study, task=CHOICE), 6, seed=1)
    other = Design.from_frame(reworded(study, task=CHOICE | {"opt_out": WORDS}), plain.frame)
    for published in (plain, other):
        store.publish(published)
        person = store.add_respondent(published, language="nl", rng=np.random.default_rng(1))
        store.record_answer(person.id, person.tasks[0], "1")
    with pytest.raises(DesignsDiffer):
        store.answers("voorbeeld")


def test_progress_counts_people_and_answers_of_one_study(store: Store, design: Design) -> None:
    fill(store, design, 4)
    other = Design.from_frame(reworded(design.study, id="ander"), design.frame)
    store.publish(other)
    fill(store, other, 1)
    found = store.progress("voorbeeld")
    assert (found.started, found.completed, found.answers) == (4, 0, 10)
    assert store.progress("ander").answers == 1
    assert store.departures("voorbeeld") == Departures(withdrew=0, full=0, disputed=AtLeast(0, 10))


def promising(design: Design, smallest: int) -> Design:
    privacy = design.study.privacy.model_copy(update={"smallest_group": smallest})
    return Design.from_frame(design.study.model_copy(update={"privacy": privacy}), design.frame, seed=1, settings={})


def test_c06_no_later_version_tells_of_fewer_people_than_were_promised(store: Store, design: Design) -> None:
    """What is shown goes by the version of now, so it would tell of who answered an earlier one."""
    store.publish(promising(design, 5))  # nobody has begun: nobody was promised anything
    store.publish(promising(design, 10))
    store.add_respondent(store.current("voorbeeld"), language="nl", rng=np.random.default_rng(1))
    with pytest.raises(
        TellsOfFewer, match="nothing is shown about fewer than 10, and this version has smallest_group: 3"
    ):
        store.publish(promising(design, 3))
    assert store.current("voorbeeld").study.privacy.smallest_group == 10
    store.publish(promising(design, 12))
