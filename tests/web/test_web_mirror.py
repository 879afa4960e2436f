"""The mirror: own answers beside what a model of all people expects, and nothing of fewer than a smallest group."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from web_guest import Asked, Guest, people_answer, store_of

from dce.estimation import fit_ordered_logit
from dce.estimation.prediction import predicted_probabilities
from dce.store import StoreBusy

SITE = "/voorbeeld/mine/"


def figures(row: Any) -> tuple[int, ...]:
    """Of 100 people so many, from and to."""
    cell = "".join(row.xpath("td[2]/text() | td[2]/span[@class='dce-range']/text()"))
    return tuple(map(int, re.findall(r"\d+", cell)))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the minute in which people answer."""

    def show(minute: str) -> None:
        monkeypatch.setattr("dce.store.answers.utc_minute", lambda hours=0: f"2026-01-01T{minute}Z")

    show("10:00")
    return show


def test_the_mirror_is_of_those_after_whom_enough_others_finished(asked: Asked, clock: Callable[[str], None]) -> None:
    app, design = asked()
    store = store_of(app)
    people_answer(store, design, 20)
    guest = Guest(app).begin().answer_all("5").get(f"{SITE}mirror")
    assert "nog te weinig antwoorden" in guest.words
    assert "ongeveer 20 mensen" in guest.words
    clock("11:00")
    people_answer(store, design, 9, start=20)
    assert "nog te weinig antwoorden" in guest.get(f"{SITE}mirror").words
    people_answer(store, design, 1, start=30)
    guest.get(f"{SITE}mirror")
    assert "21 mensen die op 1 januari 2026 klaar waren" in guest.words
    before = guest.words
    clock("12:00")
    people_answer(store, design, 9, start=40)
    assert guest.get(f"{SITE}mirror").words == before, "forty finished, but not ten of them after the others"
    people_answer(store, design, 1, start=60)
    assert "31 mensen die" in guest.get(f"{SITE}mirror").words


def test_the_mirror_shows_what_the_fit_expects_beside_ones_own_answers(
    asked: Asked, clock: Callable[[str], None]
) -> None:
    app, design = asked()
    store = store_of(app)
    people_answer(store, design, 60)
    ratings = store.ratings(design.study)
    clock("11:00")
    people_answer(store, design, 10, start=70)
    guest = Guest(app).begin()
    levels, given = [], []
    while guest.page.xpath("//form[@id='answer']"):
        levels.append(guest.levels())
        given.append(("1", "5", "3")[len(given) % 3])
        guest.send("answer", answer=given[-1])
    guest.get(f"{SITE}mirror")
    fit, coding = fit_ordered_logit(ratings), ratings.coding
    assert coding is not None

    agree = predicted_probabilities(fit, coding.encode(pd.DataFrame(levels))).iloc[:, -2:].sum(axis=1)
    rows = guest.page.xpath("//table/tbody/tr")
    assert [figures(row)[0] for row in rows] == [round(100 * share) for share in agree]
    sides = [row.xpath("string(td[3])") for row in rows]
    for answer, share, side in zip(given, agree, sides, strict=True):
        if answer == "3":
            assert side == "u zit in het midden"
        elif abs(share - 0.5) > 0.25:
            same = (share > 0.5) == (answer == "5")
            assert side == ("zoals de meeste mensen" if same else "anders dan de meeste mensen")


@pytest.mark.parametrize(
    "task",
    [
        {"kind": "yes-no", "statement": {"nl": "Delen?", "en": "Share?"}},
        {
            "kind": "choice",
            "alternatives": 2,
            "statement": {"nl": "Welk?", "en": "Which?"},
            "opt_out": {"nl": "Geen", "en": "None"},
        },
        {"kind": "best-worst", "alternatives": 3, "statement": {"nl": "Welk?", "en": "Which?"}},
        {"kind": "ranking", "alternatives": 3, "statement": {"nl": "Welk?", "en": "Which?"}},
    ],
    ids=lambda task: task["kind"],
)
def test_every_kind_of_task_has_a_mirror(asked: Asked, clock: Callable[[str], None], task: dict[str, Any]) -> None:
    app, design = asked(task=task)
    store, rng = store_of(app), np.random.default_rng(7)
    kind = task["kind"]
    for number in range(70):
        clock("10:00" if number < 60 else "11:00")
        person = store.add_respondent(design, language="nl", rng=rng)
        for shown in person.tasks:
            good = [
                sum(level in ("ja", "alle", "eigen") for level in scenario.values())
                for scenario in design.alternatives(shown)
            ]
            utility = np.array(good) - 1.5 + rng.gumbel(size=len(good))
            best = [str(number + 1) for number in np.argsort(-utility)]
            answer = {
                "yes-no": "yes" if utility[0] > 0 else "no",
                "choice": best[0] if utility.max() > rng.gumbel() else "0",
                "best-worst": f"{best[0]}>{best[-1]}",
                "ranking": ">".join(best),
            }[kind]
            store.record_answer(person.id, shown, answer)
        store.complete(person.id)
    guest = Guest(app).begin()
    fill = {
        "yes-no": {"answer": "yes"},
        "choice": {"answer": "1"},
        "best-worst": {"best": "1", "worst": "2"},
        "ranking": {"place-1": "1", "place-2": "2", "place-3": "3"},
    }[kind]
    while guest.page.xpath("//form[@id='answer']"):
        guest.send("answer", **fill)
    guest.get(f"{SITE}mirror")
    rows = guest.page.xpath("//table/tbody/tr")
    assert len(rows) == 8
    told = [figures(row) for row in rows]
    assert all(0 <= low <= share <= high <= 100 for share, low, high in told)
    assert len({share for share, *_ in told}) > 3


def test_of_many_people_it_is_made_beside_the_site_and_shown_to_who_looks_later(
    asked: Asked, clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dce.web.survey.mirror.MOST_HERE", 20)
    app, design = asked()
    store = store_of(app)
    people_answer(store, design, 30)
    clock("11:00")
    people_answer(store, design, 10, start=30)
    guest = Guest(app).begin().answer_all("5").get(f"{SITE}mirror")
    assert "nog te weinig antwoorden" in guest.words
    job = store.jobs.last("voorbeeld", "mirror")
    assert job is not None
    deadline = time.monotonic() + 60
    while not job.over and time.monotonic() < deadline:
        time.sleep(0.2)
        job = store.jobs.job(job.id)
    assert (job.state, job.result) == ("done", {"made": True})
    assert "30 mensen die" in guest.get(f"{SITE}mirror").words
    people_answer(store, design, 10, start=50)
    begun = set[str]()
    for _ in range(2):
        assert "30 mensen die" in guest.get(f"{SITE}mirror").words
        begun |= {last.id for last in [store.jobs.last("voorbeeld", "mirror")] if last}
    assert len(begun - {job.id}) == 1, "a new one, and one at a time"
    store.jobs.stop("voorbeeld", "mirror")


def test_where_no_process_can_be_started_now_the_page_says_what_it_said(asked: Asked, monkeypatch: pytest.MonkeyPatch):
    def busy(*_: object) -> None:
        raise StoreBusy("another program holds the database")

    monkeypatch.setattr("dce.web.survey.mirror.MOST_HERE", 20)
    monkeypatch.setattr("dce.store.jobs.Jobs.add", busy)
    app, design = asked()
    people_answer(store_of(app), design, 30)
    guest = Guest(app).begin().answer_all("5").get(f"{SITE}mirror")
    assert (guest.status, "nog te weinig antwoorden" in guest.words) == (200, True)
