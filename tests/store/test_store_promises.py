"""How long links and answers are kept, and what becomes of it when a closing moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dce.store import Store
from dce.store.promises import delete_due_links
from dce.study import Fieldwork

STUDY = "voorbeeld"
NOW = datetime.now(UTC).replace(second=0, microsecond=0)
SOON, LATER = NOW + timedelta(days=10), NOW + timedelta(days=400)


def links(store: Store) -> int:
    return len(store._database.run("invitations_of_study", study_id=STUDY))


def moved(store: Store) -> list[tuple[str, str]]:
    return [(row.object, row.why) for row in store.audit.of_study(STUDY) if row.action == "retention.moved"]


@pytest.fixture
def invited(store: Store) -> Store:
    """A study that closes soon, with links that were made while that stood."""
    store.field.hold(STUDY, Fieldwork(closes=SOON), "anna")
    store.field.invite(STUDY, ["a" * 64, "b" * 64], "anna")
    return store


@pytest.mark.parametrize("after", [None, LATER, SOON])
def test_links_go_thirty_days_after_the_closing_that_stood_when_they_were_made(invited: Store, after: Any) -> None:
    invited.field.hold(STUDY, Fieldwork(closes=after), "anna")
    assert invited.field.links_until(STUDY) == SOON + timedelta(days=30)
    assert delete_due_links(invited._database, STUDY, SOON + timedelta(days=29)) == 0
    assert delete_due_links(invited._database, STUDY, SOON + timedelta(days=30)) == 2
    assert (links(invited), invited.field.links_until(STUDY)) == (0, None)
    assert [row.action for row in invited.audit.of_study(STUDY)][-1] == "invitations.deleted"


def test_links_go_earlier_where_the_study_closes_earlier(invited: Store) -> None:
    invited.life.change(STUDY, "closed", "anna")
    assert delete_due_links(invited._database, STUDY, NOW + timedelta(days=31)) == 2


def test_a_later_closing_is_told_beside_the_first_day_and_stands_in_the_log(invited: Store) -> None:
    first = invited.life.kept(STUDY)
    assert (first.months, first.first) == (12, None)
    invited.field.hold(STUDY, Fieldwork(closes=LATER), "anna", "too few people")
    found = invited.life.kept(STUDY)
    assert (found.first, found.until) == (first.until, invited.life.kept(STUDY, Fieldwork(closes=LATER)).until)
    invited.field.hold(STUDY, Fieldwork(), "anna")
    assert (invited.life.kept(STUDY).first, invited.life.kept(STUDY).until) == (first.until, None)
    assert moved(invited) == [
        (f"closing {SOON:%Y-%m-%d} to {LATER:%Y-%m-%d}", "too few people"),
        (f"closing {LATER:%Y-%m-%d} to not known", ""),
    ]


def test_an_earlier_closing_moves_nothing_later(invited: Store) -> None:
    invited.field.hold(STUDY, Fieldwork(closes=NOW + timedelta(days=5)), "anna")
    assert (moved(invited), invited.life.kept(STUDY).first) == ([], None)


def test_opening_a_closed_study_again_is_told_and_logged(store: Store) -> None:
    store.life.change(STUDY, "closed", "anna")
    told = store.life.kept(STUDY).until
    assert told is not None
    store.life.change(STUDY, "open", "anna", "one more school")
    assert (store.life.kept(STUDY).until, store.life.kept(STUDY).first) == (None, told)
    assert moved(store) == [(f"closing {NOW:%Y-%m-%d} to not known", "one more school")]


def test_what_a_draft_said_before_anybody_could_answer_was_told_to_nobody(store: Store) -> None:
    def put(state: str, at: str, number: int) -> None:
        where = {"study_id": STUDY, "number": number, "state": state}
        store._database.run("add_state", **where, at=at, account="anna", why="")

    put("draft", "2026-01-01T00:00Z", 1)
    store.field.hold(STUDY, Fieldwork(closes=SOON), "anna")
    store.field.hold(STUDY, Fieldwork(closes=LATER), "anna")
    assert moved(store) == []
    put("open", "2999-01-01T00:00Z", 2)
    assert store.life.kept(STUDY).first is None
