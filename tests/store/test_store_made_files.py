"""Files of answers that wait to be taken along: whole or not at all, and gone as soon as somebody leaves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dce.design import Design
from dce.store import Job, Store, WrongState, made_files


@pytest.fixture
def job(store: Store, design: Design) -> Job:
    store.publish(design)
    return store.jobs.add(design.study.id, "export", {}, "anna")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of four parts, which hardly get smaller."""
    monkeypatch.setattr(made_files, "PART", 1000)
    (tmp_path / "file").write_bytes(np.random.default_rng(1).bytes(3500))
    return tmp_path / "file"


def test_it_comes_back_byte_for_byte(store: Store, job: Job, made: Path):
    store.files.begin(job.study_id, job.id)
    assert not store.files.here(job.id), "it is not there before it is made"
    assert store.files.keep(job.study_id, job.id, made) == 3500
    parts = list(store.files.read(job.id, 3500))
    assert ([len(part) for part in parts], b"".join(parts)) == ([1000, 1000, 1000, 500], made.read_bytes())


def test_nothing_is_kept_of_one_that_was_taken_away_before(store: Store, job: Job, made: Path):
    store.files.begin(job.study_id, job.id)
    store.files.drop(job.study_id)
    with pytest.raises(WrongState, match="Start it again"):
        store.files.keep(job.study_id, job.id, made)
    assert not store.files.here(job.id)


def test_who_reads_when_it_is_taken_away_gets_no_half_file(store: Store, job: Job, made: Path):
    store.files.begin(job.study_id, job.id)
    parts = store.files.read(job.id, store.files.keep(job.study_id, job.id, made))
    next(parts)
    store.files.drop(job.study_id)
    with pytest.raises(WrongState, match="Start it again"):
        next(parts)


def test_another_one_takes_its_place(store: Store, job: Job, made: Path):
    store.jobs.begin(job.id)
    store.files.begin(job.study_id, job.id)
    store.files.keep(job.study_id, job.id, made)
    store.jobs.finish(job.id, {})
    store.jobs.add(job.study_id, "power", {}, "anna")
    assert store.files.here(job.id), "work of another kind does nothing to it"
    store.jobs.stop(job.study_id, "power")
    store.jobs.add(job.study_id, "export", {}, "anna")
    assert not store.files.here(job.id)


def test_nothing_is_kept_of_one_that_was_stopped(store: Store, job: Job, made: Path):
    store.files.begin(job.study_id, job.id)
    store.jobs.stop(job.study_id, "export")
    with pytest.raises(WrongState, match="it was stopped"):
        store.files.keep(job.study_id, job.id, made)
    assert not store.files.here(job.id)


def test_who_leaves_or_disputes_takes_it_away(store: Store, design: Design, made: Path, job: Job):
    for leave in (store.forget, store.dispute):
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(5))
        store.files.begin(job.study_id, job.id)
        store.files.keep(job.study_id, job.id, made)
        leave(person.id)
        assert not store.files.here(job.id)
