"""Whether so few answered on this site that who imported the others would have them alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from edition_people import DESIGN, SMALLEST, STUDY, People

from dce.store import Store

IMPORTED = 9


@pytest.fixture
def crowd(store: Store) -> People:
    store.publish(DESIGN)
    people = People(store, DESIGN)
    people.bring(IMPORTED)
    return people


def told_while_all_leave(crowd: People) -> list[bool]:
    """What is told before anybody leaves, and after each of ``SMALLEST`` who does."""
    told = [crowd.store.few_here(STUDY)]
    for _ in range(SMALLEST):
        crowd.leave(0)
        told.append(crowd.store.few_here(STUDY))
    return told


@pytest.mark.parametrize("state", ["open", "paused"])
def test_nobody_here_is_few_while_somebody_may_come(crowd: People, state: str) -> None:
    crowd.come(SMALLEST, tasks=1)
    if state == "paused":
        crowd.store.life.change(STUDY, "paused", "anna")
    assert told_while_all_leave(crowd) == [False, True, True, True]


def test_nobody_here_is_no_matter_once_nobody_can_come(crowd: People) -> None:
    crowd.come(SMALLEST, tasks=1)
    crowd.store.life.change(STUDY, "closed", "anna")
    assert told_while_all_leave(crowd) == [False, True, True, False]


def test_who_disputes_and_who_answered_nothing_is_nobody_here(crowd: People) -> None:
    crowd.come(SMALLEST, tasks=1)
    crowd.come(1, tasks=0)
    assert not crowd.store.few_here(STUDY)
    crowd.dispute(0)
    assert crowd.store.few_here(STUDY)


def test_of_invented_answers_one_is_enough(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "dce.db", synthetic=True)
    store.publish(DESIGN)
    People(store, DESIGN).come(1)
    assert not store.few_here(STUDY)
    store.close()
