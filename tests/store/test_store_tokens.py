"""Tokens of programs: they end, can be revoked, and never do more than their account."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from dce.errors import StoreError
from dce.store import Account, Store
from dce.store.tokens import Scope

TODAY = date(2026, 11, 22)
END = TODAY + timedelta(days=30)


@pytest.fixture
def analyst(store: Store) -> Account:
    account = store.accounts.add("Ana", "analyst")
    store.accounts.join("voorbeeld", account)
    return account


def test_a_token_is_found_by_its_key_until_its_last_day(store: Store, path: Path, analyst: Account) -> None:
    token, key = store.tokens.make(analyst, "voorbeeld", "answers", END, label="script", today=TODAY)
    assert key.startswith("dce_")
    assert len(key) >= 47, "256 bits"
    assert (token.study_id, token.scope, token.expires, token.last_used) == ("voorbeeld", "answers", "2026-12-22", None)
    for day, noted in ((TODAY, "2026-11-22"), (END, "2026-12-22"), (TODAY, "2026-12-22")):
        assert store.tokens.find(key, day) is not None
        assert store.tokens.of_study("voorbeeld")[0].last_used == noted
    assert store.tokens.find(key, END + timedelta(days=1)) is None
    assert store.tokens.find(key[:-1] + "~", TODAY) is None
    assert store.tokens.find("dce_\ud800", TODAY) is None
    store._database.sweep()
    assert key.encode() not in path.read_bytes()


@pytest.mark.parametrize("days", [-1, 366])
def test_a_token_ends_within_a_year(store: Store, analyst: Account, days: int) -> None:
    with pytest.raises(StoreError, match="within 365 days"):
        store.tokens.make(analyst, "voorbeeld", "results", TODAY + timedelta(days=days), today=TODAY)
    for last in (TODAY, TODAY + timedelta(days=365)):
        assert store.tokens.make(analyst, "voorbeeld", "results", last, today=TODAY)


def test_a_token_does_no_more_than_its_account(store: Store, analyst: Account) -> None:
    viewer = store.accounts.add("Vic", "viewer")
    store.accounts.join("voorbeeld", viewer)
    with pytest.raises(StoreError, match="has no right to answers"):
        store.tokens.make(viewer, "voorbeeld", "answers", END, today=TODAY)
    with pytest.raises(StoreError, match="has no right to results"):
        store.tokens.make(analyst, "ander", "results", END, today=TODAY)
    scope: Scope = "write"  # type: ignore[assignment]
    with pytest.raises(StoreError, match="no scope"):
        store.tokens.make(analyst, "voorbeeld", scope, END, today=TODAY)
    answers, results = (store.tokens.make(analyst, "voorbeeld", s, END, today=TODAY)[1] for s in ("answers", "results"))
    store.accounts.set_role(analyst.id, "viewer")
    assert store.tokens.find(answers, TODAY) is None
    assert store.tokens.find(results, TODAY) is not None
    store.accounts.disable(analyst.id)
    assert store.tokens.find(results, TODAY) is None
    store.accounts.disable(analyst.id, disabled=False)
    store.accounts.leave("voorbeeld", analyst.id)
    assert store.tokens.find(results, TODAY) is None


@pytest.mark.parametrize("way", ["remove", "leave", "administrator"])
def test_who_comes_back_to_a_study_has_no_token_of_before(store: Store, analyst: Account, way: str) -> None:
    """A token that was lost is not mended by letting its owner in again."""
    _, key = store.tokens.make(analyst, "voorbeeld", "answers", END, today=TODAY)
    if way == "administrator":
        store.accounts.set_role(analyst.id, "administrator")
        store.accounts.start(store.accounts.first_link(), "een fiets van groen karton", name="Beheer")
        store.accounts.set_role(analyst.id, "analyst")
    elif way == "remove":
        assert store.members.remove("voorbeeld", analyst.id, "system")
    else:
        assert store.accounts.leave("voorbeeld", analyst.id)
    store.accounts.join("voorbeeld", store.accounts.by_name("Ana"))
    assert store.tokens.find(key, TODAY) is None


def test_a_revoked_token_is_worth_nothing_and_stays_in_the_list(store: Store, analyst: Account) -> None:
    token, key = store.tokens.make(analyst, "voorbeeld", "results", END, today=TODAY)
    assert [store.tokens.revoke(token.id) for _ in range(2)] == [True, False]
    assert store.tokens.find(key, TODAY) is None
    assert [found.revoked is not None for found in store.tokens.of_study("voorbeeld")] == [True]
    assert not store.tokens.revoke("unknown")
