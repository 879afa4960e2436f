"""Answers from elsewhere: read as typed, checked by row and column, stored whole or not at all."""

from __future__ import annotations

import codecs
import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from store_raw import look

from dce.design import Design, make_choice_design
from dce.errors import AnswerError
from dce.store import Store, read_foreign_table
from dce.study import Study, parse_study

TABLE = "respondent,task,rating\n001,1,4\n001,2,2\n1,1,5\n1,2,1\n"


def table(tmp_path: Path, content: str | bytes, name: str = "answers.csv") -> pd.DataFrame:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_foreign_table(path)


def given(store: Store) -> list[tuple[str, int, str]]:
    frame = store.answers("voorbeeld")
    return sorted(zip(frame["respondent"], frame["task"], frame["rating"], strict=True))


def test_f13_ids_stay_the_text_that_was_typed(store: Store, tmp_path: Path) -> None:
    ids = ["001", "1", "1e3", "1000", "NA", "null", "jan 1", "-1", "=1"]
    rows = "".join(f"{name},1,4\n" for name in ids)
    done = store.import_answers("voorbeeld", table(tmp_path, "respondent,task,rating\n" + rows))
    assert (done.people, done.answers) == (9, 9)
    assert {who for who, _, _ in given(store)} == set(ids)
    assert store.verify() == ()


def test_imported_people_are_marked_and_do_not_count_as_who_begins_now(store: Store, tmp_path: Path) -> None:
    store.import_answers("voorbeeld", table(tmp_path, TABLE))
    notices = [tuple(row) for row in look(store, "SELECT notice FROM respondents")]
    assert notices == [("imported",)] * 2
    assert (store.respondent("001").settled, store.respondent("001").completed) == (True, False)
    assert store.begun_this_hour("voorbeeld") == 0, "others may still come in"
    assert store.progress("voorbeeld").started == 2


def test_only_times_that_were_told_are_kept_beside_answers(store: Store, tmp_path: Path) -> None:
    store.import_answers("voorbeeld", table(tmp_path, "respondent,task,rating,seconds\n1,1,4,9\n1,2,2,\n"))
    assert [tuple(row) for row in look(store, "SELECT task, seconds, away FROM circumstances")] == [(1, 9, None)]
    assert store.respondent("1").alternatives == ()


def test_free_text_does_not_come_in_where_the_study_asks_for_none(store: Store, tmp_path: Path) -> None:
    frame = table(tmp_path, "respondent,task,rating,reason\n001,1,4,my neighbour Anna\n001,2,2,\n")
    with pytest.raises(AnswerError, match=r"row 2, column .reason.: is free text, and the study") as found:
        store.import_answers("voorbeeld", frame)
    assert "Anna" not in str(found.value)
    assert given(store) == []


def test_f14_conflicting_rows_are_named_by_their_numbers_and_nothing_is_stored(store: Store, tmp_path: Path) -> None:
    frame = table(tmp_path, TABLE + "001,1,5\n")
    with pytest.raises(AnswerError, match=r'^rows 2 and 6: respondent "001" and task 1 stand more than once with diff'):
        store.import_answers("voorbeeld", frame)
    assert given(store) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("respondent,task,rating,doel\na,1,4,misschien\n", 'row 2, column "doel": level "misschien" is not in the'),
        (
            "respondent,task,rating,doel\na,1,4,ja\n",
            'row 2, column "doel": is "ja", but task 1 of the design shows "nee"',
        ),
        ("respondent,task,rating,rol\na,1,4,baas\n", 'row 2, column "rol": there is no option "baas"; use one of'),
        (
            "respondent,task,rating\na,1,9\n",
            'row 2, column "rating": "9" is not on the scale; use one of 1, 2, 3, 4, 5',
        ),
        ("respondent,task,rating\na,1,\n", 'row 2, column "rating": is empty; use one of'),
        ("respondent,task,rating\na,77,4\n", 'row 2, column "task": "77" is no task of the design; use one of 1 to 7'),
        ("respondent,task,rating\n,1,4\n", 'row 2, column "respondent": is empty'),
        ("respondent,task,rating\nan@b.nl,1,4\n", 'row 2, column "respondent": holds an address'),
        ("respondent,task,rating\na,1,4\na,7,4\n", 'row 2: no version of the design has all tasks of respondent "a"'),
        ("respondent,task,showing,rating\na,1,2,4\n", "row 2: no version of the design has all tasks"),
        ("respondent,task,rating,rol\na,1,4,jurist\na,2,4,\n", 'row 3, column "rol": is another one than in row 2'),
        ("respondent,task\na,1\n", 'column "rating" is missing; a rating task needs respondent, task, rating'),
        ("respondent,task,rating,synthetic\na,1,4,True\n", "this database holds real answers only"),
        ("respondent,task,rating\na,1\n", "row 2: has 2 cells and the header 3"),
        ("respondent,task,task\na,1,4\n", 'row 1: column "task" stands twice'),
        ("respondent,task,\na,1,4\n", "row 2: has a cell beside the header"),
        ('respondent,task,rating\n"a,1,4\n', "row 2: is no row of a CSV table"),
        ("", "is empty"),
        ("respondent,task,rating\n", "holds no answers"),
    ],
)
def test_f16_what_does_not_fit_is_told_by_row_and_column_and_nothing_is_stored(
    store: Store, tmp_path: Path, content: str, said: str
) -> None:
    with pytest.raises(AnswerError) as refused:
        store.import_answers("voorbeeld", table(tmp_path, content))
    assert said in str(refused.value)
    assert store.progress("voorbeeld").started == 0


def test_f16_a_level_that_no_answered_task_shows_is_said_to_be_untold(store: Store, tmp_path: Path) -> None:
    done = store.import_answers("voorbeeld", table(tmp_path, "respondent,task,rating\na,1,4\na,2,2\n"))
    assert (
        'no answered task shows level "bedrijf" of criterion "ontvanger": its effect cannot be estimated'
        in done.warnings
    )
    assert not [text for text in done.warnings if "eigen" in text]


def test_the_first_twenty_faults_are_told_and_the_others_counted(store: Store, tmp_path: Path) -> None:
    with pytest.raises(AnswerError) as refused:
        store.import_answers("voorbeeld", table(tmp_path, "respondent,task,rating\n" + "a,1,9\n" * 33))
    lines = str(refused.value).splitlines()
    assert len(lines) == 21
    assert lines[19].startswith('row 21, column "rating"')
    assert lines[20] == "and 13 more"


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode(),
        ("sep=;\n" + TABLE.replace(",", ";")).encode(),
        TABLE.replace(",", ";").replace(";4\n", ";4,0\n").encode(),
        TABLE.replace("4", "4.0").encode(),
        (TABLE + "\n\n").encode(),
        TABLE.replace(",5\n", ",zeer mee eens\n").encode(),
    ],
)
def test_f11_tables_in_other_signs_are_read_as_the_same(store: Store, tmp_path: Path, content: bytes) -> None:
    store.import_answers("voorbeeld", table(tmp_path, content))
    assert given(store) == [("001", 1, "4"), ("001", 2, "2"), ("1", 1, "5"), ("1", 2, "1")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a picture (PNG) and no CSV table"),
        (TABLE.encode("utf-16-le"), "UTF-16 without a byte order mark"),
        ("respondent,task,rating\nanaïs,1,4\n".encode("cp1252"), "row 2: is not text in UTF-8"),
        (b"\xff\xfe\x00\xd8", "is not text in UTF-8"),
    ],
)
def test_f11_what_is_no_such_table_is_refused_with_the_reason(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(AnswerError) as refused:
        table(tmp_path, content)
    assert said in str(refused.value)


def test_who_is_here_already_is_not_imported_again(store: Store, tmp_path: Path) -> None:
    frame = table(tmp_path, TABLE)
    store.import_answers("voorbeeld", frame)
    with pytest.raises(AnswerError, match='row 2, column "respondent": "001" is in this study already'):
        store.import_answers("voorbeeld", frame)
    assert len(given(store)) == 4


def test_an_import_does_not_tell_whom_another_study_has(store: Store, design: Design, tmp_path: Path) -> None:
    """Whoever imports learns the same, whether or not somebody elsewhere has such an id; nobody's answers are mixed."""
    other = Design.from_frame(design.study.model_copy(update={"id": "ander"}), design.frame, seed=1, settings={})
    store.publish(other)
    there = table(tmp_path, TABLE)
    told = store.import_answers("ander", there), store.import_answers("voorbeeld", there)
    assert told[0] == told[1]
    assert sorted(set(store.answers("ander")["respondent"])) == ["001", "1"]
    assert sorted(set(store.answers("voorbeeld")["respondent"])) == ["voorbeeld/001", "voorbeeld/1"]
    for study_id in ("ander", "voorbeeld"):
        with pytest.raises(AnswerError, match='"001" is in this study already'):
            store.import_answers(study_id, there)
    assert store.verify() == ()
    both = table(tmp_path, "respondent,task,rating\n3,1,4\nvoorbeeld/3,1,4\n")
    store.import_answers("ander", table(tmp_path, "respondent,task,rating\n3,1,4\n"))
    assert store.import_answers("voorbeeld", both).people == 2


def test_answers_of_dce_come_back_as_they_were(store: Store, design: Design, tmp_path: Path) -> None:
    """Positions, background and the table of an export; into another database, which verifies."""
    rows = "a,4,1,3,jurist\na,2,2,4,jurist\na,3,3,5,jurist\na,1,4,1,jurist\nb,6,1,1,\n"
    store.import_answers("voorbeeld", table(tmp_path, "respondent,task,position,rating,rol\n" + rows))
    store.answers("voorbeeld").to_csv(tmp_path / "export.csv", index=False)
    again = Store.open(tmp_path / "again.db")
    again.publish(design)
    turned = read_foreign_table(tmp_path / "export.csv").iloc[::-1]  # positions tell the order, not the rows
    done = again.import_answers("voorbeeld", turned)
    assert (done.people, done.answers, done.unused) == (2, 5, ())
    pd.testing.assert_frame_equal(again.answers("voorbeeld"), store.answers("voorbeeld"))
    assert again.answers("voorbeeld")["position"].tolist()[:4] == [1, 2, 3, 4]
    assert again.verify() == ()
    again.close()


CHILD = """
import os, signal, sys
from dce.store import Store, read_foreign_table
from dce.store.engines.sqlite import SqliteDatabase as Database
run, left = Database.run, [int(sys.argv[3])]
def dying(self, name, /, **values):
    left[0] -= name == "add_answer"
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return run(self, name, **values)
Database.run = dying
Store.open(sys.argv[1]).import_answers("voorbeeld", read_foreign_table(sys.argv[2]))
"""


def test_f17_an_import_that_is_killed_half_way_leaves_nothing_and_can_be_done_again(
    store: Store, path: Path, tmp_path: Path
) -> None:
    rows = "".join(f"p{number},{task},4\n" for number in range(300) for task in (1, 2, 3, 4))
    frame = table(tmp_path, "respondent,task,rating\n" + rows)
    child = [sys.executable, "-c", CHILD, str(path), str(tmp_path / "answers.csv"), "700"]
    killed = subprocess.run(child, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert store.progress("voorbeeld") == type(store.progress("voorbeeld"))(0, 0, 0)
    assert store.import_answers("voorbeeld", frame).answers == 1200
    assert store.progress("voorbeeld").completed == 300
    assert store.verify() == ()


CHOICE = """
id: keuze
languages: [nl]
title: {nl: Keuze}
task: {kind: choice, alternatives: 2, statement: {nl: Welke?}, opt_out: {nl: Geen}}
criteria:
  - {id: doel, label: {nl: Doel}, levels: [{id: "0.5", label: {nl: half}}, {id: "1", label: {nl: heel}}]}
  - {id: wie, label: {nl: Wie}, levels: [{id: a, label: {nl: A}}, {id: b, label: {nl: B}}, {id: c, label: {nl: C}}]}
design: {tasks: 3}
"""


@pytest.fixture
def choices(tmp_path: Path) -> Store:
    study: Study = parse_study(CHOICE)
    store = Store.open(tmp_path / "choices.db")
    store.publish(make_choice_design(study, 3, seed=1))
    return store


def choice_rows(store: Store, picks: list[int]) -> pd.DataFrame:
    design = store.current("keuze")
    rows = []
    for task, pick in enumerate(picks, 1):
        for number, scenario in enumerate(design.alternatives(task), 1):
            rows.append({"task": task, "alternative": number, "chosen": int(pick == number), **scenario})
        rows.append({"task": task, "alternative": 0, "chosen": int(pick == 0), "doel": "", "wie": ""})
    frame = pd.DataFrame(rows).astype(str).assign(respondent="01")
    return frame.set_index(pd.RangeIndex(2, len(rows) + 2, name="row"))


def test_choices_come_in_a_row_an_alternative_with_decimal_commas(choices: Store) -> None:
    frame = choice_rows(choices, [2, 0, 1]).replace({"doel": {"0.5": "0,5"}})
    assert choices.import_answers("keuze", frame).answers == 3
    found = choices.answers("keuze")
    assert found[found["chosen"] == 1].sort_values("task")["alternative"].tolist() == [2, 0, 1]
    assert choices.respondent("01").alternatives == ((1, 2),) * 3
    choices.close()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: frame.drop(index=3), 'rows 2 and 4: respondent "01", task 1: a task has a row for each of the'),
        (lambda frame: frame.assign(chosen="0"), 'rows 2, 3 and 4: respondent "01", task 1: mark one alternative'),
        (lambda frame: frame.assign(alternative="1"), "task 1: an alternative stands more than once"),
        (lambda frame: frame.assign(chosen="2"), 'row 2, column "chosen": "2" must be 1 or 0'),
    ],
)
def test_choices_that_are_not_whole_are_refused(choices: Store, change: object, said: str) -> None:
    frame = choice_rows(choices, [2, 0, 1]).drop(columns=["doel", "wie"])
    with pytest.raises(AnswerError) as refused:
        choices.import_answers("keuze", change(frame))  # type: ignore[operator]
    assert said in str(refused.value)
    choices.close()
