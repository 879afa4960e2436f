"""The report at the desk: who may make it, of whom it is, that it tells of nobody, and what the log says."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from store_raw import look
from test_desk_results import answer
from web_desk import Colleague, colleague
from web_guest import store_of

from dce.design import Design
from dce.errors import AnswerError
from dce.store import Job, Store
from dce.web import making
from dce.web.results import snapshot

pytestmark = pytest.mark.long

STUDY = "voorbeeld"
HERE = f"/desk/{STUDY}/report"
EVEN = ["jurist", "beleid"]


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work of the process beside the site, done at once, with as few replicates as there may be."""
    monkeypatch.setattr(snapshot, "BOOTSTRAP", 100)
    monkeypatch.setattr("dce.report.assemble.SPREAD_DRAWS", 16)
    monkeypatch.setattr("dce.web.making.start", at_once)


class Still:
    """Nobody watches how far it is."""

    def reach(self, share: float) -> None:
        assert 0 <= share <= 1


def at_once(database: Path, job: Job) -> None:
    with closing(Store.open(database)) as store:
        assert store.jobs.begin(job.id)
        try:
            store.jobs.finish(job.id, making.MAKERS[job.kind](store, job, Still()))
        except AnswerError as error:
            store.jobs.fail(job.id, str(error))


@pytest.fixture
def vera(app: Flask) -> Colleague:
    return colleague(app, "vera", "viewer", STUDY, language="en")


@pytest.fixture
def store(app: Flask, design: Design) -> Iterator[Store]:
    answer(store_of(app), design, EVEN * 15)
    return store_of(app)


def ask(vera: Colleague, form: str = "html", language: str = "nl") -> Colleague:
    return vera.get(HERE).send("make-report", follow=False, form=form, language=language)


def logged(store: Store) -> list[tuple[str, str]]:
    return [(entry.action, entry.object) for entry in store.audit.of_study(STUDY) if "report" in entry.action]


def test_before_there_is_one_the_page_says_what_will_stand_here(store: Store, vera: Colleague):
    assert "No report was made here yet" in vera.get(HERE).words
    assert vera.get(f"{HERE}/file").status == 404


@pytest.mark.parametrize(
    ("form", "begins", "ending"),
    [
        ("html", b"<!doctype html>", "html"),
        ("pdf", b"%PDF", "pdf"),
        ("docx", b"PK", "docx"),
        ("pictures", b"PK", "zip"),
    ],
)
def test_each_form_is_made_taken_along_and_logged(store: Store, vera: Colleague, form: str, begins: bytes, ending: str):
    assert ask(vera, form).status == 303
    assert "There is a report of" in vera.get(HERE).words
    taken = vera.client.get(f"{HERE}/file")
    assert taken.data.startswith(begins)
    assert taken.headers["Content-Disposition"] == f'attachment; filename="voorbeeld-report-nl.{ending}"'
    assert logged(store) == [("report.asked", f"{form}, nl"), ("report.downloaded", f"{form}, nl")]


def test_it_is_of_the_language_and_the_people_that_are_shown(store: Store, vera: Colleague):
    ask(vera, language="en")
    text = vera.client.get(f"{HERE}/file").text
    assert "30 people judged scenarios" in text
    assert 'lang="en"' in text
    assert store.results.states(STUDY)["everybody"].people == 30


def test_too_few_people_get_no_report(app: Flask, design: Design, vera: Colleague):
    answer(store_of(app), design, EVEN * 4)
    ask(vera)
    assert "Fewer than 10 people completed" in vera.get(HERE).words
    assert vera.get(f"{HERE}/file").status == 404


def test_c07_two_reports_never_differ_by_few_people(store: Store, design: Design, vera: Colleague):
    """One person more would be told of by the difference; ten more in each group may be shown."""
    ask(vera)
    first = vera.client.get(f"{HERE}/file").text
    answer(store, design, ["jurist"], start=100)
    long_ago(store)  # all in one minute: the first thirty cannot be told from who came then
    ask(vera)
    assert "could be held beside these figures" in vera.get(HERE).words
    assert vera.get(f"{HERE}/file").status == 404
    answer(store, design, [*EVEN * 10], start=200)
    ask(vera)
    assert "51 mensen" in vera.client.get(f"{HERE}/file").text
    assert "30 mensen" in first


def test_where_few_came_since_the_report_is_of_the_figures_that_are_shown(
    store: Store, vera: Colleague, design: Design
):
    """A study that closed may not wait for ten more who never come: what was shown may be told again."""
    ask(vera, language="en")
    long_ago(store)
    answer(store, design, ["jurist"], start=100)
    ask(vera, language="en")
    assert "It is of the figures of" in vera.get(HERE).words
    assert "of 30 people. Since then too few people came" in vera.words
    text = vera.client.get(f"{HERE}/file").text
    assert "30 people judged scenarios" in text
    assert "31" not in [word.strip(".,") for word in text.split()]


def test_c07_where_one_of_them_left_the_earlier_people_are_not_told_of_again(
    store: Store, vera: Colleague, design: Design
):
    """The next to come would stand in the place of who left, and the mark of the people says that."""
    ask(vera)
    long_ago(store)
    store.forget(store._database.run("people_of_study", study_id=STUDY)[0]["id"])
    answer(store, design, ["jurist"] * 3, start=100)
    ask(vera)
    assert "could be held beside these figures" in vera.get(HERE).words
    assert vera.get(f"{HERE}/file").status == 404


def long_ago(store: Store) -> None:
    """As if all who are there completed on another day."""
    look(store, "UPDATE respondents SET completed = '2026-01-01T09:00Z'")


def test_c06_a_small_group_stays_out_of_every_form(app: Flask, design: Design, vera: Colleague):
    answer(store_of(app), design, ["jurist"] * 24 + ["beleid"] * 6)
    ask(vera, "pictures")
    with zipfile.ZipFile(io.BytesIO(vera.client.get(f"{HERE}/file").data)) as whole:
        text = " ".join(
            whole.read(name).decode() for name in whole.namelist() if name.endswith((".svg", ".csv", ".txt"))
        )
    assert "beleid (6" not in text.lower()
    assert "(24 mensen)" not in text


@pytest.mark.parametrize("change", [{"form": "exe"}, {"form": "../x"}, {"language": "de"}, {"language": ""}])
def test_e01_what_the_page_does_not_offer_is_refused(store: Store, vera: Colleague, change: dict[str, str]):
    assert vera.get(HERE).send("make-report", **change).status == 400
    assert logged(store) == []


def test_while_something_else_is_made_it_says_so(store: Store, vera: Colleague):
    store.jobs.add(STUDY, "design", {}, "anna")
    assert ask(vera).status == 409
    assert "Something else is being made" in vera.words


def test_who_is_no_member_finds_no_report(app: Flask, store: Store):
    stranger = colleague(app, "otto", "organiser")
    for path in ("", "/now", "/file"):
        assert stranger.get(f"{HERE}{path}").status == 404
