"""Jobs: one of a study and two of a site at a time, stopped when asked, and failed when their process died."""

import pytest

from dce.store import NoStudy, Store, WrongState
from dce.store import jobs as module
from dce.store.jobs import MOST_RUNNING, MOST_WAITING, SILENT_SECONDS


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    now = [1_000_000]
    monkeypatch.setattr(module, "_now", lambda: now[0])
    return now


def test_a_job_waits_runs_tells_and_is_done(store: Store):
    job = store.jobs.add("park", "design", {"tasks": 9}, "anna")
    assert (job.state, job.progress, job.asked) == ("waiting", 0.0, {"tasks": 9})
    assert store.jobs.begin(job.id)
    assert store.jobs.tell(job.id, 0.4, 30)
    running = store.jobs.last("park", "design")
    assert running is not None
    assert (running.state, running.progress, running.seconds_left) == ("running", 0.4, 30)
    store.jobs.finish(job.id, {"design": "x"})
    assert (store.jobs.job(job.id).state, store.jobs.job(job.id).result) == ("done", {"design": "x"})
    store.jobs.fail(job.id, "too late")
    assert store.jobs.job(job.id).state == "done"


@pytest.mark.parametrize(("told", "kept"), [(-0.1, 0.0), (0.5, 0.5), (1.1, 1.0)])
def test_how_far_a_job_is_lies_between_nothing_and_all(store: Store, told: float, kept: float):
    job = store.jobs.add("park", "design", {}, "anna")
    store.jobs.begin(job.id)
    store.jobs.tell(job.id, told, None)
    assert store.jobs.job(job.id).progress == kept


@pytest.mark.attack("G13")
def test_a_study_has_one_job_at_a_time(store: Store):
    job = store.jobs.add("park", "design", {}, "anna")
    with pytest.raises(WrongState, match="made already"):
        store.jobs.add("park", "power", {}, "anna")
    assert not store.jobs.stop("park", "power"), "another kind is not under way"
    assert store.jobs.stop("park", "design")
    assert not store.jobs.begin(job.id)
    assert store.jobs.job(job.id).state == "stopped"
    store.jobs.add("park", "power", {}, "anna")


def test_a_site_runs_two_and_others_wait_for_their_turn(store: Store):
    made = [store.jobs.add(f"park-{n}", "design", {}, "anna") for n in range(MOST_RUNNING + MOST_WAITING)]
    assert [store.jobs.begin(job.id) for job in made[:3]] == [True, True, False]
    with pytest.raises(WrongState, match="too much waits"):
        store.jobs.add("bos", "design", {}, "anna")
    store.jobs.finish(made[0].id, {})
    assert store.jobs.begin(made[2].id)


@pytest.mark.attack("G14")
def test_a_job_that_is_stopped_is_told_so_and_keeps_nothing(store: Store):
    job = store.jobs.add("park", "design", {}, "anna")
    store.jobs.begin(job.id)
    store.jobs.stop("park", "design")
    assert not store.jobs.tell(job.id, 0.5, None)
    store.jobs.finish(job.id, {"design": "x"})
    assert (store.jobs.job(job.id).state, store.jobs.job(job.id).result) == ("stopped", None)


@pytest.mark.parametrize("begins", [False, True])
def test_a_job_whose_process_died_is_seen_as_failed_and_holds_no_place(store: Store, clock: list[int], begins: bool):
    job = store.jobs.add("park", "design", {}, "anna")
    assert store.jobs.begin(job.id) or not begins
    clock[0] += SILENT_SECONDS
    assert not store.jobs.job(job.id).over
    clock[0] += 1
    assert store.jobs.job(job.id).state == "failed"
    assert "ended before it was done" in store.jobs.job(job.id).error
    again = store.jobs.add("park", "design", {}, "anna")
    assert store.jobs.begin(again.id)
    with pytest.raises(NoStudy):
        store.jobs.job(job.id)
