"""dce backup, verify and restore: what they write, what they refuse, what they say must be known."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from dce.cli import main
from dce.design import make_design
from dce.store import Store
from dce.study import example_study


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database of three people who answered."""
    path = tmp_path / "dce.db"
    design = make_design(example_study(), 8, seed=1)
    with closing(Store.open(path)) as store:
        store.publish(design)
        for seed in range(3):
            person = store.add_respondent(design, language="nl", rng=np.random.default_rng(seed))
            for task in person.tasks:
                store.record_answer(person.id, task, "2")
    return path


def backups(folder: Path) -> list[Path]:
    return sorted(folder.glob("dce-*Z.db"))


def test_a_backup_is_written_checked_and_put_back(database: Path, tmp_path: Path) -> None:
    wrote = run("backup", "--database", database, "--to", tmp_path / "kept")
    (made,) = backups(tmp_path / "kept")
    assert f"wrote {made}" in wrote.stderr
    assert "dce.db.key" in wrote.stderr, "the key is not in it, and that is said"
    refused = run("restore", made, "--database", database)
    assert refused.exit_code == 1
    assert "--replace" in refused.stderr
    done = run("restore", made, "--database", database, "--replace")
    assert done.exit_code == 0, done.stderr
    assert "chains of answers are as they were" in done.stderr
    assert "is now" in done.stderr
    assert "sound" in run("verify", "--database", database).stdout


def test_only_so_many_backups_are_kept_and_nothing_else_goes(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    other = folder / "dce-20200101T000000Z.db"
    other.write_text("not ours: nothing describes it")
    for moment in ("20250101T000000Z", "20250102T000000Z"):
        with closing(Store.open(database)) as store:
            store.backup(folder / f"dce-{moment}.db")
    run("backup", "--database", database, "--to", folder, "--keep", "2")
    assert [path.name[4:8] for path in backups(folder)] == ["2020", "2025", backups(folder)[-1].name[4:8]]
    assert not (folder / "dce-20250101T000000Z.db.json").exists()


def test_a_changed_byte_is_named_and_the_command_fails(database: Path) -> None:
    with closing(sqlite3.connect(database)) as file:
        file.execute(
            "UPDATE answers SET answer = '3' WHERE place = 4 AND respondent = (SELECT max(id) FROM respondents)"
        )
        file.commit()
    found = run("verify", "--database", database)
    assert found.exit_code == 1
    assert "dce.db: 1 fault; keep the file aside" in found.stderr
    assert "it is not what was stored" in found.stderr
    assert "answer of respondent" in found.stderr


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    for command in (["verify"], ["backup", "--to", tmp_path]):
        refused = run(*command, "--database", tmp_path / "none.db")
        assert refused.exit_code == 1
        assert "there is no database here" in refused.stderr
    assert not (tmp_path / "none.db").exists()


def test_backups_of_a_database_with_a_longer_name_are_not_counted_nor_deleted(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    run("backup", "--database", database, "--to", folder)
    (own,) = backups(folder)
    for day in (1, 2, 3):
        for part in ("", ".json"):
            (folder / f"dce-test-2026110{day}T000000Z.db{part}").write_text("of dce-test.db")
    run("backup", "--database", database, "--to", folder, "--keep", 1)
    left = {path.name for path in folder.glob("*.db")}
    assert len(left) == 4, "the newest of its own, and all of the other"
    assert len([name for name in left if name.startswith("dce-test-")]) == 3
    assert max(own.name, *(name for name in left if not name.startswith("dce-test-"))) in left


def test_a_database_is_held_against_a_backup_that_was_kept_elsewhere(database: Path, tmp_path: Path) -> None:
    run("backup", "--database", database, "--to", tmp_path / "kept")
    (made,) = backups(tmp_path / "kept")
    assert "sound" in run("verify", "--database", database, "--since", made).stdout
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM answers WHERE place = 8")
        connection.commit()
    assert run("verify", "--database", database).exit_code == 0, "nobody had said to be done"
    told = run("verify", "--database", database, "--since", made)
    assert told.exit_code == 1
    assert told.stderr.count("is gone since the backup") == 3
