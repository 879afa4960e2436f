"""Many studies at once: invented people answer a design, and only who gave which answer is kept.

Letters: R studies, n people, T tasks a person, N rows (tasks of the whole design), J answers, M criteria, K columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce import logit
from dce.coding import Array, Coding
from dce.design import Design
from dce.power.plan import Plan
from dce.simulate.people import Crowd, draw_crowd

Cells = NDArray[np.int32]
Numbers = NDArray[np.int64]
NOT_SHOWN = -1
AT_ONCE = 25  # rows for which the answers of very many people are held together


@dataclass(frozen=True)
class Asked:
    """What a design asks: ``levels`` (N, M) by number, ``x`` (N, K) in the study's coding, rows by version."""

    coding: Coding
    levels: Numbers
    x: Array
    rows: tuple[Numbers, ...]
    answers: int

    @classmethod
    def of(cls, design: Design) -> Asked:
        """Tasks that stand in more versions are one row."""
        study, coding = design.study, Coding.of(design.study)
        tasks = sorted({task for version in design.versions for task in design.tasks_of(version)})
        shown = [design.scenario(task) for task in tasks]
        levels = [[c.level_ids.index(scenario[c.id]) for c in study.criteria] for scenario in shown]
        place = {task: row for row, task in enumerate(tasks)}
        rows = tuple(np.array([place[task] for task in design.tasks_of(version)]) for version in design.versions)
        return cls(coding, np.array(levels), coding.encode(pd.DataFrame(shown)), rows, len(study.scale_ids))

    @cached_property
    def steps(self) -> Array:
        """Where each level stands between the first (-1) and the last (1) of its criterion: (N, M)."""
        last = np.array([len(levels) - 1 for levels in self.coding.levels.values()])
        return np.asarray(2.0 * self.levels / last - 1.0)

    def versions_of(self, people: int) -> list[Numbers]:
        """Who sees which version: they are dealt in turn."""
        return [np.arange(version, people, len(self.rows)) for version in range(len(self.rows))]


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers of R studies: ``cells`` (R, n, T), row times J plus the answer, and the option number (n,) of each."""

    cells: Cells
    group: Numbers

    def counts(self, asked: Asked) -> Array:
        """How many gave each answer to each row: (R, N, J)."""
        studies, size = len(self.cells), len(asked.x) * asked.answers
        shifted = (self.cells + size * np.arange(studies)[:, None, None])[self.cells != NOT_SHOWN]
        return np.bincount(shifted, minlength=studies * size).reshape(studies, len(asked.x), -1).astype(float)

    def of_group(self, number: int) -> Answered:
        """Those with this option only."""
        own = self.group == number
        return Answered(self.cells[:, own], self.group[own])


def simulate_studies(plan: Plan, asked: Asked, studies: int, rng: np.random.Generator) -> Answered:
    """Let other people of the same kind answer in each of ``studies``; backgrounds are dealt once for all of them."""
    crowd = _crowd(plan, plan.people, rng)
    widest = max(len(rows) for rows in asked.rows)
    cells = np.full((studies, plan.people, widest), NOT_SHOWN, dtype=np.int32)
    cuts = np.array(plan.population.thresholds)
    for rows, people in zip(asked.rows, asked.versions_of(plan.people), strict=True):
        if len(people):
            mood = _own(plan, asked.steps[rows], (studies, len(people)), rng) + _expected(crowd, asked, rows, people)
            mood += rng.logistic(size=mood.shape)
            cells[:, people, : len(rows)] = rows * asked.answers + np.searchsorted(cuts, mood)
    return Answered(cells, _group(plan, crowd))


def expected_counts(plan: Plan, asked: Asked, people: int, rng: np.random.Generator) -> dict[int, Array]:
    """The share (N, J) of each answer among very many people, by option number, or under -1 where nobody is split.

    ``people`` stand for all: leniency and own weights are spread evenly over them, and no answer is drawn.
    """
    crowd = draw_crowd(plan.population, plan.design.study, people, rng, even=True)
    cuts, seen = np.array(plan.population.thresholds), np.zeros(len(asked.x))
    for rows in asked.rows:
        seen[rows] += 1.0 / len(asked.rows)
    everybody, group = np.arange(people), _group(plan, crowd)
    found = {int(number): np.empty((len(asked.x), asked.answers)) for number in np.unique(group)}
    for rows in np.array_split(np.arange(len(asked.x)), -(-len(asked.x) // AT_ONCE)):
        p = np.exp(logit.log_probabilities(_expected(crowd, asked, rows, everybody), cuts))
        for number, counts in found.items():
            counts[rows] = seen[rows, None] * p[group == number].mean(axis=0)
    return found


def _crowd(plan: Plan, people: int, rng: np.random.Generator) -> Crowd:
    """Backgrounds with what is expected of them; what is a person's own is drawn for each study."""
    plain = replace(plan.population, intercept_sd=0.0, weight_sd={})
    return draw_crowd(plain, plan.design.study, people, rng)


def _group(plan: Plan, crowd: Crowd) -> Numbers:
    return np.full(len(crowd.leniency), -1) if plan.item is None else crowd.options[plan.item]


def _expected(crowd: Crowd, asked: Asked, rows: Numbers, people: Numbers) -> Array:
    """Utility (n, T) of ``rows`` to ``people``, with whatever the crowd holds of them."""
    total = np.tile(crowd.leniency[people][:, None], (1, len(rows)))
    for index in range(asked.levels.shape[1]):
        total += crowd.utilities(index, people)[:, asked.levels[rows, index]]
    return total


def _own(plan: Plan, steps: Array, shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Leniency and weights of each person alone, as utility (R, n, T) of tasks with these ``steps`` (T, M)."""
    sd = np.array([plan.population.weight_sd.get(name, 0.0) for name in plan.design.study.criterion_ids])
    found = plan.population.intercept_sd * rng.standard_normal((*shape, 1)) * np.ones(len(steps))
    varied = np.flatnonzero(sd)
    if len(varied):
        found += (rng.standard_normal((*shape, len(varied))) * sd[varied]) @ steps[:, varied].T
    return np.asarray(found)
