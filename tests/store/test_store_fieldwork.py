"""How a study is held, and its personal invitations."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from dce.design import Design
from dce.errors import StoreError
from dce.store import Invitation, InvitationUsed, Respondent, Store
from dce.study import Fieldwork


def test_a_study_is_open_to_all_until_something_else_is_set(store: Store, path: Path) -> None:
    assert store.fieldwork("voorbeeld") == Fieldwork()
    closing = Fieldwork(closes=datetime(2026, 12, 31, 17, tzinfo=UTC), quotas={"rol": {"jurist": 20}})
    for _ in range(2):
        store.hold("voorbeeld", closing)
    assert store.fieldwork("voorbeeld") == closing
    store.hold("voorbeeld", Fieldwork())
    again = Store.open(path)
    assert again.fieldwork("voorbeeld") == Fieldwork()
    again.close()


def test_what_is_held_otherwise_is_named_in_the_log(store: Store) -> None:
    closing = Fieldwork(closes=datetime(2026, 12, 31, 17, tzinfo=UTC), quotas={"rol": {"jurist": 20}})
    changed = [store.field.hold("voorbeeld", held, "anna") for held in (closing, closing, Fieldwork())]
    assert changed == [("closes", "quotas"), (), ("closes", "quotas")]
    log = store.audit.of_study("voorbeeld")
    assert [entry.object for entry in log if entry.action == "fieldwork.changed"] == ["closes, quotas"] * 2


def test_an_invitation_is_for_one_person(store: Store, design: Design, respondent: Respondent) -> None:
    store.invite("voorbeeld", ["a" * 64, "b" * 64])
    assert store.invitation("a" * 64) == Invitation("voorbeeld", None)
    assert store.invitation("c" * 64) is None
    people = [store.add_respondent(design, language="nl", rng=np.random.default_rng(seed)) for seed in range(8)]

    def use(person: Respondent) -> bool:
        try:
            store.use_invitation("a" * 64, person.id)
        except InvitationUsed:
            return False
        return True

    with ThreadPoolExecutor(8) as at_once:
        used = list(at_once.map(use, people))
    assert sum(used) == 1
    winner = people[used.index(True)]
    assert store.invitation("a" * 64) == Invitation("voorbeeld", winner.id)
    store.use_invitation("a" * 64, winner.id)
    with pytest.raises(InvitationUsed, match="has been used"):
        store.use_invitation("c" * 64, respondent.id)


def test_invitations_are_added_all_or_none(store: Store) -> None:
    store.invite("voorbeeld", ["a" * 64])
    with pytest.raises(StoreError):
        store.invite("voorbeeld", ["b" * 64, "a" * 64])
    assert store.invitation("b" * 64) is None


@pytest.mark.parametrize(("days", "left"), [(29, 1), (30, 0)])
def test_invitations_go_thirty_days_after_closing(store: Store, path: Path, days: int, left: int) -> None:
    store.invite("voorbeeld", ["a" * 64])
    assert store.delete_due_invitations() == {}
    store.hold("voorbeeld", Fieldwork(closes=datetime.now(UTC) - timedelta(days=days)))
    assert store.delete_due_invitations() == ({} if left else {"voorbeeld": 1})
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM invitations").fetchone() == (left,)
    connection.close()
