"""From a study to a design of choice tasks: checked, searched, dealt into versions and handed on as a Design."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from math import comb

import numpy as np
import pandas as pd

from dce.coding import Array
from dce.design.beliefs import Beliefs, checked_beliefs, draw_weights, stored_beliefs
from dce.design.candidates import Candidates, all_rules, candidates
from dce.design.choice.coding import CHOICE_KINDS, ChoiceCoding, directions
from dce.design.choice.ground import AIMS, Aim, ChoiceGround, Levels, Limits, everything_open, lay_choice_ground
from dce.design.choice.hand import value_of
from dce.design.choice.limits import beats, has_dominance
from dce.design.choice.quality import choice_aliased
from dce.design.choice.search import descend, search
from dce.design.design import Design
from dce.design.split import split_versions
from dce.errors import DesignError
from dce.study import Study

CHAINS = 4  # independent searches, whatever the number of processors: the same seed gives the same design everywhere
KICK_SIZE = 2
FIRST_DRAWS, SKETCH_DRAWS = 32, 256  # a search looks at few draws, and only its end result at all of them
WORK = {False: 2e6, True: 6e7}  # effort of a chain without and with priors; some tenths of a second and one
MOST_KICKS = 400
MOST_WORK = 1e10  # of one descent: some minutes; and of the inverses of all draws: a gigabyte
MOST_NUMBERS = 1.5e8
MOST_TRIES = 20  # random tasks for each one wanted before it is clear that hardly any may be shown
MOST_DRAWN = 40  # scenarios drawn for one of them


@dataclass(frozen=True, slots=True)
class ChoiceOptions:
    """How choice tasks are searched; checked where it is born.

    ``criterion`` is D (error), A (mean variance) or S (the sample size that makes every weight significant, which
    needs priors); ``dominated`` is how many tasks may have an alternative that another beats on every criterion, None
    for any number; ``balance_weight`` is by how much of itself a design counts as worse that has no utility balance at
    all; ``alternative_constants`` gives every alternative but the last a constant of its own.
    """

    criterion: str = "D"
    dominated: int | None = 0
    balance_weight: float = 0.0
    alternative_constants: bool = False

    def __post_init__(self) -> None:
        if self.criterion not in AIMS:
            raise DesignError(f'criterion: "{self.criterion}" is not known; use one of {", ".join(AIMS)}')
        if self.dominated is not None and self.dominated < 0:
            raise DesignError(f"dominated: {self.dominated} is less than none; use 0 or more, or None for any number")
        if not 0 <= self.balance_weight <= 100:
            raise DesignError(f"balance_weight: {self.balance_weight} is not within 0 to 100")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is asked for, checked."""

    study: Study
    tasks: int
    versions: int
    seed: int
    draws: int
    options: ChoiceOptions
    coding: ChoiceCoding
    beliefs: Beliefs = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return self.tasks * self.versions

    @property
    def best_worst(self) -> bool:
        return self.study.task.kind == "best-worst"


def make_choice_design(
    study: Study,
    tasks: int | None = None,
    alternatives: int | None = None,
    versions: int | None = None,
    priors: Beliefs | None = None,
    draws: int = 1024,
    *,
    seed: int | None = None,
    options: ChoiceOptions | None = None,
) -> Design:
    """Search the choice tasks with the smallest error whose scenarios keep every rule of ``study``.

    ``tasks``, ``alternatives``, ``versions`` and ``seed`` are the study's own where left out. The error is that of a
    conditional logit on effects coding, one answer to every task, all parameters counted: at zero weights, or as mean
    over ``draws`` of ``priors``: {column: (mean, sd)} normal, {column: ("uniform", low, high)}, or "expected" for no
    more than the directions that the study expects. No task shows a scenario twice and no version a task twice. Raises
    DesignError.

    >>> from dce.study import Study, example_study
    >>> plain = example_study().model_dump(mode="json", exclude_defaults=True)
    >>> task = {"kind": "choice", "alternatives": 2, "statement": {"nl": "Welke?", "en": "Which?"}}
    >>> study = Study.model_validate(plain | {"task": task})
    >>> make_choice_design(study, tasks=12, seed=1).quality().rank
    5
    """
    plan = _planned(study, (tasks, alternatives, versions, draws, seed), priors, options or ChoiceOptions())
    rng = np.random.default_rng(plan.seed)
    found = candidates(study, rng, extremes=False)
    _check_size(plan, found)
    weights = draw_weights(study, plan.coding.columns, plan.beliefs, plan.draws, rng)
    if plan.options.criterion == "S" and not np.abs(weights.mean(axis=0)).max() > 1e-9:
        raise DesignError(f"study {study.id}: criterion S needs priors; a weight believed to be 0 is never significant")
    numbers, kicks = _search(plan, found, weights, rng)
    version = split_versions(_side_by_side(numbers), plan.versions, rng)
    design = Design.from_frame(study, _frame(study, numbers, version), seed=plan.seed, settings=_settings(plan, kicks))
    if lost := choice_aliased(plan.coding, plan.coding.encode(design.rows)):
        raise DesignError(f"study {study.id}: no design found that tells {', '.join(lost)} apart; ask for more tasks")
    return design


def _planned(study: Study, asked: tuple[int | None, ...], priors: Beliefs | None, options: ChoiceOptions) -> _Plan:
    kind, own = study.task.kind, study.design
    if kind not in CHOICE_KINDS or kind == "ranking":
        raise DesignError(f"study {study.id}: kind: {kind} has no choice tasks to design; use choice or best-worst")
    for name in ("anchors", "practice", "repeats"):
        if getattr(own, name):
            raise DesignError(f"study {study.id}: {name}: {getattr(own, name)} is not available yet; use {name}: 0")
    tasks, alternatives, versions, draws, seed = asked
    if alternatives not in (None, study.task.alternatives):
        raise DesignError(
            f"study {study.id}: its tasks show {study.task.alternatives} alternatives, not {alternatives}; change "
            f"alternatives in the study"
        )
    coding = ChoiceCoding.of(study, alternative_constants=options.alternative_constants)
    numbers = {
        "tasks": (own.tasks if tasks is None else tasks, 1, 500),
        "versions": (own.versions if versions is None else versions, 1, 100),
        "seed": (own.seed if seed is None else seed, 0, 2**32 - 1),
    }
    for name, (value, low, high) in numbers.items():
        if not low <= value <= high:
            raise DesignError(f"study {study.id}: {name}: {value} is not within {low} to {high}")
    settled = {name: value for name, (value, _, _) in numbers.items()}
    beliefs = checked_beliefs(priors, coding.columns, draws or 1)
    return _Plan(
        study, **settled, draws=draws if draws and beliefs else 1, options=options, coding=coding, beliefs=beliefs
    )


def _check_size(plan: _Plan, found: Candidates) -> None:
    """Refuse too few tasks for the parameters, too few scenarios, and a search that would take hours."""
    study, parameters = plan.study, len(plan.coding.columns)
    comparisons = len(plan.coding.constants) - 1
    if plan.rows * comparisons < parameters:
        least = -(-parameters // (comparisons * plan.versions))
        raise DesignError(
            f"study {study.id}: {plan.tasks} tasks in {plan.versions} version(s) cannot tell {parameters} parameters "
            f"apart; ask for at least {least} tasks"
        )
    if comb(len(found.scenarios), plan.coding.alternatives) < plan.tasks:
        raise DesignError(
            f"study {study.id}: {all_rules(study)} leave {len(found.scenarios)} scenarios, too few for {plan.tasks} "
            f"different tasks of {plan.coding.alternatives}; ask for fewer tasks or narrow a rule"
        )
    if _cost(plan, plan.draws) > MOST_WORK or plan.draws * parameters**2 > MOST_NUMBERS:
        raise DesignError(
            f"study {study.id}: {plan.rows} tasks with {parameters} parameters and {plan.draws} draws are too much to "
            f"search; ask for fewer tasks, versions or draws"
        )


def _cost(plan: _Plan, draws: int) -> float:
    """What one sweep costs: it goes with draws, tasks, changes of levels and parameters squared."""
    size = len(plan.coding.constants) - 1
    changes = sum(len(levels) ** 2 for levels in plan.coding.coding.levels.values()) * size**3
    slower = 1 if size == 1 and plan.options.criterion == "D" and not plan.options.balance_weight else 20  # see pairs
    return float(draws * plan.rows * (slower * changes + size * len(plan.coding.columns) ** 2))


def _search(plan: _Plan, found: Candidates, weights: Array, rng: np.random.Generator) -> tuple[Levels, int]:
    """Run the chains, bring each to its end on all draws, and give the best tasks (N, J, m) and the number of kicks."""
    limits = _limits(plan, found)
    aim = Aim(plan.options.criterion, plan.options.balance_weight, plan.best_worst)
    layers = [
        lay_choice_ground(plan.coding.coding, weights[:count], plan.coding.constants, limits, aim, rng)
        for count in (FIRST_DRAWS, SKETCH_DRAWS, len(weights))
    ]
    kicks = max(1, min(MOST_KICKS, int(WORK[bool(plan.beliefs)] // _cost(plan, min(plan.draws, SKETCH_DRAWS)))))
    with ThreadPoolExecutor(min(CHAINS, os.cpu_count() or 1)) as pool:
        ends = list(pool.map(lambda own: _chain(plan, found, kicks, layers, own), rng.spawn(CHAINS)))
    return min(ends, key=lambda end: end[1])[0], kicks


def _limits(plan: _Plan, found: Candidates) -> Limits:
    shown, counts = plan.coding.alternatives, [len(criterion.levels) for criterion in plan.study.criteria]
    allowed = plan.options.dominated
    return Limits(
        matches=found.matches,
        directions=directions(plan.study),
        dominated=plan.rows if allowed is None else allowed,
        open=everything_open(counts, shown),
        copies=1 if comb(len(found.scenarios), shown) >= 2 * plan.rows else plan.versions,
    )


def _chain(
    plan: _Plan, found: Candidates, kicks: int, layers: list[ChoiceGround], rng: np.random.Generator
) -> tuple[Levels, float]:
    first, sketch, full = layers
    scenarios, shown = np.ascontiguousarray(found.scenarios), plan.coding.alternatives
    rows = _first_tasks(plan, scenarios, sketch, rng)
    if len(first.weights) < len(sketch.weights):
        rows = descend(rows, first).rows
    which = rng.integers(plan.rows, size=(kicks, KICK_SIZE))
    fresh = rng.integers(len(scenarios), size=(kicks, KICK_SIZE, shown))
    end, last = search(rows, which, fresh, scenarios, sketch), sketch
    if len(sketch.weights) < len(full.weights):
        end, last = descend(end.rows, full), full
    return end.rows, value_of(end, last)


def _first_tasks(plan: _Plan, scenarios: Levels, ground: ChoiceGround, rng: np.random.Generator) -> Levels:
    """Draw tasks (N, J, m) at random, no more with dominance than allowed; raises DesignError where there are none."""
    taken, dominated = list[Levels](), 0
    seen: dict[tuple[int, ...], int] = {}
    for _ in range(MOST_TRIES * plan.rows):
        own = _one_task(scenarios, plan.coding.alternatives, ground, dominated < ground.dominated, rng)
        name = tuple(sorted(own))
        if len(own) < plan.coding.alternatives or seen.get(name, 0) >= ground.copies:
            continue
        task = np.ascontiguousarray(scenarios[own])
        seen[name] = seen.get(name, 0) + 1
        dominated += has_dominance(task, ground.directions)
        taken.append(task)
        if len(taken) == plan.rows:
            return np.stack(taken)
    raise DesignError(
        f"study {plan.study.id}: only {len(taken)} of {plan.rows} tasks found in which no alternative beats another on "
        f"every criterion; allow some by dominated, ask for fewer tasks or narrow a rule"
    )


def _one_task(scenarios: Levels, shown: int, ground: ChoiceGround, free: bool, rng: np.random.Generator) -> list[int]:
    """Draw scenarios one after the other, where not ``free`` only such as neither beat nor are beaten by the others."""
    own = list[int]()
    for one in rng.integers(len(scenarios), size=MOST_DRAWN).tolist():
        new = scenarios[one]
        if one not in own and (free or not any(_unequal(new, scenarios[other], ground) for other in own)):
            own.append(one)
        if len(own) == shown:
            break
    return own


def _unequal(one: Levels, other: Levels, ground: ChoiceGround) -> bool:
    return bool(beats(one, other, ground.directions) or beats(other, one, ground.directions))


def _side_by_side(numbers: Levels) -> Levels:
    """Tasks (N, J * m) with their alternatives in a fixed order, so that equal tasks are equal rows."""
    ordered = [task[np.lexsort(task.T[::-1])] for task in numbers]
    return np.ascontiguousarray(np.stack(ordered).reshape(len(numbers), -1))


def _frame(study: Study, numbers: Levels, version: Levels) -> pd.DataFrame:
    """Turn level numbers (N, J, m) into level ids, a version after the other, tasks counted through."""
    order, shown = np.argsort(version, kind="stable"), numbers.shape[1]
    counters = {
        "version": np.repeat(version[order] + 1, shown),
        "task": np.repeat(np.arange(1, len(order) + 1), shown),
        "alternative": np.tile(np.arange(1, shown + 1), len(order)),
    }
    columns = {
        criterion.id: np.array(criterion.level_ids, dtype=object)[numbers[order, :, i].ravel()]
        for i, criterion in enumerate(study.criteria)
    }
    return pd.DataFrame(counters | columns)


def _settings(plan: _Plan, kicks: int) -> dict[str, object]:
    settings: dict[str, object] = {
        "criterion": f"{plan.options.criterion}: of a conditional logit over all tasks, all parameters",
        "coding": "effects",
        "tasks": plan.tasks,
        "versions": plan.versions,
        "alternatives": plan.coding.alternatives,
        "opt_out": plan.coding.opt_out,
        "search": "coordinate exchange with two-task kicks",
        "starts": CHAINS,
        "kicks": kicks,
    }
    settings |= {name: value for name, value in asdict(plan.options).items() if name != "criterion"}
    if plan.beliefs:
        settings |= {"priors": stored_beliefs(plan.beliefs), "draws": plan.draws}
    return settings
