"""Invented people: quotas are exact, and answers come as often as the formula says."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from dce.design import Design, make_design
from dce.errors import AnswerError
from dce.simulate import Population, default_population, simulate_answers, simulate_people
from dce.simulate.people import cells, draw_crowd
from dce.study import Study, example_study

FOLDER = Path(__file__).parents[2] / "designs" / "gegevensdeling"
LARGEST_Z = 5.0  # of some hundred shares; chance passes it once in ten thousand runs, and the seed is fixed


@pytest.fixture(scope="module")
def study() -> Study:
    return Study.load(FOLDER / "study.yaml")


@pytest.fixture(scope="module")
def population(study: Study) -> Population:
    return Population.load(FOLDER / "population.yaml", study)


@pytest.fixture(scope="module")
def design(study: Study) -> Design:
    """Five scenarios picked by hand: all of the first level, all of the last, and some between."""
    picks = [[0] * 10, [-1] * 10, [1] * 10, [0, -1] * 5, [2, 1, 0, 0, 1, 2, 0, 0, 1, 1]]
    frame = pd.DataFrame(
        [{c.id: c.level_ids[min(i, len(c.levels) - 1)] for c, i in zip(study.criteria, p, strict=True)} for p in picks]
    )
    return Design.from_frame(study.model_copy(update={"rules": ()}), frame)


def _people(answers: pd.DataFrame) -> pd.DataFrame:
    return answers.drop_duplicates("respondent")


def test_fifty_people_fill_the_quotas_exactly(design: Design, population: Population) -> None:
    people = _people(simulate_answers(design, population, 50, seed=1))
    assert people["rol"].value_counts().to_dict() == {"fg": 18, "privacy_officer": 18, "juridisch_adviseur": 14}
    assert people["sector"].value_counts().to_dict() == {"rijk": 17, "uitvoering": 17, "gemeente": 16}
    for item in ("jaren_functie", "jaren_organisatie", "jaren_privacy", "zelfbeeld"):
        assert sorted(people[item].value_counts()) == [12, 12, 13, 13]
    crossed = pd.crosstab(people["rol"], people["sector"])
    assert crossed.loc[["fg", "privacy_officer"]].to_numpy().min() >= 5
    assert crossed.loc[["fg", "privacy_officer"]].to_numpy().max() <= 7
    assert sorted(crossed.loc["juridisch_adviseur"]) == [4, 5, 5]
    for item in ("rol", "sector"):
        within = pd.crosstab(people[item], people["jaren_functie"])
        assert (within.max(axis=1) - within.min(axis=1)).max() <= 1


@settings(max_examples=60, deadline=None)
@given(people=st.integers(1, 3000), seed=st.integers(0, 1000))
def test_any_number_of_people_is_shared_out_by_the_quotas(
    study: Study, population: Population, people: int, seed: int
) -> None:
    crowd = simulate_people(population, study, people, np.random.default_rng(seed))
    assert len(crowd) == people
    for item in study.background:
        quotas = population.quotas[item.id]
        counts = dict.fromkeys(item.option_ids, 0)
        for person in crowd:
            counts[person.background[item.id]] += 1
        for option, count in counts.items():
            assert abs(count - people * quotas.get(option, 0) / sum(quotas.values())) < 1


def test_shares_of_answers_are_those_of_the_formula(study: Study, design: Design, population: Population) -> None:
    answers = simulate_answers(design, population, 60_000, seed=3)
    for task in design.tasks_of(1):
        own = answers[answers["task"] == task]
        for (role, sector, years), group in own.groupby(["rol", "sector", "jaren_functie"]):
            expected = _shares(design.scenario(task), study, role, sector, years)
            _check(group["rating"], study.scale_ids, expected)


def test_people_asked_one_by_one_answer_by_the_formula_too(
    study: Study, design: Design, population: Population
) -> None:
    calm = dataclasses.replace(population, quotas=population.quotas | {"sector": {"rijk": 1.0}, "rol": {"fg": 1.0}})
    crowd = simulate_people(calm, study, 20_000, np.random.default_rng(4))
    for task in (1, 5):
        scenario = design.scenario(task)
        for years in ("0-1", "6+"):
            given = [person.answer(scenario) for person in crowd if person.background["jaren_functie"] == years]
            _check(pd.Series(given), study.scale_ids, _shares(scenario, study, "fg", "rijk", years))


def _check(ratings: pd.Series, scale: tuple[str, ...], expected: np.ndarray) -> None:
    shares = ratings.value_counts(normalize=True).reindex(scale, fill_value=0.0).to_numpy()
    assert np.abs((shares - expected) / np.sqrt(expected * (1 - expected) / len(ratings))).max() < LARGEST_Z


BASE = (0.62, 0.78, 0.86, 0.18, 0.34, 0.56, 0.30, 0.32, 0.02, 0.44)
MORE = {
    "fg": (-0.06, -0.10, 0.16, 0, -0.05, 0.34, 0, 0, 0, -0.14),
    "privacy_officer": (0.14, 0.12, -0.12, 0, 0.30, -0.22, 0, 0, 0, -0.12),
    "juridisch_adviseur": (0.06, 0.02, 0.10, 0, -0.10, -0.20, 0, 0, 0, 0.12),
    "rijk": (0, 0.14, -0.10, 0, -0.05, -0.36, 0, 0, 0, 0.16),
    "uitvoering": (0.14, -0.22, 0.12, 0, -0.02, 0.16, 0, 0, 0, -0.10),
    "gemeente": (-0.16, 0.14, -0.06, 0, 0.02, 0.16, 0, 0, 0, -0.08),
}


def _shares(scenario: dict[str, str], study: Study, role: str, sector: str, years: str) -> np.ndarray:
    """Shares of the five answers, written out from the study's notes; random effects are integrated over a grid."""
    codes = [
        -1 + 2 * c.level_ids.index(scenario[c.id]) / (len(c.levels) - 1) for c in study.criteria
    ]  # -1, 0, 1 or -1, 1
    weights = np.add(np.add(BASE, MORE[role]), MORE[sector])
    tenure = 0.35 * (["0-1", "1-3", "3-6", "6+"].index(years) - 1.5)
    sd = np.hypot(0.6, 0.6 * codes[5])  # the intercept and the weight of gevolgen, each with standard deviation 0.6
    z = np.linspace(-6, 6, 401)
    utility = weights @ codes + tenure + sd * z
    below = 1 / (1 + np.exp(-(np.array([-1.6, -0.1, 0.6, 2.2])[:, None] - utility)))
    density = np.exp(-(z**2) / 2)
    cumulative = np.concatenate([[0], (below * density).sum(axis=1) / density.sum(), [1]])
    return np.diff(cumulative)


def test_people_differ_in_one_weight_as_much_as_they_should(design: Design, population: Population) -> None:
    nothing = {name: tuple(0.0 for _ in levels) for name, levels in population.weights.items()}
    only_spread = dataclasses.replace(
        population, weights=nothing, deviations={}, trends={}, intercept_sd=0.0, weight_sd={"gevolgen": 3.0}
    )
    answers = simulate_answers(design, only_spread, 20_000, seed=8)
    wide = answers.pivot_table(index="respondent", columns="task", values="rating", aggfunc="first").astype(int)
    z = np.linspace(-8, 8, 801)
    density = np.exp(-(z**2) / 2) / np.exp(-(z**2) / 2).sum()
    for task, sd in ((1, 3.0), (2, 3.0), (3, 0.0)):  # gevolgen at its first level, its last, its middle
        below = 1 / (1 + np.exp(-(np.array([-1.6, -0.1, 0.6, 2.2])[:, None] - sd * z)))
        expected = np.diff(np.concatenate([[0], below @ density, [1]]))
        _check(wide[task].astype(str), ("1", "2", "3", "4", "5"), expected)
    assert wide[1].corr(wide[2]) < -0.4
    assert abs(wide[1].corr(wide[3])) < 0.05


def test_the_same_seed_gives_the_same_table_and_another_seed_another(design: Design, population: Population) -> None:
    one, same, other = (simulate_answers(design, population, 40, seed=seed) for seed in (5, 5, 6))
    pd.testing.assert_frame_equal(one, same)
    assert (one["rating"] != other["rating"]).any()


def test_the_table_is_the_long_table_of_answers_and_says_synthetic(study: Study, design: Design) -> None:
    answers = simulate_answers(design, default_population(study), 30, seed=1)
    wanted = ["respondent", "task", "position", "rating", *study.criterion_ids]
    assert list(answers.columns) == [*wanted, *(item.id for item in study.background), "synthetic"]
    assert answers["synthetic"].dtype == bool
    assert answers["synthetic"].all()
    assert set(answers["rating"]) <= set(study.scale_ids)
    assert answers["respondent"].str.startswith("synthetic-").all()
    for _, own in answers.groupby("respondent"):
        assert own["position"].tolist() == [1, 2, 3, 4, 5]
        assert sorted(own["task"]) == [1, 2, 3, 4, 5]
    assert answers.loc[answers["position"] == 1, "task"].nunique() == 5
    for task in (1, 4):
        shown = answers.loc[answers["task"] == task, list(study.criterion_ids)].drop_duplicates()
        assert shown.to_dict("records") == [design.scenario(task)]


def test_versions_are_dealt_in_turn() -> None:
    design = make_design(example_study(), tasks=6, versions=3, seed=1)
    answers = simulate_answers(design, default_population(design.study), 31, seed=1)
    version = design.frame.set_index("task")["version"]
    of_person = answers.assign(version=answers["task"].map(version)).groupby("respondent")["version"]
    assert (of_person.min() == of_person.max()).all()
    assert of_person.first().value_counts().to_dict() == {1: 11, 2: 10, 3: 10}


def test_a_person_gives_the_same_answer_whenever_asked(study: Study, design: Design, population: Population) -> None:
    crowd = simulate_people(population, study, 50, np.random.default_rng(1))
    forward = [[person.answer(design.scenario(task)) for task in (1, 2, 3, 4, 5)] for person in crowd]
    backward = [[person.answer(design.scenario(task)) for task in (5, 4, 3, 2, 1)][::-1] for person in crowd]
    turned = [
        [person.answer(dict(reversed(design.scenario(task).items()))) for task in (1, 2, 3, 4, 5)] for person in crowd
    ]
    assert forward == backward == turned
    again = simulate_people(population, study, 50, np.random.default_rng(1))
    assert forward == [[person.answer(design.scenario(task)) for task in (1, 2, 3, 4, 5)] for person in again]
    assert len({tuple(answers) for answers in forward}) > 25


def test_a_yes_no_study_is_answered_with_one_threshold(study: Study, design: Design, population: Population) -> None:
    task = study.task.model_copy(update={"kind": "yes-no", "scale": ()})
    design = Design.from_frame(design.study.model_copy(update={"task": task}), design.frame)
    flat = dataclasses.replace(population, thresholds=(0.4,), intercept_sd=0.0, weight_sd={}, deviations={}, trends={})
    answers = simulate_answers(design, flat, 20_000, seed=2)
    assert set(answers["rating"]) == {"no", "yes"}
    first = answers.loc[answers["task"] == 1, "rating"]  # every criterion at its first level
    yes = 1 / (1 + np.exp(0.4 + sum(BASE)))
    _check(first, ("no", "yes"), np.array([1 - yes, yes]))
    crowd = simulate_people(flat, design.study, 100, np.random.default_rng(1))
    assert {person.answer(design.scenario(2)) for person in crowd} <= {"no", "yes"}


@pytest.mark.parametrize("people", [0, -1, 10_000_001])
def test_a_number_of_people_that_cannot_be_is_refused(design: Design, population: Population, people: int) -> None:
    with pytest.raises(AnswerError, match=f"people: {people} is not within 1 to 10000000"):
        simulate_answers(design, population, people, seed=1)


def test_a_scenario_that_is_none_is_refused(study: Study, design: Design, population: Population) -> None:
    (person,) = simulate_people(population, study, 1, np.random.default_rng(1))
    with pytest.raises(AnswerError, match=r'criterion "met_wie" has no level "buren"; use privaat, overheid, eigen'):
        person.answer(design.scenario(1) | {"met_wie": "buren"})
    with pytest.raises(AnswerError, match="a scenario has a level for each of met_wie, "):
        person.answer({"met_wie": "privaat"})


def test_people_differ_in_order_but_not_in_who_there_is(design: Design, population: Population) -> None:
    one, other = (_people(simulate_answers(design, population, 50, seed=seed)) for seed in (1, 2))
    names = ["rol", "sector", "jaren_functie"]
    assert (one[names].to_numpy() != other[names].to_numpy()).any()
    assert_array_equal(one[names].sort_values(names).to_numpy(), other[names].sort_values(names).to_numpy())


def test_even_draws_leave_nothing_to_chance_within_a_cell(design: Design, population: Population) -> None:
    """Of twelve alike in one cell, evenly spaced draws answer one scenario as the formula says, to one person."""
    plain = dataclasses.replace(population, intercept_sd=0.0, weight_sd={}, trends={}, deviations={})
    quotas = {**population.quotas, "rol": {"fg": 1.0}, "sector": {"rijk": 1.0}}
    alike = dataclasses.replace(plain, quotas=quotas)
    for seed in (1, 2):
        few, many = (simulate_answers(design, alike, people, seed, even=True) for people in (12, 20_000))
        for answer in design.study.scale_ids:
            share = [answers["rating"].le(answer).groupby(answers["task"]).mean() for answers in (few, many)]
            assert (share[0] - share[1]).abs().max() < 1 / 12


def test_even_people_differ_as_much_as_people_drawn_by_chance(design: Design, population: Population) -> None:
    """The stored sample: fifty people whose answers are spread evenly, and whose leniency still differs."""
    even = draw_crowd(population, design.study, 50, np.random.default_rng(1), even=True)
    loose = draw_crowd(population, design.study, 5000, np.random.default_rng(1))
    assert abs(even.own_weight[:, 5].std() / loose.own_weight[:, 5].std() - 1) < 0.2
    for number in np.unique(cells(design.study, even.options)):
        own = even.own_weight[cells(design.study, even.options) == number, 5]
        assert abs(own.mean()) < 1e-9, "within a cell the deviations cancel out"
