"""The log is only added to, a changed row shows, and what is old enough goes without breaking what stays."""

from __future__ import annotations

import hashlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dce.errors import StoreError
from dce.store import COMMAND_LINE, SYSTEM, Store
from dce.store.audit import MOST_CHARACTERS, AuditLink
from dce.store.chain import START


def fill(store: Store) -> None:
    store.audit.add(COMMAND_LINE, "export.made", study="voorbeeld", object="answers.csv", why="voor het verslag")
    store.audit.add(SYSTEM, "results.seen", study="voorbeeld")
    store.audit.add("abc", "login")
    store.audit.add("abc", "results.seen", study="voorbeeld")


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_rows_say_who_did_what_when_and_why(store: Store) -> None:
    fill(store)
    first, second, third = store.audit.of_study("voorbeeld")
    assert (first.seq, first.who, first.action, first.object) == (1, "command line", "export.made", "answers.csv")
    assert first.why == "voor het verslag"
    assert (second.who, third.who) == ("system", None)
    assert [entry.action for entry in store.audit.of_study("")] == ["login"]
    assert store.audit.of_study("ander") == ()
    assert store.verify() == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET why = ''",
        "DELETE FROM audit WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit_chains",
        "UPDATE audit_chains SET last = 0",
        "INSERT OR REPLACE INTO audit SELECT study, seq, at, 'x', action, object, why, previous, hash FROM audit",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(store: Store, path: Path, statement: str) -> None:
    fill(store)
    with pytest.raises(sqlite3.IntegrityError, match=r"only added to|UNIQUE"):
        execute(path, "PRAGMA recursive_triggers=ON", statement)
    assert store.verify() == ()


def test_the_hash_of_a_row_is_over_its_letters_as_they_are() -> None:
    """Rows are kept for years: written another way, every é in a log would count as changed."""
    link = AuditLink(START, "park", 1, "2026-11-21T09:05Z", "system", "study.closed", "", "té laat")
    text = f'["{START}", "park", 1, "2026-11-21T09:05Z", "system", "study.closed", "", "té laat"]'
    assert link.hash == hashlib.sha256(text.encode()).hexdigest()


TRIGGERS = ("audit_is_not_edited", "audit_is_kept", "audit_chains_are_kept", "audit_chains_go_on")
RULE_IS_GONE = "rule {}: is gone or switched off, and kept the log as it was"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET why = 'ander' WHERE seq = 1", "log of study voorbeeld, row 1: it is not what was logged"),
        ("UPDATE audit SET actor = 'x' WHERE study = ''", "log, row 1: it is not what was logged"),
        ("DELETE FROM audit WHERE seq = 2", "log of study voorbeeld, row 3: a row before it is missing"),
        ("DELETE FROM audit WHERE study = 'voorbeeld' AND seq = 1", "voorbeeld, row 2: a row before it is missing"),
        ("DELETE FROM audit WHERE seq = 3", "log of study voorbeeld: rows at its end are missing"),
        ("DELETE FROM audit_chains WHERE study = ''", "log: where it begins and ends is not known any more"),
    ],
)
def test_what_is_changed_all_the_same_is_found(store: Store, path: Path, statement: str, found: str) -> None:
    fill(store)
    execute(path, *(f"DROP TRIGGER {name}" for name in TRIGGERS), statement)
    assert any(found in fault for fault in store.verify()), store.verify()
    assert {*store.verify()} - {*store.audit.faults()} == {RULE_IS_GONE.format(name) for name in TRIGGERS}


def test_a_chain_whose_ends_are_gone_hides_no_fault_of_another(store: Store, path: Path) -> None:
    fill(store)
    gone, changed = "DELETE FROM audit_chains WHERE study = ''", "UPDATE audit SET why = 'ander' WHERE study <> ''"
    execute(path, *(f"DROP TRIGGER {name}" for name in TRIGGERS), gone, changed)
    assert {fault.partition(":")[0] for fault in store.audit.faults()} == {
        "log",
        *(f"log of study voorbeeld, row {seq}" for seq in (1, 2, 3)),
    }


def test_many_at_once_make_one_chain(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.audit.add(f"account {n}", "results.seen", study="voorbeeld"), range(40)))
    assert [entry.seq for entry in store.audit.of_study("voorbeeld")] == list(range(1, 41))
    assert store.verify() == ()


def test_long_words_are_cut_and_an_action_is_a_word(store: Store) -> None:
    store.audit.add("a", "export.made", object="x" * 9999, why="y" * 9999)
    (entry,) = store.audit.of_study("")
    assert (len(entry.object), len(entry.why)) == (MOST_CHARACTERS, MOST_CHARACTERS)
    for action in ("", "Export", "export made", "a.b.c"):
        with pytest.raises(StoreError, match="is no action"):
            store.audit.add("a", action)


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setattr("dce.store.audit.utc_minute", lambda: moment)


def test_the_rows_of_a_study_go_six_months_after_its_deletion(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for month in (1, 2, 3):
        at(monkeypatch, f"2026-0{month}-10T09:00Z")
        fill(store)
    store._database.run("add_deletion", id="x", study_id="weg", at="2026-02-20T09:00Z", note="{}")
    store.audit.add("abc", "study.deleted", study="weg")

    def kept(now: datetime) -> tuple[int, int, int]:
        store.audit.prune(now)
        assert store.verify() == ()
        found = [len(store.audit.of_study(study)) for study in ("voorbeeld", "", "weg")]
        return found[0], found[1], found[2]

    assert kept(datetime(2026, 7, 10, 8, tzinfo=UTC)) == (9, 3, 1)
    assert kept(datetime(2026, 7, 10, 9, tzinfo=UTC)) == (9, 2, 1), "no study lives on for ever: its log waits for it"
    assert kept(datetime(2026, 9, 1, tzinfo=UTC)) == (9, 1, 1)
    assert kept(datetime(2026, 9, 10, 9, tzinfo=UTC)) == (9, 0, 0)
    fill(store)
    assert [entry.seq for entry in store.audit.of_study("")] == [4], "the chain goes on"
    assert store.verify() == ()


def test_a_study_that_came_back_under_its_id_keeps_its_new_rows(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for moment in ("2026-01-10T09:00Z", "2026-01-20T09:00Z", "2026-01-30T09:00Z"):
        at(monkeypatch, moment)
        store.audit.add("abc", "results.seen", study="voorbeeld")
    store._database.run("add_deletion", id="x", study_id="voorbeeld", at="2026-01-20T09:00Z", note="{}")
    assert store.audit.prune(datetime(2026, 7, 20, 8, 59, tzinfo=UTC)) == 0
    assert store.audit.prune(datetime(2026, 7, 20, 9, tzinfo=UTC)) == 2
    assert store.audit.prune(datetime(2030, 1, 1, tzinfo=UTC)) == 0
    assert store.verify() == ()


def test_the_rows_between_two_deletions_wait_for_the_second(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for month in (1, 2, 3):
        at(monkeypatch, f"2026-0{month}-10T09:00Z")
        store.audit.add("abc", "results.seen", study="weg")
    for month in (1, 3):
        store._database.run("add_deletion", id=str(month), study_id="weg", at=f"2026-0{month}-20T09:00Z", note="{}")
    assert store.audit.prune(datetime(2026, 9, 20, 8, 59, tzinfo=UTC)) == 1
    assert store.audit.prune(datetime(2026, 9, 20, 9, tzinfo=UTC)) == 2
    assert store.verify() == ()
