"""From a study to a design of choice tasks: checked, searched, dealt into versions and handed on as a Design."""

from __future__ import annotations

import numpy as np

from dce.design.asked import settled
from dce.design.beliefs import Beliefs, checked_beliefs
from dce.design.candidates import candidates
from dce.design.chains import Watch
from dce.design.choice.coding import CHOICE_KINDS, ChoiceCoding, directions
from dce.design.choice.drawn import practice_and_holdouts
from dce.design.choice.ground import Levels, Mask
from dce.design.choice.limits import count_matches, has_dominance
from dce.design.choice.model import ChoiceModel, within_tasks
from dce.design.choice.problem import ChoiceProblem, check_size
from dce.design.choice.tasks import ground_of, search_tasks
from dce.design.deal import Deal
from dce.design.design import Design
from dce.design.effects import Effects
from dce.design.keep import Kept, kept_tasks, placed
from dce.design.quality import lost_columns
from dce.design.roles import numbered
from dce.design.split import split_versions
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
    keep: Design | None = None,
    watch: Watch | None = None,
) -> Design:
    """Search the choice tasks with the smallest error whose scenarios keep every rule of ``study``.

    ``tasks``, ``versions``, ``priors`` and ``seed`` are those of ``settings`` where left out, and these the study's
    own. The error is that of a conditional logit on effects coding, one answer to every task, all parameters counted:
    at zero weights, or as mean over ``draws`` of ``priors``: {column: (mean, sd)} normal, {column: ("uniform", low,
    high)}, or "expected" for no more than the directions that the study expects; with more than two alternatives over
    fewer draws where all would take minutes, as the settings of the design tell. Between two alternatives with normal
    priors the weights that the draws give a task are scaled to have their true mean, so that the search does not
    overfit the draws. No task shows a scenario twice and no version a task twice; at most ``dominated`` tasks of a
    version have an alternative that another beats on every criterion. A ranking gets the design of a choice of the
    best.

    Anchors count once for every version. Practice and hold-out tasks are unlike the others, none of them dominated
    unless any task may be. The tasks of ``keep`` stay as in :func:`dce.make_design`, dominated ones too. ``watch`` ends
    the search by seconds or by gain, and tells how far it is. Raises DesignError.

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
    kept = kept_tasks(study, own, keep)
    version = placed(own, found, kept)
    problem = ChoiceProblem(study, own, coding, effects, beliefs, draws if beliefs else 1, found, kept.tasks, version)
    check_size(problem)
    found_tasks, told = search_tasks(problem, rng, watch or Watch())
    version = split_versions(_deal(problem, kept, found_tasks), rng)
    frame, roles = numbered(study, own, found_tasks, version, _extra(problem, found_tasks, rng), rng)
    design = Design.from_frame(study, frame, seed=own.seed, settings=_settings(problem, told) | roles)
    if lost := _lost(design):
        raise DesignError(f"study {study.id}: no design found that tells {', '.join(lost)} apart; ask for more tasks")
    return design


def _checked_coding(study: Study, own: DesignSettings, alternatives: int | None) -> ChoiceCoding:
    """The coding of the tasks; raises DesignError for what has no such tasks or cannot be had."""
    if study.task.kind not in CHOICE_KINDS:
        raise DesignError(
            f"study {study.id}: kind: {study.task.kind} has no choice tasks to design; use {', '.join(CHOICE_KINDS)}"
        )
    if alternatives not in (None, study.task.alternatives):
        raise DesignError(
            f"study {study.id}: its tasks show {study.task.alternatives} alternatives, not {alternatives}; change "
            f"alternatives in the study"
        )
    return ChoiceCoding.of(study, alternative_constants=own.alternative_constants)


def _deal(problem: ChoiceProblem, kept: Kept, tasks: Levels) -> Deal:
    """What is dealt into versions: the tasks, with what a version may show no more than so often."""
    own, found = problem.settings, problem.found
    rare = np.flatnonzero(found.most > 0)
    hits = np.array([[count_matches(task, found.matches[rule]) for rule in rare] for task in tasks], dtype=np.int64)
    hits, most = hits.reshape(len(tasks), -1), found.most[rare]
    if own.dominated != "any":
        beaten = np.array([has_dominance(task, directions(problem.study)) for task in tasks])
        hits = np.column_stack([hits, beaten])
        most = np.append(most, max(own.dominated, _unavoidable(kept, beaten, own.versions)))
    return Deal(tasks, own.versions, kept.held(own.anchors, len(tasks)), None, hits, most, problem.version)


def _unavoidable(kept: Kept, beaten: Mask, versions: int) -> int:
    """How many dominated tasks some version must show, for they are kept; ``beaten`` (N,) tells which are dominated."""
    own = beaten[: len(kept.tasks)]
    held = np.bincount(kept.version[own & (kept.version >= 0)], minlength=1)
    return int(max(held.max(), -(-own.sum() // versions)))


def _extra(problem: ChoiceProblem, tasks: Levels, rng: np.random.Generator) -> Levels:
    ground = ground_of(problem, np.zeros((1, len(problem.columns))), rng)
    return practice_and_holdouts(problem, tasks, ground, rng)


def _lost(design: Design) -> tuple[str, ...]:
    """Name the columns that the tasks cannot tell apart."""
    model = ChoiceModel.of(design.study, design.estimated, design.settings)
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
    if len(problem.kept):
        settings["kept"] = len(problem.kept)
    return settings | told
