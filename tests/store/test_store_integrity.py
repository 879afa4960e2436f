import hashlib
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from store_raw import look

from dce.design import Design
from dce.errors import StoreError
from dce.store import Respondent, Store
from dce.store.deletion import TABLES
from dce.store.engines.postgres_sql import SPELLED
from dce.store.engines.sqlite import SqliteDatabase
from dce.store.statements import STATEMENTS


@pytest.fixture
def answered(store: Store, respondent: Respondent) -> Respondent:
    for task, rating in zip(respondent.tasks, "2345", strict=True):
        store.record_answer(respondent.id, task, rating)
    store.record_background(respondent.id, {"rol": "jurist"})
    store.complete(respondent.id)
    return respondent


def change(store: Store, path: Path, statement: str) -> tuple[str, ...]:
    """Change the file behind the store's back, as a repair by hand would, and look again."""
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    return store.verify()


def test_a_sound_file_has_no_faults(store: Store, answered: Respondent) -> None:
    assert store.verify() == ()


def test_a_flipped_bit_in_an_answer_is_found_and_its_row_named(store: Store, path: Path, answered: Respondent) -> None:
    store.close()
    content = bytearray(path.read_bytes())
    places = [found.start() for found in re.finditer(rb"[2-5](?=20\d\d-\d\d-\d\dT\d\d:\d\dZ[0-9a-f]{64})", content)]
    assert len(places) == 4
    by_rating = dict(zip("2345", answered.tasks, strict=True))
    task = by_rating[chr(content[places[0]])]
    content[places[0]] ^= 1
    path.write_bytes(content)
    damaged = Store.open(path)  # SQLite's own check sees nothing
    assert damaged.verify() == (f"answer of respondent {answered.id} to task {task}: it is not what was stored",)
    damaged.close()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE answers SET answer = '1' WHERE place = 2", "it is not what was stored"),
        ("UPDATE answers SET at = '2020-01-01T00:00Z' WHERE place = 1", "it is not what was stored"),
        ("UPDATE answers SET place = 9 WHERE place = 4", "an answer before it is missing"),
        ("UPDATE answers SET hash = previous WHERE place = 3", "it is not what was stored"),
        ("UPDATE answers SET previous = hash WHERE place = 1", "an answer before it is missing"),
        ("UPDATE answers SET task = 99 WHERE place = 4", "there are answers to tasks that were not shown"),
        ("DELETE FROM answers WHERE place = 2", "an answer before it is missing"),
        ("DELETE FROM answers WHERE place = 4", "marked as completed, but answers are missing"),
        ("DELETE FROM respondents", "refers to a row of respondents that is not there"),
        ("UPDATE respondents SET tasks = '[1, 2, 3]'", "not those of the version"),
        ("UPDATE respondents SET version = 9", "not those of the version"),
        ("UPDATE respondents SET criteria = '[\"doel\"]'", "not those of the version"),
        ("UPDATE respondents SET tasks = '[1, 2, 3'", "the order of tasks or criteria is not what was stored"),
        ("UPDATE background SET option = 'jurisu'", "background item rol: the study has no option 'jurisu'"),
        ("UPDATE designs SET scenarios = replace(scenarios, 'gemeente', 'eigen')", "not what was published"),
        ("UPDATE designs SET scenarios = 'gone'", "not what was published"),
        ("UPDATE studies SET content = replace(content, 'delen', 'lenen')", "not what was published"),
        ("UPDATE studies SET content = '{'", "not what was published"),
    ],
)
def test_a_change_behind_the_back_is_found(
    store: Store, path: Path, answered: Respondent, statement: str, fault: str
) -> None:
    found = change(store, path, statement)
    assert any(fault in sentence for sentence in found), found
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)


def test_one_broken_row_does_not_end_the_search_for_others(
    store: Store, path: Path, design: Design, answered: Respondent
) -> None:
    other = store.add_respondent(design, language="nl", rng=np.random.default_rng(2))
    found = change(store, path, "UPDATE respondents SET tasks = '[1, 2, 3'")
    said = "the order of tasks or criteria is not what was stored"
    assert sorted(found) == sorted(f"respondent {person.id}: {said}" for person in (answered, other))


def test_an_answer_is_tied_to_the_one_before_by_a_formula_that_others_can_repeat(
    store: Store, answered: Respondent
) -> None:
    rows = look(store, "SELECT * FROM answers ORDER BY place")
    previous = "0" * 64
    for row in rows:
        fields = [previous, answered.id, row["place"], row["task"], row["answer"], row["at"]]
        previous = hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
        assert row["hash"] == previous


def test_a_changed_design_is_refused_when_it_is_asked_for(store: Store, path: Path, answered: Respondent) -> None:
    change(store, path, "UPDATE designs SET scenarios = replace(scenarios, 'gemeente', 'eigen')")
    fresh = Store.open(path)
    with pytest.raises(StoreError, match="is not what was published under this hash; keep the file aside"):
        fresh.current("voorbeeld")
    fresh.close()


def test_every_statement_fits_the_tables(store: Store) -> None:
    spelled = STATEMENTS if isinstance(store._database, SqliteDatabase) else SPELLED
    with store._database.tx():
        for made in ("make_answer_codes", "make_option_codes"):  # tables of one reading
            store._database.run(made)
        for name in [name for name in STATEMENTS if not name.startswith(("make_", "drop_answer", "drop_option"))]:
            parameters = dict.fromkeys(re.findall(r"(?<!:):(\w+)", STATEMENTS[name]))
            assert look(store, f"EXPLAIN {spelled[name]}", parameters), name
        for gone in ("drop_answer_codes", "drop_option_codes"):
            store._database.run(gone)


def test_every_statement_is_used_and_none_overwrites_answers() -> None:
    folder = Path(__file__).parents[2] / "dce" / "store"
    code = "\n".join(file.read_text() for file in folder.glob("*.py"))
    of_study = {f"delete_{table}_of_study" for table in TABLES}
    assert set(re.findall(r'"(\w+)"', code)) | of_study >= set(STATEMENTS)
    for name, sql in STATEMENTS.items():
        changes = re.search(r"(?i)\b(UPDATE|DELETE FROM|REPLACE INTO)\s+answers\b|\bOR\s+REPLACE\b", sql)
        assert bool(changes) == (name in ("forget_answers", "delete_answers_of_study")), (
            "they go with person or study only"
        )
        assert "INTO answers" not in sql or "ON CONFLICT DO NOTHING" in sql
