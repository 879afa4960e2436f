"""The mirror: own answers beside what a model of all people expects, and nothing of fewer than a smallest group."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from web_guest import Asked, Guest, people_answer, store_of

from dce.estimation import fit_ordered_logit
from dce.estimation.prediction import predicted_probabilities

SITE = "/voorbeeld/mine/"


def figures(row: Any) -> tuple[int, ...]:
    """Of 100 people so many, from and to."""
    cell = "".join(row.xpath("td[2]/text() | td[2]/span[@class='dce-range']/text()"))
    return tuple(map(int, re.findall(r"\d+", cell)))


def test_the_mirror_waits_for_enough_people_and_then_grows_by_as_many(asked: Asked) -> None:
    app, design = asked()
    store = store_of(app)
    people_answer(store, design, 8)
    guest = Guest(app).begin().answer_all("5").get(f"{SITE}mirror")
    assert "nog te weinig antwoorden" in guest.words
    people_answer(store, design, 21, start=8)
    guest.get(f"{SITE}mirror")
    assert "antwoorden van 30 mensen" in guest.words
    before = guest.words
    people_answer(store, design, 9, start=40)
    assert guest.get(f"{SITE}mirror").words == before, "nine more would be told apart from thirty"
    people_answer(store, design, 1, start=60)
    assert "antwoorden van 40 mensen" in guest.get(f"{SITE}mirror").words


def test_the_mirror_shows_what_the_fit_expects_beside_ones_own_answers(asked: Asked) -> None:
    app, design = asked()
    store = store_of(app)
    people_answer(store, design, 60)
    guest = Guest(app).begin()
    levels, given = [], []
    while guest.page.xpath("//form[@id='answer']"):
        levels.append(guest.levels())
        given.append(("1", "5", "3")[len(given) % 3])
        guest.send("answer", answer=given[-1])
    guest.get(f"{SITE}mirror")
    ratings = store.ratings(design.study, design_hash=design.hash)
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
def test_every_kind_of_task_has_a_mirror(asked: Asked, task: dict[str, Any]) -> None:
    app, design = asked(task=task)
    store, rng = store_of(app), np.random.default_rng(7)
    kind = task["kind"]
    for _ in range(60):
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
