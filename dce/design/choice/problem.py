"""What is asked of a search of choice tasks, and whether that can be done at all.

Letters: N tasks of all versions (an anchor once), J alternatives, m criteria, K parameters, R draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

from dce.design.beliefs import Beliefs
from dce.design.candidates import Candidates, all_rules
from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.ground import Levels
from dce.design.effects import Effects
from dce.errors import DesignError
from dce.study import DesignSettings, Study

SLOWER = 20.0  # than pairs and D-errors are other tasks and criteria, for each change of a level
MOST_WORK = 1e10  # of one descent: some minutes; and of the inverses of all draws: a gigabyte
MOST_NUMBERS = 1.5e8


@dataclass(frozen=True, slots=True)
class ChoiceProblem:
    """What is searched: which tasks, for which effects, under which beliefs, beside the ``kept`` ones (k, J, m).

    Each task has its ``version`` (N,) from 0, an anchor ``ANCHOR``.
    """

    study: Study
    settings: DesignSettings
    coding: ChoiceCoding
    effects: Effects
    beliefs: Beliefs
    draws: int
    found: Candidates
    kept: Levels
    version: Levels

    @property
    def rows(self) -> int:
        """N: the tasks of all versions, an anchor counted once."""
        return len(self.version)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the K parameters: main effects, interactions, constants."""
        return (*self.effects.columns, *self.coding.columns[len(self.effects.coding.columns) :])

    @property
    def quick(self) -> bool:
        """Whether the quick steps can do it: pairs, and no more than their D-error."""
        own, pair = self.settings, len(self.coding.constants) == 2
        plain = own.criterion == "D" and not own.balance_weight and not self.effects.pairs
        return pair and plain and self.varying == len(self.study.criteria)

    @property
    def varying(self) -> int:
        """How many criteria may differ between the alternatives of a task."""
        return self.settings.varying or len(self.study.criteria)

    @property
    def copies(self) -> int:
        """How often a task may stand in the design: once, or where there are hardly enough once in every version."""
        possible = comb(len(self.found.scenarios), self.coding.alternatives)
        return 1 if possible >= 2 * self.rows else self.settings.versions


def check_size(problem: ChoiceProblem) -> None:
    """Refuse too few tasks for the parameters, too few scenarios, and a search that would take hours."""
    study, own, parameters = problem.study, problem.settings, len(problem.columns)
    comparisons, shown = len(problem.coding.constants) - 1, problem.coding.alternatives
    if problem.rows * comparisons < parameters:
        least = own.anchors - (-(-(-parameters // comparisons) - own.anchors) // own.versions)
        raise DesignError(
            f"study {study.id}: {own.tasks} tasks in {own.versions} version(s) cannot tell {parameters} parameters "
            f"apart; ask for at least {least} tasks"
        )
    if comb(len(problem.found.scenarios), shown) < own.tasks:
        raise DesignError(
            f"study {study.id}: {all_rules(study)} leave {len(problem.found.scenarios)} scenarios, too few for "
            f"{own.tasks} different tasks of {shown}; ask for fewer tasks or narrow a rule"
        )
    if cost(problem, problem.draws) > MOST_WORK or problem.draws * parameters**2 > MOST_NUMBERS:
        raise DesignError(
            f"study {study.id}: {problem.rows} tasks with {parameters} parameters and {problem.draws} draws are too "
            f"much to search; ask for fewer tasks, versions or draws"
        )


def cost(problem: ChoiceProblem, draws: int) -> float:
    """What one sweep costs: it goes with draws, tasks, changes of levels and parameters squared."""
    size = len(problem.coding.constants) - 1
    changes = sum(len(levels) ** 2 for levels in problem.effects.coding.levels.values()) * size**3
    whole = problem.varying == len(problem.study.criteria)
    second = 3.0 if problem.study.task.kind == "best-worst" else 1.0
    slower = 1.0 if problem.quick else second * SLOWER * (1.0 + len(problem.effects.pairs)) * (1.0 if whole else 4.0)
    return float(draws * problem.rows * (slower * changes + size * len(problem.columns) ** 2))
