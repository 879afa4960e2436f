"""Choice designs that keep the tasks of another design."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from choice_by_hand import COUNTS, KINDS, StudyMaker
from made_designs import (
    PAIRS,
    TRIPLES,
    beaten,
    d_error_of,
    expecting,
    made,
    numbers_of,
    quality_of,
    shown,
)
from numpy.testing import assert_allclose

from dce.design import Design, make_design
from dce.errors import DesignError
from dce.study import DesignSettings, Study


@pytest.mark.parametrize("kind", KINDS)
def test_a_design_that_is_added_to_keeps_its_tasks(small_study: StudyMaker, kind: str) -> None:
    study = small_study((3, 3, 2, 2), task={"statement": {"en": "Which?"}} | KINDS[kind])
    first = make_design(study, tasks=12, seed=1)
    more = make_design(study, tasks=21, keep=first, seed=2)
    pd.testing.assert_frame_equal(more.frame.head(len(first.frame)), first.frame)
    assert more.frame["task"].nunique() == 21 == len(set(shown(more, more.tasks_of(1))))
    assert more.settings["kept"] == 12
    free = make_design(study, tasks=21, seed=2)
    assert quality_of(more).d_error < 1.03 * quality_of(free).d_error


def test_a_poor_design_gets_the_tasks_that_it_lacks(small_study: StudyMaker) -> None:
    """Twelve pairs that tell nothing of the first criterion, and nine more: found are those that tell it."""
    study = small_study((3, 3, 2, 2), task=PAIRS)
    others = made(small_study((3, 2, 2), task=PAIRS), DesignSettings(tasks=12)).frame
    poor = others.rename(columns={"c2": "c3", "c1": "c2", "c0": "c1"}).assign(c0="0")
    more = made(study, DesignSettings(tasks=21), keep=Design.from_frame(study, poor))
    assert quality_of(more).rank == quality_of(more).parameters
    fresh = numbers_of(more, range(13, 22))
    assert (fresh[:, 0, 0] != fresh[:, 1, 0]).all()
    with pytest.raises(DesignError, match=r"no design found that tells c0\[1\], c0\[2\] apart"):
        made(study, DesignSettings(tasks=12, practice=5), keep=Design.from_frame(study, poor))


def test_a_foreign_design_is_dealt_into_versions(small_study: StudyMaker) -> None:
    study = expecting(small_study(COUNTS, task=TRIPLES))
    first = made(study, DesignSettings(tasks=18))
    dealt = made(study, DesignSettings(tasks=6, versions=3), keep=Design.from_frame(study, first.frame))
    assert sorted(shown(dealt, range(1, 19))) == sorted(shown(first, range(1, 19)))
    assert [len(dealt.tasks_of(version)) for version in dealt.versions] == [6, 6, 6]
    assert_allclose(quality_of(dealt).d_error, d_error_of(first), rtol=1e-9)


@pytest.mark.parametrize("sizes", [(7, 7), (9, 4)])
def test_versions_that_are_added_to_keep_their_tasks_apart(small_study: StudyMaker, sizes: tuple[int, int]) -> None:
    study = small_study(COUNTS, task=PAIRS)
    first = made(study, DesignSettings(tasks=sum(sizes))).frame
    first["version"] = np.where(first["task"] <= sizes[0], 1, 5)  # numbers of versions may have gaps
    kept = Design.from_frame(study, first)
    more = made(study, DesignSettings(tasks=10, versions=2, practice=1), keep=kept)
    for version, own, size in zip((1, 2), (1, 5), sizes, strict=True):
        now = shown(more, more.tasks_of(version))
        assert len(set(now)) == 11
        assert now[1 : 1 + size] == shown(kept, kept.tasks_of(own))


def test_kept_tasks_may_be_dominated_and_what_is_added_is_not(small_study: StudyMaker) -> None:
    study = expecting(small_study((3, 3, 3), task=PAIRS))
    loose = made(study, DesignSettings(tasks=6, versions=2, dominated="any"), seed=4)
    frame = loose.frame
    for task in (1, 2, 3):  # all three in the first version
        frame.loc[frame["task"] == task, ["c0", "c1", "c2"]] = [["0", "0", str(task - 1)], ["2", "2", str(task - 1)]]
    kept = Design.from_frame(study, frame)
    more = made(study, DesignSettings(tasks=9, versions=2), keep=kept)
    for version in (1, 2):
        old, new = (shown(one, one.tasks_of(version)) for one in (kept, more))
        assert new[:6] == old
        assert not any(map(beaten, new[6:]))
    assert {1, 2, 3} <= set(quality_of(more).dominated)


def test_a_kept_task_may_differ_on_more_criteria_and_the_bound_holds(small_study: StudyMaker) -> None:
    study = small_study((2, 2, 2, 2), task=PAIRS)
    whole = made(study, DesignSettings(tasks=8))
    more = made(study, DesignSettings(tasks=10, varying=2), keep=Design.from_frame(study, whole.frame))
    numbers = numbers_of(more, range(1, 11))
    varying = (numbers[:, 0] != numbers[:, 1]).sum(axis=1)
    assert varying[:8].max() == 4
    assert varying[8:].max() <= 2
    assert quality_of(more).d_efficiency <= 100 + 1e-9


def test_what_cannot_be_kept_is_refused(small_study: StudyMaker) -> None:
    study = small_study(COUNTS, task=PAIRS)
    first = made(study, DesignSettings(tasks=12, versions=2))

    def refuse(message: str, study: Study = study, keep: Design = first, **asked: Any) -> None:
        with pytest.raises(DesignError, match=message):
            make_design(study, settings=DesignSettings(**({"tasks": 12, "versions": 2} | asked)), keep=keep)

    refuse("cannot get anchors; use anchors: 0", anchors=1)
    refuse(r"has 24 tasks, more than 11 in each of 2 version", tasks=11)
    refuse(r"has 24 tasks, more than 20 in each of 1 version", tasks=20, versions=1)
    refuse("has other criteria; they must be c0, c1", study=small_study((2, 3), task=PAIRS))
    refuse(r"shows 2 scenario\(s\) in a task, and the study 3", study=small_study(COUNTS, task=TRIPLES))
    refuse(r"shows 2 scenario\(s\) in a task, and the study 1", study=small_study(COUNTS))
    refuse('criterion "c2" has no level "3"; use one of 0, 1, 2', study=small_study((2, 3, 3), task=PAIRS))
    refuse(
        r"task \d+: breaks rule 1 \(c0=0 with c1=1\)", study=small_study(COUNTS, [{"c0": "0", "c1": "1"}], task=PAIRS)
    )
    twice = first.frame[first.frame["version"] == 1]
    both = pd.concat([twice, twice.assign(version=2)])
    again = Design.from_frame(study, both)
    refuse("shows a task 2 times, and a version shows it once; ask for 2 versions", keep=again, tasks=30, versions=1)
