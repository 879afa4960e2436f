"""Choice designs as the study asks for them: criteria, partial profiles, interactions, rare combinations, seconds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from choice_by_hand import information_of
from made_designs import quality_of, scenarios_of, task_of
from numpy.testing import assert_allclose

from dce.design import Design
from dce.design.chains import Watch
from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.make import make_choice_design
from dce.study import DesignSettings, Study

pytestmark = pytest.mark.long


StudyMaker = Callable[..., Study]
MAIN = (3, 2, 3, 2, 3, 3, 3, 3, 2, 3)


def test_the_study_says_how_it_is_designed_and_arguments_win(small_study: StudyMaker) -> None:
    own = {"tasks": 8, "seed": 4, "criterion": "A", "dominated": "any", "priors": {"c0[1]": {"mean": 0.5, "sd": 0.1}}}
    study = small_study((2, 3, 3), task=task_of(2), design=own)
    design = make_choice_design(study, draws=16, watch=Watch(seconds=0.6))
    assert len(design.frame) == 16
    assert design.seed == 4
    assert design.settings["priors"] == {"c0[1]": [0.5, 0.1]}
    assert str(design.settings["criterion"]).startswith("A-error")
    assert design.settings["dominated"] == "any"
    other = make_choice_design(study, tasks=6, seed=5, priors="expected", draws=16, watch=Watch(seconds=0.6))
    assert len(other.frame) == 12
    assert other.settings["priors"] == "expected"


@pytest.mark.parametrize("opt_out", [False, True])
def test_partial_profiles_differ_on_no_more_criteria_than_asked(small_study: StudyMaker, opt_out: bool) -> None:
    more = {"opt_out": {"en": "None"}} if opt_out else {}
    study = small_study((3, 2, 3, 2, 3, 3), [{"c0": "0", "c2": "1"}], task=task_of(3, **more))
    design = make_choice_design(study, tasks=24, settings=DesignSettings(varying=3))
    assert design.settings["varying"] == 3
    varying = [[len(set(column)) > 1 for column in zip(*task, strict=True)] for task in scenarios_of(design)]
    assert max(map(sum, varying)) == 3
    assert min(np.sum(varying, axis=0)) >= 3  # every criterion takes its turn, those with more levels oftener


def test_partial_profiles_of_two_level_criteria_reach_the_optimum(small_study: StudyMaker) -> None:
    """Each pair tells at most k of the m criteria: det is at most (N k / m)^m at d = 2, w = 1/4, by Hadamard."""
    study = small_study((2, 2, 2, 2), task=task_of(2))
    half = quality_of(make_choice_design(study, tasks=12, seed=1, settings=DesignSettings(varying=2)))
    whole = quality_of(make_choice_design(study, tasks=4, seed=1))
    assert_allclose(half.d_error, 1 / 6, rtol=1e-9)
    assert_allclose(whole.d_error, 1 / 4, rtol=1e-9)


def test_interactions_are_told_when_the_study_asks(small_study: StudyMaker) -> None:
    pairs = [["c0", "c1"], ["c1", "c3"]]
    study = small_study((3, 2, 3, 2), task=task_of(2), design={"interactions": pairs})
    design = make_choice_design(study, tasks=24, seed=1)
    plain = make_choice_design(study.model_copy(update={"design": DesignSettings()}), tasks=24, seed=1)
    judged = quality_of(Design.from_frame(study, plain.frame))
    quality = quality_of(design)
    assert quality.parameters == quality.rank == 6 + 2 + 1
    assert quality.d_error < judged.d_error
    assert design.settings["interactions"] == pairs


@pytest.mark.parametrize("versions", [1, 3])
def test_rare_combinations_are_rare_in_every_version(small_study: StudyMaker, versions: int) -> None:
    plain = small_study((2, 2, 3, 3), task=task_of(2)).model_dump(mode="json", exclude_defaults=True)
    study = Study.model_validate(plain | {"rules": [{"seldom": {"c0": "0", "c1": "1"}, "at_most": 1}]})
    design = make_choice_design(study, tasks=8, versions=versions, seed=2)
    rare = (design.frame["c0"] == "0") & (design.frame["c1"] == "1")
    assert rare.groupby(design.frame["version"]).sum().max() <= 1


def test_a_ranking_gets_the_design_of_a_first_pick(small_study: StudyMaker) -> None:
    ranking, pick = (small_study((3, 2, 3), task=task_of(3, kind=kind)) for kind in ("ranking", "choice"))
    design = make_choice_design(ranking, tasks=9, seed=1)
    assert design.frame.equals(make_choice_design(pick, tasks=9, seed=1).frame)
    assert "first pick of every ranking" in str(design.settings["criterion"])


def test_a_search_goes_on_as_long_as_its_seconds_last_and_tells_how_far_it_is(small_study: StudyMaker) -> None:
    study, told = small_study((3, 3, 2), task=task_of(2)), list[tuple[float, float]]()
    watch = Watch(seconds=0.5, progress=lambda share, best: told.append((share, best)))
    design = make_choice_design(study, tasks=12, seed=1, watch=watch)
    assert design.settings["kicks"] == "as many as fit in 0.5 seconds"
    assert told[-1][0] == 1.0
    assert_allclose(told[-1][1], quality_of(design).d_error, rtol=1e-4)


@pytest.mark.parametrize("shown", [3, 5])
@pytest.mark.parametrize("kind", ["choice", "best-worst"])
def test_other_criteria_with_priors_are_what_they_say(small_study: StudyMaker, shown: int, kind: str) -> None:
    """S and A of the designs themselves, from an information that is written out over all answers."""
    study = small_study((3, 2, 2), task=task_of(shown, kind=kind))
    columns = ChoiceCoding.of(study).columns
    sure = {name: ("uniform", size, size) for name, size in zip(columns, (0.9, -0.4, 0.7, 0.5), strict=True)}
    weights = np.array([0.9, -0.4, 0.7, 0.5])
    errors = {}
    for criterion in ("D", "A", "S"):
        asked = DesignSettings.model_validate({"criterion": criterion, "dominated": "any"})
        watch = Watch(seconds=0.5)
        design = make_choice_design(study, tasks=8, priors=sure, draws=4, settings=asked, seed=3, watch=watch)
        x = ChoiceCoding.of(study).encode(design.frame)
        variances = np.diag(np.linalg.inv(information_of(x, weights, kind == "best-worst")))
        need = (1.959963984540054**2 * variances / weights**2).max()
        errors[criterion] = variances.mean(), need
        assert_allclose(quality_of(design).s_size, need, rtol=1e-9)
    assert errors["A"][0] <= errors["D"][0] * (1 + 1e-9)
    assert errors["S"][1] <= errors["D"][1] * (1 + 1e-9)
