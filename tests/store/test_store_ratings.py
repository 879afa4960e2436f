"""Ratings that a database compresses itself are those of its long table, whatever happened to the answers."""

import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from dce.coding import Coding
from dce.data import Ratings
from dce.design import Design
from dce.errors import AnswerError, StoreError
from dce.estimation import fit_ordered_logit
from dce.ranking import rank_criteria
from dce.store import Store, database, holds_synthetic, read_answers, read_ratings
from dce.store import ratings as store_ratings
from dce.study import Study, example_study

EXACT = 1e-12  # the same numbers in the same order, so only the last bit of a sum may differ


@pytest.fixture
def study() -> Study:
    """The example with a second background item, of other options."""
    words = example_study().model_dump(mode="json")
    (rol,) = words["background"]
    options = [{"id": name, "label": {"nl": name, "en": name}} for name in ("rijk", "gemeente", "waterschap", "zorg")]
    words["background"] = [rol, rol | {"id": "sector", "options": options}]
    return Study.model_validate(words)


def collect(store: Store, design: Design, people: int, seed: int = 1) -> list[str]:
    """People who answer all, some or none of their tasks, and some or none of the background items."""
    rng, scale = np.random.default_rng(seed), design.study.scale_ids
    added = []
    for number in range(people):
        person = store.add_respondent(design, language="nl", rng=rng)
        added.append(person.id)
        for item in design.study.background:
            options = [None, *item.option_ids]
            store.record_background(person.id, {item.id: options[number % len(options)]})
        for task in person.tasks[: None if number % 5 else number % len(person.tasks)]:
            high = design.frame.drop_duplicates("task").set_index("task").loc[task, "doel"] == "ja"
            store.record_answer(person.id, task, str(rng.choice(scale[2:] if high and rng.random() < 0.7 else scale)))
    return added


def same(found: Ratings, known: Ratings) -> None:
    """Equal in everything; people with equal answers may change places, which no result can see."""
    assert_array_equal(found.x, known.x)
    assert_array_equal(found.by_person.toarray(), known.by_person.toarray())
    assert found.by_person.dtype == known.by_person.dtype == np.uint8
    assert (found.columns, found.categories, found.smallest_group) == (
        known.columns,
        known.categories,
        known.smallest_group,
    )
    answers = [dict(zip(r.people, map(tuple, r.by_person.toarray()), strict=True)) for r in (found, known)]
    assert answers[0] == answers[1]
    assert list(found.background.index) == list(found.people)
    pd.testing.assert_frame_equal(found.background.sort_index(), known.background.sort_index())
    pd.testing.assert_frame_equal(found.scenarios, known.scenarios)
    first, second = fit_ordered_logit(found), fit_ordered_logit(known)
    assert first.status == second.status
    assert_allclose(first.estimates, second.estimates, rtol=EXACT)
    assert_allclose(first.std_error("cluster"), second.std_error("cluster"), rtol=EXACT)


def both(path: Path, study: Study, **options: Coding) -> tuple[Ratings, Ratings]:
    return read_ratings(path, study, **options), Ratings.from_answers(read_answers(path, study), study, **options)


def test_they_are_those_of_the_long_table(store: Store, path: Path, design: Design, study: Study) -> None:
    collect(store, design, 60)
    same(*both(path, study))
    same(*both(path, study, coding=Coding.categorical(study)))


def test_people_come_in_chunks_and_nothing_is_left_behind(
    store: Store, path: Path, design: Design, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(store, design, 30)
    whole = store.ratings(study)
    monkeypatch.setattr(database, "ROWS_AT_ONCE", 1)
    same(store.ratings(study), whole)
    same(store.ratings(study), store.ratings(study))


def test_changed_background_and_removed_answers_and_people_count_as_they_are_now(
    store: Store, path: Path, design: Design, study: Study
) -> None:
    people = collect(store, design, 40)
    store.record_background(people[1], {"rol": None})
    store.record_background(people[2], {"rol": "jurist"})
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM answers WHERE respondent = ? AND place = 1", (people[3],))
        for table, column in (("answers", "respondent"), ("background", "respondent"), ("respondents", "id")):
            raw.execute(f"DELETE FROM {table} WHERE {column} = ?", (people[4],))
    raw.close()
    found, known = both(path, study)
    same(found, known)
    assert found.background["rol"].isna()[people[1]]
    assert found.background.loc[people[2], "rol"] == "jurist"
    assert people[4] not in found.people


def changed(design: Design, **changes: object) -> Design:
    study = Study.model_validate(design.study.model_dump(mode="json") | changes)
    return Design.from_frame(study, design.frame, seed=7, settings={"search": "by hand"})


def test_other_studies_do_not_count_and_other_words_do(store: Store, path: Path, design: Design, study: Study) -> None:
    collect(store, design, 20)
    reworded, other = changed(design, title={"nl": "Andere woorden", "en": "Other words"}), changed(design, id="ander")
    for number, again in enumerate((reworded, other)):
        store.publish(again)
        collect(store, again, 20 + number, seed=2 + number)
    same(*both(path, study))
    assert len(both(path, study)[0].people) == 38, "two of the forty answered nothing"
    same(*both(path, other.study))


def test_designs_that_ask_different_things_are_not_pooled(store: Store, design: Design, study: Study) -> None:
    other = Design.from_frame(study, design.frame.query("version == 1"))
    store.publish(other)
    for each in (design, other):
        collect(store, each, 6)
    with pytest.raises(StoreError, match="answers to designs that ask different things"):
        store.ratings(study)
    assert len(store.ratings(study, design_hash=other.hash).people) == 5, "one of the six answered nothing"


def test_small_groups_stay_hidden(store: Store, path: Path, design: Design, study: Study) -> None:
    """Options are given in turn, so one in three or four people has each; with 30 that is fewer than ten."""
    collect(store, design, 30)
    tables = [rank_criteria(r, study, by="rol", bootstrap=100).table() for r in both(path, study)]
    assert tables[0]["status"].eq("too_few").any()
    pd.testing.assert_frame_equal(*tables, rtol=EXACT)


def test_all_is_read_at_one_moment(
    store: Store, path: Path, design: Design, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People answer the newer design while the older one is read: that is for the next reading."""
    newer = changed(design, title={"nl": "Andere woorden", "en": "Other words"})
    store.publish(newer)
    for each in (design, newer):
        collect(store, each, 12)
    before = Ratings.from_answers(store.answers(study.id), study)
    numbers, elsewhere = store_ratings._numbers, Store.open(path)

    def late(texts: list[str], width: int) -> object:
        collect(elsewhere, newer, 2, seed=9)  # the second of them answers all
        return numbers(texts, width)

    monkeypatch.setattr(database, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(store_ratings, "_numbers", late)
    found = store.ratings(study)
    elsewhere.close()
    same(found, before)
    monkeypatch.undo()
    assert len(store.ratings(study).people) > len(found.people)


def test_a_csv_table_gives_the_same(store: Store, path: Path, design: Design, study: Study, tmp_path: Path) -> None:
    collect(store, design, 20)
    read_answers(path, study).to_csv(tmp_path / "answers.csv", index=False)
    same(read_ratings(tmp_path / "answers.csv", study), read_ratings(path, study))


@pytest.mark.parametrize("synthetic", [True, False])
def test_invented_answers_are_told_from_real_ones(
    tmp_path: Path, design: Design, study: Study, synthetic: bool
) -> None:
    made = Store.open(tmp_path / "made.db", synthetic=synthetic)
    made.publish(design)
    collect(made, design, 6)
    made.answers(study.id).to_csv(tmp_path / "answers.csv", index=False)
    made.close()
    assert holds_synthetic(tmp_path / "made.db", study) is synthetic
    assert holds_synthetic(tmp_path / "answers.csv", study) is synthetic


def test_what_cannot_be_read_is_refused_by_name(store: Store, path: Path, design: Design, study: Study) -> None:
    other = Study.model_validate(study.model_dump(mode="json") | {"id": "parkeren"})
    with pytest.raises(AnswerError, match="holds no answers to study 'voorbeeld' yet"):
        read_ratings(path, study)
    with pytest.raises(AnswerError, match="holds no study 'parkeren'; it holds voorbeeld"):
        read_ratings(path, other)
    with pytest.raises(AnswerError, match="there is no such file"):
        read_ratings(path.with_name("none.db"), study)
    collect(store, design, 20)
    narrow = study.model_dump(mode="json")
    narrow["task"]["scale"] = narrow["task"]["scale"][:4]
    with pytest.raises(AnswerError, match="not on the scale of this study file: 1, 2, 3, 4"):
        read_ratings(path, Study.model_validate(narrow))
    assert len(read_ratings(path, study).people), "a refusal leaves nothing in the way of the next reading"
