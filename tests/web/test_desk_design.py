"""A design from the page: searched beside the site by a process of its own, and told by every process of the site."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from web_desk import Colleague
from web_guest import Guest, store_of
from web_study import ID, TEXT, begun, designed, posted

from dce.aside import command
from dce.store import Job, Store, StoreBusy
from dce.web import making

SETTINGS = {"tasks": "8", "versions": "1", "anchors": "0", "seed": "3", "priors": "none"}
PATIENCE = 120  # seconds; the first search on a computer is compiled


def in_(database: Path) -> dict[str, str]:
    """The environment of a process that makes a job of this database."""
    return os.environ | {"DCE_DATABASE": str(database)}


@pytest.fixture
def not_started(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """Jobs that are noted, and whose process is left out."""
    asked: list[Job] = []
    monkeypatch.setattr(making, "start", lambda _, job: asked.append(job))
    return asked


def ended(store: Store, job_id: str) -> Job:
    for _ in range(10 * PATIENCE):
        if (job := store.jobs.job(job_id)).over:
            return job
        time.sleep(0.1)
    raise AssertionError(f"after {PATIENCE} seconds: {store.jobs.job(job_id)}")


def test_a_design_is_searched_beside_the_site_and_kept(app: Flask):
    anna = begun(app)
    anna.get(f"/desk/{ID}/design").send("design", **SETTINGS)
    assert "A design is being searched" in anna.words
    store = store_of(app)
    job = store.jobs.last(ID, "design")
    assert job is not None
    assert ended(store, job.id).error == ""
    design = store.drafts.design(ID)
    assert design is not None
    assert (len(design.tasks_of(1)), design.seed) == (8, 3)
    assert design.study.hash == store.drafts.study(ID).hash
    assert "8 tasks in one version, seed 3" in anna.get(f"/desk/{ID}/design").words
    assert [entry.action for entry in store.audit.of_study(ID)][-2:] == ["design.asked", "design.made"]
    inspected = anna.get(f"/desk/{ID}/design/inspect")
    assert inspected.status == 200
    assert inspected.page.xpath("//figure//*[name()='svg']")


class Still:
    """What tells how far a job is, without the thread that ends its process: this one makes more than one job."""

    def __init__(self, *_: object) -> None:
        pass

    def reach(self, *_: float) -> None:
        pass


def test_why_nothing_came_of_it_names_no_file_of_the_server(app: Flask, database: Path, monkeypatch):
    anna, store = begun(app), store_of(app)
    job = store.jobs.add(ID, "design", {"study": store.drafts.study(ID).hash, "tasks": 4, "versions": 1}, "anna")

    def busy(*_: object) -> None:
        raise StoreBusy(f"{database}: another program holds the database; nothing was stored, try again")

    monkeypatch.setattr("dce.store.drafts.Drafts.keep_design", busy)
    monkeypatch.setattr(making, "asked_design", lambda *_: None)
    monkeypatch.setattr(making, "Pulse", Still)
    making.make(database, job.id)
    assert store.jobs.job(job.id).state == "failed"
    assert "Nothing was changed" in anna.get(f"/desk/{ID}/design").words
    assert str(database) not in anna.text


def test_a_process_that_ends_without_a_word_has_failed(app: Flask, database: Path, monkeypatch):
    store, job = store_of(app), store_of(app).jobs.add(ID, "design", {}, "anna")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    making.start(database, job)
    assert ended(store, job.id).state == "failed"


@pytest.mark.attack("G14")
def test_what_is_stopped_ends_its_process(database: Path, app: Flask):
    store = store_of(app)
    begun(app)
    job = store.jobs.add(ID, "design", {"study": "x"}, "anna")
    store.jobs.stop(ID, "design")
    process = subprocess.run(command("dce.web.making", job.id), timeout=PATIENCE, env=in_(database))
    assert process.returncode == 0
    assert store.jobs.job(job.id).state == "stopped"


def test_g14_what_takes_too_long_ends_says_so_and_leaves_the_place_to_others(database: Path, app: Flask):
    store, anna = store_of(app), begun(app)
    job = store.jobs.add(ID, "design", {"study": store.drafts.study(ID).hash}, anna.account.id)
    code = (
        "import sys, time; from pathlib import Path; from dce.web import making\n"
        "making.MOST_SECONDS, making.TELL_SECONDS = 0.5, 0.1\n"
        "making.MAKERS['design'] = lambda *_: time.sleep(600)\n"
        "making.make(Path(sys.argv[1]), sys.argv[2])"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(database), job.id])
    while process.poll() is None:
        assert Guest(app).get("/").status == 200, "people are served meanwhile"
    assert process.returncode == 0
    assert (store.jobs.job(job.id).state, store.jobs.job(job.id).error) == ("failed", making.ENDLESS)
    assert "It took too long" in anna.get(f"/desk/{ID}/design").words
    store.jobs.add(ID, "design", {}, anna.account.id)


def test_a_search_of_a_text_that_changed_meanwhile_keeps_nothing(app: Flask, database: Path):
    anna, store = begun(app), store_of(app)
    job = store.jobs.add(ID, "design", {"study": store.drafts.study(ID).hash}, anna.account.id)
    store.drafts.save(ID, TEXT.replace("Gegevens delen", "Anders"), 1, anna.account.id)
    subprocess.run(command("dce.web.making", job.id), timeout=PATIENCE, check=True, env=in_(database))
    assert "was changed while this was made" in store.jobs.job(job.id).error
    assert store.drafts.design(ID) is None


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("tasks", "negen", "tasks is"),
        ("tasks", "0", "from 1 to 500"),
        ("tasks", "9" * 30, "tasks is"),
        ("versions", "101", "from 1 to 100"),
        ("anchors", "2", "ask for 2 versions or no anchors"),
        ("seed", "-1", "seed is"),
    ],
)
def test_settings_that_cannot_be_are_refused_and_nothing_begins(app: Flask, not_started, field, typed, words):
    anna = begun(app)
    anna.get(f"/desk/{ID}/design").send("design", **{**SETTINGS, field: typed})
    assert anna.status == 422
    assert words in anna.words
    assert store_of(app).jobs.last(ID, "design") is None
    assert not not_started


def test_progress_is_told_and_not_sent_again_while_it_stays(app: Flask, not_started: list[Job]):
    anna = begun(app)
    anna.get(f"/desk/{ID}/design").send("design", **SETTINGS)
    store = store_of(app)
    store.jobs.begin(not_started[0].id)
    store.jobs.tell(not_started[0].id, 0.42, 130)
    first = anna.client.get(f"/desk/{ID}/job/design")
    assert "42%" in first.text
    assert "About 2 minutes are left" in first.text
    tag = {"If-None-Match": first.headers["ETag"]}
    assert anna.client.get(f"/desk/{ID}/job/design", headers=tag).status_code == 304
    store.jobs.tell(not_started[0].id, 0.5, 60)
    assert anna.client.get(f"/desk/{ID}/job/design", headers=tag).status_code == 200
    assert anna.client.get(f"/desk/{ID}/job/power").status_code == 404
    assert anna.client.get(f"/desk/{ID}/job/mail").status_code == 404


@pytest.mark.attack("G13")
def test_a_second_search_at_once_is_refused_and_stopping_lets_one_begin(app: Flask, not_started: list[Job]):
    anna = begun(app)
    anna.get(f"/desk/{ID}/design").send("design", **SETTINGS)
    again = posted(anna, f"{ID}/design", **SETTINGS)
    assert again.status == 422
    assert "made already" in again.words
    anna.get(f"/desk/{ID}/design").send("stop")
    assert "It has been stopped" in anna.words
    anna.send("design", **SETTINGS)
    assert len(not_started) == 2


def test_power_is_asked_for_people_in_all_or_by_group(app: Flask, not_started: list[Job]):
    anna = begun(app)
    assert anna.get(f"/desk/{ID}/design/power").path == f"/desk/{ID}/design", "first a design"
    designed(app, anna, 9)
    anna.get(f"/desk/{ID}/design/power").send("power", people="veel")
    assert anna.status == 422
    anna.send("power", people="", **{"people-jurist": "18", "people-beleid": "20"})
    assert not_started[-1].asked["people"] == {"jurist": 18, "beleid": 20}


def test_what_was_simulated_is_told_with_a_picture_and_numbers(app: Flask, database: Path):
    anna, store = begun(app), store_of(app)
    designed(app, anna, 9)
    asked = {"design": store.drafts.design(ID).hash, "people": 30}
    job = store.jobs.add(ID, "power", asked, anna.account.id)
    few = "m.REPLICATES = m.OF_CURVE = 20; m.SIZES = (20, 40)"
    quick = f"import dce.web.making as m; {few}; m.make(m.place({str(database)!r}), {job.id!r})"
    ran = subprocess.run([sys.executable, "-c", quick], env={**os.environ}, timeout=PATIENCE, capture_output=True)
    assert ran.returncode == 0, ran.stderr
    page = anna.get(f"/desk/{ID}/design/power")
    assert "With 30 people" in page.words
    assert page.page.xpath("//figure//*[name()='svg']")
    assert page.page.xpath("//main//table//td")
    dutch = Colleague(app, anna.account).get(f"/desk/{ID}/design/power")
    assert "Met 30 mensen" in dutch.words
    assert "Aangenomen, niet gemeten" in dutch.words
    assert not dutch.page.xpath("//main//*[@lang='en']")


def test_a_job_of_a_deleted_study_goes_with_it(app: Flask, not_started: list[Job]):
    anna = begun(app)
    anna.get(f"/desk/{ID}/design").send("design", **SETTINGS)
    anna.get(f"/desk/{ID}/deletion").send("delete", typed=ID)
    assert store_of(app).jobs.last(ID, "design") is None
    assert not store_of(app).jobs.tell(not_started[0].id, 0.5, None), "its process ends by this"
