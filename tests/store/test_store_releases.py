"""Live figures stay what they were until enough people moved, also for who saw every one of them."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from dce.design import Design
from dce.store import Store
from dce.store.releases import look


@pytest.fixture
def people(store: Store, design: Design) -> list[str]:
    rng = np.random.default_rng(1)
    return [store.add_respondent(design, language="nl", rng=rng).id for _ in range(45)]


def shown(store: Store, groups: dict[str, str], split: str = "mean") -> int | None:
    """The number of people that live figures are of."""
    found = look(store._database, ("voorbeeld", split), groups, lambda: {"people": len(groups)}, 10)
    return None if found is None else int(found.content["people"])


def rows(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()


def test_c07_figures_stay_what_they_were_until_ten_came(store: Store, people: list[str]) -> None:
    seen = [shown(store, dict.fromkeys(people[:n], "")) for n in range(46)]
    assert seen == [None] * 10 + [10] * 10 + [20] * 10 + [30] * 10 + [40] * 6
    assert shown(store, dict.fromkeys(people[:31], "")) == 40, "ten are fewer than the nine that left"


def test_c07_one_in_a_group_holds_the_figures_of_all_groups(store: Store, people: list[str]) -> None:
    before = {**dict.fromkeys(people[:15], "jurist"), **dict.fromkeys(people[15:30], "beleid")}
    assert shown(store, before) == 30
    assert shown(store, {**before, **dict.fromkeys(people[30:40], "jurist"), people[40]: "beleid"}) == 30
    assert shown(store, {**before, **dict.fromkeys(people[30:40], "jurist")}) == 40
    assert shown(store, dict.fromkeys(people[:12], ""), "another figure") == 12


def test_who_is_deleted_leaves_only_the_number(store: Store, path: Path, people: list[str]) -> None:
    assert shown(store, dict.fromkeys(people[:20], "")) == 20
    assert store.forget(people[0])
    assert rows(path, "released_people") == 19
    left = [person for person in people if person != people[0]]
    assert shown(store, dict.fromkeys(left[:19], "")) == 20, "one is gone, and the difference would tell of that one"
    assert shown(store, dict.fromkeys(left[:27], "")) == 20
    assert shown(store, dict.fromkeys(left[:28], "")) == 28, "one went and nine came"
    assert store.verify() == ()


def test_a_changed_answer_of_the_same_people_changes_nothing(store: Store, people: list[str]) -> None:
    groups = dict.fromkeys(people[:20], "")
    look(store._database, ("voorbeeld", "mean"), groups, lambda: {"mean": 3.1}, 10)
    found = look(store._database, ("voorbeeld", "mean"), groups, lambda: {"mean": 3.2}, 10)
    assert found is not None
    assert found.content == {"mean": 3.1}


def test_looks_at_once_release_one_figure(store: Store, path: Path, people: list[str]) -> None:
    with ThreadPoolExecutor(6) as at_once:
        found = list(at_once.map(lambda n: shown(store, dict.fromkeys(people[: 20 + n], "")), range(6)))
    assert len(set(found)) == 1
    assert rows(path, "releases") == 1
