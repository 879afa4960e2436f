"""Many people are read a part at a time: the same people, each once, and no moment that lasts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from test_store_ratings import collect

from dce.data.gathered import Gathered
from dce.design import Design
from dce.store import Store, moments, ratings
from dce.store.engines import sqlite

PEOPLE = 40


def complete(store: Store, design: Design, people: int, seed: int = 1) -> list[str]:
    rng, scale, added = np.random.default_rng(seed), design.study.scale_ids, []
    for _ in range(people):
        person = store.add_respondent(design, language="nl", rng=rng)
        for task in person.tasks:
            store.record_answer(person.id, task, str(rng.choice(scale)))
        store.complete(person.id)
        added.append(person.id)
    return added


def told(found: Gathered | None) -> tuple[int, list[list[float]], list[str]]:
    assert found is not None
    return found.people, found.total.tolist(), sorted(found.everybody.people)


@pytest.mark.parametrize("of_one_moment", [1, 3, 39, 40, 41])
def test_parts_hold_everybody_once(
    store: Store, design: Design, of_one_moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(store, design, PEOPLE)
    collect(store, design, 7, seed=2)
    database, whole = store._database, told(store.gathered(design.study.id))
    monkeypatch.setattr(ratings, "MOST_APART", 10)
    monkeypatch.setattr(moments, "OF_ONE_MOMENT", of_one_moment)
    assert told(store.gathered(design.study.id)) == whole
    parts = list(moments.ranges(database, [design]))
    assert parts[0][0] < parts[-1][1]
    assert [high for _, high in parts[:-1]] == [low for low, _ in parts[1:]], "no gap and no overlap"


def test_the_log_does_not_grow_with_the_time_that_reading_takes(
    store: Store, path: Path, design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(store, design, PEOPLE)
    monkeypatch.setattr(ratings, "MOST_APART", 10)
    monkeypatch.setattr(moments, "OF_ONE_MOMENT", 4)
    monkeypatch.setattr(moments, "READ_AHEAD", 1)
    monkeypatch.setattr(sqlite, "ROWS_AT_ONCE", 1)
    log, sizes = path.with_name(f"{path.name}-wal"), list[int]()
    with closing(sqlite3.connect(path, isolation_level=None)) as small:
        small.execute("CREATE TABLE other (content BLOB)")
        small.execute("PRAGMA wal_autocheckpoint=10")
        small.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        given = moments.side_by_side

        def slowly(sources):
            for batch in given(sources):
                for _ in range(20):
                    small.execute("INSERT INTO other VALUES (zeroblob(3000))")
                    sizes.append(log.stat().st_size)
                yield batch

        monkeypatch.setattr(moments, "side_by_side", slowly)
        store.gathered(design.study.id)
    assert len(sizes) >= 200, "it was written to all the time"
    assert max(sizes[400:]) < 1.2 * max(sizes[:400]), "the second half of reading did not make it longer"
