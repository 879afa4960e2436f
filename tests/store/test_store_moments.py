"""Whole tables are read some people at a time: the same rows, and nobody reads between the parts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_store_gathered import complete
from test_store_ratings import collect

from dce.data import Ratings
from dce.design import Design
from dce.store import Store, moments

PEOPLE = 30
STUDY = "voorbeeld"
READ: dict[str, Callable[[Store, Design], object]] = {
    "answers": lambda store, design: store.answers(STUDY, everything=True),
    "an edition": lambda store, design: store.answers(STUDY, edition=store.edition(STUDY, last=True)),
    "people": lambda store, design: store.people_with_rows(STUDY, store.edition(STUDY, last=True)),
    "ratings": lambda store, design: store.ratings(design.study),
}


def same(found: object, other: object) -> None:
    if isinstance(found, Ratings) and isinstance(other, Ratings):
        assert found.people == other.people
        pd.testing.assert_frame_equal(found.background, other.background)
        np.testing.assert_array_equal(found.x, other.x)
        np.testing.assert_array_equal(found.by_person.toarray(), other.by_person.toarray())
    else:
        assert isinstance(found, pd.DataFrame)
        assert isinstance(other, pd.DataFrame)
        pd.testing.assert_frame_equal(found, other)


@pytest.mark.parametrize("what", READ)
@pytest.mark.parametrize("of_one_moment", [1, 7, 100])
def test_parts_are_the_whole(
    store: Store, design: Design, what: str, of_one_moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = complete(store, design, PEOPLE)
    collect(store, design, 5, seed=2)
    store.edition(STUDY)
    store.record_answer(people[3], store.respondent(people[3]).tasks[0], "1", instead_of=1)
    whole = READ[what](store, design)
    monkeypatch.setattr(moments, "OF_ONE_MOMENT", of_one_moment)
    same(READ[what](store, design), whole)


@pytest.mark.parametrize("what", READ)
def test_nobody_reads_between_the_parts(
    store: Store, path: Path, design: Design, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the log of the database would grow for as long as many are read."""
    complete(store, design, PEOPLE)
    store.edition(STUDY)
    monkeypatch.setattr(moments, "OF_ONE_MOMENT", 4)
    database, busy = type(store._database), list[int]()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout=0")

        def look(_: object) -> None:
            busy.append(other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])

        monkeypatch.setattr(database, "copy_log_back", look)
        READ[what](store, design)
    assert len(busy) >= PEOPLE // 4
    assert not any(busy)


def test_a_file_is_of_its_edition_also_where_people_go_on_while_it_is_made(
    store: Store, design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = sorted(complete(store, design, PEOPLE))
    edition = store.edition(STUDY)
    whole = store.answers(STUDY, edition=edition)
    monkeypatch.setattr(moments, "OF_ONE_MOMENT", 5)
    changing = iter((people[-1], people[12], people[0], people[20]))

    def change(_: object) -> None:
        if (who := next(changing, None)) is not None:
            (task, *_rest), held = store.respondent(who).tasks, store.answered(who)
            store.record_answer(who, task, "1" if held[task] != "1" else "2", instead_of=1)

    monkeypatch.setattr(type(store._database), "copy_log_back", change)
    pd.testing.assert_frame_equal(store.answers(STUDY, edition=edition), whole)
    assert next(changing, None) is None
    assert not store.answers(STUDY).equals(whole)
