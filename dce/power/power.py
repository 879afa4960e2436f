"""The power of the question asked: what a ranking by so many people can and cannot show, told before fieldwork."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dce.design import Design
from dce.errors import AnswerError
from dce.parallel import Executor
from dce.plotted import Plotted
from dce.power.curve import SIZES, PowerCurve
from dce.power.measures import difference_rows, false_rate, table_of
from dce.power.needed import PowerNeed, Varied, search_needed
from dce.power.outcomes import Outcome
from dce.power.plan import People, Plan, Priors
from dce.power.run import Progress, Run, power_table, run_plan
from dce.power.truth import Truth
from dce.power.words import power_sentences, power_text
from dce.simulate import Population


@dataclass(frozen=True)
class Power(Plotted):
    """What ``replicates`` simulated studies show: by group in :meth:`table`, between groups in :meth:`differences`.

    ``false_differences`` is the share of studies that tell groups apart which are alike, with its error; None where
    there are no two groups. ``assumed`` says whether the population is the caller's own.
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
        return self.plan.people_by_group

    def table(self) -> pd.DataFrame:
        """One row a (group, measure): group, n, measure, value, error (of the simulation).

        Measures are shares of studies: ``first``, ``last``, ``top 4 set`` and ``top 4 order`` are right by the bare
        estimates; ``first told``: the set of one criterion holds the first place only; ``sets cover``: all true places
        lie in their sets. ``set width`` is the mean number of places in a set. A measure has no value where the
        assumed weights are equal, so that there is nothing to be right or wrong about. Bare estimates are of each group
        alone; sets are those of ``rank_criteria``, made after pooling the groups.
        """
        return table_of(self.plan.people_by_group, self.outcomes, self.truth)

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
        self,
        sizes: Sequence[int] = SIZES,
        *,
        replicates: int = 300,
        executor: Executor = "serial",
        progress: Progress | None = None,
    ) -> PowerCurve:
        """The same with these numbers of people in each group, or in all: see :class:`PowerCurve`.

        Raises AnswerError for sizes that are too small to be shown, too large, or fewer than two.
        """
        if len(set(sizes)) < 2:
            raise AnswerError("a curve needs two sizes or more, such as 25 and 100")
        run, plans = (
            Run(replicates, self.seed, executor, progress),
            [self.plan.with_people(n) for n in sorted(set(sizes))],
        )
        tables = [power_table(plan, run.part(number, len(plans))) for number, plan in enumerate(plans)]
        rows = pd.concat(tables, ignore_index=True)
        return PowerCurve(rows, replicates, self.seed, self.plan.design.study, self.plan.item)

    def on_designs(
        self,
        *,
        tasks: Sequence[int] = (),
        versions: Sequence[int] = (),
        replicates: int = 300,
        executor: Executor = "serial",
        progress: Progress | None = None,
    ) -> pd.DataFrame:
        """The same people on designs of other sizes: tasks, versions, and the columns of :meth:`table`.

        A design is searched for each number of tasks with each number of versions, of choice tasks at zero weights;
        the numbers are those of this design where they are left out. Raises DesignError where there is no such design.
        """
        run, parts = Run(replicates, self.seed, executor, progress), []
        own = self.plan.design_size
        asked = [(count, number) for count in tasks or own[:1] for number in versions or own[1:]]
        for place, (count, number) in enumerate(asked):
            found = power_table(self.plan.with_design(count, number, self.seed), run.part(place, len(asked)))
            parts.append(found.assign(tasks=count, versions=number))
        columns = ["tasks", "versions", "group", "n", "measure", "value", "error"]
        return pd.concat(parts, ignore_index=True)[columns]

    def needed(
        self,
        varied: Varied = "people",
        *,
        measure: str = "first",
        aim: float = 0.8,
        replicates: int = 1000,
        executor: Executor = "serial",
        progress: Progress | None = None,
    ) -> PowerNeed:
        """How many people in each group, tasks, or versions let a ``measure`` hold in the share ``aim`` of studies.

        A search that simulates studies at each number it tries, for tasks and versions on designs of that size, while
        all else is as in this plan. ``measure`` is one of :meth:`table` that grows with people. Raises AnswerError.
        """
        return search_needed(self.plan, varied, (measure, aim), Run(replicates, self.seed, executor, progress))

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
    priors: Priors | None = None,
    replicates: int = 1000,
    seed: int = 1,
    executor: Executor = "serial",
    progress: Progress | None = None,
) -> Power:
    """How often a ranking by ``people`` shows the right order, and how much it leaves open, by simulated studies.

    The design may ask for ratings, yes or no, a choice, the best and the worst, or a ranking of alternatives. Nobody is
    assumed to care where an alternative stands, and an opt-out to be as attractive as a scenario of average levels,
    unless ``priors`` name their constants.

    ``people`` is a number, or one for each option of a background item: {"fg": 18, "privacy_officer": 18}. Invented
    people of the ``population`` (mild equal weights where left out, which are a poor guess) answer the design in each
    study; the answers are fitted with errors clustered by respondent, and places and differences are told as
    :func:`dce.rank_criteria` tells them, with normal draws in place of its bootstrap.

    With ``priors`` the weights that people share are other ones in each study, and all results are averages over them:
    "expected" for any size in the direction that the study expects, or by column (mean, sd) or ("uniform", low, high).
    Criteria without a prior, thresholds, and what groups and people differ in are the population's.

    The same seed gives the same power on every ``executor`` (see ``dce.parallel``); ``progress`` is called with the
    share of studies done. Raises AnswerError for groups that are unknown, too small to be shown or too large, and
    DesignError for a design that cannot tell every weight and for priors that are none.

    >>> from dce.design import make_design
    >>> from dce.study import example_study
    >>> power = ranking_power(make_design(example_study(), seed=1), {"jurist": 20, "beleid": 20}, replicates=50)
    >>> power.table()["group"].unique().tolist()
    ['all', 'jurist', 'beleid']
    """
    plan, run = Plan.of(design, people, population, priors), Run(replicates, seed, executor, progress)
    several = len(plan.sizes) > 1
    truth, found = run_plan(plan, run.part(0, 1 + several))
    false = None
    if several:
        _, equal = run_plan(plan.alike(), run.part(1, 2), "differences", alike=True)
        false = false_rate(equal, plan.sizes)
    return Power(plan, replicates, seed, population is not None, truth, found, false)
