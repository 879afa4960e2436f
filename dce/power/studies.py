"""Many studies at once: invented people answer a design, and only who gave which answer is kept.

Letters: R studies, n people, T tasks a person, N rows (tasks of the whole design), J answers, M criteria, K columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.coding import Array, Coding
from dce.design import Design
from dce.power.plan import Plan
from dce.simulate.people import Crowd, draw_crowd

Cells = NDArray[np.int32]
Numbers = NDArray[np.int64]
NOT_SHOWN = -1
MORE = 12  # people that backgrounds are dealt to beyond those who are asked, at most
BACKGROUNDS, WEIGHTS, NORMALS, PEOPLE = 1, 2, 3, 4  # streams of random numbers of a shard of studies


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
        tasks = sorted({task for version in design.versions for task in design.estimated_of(version)})
        shown = [design.scenario(task) for task in tasks]
        levels = [[c.level_ids.index(scenario[c.id]) for c in study.criteria] for scenario in shown]
        place = {task: row for row, task in enumerate(tasks)}
        rows = tuple(np.array([place[task] for task in design.estimated_of(version)]) for version in design.versions)
        return cls(coding, np.array(levels), coding.encode(pd.DataFrame(shown)), rows, len(study.scale_ids))

    @cached_property
    def steps(self) -> Array:
        """Where each level stands between the first (-1) and the last (1) of its criterion: (N, M)."""
        last = np.array([len(levels) - 1 for levels in self.coding.levels.values()])
        return np.asarray(2.0 * self.levels / last - 1.0)

    def utility(self, weights: Mapping[str, Array]) -> Array:
        """Utility (R, N) of each row, from that of each level by criterion (R, L)."""
        total = np.zeros((1, len(self.levels)))
        for index, name in enumerate(self.coding.levels):
            total = total + weights[name][:, self.levels[:, index]]
        return total

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


def simulate_studies(plan: Plan, asked: Asked, shared: Array, studies: int, seed: Sequence[int]) -> Answered:
    """Let other people of the same kind answer in each of ``studies``.

    ``shared`` (R, N), or (1, N) where it is the same in all studies, is the utility of each row that all people share.
    What is drawn for the kth person of a group hangs on the seed only, so a larger study has these people and others.
    """
    crowd, person, group = _dealt(plan, studies, np.random.default_rng([*seed, BACKGROUNDS]))
    everybody, own = np.arange(len(crowd.leniency)), own_columns(plan)
    widest = max(len(rows) for rows in asked.rows)
    drawn, mood = _by_chance(group, (studies, len(own)), widest, seed)
    cells = np.full((studies, plan.people, widest), NOT_SHOWN, dtype=np.int32)
    cuts = np.array(plan.population.thresholds)
    for rows, people in zip(asked.rows, asked.versions_of(plan.people), strict=True):
        if len(people):
            added = added_utility(crowd, asked, rows, everybody)[person[:, people].T]
            utility = mood[people, :, : len(rows)] + (added + shared[:, rows])
            utility += drawn[people] @ own_steps(own, asked.steps[rows])
            cells[:, people, : len(rows)] = np.swapaxes(rows * asked.answers + np.searchsorted(cuts, utility), 0, 1)
    return Answered(cells, group)


def crowd_of(plan: Plan, people: int, rng: np.random.Generator, *, spread: bool) -> Crowd:
    """People with their backgrounds and without the weights that all share.

    With ``spread`` leniency and own weights are spread evenly over them, without it nobody has any of his own.
    """
    nothing = {c.id: (0.0,) * len(c.levels) for c in plan.design.study.criteria}
    plain = replace(plan.population, weights=nothing)
    if not spread:
        plain = replace(plain, intercept_sd=0.0, weight_sd={})
    return draw_crowd(plain, plan.design.study, people, rng, even=spread)


def _dealt(plan: Plan, studies: int, rng: np.random.Generator) -> tuple[Crowd, Numbers, Numbers]:
    """A crowd, which of its people (R, n) are asked in each study, and the option number (n,) of each.

    Backgrounds are dealt as evenly as can be, so the odd person would always have the same one, and a study of 26
    people would differ from one of 25 by more than a person. So each study draws its people from a few more.
    """
    group = group_of(plan, crowd_of(plan, plan.people, rng, spread=False))
    more, quotas = int(rng.integers(1, MORE + 1)), dict(plan.population.quotas)
    if plan.item is not None:
        quotas[plan.item] = {name: float(size + more) for name, size in plan.sizes.items()}
    wider = replace(plan, population=replace(plan.population, quotas=quotas))
    crowd = crowd_of(wider, plan.people + more * max(1, len(plan.sizes)), rng, spread=False)
    among, asked = group_of(plan, crowd), np.empty((studies, plan.people), dtype=np.int64)
    for number in np.unique(group):
        members, own = np.flatnonzero(among == number), np.flatnonzero(group == number)
        asked[:, own] = rng.permuted(np.tile(members, (studies, 1)), axis=1)[:, : len(own)]
    return crowd, asked, group


def group_of(plan: Plan, crowd: Crowd) -> Numbers:
    """The option number (n,) of each, or -1 where nobody is split."""
    return np.full(len(crowd.leniency), -1) if plan.item is None else crowd.options[plan.item]


def added_utility(crowd: Crowd, asked: Asked, rows: Numbers, people: Numbers) -> Array:
    """What ``people`` of a crowd add to the utility of ``rows``: (n, T)."""
    total = np.tile(crowd.leniency[people][:, None], (1, len(rows)))
    for index in range(asked.levels.shape[1]):
        total += crowd.utilities(index, people)[:, asked.levels[rows, index]]
    return total


def _by_chance(group: Numbers, shape: tuple[int, int], tasks: int, seed: Sequence[int]) -> tuple[Array, Array]:
    """Normals (n, R, C) and logistic moods (n, R, T) of each person, from streams by group."""
    normal, mood = np.empty((len(group), *shape)), np.empty((len(group), shape[0], tasks))
    for number in np.unique(group):
        members = np.flatnonzero(group == number)
        of_people, of_moods = np.random.default_rng([*seed, PEOPLE, int(number) + 1]).spawn(2)
        normal[members] = of_people.standard_normal((len(members), *shape))
        mood[members] = of_moods.logistic(size=(len(members), shape[0], tasks))
    return normal, mood


def own_columns(plan: Plan) -> list[tuple[int, float]]:
    """What people differ in of themselves, with its spread: -1 for leniency, or the number of a criterion."""
    sd = [plan.population.weight_sd.get(name, 0.0) for name in plan.design.study.criterion_ids]
    return [(-1, plan.population.intercept_sd), *((number, size) for number, size in enumerate(sd) if size)]


def own_steps(own: list[tuple[int, float]], steps: Array) -> Array:
    """Utility (C, T) that one standard deviation of each adds to tasks with these ``steps`` (T, M)."""
    return np.stack([size * (np.ones(len(steps)) if number < 0 else steps[:, number]) for number, size in own])
