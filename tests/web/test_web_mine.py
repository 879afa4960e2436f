"""My answers: see, take along, correct, withdraw, dispute; and the mirror that only its person sees."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from flask import Flask
from web_guest import KEY, Guest, stored

from dce.data import Ratings
from dce.design import Design, make_design
from dce.estimation import fit_ordered_logit
from dce.estimation.prediction import predicted_probabilities
from dce.store import Store
from dce.study import Fieldwork, Study
from dce.web import create_app

SITE = "/voorbeeld/mine/"
Site = Callable[..., tuple[Flask, Design]]


@pytest.fixture
def asked(tmp_path: Path, example: Study) -> Iterator[Site]:
    """A site with another study than the example."""
    made: list[Flask] = []

    def site(**changes: Any) -> tuple[Flask, Design]:
        plain = example.model_dump(mode="json", exclude_defaults=True)
        design = make_design(Study.model_validate(plain | {"design": {"tasks": 8}} | changes), seed=1)
        store = Store.open(tmp_path / "mine.db")
        store.publish(design)
        store.close()
        made.append(create_app(tmp_path / "mine.db", secret_key=KEY))
        return made[-1], design

    yield site
    for app in made:
        app.extensions["dce_store"].close()


def store_of(app: Flask) -> Store:
    found: Store = app.extensions["dce_store"]
    return found


def test_a_person_sees_and_takes_along_all_that_is_kept(guest: Guest) -> None:
    guest.get("/voorbeeld/").send("begin").send("background", option="jurist")
    for answer in ("1", "2", "3", "5"):
        guest.send("answer", answer=answer)
    guest.get("/voorbeeld/task/2?change=1").send("answer", answer="4")
    guest.get(SITE)
    assert "U gaf 4 antwoorden. U was klaar op" in guest.words
    shown = [row.text_content().split() for row in guest.page.xpath("//table[2]/tbody/tr/td[1]")]
    assert [" ".join(words) for words in shown] == ["zeer mee oneens", "mee eens", "neutraal", "zeer mee eens"]
    kept = json.loads(guest.client.get(f"{SITE}answers.json").get_data(as_text=True))
    assert [(row["position"], row["answer"]) for row in kept["answers"]] == [
        *((1, "1"), (2, "2"), (3, "3"), (4, "5"), (2, "4"))
    ]
    assert kept["background"] == {"rol": "jurist"}
    levels = guest.get("/voorbeeld/task/3").levels()
    (third,) = [row for row in kept["answers"] if row["position"] == 3]
    assert third["scenarios"] == [{"alternative": 1, **levels}]
    table = list(csv.DictReader(io.StringIO(guest.client.get(f"{SITE}answers.csv").get_data(as_text=True))))
    assert [row["answer"] for row in table] == ["1", "2", "3", "5", "4"]
    assert {name: table[2][name] for name in levels} == levels
    assert guest.client.get(f"{SITE}answers.xlsx").status_code == 404


def test_the_page_is_for_its_own_person_and_the_code_leads_there(app: Flask, guest: Guest) -> None:
    guest.begin().answer_all("4")
    stranger = Guest(app)
    for path in ("", "answers.json", "answers.csv", "withdraw", "dispute", "mirror"):
        assert stranger.client.get(SITE + path).location == "/voorbeeld/"
    stranger.get("/voorbeeld/resume?mine=1").send("resume", code="0000-0000-0000-0000")
    assert stranger.status == 422
    stranger.send("resume", code=guest.code)
    assert stranger.path == SITE
    assert stranger.code == guest.code


def test_what_was_told_and_answered_can_be_corrected_after_the_end(guest: Guest, database: Path) -> None:
    guest.begin().answer_all("4").get(SITE)
    (link,) = guest.page.xpath("//table[1]//a/@href")
    guest.get(link).send("background", option="beleid")
    assert guest.path == SITE
    assert "beleidsmedewerker" in guest.words.lower()
    links = guest.page.xpath("//table[2]//a/@href")
    guest.get(links[0])
    guest.get(guest.page.xpath("//a[contains(@href, 'change')]/@href")[0]).send("answer", answer="2")
    assert [row[5] for row in sorted(stored(database), key=lambda row: row[4])] == ["4", "4", "4", "4", "2"]


def test_who_does_not_want_this_is_gone_at_the_second_press_only(guest: Guest, database: Path) -> None:
    other = Guest(guest.client.application).begin().answer_all("5")
    guest.begin().answer_all("4").get(SITE)
    code = guest.code
    guest.get(f"{SITE}withdraw")
    assert len(stored(database, "respondents")) == 2
    guest.send("withdraw")
    assert guest.path == "/voorbeeld/gone"
    assert "verwijderd" in guest.words
    assert {row[5] for row in stored(database)} == {"5"}
    assert len(stored(database, "respondents")) == 1
    assert guest.get(SITE).path == "/voorbeeld/"
    assert guest.get("/voorbeeld/resume").send("resume", code=code).status == 422
    assert other.get(SITE).status == 200


def test_withdrawing_works_after_closing_and_needs_the_form(guest: Guest, database: Path) -> None:
    guest.begin().answer_all("4")
    store_of(guest.client.application).hold("voorbeeld", Fieldwork(closes=datetime.now(UTC) - timedelta(days=1)))
    assert guest.client.post(f"{SITE}withdraw").status_code == 400
    assert len(stored(database, "respondents")) == 1
    guest.get(f"{SITE}withdraw").send("withdraw")
    assert stored(database, "respondents") == []


def test_who_says_this_is_not_me_is_left_out_and_may_come_back(guest: Guest) -> None:
    guest.begin().answer_all("4").get(f"{SITE}dispute").send("dispute")
    store = store_of(guest.client.application)
    assert "tellen er van nu af aan niet in mee" in guest.words
    assert len(store.answers("voorbeeld")) == 0
    assert "niet in mee" in guest.get(SITE).words
    guest.get(f"{SITE}dispute").send("dispute")
    assert len(store.answers("voorbeeld")) == 4


def people_answer(store: Store, design: Design, people: int, start: int = 0) -> None:
    """Invented people who like a purpose that fits, and differ."""
    for number in range(start, start + people):
        rng = np.random.default_rng(number)
        person = store.add_respondent(design, language="nl", rng=rng)
        for task in person.tasks:
            good = sum(level in ("ja", "alle", "eigen") for level in design.alternatives(task)[0].values())
            utility = good - 1.5 + rng.logistic()
            answer = "yes" if utility > 0 else "no"
            if design.study.task.kind == "rating":
                answer = str(1 + int(np.digitize(utility, [-1.5, -0.5, 0.5, 1.5])))
            store.record_answer(person.id, task, answer)
        store.complete(person.id)


def test_the_mirror_waits_for_enough_people_and_then_grows_by_as_many(asked: Site) -> None:
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


def test_the_mirror_shows_what_the_fit_expects_beside_ones_own_answers(asked: Site) -> None:
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
    assert isinstance(ratings, Ratings)

    agree = predicted_probabilities(fit, coding.encode(pd.DataFrame(levels))).iloc[:, -2:].sum(axis=1)
    rows = guest.page.xpath("//table/tbody/tr")
    assert [int(row.xpath("td[2]")[0].text_content().split()[0]) for row in rows] == [
        round(100 * share) for share in agree
    ]
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
def test_every_kind_of_task_has_a_mirror(asked: Site, task: dict[str, Any]) -> None:
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
    told = [row.xpath("string(td[2])").replace("(", "").replace(")", "").split() for row in rows]
    assert all(0 <= int(low) <= int(share) <= int(high) <= 100 for share, low, _, high in told)
    assert len({share for share, *_ in told}) > 3


def test_a_reason_is_asked_with_a_warning_kept_shown_and_changed(asked: Site) -> None:
    app, _ = asked(survey={"reasons": True})
    guest = Guest(app).begin()
    assert "niets waaraan iemand te herkennen is" in guest.words
    guest.send("answer", answer="4", reason=" Het doel\r\nis goed \U0001f469\u200d\u2696\ufe0f ")
    assert guest.status == 200
    guest.get("/voorbeeld/task/1")
    assert "Uw reden: Het doel is goed" in guest.words
    guest.get("/voorbeeld/task/1?change=1")
    assert guest.page.xpath("string(//textarea)").startswith("Het doel is goed")
    guest.send("answer", reason="Toch niet")
    assert "Uw antwoord is veranderd" in guest.words
    assert "Uw reden: Toch niet" in guest.get(SITE).words
    guest.get("/voorbeeld/task/2").send("answer", answer="3", reason="x" * 1001)
    assert guest.status == 422
    assert "Uw reden is te lang" in guest.words
    assert guest.fields("answer")["answer"] == "3"
    assert guest.send("answer", reason="\u202egedraaid").status == 400
    kept = json.loads(guest.client.get(f"{SITE}answers.json").get_data(as_text=True))
    assert [row["reason"][:8] for row in kept["answers"]] == ["Het doel", "Toch nie"]


def test_a_reason_that_a_spreadsheet_would_run_is_text_in_the_table(asked: Site) -> None:
    app, _ = asked(survey={"reasons": True})
    guest = Guest(app).begin().send("answer", answer="4", reason="=HYPERLINK(1)")
    (row,) = csv.DictReader(io.StringIO(guest.client.get(f"{SITE}answers.csv").get_data(as_text=True)))
    assert row["reason"] == "'=HYPERLINK(1)"


def test_without_reasons_in_the_study_none_is_asked_or_kept(guest: Guest) -> None:
    guest.begin()
    assert not guest.page.xpath("//textarea")
    guest.send("answer", answer="4", reason="toch iets")
    assert "toch iets" not in guest.client.get(f"{SITE}answers.json").get_data(as_text=True)


def test_an_attention_check_says_what_it_is_and_counts_in_no_number(asked: Site) -> None:
    words = {"nl": "Kies hier “mee eens”.", "en": "Choose “agree” here."}
    app, _ = asked(survey={"attention": {"statement": words, "answer": "4"}})
    guest = Guest(app).get("/voorbeeld/")
    assert "8 scenario" in guest.words
    assert "controleert alleen of mensen meelezen" in guest.words
    guest.begin()
    numbers, checks = [], 0
    while guest.page.xpath("//form[@id='answer']"):
        name = guest.page.xpath("string(//h1)")
        if name == "Leest u nog mee?":
            checks += 1
            assert words["nl"] in guest.words
            assert guest.levels() == {}
        else:
            numbers.append(name)
        guest.send("answer", answer="4")
    assert checks == 1
    assert numbers == [f"Scenario {number} van 8" for number in range(1, 9)]
    assert "Controle op meelezen" in guest.get(SITE).words


def test_a_term_is_explained_to_who_asks(asked: Site, example: Study) -> None:
    criteria = example.model_dump(mode="json", exclude_defaults=True)["criteria"]
    criteria[1]["explanation"] = {"nl": "Het doel is waarvoor de gegevens nodig zijn.", "en": "What it is for."}
    app, _ = asked(criteria=criteria)
    guest = Guest(app).begin()
    (row,) = guest.page.xpath("//tr[.//details]")
    assert row.get("data-criterion") == "doel"
    assert row.xpath("string(.//summary)") == "Wat betekent dit?"
    assert "waarvoor de gegevens nodig zijn" in row.xpath("string(.//details/p)")
