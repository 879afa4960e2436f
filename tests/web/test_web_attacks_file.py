"""Attacks on the file behind the site: entries A24 to A28 and H03, tried through the pages and on a real file."""

import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from web_guest import KEY, Guest, free_port, held, some_design, stored
from web_watch import Watch

from dce.cli import main
from dce.design import Design
from dce.errors import StoreError
from dce.store import Store
from dce.study import Study
from dce.web import create_app, serve

ROOT = Path(__file__).resolve().parents[2]
ANSWER = 5  # where the answer stands in a row of the table
PAGE = 4096  # bytes of a page of SQLite
MOST_WAL = 64 * 2**20  # bytes that may wait in the log while an export is made


@pytest.fixture
def never_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that should be refused ends the test when it is not, and does not begin to serve."""
    monkeypatch.setattr("dce.web.server.Server.serve", lambda *_, **__: pytest.fail("this file is served"))


def test_h03_an_export_that_takes_long_does_not_make_the_log_grow(
    app: Flask, watch: Watch, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes long of an export, making its table, comes after its short read: the log can be written back."""
    Guest(app).begin().answer_all()
    store, reading, go_on, tables = Store.open(database), threading.Event(), threading.Event(), list[int]()

    def slowly(frame: object, _design: Design) -> object:
        reading.set()
        go_on.wait()
        return frame

    monkeypatch.setattr("dce.store.table.with_scenarios", slowly)
    export = threading.Thread(target=lambda: tables.append(len(store.answers("voorbeeld"))))
    export.start()
    assert reading.wait(20)
    store._database.connection.execute("PRAGMA synchronous=OFF")  # how fast the disk is does not matter here
    try:
        for number in range(75):
            store.write_session(f"key {number}", {"a": "x" * 2**20}, 1)
        assert database.stat().st_size + Path(f"{database}-wal").stat().st_size > MOST_WAL, "so much was written"
        assert Path(f"{database}-wal").stat().st_size < MOST_WAL
    finally:
        go_on.set()
        export.join()
    assert tables == [4]
    store.close()


@pytest.mark.usefixtures("never_serves")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a24_what_cannot_be_written_is_said_and_over_once_it_can(
    open_folder: Path, example: Study, ordinary_account: Callable[[], AbstractContextManager[None]], what: str
) -> None:
    database, answered = open_folder / "dce.db", {"answer": "4"}
    store = Store.open(database)
    store.publish(some_design(example, 4))
    store.close()
    app, watch = create_app(database, secret_key=KEY), Watch(database, busy=True)
    form = (guest := Guest(app).begin()).page
    app.extensions["dce_store"].close()  # as a thread that begins now
    allow(open_folder, 0o444, 0o555 if what == "folder" else 0o1777)
    with ordinary_account():
        watch.look("POST", guest.send("answer", **answered).status, guest.response.headers, guest.text)
        assert guest.status == 503
        assert "Niet opgeslagen, probeer het opnieuw" in guest.words
        assert guest.get("/voorbeeld/task/1").status in (200, 503), "a page, or the same words"
        with pytest.raises(StoreError, match=r"dce\.db: .*(cannot be written|no use of this place)"):
            serve(database, port=free_port())
    allow(open_folder, 0o666, 0o1777)
    assert stored(database) == []
    guest.page = form
    with ordinary_account():
        assert guest.send("answer", **answered).status == 200, "nobody restarted it"
    app.extensions["dce_store"].close()
    assert [row[ANSWER] for row in stored(database)] == ["4"]
    watch.check()


def allow(folder: Path, files: int, itself: int) -> None:
    """Give everything in ``folder``, and the folder, these permissions."""
    for file in folder.iterdir():
        file.chmod(files)
    folder.chmod(itself)


def test_a24_a_file_that_went_away_is_said_in_words_and_missed_until_it_is_back(app: Flask, database: Path) -> None:
    form = (guest := Guest(app).begin()).page
    app.extensions["dce_store"].close()
    away, watch = database.rename(database.with_name("away")), Watch(database, busy=True)
    for path in ("/", "/voorbeeld/", "/voorbeeld/task/1", "/nee"):
        watch.look(path, guest.get(path).status, guest.response.headers, guest.text)
        assert guest.status == 503
        assert "probeer het opnieuw" in guest.words
    away.rename(database)
    guest.page = form
    assert guest.send("answer", answer="4").status == 200
    watch.check()


@pytest.mark.usefixtures("never_serves")
def test_a25_a_damaged_page_is_refused_at_the_start_in_one_line_that_says_what_to_do(
    app: Flask, database: Path
) -> None:
    Guest(app).begin().answer_all()
    app.extensions["dce_store"].close()
    content = bytearray(database.read_bytes())
    middle = len(content) // PAGE // 2 * PAGE
    content[middle : middle + PAGE] = b"\xff" * PAGE
    database.write_bytes(content)
    study = ROOT / "designs" / "gegevensdeling"
    ran = CliRunner().invoke(main, ["serve", str(study), "--database", str(database), "--port", str(free_port())])
    assert ran.exit_code == 1
    assert re.fullmatch(r".*dce\.db: the database is damaged.*put the last backup in its place\n", ran.output)
    assert database.read_bytes() == content, "left as it is"


@pytest.mark.parametrize("bit", range(8))
def test_a27_one_flipped_bit_in_an_answer_is_found_and_its_row_named(app: Flask, database: Path, bit: int) -> None:
    Guest(app).begin().send("answer", answer="4")
    app.extensions["dce_store"].close()
    ((respondent, task, *_),) = stored(database)
    content = bytearray(database.read_bytes())
    (place,) = [found.start() for found in re.finditer(rb"4(?=20\d\d-\d\d-\d\dT\d\d:\d\dZ[0-9a-f]{128})", content)]
    content[place] ^= 1 << bit
    database.write_bytes(content)
    store = Store.open(database)  # SQLite's own check sees nothing
    assert store.verify() == (f"answer of respondent {respondent} to task {task}: it is not what was stored",)
    store.close()


def test_a28_a_backup_while_people_answer_holds_every_answer_and_people_go_on_with_it(
    app: Flask, watch: Watch, database: Path
) -> None:
    guest = Guest(app).begin().send("answer", answer="4").send("answer", answer="2")
    plain, backup = database.with_name("plain.db"), database.with_name("backup.db")
    plain.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    assert stored(plain) == [], "a plain copy lacks what is still in the log: never copy the file"
    assert held(backup) == held(database)
    restored = create_app(backup, secret_key=KEY)
    assert restored.extensions["dce_store"].verify() == ()
    again = Guest(restored).get("/voorbeeld/resume").send("resume", code=guest.get("/voorbeeld/later").code)
    assert again.path == "/voorbeeld/task/3"
    assert again.answer_all().path == "/voorbeeld/thanks"
    restored.extensions["dce_store"].close()
