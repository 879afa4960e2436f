"""From a study to a design: what is asked for is checked, searched, dealt into versions and handed on as a Design."""

from __future__ import annotations

import numpy as np

from dce.design.asked import settled
from dce.design.beliefs import Beliefs, checked_beliefs
from dce.design.candidates import all_rules, candidates, room
from dce.design.chains import Watch
from dce.design.choice.make import make_choice_design
from dce.design.clash import check_told_apart
from dce.design.deal import Deal
from dce.design.design import Design
from dce.design.effects import Effects
from dce.design.extra import MOST_COMPARED, extra_tasks
from dce.design.keep import Kept, kept_tasks, placed
from dce.design.quality import CONSTANT, aliased
from dce.design.roles import numbered
from dce.design.single.allowed import matching
from dce.design.single.ground import Levels
from dce.design.single.problem import Problem, check_size, search_scenarios
from dce.design.split import split_versions
from dce.errors import DesignError
from dce.study import DesignSettings, Study


def make_design(
    study: Study,
    tasks: int | None = None,
    versions: int | None = None,
    priors: Beliefs | None = None,
    draws: int = 1024,
    seed: int | None = None,
    *,
    settings: DesignSettings | None = None,
    keep: Design | None = None,
    watch: Watch | None = None,
) -> Design:
    """Search the design with the smallest D-error whose scenarios keep every rule of ``study``.

    ``tasks`` are those one respondent sees; ``tasks``, ``versions``, ``priors`` and ``seed`` are the study's own where
    left out, and ``settings`` stand in the place of all of them. The D-error is det(I)^(-1/K), with I the information
    of a binary logit over all tasks and K all parameters, the constant included, on effects coding: at zero weights, or
    as the mean over ``draws`` of ``priors``: {column: (mean, sd)} normal, {column: ("uniform", low, high)}, or
    "expected" for no more than the directions that the study expects. The settings may ask for criterion A (mean
    variance) or S (sample size) instead. With several versions the search weighs how even their levels are, too. No
    version shows a scenario twice. Without priors it is an orthogonal array
    where one fits. A study of choice, best-worst or ranking tasks gets the design of
    :func:`dce.design.choice.make.make_choice_design`.

    The tasks of ``keep`` stay as they are, and what is missing is added: to the versions they stand in where it has as
    many versions, else all are dealt anew. ``watch`` ends the search by seconds or by gain, and tells how far it is.
    Raises DesignError.

    >>> from dce.study import example_study
    >>> make_design(example_study(), tasks=8, seed=1).quality().rank
    6
    """
    if settings is not None:
        study = study.model_copy(update={"design": settings})
    if study.task.alternatives is not None:
        return make_choice_design(study, tasks, None, versions, priors, draws, seed=seed, keep=keep, watch=watch)
    own = settled(study, None, tasks=tasks, versions=versions, seed=seed)
    effects = Effects.of(study)
    beliefs = checked_beliefs(own.priors if priors is None else priors, (CONSTANT, *effects.columns), draws)
    rng = np.random.default_rng(own.seed)
    found = candidates(study, rng, dominated=None if own.dominated == "any" else own.dominated)
    kept = kept_tasks(study, own, keep)
    version = placed(own, found, kept)
    problem = Problem(study, own, effects, beliefs, draws if beliefs else 1, found, kept.tasks[:, 0], version)
    check_size(problem)
    _check_enough(problem, rng)
    scenarios, told = search_scenarios(problem, rng, watch or Watch())
    version = _dealt(problem, kept, scenarios, rng)
    return _design(problem, scenarios, version, told, rng)


def _check_enough(problem: Problem, rng: np.random.Generator) -> None:
    """Refuse rules that leave fewer scenarios than one version needs, or that make two effects one."""
    study, found, tasks = problem.study, problem.found, problem.settings.tasks
    if (left := room(found)) < tasks:
        raise DesignError(
            f"study {study.id}: {all_rules(study)} leave {left} scenarios, fewer than the "
            f"{tasks} tasks; ask for fewer tasks or narrow a rule"
        )
    check_told_apart(study, found, rng)


def _dealt(problem: Problem, kept: Kept, scenarios: Levels, rng: np.random.Generator) -> Levels:
    """Give the version from 0 of each of ``scenarios``, -1 for anchors, which stand in all of them."""
    own, capped = problem.settings, problem.found.most > 0
    x = np.concatenate([np.ones((len(scenarios), 1)), problem.effects.encode_levels(scenarios)], axis=1)
    hits, held = matching(scenarios, problem.found.matches[capped]), kept.held(own.anchors, len(scenarios))
    deal = Deal(scenarios[:, None], own.versions, held, x, hits, problem.found.most[capped], problem.version)
    return split_versions(deal, rng)


def _extra(problem: Problem, scenarios: Levels, rng: np.random.Generator) -> Levels:
    """Practice and hold-out tasks (P, 1, m); they stand in every version, so they show no rare combination."""
    own, found = problem.settings, problem.found
    drawn = rng.permutation(found.scenarios)
    drawn = drawn[~matching(drawn, found.matches[found.most > 0]).any(axis=1)]
    return extra_tasks(drawn[:MOST_COMPARED, None], scenarios[:, None], own.practice + own.holdouts)


def _design(
    problem: Problem, scenarios: Levels, version: Levels, told: dict[str, object], rng: np.random.Generator
) -> Design:
    """Number the tasks, add those that no model is fitted to, and check that every parameter can be told."""
    study, own = problem.study, problem.settings
    frame, roles = numbered(study, own, scenarios[:, None], version, _extra(problem, scenarios, rng), rng)
    settings: dict[str, object] = {
        "criterion": _criterion(own),
        "coding": "effects",
        "tasks": own.tasks,
        "versions": own.versions,
    }
    kept: dict[str, object] = {"kept": len(problem.kept)} if len(problem.kept) else {}
    design = Design.from_frame(study, frame, seed=own.seed, settings=settings | told | roles | kept)
    if lost := aliased(study, design.estimated):
        raise DesignError(f"study {study.id}: no design found that tells {', '.join(lost)} apart; ask for more tasks")
    return design


def _criterion(own: DesignSettings) -> str:
    words = {
        "D": "D-error: det(I)^(-1/K) over all tasks, constant included",
        "A": "A-error: mean variance of the weights over all tasks, constant included",
        "S": "S: the sample size at which every weight believed not to be zero is significant at 5%",
    }
    balance = f", times 1 + {own.balance_weight:g} (1 - balance of utility)" if own.balance_weight else ""
    return words[own.criterion] + balance
