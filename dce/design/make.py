"""From a study to a design: what is asked for is checked, searched, dealt into versions and handed on as a Design."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dce.coding import Array, Coding
from dce.design.beliefs import Beliefs, checked_beliefs, draw_weights, stored_beliefs
from dce.design.bounds import least_error
from dce.design.candidates import SAMPLE, Candidates, all_rules, candidates
from dce.design.choice.make import make_choice_design
from dce.design.design import Design
from dce.design.ground import Ground, Levels, lay_ground
from dce.design.quality import CONSTANT, aliased
from dce.design.relabel import relabelled_array
from dce.design.search import descend, search
from dce.design.split import split_versions
from dce.errors import DesignError
from dce.study import Study

CHAINS = 4  # independent searches, whatever the number of processors: the same seed gives the same design everywhere
MOST_WORK = 5e9  # of one descent: some minutes; and of the inverses of all draws: a gigabyte
MOST_NUMBERS = 1.5e8
ARRAY = 1  # an array is named by random numbers of its own, so that the search draws the same with it and without
ROUNDING = 1e-5  # the ridge of the search lets the best D-error look larger by a few millionths
SKETCH_DRAWS = 128  # a search looks at few draws, and only its end result at all of them


@dataclass(frozen=True, slots=True)
class _Effort:
    """What a chain spends, as the cost of its descents; tasks in a kick; and how much worse it may go on from.

    Counted and not timed, so that a seed gives the same design on a slow machine: about a second on two processors.
    """

    work: float
    kick_size: int
    slack: float
    most_kicks: int


ZERO = _Effort(4.5e7, 1, 0.003, 6000)
PRIORS = _Effort(3e8, 1, 0.003, 6000)
RULES = _Effort(1.5e7, 2, 0.0, 2000)  # with rules and zero weights: as designs/gegevensdeling was made, and is kept


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is asked for, with the study's own settings filled in."""

    study: Study
    tasks: int
    versions: int
    seed: int
    priors: Beliefs
    draws: int

    @property
    def rows(self) -> int:
        return self.tasks * self.versions

    @property
    def effort(self) -> _Effort:
        if self.priors:
            return PRIORS
        return RULES if self.study.rules else ZERO


def make_design(
    study: Study,
    tasks: int | None = None,
    versions: int | None = None,
    priors: Beliefs | None = None,
    draws: int = 1024,
    seed: int | None = None,
) -> Design:
    """Search the design with the smallest D-error whose scenarios keep every rule of ``study``.

    ``tasks`` are those one respondent sees; ``tasks``, ``versions`` and ``seed`` are the study's own where left out.
    The D-error is det(I)^(-1/K), with I the information of a binary logit over all tasks and K all parameters, the
    constant included, on effects coding: at zero weights, or as the mean over ``draws`` of normal ``priors``
    {column: (mean, sd)}. No version shows a scenario twice, and none shows the worst or the best of all scenarios.
    Without priors it is an orthogonal array where one fits. A study of choice or best-worst tasks gets the design of
    :func:`dce.design.choice.make.make_choice_design`. Raises DesignError.

    >>> from dce.study import example_study
    >>> make_design(example_study(), tasks=8, seed=1).quality().rank
    6
    """
    if study.task.kind in ("choice", "best-worst"):
        return make_choice_design(study, tasks, None, versions, priors, draws, seed=seed)
    own, coding = study.design, Coding.categorical(study)
    plan = _Plan(
        study,
        own.tasks if tasks is None else tasks,
        own.versions if versions is None else versions,
        own.seed if seed is None else seed,
        checked_beliefs(priors, (CONSTANT, *coding.columns), draws),
        draws if priors else 1,
    )
    _check(plan)
    _check_size(plan, coding)
    rng = np.random.default_rng(plan.seed)
    found = candidates(study, rng)
    _check_enough(plan, found, rng)
    weights = draw_weights(study, (CONSTANT, *coding.columns), plan.priors, plan.draws, rng)
    scenarios, settings = _search(plan, found, coding, weights, rng)
    version = split_versions(scenarios, plan.versions, rng, x=_coded(coding, scenarios))
    design = Design.from_frame(study, _frame(study, scenarios, version), seed=plan.seed, settings=settings)
    if lost := aliased(study, design.rows):
        raise DesignError(f"study {study.id}: no design found that tells {', '.join(lost)} apart; ask for more tasks")
    return design


def _check(plan: _Plan) -> None:
    kind, own = plan.study.task.kind, plan.study.design
    if kind not in ("rating", "yes-no"):
        raise DesignError(
            f"study {plan.study.id}: designs for kind: {kind} are not available yet; use rating or yes-no"
        )
    for name in ("anchors", "practice", "repeats"):
        if getattr(own, name):
            raise DesignError(
                f"study {plan.study.id}: {name}: {getattr(own, name)} is not available yet; use {name}: 0"
            )
    for name, value, low, high in (
        ("tasks", plan.tasks, 1, 500),
        ("versions", plan.versions, 1, 100),
        ("seed", plan.seed, 0, 2**32 - 1),
    ):
        if not low <= value <= high:
            raise DesignError(f"study {plan.study.id}: {name}: {value} is not within {low} to {high}")


def _check_size(plan: _Plan, coding: Coding) -> None:
    """Refuse too few tasks for the parameters, and a search that would take hours."""
    parameters = 1 + len(coding.columns)
    if plan.rows < parameters:
        least = -(-parameters // plan.versions)
        raise DesignError(
            f"study {plan.study.id}: {plan.tasks} tasks in {plan.versions} version(s) cannot tell {parameters} "
            f"parameters apart; ask for at least {least} tasks"
        )
    if _cost(plan, coding) > MOST_WORK or plan.draws * parameters**2 > MOST_NUMBERS:
        raise DesignError(
            f"study {plan.study.id}: {plan.rows} tasks with {parameters} parameters and {plan.draws} draws are too "
            f"much to search; ask for fewer tasks, versions or draws"
        )


def _check_enough(plan: _Plan, found: Candidates, rng: np.random.Generator) -> None:
    """Refuse rules that leave fewer scenarios than one version needs, or that make two effects one."""
    if len(found.scenarios) < plan.tasks:
        raise DesignError(
            f"study {plan.study.id}: {all_rules(plan.study)} leave {len(found.scenarios)} scenarios, fewer than the "
            f"{plan.tasks} tasks; ask for fewer tasks or narrow a rule"
        )
    few = rng.permutation(found.scenarios)[:SAMPLE]  # not every tenth: that could leave out a level
    lost = aliased(plan.study, _frame(plan.study, few, np.zeros(len(few), dtype=np.int64)))
    if lost:
        raise DesignError(
            f"study {plan.study.id}: {all_rules(plan.study)} make it impossible to tell {', '.join(lost)} apart; "
            f"narrow a rule"
        )


def _search(
    plan: _Plan, found: Candidates, coding: Coding, weights: Array, rng: np.random.Generator
) -> tuple[Levels, dict[str, object]]:
    """Take an orthogonal array, or run the chains; give the best scenarios (N, m) with the settings used."""
    copies = 1 if len(found.scenarios) >= plan.rows else plan.versions
    counts = np.array([len(levels) for levels in coding.levels.values()], dtype=np.int64)
    own = np.random.default_rng([plan.seed, ARRAY])
    array = None if plan.priors else relabelled_array(counts, plan.rows, found, copies, own)
    settings: dict[str, object] = {
        "criterion": "D-error: det(I)^(-1/K) over all tasks, constant included",
        "coding": "effects",
        "tasks": plan.tasks,
        "versions": plan.versions,
    }
    if array and array.whole:
        return array.scenarios, settings | {"search": "orthogonal array, its levels named at random"}
    sketch = lay_ground(coding, weights[:SKETCH_DRAWS], found.matches, copies, rng)
    full = lay_ground(coding, weights, found.matches, copies, rng)
    kicks = min(plan.effort.most_kicks, int(plan.effort.work // _cost(plan, coding)))
    start = array.scenarios if array else None
    enough = 0.0 if plan.priors else least_error(counts.tolist(), plan.rows) * (1.0 + ROUNDING)
    chain = _Chain(plan.rows, found, kicks, plan.effort, sketch, full, enough)
    with ThreadPoolExecutor(min(CHAINS, os.cpu_count() or 1)) as pool:
        begun = [start, *[None] * (CHAINS - 1)]
        ends = list(pool.map(lambda given: _run(chain, *given), zip(begun, rng.spawn(CHAINS), strict=True)))
    scenarios = min(ends, key=lambda end: end[1])[0]
    settings |= {"search": "coordinate exchange with two-task kicks", "starts": CHAINS, "kicks": kicks}
    if plan.effort.slack:
        settings |= {"search": "coordinate exchange with kicks", "slack": plan.effort.slack}
    if plan.priors:
        settings |= {"priors": stored_beliefs(plan.priors), "draws": plan.draws}
    return scenarios, settings


def _cost(plan: _Plan, coding: Coding) -> float:
    """What one descent costs: it goes with draws, tasks, levels to the third and parameters squared."""
    levels = sum(len(levels) ** 3 for levels in coding.levels.values())
    return float(min(plan.draws, SKETCH_DRAWS) * plan.rows * (levels + (1 + len(coding.columns)) ** 2))


@dataclass(frozen=True, slots=True)
class _Chain:
    """What every chain works with: tasks, kicks, the ground at few draws and at all, and the D-error that ends it."""

    tasks: int
    found: Candidates
    kicks: int
    effort: _Effort
    sketch: Ground
    full: Ground
    enough: float


def _run(chain: _Chain, given: Levels | None, rng: np.random.Generator) -> tuple[Levels, float]:
    """Search from the scenarios ``given``, or from some drawn at random; give the best (N, m) with its mean D-error."""
    allowed, sketch, full = chain.found.scenarios, chain.sketch, chain.full
    drawn = rng.permutation(np.repeat(np.arange(len(allowed)), sketch.copies))[: chain.tasks]
    scenarios = np.ascontiguousarray(allowed[drawn]) if given is None else given
    which = rng.integers(chain.tasks, size=(chain.kicks, chain.effort.kick_size))
    fresh = allowed[rng.integers(len(allowed), size=(chain.kicks, chain.effort.kick_size))]
    end = search(scenarios, which, fresh, sketch, slack=chain.effort.slack, enough=chain.enough)
    if len(full.weights) > len(sketch.weights):
        end = descend(end.rows, full)
    return end.rows, float(end.error.mean())


def _coded(coding: Coding, scenarios: Levels) -> Array:
    """Code level numbers (N, m) as columns (N, K), the constant first."""
    parts = [coding.codes[name][scenarios[:, i]] for i, name in enumerate(coding.levels)]
    return np.concatenate([np.ones((len(scenarios), 1)), *parts], axis=1)


def _frame(study: Study, scenarios: Levels, version: Levels) -> pd.DataFrame:
    """Turn level numbers (N, m) into level ids, a version after the other, tasks counted through."""
    order = np.argsort(version, kind="stable")
    columns = {
        criterion.id: np.array(criterion.level_ids, dtype=object)[scenarios[order, i]]
        for i, criterion in enumerate(study.criteria)
    }
    counters = {"version": version[order] + 1, "task": np.arange(1, len(order) + 1), "alternative": 1}
    return pd.DataFrame(counters | columns)
