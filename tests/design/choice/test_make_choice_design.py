"""Choice designs from a study: rules hold, nothing is shown twice, and the quality is what other programs publish."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from made_designs import expecting, quality_of, scenarios_of, task_of
from numpy.testing import assert_allclose

from dce.design import Design, Watch, describe
from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.make import make_choice_design
from dce.design.choice.quality import choice_errors
from dce.errors import DesignError
from dce.study import DesignSettings, Study

pytestmark = pytest.mark.long


StudyMaker = Callable[..., Study]
MAIN = (3, 2, 3, 2, 3, 3, 3, 3, 2, 3)


@pytest.mark.parametrize("alternatives", [2, 3, 5])
@pytest.mark.parametrize("opt_out", [False, True])
def test_rules_hold_and_nothing_is_shown_twice(small_study: StudyMaker, alternatives: int, opt_out: bool) -> None:
    rule = {"c0": "0", "c2": ["1", "2"]}
    more = {"opt_out": {"en": "None"}} if opt_out else {}
    study = expecting(small_study((2, 3, 3, 4), [rule], task=task_of(alternatives, **more)), ["positive"] * 4)
    design = make_choice_design(study, tasks=8, versions=2, seed=3)
    assert design.frame["alternative"].tolist() == list(range(1, alternatives + 1)) * 16
    shown = scenarios_of(design)
    for task in shown:
        assert len(set(task)) == alternatives
        assert not any(one[0] == "0" and one[2] in ("1", "2") for one in task)
        for one in task:
            for other in task:
                assert one == other or any(int(a) < int(b) for a, b in zip(one, other, strict=True))
    assert len({tuple(sorted(task)) for task in shown}) == 16
    quality = quality_of(design)
    assert quality.rank == quality.parameters == 8 + opt_out
    assert quality.dominated == ()
    assert quality.d_efficiency < 100 + 1e-9


def test_dominance_is_allowed_as_often_as_asked_for(small_study: StudyMaker) -> None:
    study = expecting(small_study((3, 3, 3), task=task_of(2)), ["positive", "negative", "positive"])
    design = make_choice_design(study, tasks=9, seed=1, settings=DesignSettings(dominated=2))
    assert len(quality_of(design).dominated) <= 2
    loose = make_choice_design(study, tasks=9, seed=1, settings=DesignSettings(dominated="any"))
    assert quality_of(loose).d_error <= quality_of(design).d_error * (1 + 1e-9)
    only_price = expecting(small_study((4,), task=task_of(2)), ["negative"])
    with pytest.raises(DesignError, match="only 0 of 4 tasks found in which no alternative beats another"):
        make_choice_design(only_price, tasks=4)


def test_the_same_seed_gives_the_same_design_on_any_number_of_processors(
    small_study: StudyMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, priors = small_study((3, 2, 3), task=task_of(2)), {"c0[1]": (0.4, 0.3)}
    frames = []
    for processors in (1, 4):
        monkeypatch.setattr("os.cpu_count", lambda processors=processors: processors)
        frames.append(make_choice_design(study, tasks=9, priors=priors, draws=64, seed=5).frame)
    pd.testing.assert_frame_equal(*frames)
    assert not make_choice_design(study, tasks=9, priors=priors, draws=64, seed=6).frame.equals(frames[0])


def test_forty_eight_pairs_of_the_main_case_beat_the_best_known(small_study: StudyMaker) -> None:
    """0.04165 was asked for; idefix and choicedesign stay over 0.0417, and no design can pass 0.041506 (Fischer)."""
    quality = quality_of(make_choice_design(small_study(MAIN, task=task_of(2)), tasks=48, seed=1))
    assert 0.041506 < quality.d_error <= 0.04165
    assert_allclose(quality.d_error * quality.d_efficiency / 100, 0.04150602850626447, rtol=1e-9)


def test_priors_pay_on_draws_that_the_search_did_not_see(small_study: StudyMaker) -> None:
    study = small_study((3, 2, 3), task=task_of(2))
    columns = ChoiceCoding.of(study).columns
    priors = dict.fromkeys(columns, (-0.8, 0.2))
    plain = make_choice_design(study, tasks=12, seed=1)
    aware = make_choice_design(study, tasks=12, priors=priors, draws=128, seed=1)
    judged = Design.from_frame(study, plain.frame, settings={"priors": priors})
    assert quality_of(plain).held_out is None
    assert quality_of(aware).held_out < 0.97 * quality_of(judged).held_out  # type: ignore[operator]


@pytest.mark.parametrize(("criterion", "figure"), [("A", "a_error"), ("S", "s_size")])
def test_each_criterion_is_best_at_its_own_figure(small_study: StudyMaker, criterion: str, figure: str) -> None:
    study = small_study((3, 3, 2), task=task_of(2))
    sure = {
        name: ("uniform", size, size)
        for name, size in zip(ChoiceCoding.of(study).columns, (1, 0.3, 2, 0.1, 1.0), strict=True)
    }
    priors = sure if criterion == "S" else None
    made = {
        name: quality_of(
            make_choice_design(
                study,
                tasks=8,
                priors=priors,
                draws=64,
                seed=2,
                settings=DesignSettings.model_validate({"criterion": name}),
                watch=Watch(seconds=1),
            )
        )
        for name in ("D", criterion)
    }
    assert getattr(made[criterion], figure) <= getattr(made["D"], figure) * (1 + 1e-9)
    if criterion == "S":
        assert getattr(made[criterion], figure) < getattr(made["D"], figure) * 0.98


def test_utility_balance_weighs_when_asked(small_study: StudyMaker) -> None:
    study = small_study((3, 3, 3, 3), task=task_of(2))
    priors = dict.fromkeys(ChoiceCoding.of(study).columns, (1.2, 0.1))
    plain, even = (
        quality_of(
            make_choice_design(
                study,
                tasks=12,
                priors=priors,
                draws=16,
                settings=DesignSettings(balance_weight=w),
                watch=Watch(seconds=1),
            )
        )
        for w in (0.0, 20.0)
    )
    assert even.utility_balance > plain.utility_balance + 0.02


def test_best_worst_tells_more_than_a_pick(small_study: StudyMaker) -> None:
    pick, both = (small_study((3, 3, 3), task=task_of(4, kind=kind)) for kind in ("choice", "best-worst"))
    design = make_choice_design(both, tasks=9, seed=1)
    other = Design.from_frame(pick, design.frame)
    # at zero weights the second pick adds 8/9 of what the first tells: J (J - 2) / (J - 1)^2 with J = 4
    assert_allclose(quality_of(other).d_error / quality_of(design).d_error, 1 + 8 / 9, rtol=1e-9)
    assert_allclose(quality_of(other).d_efficiency, quality_of(design).d_efficiency, rtol=1e-9)


def test_three_of_three_reach_the_proven_optimum(small_study: StudyMaker) -> None:
    """Huber and Zwerina (1996): 3^3 in nine triples has the D-error 27^(-1/2) at most, each level once in each task."""
    quality = quality_of(make_choice_design(small_study((3, 3, 3), task=task_of(3)), tasks=9, seed=1))
    assert_allclose(quality.d_error, 27**-0.5, rtol=1e-9)
    assert_allclose(quality.d_efficiency, 100.0, rtol=1e-9)
    assert quality.overlap == 0.0


def test_sign_only_priors_follow_the_directions(small_study: StudyMaker) -> None:
    study = expecting(small_study((3, 4, 2), task=task_of(2)), ["positive", "negative", "either"])
    design = make_choice_design(study, tasks=12, priors="expected", draws=64, seed=1)
    assert design.settings["priors"] == "expected"
    quality = quality_of(design)
    assert quality.held_out is not None
    assert quality.held_out > quality.d_error  # people with preferences tell less
    assert quality.s_size is not None


def test_alternatives_get_constants_when_asked(small_study: StudyMaker) -> None:
    study = small_study((3, 3), task=task_of(3, opt_out={"en": "None"}))
    design = make_choice_design(study, tasks=9, seed=1, settings=DesignSettings(alternative_constants=True))
    assert quality_of(design).parameters == 4 + 2 + 1
    assert ChoiceCoding.of(study, alternative_constants=True).columns[4:] == (
        "alternative_1",
        "alternative_2",
        "opt_out",
    )


def test_a_choice_design_is_stored_judged_and_described(small_study: StudyMaker, tmp_path: Path) -> None:
    study = small_study((3, 2, 2), task=task_of(3))
    design = make_choice_design(study, tasks=6, versions=2, seed=1)
    text = describe(design)
    assert "3 alternatives" in text
    assert "6 tasks in 2 versions" in text
    assert design.tasks_of(2) == (7, 8, 9, 10, 11, 12)
    first = design.frame.iloc[:3][list(study.criterion_ids)].to_dict(orient="records")
    assert list(design.alternatives(1)) == first
    assert design.scenario(1) == first[0]
    (tmp_path / "study.yaml").write_text(study.model_dump_json(exclude_defaults=True), encoding="utf-8")
    design.save(tmp_path)
    again = Design.load(tmp_path)
    assert again.hash == design.hash
    assert again.frame.equals(design.frame)
    bare = design.frame[list(study.criterion_ids)].iloc[:18]
    assert Design.from_frame(study, bare).tasks_of(1) == (1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"alternative": [1, 1, 1, 2]}, 'column "alternative": 1 stands twice in task 1'),
        ({"alternative": [1, 3, 1, 2]}, "a task shows 2 scenarios; write 1 to 2"),
        ({"task": [1, 1, 1, 2]}, "task 2 shows 1 scenarios and not 2"),
        ({"c0": ["0", "0", "1", "0"]}, "task 1 shows this scenario already"),
        ({"c0": ["1", "0", "0", "1"]}, "shows the scenarios of task 1 again in version 1"),
        ({"c1": ["1", "0", "1", "0"]}, "breaks rule 1"),
    ],
)
def test_faults_of_tasks_are_named(small_study: StudyMaker, change: dict[str, list[Any]], message: str) -> None:
    study = small_study((2, 2), [{"c0": "0", "c1": "1"}], task=task_of(2))
    rows = {"version": [1] * 4, "task": [1, 1, 2, 2], "alternative": [1, 2, 1, 2], "c0": ["0", "1", "1", "0"]}
    good = pd.DataFrame(rows | {"c1": ["0", "0", "1", "0"]})
    Design.from_frame(study, good)
    if "c0" in change:
        change = change | {"c1": ["0"] * 4}
    with pytest.raises(DesignError, match=message):
        Design.from_frame(study, good.assign(**change))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"tasks": 2}, "2 tasks in 1 version.s. cannot tell 3 parameters apart; ask for at least 3 tasks"),
        ({"tasks": 0}, "tasks: 0 is not within 1 to 500"),
        ({"tasks": 16}, "leave 6 scenarios, too few for 16 different tasks of 2"),
        ({"alternatives": 3}, "its tasks show 2 alternatives, not 3"),
        ({"priors": {"c9[1]": (0, 1)}}, 'priors: no column "c9.1."; use c0.1., c1.1., c1.2.'),
        ({"priors": {"c0[1]": (0, -1)}}, "needs a standard deviation of 0 or more, has -1"),
        ({"priors": {"c0[1]": ("uniform", 2, 1)}}, "put the smaller number first"),
        ({"priors": "gut"}, '"gut" is not known; use "expected"'),
        ({"settings": DesignSettings(criterion="S")}, "criterion S needs priors"),
        ({"priors": {"c0[1]": (0, 1)}, "draws": 100_001}, "draws: 100001 is not within 1 to 100000"),
    ],
)
def test_what_cannot_be_made_is_refused(small_study: StudyMaker, asked: dict[str, Any], message: str) -> None:
    study = small_study((2, 3), task=task_of(2))
    with pytest.raises(DesignError, match=message):
        make_choice_design(study, **({"tasks": 6} | asked))


def test_errors_of_a_design_without_full_rank_are_infinite() -> None:
    x = np.zeros((4, 2, 2))
    x[:, 0, 0] = 1.0
    assert np.isinf(choice_errors(x, np.zeros((1, 2)))).all()
