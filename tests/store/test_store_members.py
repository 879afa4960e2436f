"""Who works on a study: let in and taken out with a row in the log each, and one organiser who stays."""

from __future__ import annotations

import pytest

from dce.errors import StoreError
from dce.store import LastOrganiser, Store

STUDY = "voorbeeld"


def logged(store: Store) -> list[tuple[str, str]]:
    return [(entry.action, entry.object) for entry in store.audit.of_study(STUDY)]


def test_who_is_let_in_twice_is_in_the_log_once(store: Store) -> None:
    anna = store.accounts.add("Anna", "organiser")
    assert store.members.add(STUDY, "Anna", "system") == store.members.add(STUDY, "ANNA", "system") == anna
    assert store.accounts.members(STUDY) == (anna,)
    assert logged(store) == [("member.added", anna.id)]


def test_a_disabled_account_is_not_let_in(store: Store) -> None:
    store.accounts.disable(store.accounts.add("Anna", "organiser").id)
    with pytest.raises(StoreError, match="this account is disabled"):
        store.members.add(STUDY, "Anna", "system")
    assert store.accounts.members(STUDY) == ()


def test_the_last_organiser_who_can_sign_in_stays(store: Store) -> None:
    anna, bo = (
        store.members.add(STUDY, store.accounts.add(name, "organiser").name, "system") for name in ("An A", "Bo B")
    )
    viewer = store.members.add(STUDY, store.accounts.add("Cas", "viewer").name, "system")
    store.accounts.disable(bo.id)
    with pytest.raises(LastOrganiser, match="its only organiser"):
        store.members.remove(STUDY, anna.id, "system")
    store.accounts.disable(bo.id, disabled=False)
    assert [store.members.remove(STUDY, own.id, "system") for own in (viewer, anna, anna)] == [True, True, False]
    assert logged(store)[3:] == [("member.removed", viewer.id), ("member.removed", anna.id)]
    assert store.accounts.studies(bo.id) == (STUDY,)
