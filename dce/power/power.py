"""The power of the question asked: what a ranking by so many people can and cannot show, told before fieldwork."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from dce.design import Design, make_design
from dce.errors import AnswerError, DesignError
from dce.estimation.checks import column_rank
from dce.parallel import Executor, map_shards
from dce.power.curve import SIZES, PowerCurve
from dce.power.measures import difference_rows, false_rate, group_rows
from dce.power.outcomes import Outcome, Simulation, joined
from dce.power.plan import People, Plan
from dce.power.studies import Asked
from dce.power.truth import Truth, true_of
from dce.power.words import power_sentences, power_text
from dce.ranking import EVERYBODY
from dce.simulate import Population

SHARD = 25  # studies with draws of their own: a fixed number, so that no draw depends on the number of processes
MOST_CELLS = 4_000_000  # answers held at once, at about 50 bytes each
MOST_REPLICATES = 100_000


@dataclass(frozen=True)
class Power:
    """What ``replicates`` simulated studies show: by group in :meth:`table`, between groups in :meth:`differences`.

    ``false_differences`` is the share of studies that tell groups apart which are alike, with its error; None where
    there are no two groups, or where it was not asked. ``assumed`` says whether the population is the caller's own.
    """

    plan: Plan
    replicates: int
    seed: int
    assumed: bool
    truth: Mapping[str, Truth]
    outcomes: Mapping[str, Outcome]
    false_differences: tuple[float, float] | None

    @property
    def people(self) -> dict[str, int]:
        """How many people each group has, everybody first."""
        return {EVERYBODY: self.plan.people, **self.plan.sizes}

    def table(self) -> pd.DataFrame:
        """One row a (group, measure): group, n, measure, value, error (of the simulation).

        Measures are shares of studies: ``first``, ``last``, ``top 4 set`` and ``top 4 order`` are right by the bare
        estimates; ``first told``: the set of one criterion holds the first place only; ``sets cover``: all true places
        lie in their sets. ``set width`` is the mean number of places in a set. A measure has no value where the
        assumed weights are equal, so that there is nothing to be right or wrong about. Bare estimates are of each group
        alone; sets are those of ``rank_criteria``, made after pooling the groups.
        """
        parts = [
            group_rows(self.outcomes[group], self.truth[group]).assign(group=group, n=number)
            for group, number in self.people.items()
        ]
        return pd.concat(parts, ignore_index=True)[["group", "n", "measure", "value", "error"]]

    def differences(self) -> pd.DataFrame:
        """One row a (pair of groups, criterion), empty where nobody is split.

        Columns: criterion, group_a, group_b, difference (assumed, in shares of importance), found (share of studies in
        which ``Ranking.compare`` says "differs"), found_error, smallest (difference found in 80% of studies),
        smallest_error.
        """
        if len(self.plan.sizes) < 2:
            return pd.DataFrame()
        return difference_rows(self.outcomes, self.truth, self.plan.sizes, self.plan.design.study.criterion_ids)

    def curve(
        self, sizes: Sequence[int] = SIZES, *, replicates: int = 300, executor: Executor = "serial"
    ) -> PowerCurve:
        """The same with these numbers of people in each group, or in all: see :class:`PowerCurve`.

        Raises AnswerError for sizes that are too small to be shown, too large, or fewer than two.
        """
        if len(set(sizes)) < 2:
            raise AnswerError("a curve needs two sizes or more, such as 25 and 100")
        draws = replicates, self.seed
        plans = [self.plan.with_people(size) for size in sorted(set(sizes))]
        tables = [power_of(plan, self.assumed, draws, executor, alike=False).table() for plan in plans]
        return PowerCurve(pd.concat(tables, ignore_index=True), *draws)

    def on_designs(
        self,
        *,
        tasks: Sequence[int] = (),
        versions: Sequence[int] = (),
        replicates: int = 300,
        executor: Executor = "serial",
    ) -> pd.DataFrame:
        """The same people on designs of other sizes: tasks, versions, and the columns of :meth:`table`.

        A design is searched for each number of tasks with each number of versions; the numbers are those of this
        design where they are left out. Raises DesignError where there is no such design.
        """
        own, parts = self.plan.design, []
        for count in tasks or (max(len(own.tasks_of(version)) for version in own.versions),):
            for number in versions or (len(own.versions),):
                other = make_design(own.study, tasks=count, versions=number, seed=self.seed)
                plan = replace(self.plan, design=other)
                found = power_of(plan, self.assumed, (replicates, self.seed), executor, alike=False)
                parts.append(found.table().assign(tasks=count, versions=number))
        columns = ["tasks", "versions", "group", "n", "measure", "value", "error"]
        return pd.concat(parts, ignore_index=True)[columns]

    def sentences(self) -> tuple[str, ...]:
        """What this many people can and cannot show, and what was assumed, in plain English."""
        return power_sentences(self)

    def text(self) -> str:
        """The table by group, then the sentences."""
        return power_text(self)

    def __str__(self) -> str:
        """The same as :meth:`text`."""
        return self.text()


def ranking_power(
    design: Design,
    people: People,
    *,
    population: Population | None = None,
    replicates: int = 1000,
    seed: int = 1,
    executor: Executor = "serial",
) -> Power:
    """How often a ranking by ``people`` shows the right order, and how much it leaves open, by simulated studies.

    ``people`` is a number, or one for each option of a background item: {"fg": 18, "privacy_officer": 18}. Invented
    people of the ``population`` (mild equal weights where left out, which are a poor guess) answer the design in each
    study; the answers are fitted with errors clustered by respondent, and places and differences are told as
    :func:`dce.rank_criteria` tells them, with normal draws in place of its bootstrap. The same seed
    gives the same power on every ``executor`` (see ``dce.parallel``). Raises AnswerError for groups that are unknown,
    too small to be shown or too large, and DesignError for a design that cannot tell every weight.

    >>> from dce.design import make_design
    >>> from dce.study import example_study
    >>> power = ranking_power(make_design(example_study(), seed=1), {"jurist": 20, "beleid": 20}, replicates=50)
    >>> power.table()["group"].unique().tolist()
    ['all', 'jurist', 'beleid']
    """
    if not 20 <= replicates <= MOST_REPLICATES:
        raise AnswerError(f"replicates is {replicates}; use 20 to {MOST_REPLICATES}, 1000 is usual")
    return power_of(Plan.of(design, people, population), population is not None, (replicates, seed), executor)


def power_of(plan: Plan, assumed: bool, draws: tuple[int, int], executor: Executor, *, alike: bool = True) -> Power:
    """The same for people who are planned already; ``draws`` are replicates and seed.

    Without ``alike`` no studies are simulated in which groups do not differ.
    """
    replicates, seed = draws
    asked = _asked(plan.design)
    truth = true_of(plan, asked, np.random.default_rng([seed, 0]))
    found = _simulated(plan, asked, truth, draws, executor)
    false = None
    if alike and len(plan.sizes) > 1:
        equal = plan.alike()
        equal_truth = true_of(equal, asked, np.random.default_rng([seed, 2]))
        false = false_rate(_simulated(equal, asked, equal_truth, draws, executor, places=False), plan.sizes)
    return Power(plan, replicates, seed, assumed, MappingProxyType(truth), MappingProxyType(found), false)


def _asked(design: Design) -> Asked:
    asked = Asked.of(design)
    rank = column_rank(asked.x, constant=True)
    lost = [asked.coding.describe(asked.coding.columns[k]) for k in np.flatnonzero(~rank.estimable)]
    if lost:
        raise DesignError(f"the design cannot tell {'; '.join(lost)}, so it has no ranking; give it more tasks")
    return asked


def _simulated(
    plan: Plan,
    asked: Asked,
    truth: Mapping[str, Truth],
    draws: tuple[int, int],
    executor: Executor,
    *,
    places: bool = True,
) -> dict[str, Outcome]:
    replicates, seed = draws
    size = max(1, min(SHARD, MOST_CELLS // (plan.people * max(len(rows) for rows in asked.rows))))
    shards = [(begin, min(size, replicates - begin)) for begin in range(0, replicates, size)]
    kind = 1 if places else 3  # other people each time
    return joined(map_shards(Simulation(plan, asked, truth, (seed, kind), places), shards, executor))
