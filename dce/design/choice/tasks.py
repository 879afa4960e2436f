"""The search of choice tasks by independent chains: first tasks at random, few draws before many, then all of them.

Letters: N tasks of all versions, J alternatives, m criteria, K parameters, R draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from dce.coding import Array
from dce.design.beliefs import Beliefs, draw_weights, stored_beliefs
from dce.design.candidates import Candidates, all_rules
from dce.design.chains import CHAINS, Pace, Watch, run_chains
from dce.design.choice.coding import ChoiceCoding, directions
from dce.design.choice.ground import Aim, ChoiceGround, Levels, Limits, Spread, everything_open, lay_choice_ground
from dce.design.choice.limits import beats, count_matches, has_dominance, keeps_rules
from dce.design.choice.search import SLACK, descend, fresh_tasks, kicks_of, wander
from dce.design.choice.state import value_of
from dce.design.effects import Effects
from dce.errors import DesignError
from dce.study import DesignSettings, Study

FIRST_DRAWS, SKETCH_DRAWS = 64, 256  # a search looks at few draws, and only its end result at all of them
ZERO_WORK, PRIORS_WORK, SLOW_WORK = 2.5e6, 8e8, 6e7  # effort of a chain; some tenths of a second, and about a second
SLOWER = 20.0  # than pairs and D-errors are other tasks and criteria, for each change of a level
MOST_KICKS = 600
MOST_WORK = 1e10  # of one descent: some minutes; and of the inverses of all draws: a gigabyte
MOST_NUMBERS = 1.5e8
MOST_TRIES = 20  # random tasks for each one wanted before it is clear that hardly any may be shown
MOST_DRAWN = 40  # scenarios drawn for one of them


@dataclass(frozen=True, slots=True)
class ChoiceProblem:
    """What is searched: which tasks, for which effects, under which beliefs."""

    study: Study
    settings: DesignSettings
    coding: ChoiceCoding
    effects: Effects
    beliefs: Beliefs
    draws: int
    found: Candidates

    @property
    def rows(self) -> int:
        """N: the tasks of all versions."""
        return self.settings.tasks * self.settings.versions

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the K parameters: main effects, interactions, constants."""
        return (*self.effects.columns, *self.coding.columns[len(self.effects.coding.columns) :])

    @property
    def varying(self) -> int:
        """How many criteria may differ between the alternatives of a task."""
        return self.settings.varying or len(self.study.criteria)


def check_size(problem: ChoiceProblem) -> None:
    """Refuse too few tasks for the parameters, too few scenarios, and a search that would take hours."""
    study, own, parameters = problem.study, problem.settings, len(problem.columns)
    comparisons, shown = len(problem.coding.constants) - 1, problem.coding.alternatives
    if problem.rows * comparisons < parameters:
        least = -(-parameters // (comparisons * own.versions))
        raise DesignError(
            f"study {study.id}: {own.tasks} tasks in {own.versions} version(s) cannot tell {parameters} parameters "
            f"apart; ask for at least {least} tasks"
        )
    if comb(len(problem.found.scenarios), shown) < own.tasks:
        raise DesignError(
            f"study {study.id}: {all_rules(study)} leave {len(problem.found.scenarios)} scenarios, too few for "
            f"{own.tasks} different tasks of {shown}; ask for fewer tasks or narrow a rule"
        )
    if _cost(problem, problem.draws) > MOST_WORK or problem.draws * parameters**2 > MOST_NUMBERS:
        raise DesignError(
            f"study {study.id}: {problem.rows} tasks with {parameters} parameters and {problem.draws} draws are too "
            f"much to search; ask for fewer tasks, versions or draws"
        )


def _cost(problem: ChoiceProblem, draws: int) -> float:
    """What one sweep costs: it goes with draws, tasks, changes of levels and parameters squared."""
    own, size = problem.settings, len(problem.coding.constants) - 1
    changes = sum(len(levels) ** 2 for levels in problem.effects.coding.levels.values()) * size**3
    whole = problem.varying == len(problem.study.criteria)
    quick = size == 1 and own.criterion == "D" and not own.balance_weight and not problem.effects.pairs and whole
    second = 3.0 if problem.study.task.kind == "best-worst" else 1.0
    slower = 1.0 if quick else second * SLOWER * (1.0 + len(problem.effects.pairs)) * (1.0 if whole else 4.0)
    return float(draws * problem.rows * (slower * changes + size * len(problem.columns) ** 2))


def search_tasks(problem: ChoiceProblem, rng: np.random.Generator, watch: Watch) -> tuple[Levels, dict[str, object]]:
    """Give the best tasks (N, J, m) of some independent chains, and how they were found."""
    weights = draw_weights(problem.study, problem.columns, problem.beliefs, problem.draws, rng)
    if problem.settings.criterion == "S" and not np.abs(weights.mean(axis=0)).max() > 1e-9:
        raise DesignError(
            f"study {problem.study.id}: criterion S needs priors; a weight believed to be 0 is never significant"
        )
    layers = [_ground(problem, weights[:count], rng) for count in (FIRST_DRAWS, SKETCH_DRAWS, len(weights))]
    cost = _cost(problem, min(problem.draws, SKETCH_DRAWS))
    steps = max(1, min(MOST_KICKS, int(_work(problem, layers[0]) // cost)))
    ends = run_chains(lambda own, pace: _chain(problem, layers, own, pace), rng.spawn(CHAINS), steps, watch)
    return min(ends, key=lambda end: end[1])[0], _told(problem, steps, watch)


def _work(problem: ChoiceProblem, ground: ChoiceGround) -> float:
    if not problem.beliefs:
        return ZERO_WORK
    return PRIORS_WORK if ground.lanes else SLOW_WORK


def _ground(problem: ChoiceProblem, weights: Array, rng: np.random.Generator) -> ChoiceGround:
    own, shown = problem.settings, problem.coding.alternatives
    counts = [len(criterion.levels) for criterion in problem.study.criteria]
    limits = Limits(
        matches=problem.found.matches,
        directions=directions(problem.study),
        dominated=problem.rows if own.dominated == "any" else own.dominated * own.versions,
        open=everything_open(counts, shown),
        copies=1 if comb(len(problem.found.scenarios), shown) >= 2 * problem.rows else own.versions,
        most=problem.found.most * own.versions,
        varying=own.varying,
    )
    aim = Aim(own.criterion, own.balance_weight, problem.study.task.kind == "best-worst")
    return lay_choice_ground(
        problem.effects.coding,
        weights,
        problem.coding.constants,
        limits,
        aim,
        rng,
        pairs=problem.effects.pairs,
        spread=_spread(problem),
    )


def _spread(problem: ChoiceProblem) -> Spread | None:
    """Mean and deviation of every weight, where all are normal; a column without a prior weighs nothing."""
    if not problem.beliefs or isinstance(problem.beliefs, str):
        return None
    own = [problem.beliefs.get(name, (0.0, 0.0)) for name in problem.columns]
    if any(len(prior) == 3 for prior in own):
        return None
    return Spread(
        np.array([prior[0] for prior in own], dtype=float), np.array([prior[1] for prior in own], dtype=float)
    )


def _chain(
    problem: ChoiceProblem, layers: list[ChoiceGround], rng: np.random.Generator, pace: Pace
) -> tuple[Levels, float]:
    first, sketch, full = layers
    pool = np.ascontiguousarray(problem.found.scenarios)
    rows = _first_tasks(problem, pool, sketch, rng)
    if len(first.weights) < len(sketch.weights):
        rows = descend(rows, first).rows
    end, last = wander(rows, kicks_of(pool, len(rows), sketch, rng, pace), sketch), sketch
    if len(sketch.weights) < len(full.weights):
        end, last = descend(end.rows, full), full
    return end.rows, value_of(end, last)


def _first_tasks(problem: ChoiceProblem, pool: Levels, ground: ChoiceGround, rng: np.random.Generator) -> Levels:
    """Draw tasks (N, J, m) at random that may be shown; raises DesignError where there are too few."""
    taken, dominated, hits = list[Levels](), 0, np.zeros(len(ground.rare), dtype=np.int64)
    seen: dict[tuple[tuple[int, ...], ...], int] = {}
    for _ in range(MOST_TRIES * problem.rows):
        task = _one_task(problem, pool, ground, dominated < ground.dominated, rng)
        if task is None:
            continue
        name = tuple(sorted(map(tuple, task.tolist())))
        own = np.array([count_matches(task, rule) for rule in ground.rare], dtype=np.int64)
        if len(set(name)) < len(name) or seen.get(name, 0) >= ground.copies:
            continue
        if (own > 1).any() or (hits + own > ground.most).any():
            continue
        seen[name] = seen.get(name, 0) + 1
        dominated += has_dominance(task, ground.directions)
        hits += own
        taken.append(task)
        if len(taken) == problem.rows:
            return np.stack(taken)
    beside = ", with rare combinations no oftener than allowed" if len(ground.rare) else ""
    raise DesignError(
        f"study {problem.study.id}: only {len(taken)} of {problem.rows} tasks found in which no alternative beats "
        f"another on every criterion{beside}; allow some by dominated, ask for fewer tasks or narrow a rule"
    )


def _one_task(
    problem: ChoiceProblem, pool: Levels, ground: ChoiceGround, free: bool, rng: np.random.Generator
) -> Levels | None:
    """Draw a task, where not ``free`` one in which no scenario beats another; None where that did not come about."""
    shown = problem.coding.alternatives
    if ground.varying < pool.shape[1]:
        task = np.ascontiguousarray(fresh_tasks(pool, 1, ground, rng)[0])
        usable = keeps_rules(task, ground) and (free or not has_dominance(task, ground.directions))
        return task if usable else None
    own = list[int]()
    for one in rng.integers(len(pool), size=MOST_DRAWN).tolist():
        if one not in own and (free or not any(_unequal(pool[one], pool[other], ground) for other in own)):
            own.append(one)
        if len(own) == shown:
            return np.ascontiguousarray(pool[own])
    return None


def _unequal(one: Levels, other: Levels, ground: ChoiceGround) -> bool:
    return bool(beats(one, other, ground.directions) or beats(other, one, ground.directions))


def _told(problem: ChoiceProblem, steps: int, watch: Watch) -> dict[str, object]:
    told: dict[str, object] = {
        "search": "coordinate exchange with two-task kicks",
        "starts": CHAINS,
        "kicks": steps,
        "slack": SLACK,
    }
    if watch.seconds is not None or watch.stopped:
        told["kicks"] = "stopped by hand" if watch.stopped else f"as many as fit in {watch.seconds:g} seconds"
    if watch.gain is not None:
        told["gain"] = watch.gain
    if problem.beliefs:
        told |= {"priors": stored_beliefs(problem.beliefs), "draws": problem.draws}
    return told
