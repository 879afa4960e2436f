"""From a study to a design of choice tasks: checked, searched, dealt into versions and handed on as a Design."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dce.design.asked import settled
from dce.design.beliefs import Beliefs, checked_beliefs
from dce.design.candidates import candidates
from dce.design.chains import Watch
from dce.design.choice.coding import CHOICE_KINDS, ChoiceCoding, directions
from dce.design.choice.ground import Levels
from dce.design.choice.limits import count_matches, has_dominance
from dce.design.choice.model import ChoiceModel, within_tasks
from dce.design.choice.tasks import ChoiceProblem, check_size, search_tasks
from dce.design.design import Design
from dce.design.effects import Effects
from dce.design.quality import lost_columns
from dce.design.split import Deal, split_versions
from dce.errors import DesignError
from dce.study import DesignSettings, Study

CRITERIA = {
    "D": "D-error: det(I)^(-1/K)",
    "A": "A-error: the mean variance of the weights",
    "S": "S: how often the design must be answered before the last weight is significant at 5%",
}


def make_choice_design(
    study: Study,
    tasks: int | None = None,
    alternatives: int | None = None,
    versions: int | None = None,
    priors: Beliefs | None = None,
    draws: int = 1024,
    *,
    seed: int | None = None,
    settings: DesignSettings | None = None,
    watch: Watch | None = None,
) -> Design:
    """Search the choice tasks with the smallest error whose scenarios keep every rule of ``study``.

    ``tasks``, ``versions``, ``priors`` and ``seed`` are those of ``settings`` where left out, and these the study's
    own. The error is that of a conditional logit on effects coding, one answer to every task, all parameters counted:
    at zero weights, or as mean over ``draws`` of ``priors``: {column: (mean, sd)} normal, {column: ("uniform", low,
    high)}, or "expected" for no more than the directions that the study expects. Between two alternatives with normal
    priors the weights that the draws give a task are scaled to have their true mean, so that the search does not
    overfit the draws. No task shows a scenario twice and no version a task twice; at most ``dominated`` tasks of a
    version have an alternative that another beats on every criterion. A ranking gets the design of a choice of the
    best. ``watch`` ends the search by seconds or by gain, and tells how far it is. Raises DesignError.

    >>> from dce.study import Study, example_study
    >>> plain = example_study().model_dump(mode="json", exclude_defaults=True)
    >>> task = {"kind": "choice", "alternatives": 2, "statement": {"nl": "Welke?", "en": "Which?"}}
    >>> study = Study.model_validate(plain | {"task": task})
    >>> make_choice_design(study, tasks=12, seed=1).quality().rank
    5
    """
    if settings is not None:
        study = study.model_copy(update={"design": settings})
    own = settled(study, None, tasks=tasks, versions=versions, seed=seed)
    coding = _checked_coding(study, own, alternatives)
    rng, effects = np.random.default_rng(own.seed), Effects.of(study)
    columns = (*effects.columns, *coding.columns[len(effects.coding.columns) :])
    beliefs = checked_beliefs(own.priors if priors is None else priors, columns, draws)
    found = candidates(study, rng, extremes=False)
    problem = ChoiceProblem(study, own, coding, effects, beliefs, draws if beliefs else 1, found)
    check_size(problem)
    numbers, told = search_tasks(problem, rng, watch or Watch())
    frame = _frame(study, numbers, split_versions(_deal(problem, numbers), rng))
    design = Design.from_frame(study, frame, seed=own.seed, settings=_settings(problem, told))
    if lost := _lost(design):
        raise DesignError(f"study {study.id}: no design found that tells {', '.join(lost)} apart; ask for more tasks")
    return design


def _checked_coding(study: Study, own: DesignSettings, alternatives: int | None) -> ChoiceCoding:
    """The coding of the tasks; raises DesignError for what has no such tasks or cannot be had."""
    if study.task.kind not in CHOICE_KINDS:
        raise DesignError(
            f"study {study.id}: kind: {study.task.kind} has no choice tasks to design; use {', '.join(CHOICE_KINDS)}"
        )
    for name in ("anchors", "practice", "repeats", "holdouts"):
        if getattr(own, name):
            raise DesignError(f"study {study.id}: {name}: {getattr(own, name)} is not available yet; use {name}: 0")
    if alternatives not in (None, study.task.alternatives):
        raise DesignError(
            f"study {study.id}: its tasks show {study.task.alternatives} alternatives, not {alternatives}; change "
            f"alternatives in the study"
        )
    return ChoiceCoding.of(study, alternative_constants=own.alternative_constants)


def _deal(problem: ChoiceProblem, numbers: Levels) -> Deal:
    """What is dealt into versions: tasks side by side, with what a version may show no more than so often."""
    own, found = problem.settings, problem.found
    rare = np.flatnonzero(found.most > 0)
    hits = np.array([[count_matches(task, found.matches[rule]) > 0 for rule in rare] for task in numbers], dtype=bool)
    most = found.most[rare]
    if own.dominated != "any":
        sign = directions(problem.study)
        hits = np.column_stack([hits.reshape(len(numbers), -1), [has_dominance(task, sign) for task in numbers]])
        most = np.append(most, own.dominated)
    return Deal.of(_side_by_side(numbers), own.versions, hits=hits.reshape(len(numbers), -1), most=most)


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


def _lost(design: Design) -> tuple[str, ...]:
    """Name the columns that the tasks cannot tell apart."""
    model = ChoiceModel.of(design.study, design.rows, design.settings)
    return tuple(lost_columns(model.columns, within_tasks(model.x)))


def _settings(problem: ChoiceProblem, told: dict[str, object]) -> dict[str, object]:
    own, coding = problem.settings, problem.coding
    first = ", of the first pick of every ranking" if problem.study.task.kind == "ranking" else ""
    settings: dict[str, object] = {
        "criterion": f"{CRITERIA[own.criterion]}, of a conditional logit over all tasks, all parameters{first}",
        "coding": "effects",
        "tasks": own.tasks,
        "versions": own.versions,
        "alternatives": coding.alternatives,
        "opt_out": coding.opt_out,
        "dominated": own.dominated,
        "balance_weight": own.balance_weight,
        "alternative_constants": own.alternative_constants,
    }
    if own.varying is not None:
        settings["varying"] = own.varying
    if own.interactions:
        settings["interactions"] = [list(pair) for pair in own.interactions]
    return settings | told
