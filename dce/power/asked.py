"""What a design asks and how people answer it: all that ratings and choices differ in, and nothing else differs by it.

Letters: N rows of the model, J answers to each, V scenarios that have a utility, U of them that one person weighs one
after the other, T tasks a person; R studies, n people, Q points that stand for very many, M criteria, K columns.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce import logit
from dce.coding import Array, Coding
from dce.design import Design
from dce.estimation.checks import column_rank
from dce.estimation.problems import OrderedProblem, Problem
from dce.power.points import few_points

Cells = NDArray[np.int32]
Numbers = NDArray[np.int64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]
Points = tuple[Array, Array]
NOT_SHOWN = -1
CONSTANTS = ""  # no criterion has this id: what has the same utility wherever it stands
STAND_FOR_ALL = 8192  # people, evenly spread: the shares that they show are within 0.001 of those of any number
AT_ONCE = 400_000  # utilities held together


@dataclass(frozen=True)
class Asked(ABC):
    """What a design asks: ``levels`` (V, M) by number, ``x`` in the study's coding, ``rows``: the tasks by version.

    An answer to a row of the model is a cell: row times J plus the answer.
    """

    coding: Coding
    levels: Numbers
    x: Array
    rows: tuple[Numbers, ...]
    answers: int

    @staticmethod
    def of(design: Design) -> Asked:
        """The tasks of a design; one that stands in more versions is there once."""
        from dce.power.choices import ChoiceTasks  # which is built upon this module

        return (
            RatingTasks.of_design(design) if design.study.task.alternatives is None else ChoiceTasks.of_design(design)
        )

    @classmethod
    @abstractmethod
    def of_design(cls, design: Design) -> Asked:
        """The tasks of a design that asks in this way."""

    @property
    def offered(self) -> Array:
        """1 for each scenario (V,), and 0 where none stands: an opt-out."""
        return np.ones(len(self.levels))

    @cached_property
    def steps(self) -> Array:
        """Where each level stands between the first (-1) and the last (1) of its criterion: (V, M)."""
        last = np.array([len(levels) - 1 for levels in self.coding.levels.values()])
        return np.asarray(2.0 * self.levels / last - 1.0)

    def utility(self, weights: Mapping[str, Array]) -> Array:
        """Utility (R, V) of each scenario, from that of each level by criterion (R, L)."""
        total = np.zeros((1, len(self.levels)))
        for index, name in enumerate(self.coding.levels):
            total = total + weights[name][:, self.levels[:, index]]
        return total

    def versions_of(self, people: int) -> list[Numbers]:
        """Who sees which version: they are dealt in turn."""
        return [np.arange(version, people, len(self.rows)) for version in range(len(self.rows))]

    @property
    @abstractmethod
    def seen(self) -> Array:
        """How often each row (N,) is shown to a person, on average."""

    @abstractmethod
    def lost(self) -> list[str]:
        """What of the columns the tasks cannot tell, in words."""

    @abstractmethod
    def scenarios(self, tasks: Numbers) -> Numbers:
        """Which scenarios (U,) a person weighs who has these tasks (T,)."""

    @abstractmethod
    def noise(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
        """What chance adds to utilities (..., U)."""

    @abstractmethod
    def cells(self, tasks: Numbers, mood: Array, thresholds: Array) -> Numbers:
        """The answers of people to whom the scenarios of ``tasks`` have the utilities ``mood`` (..., U), as cells."""

    @abstractmethod
    def points(self, added: Callable[[Numbers], Array], people: int) -> Points:
        """Few points that stand for ``people`` who add ``added`` (n, U) to the utility of given scenarios (U,)."""

    @abstractmethod
    def shares(self, points: Points, shared: Array, thresholds: Array) -> Array:
        """The share (R, N, J) of each answer to each row, where all people share the utilities ``shared`` (R, V)."""

    @abstractmethod
    def problem(self, counts: Array) -> Problem:
        """The likelihood of how many gave each answer (R, N, J)."""

    @abstractmethod
    def problems(self, counts: Array, cells: Cells) -> Iterator[tuple[Index, Problem, Cells]]:
        """Studies that can be fitted together: which of R, their likelihood, and their cells (R, n, T)."""

    @abstractmethod
    def held(self, people: int) -> int:
        """How many numbers a study of so many people takes at once."""

    def stand_for_all(self, *, believed: bool) -> int:  # noqa: ARG002  # ratings need few points however many studies
        """How many people stand for any number; ``believed`` where each study has a truth of its own."""
        return STAND_FOR_ALL


class RatingTasks(Asked):
    """One scenario at a time, rated or answered by yes or no: a task is a row, and a scenario."""

    @classmethod
    def of_design(cls, design: Design) -> RatingTasks:
        """See :class:`Asked`."""
        study, coding = design.study, Coding.of(design.study)
        tasks, rows = tasks_of(design)
        shown = [design.scenario(task) for task in tasks]
        levels = [[c.level_ids.index(scenario[c.id]) for c in study.criteria] for scenario in shown]
        return cls(coding, np.array(levels), coding.encode(pd.DataFrame(shown)), rows, len(study.scale_ids))

    @property
    def seen(self) -> Array:
        """See :class:`Asked`."""
        return shown_to_a_person(self.rows, len(self.x))

    def lost(self) -> list[str]:
        """See :class:`Asked`."""
        rank = column_rank(self.x, constant=True)
        return [self.coding.describe(self.coding.columns[k]) for k in np.flatnonzero(~rank.estimable)]

    def scenarios(self, tasks: Numbers) -> Numbers:
        """The tasks themselves."""
        return tasks

    def noise(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
        """Standard logistic."""
        return rng.logistic(size=shape)

    def cells(self, tasks: Numbers, mood: Array, thresholds: Array) -> Numbers:
        """The answer by the thresholds between which a utility lies: (..., T)."""
        return np.asarray(tasks * self.answers + np.searchsorted(thresholds, mood))

    def points(self, added: Callable[[Numbers], Array], people: int) -> Points:
        """Points (Q, V) with shares (Q, V), other ones at each scenario: see :func:`dce.power.points.few_points`."""
        each = max(1, AT_ONCE // people)
        parts = [few_points(added(rows)) for rows in np.array_split(np.arange(len(self.x)), -(-len(self.x) // each))]
        return np.concatenate([utility for utility, _ in parts], axis=1), np.concatenate([p for _, p in parts], axis=1)

    def shares(self, points: Points, shared: Array, thresholds: Array) -> Array:
        """See :class:`Asked`."""
        utility, share = points
        p = np.exp(logit.log_probabilities(utility[:, None] + shared, thresholds))  # (Q, R, N, J)
        return np.asarray(np.einsum("qn,qrnj->rnj", share, p))

    def problem(self, counts: Array) -> Problem:
        """The ordered logit."""
        return OrderedProblem(self.x, counts)

    def problems(self, counts: Array, cells: Cells) -> Iterator[tuple[Index, Problem, Cells]]:
        """An answer that nobody gave is left out with its threshold, so studies go together by the answers given.

        A study in which all answer alike is in no part.
        """
        given = counts.sum(axis=1) > 0
        for pattern in np.unique(given, axis=0):
            own, used = np.flatnonzero((given == pattern).all(axis=1)), np.flatnonzero(pattern)
            if len(used) > 1:
                yield own, self.problem(counts[own][:, :, used]), _renumbered(cells[own], pattern)

    def held(self, people: int) -> int:
        """Its answers."""
        return people * max(len(rows) for rows in self.rows)


def tasks_of(design: Design) -> tuple[list[int], tuple[Numbers, ...]]:
    """The tasks that weights are estimated from, and by version the places of its tasks among them."""
    tasks = sorted({task for version in design.versions for task in design.estimated_of(version)})
    place = {task: row for row, task in enumerate(tasks)}
    return tasks, tuple(np.array([place[task] for task in design.estimated_of(version)]) for version in design.versions)


def shown_to_a_person(rows: tuple[Numbers, ...], tasks: int) -> Array:
    """How often each of the tasks (tasks,) is shown to a person, on average over the versions."""
    seen = np.zeros(tasks)
    for own in rows:
        seen[own] += 1.0 / len(rows)
    return seen


def _renumbered(cells: Cells, pattern: Mask) -> Cells:
    """Cells where only the answers of ``pattern`` (J,) exist."""
    if pattern.all():
        return cells
    row, answer = np.divmod(cells, len(pattern))
    among = np.cumsum(pattern) - 1
    return np.where(cells == NOT_SHOWN, NOT_SHOWN, row * pattern.sum() + among[answer]).astype(np.int32)
