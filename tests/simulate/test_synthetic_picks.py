"""Invented people before several scenarios: what they pick comes as often as the formulas say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dce.data import Choices
from dce.design import Design, make_design
from dce.errors import AnswerError
from dce.estimation import fit_conditional_logit
from dce.simulate import Population, default_population, simulate_answers, simulate_people
from dce.study import Study, example_study

LARGEST_Z = 5.0  # of some hundred shares; chance passes it once in ten thousand runs, and the seed is fixed
NEITHER = {"nl": "Geen van beide", "en": "Neither"}
Made = Callable[..., tuple[Design, Population]]


@pytest.fixture(scope="module")
def made() -> Made:
    """A design of the example with another task, and people who differ in nothing but chance."""
    plain = example_study().model_dump(mode="json", exclude_defaults=True)

    def make(kind: str, **task: Any) -> tuple[Design, Population]:
        asked = {"kind": kind, "alternatives": 3, "statement": {"nl": "Welke?", "en": "Which?"}} | task
        design = make_design(Study.model_validate(plain | {"task": asked, "design": {"tasks": 6}}), seed=1)
        weights = {"ontvanger": (-0.4, 0.9, 0.7), "doel": (-0.5, 0.5), "waarborgen": (-0.6, 0.0, 0.6)}
        return design, replace(default_population(design.study), weights=weights, intercept_sd=0.0)

    return make


def utilities(design: Design, population: Population, task: int) -> np.ndarray:
    """Of the alternatives of a task."""
    criteria = design.study.criteria
    return np.array(
        [
            sum(population.weights[c.id][c.level_ids.index(scenario[c.id])] for c in criteria)
            for scenario in design.alternatives(task)
        ]
    )


def softmax(utility: np.ndarray) -> np.ndarray:
    return np.exp(utility) / np.exp(utility).sum()


def check(counted: np.ndarray, expected: np.ndarray) -> None:
    total = counted.sum()
    assert np.abs((counted / total - expected) / np.sqrt(expected * (1 - expected) / total)).max() < LARGEST_Z


def counts(answers: pd.DataFrame, task: int, column: str) -> np.ndarray:
    """How often each alternative of a task has a 1 in this column."""
    own = answers[answers["task"] == task]
    return own[own[column] == 1].groupby("alternative").size().reindex(sorted(own["alternative"].unique())).to_numpy()


def asked(people: list[Any], kind: str, scenarios: list[Any]) -> list[tuple[int, ...]]:
    return [person.pick(kind, scenarios) for person in people]


@pytest.mark.parametrize("leniency", [0.0, 1.2])
def test_choices_come_by_the_logit_and_an_opt_out_stands_for_average_levels(made: Made, leniency: float) -> None:
    design, population = made("choice", opt_out=NEITHER)
    spread = replace(population, intercept_sd=leniency)
    answers = simulate_answers(design, spread, 6_000, seed=2)
    z = np.linspace(-6.0, 6.0, 201)
    density = np.exp(-(z**2) / 2) / np.exp(-(z**2) / 2).sum()
    people = simulate_people(spread, design.study, 2_000, np.random.default_rng(3))
    for task in (1, 2, 3):
        utility = utilities(design, population, task)
        nothing = (-0.4 + 0.9 + 0.7) / 3  # the levels of the other criteria are zero on average
        expected = sum(
            share * softmax(np.array([nothing, *(utility + leniency * at)]))
            for share, at in zip(density, z, strict=True)
        )
        check(counts(answers, task, "chosen"), expected)
        picks = asked(people, "choice", [None, *design.alternatives(task)])
        check(np.bincount([pick for (pick,) in picks], minlength=4), expected)


def test_the_worst_is_a_logit_with_utilities_turned_among_what_the_best_left(made: Made) -> None:
    design, population = made("best-worst")
    answers = simulate_answers(design, population, 6_000, seed=2)
    people = simulate_people(population, design.study, 2_000, np.random.default_rng(3))
    for task in (1, 2, 3):
        utility = utilities(design, population, task)
        best, worst = softmax(utility), np.zeros(3)
        joint = np.zeros((3, 3))
        for first in range(3):
            rest = [place for place in range(3) if place != first]
            joint[first, rest] = best[first] * softmax(-utility[rest])
        worst = joint.sum(axis=0)
        check(counts(answers, task, "best"), best)
        check(counts(answers, task, "worst"), worst)
        picks = asked(people, "best-worst", [*design.alternatives(task)])
        found = np.zeros((3, 3))
        np.add.at(found, tuple(np.array(picks).T), 1)
        assert np.diag(found).sum() == 0
        off = ~np.eye(3, dtype=bool)
        check(found[off], joint[off])


def test_a_ranking_is_a_logit_of_what_is_left_place_after_place(made: Made) -> None:
    design, population = made("ranking")
    answers = simulate_answers(design, population, 6_000, seed=2)
    people = simulate_people(population, design.study, 2_000, np.random.default_rng(3))
    orders = list(permutations(range(3)))
    for task in (1, 2, 3):
        utility = utilities(design, population, task)
        expected = np.array([softmax(utility)[o[0]] * softmax(utility[list(o[1:])])[0] for o in orders])
        own = answers[answers["task"] == task].sort_values(["respondent", "rank"])["alternative"].to_numpy() - 1
        given = [tuple(order) for order in own.reshape(-1, 3).tolist()]
        check(np.array([given.count(order) for order in orders]), expected)
        picks = asked(people, "ranking", [*design.alternatives(task)])
        check(np.array([picks.count(order) for order in orders]), expected)


def test_a_conditional_logit_finds_the_weights_again(made: Made) -> None:
    design, population = made("choice", opt_out=NEITHER)
    answers = simulate_answers(design, population, 20_000, seed=5)
    fit = fit_conditional_logit(Choices.from_answers(answers, design.study))
    truth = {"doel": 0.5, "waarborgen": 0.6, "ontvanger[gemeente]": 0.5, "ontvanger[eigen]": 0.3, "opt_out": 0.0}
    assert set(truth) == set(fit.coef.index)
    for name, weight in truth.items():
        assert abs(fit.coef[name] - weight) < LARGEST_Z * fit.std_error()[name], name


def test_a_person_answers_alike_whenever_and_in_whatever_order_the_same_is_asked(made: Made) -> None:
    design, population = made("choice", opt_out=NEITHER)
    people = simulate_people(population, design.study, 40, np.random.default_rng(1))
    scenarios = [*design.alternatives(1), None]
    for kind in ("choice", "best-worst", "ranking"):
        turned = [tuple(3 - place for place in pick) for pick in asked(people, kind, scenarios[::-1])]
        assert asked(people, kind, scenarios) == turned
    first, second = ([(person.pick("choice", [*design.alternatives(task)])) for person in people] for task in (1, 2))
    assert first != second
    assert len(set(first)) == 3


def test_chance_is_spread_evenly_in_each_cell_on_request(made: Made) -> None:
    """Of three alternatives that are alike, even people choose each more nearly a third of the times."""
    design, population = made("choice")
    equal = {name: (0.0,) * len(levels) for name, levels in population.weights.items()}
    off = {}
    for even in (True, False):
        alike = replace(population, weights=equal)
        tables = [simulate_answers(design, alike, 300, seed, even=even) for seed in range(8)]
        shares = [counts(answers, task, "chosen") - 100 for answers in tables for task in design.tasks_of(1)]
        off[even] = float(np.square(shares).mean())
    assert 0.7 < off[False] / (300 * 2 / 9) < 1.3, "the variance of a count of 300 people"
    assert off[True] < 0.6 * off[False]


def test_the_table_has_a_row_an_alternative_and_an_opt_out_without_levels(made: Made) -> None:
    design, population = made("choice", opt_out=NEITHER)
    answers = simulate_answers(design, population, 10, seed=1)
    names = [*design.study.criterion_ids]
    assert list(answers.columns) == [
        "respondent",
        "task",
        "position",
        "alternative",
        "chosen",
        *names,
        "rol",
        "synthetic",
    ]
    assert len(answers) == 10 * 6 * 4
    assert (answers.groupby(["respondent", "task"])["chosen"].sum() == 1).all()
    assert answers.loc[answers["alternative"] == 0, names].isna().all(axis=None)
    for task in design.tasks_of(1):
        for number, scenario in enumerate(design.alternatives(task), 1):
            own = answers[(answers["task"] == task) & (answers["alternative"] == number)]
            assert own[names].drop_duplicates().to_dict("records") == [scenario]


def test_people_who_pick_have_no_scale(made: Made) -> None:
    design, population = made("choice")
    (person,) = simulate_people(population, design.study, 1, np.random.default_rng(1))
    with pytest.raises(AnswerError, match="has no scale; its people pick among several scenarios"):
        person.answer(design.scenario(1))
    with pytest.raises(AnswerError, match='criterion "doel" has no level "x"'):
        person.pick("choice", [design.scenario(1) | {"doel": "x"}, design.scenario(2)])
