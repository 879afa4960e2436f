"""Contents for reports by the real way: invented people answer a design, a model is fitted, criteria are ranked."""

from datetime import date

import pandas as pd

from dce.coding import Coding
from dce.data import Ratings
from dce.design import Design
from dce.estimation import fit_ordered_logit
from dce.ranking import Ranking, Trend, rank_criteria, scenario_agreement, trend, weight_spread
from dce.report import ReportContents
from dce.study import Study

DAY = date(2026, 11, 21)


def contents_of(
    design: Design, answers: pd.DataFrame, *, synthetic: bool = True, bootstrap: int = 100, draws: int | None = None
) -> ReportContents:
    """Everything that a report can hold; the spread of weights, which takes seconds, only with ``draws``."""
    study = design.study
    ratings = Ratings.from_answers(answers, study)
    rankings: dict[str, Ranking] = {"": rank_criteria(ratings, study, bootstrap=bootstrap)}
    for item in study.groupings:
        rankings[item.id] = rank_criteria(ratings, study, by=item.id, bootstrap=bootstrap)
    return ReportContents(
        study=study,
        design=design,
        answers=answers,
        rankings=rankings,
        check=rank_criteria(ratings.with_coding(Coding.categorical(study)), study, bootstrap=bootstrap),
        fit=fit_ordered_logit(ratings),
        synthetic=synthetic,
        command="dce report designs/gegevensdeling --seed 1",
        date=DAY,
        agreement=scenario_agreement(ratings, study, bootstrap=bootstrap),
        trends=trends_of(answers, study),
        spread=weight_spread(ratings, study, draws=draws) if draws else None,
    )


def trends_of(answers: pd.DataFrame, study: Study) -> dict[str, Trend]:
    """The trend over every item whose options have an order."""
    ratings = Ratings.from_answers(answers, study)
    return {item.id: trend(ratings, study, by=item.id) for item in study.background if item.ordered}


def with_roles(answers: pd.DataFrame, roles: list[str | None]) -> pd.DataFrame:
    """The same answers by people of other roles, one a person in the order of the table."""
    people = answers["respondent"].unique()
    return answers.assign(rol=answers["respondent"].map(dict(zip(people, roles, strict=True))))
