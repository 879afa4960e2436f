"""Every kind of answer, tasks shown twice, answers changed on purpose, and what models are fitted to of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from store_raw import look

from dce.data import Choices, Ratings
from dce.design import Design, make_design
from dce.errors import AnswerError
from dce.store import AlreadyAnswered, Circumstances, OutsideScale, Respondent, Store, Unfinished, UnknownTask
from dce.store.engines.sqlite import SqliteDatabase
from dce.store.migrations import STEPS
from dce.study import Study, example_study

ROLES = {"tasks": 6, "practice": 1, "holdouts": 1, "repeats": 2, "versions": 2, "anchors": 2}
KINDS = {
    "choice": ({"opt_out": {"nl": "Geen", "en": "None"}}, ["1", "3", "0"], ["4", "1>2", "", "00", "="]),
    "best-worst": ({}, ["3>1", "1>2"], ["1", "1>1", "1>2>3", "4>1", ">", "?"]),
    "ranking": ({}, ["3>1>2", "1>2>3"], ["1>2", "1>2>2", "1>2>4", "3"]),
}


def study_of(kind: str = "rating", **task: object) -> Study:
    plain = example_study().model_dump(mode="json", exclude_defaults=True)
    own = {"kind": kind, "statement": {"nl": "Welke?", "en": "Which?"}} if kind != "rating" else plain["task"]
    return Study.model_validate(plain | {"task": own | task})


@pytest.fixture
def roles(store: Store) -> tuple[Design, Respondent]:
    """Somebody who takes part in a study with a task of each role."""
    study = study_of(cannot_say={"nl": "Dat kan ik niet zeggen", "en": "I cannot say"})
    design = make_design(study, settings=study.design.model_validate(ROLES), seed=1)
    store.publish(design)
    return design, store.add_respondent(design, language="nl", rng=np.random.default_rng(1))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_task_takes_its_own_answers_and_no_others(store: Store, kind: str) -> None:
    more, good, wrong = KINDS[kind]
    design = make_design(study_of(kind, alternatives=3, **more), tasks=6, seed=1)
    store.publish(design)
    person = store.add_respondent(design, language="en", rng=np.random.default_rng(1))
    for task, answer in zip(person.tasks, good, strict=False):
        assert store.record_answer(person.id, task, answer) == "stored"
    for answer in wrong:
        with pytest.raises(OutsideScale, match="use "):
            store.record_answer(person.id, person.tasks[-1], answer)
    assert list(store.answered(person.id).values()) == good
    assert store.verify() == ()


@pytest.mark.parametrize("alike", ["indifferent", "cannot_say"])
def test_what_a_study_allows_beside_the_scale_can_be_answered_and_is_in_no_model(store: Store, alike: str) -> None:
    sign = {"indifferent": "=", "cannot_say": "?"}[alike]
    design = make_design(study_of("choice", alternatives=2, **{alike: {"nl": "Zo", "en": "So"}}), tasks=6, seed=1)
    store.publish(design)
    person = store.add_respondent(design, language="en", rng=np.random.default_rng(1))
    store.record_answer(person.id, person.tasks[0], sign)
    store.record_answer(person.id, person.tasks[1], "2")
    assert store.answers(design.study.id, design_hash=design.hash)["task"].tolist() == [person.tasks[1]] * 2
    assert len(store.answers(design.study.id, design_hash=design.hash, everything=True)) == 4


def test_choices_come_back_with_what_was_chosen_beside_what_was_shown(store: Store) -> None:
    design = make_design(study_of("choice", alternatives=3, **KINDS["choice"][0]), tasks=6, seed=1)
    store.publish(design)
    person = store.add_respondent(design, language="en", rng=np.random.default_rng(1))
    given = dict(zip(person.tasks, ["2", "0", "3", "1", "1", "0"], strict=True))
    for task, answer in given.items():
        store.record_answer(person.id, task, answer)
    table = store.answers(design.study.id, design_hash=design.hash)
    picked = table[table["chosen"] == 1]
    assert table.index.tolist() == list(range(24))
    assert dict(zip(picked["task"], picked["alternative"].astype(str), strict=True)) == given
    shown = table[table["alternative"] > 0].set_index(["task", "alternative"])
    for task in design.tasks_of(1):
        for number, scenario in enumerate(design.alternatives(task), 1):
            assert shown.loc[(task, number), list(scenario)].to_dict() == scenario
    assert Choices.from_answers(table, design.study).columns[-1] == "opt_out"


def test_choices_are_not_taken_for_ratings(store: Store) -> None:
    design = make_design(study_of("choice", alternatives=3), tasks=6, seed=1)
    store.publish(design)
    for asked in (
        lambda: store.ratings(design.study, design_hash=design.hash),
        lambda: Ratings.from_answers(store.answers(design.study.id, design_hash=design.hash), design.study),
    ):
        with pytest.raises(AnswerError, match="choice tasks have no ratings"):
            asked()


def test_best_worst_and_rankings_come_back_as_columns_of_the_alternatives(store: Store) -> None:
    for kind, answer, columns in (
        ("best-worst", "3>1", {"best": [0, 0, 1], "worst": [1, 0, 0]}),
        ("ranking", "3>1>2", {"rank": [2, 3, 1]}),
    ):
        design = make_design(study_of(kind, alternatives=3), tasks=6, seed=1)
        store.publish(design)
        person = store.add_respondent(design, language="en", rng=np.random.default_rng(1))
        store.record_answer(person.id, person.tasks[0], answer)
        table = store.answers(design.study.id, design_hash=design.hash)
        assert table[list(columns)].to_dict("list") == columns
        after = list(table.columns).index("alternative") + 1
        assert list(table.columns)[after : after + len(columns)] == list(columns)


def test_who_cannot_say_gives_no_alternative_a_rank(store: Store) -> None:
    design = make_design(study_of("ranking", alternatives=3, cannot_say={"nl": "Zo", "en": "So"}), tasks=6, seed=1)
    store.publish(design)
    person = store.add_respondent(design, language="en", rng=np.random.default_rng(1))
    store.record_answer(person.id, person.tasks[0], "?")
    assert store.answers(design.study.id, design_hash=design.hash, everything=True)["rank"].tolist() == [0, 0, 0]


def test_practice_comes_first_and_second_showings_late(store: Store, roles: tuple[Design, Respondent]) -> None:
    design, _ = roles
    for seed in range(40):
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(seed))
        own, again = design.tasks_of(person.version), design.repeats(person.version)
        assert set(person.tasks) == set(own)
        assert len(person.tasks) == len(own) + len(again) == 10
        assert person.tasks[0] in design.practice
        for task in again:
            first, second = (place for place, one in enumerate(person.tasks) if one == task)
            assert second - first >= 2
            assert person.showing(second + 1) == 2
            assert second >= 7


def test_a_task_that_is_shown_twice_has_two_answers(store: Store, roles: tuple[Design, Respondent]) -> None:
    design, person = roles
    for position, task in enumerate(person.tasks, 1):
        with pytest.raises(Unfinished):
            store.complete(person.id)
        store.record_answer(person.id, task, "4", showing=person.showing(position))
    again = design.repeats(person.version)
    assert set(store.answered(person.id, showing=2)) == set(again)
    with pytest.raises(UnknownTask):
        store.record_answer(person.id, next(task for task in person.tasks if task not in again), "4", showing=2)
    store.complete(person.id)
    assert store.verify() == ()
    fitted = store.answers(design.study.id, design_hash=design.hash)
    assert sorted(fitted["task"]) == sorted(design.estimated_of(person.version))
    everything = store.answers(design.study.id, design_hash=design.hash, everything=True)
    roles_of = everything[everything["showing"] == 1]["task_role"].value_counts().to_dict()
    assert roles_of == {"task": 4, "anchor": 2, "practice": 1, "holdout": 1}
    assert (everything["showing"] == 2).sum() == 2
    assert (everything.sort_values("position")["task"] == list(person.tasks)).all()


def test_ratings_are_counted_without_practice_second_showings_and_older_revisions(
    store: Store, roles: tuple[Design, Respondent]
) -> None:
    design, person = roles
    for position, task in enumerate(person.tasks, 1):
        store.record_answer(person.id, task, str(position % 5 + 1), showing=person.showing(position))
    task = design.estimated_of(person.version)[0]
    store.record_answer(person.id, task, "?", instead_of=1)
    changed = design.estimated_of(person.version)[1]
    for answer in "15":
        store.record_answer(person.id, changed, answer, instead_of=store.revision(person.id, changed))
    table = store.answers(design.study.id, design_hash=design.hash)
    assert task not in set(table["task"])
    assert table.set_index("task")["rating"][changed] == "5"
    assert len(table) == 5
    straight = store.ratings(design.study, design_hash=design.hash)
    assert (straight.counts().sum(axis=0) == Ratings.from_answers(table, design.study).counts().sum(axis=0)).all()
    assert straight.counts().sum() == 5


def test_an_answer_is_changed_on_purpose_only_and_both_stay(store: Store, respondent: Respondent, path: Path) -> None:
    task = respondent.tasks[0]
    assert store.revision(respondent.id, task) is None
    store.record_answer(respondent.id, task, "2")
    with pytest.raises(AlreadyAnswered):
        store.record_answer(respondent.id, task, "5")
    assert store.record_answer(respondent.id, task, "5", instead_of=1) == "changed"
    with pytest.raises(AlreadyAnswered):
        store.record_answer(respondent.id, task, "1", instead_of=1)  # another tab changed it first
    assert store.record_answer(respondent.id, task, "5", instead_of=1) == "same"
    assert store.answered(respondent.id) == {task: "5"}
    assert store.revision(respondent.id, task) == 2
    assert [row["answer"] for row in look(store, "SELECT revision, answer FROM answers ORDER BY place")] == ["2", "5"]
    assert store.progress(example_study().id).answers == 1
    assert store.verify() == ()


def test_a_revision_that_is_taken_for_a_first_answer_is_found(store: Store, respondent: Respondent) -> None:
    store.record_answer(respondent.id, respondent.tasks[0], "2")
    store.record_answer(respondent.id, respondent.tasks[0], "5", instead_of=1)
    look(store, "UPDATE answers SET revision = 3 WHERE revision = 2")
    (fault,) = store.verify()
    assert "it is not what was stored" in fault


@pytest.mark.parametrize(("part", "ids"), [("tasks", "fixed"), ("criteria", "fixed"), ("alternatives", "fixed")])
def test_orders_are_random_unless_the_study_fixes_them(store: Store, part: str, ids: str) -> None:
    plain = study_of("choice", alternatives=3).model_dump(mode="json", exclude_defaults=True)
    for order in ({}, {part: ids}):
        study = Study.model_validate(plain | {"survey": {"order": order}})
        design = make_design(study, tasks=6, seed=1)
        store.publish(design)
        people = [store.add_respondent(design, language="en", rng=np.random.default_rng(seed)) for seed in range(5)]
        seen = len({getattr(person, part) for person in people})
        assert (seen == 1) == bool(order)
        assert store.respondent(people[0].id) == people[0]


def test_how_an_answer_came_about_is_kept_beside_it(store: Store, respondent: Respondent) -> None:
    first, second, *_ = respondent.tasks
    store.record_answer(respondent.id, first, "2", circumstances=Circumstances(12, 1))
    store.record_answer(respondent.id, first, "4", instead_of=1, circumstances=Circumstances(3))
    store.record_answer(respondent.id, second, "2")
    assert store.seconds_taken(respondent.id) == [12]
    table = store.answers(example_study().id, everything=True).set_index("task")
    assert table.loc[first, ["rating", "seconds", "away"]].tolist() == ["4", 12, 1]
    assert table.loc[[second], "seconds"].isna().all()
    assert "seconds" not in store.answers(example_study().id)


def test_a_database_from_before_revisions_keeps_its_answers_and_its_chain(
    store: Store, respondent: Respondent, path: Path, tmp_path: Path
) -> None:
    for task, rating in zip(respondent.tasks, "2345", strict=True):
        store.record_answer(respondent.id, task, rating)
    old = tmp_path / "old.db"
    _as_it_was(path, old)
    with closing(Store.open(old)) as opened:
        assert opened.answered(respondent.id) == dict(zip(respondent.tasks, "2345", strict=True))
        assert opened.verify() == ()
        assert (opened.life.state("voorbeeld"), opened.moment("voorbeeld")) == ("open", "open")
        assert opened.record_answer(respondent.id, respondent.tasks[0], "1", instead_of=1) == "changed"
        assert opened.verify() == ()


def _as_it_was(path: Path, old: Path) -> None:
    """Write into ``old`` what stands in ``path``, in the tables of before there were revisions."""
    tables = {
        "about": "name, value",
        "studies": "hash, id, content",
        "designs": "hash, study_hash, scenarios, settings",
        "publications": "study_id, number, design_hash, at",
        "respondents": "id, design_hash, version, language, tasks, criteria, code_hash, synthetic, started, completed",
    }
    old.touch()
    before = SqliteDatabase(old)
    with before.tx():
        before.apply({"0001_collect_answers": STEPS["0001_collect_answers"]})
    before.close()
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS now", [str(path)])
        for table, columns in tables.items():
            connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM now.{table}")
        same = "respondent, task, place, at, previous, hash"
        connection.execute(f"INSERT INTO answers ({same}, rating) SELECT {same}, answer FROM now.answers")
