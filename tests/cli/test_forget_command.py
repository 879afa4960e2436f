"""dce forget: closed studies, those that are due, and one person by the own code."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from dce.cli.main import main
from dce.design import make_design
from dce.store import Note, Respondent, Store
from dce.store.seal import public_key
from dce.study import Fieldwork, example_study, example_text
from dce.study.reader import parse_study
from dce.web.codes import code_hash, personal_code
from dce.web.keys import secret_key


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "dce.db"


@pytest.fixture(autouse=True)
def person(database: Path) -> Respondent:
    design = make_design(example_study(), 8, seed=1)
    with closing(Store.open(database)) as store:
        store.publish(design)
        store.publish(make_design(parse_study(example_text().replace("id: voorbeeld", "id: ander")), 8, seed=1))
        person = store.add_respondent(
            design,
            language="nl",
            rng=np.random.default_rng(1),
            code_hash=lambda id_: code_hash(personal_code(secret_key(database), id_)),
        )
        store.record_answer(person.id, person.tasks[0], "4")
    return person


def forget(database: Path, *words: str, given: str = "") -> Result:
    return CliRunner().invoke(main, ["forget", *words, "--database", str(database)], input=given)


def close(database: Path, days: int, study_id: str = "voorbeeld") -> None:
    with closing(Store.open(database)) as store:
        store.hold(study_id, Fieldwork(closes=datetime.now(UTC) - timedelta(days=days)))


def ids(database: Path) -> tuple[str, ...]:
    with closing(Store.open(database)) as store:
        return store.study_ids()


def test_a_closed_study_is_deleted_with_a_note_that_verifies(database: Path, person: Respondent) -> None:
    close(database, 1)
    asked = forget(database, "voorbeeld")
    assert asked.exit_code == 1
    assert "nothing was deleted; it is open, with 1 people and 1 answers. Add --yes" in asked.output
    assert ids(database) == ("ander", "voorbeeld")
    result = forget(database, "voorbeeld", "--yes", "--why", "het verslag is af")
    assert result.exit_code == 0, result.output
    path = Path(result.stdout.strip())
    assert path.parent == database.parent
    note = Note.load(path)
    assert (note.study, note.by, note.deleted["respondents"]) == ("voorbeeld", "command line", 1)
    assert ids(database) == ("ander",)
    assert person.id.encode() not in b"".join(file.read_bytes() for file in database.parent.iterdir())
    good = forget(database, "--verify-note", str(path))
    assert "genuine; study voorbeeld was deleted on" in good.stdout
    elsewhere = database.with_name("elsewhere.db")
    public = public_key(secret_key(database))
    assert forget(elsewhere, "--verify-note", str(path), "--public-key", public).exit_code == 0
    assert "is not there; name the database of the site" in forget(elsewhere, "--verify-note", str(path)).output
    assert not elsewhere.with_name("elsewhere.db.key").exists()
    path.write_text(path.read_text().replace('"respondents": 1', '"respondents": 0'))
    bad = forget(database, "--verify-note", str(path))
    assert bad.exit_code == 1
    assert "is not genuine" in bad.output
    with closing(Store.open(database)) as store:
        entry = store.audit.of_study("voorbeeld")[-1]
        assert (entry.action, entry.why, entry.who) == ("study.deleted", "het verslag is af", "command line")


def test_an_open_study_and_one_that_is_not_here_are_refused(database: Path) -> None:
    assert "close it first" in forget(database, "voorbeeld", "--yes").output
    assert "no study 'weg'" in forget(database, "weg", "--yes").output
    assert "there is no database here" in forget(database.with_name("x.db"), "--due").output
    assert ids(database) == ("ander", "voorbeeld")
    assert not list(database.parent.glob("deletion-*"))


@pytest.mark.parametrize(("days", "gone"), [(364, False), (367, True)])
def test_what_is_due_goes_and_may_be_asked_again(database: Path, days: int, gone: bool) -> None:
    close(database, days)
    for again in (False, True):
        result = forget(database, "--due")
        assert result.exit_code == 0, result.output
        assert bool(result.stdout) == (gone and not again)
    assert ids(database) == (("ander",) if gone else ("ander", "voorbeeld"))
    assert len(list(database.parent.glob("deletion-voorbeeld-*.json"))) == gone
    if gone:
        with closing(Store.open(database)) as store:
            assert store.audit.of_study("voorbeeld")[-1].why == "12 months after closing"


def test_a_run_that_was_cut_off_is_finished_by_the_next(database: Path) -> None:
    close(database, 1)
    with closing(Store.open(database)) as store:
        note = store.life.delete_study("voorbeeld", typed="voorbeeld", actor="anna", key=secret_key(database))
    result = forget(database, "--due")
    assert Note.load(Path(result.stdout.strip())) == note
    assert forget(database, "--due").stdout == ""


def test_one_person_goes_by_the_own_code(database: Path, person: Respondent) -> None:
    code = personal_code(secret_key(database), person.id)
    assert "this is no personal code" in forget(database, "--respondent-code", given="hallo\n").output
    assert "nobody has this code" in forget(database, "--respondent-code", given="0000-0000-0000-0000\n").output
    result = forget(database, "--respondent-code", given=f" {code.lower()}\n")
    assert result.exit_code == 0, result.output
    assert "deleted one person of study voorbeeld" in result.stderr
    assert "nobody has this code" in forget(database, "--respondent-code", given=code).output
    with closing(Store.open(database)) as store:
        assert store.progress("voorbeeld").started == 0
        assert store.departures("voorbeeld").withdrew == 1
        entry = store.audit.of_study("voorbeeld")[-1]
        assert (entry.action, entry.object) == ("respondent.deleted", "a respondent by own code")
    left = b"".join(file.read_bytes() for file in database.parent.iterdir())
    assert person.id.encode() not in left
    assert code_hash(code).encode() not in left


def test_the_job_also_deletes_what_else_is_over(database: Path) -> None:
    with closing(Store.open(database)) as store:
        store.invite("ander", ["a" * 64])
    close(database, 31, "ander")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO tries VALUES ('x', 'a', 'b', 0, 1)")
        connection.commit()
        assert forget(database, "--due").exit_code == 0
        assert connection.execute("SELECT count(*) FROM invitations").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM tries").fetchone() == (0,)


@pytest.mark.parametrize("words", [(), ("voorbeeld", "--due"), ("--due", "--respondent-code")])
def test_one_thing_is_done_at_a_time(database: Path, words: tuple[str, ...]) -> None:
    result = forget(database, *words)
    assert result.exit_code == 2
    assert "give one of STUDY, --due" in result.output


def test_a_server_that_starts_again_does_not_bring_a_deleted_study_back(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = database.parent / "designs" / "voorbeeld"
    folder.mkdir(parents=True)
    (folder / "study.yaml").write_text(example_text(), encoding="utf-8")
    make_design(example_study(), 8, seed=1).save(folder)
    monkeypatch.setattr("dce.web.serve", lambda *_, **__: None)

    def serve() -> Result:
        return CliRunner().invoke(main, ["serve", str(folder), "--database", str(database)])

    assert (serve().stderr, ids(database)) == ("", ("ander", "voorbeeld"))
    with closing(Store.open(database)) as store:
        store.life.change("voorbeeld", "closed", "anna")
    assert forget(database, "voorbeeld", "--yes").exit_code == 0
    again = serve()
    assert again.exit_code == 0
    assert "was deleted on" in again.stderr
    assert ids(database) == ("ander",)
