"""Anchors, practice and hold-out tasks, repeats, rare combinations by version, and designs that are added to."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from dce.design import Design, make_design
from dce.design.chains import Watch
from dce.errors import DesignError
from dce.study import DesignSettings, Study

StudyMaker = Callable[..., Study]
COUNTS = (3, 3, 2, 2)


def test_anchors_stand_in_every_version_and_count_as_often(small_study: StudyMaker) -> None:
    design = make_design(small_study(COUNTS, design={"tasks": 8, "versions": 3, "anchors": 2}), seed=1)
    assert design.anchors == (1, 2)
    assert [design.tasks_of(version)[:2] for version in design.versions] == [(1, 2)] * 3
    assert design.frame["task"].nunique() == 2 + 3 * 6
    assert design.quality().tasks == 24


def test_practice_and_hold_out_tasks_are_no_part_of_what_is_estimated(small_study: StudyMaker, tmp_path: Path) -> None:
    asked = {"tasks": 9, "versions": 2, "practice": 1, "holdouts": 2, "repeats": 3}
    study = small_study(COUNTS, design=asked)
    design = make_design(study, seed=1)
    assert (design.practice, design.holdouts) == ((1,), (2, 3))
    assert [len(design.tasks_of(version)) for version in design.versions] == [12, 12]
    assert design.quality().tasks == 18
    names = list(study.criterion_ids)
    shown = design.estimated[names].drop_duplicates().merge(design.frame[design.frame["task"] <= 3][names])
    assert shown.empty, "a model is never fitted to a hold-out scenario"
    for version in design.versions:
        again = design.repeats(version)
        assert len(set(again)) == 3
        assert set(again) <= set(design.tasks_of(version)) - {1, 2, 3}


def test_roles_come_back_from_the_folder(small_study: StudyMaker, tmp_path: Path) -> None:
    from ruamel.yaml import YAML

    study = small_study(COUNTS, design={"tasks": 9, "practice": 1, "holdouts": 2, "repeats": 3})
    design = make_design(study, seed=1)
    YAML().dump(study.model_dump(mode="json", exclude_defaults=True), tmp_path / "study.yaml")
    design.save(tmp_path)
    again = Design.load(tmp_path)
    assert (again.practice, again.holdouts, again.repeats(1)) == (design.practice, design.holdouts, design.repeats(1))


def test_a_rare_combination_comes_at_most_so_often_in_a_version(small_study: StudyMaker) -> None:
    rule = {"seldom": {"c0": ["0"], "c1": ["0", "1"]}, "at_most": 1}
    study = small_study(COUNTS, design={"tasks": 9, "versions": 3}).model_dump(mode="json", exclude_defaults=True)
    made = make_design(type(small_study(COUNTS)).model_validate(study | {"rules": [rule]}), seed=1)
    rare = made.frame[(made.frame["c0"] == "0") & made.frame["c1"].isin(["0", "1"])]
    assert 0 < rare.groupby("version").size().max() <= 1
    free = make_design(small_study(COUNTS, design={"tasks": 9, "versions": 3}), seed=1).frame
    assert ((free["c0"] == "0") & free["c1"].isin(["0", "1"])).sum() > 3, "without the rule it comes oftener"


def test_a_design_that_is_added_to_keeps_its_tasks(small_study: StudyMaker) -> None:
    study = small_study(COUNTS)
    first = make_design(study, tasks=12, seed=1)
    more = make_design(study, tasks=21, keep=first, seed=2)
    names = list(study.criterion_ids)
    assert len(more.frame) == 21
    assert more.frame[names].head(12).equals(first.frame[names])
    assert more.settings["kept"] == 12
    fresh = make_design(study, tasks=21, seed=2)
    assert fresh.quality().d_efficiency * 0.97 < more.quality().d_efficiency


def test_a_foreign_design_is_dealt_into_versions(small_study: StudyMaker) -> None:
    study = small_study(COUNTS)
    first = make_design(study, tasks=24, seed=1)
    dealt = make_design(study, tasks=8, versions=3, keep=Design.from_frame(study, first.frame), seed=1)
    names = list(study.criterion_ids)
    assert sorted(map(tuple, dealt.frame[names].to_numpy())) == sorted(map(tuple, first.frame[names].to_numpy()))
    assert dealt.frame.groupby("version").size().tolist() == [8, 8, 8]


def test_versions_that_are_added_to_keep_their_tasks_apart(small_study: StudyMaker) -> None:
    study = small_study(COUNTS)
    first = make_design(study, tasks=7, versions=2, seed=1)
    more = make_design(study, tasks=10, versions=2, keep=first, seed=1)
    names = list(study.criterion_ids)
    for version in (1, 2):
        kept, now = (d.frame[d.frame["version"] == version][names] for d in (first, more))
        assert len(now) == 10
        assert len(kept.merge(now)) == 7


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"anchors": 9, "tasks": 8, "versions": 2}, "anchors: 9 are more than the 8 tasks of a version"),
        ({"repeats": 9, "tasks": 8}, "repeats: 9 are more than the 8 tasks"),
        ({"anchors": 1, "tasks": 8}, "anchors link versions, and there is one; ask for 2 versions or no anchors"),
    ],
)
def test_roles_that_do_not_fit_are_refused(small_study: StudyMaker, asked: dict[str, int], message: str) -> None:
    with pytest.raises(DesignError, match=message):
        make_design(small_study(COUNTS), settings=DesignSettings(**asked))


def test_too_many_tasks_to_keep_are_refused(small_study: StudyMaker) -> None:
    study = small_study(COUNTS)
    first = make_design(study, tasks=12, seed=1)
    with pytest.raises(DesignError, match=r"has 12 tasks, more than 10 in each of 1 version"):
        make_design(study, tasks=10, keep=first)


def test_seconds_end_a_search_and_progress_is_told(small_study: StudyMaker) -> None:
    told: list[tuple[float, float]] = []
    study = small_study((3, 3, 3, 2, 2, 2, 3))
    make_design(study, tasks=14, seed=1)  # compiled
    begun = time.monotonic()
    make_design(study, tasks=14, seed=1, watch=Watch(seconds=1.0, progress=lambda *now: told.append(now)))
    assert time.monotonic() - begun < 20
    best = [value for _, value in told]
    assert told[-1][0] > 0.5
    assert best == sorted(best, reverse=True)
    assert np.isfinite(best).all()


@pytest.fixture
def _heeded() -> Iterator[None]:
    """Interrupts, which a run of tests in the background ignores."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_heeded")
def test_an_interrupt_keeps_the_best_design_so_far(small_study: StudyMaker) -> None:
    study = small_study((3, 3, 3, 2, 2, 2, 3))
    make_design(study, tasks=14, seed=1)  # compiled
    watch = Watch(seconds=120)
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
    begun = time.monotonic()
    design = make_design(study, tasks=14, seed=1, watch=watch)
    assert time.monotonic() - begun < 60
    assert watch.stopped
    assert design.quality().rank == 12
    assert design.settings["kicks"] == "stopped by hand"


def test_a_search_that_gains_nothing_ends(small_study: StudyMaker) -> None:
    with pytest.raises(DesignError, match="seconds: 0 is not more than 0"):
        Watch(seconds=0)
    with pytest.raises(DesignError, match="gain: 2 is not a share"):
        Watch(gain=2)
    begun = time.monotonic()
    make_design(small_study(COUNTS), tasks=11, seed=1, watch=Watch(seconds=8, gain=0.5))
    assert time.monotonic() - begun < 7
