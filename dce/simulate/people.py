"""Invented people: backgrounds that fill the quotas exactly, and the weights of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dce.coding import Array
from dce.errors import AnswerError
from dce.simulate.person import SyntheticPerson
from dce.simulate.population import Population, picking_nothing
from dce.study import Background, Study

Numbers = NDArray[np.int64]
MOST_PEOPLE = 10_000_000


@dataclass(frozen=True, slots=True)
class Crowd:
    """All invented people at once: option numbers (n,) by item, leniency (n,), and own weight by criterion (n, m)."""

    study: Study
    population: Population
    options: Mapping[str, Numbers]
    leniency: Array
    own_weight: Array

    def utilities(self, index: int, rows: Numbers) -> Array:
        """Give the utility (len(rows), L) of each level of criterion number ``index`` to the people in ``rows``."""
        criterion = self.study.criteria[index]
        utilities = np.tile(np.array(self.population.weights[criterion.id]), (len(rows), 1))
        for item in self.study.background:
            by_option = self.population.deviations.get(item.id, {})
            added = np.zeros((len(item.options), len(criterion.levels)))
            for number, option in enumerate(item.option_ids):
                added[number] = by_option.get(option, {}).get(criterion.id, 0.0)
            utilities += added[self.options[item.id][rows]]
        return utilities + np.outer(self.own_weight[rows, index], np.linspace(-1.0, 1.0, len(criterion.levels)))


def simulate_people(
    population: Population, study: Study, people: int, rng: np.random.Generator
) -> list[SyntheticPerson]:
    """Invent ``people`` whose backgrounds fill the quotas exactly, and who answer one task at a time.

    >>> from dce.simulate import default_population
    >>> from dce.study import example_study
    >>> study = example_study()
    >>> anna, ben = simulate_people(default_population(study), study, 2, np.random.default_rng(1))
    >>> anna.answer({"ontvanger": "eigen", "doel": "ja", "waarborgen": "alle"}) in study.scale_ids
    True
    """
    crowd = draw_crowd(population, study, people, rng)
    everybody = np.arange(people)
    tables = {c.id: (c.level_ids, crowd.utilities(i, everybody)) for i, c in enumerate(study.criteria)}
    seeds = rng.integers(2**63, size=people)
    return [
        SyntheticPerson(
            background={item.id: item.option_ids[crowd.options[item.id][i]] for item in study.background},
            utilities={
                name: dict(zip(levels, map(float, table[i]), strict=True)) for name, (levels, table) in tables.items()
            },
            leniency=float(crowd.leniency[i]),
            opt_out=picking_nothing(population),
            thresholds=population.thresholds,
            scale=study.scale_ids,
            seed=int(seeds[i]),
        )
        for i in range(people)
    ]


def draw_crowd(
    population: Population, study: Study, people: int, rng: np.random.Generator, *, even: bool = False
) -> Crowd:
    """Invent ``people`` at once; the groupings of the study are crossed as evenly as can be, other items at random.

    With ``even``, leniency and own weights are spread evenly within each cell of :func:`cells`.
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise AnswerError(f"people: {people} is not within 1 to {MOST_PEOPLE}; ask for 50, for example")
    options = _backgrounds(population, study, people, rng)
    cell = cells(study, options) if even else None
    leniency = population.intercept_sd * _normals(cell, (people, 1), rng)[:, 0]
    for item in study.background:
        classes = options[item.id] - (len(item.options) - 1) / 2  # zero on average over the classes
        leniency += population.trends.get(item.id, 0.0) * classes
    spread = np.array([population.weight_sd.get(name, 0.0) for name in study.criterion_ids])
    return Crowd(study, population, options, leniency, spread * _normals(cell, (people, len(spread)), rng))


def cells(study: Study, options: Mapping[str, Numbers]) -> Numbers:
    """The cell of each person (n,), where the groupings without an order are crossed."""
    found = np.zeros(len(next(iter(options.values()), [])), dtype=np.int64)
    for item in study.groupings:
        if not item.ordered:
            found = found * len(item.options) + options[item.id]
    return found


def _normals(cell: Numbers | None, shape: tuple[int, int], rng: np.random.Generator) -> Array:
    if cell is None:
        return rng.standard_normal(shape)
    return np.asarray(special.ndtri(even_uniforms(cell, shape, rng)))


def even_uniforms(cell: Numbers, shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Numbers between 0 and 1 (n, columns), evenly spaced within each cell and column, in an order drawn by chance.

    >>> even_uniforms(np.array([0, 0, 1]), (3, 1), np.random.default_rng(1)).ravel().tolist()
    [0.25, 0.75, 0.5]
    """
    found = np.empty(shape)
    for own in (np.flatnonzero(cell == number) for number in np.unique(cell)):
        found[own] = (np.argsort(rng.random((len(own), shape[1])), axis=0) + 0.5) / len(own)
    return found


def _backgrounds(population: Population, study: Study, people: int, rng: np.random.Generator) -> dict[str, Numbers]:
    """Deal options so that each grouping is even within every cell of the groupings before it; then mix the people."""
    dealt: dict[str, Numbers] = {}
    for item in study.groupings:
        cells = np.lexsort(list(dealt.values())[::-1]) if dealt else np.arange(people)
        dealt[item.id] = np.empty(people, dtype=np.int64)
        dealt[item.id][cells] = _even_sequence(_counts(item, population, people), spread=bool(len(dealt)))
    mixed = rng.permutation(people)
    options = {name: numbers[mixed] for name, numbers in dealt.items()}
    for item in study.background:
        if not item.group:
            options[item.id] = rng.permutation(_even_sequence(_counts(item, population, people), spread=True))
    return {item.id: options[item.id] for item in study.background}


def _counts(item: Background, population: Population, people: int) -> Numbers:
    """Share ``people`` out over the options by largest remainder; quotas that add up to ``people`` are kept."""
    shares = np.array([population.quotas[item.id].get(option, 0.0) for option in item.option_ids])
    exact = people * shares / shares.sum()
    counts = np.floor(exact + 1e-9).astype(np.int64)
    left = np.argsort(counts - exact, kind="stable")[: people - int(counts.sum())]
    counts[left] += 1
    return np.asarray(counts)


def _even_sequence(counts: Numbers, *, spread: bool) -> Numbers:
    """Option numbers, each as often as ``counts`` says: in blocks, or so that every stretch has its even share."""
    numbers = np.repeat(np.arange(len(counts)), counts)
    if not spread:
        return numbers
    turns = np.concatenate([(np.arange(count) + 0.5) / count for count in counts if count])
    return np.asarray(numbers[np.argsort(turns, kind="stable")])
