"""From answers to everything that a report is made of: rankings, checks, trends and spread, all with one seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dce.coding import Coding
from dce.data import Ratings
from dce.design import Design
from dce.estimation import fit_ordered_logit
from dce.ranking import rank_criteria, scenario_agreement, trend, weight_spread
from dce.report.contents import EVERYBODY, ReportContents
from dce.study import Fieldwork


@dataclass(frozen=True, slots=True)
class Made:
    """How a report comes about: the ``command`` to print, the day, and the draws and seed of all resampling."""

    command: str
    date: date
    bootstrap: int = 1000
    seed: int = 1


def compute_contents(
    design: Design,
    answers: pd.DataFrame,
    made: Made,
    *,
    fieldwork: Fieldwork | None = None,
    disputed: int = 0,
    synthetic: bool | None = None,
) -> ReportContents:
    """Everything that a report shows of ``answers`` to ``design``, the long table, a row an answer.

    Where ``synthetic`` is left out, the answers tell themselves whether they are invented.
    """
    study, ratings = design.study, Ratings.from_answers(answers, design.study)
    asked = [item for item in study.background if item.id in ratings.background.columns]
    splits = [None, *(item.id for item in asked if item.group)]
    draws: dict[str, Any] = {"bootstrap": made.bootstrap, "seed": made.seed}
    return ReportContents(
        study=study,
        design=design,
        answers=answers,
        rankings={by or EVERYBODY: rank_criteria(ratings, study, by=by, **draws) for by in splits},
        check=rank_criteria(ratings.with_coding(Coding.categorical(study)), study, **draws),
        fit=fit_ordered_logit(ratings),
        synthetic=bool(answers["synthetic"].any()) if synthetic is None else synthetic,
        command=made.command,
        date=made.date,
        agreement=scenario_agreement(ratings, study, **draws),
        trends={item.id: trend(ratings, study, by=item.id) for item in asked if item.ordered},
        spread=weight_spread(ratings, study, seed=made.seed),
        disputed=disputed,
        fieldwork=fieldwork,
    )
