"""dce doctor: each fault that is made on purpose is told with its remedy, and nothing secret or personal ever is."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from doctor_case import GOOD, SECRET, database_in, run, told

from dce.errors import AnswerError, StoreError
from dce.store import Store
from dce.store.backup import description_of
from dce.store.migrations import STEPS
from dce.web.checkup import Deployment, Finding, check_up
from dce.web.checkup.files import MOST_LOG, kind_of

SITE = ("--secure", "--proxies", "1", "--trusted-host", "survey.example.nl", "--contact", "veilig@example.nl")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return database_in(tmp_path / "data")


@pytest.fixture
def kept(database: Path) -> Path:
    """A folder with one backup."""
    folder = database.parent.with_name("kept")
    folder.mkdir(mode=0o700)
    run("backup", "--database", database, "--to", folder)
    return folder


def test_what_is_well_is_said_and_ends_with_0(database: Path, kept: Path) -> None:
    done = run("doctor", "--database", database, "--backups", kept, *SITE, DCE_SECRET_KEY=SECRET)
    assert done.exit_code == 0, done.output
    assert "0 to mend" in done.stdout
    for about in ("owner", "permissions", "room", "pages", "tables", "journal", "clock", "retention", "secret key"):
        assert f"good  {about} " in done.stdout
    assert SECRET not in done.output


def test_json_says_the_same_and_1_says_that_there_is_work(database: Path) -> None:
    done = run("doctor", "--database", database, "--json", *SITE, DCE_SECRET_KY=SECRET)
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert said["sound"] is False
    (wrong,) = [each for each in said["findings"] if each["verdict"] == "mend"]
    assert wrong["about"] == "environment"
    assert wrong["found"].startswith("DCE_SECRET_KY:")
    assert "write DCE_SECRET_KEY" in wrong["to_do"]
    assert SECRET not in done.output


def test_nothing_is_changed_by_looking(database: Path, kept: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(database.parent.iterdir())}
    run("doctor", "--database", database, "--backups", kept, *SITE)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(database.parent.iterdir())} == before


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert told(tmp_path / "dce.db", "database").verdict == "mend"
    assert not list(tmp_path.iterdir())


def readable(database: Path) -> None:
    database.chmod(0o644)
    database.parent.chmod(0o755)


def writable(database: Path) -> None:
    database.chmod(0o602)


def rollback_journal(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def older(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0008%'")


def orphan(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM respondents")


def torn(database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    database.write_bytes(content)


def long_log(database: Path) -> None:
    beside = database.with_name("dce.db-wal")
    beside.touch()
    os.truncate(beside, MOST_LOG + 1)


def another_program(database: Path) -> None:
    database.unlink()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")


@pytest.mark.parametrize(
    ("harm", "about", "verdict", "words"),
    [
        (readable, "permissions", "mend", "everybody on this machine may read dce.db"),
        (writable, "permissions", "mend", "everybody on this machine may write it"),
        (rollback_journal, "journal", "mend", "delete, not wal"),
        (older, "tables", "mind", f"1 of {len(STEPS)} steps"),
        (orphan, "pages", "mend", "table answers: rows refer to what is not there"),
        (torn, "database", "mend", "damaged"),
        (long_log, "log", "mend", "more than 67.1 MB"),
        (another_program, "database", "mend", "made by another program"),
    ],
)
def test_a_fault_of_the_file_is_told(
    database: Path, harm: Callable[[Path], None], about: str, verdict: str, words: str
) -> None:
    harm(database)
    found = told(database, about)
    assert (found.verdict, bool(found.to_do)) == (verdict, True)
    assert words in found.found


def test_a_file_of_another_account_is_told_with_the_command_that_gives_it_back(database: Path) -> None:
    if os.geteuid():
        pytest.skip("only root gives files away")
    os.chown(database, 12345, -1)
    found = told(database, "owner")
    assert found.verdict == "mend"
    assert found.to_do == f"chown root {database}"


def test_a_full_disk_is_told_before_it_is(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(database, "room").verdict == GOOD
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10_000_000})())
    assert told(database, "room").verdict == "mend"


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("ext4", GOOD),
        ("nfs4", "mend"),
        ("cifs", "mend"),
        ("fuse.sshfs", "mend"),
        ("tmpfs", "mend"),
        ("overlay", "mend"),
    ],
)
def test_a_share_is_no_place_for_a_database(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, verdict: str
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"root / ext4 rw 0 0\nthere {database.parent} {kind} rw 0 0\n")
    monkeypatch.setattr("dce.web.checkup.files.MOUNTS", mounts)
    assert told(database, "file system").verdict == verdict
    monkeypatch.setattr("dce.web.checkup.files.MOUNTS", tmp_path / "none")
    assert told(database, "file system").verdict == "mind"


def test_what_is_mounted_last_at_a_place_counts() -> None:
    assert kind_of(Path("/a b/dce.db"), "x / ext4 r 0 0\ny /a\\040b xfs r 0 0\nz /a\\040b nfs r 0 0\n") == "nfs"


def test_backups_are_young_whole_closed_and_without_the_key(database: Path, kept: Path) -> None:
    now = datetime.now(UTC)
    assert told(database, "backup").verdict == "mind", "nobody said where"
    assert told(database, "backup", backups=database.parent).found.startswith(f"{database.parent} holds none")
    assert told(database, "backup", backups=kept).verdict == GOOD
    assert told(database, "backup folder", backups=kept).verdict == "mind", "on the same disk"
    late = told(database, "backup", backups=kept, now=now + timedelta(hours=30))
    assert (late.verdict, late.found) == ("mend", "the newest is 30 hours old")
    (kept / "dce.db.key").write_text(SECRET)
    assert "the key lies with the backups" in told(database, "backup folder", backups=kept).found
    kept.chmod(0o755)
    assert "everybody" in told(database, "backup folder", backups=kept).found
    (newest,) = kept.glob("*Z.db")
    newest.write_bytes(newest.read_bytes() + b"x")
    assert "not the file that was made" in told(database, "backup", backups=kept).found
    description_of(newest).write_text("{")
    assert told(database, "backups", backups=kept).verdict == "mend"


def test_a_clock_that_went_back_is_told(database: Path) -> None:
    found = told(database, "clock", now=datetime.now(UTC) - timedelta(hours=3))
    assert found.verdict == "mend"
    assert "minutes behind the newest row" in found.found


def test_what_is_kept_too_long_is_told(database: Path) -> None:
    with closing(Store.open(database)) as store:
        study_id = store.study_ids()[0]
        store.life.change(study_id, "closed", "command line")
    assert told(database, "retention").verdict == GOOD
    found = told(database, "retention", now=datetime.now(UTC) + timedelta(days=4000))
    assert (found.verdict, study_id in found.found) == ("mend", True)


def test_variables_come_from_the_file_of_the_unit_too(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "environment"
    file.write_text(f"# a note\nDCE_SECRET_KEY='{SECRET}'\nDCE_HOTS=a.nl\n")
    done = run("doctor", "--database", database, "--environment", file, *SITE)
    assert "DCE_HOTS: nothing reads it" in done.stdout
    assert "good  secret key" in done.stdout
    file.write_text(f"{SECRET}\n")
    wrong = run("doctor", "--database", database, "--environment", file)
    assert (wrong.exit_code, wrong.stderr) == (1, f"{file}:1: is no variable; write NAME=value\n")


@pytest.mark.parametrize(
    "error", [AnswerError("x: is wrong; mend it"), StoreError("y"), PermissionError(13, "no", "z")]
)
def test_a_look_that_fails_is_told_and_the_others_go_on(
    database: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(_: object) -> None:
        raise error

    monkeypatch.setattr("dce.web.checkup.files.kind_of", lambda *_: fails(None))
    found = check_up(Deployment(database))
    assert [each.verdict for each in found if each.about == "file system"] == ["mend"]
    assert {"owner", "packages"} <= {each.about for each in found}


def test_a_finding_says_what_to_do_where_something_is_to_be_done() -> None:
    with pytest.raises(ValueError, match="what to do"):
        Finding("a", "b", "mend")
