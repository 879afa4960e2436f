"""Making designs: rules always hold, the same seed gives the same design, and what cannot be is refused by name."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dce.coding import Coding
from dce.design import Design, Watch, make_design
from dce.design.deal import Deal
from dce.design.split import imbalance, split_versions
from dce.errors import DesignError
from dce.study import Study

StudyMaker = Callable[..., Study]
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def real() -> Study:
    return Study.load(REPOSITORY / "designs" / "gegevensdeling" / "study.yaml")


def _breaks_no_rule(design: Design) -> bool:
    rows = design.frame[list(design.study.criterion_ids)].to_dict("records")
    return not any(
        all(row[name] in levels for name, levels in rule.never.items()) for row in rows for rule in design.study.rules
    )


@pytest.mark.full_search
def test_the_data_sharing_study_gets_a_design_of_full_rank(real: Study) -> None:
    design = make_design(real, tasks=21, versions=1, seed=1)
    quality = design.quality()
    assert (quality.rank, quality.parameters, quality.tasks) == (20, 20, 21)
    assert quality.d_efficiency > 90.0
    assert quality.problems == ()
    assert quality.balance["count"].min() >= 4
    frame = design.frame
    assert not ((frame["verplicht"] == "ja") & (frame["verhouding"] == "gelijkwaardig")).any()
    assert not ((frame["gevoeligheid"] == "gewoon") & (frame["aantal_gegevens"] == "veel")).any()
    assert not frame.duplicated(list(real.criterion_ids)).any()


def test_the_same_seed_gives_the_same_design_and_another_seed_another(real: Study) -> None:
    one, same, other = (make_design(real, draws=32, seed=seed) for seed in (3, 3, 4))
    assert one.hash == same.hash != other.hash
    assert one.seed == 3


def test_a_design_that_was_made_comes_back_from_its_folder(small_study: StudyMaker) -> None:
    study = small_study((3, 2, 2))
    design = make_design(study, tasks=8, versions=1, priors={"c0[1]": (0.5, 0.2)}, draws=16, seed=2)
    again = Design.from_frame(study, design.frame, seed=design.seed, settings=design.settings)
    assert again.hash == design.hash
    assert again.quality().held_out == design.quality().held_out


@st.composite
def studies(draw: st.DrawFn) -> tuple[list[int], list[dict[str, list[str]]]]:
    counts = draw(st.lists(st.integers(2, 4), min_size=2, max_size=5))
    rules = []
    for _ in range(draw(st.integers(0, 4))):
        named = draw(st.lists(st.sampled_from(range(len(counts))), min_size=2, max_size=4, unique=True))
        rules.append(
            {
                f"c{i}": draw(st.lists(st.sampled_from([str(n) for n in range(counts[i])]), min_size=1, unique=True))
                for i in named
            }
        )
    return counts, rules


@settings(max_examples=40, deadline=None)
@given(shape=studies(), extra=st.integers(0, 3), versions=st.integers(1, 3), seed=st.integers(0, 1000))
def test_rules_hold_in_every_design_that_is_made(
    small_study: StudyMaker, shape: tuple, extra: int, versions: int, seed: int
) -> None:
    counts, rules = shape
    study = small_study(counts, rules)
    parameters = 1 + sum(count - 1 for count in counts)
    tasks = -(-parameters // versions) + extra
    try:
        design = make_design(study, tasks=tasks, versions=versions, seed=seed, watch=Watch(seconds=0.3))
    except DesignError as refused:
        assert "klein" in str(refused)  # noqa: PT017  # which of the reasons is tested below, one by one
        return
    assert _breaks_no_rule(design)
    assert design.quality().rank == parameters
    assert [len(design.tasks_of(version)) for version in design.versions] == [tasks] * versions
    assert design.frame["task"].is_unique
    assert not design.frame.duplicated(["version", *study.criterion_ids]).any()
    if len(counts) >= 3:
        numbers = design.frame[list(study.criterion_ids)].astype(int).to_numpy()
        assert not (numbers == 0).all(axis=1).any()
        assert not (numbers == np.array(counts) - 1).all(axis=1).any()


def test_the_worst_scenario_follows_the_expected_direction(small_study: StudyMaker) -> None:
    study = small_study((2, 2, 2))
    turned = study.criteria[0].model_copy(update={"expected": "negative"})
    study = study.model_copy(update={"criteria": (turned, *study.criteria[1:])})
    shown = {tuple(row) for row in make_design(study, tasks=6, seed=1).frame[["c0", "c1", "c2"]].to_numpy()}
    assert shown == {(a, b, c) for a in "01" for b in "01" for c in "01"} - {("1", "0", "0"), ("0", "1", "1")}


@pytest.mark.parametrize(
    ("levels", "tasks"), [((3, 3, 3, 3), 9), ((2,) * 7, 8), ((2,) * 11, 12), ((4,) * 5, 16), ((2,) * 15, 16)]
)
def test_orthogonal_arrays_are_found(small_study: StudyMaker, levels: tuple[int, ...], tasks: int) -> None:
    assert make_design(small_study(levels), tasks=tasks, seed=1).quality().d_efficiency == pytest.approx(100.0)


def test_a_study_with_many_criteria_of_two_levels_is_designed(small_study: StudyMaker) -> None:
    quality = make_design(small_study((2,) * 18), tasks=24, seed=1).quality()  # 262,144 scenarios are listed
    assert quality.rank == 19
    assert quality.d_efficiency > 92


def test_versions_are_balanced_and_differ(real: Study) -> None:
    design = make_design(real, tasks=12, versions=4, seed=1)
    assert design.versions == (1, 2, 3, 4)
    assert design.tasks_of(4) == tuple(range(37, 49))
    assert design.quality().rank == 20
    shown = design.frame.groupby("version")["verband_doel"].value_counts()
    assert shown.min() >= 3
    assert shown.max() <= 5


def test_dealing_into_versions_evens_out_what_chance_leaves_uneven() -> None:
    rng = np.random.default_rng(1)
    scenarios = rng.integers(3, size=(60, 1, 6))
    by_chance = np.mean([imbalance(scenarios, rng.permutation(np.arange(60) % 5), 5) for _ in range(20)])
    version = split_versions(Deal.of(scenarios, 5), rng)
    assert np.bincount(version).tolist() == [12] * 5
    assert imbalance(scenarios, version, 5) < by_chance / 4


def test_a_scenario_that_is_needed_in_each_version_stands_once_in_each(small_study: StudyMaker) -> None:
    design = make_design(small_study((2, 2, 2)), tasks=6, versions=3, seed=1)  # six scenarios remain, all are needed
    for version in design.versions:
        assert len({tuple(design.scenario(task).values()) for task in design.tasks_of(version)}) == 6


def test_priors_make_a_better_design_for_those_who_hold_them(small_study: StudyMaker) -> None:
    study = small_study((3, 3, 2, 2, 3))
    columns = Coding.categorical(study).columns
    priors = dict.fromkeys(columns, (1.2, 0.3)) | {"constant": (-1.0, 0.5)}
    with_priors = make_design(study, tasks=14, priors=priors, draws=256, seed=1).quality()
    without = make_design(study, tasks=14, seed=1)
    judged = Design.from_frame(study, without.frame, settings={"priors": priors}).quality()
    assert without.quality().held_out is None
    assert with_priors.held_out is not None
    assert judged.held_out is not None
    assert with_priors.held_out < judged.held_out * 0.98
    assert with_priors.d_error > without.quality().d_error


@pytest.mark.parametrize(
    ("counts", "rules", "more", "message"),
    [
        ((2, 2), [{"c0": ["0", "1"], "c1": ["0", "1"]}], {}, r"rule 1 \(c0=0 or 1 with c1=0 or 1\) leave no scenario"),
        (
            (2, 2, 2),
            [{"c0": "0", "c1": ["0", "1"]}],
            {},
            r'rule 1 .* keep level "0" of criterion "c0" out of every scenario',
        ),
        ((2, 2, 2), [], {"tasks": 7}, "the criteria leave 6 scenarios, fewer than the 7 tasks"),
        (
            (2, 2, 2),
            [{"c0": "0", "c1": "0"}, {"c0": "1", "c1": "1"}],
            {"tasks": 4},
            r"rule 1 .*rule 2 .*c0\[1\], c1\[1\]",
        ),
        ((3, 3, 3), [], {"tasks": 6}, "6 tasks in 1 .* cannot tell 7 parameters apart; ask for at least 7 tasks"),
        ((3, 3, 3), [], {"tasks": 3, "versions": 2}, "ask for at least 4 tasks"),
        ((3, 3, 3), [], {"tasks": 0}, "tasks: 0 is not within 1 to 500"),
        ((3, 3, 3), [], {"versions": 101}, "versions: 101 is not within 1 to 100"),
        ((3, 3, 3), [], {"seed": -1}, "seed: -1 is not within 0 to 4294967295"),
        ((3, 3, 3), [], {"priors": {"c9": (1, 1)}}, r'priors: no column "c9"; use constant, c0\[1\]'),
        ((3, 3, 3), [], {"priors": {"constant": (1, -1)}}, 'priors: "constant" needs'),
        ((3, 3, 3), [], {"priors": {"constant": (1, 1)}, "draws": 0}, "draws: 0 is not within"),
        ((20,) * 60, [], {"tasks": 500, "versions": 100}, "50000 tasks with 1141 parameters .* are too much to search"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    small_study: StudyMaker, counts: tuple, rules: list, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(DesignError, match=message):
        make_design(small_study(counts, rules), **({"tasks": 8} | more))


def test_a_study_of_choices_gets_tasks_of_more_alternatives(small_study: StudyMaker) -> None:
    task = {"kind": "choice", "statement": {"en": "Which?"}, "alternatives": 2}
    made = make_design(small_study((2, 2, 3), task=task), tasks=8)
    assert made.frame.groupby("task")["alternative"].apply(list).tolist() == [[1, 2]] * 8
    assert made.quality().rank == made.quality().parameters


CHAIN = [{f"c{i}": ["0", "1"], f"c{i + 1}": ["2"]} for i in range(12)]  # a 2 asks for a 2 in every criterion before it


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([{f"c{i}": [str(n)], "c13": ["0", "1", "2"]} for i in (0,) for n in range(3)], "leave no scenario"),
        ([*CHAIN, {"c0": "2", "c12": "2"}], r'keep level "2" of criterion "c\d+" out of every scenario'),
    ],
)
def test_impossible_rules_of_a_large_study_are_found_quickly(
    small_study: StudyMaker, rules: list, message: str
) -> None:
    began = time.perf_counter()
    with pytest.raises(DesignError, match=message):
        make_design(small_study((3,) * 14, rules), tasks=40)  # 4.8 million combinations: too many to list
    assert time.perf_counter() - began < 20  # on a loaded machine; one second on an idle one


def test_rules_that_leave_little_of_a_large_study_still_hold(small_study: StudyMaker) -> None:
    design = make_design(small_study((3,) * 14, CHAIN), tasks=40, seed=1, watch=Watch(seconds=2))
    assert _breaks_no_rule(design)
    assert design.quality().rank == 29
