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
    row = invited.audit.of_study(STUDY)[-1]
    assert (row.action, len(row.object)) == ("invitations.deleted", len("2026-01-01")), "the day that they were made"


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
    invited.field.hold(STUDY, Fieldwork(closes=NOW + timedelta(days=5), entry="invited"), "anna")
    assert moved(invited) == [], "it closes when it did"


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


def day(number: int) -> str:
    return f"2026-01-{number:02}T00:00Z"


def held(store: Store, versions: dict[int, int | None]) -> None:
    """Versions of how the study is held, by the day on which each was set: in how many days it closes."""
    for number, (at, closes) in enumerate(versions.items(), 1):
        fieldwork = Fieldwork(closes=None if closes is None else NOW + timedelta(days=closes))
        content = fieldwork.model_dump_json()
        store._database.run("add_fieldwork", study_id=STUDY, number=number, content=content, at=day(at))


@pytest.mark.parametrize(
    ("versions", "promised"),
    [
        ({1: 10, 2: 20, 3: 30}, 30),
        ({1: 10, 3: 30, 4: 20}, 20),
        ({1: 10, 3: 20, 4: 30}, 20),
        ({1: 10, 3: None, 5: 30, 6: 20}, 30),
        ({1: 10, 2: None}, None),
    ],
    ids=["the last before", "one of that minute", "the one before that minute", "the first after it", "none"],
)
def test_the_closing_that_was_promised_is_that_of_when_a_link_was_made(
    store: Store, versions: dict[int, int | None], promised: int | None
) -> None:
    held(store, versions)
    store._database.run("add_invitation", key_hash="a" * 64, study_id=STUDY, made=day(4))
    until = None if promised is None else NOW + timedelta(days=promised + 30)
    assert store.field.links_until(STUDY) == until


@pytest.mark.parametrize(
    ("opened", "first"),
    [(1, 10), (2, 20), (3, 20), (4, None), (5, None)],
    ids=["before all", "when the first went", "while the second stood", "when the last came", "after all"],
)
def test_the_first_day_is_that_of_what_stood_since_the_study_opened(
    store: Store, opened: int, first: int | None
) -> None:
    held(store, {1: 10, 2: 20, 4: 300})
    where = {"study_id": STUDY, "number": 1, "state": "open"}
    store._database.run("add_state", **where, at=day(opened), account="anna", why="")
    found = store.life.kept(STUDY)
    assert found.until == in_a_year(NOW + timedelta(days=300))
    assert found.first == (in_a_year(NOW + timedelta(days=first)) if first else None)


def in_a_year(moment: datetime) -> datetime:
    """A leap day falls on the last of February."""
    return moment.replace(year=moment.year + 1, day=28 if (moment.month, moment.day) == (2, 29) else moment.day)
