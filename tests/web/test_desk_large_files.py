"""Files of many answers: made beside the site, with the way to stop, and kept for who asked until somebody leaves."""

import io
import time
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from flask import Flask
from test_desk_data import ASKED, tell
from test_desk_field import HERE, STUDY, logged, sent
from web_desk import Colleague, colleague
from web_guest import people_answer, some_design, store_of

from dce.design import Design
from dce.errors import AnswerError
from dce.store import Job, Store
from dce.web import exporting, making

PATIENCE = 60  # seconds


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_HERE", 10)


@pytest.fixture
def anna(app: Flask, design: Design) -> Colleague:
    people_answer(store_of(app), design, 30)
    return colleague(app, "anna", "organiser", STUDY, language="en")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work of the process beside the site, done before the page is answered."""

    def start(database: Path, job: Job) -> None:
        with closing(Store.open(database)) as store:
            assert store.jobs.begin(job.id)
            try:
                store.jobs.finish(job.id, making.MAKERS["export"](store, job, Still()))
            except AnswerError as error:
                store.jobs.fail(job.id, str(error))

    monkeypatch.setattr(making, "start", start)


class Still:
    """Nobody watches how far it is."""

    def reach(self, share: float) -> None:
        assert 0 < share < 1


def last(app: Flask) -> Job:
    job = store_of(app).jobs.last(STUDY, "export")
    assert job is not None
    return job


def over(app: Flask) -> Job:
    """The job once its process has ended."""
    end = time.monotonic() + PATIENCE
    while not last(app).over and time.monotonic() < end:
        time.sleep(0.1)
    assert last(app).over
    return last(app)


def file(of: Colleague) -> pd.DataFrame:
    answer = of.client.get(f"{HERE}/data/file")
    assert answer.status_code == 200
    assert answer.content_length == len(answer.data)
    return pd.read_csv(io.BytesIO(answer.data), dtype=str)


def test_a_large_file_is_made_by_a_process_of_its_own(app: Flask, anna: Colleague, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exporting, "export", None)  # not by this one
    assert "Your file is being made" in sent(anna, "data/export", **ASKED | {"shape": "wide"}).words
    assert not logged(app, "answers.exported"), "nothing has gone out"
    assert over(app).state == "done", last(app).error
    assert "It is ready" in anna.get(f"{HERE}/data").words
    assert len(file(anna)) == 30
    (entry,) = [entry for entry in store_of(app).audit.of_study(STUDY) if entry.action == "answers.exported"]
    assert (entry.who, entry.object, entry.why) == ("anna", "csv, wide, k 30", "for the report")
    assert len(file(anna)) == 30, "it can be had again, and that is in the log too"
    assert len(logged(app, "answers.exported")) == 2


def test_only_who_asked_for_it_gets_it(app: Flask, anna: Colleague, at_once: None):
    sent(anna, "data/export", **ASKED)
    bert = colleague(app, "bert", "organiser", STUDY, language="en")
    assert "Your file" not in bert.get(f"{HERE}/data").words
    assert bert.client.get(f"{HERE}/data/file").status_code == 303
    assert bert.client.get(f"{HERE}/data/check").status_code == 303
    assert bert.get(f"{HERE}/data/now").status == 404
    assert not logged(app, "answers.exported")


def test_it_goes_at_once_where_somebody_leaves(app: Flask, anna: Colleague, at_once: None):
    sent(anna, "data/export", **ASKED)
    assert len(file(anna)) > 30
    store = store_of(app)
    store.forget(store._database.run("people_of_study", study_id=STUDY)[0]["id"])
    assert store._database.run("made_part", job=last(app).id, number=1) == []
    assert "It is here no more" in anna.get(f"{HERE}/data").words
    assert anna.client.get(f"{HERE}/data/file").status_code == 303


@pytest.mark.parametrize("leaves", [True, False])
def test_who_leaves_while_it_is_made_is_in_no_file(app: Flask, anna: Colleague, tmp_path: Path, leaves: bool):
    store = store_of(app)
    person = store._database.run("people_of_study", study_id=STUDY)[0]["id"]
    job = store.jobs.add(STUDY, "export", {}, "anna")
    order = exporting.Order(STUDY, None, "csv", "long", "en", reasons=False, everything=False)

    def reach(share: float) -> None:
        if leaves and share == exporting.READ:
            store.forget(person)

    if leaves:
        with pytest.raises(AnswerError, match="Somebody left"):
            exporting.made_beside(store, order, job.id, tmp_path, reach)
    else:
        assert exporting.made_beside(store, order, job.id, tmp_path, reach)["bytes"] > 0
    assert store.files.here(job.id) is not leaves


def test_it_can_be_stopped_and_another_asked_for(app: Flask, anna: Colleague, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(making, "start", lambda *_: None)  # it waits
    sent(anna, "data/export", **ASKED)
    bert = colleague(app, "bert", "organiser", STUDY, language="en")
    assert (sent(bert, "data/export", **ASKED).status, "Something else is being made" in bert.words) == (409, True)
    assert sent(bert, "data/stop").status == 404, "it is not his"
    assert anna.get(f"{HERE}/data/now").status == 200
    assert "Nothing was made" in anna.get(f"{HERE}/data").send("stop").words
    assert last(app).state == "stopped"
    assert "Your file is being made" in sent(anna, "data/export", **ASKED).words


def test_k_is_told_first_and_people_choose(app: Flask, anna: Colleague, at_once: None):
    tell(app, 1)
    assert "people can be told apart in it" in sent(anna, "data/export", **ASKED).words
    assert anna.client.get(f"{HERE}/data/file").status_code == 303
    check = anna.get(f"{HERE}/data/check")
    assert "k is 1" in check.words
    assert "1 person is the only one" in check.words
    check.send("export-check", sure="fewer")
    assert "rol" not in file(anna).columns
    tell(app, 1)
    sent(anna, "data/export", **ASKED)
    anna.get(f"{HERE}/data/check").send("export-check", sure="all")
    assert "rol" in file(anna).columns
    assert logged(app, "answers.exported") == ["csv, long, k 30, without rol", "csv, long, k 1"]


def test_without_a_reason_or_people_nothing_is_made(app: Flask, design: Design, at_once: None):
    anna = colleague(app, "anna", "organiser", STUDY, language="en")
    people_answer(store_of(app), design, 9)
    assert sent(anna, "data/export", **ASKED | {"why": " "}).status == 422
    assert "Too few people answered" in sent(anna, "data/export", **ASKED).words
    assert last(app).state == "failed"


def test_why_no_file_can_be_made_is_told(app: Flask, anna: Colleague, design: Design, at_once: None):
    assert "logitr has no ordered logit" in sent(anna, "data/export", **ASKED | {"form": "logitr"}).words
    store, other = store_of(app), some_design(design.study, 6)
    store.publish(other)
    people_answer(store, other, 11, start=100)
    assert "ask different things" in sent(anna, "data/export", **ASKED | {"sure": "all"}).words
    assert str(app.extensions["dce_database"]) not in anna.text


def test_f17_a_process_that_was_cut_off_gives_no_file(app: Flask, anna: Colleague, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dce.aside.sys.executable", "/bin/false")
    sent(anna, "data/export", **ASKED)
    assert over(app).state == "failed"
    assert "It could not be made" in anna.get(f"{HERE}/data").words
    assert anna.client.get(f"{HERE}/data/file").status_code == 303
    assert not logged(app, "answers.exported")


def test_it_goes_after_an_hour(app: Flask, anna: Colleague, at_once: None, monkeypatch: pytest.MonkeyPatch):
    sent(anna, "data/export", **ASKED)
    now, store = time.time(), store_of(app)
    for later, here in ((3590, True), (3610, False)):
        monkeypatch.setattr("dce.store.made_files.time.time", lambda later=later: now + later)
        store.files.drop_old()
        assert store.files.here(last(app).id) is here


def test_figures_and_reports_can_be_stopped_too(app: Flask, anna: Colleague, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(making, "start", lambda *_: None)
    assert "It has been stopped" in anna.get(f"{HERE}/results").send("stop").words
    job = store_of(app).jobs.last(STUDY, "results")
    assert job is not None
    assert job.state == "stopped"
    anna.get(f"{HERE}/report").send("make-report", form="html", language="en")
    assert "Nothing was made" in anna.send("stop").words
