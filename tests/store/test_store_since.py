"""What was forged so that every chain is sound in itself shows beside a backup, and what may change does not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from store_full import fill

from dce.design import Design
from dce.errors import StoreError
from dce.store import COMMAND_LINE, Store
from dce.store.audit import NO_STUDY, AuditLink
from dce.store.chain import Link

STUDY = "voorbeeld"


@pytest.fixture
def kept(store: Store, design: Design, path: Path, tmp_path: Path) -> Path:
    """A backup of a study with all that can be kept of it."""
    fill(store, design, 3)
    store.life.change(STUDY, "paused", COMMAND_LINE)
    store.life.change(STUDY, "open", COMMAND_LINE)
    store.audit.add(COMMAND_LINE, "users.listed")
    store.backup(tmp_path / "kept.db")
    assert path.exists()
    return tmp_path / "kept.db"


def test_nothing_is_told_of_what_may_change(store: Store, design: Design, kept: Path) -> None:
    gone, *_ = set(store.answers(STUDY)["respondent"])
    store.forget(gone)
    new = store.add_respondent(design, language="nl", rng=np.random.default_rng(7))
    store.record_answer(new.id, new.tasks[0], "4")
    store.record_answer(new.id, new.tasks[0], "5", instead_of=1)
    store.life.change(STUDY, "closed", COMMAND_LINE)
    assert store.changes_since(kept) == ()
    store.life.delete_study(STUDY, typed=STUDY, actor=COMMAND_LINE, key=b"k" * 32)
    store.publish(design)
    assert store.changes_since(kept) == ()


def test_a_chain_that_was_forged_to_its_end_is_told(store: Store, path: Path, kept: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        (who,) = connection.execute("SELECT respondent FROM answers LIMIT 1").fetchone()
        before = None
        for row in connection.execute("SELECT * FROM answers WHERE respondent = ? ORDER BY place", (who,)).fetchall():
            link = Link(**{field.name: row[field.name] for field in fields(Link)})
            link = replace(link, answer="1", previous=before or link.previous)
            forged = (link.answer, link.previous, before := link.hash, who, link.place)
            connection.execute(
                "UPDATE answers SET answer = ?, previous = ?, hash = ? WHERE respondent = ? AND place = ?", forged
            )
        connection.commit()
    assert store.verify() == (), "in itself it is sound"
    told = [f"answer {place} of respondent {who}: is another one since the backup" for place in (1, 2, 3, 4)]
    assert list(store.changes_since(kept)) == told


def test_rows_at_the_end_and_people_that_were_taken_out_are_told(store: Store, path: Path, kept: Path) -> None:
    one, other = sorted(set(store.answers(STUDY)["respondent"]))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE respondents SET completed = NULL WHERE id = ?", (one,))
        for table, where, values in (
            ("circumstances", "respondent = ?", (other,)),
            ("circumstances", "respondent = ?", (one,)),
            ("answers", "respondent = ? AND place = 4", (one,)),
            ("answers", "respondent = ?", (other,)),
            ("background", "respondent = ?", (other,)),
            ("invitations", "respondent = ?", (other,)),
            ("respondents", "id = ?", (other,)),
        ):
            connection.execute(f"DELETE FROM {table} WHERE {where}", values)
        connection.commit()
    assert store.verify() == ()
    gone = f"study {STUDY}: 1 person is gone since the backup, and 0 have left"
    assert store.changes_since(kept) == (f"answer 4 of respondent {one}: is gone since the backup", gone)


@pytest.mark.parametrize(("logged", "called"), [(STUDY, f"log of study {STUDY}"), (NO_STUDY, "log")])
def test_a_log_that_was_forged_to_its_end_is_told(
    store: Store, path: Path, kept: Path, logged: str, called: str
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        made = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        row = connection.execute("SELECT * FROM audit WHERE study = ? ORDER BY seq DESC", (logged,)).fetchone()
        link = replace(AuditLink(**{field.name: row[field.name] for field in fields(AuditLink)}), actor="ander")
        connection.execute(
            "UPDATE audit SET actor = ?, hash = ? WHERE study = ? AND seq = ?", ("ander", link.hash, logged, link.seq)
        )
        connection.execute("UPDATE audit_chains SET hash = ? WHERE study = ?", (link.hash, logged))
        for (sql,) in made:
            connection.execute(sql)
        connection.commit()
    assert store.verify() == ()
    told = f"{called}, row {link.seq}: is gone or another one since the backup"
    assert store.changes_since(kept) == (told,)


def test_a_backup_of_another_database_tells_nothing(kept: Path, tmp_path: Path) -> None:
    with (
        closing(Store.open(tmp_path / "other.db")) as other,
        pytest.raises(StoreError, match="is of another database"),
    ):
        other.changes_since(kept)
    kept.write_bytes(kept.read_bytes() + b"x")
    with closing(Store.open(tmp_path / "dce.db")) as store, pytest.raises(StoreError, match="is not the file that was"):
        store.changes_since(kept)
