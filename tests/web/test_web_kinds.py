"""Every kind of task on its page: what it shows, what it takes, what is stored, and how an answer is changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from web_guest import KEY, Guest, stored

from dce.design import Design, make_design
from dce.store import Store
from dce.study import Study
from dce.web import create_app

WHICH = {"nl": "Welk verzoek kiest u?", "en": "Which request do you choose?"}
ROLES = {"tasks": 6, "practice": 1, "holdouts": 1, "repeats": 1}
CLOCK = "itsdangerous.TimestampSigner.get_timestamp"
Visit = Callable[..., tuple[Guest, Design, Path]]


@cache
def made_once(study: str) -> Design:
    """A design of a study as text: many tests begin with the same, and none changes it."""
    return make_design(Study.model_validate_json(study), seed=1)


@pytest.fixture
def visit(tmp_path: Path, example: Study) -> Visit:
    """Begin a study with another task, design or survey than the example has."""
    path, plain = tmp_path / "kinds.db", example.model_dump(mode="json", exclude_defaults=True)

    def begin(task: dict[str, Any], design: dict[str, Any] | None = None, **more: Any) -> tuple[Guest, Design, Path]:
        asked = Study.model_validate(plain | {"task": task, "design": design or {"tasks": 6}} | more)
        made = made_once(asked.model_dump_json())
        store = Store.open(path)
        store.publish(made)
        store.close()
        return Guest(create_app(path, secret_key=KEY)).begin(), made, path

    return begin


def rating(example: Study, **more: Any) -> dict[str, Any]:
    return example.model_dump(mode="json", exclude_defaults=True)["task"] | more


def shown(guest: Guest) -> list[dict[str, str]]:
    """The scenarios on the page, from left to right: level id by criterion."""
    rows = guest.page.xpath("//tr[@data-criterion]")
    columns = zip(*(row.xpath("td/@data-level") for row in rows), strict=True)
    return [dict(zip([row.get("data-criterion") for row in rows], column, strict=True)) for column in columns]


def answers(path: Path) -> list[str]:
    """What is stored, in the order in which it was given."""
    return [row[5] for row in sorted(stored(path), key=lambda row: row[4])]


def test_a_choice_is_stored_as_the_scenario_that_was_chosen(visit: Visit) -> None:
    guest, design, path = visit({"kind": "choice", "alternatives": 3, "statement": WHICH})
    seen = []
    for pick in (0, 1, 2, 0, 1, 2):
        fields = guest.page.xpath("//input[@name='answer']/@value")
        task = int(guest.fields("answer")["task"])
        assert [design.alternatives(task)[int(number) - 1] for number in fields] == shown(guest)
        seen.append(fields[pick])
        guest.send("answer", answer=fields[pick])
    assert guest.path == "/voorbeeld/thanks"
    assert answers(path) == seen


def test_an_opt_out_and_not_being_able_to_say_are_answers_of_their_own(visit: Visit) -> None:
    none, unable = {"nl": "Geen van beide", "en": "Neither"}, {"nl": "Dat kan ik niet zeggen", "en": "I cannot say"}
    task = {"kind": "choice", "alternatives": 2, "statement": WHICH, "opt_out": none, "cannot_say": unable}
    guest, _, path = visit(task)
    assert "Geen van beide" in guest.words
    assert "Dat kan ik niet zeggen" in guest.words
    guest.send("answer", answer="0").send("answer", answer="?")
    assert answers(path) == ["0", "?"]
    assert "Uw antwoord: Geen van beide" in guest.get("/voorbeeld/task/1").words


def test_best_and_worst_are_two_different_scenarios(visit: Visit) -> None:
    guest, _, path = visit({"kind": "best-worst", "alternatives": 3, "statement": WHICH})
    for fields, problem in (
        ({}, "Kies het beste scenario"),
        ({"best": "2"}, "Kies het slechtste scenario"),
        ({"best": "9", "worst": "3"}, "Kies een van de antwoorden"),
        ({"best": "2", "worst": "2"}, "Kies twee verschillende scenario"),
    ):
        guest.send("answer", **fields)
        assert guest.status == 422
        assert problem in guest.words
        assert answers(path) == []
        (target,) = guest.page.xpath("//div[@role='alert']//a/@href")
        (field,) = guest.page.xpath(f"//*[@id='{target[1:]}']/@name")
        assert field == ("worst" if problem == "Kies het slechtste scenario" else "best")
    assert guest.fields("answer")["worst"] == "2", "what was chosen is still there"
    guest.send("answer", best="2", worst="3")
    assert answers(path) == ["2>3"]
    words = guest.get("/voorbeeld/task/1").words
    assert words.index("Het beste: Scenario") < words.index("Het slechtste: Scenario")


def test_a_ranking_gives_every_scenario_a_place(visit: Visit) -> None:
    guest, _, path = visit({"kind": "ranking", "alternatives": 3, "statement": WHICH})
    for places, problem in (
        (("1", "2", ""), "Geef elk scenario een plaats"),
        (("1", "2", "4"), "Geef elke plaats aan één scenario"),
        (("1", "1", "2"), "Geef elke plaats aan één scenario"),
    ):
        guest.send("answer", **{f"place-{number}": place for number, place in enumerate(places, 1)})
        assert guest.status == 422
        assert problem in guest.words
        assert answers(path) == []
    assert guest.fields("answer")["place-3"] == "2", "what was chosen is still there"
    guest.send("answer", **{"place-1": "2", "place-2": "3", "place-3": "1"})
    assert answers(path) == ["3>1>2"]
    assert "plaats 1: Scenario" in guest.get("/voorbeeld/task/1").words


def test_who_cannot_rank_says_so_with_a_button(visit: Visit) -> None:
    unable = {"nl": "Dat kan ik niet zeggen", "en": "I cannot say"}
    guest, _, path = visit({"kind": "ranking", "alternatives": 3, "statement": WHICH, "cannot_say": unable})
    guest.send("answer", beside="?")
    assert answers(path) == ["?"]
    assert guest.send("answer", beside="=").status == 422
    assert "Uw antwoord: Dat kan ik niet zeggen" in guest.get("/voorbeeld/task/1").words


def test_scenarios_of_a_task_say_in_words_where_they_are_alike(visit: Visit) -> None:
    guest, _, _ = visit({"kind": "choice", "alternatives": 2, "statement": WHICH}, {"tasks": 6, "varying": 2})
    alike = guest.page.xpath("//tr[contains(., 'overal gelijk')]")
    assert alike
    for row in guest.page.xpath("//tr[@data-criterion]"):
        assert (len(set(row.xpath("td/@data-level"))) == 1) == (row in alike)


def test_practice_comes_first_and_is_not_counted(visit: Visit, example: Study) -> None:
    guest, design, path = visit(rating(example), ROLES)
    assert "Oefenvraag" in guest.words
    assert int(guest.fields("answer")["task"]) in design.practice
    guest.send("answer", answer="3")
    assert "Scenario 1 van 8" in guest.words
    guest.answer_all("4")
    assert guest.path == "/voorbeeld/thanks"
    rows = stored(path)
    assert len(rows) == 9
    assert sorted(row[1] for row in rows if row[2] == 2) == list(design.repeats(1))


def test_a_second_showing_has_an_answer_of_its_own(visit: Visit, example: Study) -> None:
    guest, design, path = visit(rating(example), ROLES)
    while guest.page.xpath("//form[@id='answer']"):
        guest.send("answer", answer="2" if guest.fields("answer")["showing"] == "1" else "5")
    (again,) = design.repeats(1)
    assert sorted((row[2], row[5]) for row in stored(path) if row[1] == again) == [(1, "2"), (2, "5")]


@pytest.mark.parametrize("showing", ["2", "0", "x", "9" * 40])
def test_a_showing_that_there_is_not_is_refused(visit: Visit, example: Study, showing: str) -> None:
    guest, _, path = visit(rating(example))
    assert guest.send("answer", answer="4", showing=showing).status == 404
    assert answers(path) == []


def test_an_answer_is_changed_on_purpose_and_both_are_kept(visit: Visit, example: Study) -> None:
    guest, _, path = visit(rating(example))
    guest.send("answer", answer="2").get("/voorbeeld/task/1")
    assert not guest.page.xpath("//form[@id='answer']")
    guest.get(guest.page.xpath("string(//a[text()='Mijn antwoord veranderen']/@href)"))
    assert guest.fields("answer")["answer"] == "2", "the present answer is filled in"
    old_tab = guest.fields("answer") | {"answer": "5"}
    guest.send("answer", answer="4")
    assert guest.path == "/voorbeeld/task/1"
    assert "Uw antwoord is veranderd." in guest.words
    assert "Uw antwoord: mee eens" in guest.words
    assert answers(path) == ["2", "4"]
    assert guest.client.post("/voorbeeld/task/1", data=old_tab).status_code == 409
    assert answers(path) == ["2", "4"]


@pytest.mark.parametrize("typed", ["2", "-1", "x", "", "9" * 30])
def test_a_change_needs_the_answer_that_it_changes(visit: Visit, example: Study, typed: str) -> None:
    guest, _, path = visit(rating(example))
    fields = guest.fields("answer")
    guest.send("answer", answer="2")
    changed = guest.client.post("/voorbeeld/task/1", data=fields | {"answer": "5", "instead_of": typed})
    assert changed.status_code == 409
    assert answers(path) == ["2"]


def test_an_old_tab_changes_nothing_by_way_of_an_empty_answer(visit: Visit, example: Study) -> None:
    guest, _, path = visit(rating(example))
    guest.send("answer", answer="2").get("/voorbeeld/task/1?change=1")
    old_tab = {name: value for name, value in guest.fields("answer").items() if name != "answer"}
    guest.send("answer", answer="4")
    guest._keep(guest.client.post("/voorbeeld/task/1", data=old_tab))
    assert guest.status == 422
    assert guest.send("answer", answer="5").status == 409
    assert answers(path) == ["2", "4"]


def test_the_introduction_says_how_many_tasks_there_are_and_what_is_kept(visit: Visit, example: Study) -> None:
    guest, _, _ = visit(rating(example), ROLES)
    words = Guest(guest.client.application).get("/voorbeeld/").words
    assert "U krijgt 9 scenario’s te zien" in words  # noqa: RUF001 - six, one for practice, one hold-out, one twice
    assert "hoeveel seconden elke pagina openstond" in words


def test_the_introduction_says_how_many_scenarios_a_question_has(visit: Visit) -> None:
    guest, _, _ = visit({"kind": "choice", "alternatives": 3, "statement": WHICH})
    words = Guest(guest.client.application).get("/voorbeeld/").words
    assert "U krijgt 6 vragen. In elke vraag vergelijkt u 3 scenario" in words


def test_after_the_end_an_answer_is_changed_on_purpose_only(visit: Visit, example: Study) -> None:
    guest, _, path = visit(rating(example))
    guest.answer_all("4").get("/voorbeeld/task/1?change=1")
    guest.send("answer", answer="5")
    assert "Uw antwoord is veranderd" in guest.words
    assert sorted(answers(path)) == ["4"] * 6 + ["5"]
    guest.get("/voorbeeld/task/1")
    assert not guest.page.xpath("//form[@id='answer']")


def test_what_is_other_than_before_is_marked_where_the_study_says_so(visit: Visit, example: Study) -> None:
    guest, _, _ = visit(rating(example), survey={"highlight_changes": True})
    assert not guest.page.xpath("//tr[contains(., 'anders dan net')]")
    before = guest.levels()
    guest.send("answer", answer="4")
    marked = {row.get("data-criterion") for row in guest.page.xpath("//tr[contains(., 'anders dan net')]")}
    assert marked == {name for name, level in guest.levels().items() if level != before[name]}


def test_time_on_the_page_is_measured_by_the_server(visit: Visit, example: Study, monkeypatch: Any) -> None:
    guest, _, path = visit(rating(example))
    monkeypatch.setattr(CLOCK, lambda _: 2_000_000_000)
    guest.get("/voorbeeld/task/1")
    monkeypatch.setattr(CLOCK, lambda _: 2_000_000_017)
    guest.send("answer", answer="4", away="2")
    assert [row[4:6] for row in stored(path, "circumstances")] == [(17, 2)]
    assert "Nog ongeveer" not in guest.words


@pytest.mark.parametrize("away", ["", "-1", "x", "1e3", "\u0661", "1001", "9" * 5000, "0" * 6 + "9" * 30, "0" * 5000])
@pytest.mark.parametrize("opened", ["", "1", "1.AAAA.BBBB", "x" * 5000])
def test_times_that_a_browser_makes_up_are_not_kept_and_refuse_nothing(
    visit: Visit, example: Study, opened: str, away: str
) -> None:
    guest, _, path = visit(rating(example))
    guest.send("answer", answer="4", opened=opened, away=away)
    assert guest.status == 200
    assert [row[4:6] for row in stored(path, "circumstances")] == [(None, None)]


def test_time_on_one_page_is_not_taken_for_that_on_another(visit: Visit, example: Study) -> None:
    guest, _, path = visit(rating(example))
    first = guest.fields("answer")["opened"]
    guest.send("answer", answer="4").send("answer", answer="4", opened=first)
    assert [row[4] is None for row in stored(path, "circumstances")].count(True) == 1


def test_how_long_it_still_takes_is_told_once_the_pace_is_known(visit: Visit, example: Study, monkeypatch: Any) -> None:
    guest, _, _ = visit(rating(example), {"tasks": 9})
    for answered in range(4):
        assert ("Nog ongeveer" in guest.words) == (answered >= 3)
        monkeypatch.setattr(CLOCK, lambda _: 2_000_000_000)
        guest.get(guest.path)
        monkeypatch.setattr(CLOCK, lambda _: 2_000_000_040)
        guest.send("answer", answer="4")
    assert "Nog ongeveer 3 minuten" in guest.words  # five tasks of 40 seconds


def test_a_person_sees_the_same_order_of_scenarios_again(visit: Visit) -> None:
    guest, _, _ = visit({"kind": "ranking", "alternatives": 4, "statement": WHICH})
    once = guest.get("/voorbeeld/task/1").page.xpath("//table//text()")
    assert guest.get("/voorbeeld/task/1").page.xpath("//table//text()") == once


def test_the_language_switch_stays_with_an_answer_that_is_being_changed(visit: Visit, example: Study) -> None:
    guest, _, _ = visit(rating(example))
    guest.send("answer", answer="2").get("/voorbeeld/task/1?change=1")
    (form,) = guest.page.xpath("//form[@action='/language']")
    response = guest.client.post("/language", data=dict(form.form_values()) | {"language": "en"})
    assert response.location == "/voorbeeld/task/1?change=1"
    outside = dict(form.form_values()) | {"language": "nl", "page": "/voorbeeld/task/1?next=//evil.example&mine=x"}
    assert guest.client.post("/language", data=outside).location == "/voorbeeld/task/1?mine=1"
