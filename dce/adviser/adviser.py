"""The fitted model as an adviser: a value that knows what experts answered, and when to be silent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dce.adviser import brakes
from dce.adviser.advice import Advice, Brake, GroupAdvice, Nearest
from dce.adviser.cases import Case, checked_case
from dce.adviser.evidence import Evidence, encoded, mean_scenario
from dce.adviser.group_model import Array, GroupModel, estimate
from dce.adviser.members import Answers, Members
from dce.adviser.reasons import changes, steps
from dce.coding import Coding
from dce.design import Design
from dce.errors import FitError
from dce.ranking import EVERYBODY
from dce.study import Study

DIGITS = 6  # of the estimates in a version: other processors give other last digits


@dataclass(frozen=True)
class Adviser:
    """What the answers to a study say about cases: a model a group that may be shown, and what was really judged.

    ``mean`` (K,) is the mean scenario of the design, where reasons begin. ``checks`` are brakes that hold whatever the
    case. Made by :func:`fit_adviser`.
    """

    study: Study
    design_hash: str
    by: str | None
    models: tuple[GroupModel, ...]
    hidden: tuple[str, ...]
    evidence: Evidence
    mean: Array
    checks: tuple[Brake, ...]
    people: int
    synthetic: bool
    on: date | None = None
    kept_version: str = ""  # of one that was kept, whose estimates lost their last digits

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that name this model: of study, design, and what was estimated from whom.

        The estimates are hashed and not the answers, because with the answers of all others known those of one person
        could be guessed and tried.
        """
        if self.kept_version:
            return self.kept_version
        told = {model.name: (model.people, model.status, _rounded(model)) for model in self.models}
        content = json.dumps([self.study.hash, self.design_hash, self.by, told], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def advise(self, case: Mapping[str, str] | Case) -> Advice:
        """What experts would say of a case, a level id for each criterion; raises AnswerError by criterion."""
        known = case if isinstance(case, Case) else checked_case(case, self.study)
        levels = known.levels
        stopping = [*brakes.forbidden(self.study, levels), *(check for check in self.checks if check.stops)]
        if stopping:
            return self._advice(known, stopping)
        groups = tuple(self._of_group(model, levels) for model in self.models if model.told)
        nearest = self.evidence.nearest(levels)
        doubts = [*brakes.outside(self.evidence, levels), *brakes.of_shares(groups), *brakes.of_nearest(nearest)]
        return self._advice(known, [*self.checks, *doubts], groups, nearest)

    def advise_all(self, cases: Iterable[Case]) -> tuple[Advice, ...]:
        """The same for several cases, such as those of :func:`cases_from_csv`."""
        return tuple(map(self.advise, cases))

    def _advice(
        self,
        case: Case,
        found: Iterable[Brake],
        groups: tuple[GroupAdvice, ...] = (),
        nearest: tuple[Nearest, ...] = (),
    ) -> Advice:
        about = self.version, self.people, self.synthetic, self.on
        ordered = tuple(sorted(found, key=lambda brake: brake.weight))
        return Advice(case.levels, ordered, groups, nearest, self.hidden, *about, name=case.name)

    def _of_group(self, model: GroupModel, case: Mapping[str, str]) -> GroupAdvice:
        x, scale = encoded(Coding.of(self.study), [case]), self.study.scale_ids
        p = model.probabilities(x, scale)[:, 0]
        return GroupAdvice(
            group=model.name,
            people=model.people,
            share=estimate(model.shares(x, scale)[:, 0]),
            distribution={answer: estimate(p[:, place]) for place, answer in enumerate(scale)},
            baseline=float(model.shares(self.mean[None], scale)[0, 0]),
            steps=steps(model, self.study, case, self.mean),
            changes=changes(model, self.study, case),
        )


def fit_adviser(
    answers: Answers,
    design: Design,
    *,
    by: str | None = None,
    bootstrap: int = 1000,
    seed: int = 1,
    on: date | None = None,
    synthetic: bool | None = None,
) -> Adviser:
    """An adviser from the answers to a design of rating or yes-no tasks, with ``by`` one for each group as well.

    Each group has an ordered logit of its own, so an advice on few people has wide intervals; those come from
    ``bootstrap`` resampled respondents, of more than 5000 people from clustered errors. Groups that are small, or could
    be found by subtraction, are hidden by name. ``on`` is the day of the answers. They are ``synthetic`` if the table
    marks any as invented. Those of very many people come as counts, as ``store.gathered`` gives them. Raises
    AnswerError for choice tasks or a faulty table, FitError for an unknown item or fewer than 100 replicates.

    >>> from dce.design import make_design
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=12, seed=1)
    >>> answers = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> adviser = fit_adviser(answers, design)
    >>> advice = adviser.advise({"ontvanger": "eigen", "doel": "ja", "waarborgen": "alle"})
    >>> f"{advice.groups[0].share.value:.0%} would agree"
    '75% would agree'
    """
    if bootstrap < 100:
        raise FitError(f"bootstrap is {bootstrap}; intervals need at least 100 replicates, 1000 is usual")
    study = design.study
    members = Members.of(answers, study, by)
    models = tuple(
        GroupModel.of(name, own, bootstrap, (seed, n), members.people[name])
        for n, (name, own) in enumerate(members.shown.items())
    )
    additive = brakes.of_additivity(members.single, study, seed) if models and models[0].told else ()
    return Adviser(
        study=study,
        design_hash=design.hash,
        by=by,
        models=models,
        hidden=members.hidden,
        evidence=Evidence.of(members.everybody, design, bundled=members.bundled),
        mean=mean_scenario(design, Coding.of(study).encode(design.estimated)),
        checks=(*brakes.of_models(study, models, members.hidden), *additive),
        people=members.people[EVERYBODY],
        synthetic=_invented(answers) if synthetic is None else synthetic,
        on=on,
    )


def _rounded(model: GroupModel) -> list[float]:
    return [] if not model.told else np.round(model.draws[0], DIGITS).tolist()


def _invented(answers: Answers) -> bool:
    marked = isinstance(answers, pd.DataFrame) and "synthetic" in answers.columns
    return bool(marked and answers["synthetic"].astype(bool).any())  # type: ignore[index]
