"""A deleted study leaves no byte in the file and a note that anybody can check, also when it is cut off midway."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from store_full import OTHER, fill
from store_raw import look

from dce.design import Design, make_design
from dce.errors import StoreError
from dce.store import NoStudy, Note, Respondent, Store, StoreBusy, WrongState, states
from dce.store.deletion import TABLES
from dce.store.seal import public_key
from dce.study import Fieldwork
from dce.study.reader import parse_study

KEY = b"k" * 32
STAYS = {"about", "audit", "audit_chains", "deletions", "_sqlite_migrations", "sqlite_sequence"}


def rows(store: Store) -> dict[str, int]:
    return {table: look(store, f"SELECT count(*) FROM {table}")[0][0] for table in store._database.tables()}


def files(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def close(store: Store, study_id: str = "voorbeeld") -> None:
    store.life.change(study_id, "closed", "anna")


def delete(store: Store, study_id: str = "voorbeeld") -> Note:
    return store.life.delete_study(study_id, typed=study_id, actor="anna", key=KEY)


def test_a_study_of_fifty_people_leaves_no_byte_and_another_study_loses_none(
    store: Store, design: Design, path: Path
) -> None:
    traces = fill(store, design, 50)
    before = rows(store)
    other = fill(store, make_design(parse_study(OTHER), 8, seed=1), 3)
    both, answers = rows(store), store.answers("ander", everything=True)
    close(store)
    assert all(trace in files(path) for trace in traces)
    note = delete(store)
    store.life.sweep()
    found = files(path)
    shared = [trace for trace in traces if trace in other]
    assert [trace for trace in traces if trace in found and trace not in shared] == []
    assert all(trace in found for trace in other if trace != b"een opmerking in het concept")
    left = rows(store)
    for table in set(TABLES) | {"sessions"}:
        assert left[table] == both[table] - before[table], table
        assert note.deleted[table] == before[table] + (table == "states"), table
    assert store.answers("ander", everything=True).equals(answers)
    assert store.verify() == ()
    with pytest.raises(StoreError):
        store.current("voorbeeld")
    with pytest.raises(NoStudy):
        delete(store)
    delete_other = [close(store, "ander"), delete(store, "ander")]
    assert delete_other[1] is not None
    assert {table for table, count in rows(store).items() if count} <= STAYS | {"accounts"}, "every table is known"


def test_the_note_tells_what_went_and_cannot_be_changed(store: Store, design: Design, tmp_path: Path) -> None:
    fill(store, design, 3)
    close(store)
    note = delete(store)
    assert (note.study, note.by, note.retention_months) == ("voorbeeld", "anna", 12)
    assert note.study_hashes == (design.study.hash,)
    assert note.deleted["respondents"] == 3
    assert store.life.notes() == (note,)
    path = tmp_path / "note.json"
    path.write_text(note.text(), encoding="utf-8")
    public = public_key(KEY)
    assert Note.load(path) == note
    assert note.genuine(public)
    assert not note.genuine(public_key(b"o" * 32))
    path.write_text(note.text().strip().rjust(100_000), encoding="utf-8")
    assert Note.load(path) == note
    path.write_text(note.text().strip().rjust(100_001), encoding="utf-8")
    with pytest.raises(StoreError, match="is no note of a deletion"):
        Note.load(path)
    content = json.loads(note.text())
    changes: list[dict[str, object]] = [
        {"at": "2020-01-01T00:00Z"},
        {"deleted": {**content["deleted"], "respondents": 2}},
        {"study": "ander"},
        {"signature": ""},
        {"signature": "zz"},
        {"public_key": public_key(b"o" * 32)},
    ]
    for change in changes:
        assert not Note.parse(json.dumps(content | change)).genuine(public), change
    for text in ("", "{}", json.dumps(content | {"more": 1}), "[1]"):
        with pytest.raises(StoreError, match="is no note of a deletion"):
            Note.parse(text)


def test_everybody_can_write_down_what_a_note_is_signed_over() -> None:
    """With any program: sorted keys, no spaces, letters as they are; and the note itself can be read."""
    told = {"study": "ander", "study_hashes": [], "closed": None, "retention_months": None, "deleted": {}}
    note = Note.make(KEY, **told, at="2026-11-21T09:05Z", by="Zoë")
    assert note.signed_text.decode() == (
        '{"at":"2026-11-21T09:05Z","by":"Zoë","closed":null,"deleted":{},"kind":"proof of deletion",'
        f'"public_key":"{public_key(KEY)}","retention_months":null,"study":"ander","study_hashes":[]}}'
    )
    assert note.text().startswith('{\n  "kind": "proof of deletion",\n')
    assert '"by": "Zoë"' in note.text()


@pytest.mark.parametrize("state", ["open", "paused"])
def test_what_may_take_answers_still_is_not_deleted(store: Store, design: Design, state: str) -> None:
    fill(store, design, 2)
    if state == "paused":
        store.life.change("voorbeeld", "paused", "anna")
    before = rows(store)
    with pytest.raises(WrongState, match="close it first"):
        delete(store)
    close(store)
    with pytest.raises(WrongState, match="type its id"):
        store.life.delete_study("voorbeeld", typed="Voorbeeld", actor="anna", key=KEY)
    with pytest.raises(WrongState, match="time is not over"):
        store.life.delete_study("voorbeeld", typed="voorbeeld", actor="anna", key=KEY, only_if_due=True)
    assert {table: rows(store)[table] for table in ("answers", "respondents", "sessions")} == {
        table: before[table] for table in ("answers", "respondents", "sessions")
    }
    assert store.life.notes() == ()


def test_a_study_that_closed_by_its_date_and_a_draft_can_be_deleted(store: Store, design: Design) -> None:
    store.hold("voorbeeld", Fieldwork(closes=datetime.now(UTC) - timedelta(days=1)))
    assert delete(store).closed is not None
    draft = store.drafts.add("ander", OTHER, "anna")
    note = delete(store, "ander")
    assert (note.study_hashes, note.closed, note.retention_months) == ((draft.hash,), None, None)
    assert store.life.study_ids() == ()


def test_an_open_study_in_which_nobody_took_part_yet_is_not_deleted_under_who_comes(
    store: Store, respondent: Respondent
) -> None:
    store.forget(respondent.id)
    with pytest.raises(WrongState, match="close it first"):
        delete(store)


def test_a_draft_that_took_answers_is_not_deleted_as_one_that_took_none(store: Store, respondent: Respondent) -> None:
    states.add(store._database, "voorbeeld", "draft", "anna")
    store.hold("voorbeeld", Fieldwork(closes=datetime.now(UTC) - timedelta(days=1)))  # what never opened did not close
    assert store.life.retention("voorbeeld") is None
    with pytest.raises(WrongState, match="is draft; close it first"):
        delete(store)
    store.forget(respondent.id)
    assert delete(store).closed is None


def test_answers_are_kept_from_the_first_closing_on_by_date_or_by_hand_and_no_longer(store: Store) -> None:
    """Who closes by hand what closed by its date months ago keeps nobody's answers for so many months more."""
    by_date = datetime(2026, 1, 31, 17, tzinfo=UTC)
    store.hold("voorbeeld", Fieldwork(closes=by_date))
    assert store.life.retention("voorbeeld", by_date - timedelta(minutes=1)) is None
    for by_hand in (False, True):
        if by_hand:
            close(store)
        due = store.life.retention("voorbeeld", by_date)
        assert due is not None
        assert due.closed == by_date


def killed(path: Path, doing: Callable[[Store], object], statement: str) -> None:
    """Do it in another process, which is killed when it comes to ``statement``."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            store = Store.open(path)
            run, change, sweep = store._database.run, store._database.change, store._database.sweep

            def stop(done: Callable[..., object]) -> Callable[..., object]:
                def instead(name: str = "sweep", /, **values: object) -> object:
                    if name == statement:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return done(name, **values) if name != "sweep" else done()

                return instead

            vars(store._database).update(run=stop(run), change=stop(change), sweep=stop(sweep))
            doing(store)
        os._exit(1)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize(
    ("statement", "done"),
    [
        ("drop_session", False),
        ("delete_background_of_study", False),
        ("delete_tokens_of_study", False),
        ("add_deletion", False),
        ("end_audit_chain", False),
        ("sweep", True),
        ("set_swept", True),
    ],
)
def test_a_deletion_that_is_killed_is_done_wholly_or_not_at_all(
    store: Store, design: Design, path: Path, statement: str, done: bool
) -> None:
    traces = fill(store, design, 3)
    close(store)
    before = rows(store)
    store.close()
    killed(path, lambda other: [delete(other), other.life.sweep()], statement)
    with closing(Store.open(path)) as again:
        assert again.verify() == ()
        if not done:
            assert rows(again) == before
            delete(again)
        assert len(again.life.unswept()) == 1
        assert again.life.sweep() == again.life.notes()
        assert again.life.sweep() == again.life.unswept() == ()
        assert [trace for trace in traces if trace in files(path)] == []


def test_what_goes_when_its_time_is_over_goes_in_the_very_minute(store: Store) -> None:
    close(store)
    due = store.life.retention("voorbeeld")
    assert due is not None

    def delete_at(now: datetime, study_id: str = "voorbeeld") -> Note:
        return store.life.delete_study(study_id, typed=study_id, actor="anna", key=KEY, only_if_due=True, now=now)

    store.drafts.add("ander", OTHER, "anna")
    for study_id, now in (("voorbeeld", due.until - timedelta(minutes=1)), ("ander", datetime.max.replace(tzinfo=UTC))):
        with pytest.raises(WrongState, match="time is not over"):
            delete_at(now, study_id)
    assert delete_at(due.until).study == "voorbeeld"


def test_of_two_that_delete_at_once_one_does_it(store: Store, design: Design, place: str) -> None:
    fill(store, design, 5)
    close(store)

    def once(_: int) -> bool:
        with closing(Store.open(place)) as own:
            try:
                delete(own)
            except NoStudy:
                return False
            finally:
                own.life.sweep()
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(once, range(4))) == 1
    assert len(store.life.notes()) == 1
    assert store.verify() == ()


def test_while_somebody_reads_on_the_sweep_waits_for_another_time(store: Store, design: Design, path: Path) -> None:
    traces = fill(store, design, 2)
    close(store)
    with closing(Store.open(path)) as reader, closing(Store.open(path, wait_seconds=0.1)) as sweeper:
        with reader._database.snapshot():
            reader.study_ids()
            assert sweeper.life.sweep() == (), "nothing was deleted, so nobody waits for anybody"
        delete(store)
        with reader._database.snapshot():
            reader.study_ids()
            with pytest.raises(StoreBusy):
                sweeper.life.sweep()
            assert len(sweeper.life.unswept()) == 1
        assert len(sweeper.life.sweep()) == 1
        assert [trace for trace in traces if trace in files(path)] == []
