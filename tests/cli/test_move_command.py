"""``dce move`` and ``dce export --as sqlite``, and what the other commands say of a database on a server."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from pg_cluster import Cluster

from dce.cli import main
from dce.design import Design, make_design
from dce.errors import StoreError
from dce.store import Store
from dce.study import example_study, example_text

KEY = "k" * 32


@pytest.fixture
def design(tmp_path: Path) -> Iterator[Path]:
    """The folder of a study with its design."""
    folder = tmp_path / "designs" / "voorbeeld"
    folder.mkdir(parents=True)
    (folder / "study.yaml").write_text(example_text(), encoding="utf-8")
    make_design(example_study(), 8, seed=1).save(folder)
    return folder


@pytest.fixture
def database(tmp_path: Path, design: Path) -> Path:
    """A file with twelve people who answered; the study is paused."""
    with closing(Store.open(tmp_path / "dce.db")) as store:
        published = Design.load(design)
        store.publish(published)
        for seed in range(12):
            person = store.add_respondent(published, language="nl", rng=np.random.default_rng(seed))
            for task in person.tasks:
                store.record_answer(person.id, task, str(1 + (task + seed) % 5))
            store.complete(person.id)
        store.life.change("voorbeeld", "paused", "anna")
    return tmp_path / "dce.db"


def run(*words: object, **environment: str) -> Result:
    return CliRunner().invoke(main, list(map(str, words)), env=environment)


def test_a_study_goes_to_a_server_by_command_and_every_command_finds_it_there(
    database: Path, design: Path, server: str, tmp_path: Path
) -> None:
    done = run("move", "voorbeeld", "--database", database, "--to", server)
    assert done.exit_code == 0, done.output
    assert "moved study voorbeeld to postgresql://dce@/dce_ready, every row compared: " in done.stderr
    assert "answers 96" in done.stderr
    there = {"DCE_DATABASE": server, "DCE_SECRET_KEY": KEY}
    assert "sound" in run("verify", **there).stdout
    assert "sound" in run("verify", "--database", database).stdout
    assert "10" in run("status", design, **there).stdout
    assert "Fewer than 10" in run("rank", design, "--bootstrap", 100, **there).stdout
    assert "make backups with pg_dump" in run("backup", "--to", tmp_path / "kept", **there).stderr
    table = tmp_path / "answers.parquet"
    assert run("export", design, "--as", "parquet", "--to", table, **there).exit_code == 0
    assert len(pd.read_parquet(table)) == 96
    back = run("move", "voorbeeld", "--to", tmp_path / "back.db", **there)
    assert back.exit_code == 0, back.output
    assert "sound" in run("verify", "--database", tmp_path / "back.db").stdout


def test_a_dump_of_the_server_comes_back_whole(database: Path, cluster: Cluster, server: str, tmp_path: Path) -> None:
    run("move", "voorbeeld", "--database", database, "--to", server)
    dump, name = tmp_path / "dce.dump", cluster.empty()
    for program, *words in (
        ("pg_dump", "--format=custom", f"--file={dump}", server),
        ("pg_restore", "--no-owner", f"--dbname={cluster.url(name)}", dump),
    ):
        subprocess.run([cluster.programs / program, *words], check=True, capture_output=True)
    assert "sound" in run("verify", "--database", cluster.url(name)).stdout
    with closing(Store.open(cluster.url(name))) as back:
        assert back.progress("voorbeeld").answers == 96
        with pytest.raises(StoreError, match="the log is only added to"):
            back._database.run("delete_audit", study="voorbeeld", first=99)
    cluster.drop(name)


def test_another_key_there_stops_a_move(database: Path, server: str) -> None:
    database.with_name("dce.db.key").write_text("a" * 32)
    refused = run("move", "voorbeeld", "--database", database, "--to", server, DCE_SECRET_KEY=KEY)
    assert refused.exit_code == 1
    assert "has another key than" in refused.stderr
    assert run("move", "voorbeeld", "--database", database, "--to", server, DCE_SECRET_KEY="a" * 32).exit_code == 0


def test_a_wish_that_cannot_be_is_refused_and_makes_nothing(database: Path, tmp_path: Path, server: str) -> None:
    missing = run("move", "voorbeeld", "--database", tmp_path / "none.db", "--to", server)
    assert "there is no database here" in missing.stderr
    assert "no study 'none'" in run("move", "none", "--database", database, "--to", server).stderr
    assert not (tmp_path / "none.db").exists()


def test_no_password_is_shown(database: Path) -> None:
    refused = run("move", "voorbeeld", "--database", database, "--to", "postgresql://dce:geheim@127.0.0.1:1/x")
    assert refused.exit_code == 1
    assert "postgresql://dce@127.0.0.1:1/x: the server cannot be reached" in refused.stderr
    assert "geheim" not in refused.output


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_answers_go_into_one_sqlite_file_under_the_same_rules(
    database: Path, design: Path, request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    where = str(database)
    if engine == "postgresql":
        where = request.getfixturevalue("server")
        run("move", "voorbeeld", "--database", database, "--to", where)
    target = tmp_path / "analysis.sqlite"
    done = run("export", design, "--answers", where, "--as", "sqlite", "--to", target)
    assert done.exit_code == 0, done.output
    assert target.stat().st_mode & 0o077 == 0, "for its owner only"
    with closing(sqlite3.connect(target)) as file, closing(Store.open(where)) as store:
        answers = pd.read_sql("SELECT * FROM answers", file)
        about = dict(file.execute("SELECT name, value FROM about").fetchall())
        assert file.execute("SELECT count(*) FROM codebook").fetchone()[0] > 5
        assert (len(answers), answers["respondent"].nunique()) == (96, 12)
        assert not set(answers["respondent"].astype(str)) & set(store.answers("voorbeeld")["respondent"])
        assert "reason" not in answers
        assert about["people"] == "12"
        assert [entry.action for entry in store.audit.of_study("voorbeeld")][-1] == "answers.exported"
    again = run("export", design, "--answers", where, "--as", "sqlite", "--to", target)
    assert "is there already" in again.stderr


def test_of_too_few_people_nothing_is_exported(design: Path, server: str, tmp_path: Path) -> None:
    published = Design.load(design)
    with closing(Store.open(server)) as store:
        store.publish(published)
        person = store.add_respondent(published, language="nl", rng=np.random.default_rng(1))
        store.record_answer(person.id, person.tasks[0], "4")
    refused = run("export", design, "--answers", server, "--as", "sqlite", "--to", tmp_path / "few.sqlite")
    assert "too few people" in refused.stderr
    assert not (tmp_path / "few.sqlite").exists()
