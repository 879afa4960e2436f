"""A study goes from a file to another one or to a server, and back, with every row, or does not go at all."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from store_full import OTHER, fill
from store_raw import look
from write_released import keep_file

from dce.design import Design, make_design
from dce.disclosure import Crowd
from dce.errors import StoreError
from dce.store import COMMAND_LINE, NoStudy, ResultPart, Store, StoreBusy, WrongState, moving
from dce.store.deletion import TABLES
from dce.store.releases import look as show
from dce.store.results import EVERYBODY
from dce.study import parse_study

STUDY = "voorbeeld"
EMPTY = {"drafts"}  # nothing of it where the text was published


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Store]:
    with closing(Store.open(tmp_path / "dce.db")) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a study goes, for one engine after the other."""
    return str(request.getfixturevalue("server") if request.param == "postgresql" else tmp_path / "there.db")


@pytest.fixture
def there(address: str) -> Iterator[Store]:
    with closing(Store.open(address)) as opened:
        yield opened


@pytest.fixture
def full(file: Store, design: Design) -> Store:
    """A file with two studies, of which one has closed and has something in every table."""
    fill(file, design, 30)
    fill(file, make_design(parse_study(OTHER), 8, seed=1), 3)
    people = [row["id"] for row in file._database.run("people_of_study", study_id=STUDY)]
    person = file.add_respondent(design, language="nl", rng=np.random.default_rng(5))
    file.record_answer(person.id, person.tasks[0], "1")
    file.record_answer(person.id, person.tasks[0], "5", instead_of=1)
    show(file._database, (STUDY, "mean"), dict.fromkeys(people[:20], "jurist"), lambda: {"mean": 0.1 + 0.2}, 10)
    file.edition(STUDY)
    crowds = {EVERYBODY: Crowd.of(people)}
    file.results.show(STUDY, {EVERYBODY: crowds}, {EVERYBODY: [ResultPart("one", "nl", {"said": "é"})]}, 10)
    job = file.jobs.add(STUDY, "power", {"people": 50}, "anna")
    file.jobs.begin(job.id)
    file.jobs.tell(job.id, 1 / 3, 7)
    file.jobs.finish(job.id, {"found": 0.1 + 0.2})
    keep_file(file)
    file.life.change(STUDY, "closed", COMMAND_LINE, "over")
    file.public_models.publish(STUDY, {"version": "a"}, "anna")
    assert [table for table in TABLES if not kept(file)[table]] == []
    return file


def kept(store: Store, study_id: str = STUDY) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a study, and of its log."""
    database, found = store._database, {}
    with database.tx():
        for table in TABLES:
            parts = database.rows_of(table, moving._where(table), study_id=study_id)
            found[table] = sorted((tuple(row) for rows in parts for row in rows), key=repr)
    log = look(store, f"SELECT * FROM audit WHERE study = '{study_id}' ORDER BY seq")
    return {**found, "audit": [tuple(row) for row in log]}


def test_a_study_goes_to_another_database_and_back_with_every_row(full: Store, there: Store, tmp_path: Path) -> None:
    before, other = kept(full), kept(full, "ander")
    moved = full.move(STUDY, there, COMMAND_LINE)
    assert moved.rows == {table: len(before[table]) for table in TABLES}
    assert (moved.accounts, moved.finished) == ((f"Ana {STUDY}",), False)
    after = kept(there)
    assert after.pop("audit")[:-1] == before.pop("audit")
    assert after == before
    assert kept(full) == {**{table: [] for table in TABLES}, "audit": kept(there)["audit"]}, "its log stays and says so"
    assert kept(full, "ander") == other
    assert full.life.study_ids() == ("ander",)
    assert full.verify() == there.verify() == ()
    assert there.accounts.studies(there.accounts.by_name(f"Ana {STUDY}").id) == (STUDY,)

    with closing(Store.open(tmp_path / "back.db")) as back:
        there.move(STUDY, back, COMMAND_LINE)
        found = kept(back)
        assert [row[4] for row in found.pop("audit")][-2:] == ["study.moved", "study.moved"]
        assert found == before
        assert back.answers(STUDY, everything=True).shape[0] > 30
        assert back.verify() == there.verify() == ()
    assert there.life.study_ids() == ()


def test_what_comes_back_to_where_it_was_goes_on_with_its_log(full: Store, there: Store) -> None:
    before = kept(full)
    full.move(STUDY, there, COMMAND_LINE)
    there.life.change(STUDY, "open", "anna")
    there.life.change(STUDY, "closed", "anna")
    there.move(STUDY, full, COMMAND_LINE)
    after = kept(full)
    assert after["answers"] == before["answers"]
    told = [entry.action for entry in full.audit.of_study(STUDY)]
    between = told[told.index("study.moved") + 1 : -1]
    assert ({"study.open", "study.closed"} <= set(between), told[-1]) == (True, "study.moved")
    assert full.verify() == there.verify() == ()


def without_the_last(rows: list[Any]) -> list[Any]:
    return rows[:-1]


def with_another_last(rows: list[Any]) -> list[Any]:
    """As many rows, of which the last one says something else, whoever's it is: ids are random."""
    return [*rows[:-1], tuple(f"{value}!" if value in ("1", "4", "5") else value for value in rows[-1])]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("respondents", without_the_last),
        ("answers", without_the_last),
        ("tokens", without_the_last),
        ("answers", with_another_last),
    ],
)
def test_a_move_that_fails_half_way_leaves_both_as_they_were(
    full: Store, there: Store, monkeypatch: pytest.MonkeyPatch, table: str, change: Callable[[list[Any]], list[Any]]
) -> None:
    before, empty = kept(full), kept(there)
    add = there._database.add_rows

    def broken(name: str, columns: Any, rows: Any, /) -> None:
        add(name, columns, change(list(rows)) if name == table else rows)

    monkeypatch.setattr(there._database, "add_rows", broken)
    with pytest.raises(StoreError):
        full.move(STUDY, there, COMMAND_LINE)
    assert (kept(full), kept(there)) == (before, empty)
    monkeypatch.undo()
    full.move(STUDY, there, COMMAND_LINE)
    assert there.verify() == ()


def test_a_move_that_is_cut_off_at_its_end_is_finished_by_the_next_one(
    full: Store, there: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(full)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dce.store.deletion.delete_rows", dies)
    with pytest.raises(KeyboardInterrupt):
        full.move(STUDY, there, COMMAND_LINE)
    assert kept(full) == before
    assert kept(there)["answers"] == before["answers"], "it stands in both"
    monkeypatch.undo()
    assert full.move(STUDY, there, COMMAND_LINE).finished
    assert kept(full)["answers"] == []
    assert kept(full)["audit"] == kept(there)["audit"]
    assert full.verify() == there.verify() == ()


def test_what_changed_after_such_an_end_is_not_lost(full: Store, there: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dce.store.deletion.delete_rows", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        full.move(STUDY, there, COMMAND_LINE)
    monkeypatch.undo()
    people = [row["id"] for row in full._database.run("people_of_study", study_id=STUDY)]
    full.dispute(next(person for person in people if not full.disputed(person)))
    before = kept(full)
    with pytest.raises(StoreError, match="has another study 'voorbeeld', in table handed_out"):
        full.move(STUDY, there, COMMAND_LINE)
    assert kept(full) == before


def test_what_the_log_there_was_told_after_such_an_end_stands_in_both(
    full: Store, there: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dce.store.deletion.delete_rows", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        full.move(STUDY, there, COMMAND_LINE)
    monkeypatch.undo()
    for _ in range(3):
        there.audit.add("anna", "answers.exported", study=STUDY)
    assert full.move(STUDY, there, COMMAND_LINE).finished
    assert [entry.action for entry in full.audit.of_study(STUDY)][-3:] == ["answers.exported"] * 3
    assert kept(full)["audit"] == kept(there)["audit"]


@pytest.mark.parametrize("more", [-2, 0, 2])
def test_a_study_does_not_go_where_another_one_of_its_name_left_a_log(
    full: Store, there: Store, design: Design, more: int
) -> None:
    before = kept(full)
    there.publish(design)
    there.life.change(STUDY, "closed", "anna")
    there.life.delete_study(STUDY, typed=STUDY, actor="anna", key=b"k" * 32)
    for _ in range(len(before["audit"]) + 1 + more - 2):  # the move has a row of its own
        there.audit.add("anna", "log.seen", study=STUDY)
    log = kept(there)
    with pytest.raises(StoreError, match="has another log of study 'voorbeeld'; nothing was moved"):
        full.move(STUDY, there, COMMAND_LINE)
    assert (kept(full), kept(there)) == (before, log)


def test_a_study_that_takes_answers_or_is_not_there_is_not_moved(full: Store, there: Store, design: Design) -> None:
    with pytest.raises(WrongState, match="is open; pause or close it first"):
        full.move("ander", there, COMMAND_LINE)
    with pytest.raises(NoStudy):
        full.move("none", there, COMMAND_LINE)
    with pytest.raises(StoreError, match="is where study voorbeeld stands"):
        full.move(STUDY, full, COMMAND_LINE)
    full.jobs.add(STUDY, "power", {}, "anna")
    with pytest.raises(WrongState, match="something of it is being made"):
        full.move(STUDY, there, COMMAND_LINE)
    full.jobs.stop(STUDY, "power")
    there.publish(design)
    with pytest.raises(StoreError, match="has another study"):
        full.move(STUDY, there, COMMAND_LINE)


def test_invented_answers_are_not_put_beside_real_ones(full: Store, tmp_path: Path) -> None:
    with (
        closing(Store.open(tmp_path / "invented.db", synthetic=True)) as invented,
        pytest.raises(StoreError, match="invented and real answers never stand in one database"),
    ):
        full.move(STUDY, invented, COMMAND_LINE)


def test_who_has_an_account_there_keeps_that_one(full: Store, there: Store) -> None:
    own = there.accounts.add(f"ana {STUDY}", "viewer")  # the same name, in other letters
    assert full.move(STUDY, there, COMMAND_LINE).accounts == ()
    assert there.accounts.studies(own.id) == (STUDY,)
    assert there.accounts.account(own.id) == own
    assert {token.account_id for token in there.tokens.of_study(STUDY)} == {own.id}
    there.move(STUDY, full, COMMAND_LINE)
    (back,) = full.accounts.members(STUDY)
    assert (back.name, back.role) == (f"Ana {STUDY}", "analyst")


def test_while_it_moves_nobody_changes_it(
    full: Store, there: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare, other = moving._compare, Store.open(tmp_path / "dce.db", wait_seconds=0.1)

    def meanwhile(*given: Any) -> Any:
        with pytest.raises(StoreBusy):
            other.life.change(STUDY, "open", "anna")
        return compare(*given)

    monkeypatch.setattr(moving, "_compare", meanwhile)
    full.move(STUDY, there, COMMAND_LINE)
    other.close()
    assert there.life.state(STUDY) == "closed"


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("doing", ["_compare", "_go_on"])
def test_a_move_that_is_killed_leaves_both_as_they_were(full: Store, there: Store, address: str, doing: str) -> None:
    before, empty = kept(full), kept(there)
    child = os.fork()
    if child == 0:
        setattr(moving, doing, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        with closing(Store.open(address)) as own:
            full.move(STUDY, own, COMMAND_LINE)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert (kept(full), kept(there)) == (before, empty)
    assert full.verify() == there.verify() == ()
