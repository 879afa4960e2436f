"""Choice tasks: people pick among scenarios, and the picks are fitted by a conditional logit.

Letters as in :mod:`dce.power.asked`. J counts the opt-out, where there is one; a task is B rows of the model, one for
each pick that can come about in it (see :class:`dce.power.picks.Picks`), and has J of the V scenarios.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dce import logit
from dce.coding import Array, Coding
from dce.design import Design
from dce.design.choice.coding import level_numbers
from dce.design.choice.model import ChoiceModel
from dce.estimation.checks import column_rank
from dce.estimation.problems import ConditionalProblem, Problem
from dce.power.asked import (
    CONSTANTS,
    STAND_FOR_ALL,
    Asked,
    Cells,
    Index,
    Mask,
    Numbers,
    Points,
    shown_to_a_person,
    tasks_of,
)
from dce.power.picks import Picks

CHANCES = 2_000_000  # chances of answers held at once
STAND_FOR_EACH = 2048  # people, where each study has a truth of its own; 0.004 off where people differ in all weights
EQUAL = 10  # decimals in which people must agree to be one point


@dataclass(frozen=True)
class ChoiceTasks(Asked):
    """Tasks whose ``constants`` (J, C) are the same in all: ``x`` (N, J, K) has them after the criteria.

    ``columns`` are the names of the K. Where a task has an ``opt_out``, that is the last of its J.
    """

    picks: Picks
    constants: Array
    columns: tuple[str, ...]
    opt_out: bool

    @classmethod
    def of_design(cls, design: Design) -> ChoiceTasks:
        """See :class:`Asked`. Interactions are no part of a ranking, so they are none of its model."""
        study, coding, (_, rows) = design.study, Coding.of(design.study), tasks_of(design)
        shown = design.estimated.drop_duplicates(["task", "alternative"]).sort_values(["task", "alternative"])
        model = ChoiceModel.of(study, shown, design.settings, coding=coding)
        constants, main = model.coding.constants, len(coding.columns)
        first = len(model.columns) - constants.shape[1]
        x = np.concatenate([model.x[:, :, :main], model.x[:, :, first:]], axis=2)
        picks = Picks.of(study.task.kind, len(constants))
        return cls(
            coding=coding,
            levels=_levels(level_numbers(study, shown), len(constants)),
            x=(picks.sign[:, None, None] * picks.open[..., None] * x[:, None]).reshape(-1, *x.shape[1:]),
            rows=rows,
            answers=len(constants),
            picks=picks,
            constants=constants,
            columns=(*coding.columns, *model.columns[first:]),
            opt_out=model.coding.opt_out,
        )

    @property
    def tasks(self) -> int:
        """How many."""
        return len(self.levels) // self.answers

    @cached_property
    def available(self) -> Mask:
        """What can be picked in each row: (N, J)."""
        return np.tile(self.picks.open, (self.tasks, 1))

    @cached_property
    def offered(self) -> Array:
        """See :class:`Asked`."""
        of_task = np.ones(self.answers)
        of_task[self.answers - self.opt_out :] = 0.0
        return np.tile(of_task, self.tasks)

    def utility(self, weights: Mapping[str, Array]) -> Array:
        """See :class:`Asked`: an opt-out is as attractive as the mean of all levels, but for its constant.

        Constants (R, C) stand under ``CONSTANTS``; they are zero where left out.
        """
        middle = np.zeros((1, 1))
        for name in self.coding.levels:
            middle = middle + weights[name].mean(axis=1)[:, None]
        total = np.where(self.offered > 0, super().utility(weights), middle)
        if CONSTANTS in weights:
            total = total + np.tile(weights[CONSTANTS] @ self.constants.T, self.tasks)
        return np.asarray(total)

    @property
    def seen(self) -> Array:
        """See :class:`Asked`; the rows of a task are shown together."""
        return np.repeat(shown_to_a_person(self.rows, self.tasks), len(self.picks.sign))

    def lost(self) -> list[str]:
        """See :class:`Asked`."""
        mean = self.x.sum(axis=1, keepdims=True) / self.available.sum(axis=1)[:, None, None]
        within = np.where(self.available[..., None], self.x - mean, 0.0).reshape(-1, len(self.columns))
        names = [self.columns[k] for k in np.flatnonzero(~column_rank(within, constant=False).estimable)]
        known = set(self.coding.columns)
        return [self.coding.describe(name) if name in known else f'the constant "{name}"' for name in names]

    def scenarios(self, tasks: Numbers) -> Numbers:
        """All alternatives of each task, once for each pick."""
        of_task = (tasks[:, None] * self.answers + np.arange(self.answers))[:, None]
        return np.repeat(of_task, len(self.picks.stages), axis=1).ravel()

    def noise(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
        """Standard Gumbel, of the sign that utilities have at the pick."""
        turned = np.repeat(self.picks.stages, self.answers)
        return rng.gumbel(size=shape) * np.tile(turned, shape[-1] // len(turned))

    def cells(self, tasks: Numbers, mood: Array, thresholds: Array) -> Numbers:  # noqa: ARG002  # a scale has them
        """The best of what is open, pick after pick: (..., T S)."""
        picks, signs = self.picks, self.picks.stages
        mood = mood.reshape(*mood.shape[:-1], len(tasks), len(signs), self.answers)
        found = np.empty(mood.shape[:-1], dtype=np.int64)
        place = np.zeros(mood.shape[:-2], dtype=np.int64)
        for stage, sign in enumerate(signs):
            answer = np.where(picks.open[place], sign * mood[..., stage, :], -np.inf).argmax(axis=-1)
            found[..., stage] = (tasks * len(picks.sign) + place) * self.answers + answer
            place = picks.after[place, answer]
        return found.reshape(*mood.shape[:-3], -1)

    def points(self, added: Callable[[Numbers], Array], people: int) -> Points:  # noqa: ARG002  # each counts once
        """People (Q, V) with the share (Q,) of each kind; only differences within a task count."""
        utility = added(np.arange(len(self.levels))).reshape(-1, self.tasks, self.answers)
        against_last = (utility - utility[..., -1:]).reshape(len(utility), -1)
        kinds, number = np.unique(against_last.round(EQUAL), axis=0, return_counts=True)
        return kinds, number / number.sum()

    def shares(self, points: Points, shared: Array, thresholds: Array) -> Array:  # noqa: ARG002  # a scale has them
        """See :class:`Asked`; some tasks at a time."""
        (utility, share), size = points, len(self.picks.sign) * self.answers
        found = np.empty((len(shared), self.tasks, len(self.picks.sign), self.answers))
        each = max(1, CHANCES // (len(utility) * len(shared) * size))
        for tasks in np.array_split(np.arange(self.tasks), -(-self.tasks // each)):
            own = (tasks[:, None] * self.answers + np.arange(self.answers)).ravel()
            total = (utility[:, None, own] + shared[:, own]).reshape(-1, len(shared), len(tasks), self.answers)
            found[:, tasks] = self._shares(total, share)
        return found.reshape(len(shared), -1, self.answers)

    def _shares(self, utility: Array, share: Array) -> Array:
        """The same (R, T, B, J) from the utilities (Q, R, T, J) of people with these shares (Q,)."""
        picks, found = self.picks, list[Array]()
        reached = {0: np.ones(utility.shape[:-1])}
        for place, sign in enumerate(picks.sign):
            log_p = logit.choice_log_probabilities(sign * utility, picks.open[place])
            chance = reached.pop(place)[..., None] * np.exp(log_p)
            for pick in np.flatnonzero(picks.after[place] >= 0):
                after = int(picks.after[place, pick])
                reached[after] = reached.get(after, 0.0) + chance[..., pick]
            found.append(np.einsum("q,qrtj->rtj", share, chance))
        return np.stack(found, axis=2)

    def problem(self, counts: Array) -> Problem:
        """The conditional logit."""
        return ConditionalProblem(self.x, self.available, counts)

    def problems(self, counts: Array, cells: Cells) -> Iterator[tuple[Index, Problem, Cells]]:
        """All at once."""
        yield np.arange(len(counts)), self.problem(counts), cells

    def held(self, people: int) -> int:
        """What people weigh; where that is little, the slopes of all rows."""
        weighed = max(len(self.scenarios(rows)) for rows in self.rows)
        return max(people * weighed, self.x.size // 4)

    def stand_for_all(self, *, believed: bool) -> int:
        """See :class:`Asked`; each of them counts in each study."""
        return STAND_FOR_EACH if believed else STAND_FOR_ALL


def _levels(numbers: Numbers, wide: int) -> Numbers:
    """Level numbers (V, M) of tasks (N, J, M), where an opt-out has the first of each."""
    levels = np.zeros((len(numbers), wide, numbers.shape[2]), dtype=np.int64)
    levels[:, : numbers.shape[1]] = numbers
    return levels.reshape(-1, numbers.shape[2])
