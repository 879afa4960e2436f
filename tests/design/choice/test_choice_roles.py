"""Choice designs with anchors, practice and hold-out tasks, repeats, and with the tasks of another design."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from choice_by_hand import COUNTS, KINDS, Numbers, StudyMaker, coded, information_of
from numpy.testing import assert_allclose

from dce.design import Design, Watch, make_design
from dce.design.candidates import candidates
from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.drawn import first_tasks
from dce.design.choice.problem import ChoiceProblem
from dce.design.choice.quality import ChoiceQuality
from dce.design.choice.tasks import ground_of
from dce.design.effects import Effects
from dce.errors import DesignError
from dce.study import DesignSettings, Study

Task = tuple[tuple[str, ...], ...]
ROLES = {"practice": 1, "holdouts": 2, "repeats": 3}
PAIRS: dict[str, Any] = {"statement": {"en": "Which?"}} | KINDS["pairs"]
TRIPLES: dict[str, Any] = {"statement": {"en": "Which?"}} | KINDS["triples"]


def _made(study: Study, asked: DesignSettings, *, seed: int = 1, keep: Design | None = None) -> Design:
    """A design that is hardly searched: what is told of it here holds of any."""
    return make_design(study, settings=asked, seed=seed, keep=keep, watch=Watch(seconds=0.1))


def _expecting(study: Study, direction: str = "positive") -> Study:
    criteria = [criterion.model_copy(update={"expected": direction}) for criterion in study.criteria]
    return study.model_copy(update={"criteria": tuple(criteria)})


def _with_rules(study: Study, *rules: dict[str, Any]) -> Study:
    plain = study.model_dump(mode="json", exclude_defaults=True)
    return Study.model_validate(plain | {"rules": [*plain.get("rules", []), *rules]})


def _shown(design: Design, tasks: Sequence[int]) -> list[Task]:
    """The scenarios of ``tasks``, whatever their order in a task."""
    return [tuple(sorted(tuple(one.values()) for one in design.alternatives(task))) for task in tasks]


def _quality(design: Design) -> ChoiceQuality:
    quality = design.quality()
    assert isinstance(quality, ChoiceQuality)
    return quality


def _numbers(design: Design, tasks: Sequence[int]) -> Numbers:
    return np.array([[[int(level) for level in one.values()] for one in design.alternatives(task)] for task in tasks])


def _d_error(design: Design) -> float:
    """Written out: every version's tasks but practice and hold-outs, so that an anchor comes once a version."""
    kind = design.study.task.kind
    beside = {*design.practice, *design.holdouts}
    tasks = [task for version in design.versions for task in design.tasks_of(version) if task not in beside]
    coding = ChoiceCoding.of(design.study, alternative_constants=design.study.design.alternative_constants)
    information = information_of(
        coded(coding, _numbers(design, tasks)), np.zeros(len(coding.columns)), kind == "best-worst"
    )
    return float(np.linalg.det(information) ** (-1 / len(information)))


def _beaten(task: Task) -> bool:
    """Whether a scenario is nowhere below another one, where higher levels are better."""
    return any(one != other and all(a >= b for a, b in zip(one, other, strict=True)) for one in task for other in task)


@pytest.mark.parametrize("versions", [2, 3])
def test_anchors_stand_in_every_version_and_count_as_often(study: Study, versions: int) -> None:
    design = make_design(study, settings=DesignSettings(tasks=8, versions=versions, anchors=3), seed=1)
    assert design.anchors == (1, 2, 3)
    assert [design.tasks_of(version)[:3] for version in design.versions] == [(1, 2, 3)] * versions
    assert design.frame["task"].nunique() == 3 + versions * 5
    for version in design.versions:
        assert len(set(_shown(design, design.tasks_of(version)))) == 8
    quality = _quality(design)
    assert quality.tasks == 8 * versions
    assert quality.alike.index.is_unique
    assert_allclose(quality.d_error, _d_error(design), rtol=1e-9)
    free = make_design(study, settings=DesignSettings(tasks=8, versions=versions), seed=1)
    assert quality.d_error < 1.05 * _quality(free).d_error, "anchors are searched for the information they give"


def test_an_anchor_is_never_shown_a_second_time(small_study: StudyMaker) -> None:
    """Six pairs are all there are; of two versions with four each, two in common, the others must be different."""
    study = small_study((2, 2), task=PAIRS)
    for seed in range(3):
        design = _made(study, DesignSettings(tasks=4, versions=2, anchors=2), seed=seed)
        assert all(len(set(_shown(design, design.tasks_of(version)))) == 4 for version in (1, 2))


@pytest.mark.parametrize("versions", [1, 2, 3])
def test_practice_and_hold_out_tasks_are_no_part_of_what_is_estimated(study: Study, versions: int) -> None:
    study = _with_rules(
        _expecting(study), {"never": {"c0": "0", "c1": "1"}}, {"seldom": {"c1": "2", "c2": "3"}, "at_most": 2}
    )
    design = _made(study, DesignSettings(tasks=8, versions=versions, **ROLES))
    assert (design.practice, design.holdouts) == ((1,), (2, 3))
    assert [len(design.tasks_of(version)) for version in design.versions] == [11] * versions
    assert _quality(design).tasks == 8 * versions
    assert_allclose(_quality(design).d_error, _d_error(design), rtol=1e-9)
    others = sorted(set(design.frame["task"]) - {1, 2, 3})
    extra = _shown(design, (1, 2, 3))
    assert len(set(extra)) == 3
    assert not set(extra) & set(_shown(design, others)), "a model is never fitted to a hold-out task"
    for task in extra:
        assert not _beaten(task)
        assert not any(scenario[1:] == ("2", "3") for scenario in task), "a version would show it oftener than it may"
    for version in design.versions:
        again = design.repeats(version)
        assert len(set(again)) == 3
        assert set(again) <= set(design.tasks_of(version)) - {1, 2, 3}


def test_hold_out_tasks_are_unlike_the_others(small_study: StudyMaker) -> None:
    study = small_study((3, 3, 3, 3), task=PAIRS)
    design = _made(study, DesignSettings(tasks=12, holdouts=3), seed=2)
    shown = [_nearest(task, _shown(design, range(4, 16))) for task in _shown(design, (1, 2, 3))]
    fresh = np.random.default_rng(1).integers(3, size=(200, 2, 4)).astype(str).tolist()
    others = [_nearest(tuple(map(tuple, task)), _shown(design, range(4, 16))) for task in fresh]
    assert min(shown) > np.mean(others)


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
    study = _with_rules(plain, {"seldom": {"c1": "0", "c2": ["0", "2"]}, "at_most": 3})
    asked = DesignSettings(tasks=12, versions=2, anchors=3, varying=3, practice=2, holdouts=2)
    design = make_design(study, settings=asked, seed=1)
    numbers = _numbers(design, sorted(set(design.frame["task"])))
    assert len(numbers) == 4 + 3 + 2 * 9
    assert not ((numbers[:4, :, 1] == 0) & (numbers[:4, :, 2] != 1)).any(), "extra tasks stand in every version"
    assert (numbers != numbers[:, :1]).any(axis=1).sum(axis=1).max() == 3
    assert_allclose(_quality(design).d_efficiency, 100, atol=6)


@pytest.mark.parametrize("dominated", [0, 1])
def test_a_version_shows_what_is_rare_or_dominated_as_often_as_it_may_with_its_anchors(
    small_study: StudyMaker, dominated: int
) -> None:
    rare = {"seldom": {"c0": "0", "c1": "1"}, "at_most": 1}
    study = _with_rules(_expecting(small_study((2, 2, 3, 3), task=PAIRS)), rare)
    asked = DesignSettings(tasks=8, versions=3, anchors=4, dominated=dominated)
    for seed in range(3):
        design = _made(study, asked, seed=seed)
        for version in design.versions:
            tasks = _shown(design, design.tasks_of(version))
            assert sum(scenario[:2] == ("0", "1") for task in tasks for scenario in task) <= 1
            assert sum(map(_beaten, tasks)) <= dominated


@pytest.mark.parametrize("kind", KINDS)
def test_a_design_that_is_added_to_keeps_its_tasks(small_study: StudyMaker, kind: str) -> None:
    study = small_study((3, 3, 2, 2), task={"statement": {"en": "Which?"}} | KINDS[kind])
    first = make_design(study, tasks=12, seed=1)
    more = make_design(study, tasks=21, keep=first, seed=2)
    pd.testing.assert_frame_equal(more.frame.head(len(first.frame)), first.frame)
    assert more.frame["task"].nunique() == 21 == len(set(_shown(more, more.tasks_of(1))))
    assert more.settings["kept"] == 12
    free = make_design(study, tasks=21, seed=2)
    assert _quality(more).d_error < 1.03 * _quality(free).d_error


def test_a_poor_design_gets_the_tasks_that_it_lacks(small_study: StudyMaker) -> None:
    """Twelve pairs that tell nothing of the first criterion, and nine more: found are those that tell it."""
    study = small_study((3, 3, 2, 2), task=PAIRS)
    others = _made(small_study((3, 2, 2), task=PAIRS), DesignSettings(tasks=12)).frame
    poor = others.rename(columns={"c2": "c3", "c1": "c2", "c0": "c1"}).assign(c0="0")
    more = _made(study, DesignSettings(tasks=21), keep=Design.from_frame(study, poor))
    assert _quality(more).rank == _quality(more).parameters
    fresh = _numbers(more, range(13, 22))
    assert (fresh[:, 0, 0] != fresh[:, 1, 0]).all()
    with pytest.raises(DesignError, match=r"no design found that tells c0\[1\], c0\[2\] apart"):
        _made(study, DesignSettings(tasks=12, practice=5), keep=Design.from_frame(study, poor))


def test_a_foreign_design_is_dealt_into_versions(small_study: StudyMaker) -> None:
    study = _expecting(small_study(COUNTS, task=TRIPLES))
    first = _made(study, DesignSettings(tasks=18))
    dealt = _made(study, DesignSettings(tasks=6, versions=3), keep=Design.from_frame(study, first.frame))
    assert sorted(_shown(dealt, range(1, 19))) == sorted(_shown(first, range(1, 19)))
    assert [len(dealt.tasks_of(version)) for version in dealt.versions] == [6, 6, 6]
    assert_allclose(_quality(dealt).d_error, _d_error(first), rtol=1e-9)


@pytest.mark.parametrize("sizes", [(7, 7), (9, 4)])
def test_versions_that_are_added_to_keep_their_tasks_apart(small_study: StudyMaker, sizes: tuple[int, int]) -> None:
    study = small_study(COUNTS, task=PAIRS)
    first = _made(study, DesignSettings(tasks=sum(sizes))).frame
    first["version"] = np.where(first["task"] <= sizes[0], 1, 5)  # numbers of versions may have gaps
    kept = Design.from_frame(study, first)
    more = _made(study, DesignSettings(tasks=10, versions=2, practice=1), keep=kept)
    for version, own, size in zip((1, 2), (1, 5), sizes, strict=True):
        now = _shown(more, more.tasks_of(version))
        assert len(set(now)) == 11
        assert now[1 : 1 + size] == _shown(kept, kept.tasks_of(own))


@pytest.mark.parametrize("anchors", [0, 2])
def test_a_search_begins_with_no_more_than_is_allowed(small_study: StudyMaker, anchors: int) -> None:
    """Of 2 x 2 levels every other pair is dominated; so is one of those kept, and an anchor would count twice."""
    rare = {"seldom": {"c0": "0", "c1": "0"}, "at_most": 1}
    study = _with_rules(_expecting(small_study((2, 2, 3), task=PAIRS)), rare)
    own = DesignSettings(tasks=5, versions=2, anchors=anchors, dominated=1)
    kept = np.array([[[0, 0, 1], [1, 1, 1]], [[0, 1, 2], [1, 0, 1]]])[: 0 if anchors else 2]
    rng = np.random.default_rng(1)
    found, coding = candidates(study, rng, extremes=False), ChoiceCoding.of(study)
    problem = ChoiceProblem(study, own, coding, Effects.of(study), {}, 1, found, kept)
    ground = ground_of(problem, np.zeros((1, len(problem.columns))), rng)
    for _ in range(30):
        tasks = first_tasks(problem, ground, rng)
        assert (tasks[: len(kept)] == kept).all()
        times = np.where(np.arange(len(tasks)) < anchors, 2, 1)
        beaten = [_beaten(tuple(map(tuple, task.astype(str).tolist()))) for task in tasks]
        shown = ((tasks[:, :, 0] == 0) & (tasks[:, :, 1] == 0)).sum(axis=1)
        assert times @ beaten <= 2
        assert times @ shown <= 2


def test_kept_tasks_may_be_dominated_and_what_is_added_is_not(small_study: StudyMaker) -> None:
    study = _expecting(small_study((3, 3, 3), task=PAIRS))
    loose = _made(study, DesignSettings(tasks=6, versions=2, dominated="any"), seed=4)
    frame = loose.frame
    for task in (1, 2, 3):  # all three in the first version
        frame.loc[frame["task"] == task, ["c0", "c1", "c2"]] = [["0", "0", str(task - 1)], ["2", "2", str(task - 1)]]
    kept = Design.from_frame(study, frame)
    more = _made(study, DesignSettings(tasks=9, versions=2), keep=kept)
    for version in (1, 2):
        old, new = (_shown(one, one.tasks_of(version)) for one in (kept, more))
        assert new[:6] == old
        assert not any(map(_beaten, new[6:]))
    assert {1, 2, 3} <= set(_quality(more).dominated)


def test_a_kept_task_may_differ_on_more_criteria_and_the_bound_holds(small_study: StudyMaker) -> None:
    study = small_study((2, 2, 2, 2), task=PAIRS)
    whole = _made(study, DesignSettings(tasks=8))
    more = _made(study, DesignSettings(tasks=10, varying=2), keep=Design.from_frame(study, whole.frame))
    numbers = _numbers(more, range(1, 11))
    varying = (numbers[:, 0] != numbers[:, 1]).sum(axis=1)
    assert varying[:8].max() == 4
    assert varying[8:].max() <= 2
    assert _quality(more).d_efficiency <= 100 + 1e-9


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
        quality = _quality(design)
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
    one_way = _expecting(small_study((4,), task=PAIRS))
    with pytest.raises(DesignError, match="too few tasks are left for 2 practice"):
        make_design(one_way, settings=DesignSettings(tasks=4, dominated=4, holdouts=2))


def test_what_cannot_be_kept_is_refused(small_study: StudyMaker) -> None:
    study = small_study(COUNTS, task=PAIRS)
    first = _made(study, DesignSettings(tasks=12, versions=2))

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
