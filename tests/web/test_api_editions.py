"""Pages of the answers for programs: read by the people on them, and another edition where enough people moved."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from flask import Flask
from test_api import STUDY, ask, key_of
from web_desk import account_of
from web_guest import people_answer, store_of

from dce.design import Design
from dce.store import Store
from dce.store.database import Database
from dce.web.api.editions import Editions

NAMES = ("anna", "bram", "cora", "daan")
DESIGNS = Path(__file__).resolve().parents[2] / "designs"


def pages(app: Flask, key: str, size: int, study_id: str = STUDY) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """All rows, a page at a time, and what the first page says beside them."""
    address = f"/studies/{study_id}/answers?pageSize={size}"
    first = ask(app, address, key).get_json()
    found = list(first["answers"])
    for page in range(2, -(-first["rows"] // size) + 2):
        found += ask(app, f"{address}&page={page}&edition={first['edition']}", key).get_json()["answers"]
    return found, first


@pytest.mark.parametrize("size", [1, 7, 5000])
def test_the_pages_together_are_the_answers_of_the_store(app: Flask, size: int):
    store = store_of(app)
    people_answer(store, store.current(STUDY), 12)
    first, *_ = store.answers(STUDY)["respondent"]
    store.record_background(first, {store.current(STUDY).study.background[0].id: "jurist"})
    rows, told = pages(app, key_of(app), size)
    whole = store.answers(STUDY)
    kept = [name for name in whole.columns if name != "respondent"]
    given = pd.DataFrame(rows).astype(object)
    assert told["rows"] == len(whole) == len(given)
    assert sorted(map(str, given[kept].where(given[kept].notna(), None).to_numpy().tolist())) == sorted(
        map(str, whole[kept].astype(object).where(whole[kept].notna(), None).to_numpy().tolist())
    )
    assert given.groupby("respondent").size().tolist() == [len(whole) // 12] * 12
    assert list(given["respondent"]) == sorted(given["respondent"])


def test_a_page_reads_no_more_where_more_people_answered(app: Flask, monkeypatch: pytest.MonkeyPatch):
    store, key, read = store_of(app), key_of(app), []
    run: Callable[..., list[Any]] = Database.run

    def counting(self: Database, name: str, /, **values: Any) -> list[Any]:
        rows = run(self, name, **values)
        read.append(len(rows))
        return rows

    def whole(*_: Any, **__: Any) -> None:
        raise AssertionError("a page after the first reads the table")

    def cost(more: int, start: int) -> int:
        people_answer(store, store.current(STUDY), more, start=start)
        edition = ask(app, f"/studies/{STUDY}/answers?pageSize=4", key).get_json()["edition"]
        with monkeypatch.context() as patch:
            patch.setattr(Database, "run", counting)
            patch.setattr(Database, "stream", whole)
            read.clear()
            assert ask(app, f"/studies/{STUDY}/answers?pageSize=4&page=3&edition={edition}", key).status_code == 200
        return sum(read)

    assert cost(12, 0) == cost(48, 100)


def answer(store: Store, person: str) -> None:
    task, given = next(iter(store.answered(person).items()))
    store.record_answer(person, task, "1" if given != "1" else "2", instead_of=store.revision(person, task))


CHANGES: dict[str, Callable[[Store, str], object]] = {
    "a revision": answer,
    "a person leaves": lambda store, person: store.forget(person),
    "a dispute": lambda store, person: store.dispute(person),
    "background": lambda store, person: store.record_background(person, {"rol": "jurist"}),
    "an import": lambda store, _: store.import_answers(
        STUDY, pd.DataFrame({"respondent": ["a"], "task": ["1"], "rating": ["4"]})
    ),
    "somebody begins to answer": lambda store, _: (lambda own: store.record_answer(own.id, own.tasks[0], "4"))(
        store.add_respondent(store.current(STUDY), language="nl", rng=np.random.default_rng(9))
    ),
}


AT_ONCE = ("a person leaves", "a dispute", "an import")  # what nobody learns from, or everybody has a right to


@pytest.mark.parametrize("change", CHANGES)
def test_c07_an_edition_stays_what_it_was_until_ten_people_moved(app: Flask, change: str):
    store, key = store_of(app), key_of(app)
    people_answer(store, store.current(STUDY), 14)
    before, first = pages(app, key, 5)
    CHANGES[change](store, store.answers(STUDY)["respondent"].iloc[0])
    at_once = change in AT_ONCE
    rows, told = pages(app, key, 50)
    assert (told["edition"] != first["edition"], rows != before) == (at_once, at_once)
    again = f"/studies/{STUDY}/answers?pageSize=5&page=2&edition={first['edition']}"
    assert ask(app, again, key).status_code == (409 if at_once else 200)
    people_answer(store, store.current(STUDY), 10, start=200)
    rows, _ = pages(app, key, 50)
    assert len(rows) == len(store.answers(STUDY))


def test_pages_of_alternatives_are_whole_too(app: Flask):
    design, store = Design.load(DESIGNS / "keuze-voorbeeld"), store_of(app)
    store.publish(design)
    for number in range(11):
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(number))
        for task in person.tasks[: 3 + number]:
            store.record_answer(person.id, task, "1")
    account, ends = account_of(app, "bert", "organiser", design.study.id), datetime.now(UTC).date()
    _, key = store.tokens.make(account, design.study.id, "answers", ends)
    rows, told = pages(app, key, 10, design.study.id)
    whole = store.answers(design.study.id)
    assert told["rows"] == len(rows) == len(whole)
    assert sum(row["chosen"] for row in rows) == whole["chosen"].sum()


def test_a_process_remembers_so_many_editions_and_people_and_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch):
    """Each token has its own numbers; the last asked for is kept, however large."""
    store, known = store_of(app), Editions(b"k" * 32)
    people_answer(store, store.current(STUDY), 12)
    tokens = [token for name in NAMES if (token := store.tokens.find(key_of(app, name=name)))]
    held = [known.now(store, token, newest=True) for token in tokens]
    assert [known.now(store, token, newest=True) is one for token, one in zip(tokens, held, strict=True)] == [True] * 4
    monkeypatch.setattr("dce.web.api.editions.MOST_PEOPLE", 30)
    assert known.now(store, tokens[0], newest=True) is held[0]
    assert known.now(store, tokens[3], newest=True) is held[3]
    assert known.now(store, tokens[1], newest=True) is not held[1], "two of twelve people are all that is kept"
    monkeypatch.setattr("dce.web.api.editions.MOST_PEOPLE", 5)
    last = known.now(store, tokens[2], newest=True)
    assert known.now(store, tokens[2], newest=True) is last
