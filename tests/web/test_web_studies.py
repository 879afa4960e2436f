"""Every study that ships, walked over HTTP in both languages: what stands on each page, and what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from web_guest import KEY, Guest, stored

from dce.design import Design
from dce.store import Store
from dce.study.answers import ATTENTION, fits
from dce.web import create_app

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[2] / "designs").glob("*/study.yaml"))
PRACTICE = {"nl": "Oefenvraag", "en": "Practice task"}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Path]]:
    """A site with all of them."""
    database = tmp_path_factory.mktemp("shipped") / "dce.db"
    store = Store.open(database)
    for folder in FOLDERS:
        store.publish(Design.load(folder))
    store.close()
    app = create_app(database, secret_key=KEY)
    yield app, database
    app.extensions["dce_store"].close()


def fill_in(guest: Guest, turn: int) -> Guest:
    """Answer the task on the page, whatever its kind; each turn picks another answer of those that there are."""
    best, worst = (guest.page.xpath(f"//input[@name='{name}']/@value") for name in ("best", "worst"))
    if best:
        return guest.send("answer", best=best[turn % len(best)], worst=worst[(turn + 1) % len(worst)])
    offered = guest.page.xpath("//input[@name='answer']/@value")
    return guest.send("answer", answer=offered[turn % len(offered)])


def check_task(guest: Guest, design: Design, language: str) -> int:
    """The page shows the scenarios of its task in the words of the study; give the task."""
    study, task = design.study, int(guest.fields("answer")["task"])
    if task == ATTENTION:
        assert study.survey.attention is not None
        assert study.survey.attention.statement[language] in guest.words
        assert not guest.page.xpath("//tr[@data-criterion]")
        return task
    assert study.task.statement[language] in guest.words
    words = {c.id: {level.id: level.label[language] for level in c.levels} for c in study.criteria}
    questions = {c.id: c.label[language] for c in study.criteria}
    scenarios = {tuple(scenario[name] for name in study.criterion_ids) for scenario in design.alternatives(task)}
    columns: dict[str, list[str]] = {}
    for row in guest.page.xpath("//tr[@data-criterion]"):
        name, cells = row.get("data-criterion"), row.xpath("td")
        columns[name] = row.xpath("@data-level | td/@data-level")
        assert row.xpath("normalize-space(th/text())") == questions[name]
        shown = [cell.xpath("normalize-space(text()[last()])") for cell in cells]
        assert shown == [words[name][level] for level in columns[name]]
    assert set(zip(*(columns[name] for name in study.criterion_ids), strict=True)) == scenarios
    return task


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_whole_way(shipped: tuple[Flask, Path], folder: Path, language: str) -> None:
    app, database = shipped
    design, before = Design.load(folder), {row[0] for row in stored(database, "respondents")}
    study, guest = design.study, Guest(app, language)
    guest.get(f"/{study.id}/")
    assert study.introduction is not None
    assert study.notes is not None
    for text in (study.title, study.introduction, study.notes):
        assert text[language] in guest.words
    guest.send("begin")
    for item in study.background:
        assert [item.label[language]] == guest.page.xpath("//h1/text()")
        offered = [" ".join(label.text_content().split()) for label in guest.page.xpath("//main//label")]
        assert offered[:-1] == [option.label[language] for option in item.options]
        guest.send("background", option=item.option_ids[0])
    tasks = list[int]()
    while guest.page.xpath("//form[@id='answer']"):
        practice = (PRACTICE[language] in guest.words) == (len(tasks) < len(design.practice))
        assert practice, "what is for practice comes first and says so"
        tasks.append(check_task(guest, design, language))
        fill_in(guest, len(tasks))
    assert guest.path == f"/{study.id}/thanks"
    checks = [ATTENTION] * (study.survey.attention is not None)
    (version,) = (v for v in design.versions if {*design.tasks_of(v), *checks} == set(tasks))
    assert sorted(tasks) == sorted((*checks, *design.tasks_of(version), *design.repeats(version)))
    (person,) = {row[0] for row in stored(database, "respondents")} - before
    answers = [row for row in stored(database) if row[0] == person]
    assert len(answers) == len(tasks)
    assert all(fits(study.task, row[5]) for row in answers)
