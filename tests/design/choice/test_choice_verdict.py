"""Verdicts on choice tasks against designs with one fault each; predicted errors against fits to invented choices."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce.data import Choices
from dce.design import Design, describe, judge, make_choice_design, predicted_errors
from dce.design.choice.model import ChoiceModel
from dce.estimation import fit_conditional_logit
from dce.study import Study

StudyMaker = Callable[..., Study]


def _study(small_study: StudyMaker, counts: tuple[int, ...], alternatives: int = 2, **more: Any) -> Study:
    kind = {"kind": more.pop("kind", "choice"), "alternatives": alternatives, "statement": {"en": "Which?"}}
    asked = {name: more.pop(name) for name in ("opt_out",) if name in more}
    return small_study(counts, task=kind | asked, design=more)


def _design(study: Study, tasks: Any) -> Design:
    rows = np.array(tasks).reshape(-1, len(study.criteria)).astype(str)
    return Design.from_frame(study, pd.DataFrame(rows, columns=list(study.criterion_ids)))


def _expecting(study: Study) -> Study:
    criteria = tuple(c.model_copy(update={"expected": "positive"}) for c in study.criteria)
    return study.model_copy(update={"criteria": criteria})


@pytest.mark.parametrize(
    ("alternatives", "more"),
    [
        (2, {}),
        (3, {}),
        (3, {"opt_out": {"en": "None"}}),
        (3, {"alternative_constants": True}),
        (3, {"kind": "best-worst"}),
        (2, {"interactions": [["c0", "c1"]]}),
    ],
)
def test_predicted_errors_are_those_of_a_fit_to_very_many_choices(
    small_study: StudyMaker, alternatives: int, more: dict[str, Any]
) -> None:
    """20,000 answers to each task, drawn by chance; the rest is that draw. Worst picks are fitted as tasks apart."""
    study = _study(small_study, (3, 2, 2), alternatives, **more)
    rng, scenarios = np.random.default_rng(1), list(product(range(3), range(2), range(2)))
    design = _design(study, rng.choice(list(combinations(scenarios, alternatives)), size=10, replace=False))
    model, people = ChoiceModel.of(study, design.frame, {}), 20_000
    weights = dict(zip(model.columns, rng.normal(0, 0.4, size=len(model.columns)), strict=True))
    choices = _chosen(model, np.array(list(weights.values())), people, more.get("kind") == "best-worst", rng)
    fit = fit_conditional_logit(choices)
    predicted = predicted_errors(design, people, weights=weights).set_index("term")["std_error"]
    assert_allclose(predicted[list(model.columns)], fit.std_error("hessian").to_numpy(), rtol=0.02)


def _chosen(model: ChoiceModel, beta: np.ndarray, people: int, worst_too: bool, rng: np.random.Generator) -> Choices:
    """How often each alternative is picked, as weighted rows: the best, and the worst of the rest with signs turned."""
    parts, number = [], 0
    for x in model.x:
        odds = np.exp(x @ beta)
        picks = rng.multinomial(people, odds / odds.sum())
        for best, count in enumerate(picks):
            parts.append(_rows(x, best, number := number + 1, count))
            if worst_too:
                rest = np.delete(x, best, axis=0)
                turned = np.exp(-rest @ beta)
                for worst, times in enumerate(rng.multinomial(count, turned / turned.sum())):
                    parts.append(_rows(-rest, worst, number := number + 1, times))
    frame = pd.concat(parts, ignore_index=True)
    names = [name for name in frame.columns if name.startswith("x")]
    return Choices.from_frame(frame, respondent="task", task="task", chosen="chosen", x=names, weights="weight")


def _rows(x: np.ndarray, picked: int, number: int, count: int) -> pd.DataFrame:
    frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(x.shape[1])])
    return frame.assign(task=number, chosen=np.arange(len(x)) == picked, weight=float(max(count, 1e-9)))


def test_a_sound_design_is_good_and_few_people_are_a_limit(small_study: StudyMaker) -> None:
    study = _expecting(_study(small_study, (3, 3, 2, 2)))
    design = make_choice_design(study, tasks=12, seed=1)
    assert judge(design).grade == "good", str(judge(design))
    few = judge(design, people=3)
    assert few.grade == "usable with limits"
    assert str(few.reasons[-1]).startswith("3 people are few for c")
    assert judge(design, people=1000).grade == "good"


@pytest.mark.parametrize("kind", ["choice", "best-worst"])
@pytest.mark.parametrize("alternatives", [2, 3, 4, 5])
def test_what_the_search_makes_is_good(small_study: StudyMaker, alternatives: int, kind: str) -> None:
    if kind == "best-worst" and alternatives == 2:
        pytest.skip("with two alternatives the worst is the other one")
    study = _expecting(_study(small_study, (3, 4, 2, 3, 2), alternatives, kind=kind))
    assert str(judge(make_choice_design(study, tasks=16, seed=1))) == "good"


@pytest.mark.parametrize(
    ("tasks", "more", "grade", "said"),
    [
        (
            [[[0, 0, 1], [1, 0, 0]], [[0, 1, 0], [1, 1, 1]], [[0, 1, 1], [1, 1, 0]], [[1, 0, 1], [0, 0, 0]]],
            {},
            "not usable",
            "c1 differs between the alternatives of no task, so its weight cannot be told; let it differ",
        ),
        (
            [[[0, 0, 1], [1, 0, 0]], [[0, 0, 0], [1, 0, 1]], [[0, 0, 0], [0, 0, 1]]],
            {},
            "not usable",
            'level "1" of c1 is never shown; show it, or drop it from the study',
        ),
        (
            [[[0, 0, 1], [1, 1, 0]], [[0, 0, 0], [1, 1, 1]], [[1, 1, 0], [0, 0, 0]]],
            {},
            "not usable",
            "the effects of c0[1], c1[1] cannot be told apart",
        ),
        (
            [[[0, 0, 1], [1, 1, 0]], [[0, 1, 0], [1, 0, 1]], [[0, 0, 0], [0, 0, 1]], [[1, 1, 1], [0, 1, 1]]],
            {},
            "usable with limits",
            "task 3, 4: one alternative beats another on every criterion, so nearly everybody picks alike",
        ),
    ],
)
def test_each_fault_is_named_with_what_to_do(
    small_study: StudyMaker, tasks: Any, more: dict[str, Any], grade: str, said: str
) -> None:
    found = judge(_design(_expecting(_study(small_study, (2, 2, 2), **more)), tasks))
    assert found.grade == grade
    assert said in str(found)
    assert str(found).count("differs between") + str(found).count("never shown") <= 1
    assert "constant" not in str(found)


def test_dominance_that_the_study_allows_is_no_reason(small_study: StudyMaker) -> None:
    tasks = [[[0, 0, 1], [1, 1, 0]], [[0, 1, 0], [1, 0, 1]], [[0, 0, 0], [1, 1, 1]], [[1, 1, 0], [1, 0, 1]]]
    for allowed, expected in ((0, True), (1, False), ("any", False)):
        study = _expecting(_study(small_study, (2, 2, 2), dominated=allowed))
        reasons = judge(_design(study, tasks)).reasons
        assert any(reason.kind == "dominated" for reason in reasons) == expected


def test_a_level_that_meets_no_other_cannot_be_told(small_study: StudyMaker) -> None:
    tasks = [[[0, 0], [1, 1]], [[0, 1], [1, 0]], [[2, 0], [2, 1]], [[0, 0], [1, 0]]]
    said = 'level "2" of c0 stands at all alternatives of a task or at none; let it meet others'
    found = judge(_design(_study(small_study, (3, 2)), tasks))
    assert [str(reason) for reason in found.reasons] == [said]
    with_none = _study(small_study, (3, 2), opt_out={"en": "None"})
    assert judge(_design(with_none, tasks)).grade != "not usable"  # there it counts against picking nothing


def test_alternatives_that_agree_on_nearly_all_are_named_unless_the_study_asks_for_that(
    small_study: StudyMaker,
) -> None:
    rng = np.random.default_rng(2)
    full = make_choice_design(_study(small_study, (2,) * 6), tasks=12, seed=1).frame
    levels = full[[f"c{c}" for c in range(6)]].to_numpy().astype(int).reshape(12, 2, 6)
    levels[4, 1] = levels[4, 0]
    levels[4, 1, rng.integers(6)] ^= 1
    reasons = judge(_design(_study(small_study, (2,) * 6), levels)).reasons
    assert [str(reason) for reason in reasons] == [
        "task 5: two alternatives agree on 83% of the criteria, so answers tell of few; let more criteria differ"
    ]
    asked = judge(_design(_study(small_study, (2,) * 6, varying=5), levels))
    assert not any(reason.kind == "agree" for reason in asked.reasons)


def test_a_level_at_one_place_and_no_comparison_to_spare_are_limits(small_study: StudyMaker) -> None:
    tasks = [[[0, 0], [1, 1]], [[0, 1], [1, 0]], [[0, 0], [2, 1]]]
    found = [reason.kind for reason in judge(_design(_study(small_study, (3, 2)), tasks)).reasons]
    assert {"once", "uncompared"} <= set(found)


def test_a_ranking_is_judged_by_its_first_pick_and_says_so(small_study: StudyMaker) -> None:
    counts, rows = (3, 2, 2), make_choice_design(_study(small_study, (3, 2, 2), 3), tasks=9, seed=1).frame
    ranked, picked = (
        Design.from_frame(_study(small_study, counts, 3, kind=kind), rows) for kind in ("ranking", "choice")
    )
    assert "the errors count the first pick of every task only" in describe(ranked)
    assert predicted_errors(ranked, 40).equals(predicted_errors(picked, 40))
    assert judge(ranked).grade == judge(picked).grade


def test_errors_of_a_constant_go_by_its_name(small_study: StudyMaker) -> None:
    study = _study(small_study, (2, 2), 2, opt_out={"en": "None"})
    table = predicted_errors(make_choice_design(study, tasks=6, seed=1), 50)
    assert table["term"].tolist() == ["c0[1]", "c1[1]", "opt_out"]
    assert table["criterion"].tolist() == ["c0", "c1", "opt_out"]


def test_an_efficiency_that_dominance_keeps_low_says_what_would_help(small_study: StudyMaker) -> None:
    study = _expecting(_study(small_study, (2, 2, 2)))  # of all pairs a few have no better alternative
    reasons = judge(make_choice_design(study, tasks=8, seed=1)).reasons
    assert [reason.kind for reason in reasons] == ["held_back"]
    assert str(reasons[0]).endswith("drop a rule, allow more dominated tasks, or add tasks")
