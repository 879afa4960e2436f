"""Simulated studies of one plan: how many, from which seed, by whom, and who is told how far they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from dce.design import Design
from dce.errors import AnswerError, DesignError
from dce.parallel import Executor, map_shards
from dce.power.asked import Asked
from dce.power.believed import weights_of_studies
from dce.power.measures import table_of
from dce.power.outcomes import Outcome, Shard, Simulation, Wanted, joined
from dce.power.plan import Plan
from dce.power.points import NODES
from dce.power.truth import Truth, VeryMany

SHARD = 25  # studies with draws of their own: a fixed number, so that no draw depends on the number of processes
MOST_CELLS = 4_000_000  # answers held at once, at about 60 bytes each
MOST_CHANCES = 4_000_000  # chances of answers held at once, at about 100 bytes each
FEWEST_REPLICATES, MOST_REPLICATES = 20, 100_000
STEPS = 20  # how often somebody is told how far the studies are
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Run:
    """``replicates`` studies from a ``seed``; ``progress`` is called with the share of them that is done."""

    replicates: int
    seed: int
    executor: Executor = "serial"
    progress: Progress | None = None

    def __post_init__(self) -> None:
        if not FEWEST_REPLICATES <= self.replicates <= MOST_REPLICATES:
            raise AnswerError(
                f"replicates is {self.replicates}; use {FEWEST_REPLICATES} to {MOST_REPLICATES}, 1000 is usual"
            )

    def part(self, number: int, parts: int) -> Run:
        """As many studies that are part ``number``, from 0, of a work in ``parts``."""
        tell = self.progress
        if tell is None:
            return self
        return replace(self, progress=lambda share: tell((number + share) / parts))


def run_plan(
    plan: Plan, run: Run, wanted: Wanted = "all", *, alike: bool = False
) -> tuple[Mapping[str, Truth], Mapping[str, Outcome]]:
    """The truth, and what the studies show, by group; studies of groups that are ``alike`` have other people.

    Raises DesignError for a design that cannot tell every weight.
    """
    kind = 1 if alike else 0
    asked = _asked(plan.design)
    many = VeryMany.of(plan, asked, np.random.default_rng([run.seed, 2 * kind]))
    truth = (
        None
        if plan.beliefs
        else many.truth(asked.utility(weights_of_studies(plan, 1, np.random.default_rng(run.seed))))
    )
    simulation = Simulation(plan, many, truth, (run.seed, 2 * kind + 1), wanted)
    parts = _by_steps(simulation, _shards(plan, asked, run.replicates), run)
    found = joined([outcomes for outcomes, _ in parts])
    return MappingProxyType(truth or joined([own for _, own in parts])), MappingProxyType(found)


def power_table(plan: Plan, run: Run, wanted: Wanted = "all") -> pd.DataFrame:
    """The power by group and measure: see :func:`dce.power.measures.table_of`."""
    truth, outcomes = run_plan(plan, run, wanted)
    return table_of(plan.people_by_group, outcomes, truth)


def _asked(design: Design) -> Asked:
    asked = Asked.of(design)
    if lost := asked.lost():
        raise DesignError(f"the design cannot tell {'; '.join(lost)}, so it has no ranking; give it more tasks")
    return asked


def _shards(plan: Plan, asked: Asked, replicates: int) -> list[Shard]:
    most = MOST_CELLS // asked.held(plan.people)
    if plan.beliefs:
        most = min(most, MOST_CHANCES // (NODES * len(asked.x) * asked.answers))
    size = max(1, min(SHARD, most))
    return [(begin, min(size, replicates - begin)) for begin in range(0, replicates, size)]


def _by_steps(
    simulation: Simulation, shards: list[Shard], run: Run
) -> list[tuple[dict[str, Outcome], dict[str, Truth]]]:
    """The result of each shard; where somebody is told of it, some shards at a time."""
    if run.progress is None:
        return map_shards(simulation, shards, run.executor)
    each, found = -(-len(shards) // STEPS), []
    for begin in range(0, len(shards), each):
        found += map_shards(simulation, shards[begin : begin + each], run.executor)
        run.progress(len(found) / len(shards))
    return found
