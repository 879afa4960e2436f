"""A panel of any number of people, in shards that are evaluated here, in processes or on a cluster, to the same bits.

A shard travels as its answers alone, a few hundred kilobytes: its draws are made from its seed where it is evaluated,
so that the draws of a million people never stand in memory together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy import sparse

from dce.estimation.mixed.arithmetic import Array, Index
from dce.estimation.mixed.draws import Drawn
from dce.estimation.mixed.panel import Panel, PanelLikelihood, cells_of
from dce.estimation.mixed.plan import Plan
from dce.estimation.problems import Problem
from dce.parallel import Executor, map_shards

PEOPLE = 2500  # of a shard: a fixed number, so that no draw depends on the number of processes
SOME = 8  # shards on which starts are compared: 20,000 people tell one hill from another


@dataclass(frozen=True, slots=True)
class Shard:
    """Some people as they travel: answers (n, C), what the kernel needs of each cell and its mark, and their draws."""

    answers: tuple[sparse.csr_array, Array, Index]
    drawn: Drawn

    def panel(self, plan: Plan) -> Panel:
        """The panel with its draws."""
        return Panel.of_cells(plan, self.answers, self.drawn.normals())

    def first_draws(self, number: int) -> Shard:
        """The same with only the first draws of each respondent."""
        return replace(self, drawn=replace(self.drawn, first=number))


@dataclass(frozen=True, slots=True)
class Shards:
    """Answers of G respondents in shards; one that is alone in this process stands ready as a panel with its draws."""

    plan: Plan
    parts: tuple[Shard | Panel, ...]
    executor: Executor

    @classmethod
    def of(cls, plan: Plan, problem: Problem, by_person: sparse.csr_array, drawn: Drawn, executor: Executor) -> Shards:
        """Answers by_person (G, N * J), and how the draws of all of them are made."""
        table = by_person.tocsr()
        table.sort_indices()
        rows, marks = cells_of(plan, problem)
        edges = [*range(0, table.shape[0], PEOPLE), table.shape[0]]
        shards = tuple(
            Shard(_own_cells(table[low:high], rows, marks), drawn.part(low, high, number))
            for number, (low, high) in enumerate(pairwise(edges))
        )
        ready = len(shards) == 1 and executor == "serial"
        return cls(plan, (shards[0].panel(plan),) if ready else shards, executor)

    def first_draws(self, number: int) -> Shards:
        """The same answers with only the first draws of each respondent."""
        return replace(self, parts=tuple(part.first_draws(number) for part in self.parts))

    def some(self) -> Shards | None:
        """The first shards where there are many; people stand in no order, so these are people at random."""
        return replace(self, parts=self.parts[:SOME]) if len(self.parts) > SOME else None

    def value(self, point: Array) -> float:
        """Log-likelihood only, at a third of the cost."""
        return float(np.sum(map_shards(_Value(self.plan, point, self._threads), self.parts, self.executor)))

    def evaluate(self, point: Array) -> PanelLikelihood:
        """Likelihood at the parameters of the plan (P,), the same to the last bit on every executor."""
        found = map_shards(_Evaluation(self.plan, point, self._threads), self.parts, self.executor)
        with np.errstate(over="ignore", invalid="ignore"):  # as in a panel
            gradient, outer, information = (
                np.sum([getattr(one, name) for one in found], axis=0) for name in ("gradient", "outer", "information")
            )
        return PanelLikelihood(
            value=float(np.sum([one.value for one in found])),
            gradient=gradient,
            outer=outer,
            information=information,
            weights=np.concatenate([one.weights for one in found]),
            spreads=np.concatenate([one.spreads for one in found]),
        )

    @property
    def _threads(self) -> int | None:
        """Those of this process are all ours; elsewhere another shard is at work beside this one."""
        return None if self.executor == "serial" else 1


@dataclass(frozen=True, slots=True)
class _Value:
    """Log-likelihood of a shard at a point (P,); travels to other processes."""

    plan: Plan
    point: Array
    threads: int | None

    def __call__(self, part: Shard | Panel) -> float:
        return _ready(part, self.plan).value(self.point, self.threads)


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """The same with its derivatives."""

    plan: Plan
    point: Array
    threads: int | None

    def __call__(self, part: Shard | Panel) -> PanelLikelihood:
        return _ready(part, self.plan).evaluate(self.point, self.threads)


def _ready(part: Shard | Panel, plan: Plan) -> Panel:
    return part if isinstance(part, Panel) else part.panel(plan)


def _own_cells(table: sparse.csr_array, rows: Array, marks: Index) -> tuple[sparse.csr_array, Array, Index]:
    """Only the cells that these people answered, so that a shard does not carry those of all others."""
    used, index = np.unique(table.indices, return_inverse=True)
    own = sparse.csr_array((table.data, index.astype(np.int32), table.indptr), shape=(table.shape[0], len(used)))
    return own, rows[used], marks[used]
