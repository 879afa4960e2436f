"""Choice designs with anchors, practice and hold-out tasks, and repeats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from choice_by_hand import COUNTS, StudyMaker
from made_designs import (
    PAIRS,
    ROLES,
    TRIPLES,
    Task,
    beaten,
    d_error_of,
    expecting,
    made,
    numbers_of,
    quality_of,
    shown,
    with_rules,
)
from numpy.testing import assert_allclose

from dce.design import Watch, make_design
from dce.design.candidates import candidates
from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.drawn import first_tasks
from dce.design.choice.problem import ChoiceProblem
from dce.design.choice.tasks import ground_of
from dce.design.deal import NOWHERE
from dce.design.effects import Effects
from dce.design.keep import Kept, placed
from dce.errors import DesignError
from dce.study import DesignSettings, Study

pytestmark = pytest.mark.long


@pytest.mark.parametrize("versions", [2, 3])
def test_anchors_stand_in_every_version_and_count_as_often(study: Study, versions: int) -> None:
    design = make_design(study, settings=DesignSettings(tasks=8, versions=versions, anchors=3), seed=1)
    assert design.anchors == (1, 2, 3)
    assert [design.tasks_of(version)[:3] for version in design.versions] == [(1, 2, 3)] * versions
    assert design.frame["task"].nunique() == 3 + versions * 5
    for version in design.versions:
        assert len(set(shown(design, design.tasks_of(version)))) == 8
    quality = quality_of(design)
    assert quality.tasks == 8 * versions
    assert quality.alike.index.is_unique
    assert_allclose(quality.d_error, d_error_of(design), rtol=1e-9)
    free = make_design(study, settings=DesignSettings(tasks=8, versions=versions), seed=1)
    assert quality.d_error < 1.05 * quality_of(free).d_error, "anchors are searched for the information they give"


def test_an_anchor_is_never_shown_a_second_time(small_study: StudyMaker) -> None:
    """Six pairs are all there are; of two versions with four each, two in common, the others must be different."""
    study = small_study((2, 2), task=PAIRS)
    for seed in range(3):
        design = made(study, DesignSettings(tasks=4, versions=2, anchors=2), seed=seed)
        assert all(len(set(shown(design, design.tasks_of(version)))) == 4 for version in (1, 2))


@pytest.mark.parametrize("versions", [1, 2, 3])
def test_practice_and_hold_out_tasks_are_no_part_of_what_is_estimated(study: Study, versions: int) -> None:
    study = with_rules(
        expecting(study), {"never": {"c0": "0", "c1": "1"}}, {"seldom": {"c1": "2", "c2": "3"}, "at_most": 2}
    )
    design = made(study, DesignSettings(tasks=8, versions=versions, **ROLES))
    assert (design.practice, design.holdouts) == ((1,), (2, 3))
    assert [len(design.tasks_of(version)) for version in design.versions] == [11] * versions
    assert quality_of(design).tasks == 8 * versions
    assert_allclose(quality_of(design).d_error, d_error_of(design), rtol=1e-9)
    others = sorted(set(design.frame["task"]) - {1, 2, 3})
    extra = shown(design, (1, 2, 3))
    assert len(set(extra)) == 3
    assert not set(extra) & set(shown(design, others)), "a model is never fitted to a hold-out task"
    for task in extra:
        assert not beaten(task)
        assert not any(scenario[1:] == ("2", "3") for scenario in task), "a version would show it oftener than it may"
    for version in design.versions:
        again = design.repeats(version)
        assert len(set(again)) == 3
        assert set(again) <= set(design.tasks_of(version)) - {1, 2, 3}


def test_hold_out_tasks_are_unlike_the_others(small_study: StudyMaker) -> None:
    study = small_study((3, 3, 3, 3), task=PAIRS)
    design = made(study, DesignSettings(tasks=12, holdouts=3), seed=2)
    held = [_nearest(task, shown(design, range(4, 16))) for task in shown(design, (1, 2, 3))]
    fresh = np.random.default_rng(1).integers(3, size=(200, 2, 4)).astype(str).tolist()
    others = [_nearest(tuple(map(tuple, task)), shown(design, range(4, 16))) for task in fresh]
    assert min(held) > np.mean(others)


def _nearest(task: Task, others: Sequence[Task]) -> int:
    """In how many levels a pair differs from the nearest other one, in the better order of its alternatives."""
    apart = [
        [sum(a != b for a, b in zip((*task[0], *task[1]), (*one, *two), strict=True)) for one, two in (way, way[::-1])]
        for way in others
    ]
    return min(map(min, apart))


@pytest.mark.parametrize("task", [PAIRS, TRIPLES], ids=["pairs", "triples"])
def test_roles_of_partial_profiles_vary_no_more_than_asked(small_study: StudyMaker, task: dict[str, Any]) -> None:
    plain = small_study((3, 2, 3, 2, 3), [{"c0": "0", "c2": "1"}], task=task)
    study = with_rules(plain, {"seldom": {"c1": "0", "c2": ["0", "2"]}, "at_most": 3})
    asked = DesignSettings(tasks=12, versions=2, anchors=3, varying=3, practice=2, holdouts=2)
    design = make_design(study, settings=asked, seed=1)
    numbers = numbers_of(design, sorted(set(design.frame["task"])))
    assert len(numbers) == 4 + 3 + 2 * 9
    assert not ((numbers[:4, :, 1] == 0) & (numbers[:4, :, 2] != 1)).any(), "extra tasks stand in every version"
    assert (numbers != numbers[:, :1]).any(axis=1).sum(axis=1).max() == 3
    assert_allclose(quality_of(design).d_efficiency, 100, atol=6)


@pytest.mark.parametrize("dominated", [0, 1])
def test_a_version_shows_what_is_rare_or_dominated_as_often_as_it_may_with_its_anchors(
    small_study: StudyMaker, dominated: int
) -> None:
    rare = {"seldom": {"c0": "0", "c1": "1"}, "at_most": 1}
    study = with_rules(expecting(small_study((2, 2, 3, 3), task=PAIRS)), rare)
    asked = DesignSettings(tasks=8, versions=3, anchors=4, dominated=dominated)
    for seed in range(3):
        design = made(study, asked, seed=seed)
        for version in design.versions:
            tasks = shown(design, design.tasks_of(version))
            assert sum(scenario[:2] == ("0", "1") for task in tasks for scenario in task) <= 1
            assert sum(map(beaten, tasks)) <= dominated


@pytest.mark.parametrize("anchors", [0, 2])
def test_a_search_begins_with_no_more_than_is_allowed(small_study: StudyMaker, anchors: int) -> None:
    """Of 2 x 2 levels every other pair is dominated; so is one of those kept, and an anchor would count twice."""
    rare = {"seldom": {"c0": "0", "c1": "0"}, "at_most": 1}
    study = with_rules(expecting(small_study((2, 2, 3), task=PAIRS)), rare)
    own = DesignSettings(tasks=5, versions=2, anchors=anchors, dominated=1)
    kept = np.array([[[0, 0, 1], [1, 1, 1]], [[0, 1, 2], [1, 0, 1]]])[: 0 if anchors else 2]
    rng = np.random.default_rng(1)
    found, coding = candidates(study, rng, extremes=False), ChoiceCoding.of(study)
    version = placed(own, found, Kept(kept, np.full(len(kept), NOWHERE)))
    problem = ChoiceProblem(study, own, coding, Effects.of(study), {}, 1, found, kept, version)
    ground = ground_of(problem, np.zeros((1, len(problem.columns))), rng)
    for _ in range(30):
        tasks = first_tasks(problem, ground, rng)
        assert (tasks[: len(kept)] == kept).all()
        times = np.where(np.arange(len(tasks)) < anchors, 2, 1)
        dominated = [beaten(tuple(map(tuple, task.astype(str).tolist()))) for task in tasks]
        rare_shown = ((tasks[:, :, 0] == 0) & (tasks[:, :, 1] == 0)).sum(axis=1)
        assert times @ dominated <= 2
        assert times @ rare_shown <= 2


def test_the_same_seed_gives_the_same_roles_on_any_number_of_processors(
    small_study: StudyMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, priors = small_study((3, 2, 3), task=PAIRS), {"c0[1]": (0.4, 0.3)}
    asked = DesignSettings(tasks=9, versions=2, anchors=2, **ROLES)
    made = []
    for processors in (1, 4):
        monkeypatch.setattr("os.cpu_count", lambda processors=processors: processors)
        made.append(make_design(study, priors=priors, draws=64, settings=asked, seed=5))
    pd.testing.assert_frame_equal(made[0].frame, made[1].frame)
    assert made[0].settings == made[1].settings


def test_priors_and_other_aims_count_anchors_too(small_study: StudyMaker) -> None:
    study = small_study(COUNTS, task=TRIPLES)
    columns = ChoiceCoding.of(study).columns
    priors = dict.fromkeys(columns, (0.5, 0.1))
    for criterion in ("D", "A", "S"):
        asked = DesignSettings.model_validate({"tasks": 6, "versions": 3, "anchors": 3, "criterion": criterion})
        design = make_design(study, settings=asked, priors=priors, draws=4, watch=Watch(seconds=0.1))
        quality = quality_of(design)
        assert quality.tasks == 18
        assert quality.held_out is not None
        assert design.anchors == (1, 2, 3)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"tasks": 2, "versions": 2, "anchors": 1}, r"2 tasks in 2 version.s. cannot tell 6 .* at least 4 tasks"),
        ({"tasks": 8, "anchors": 9, "versions": 2}, "anchors: 9 are more than the 8 tasks of a version"),
        ({"tasks": 8, "anchors": 1}, "anchors link versions, and there is one; ask for 2 versions or no anchors"),
        ({"tasks": 8, "repeats": 9}, "repeats: 9 are more than the 8 tasks"),
    ],
)
def test_roles_that_do_not_fit_are_refused(small_study: StudyMaker, asked: dict[str, int], message: str) -> None:
    with pytest.raises(DesignError, match=message):
        make_design(small_study(COUNTS, task=PAIRS), settings=DesignSettings(**asked))


def test_practice_that_is_not_left_is_refused(small_study: StudyMaker) -> None:
    study = small_study((2, 2), task=PAIRS)
    with pytest.raises(DesignError, match="too few tasks are left for 1 practice and hold-out tasks; ask for fewer"):
        make_design(study, settings=DesignSettings(tasks=6, practice=1))
    one_way = expecting(small_study((4,), task=PAIRS))
    with pytest.raises(DesignError, match="too few tasks are left for 2 practice"):
        make_design(one_way, settings=DesignSettings(tasks=4, dominated=4, holdouts=2))
