"""From answers to everything that a report or a page of results holds: rankings, the check, trends and spread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dce.coding import Coding
from dce.data import Ratings
from dce.data.gathered import Gathered
from dce.design import Design
from dce.disclosure import AtLeast
from dce.estimation import fit_ordered_logit
from dce.ranking import Ranking, Trend, WeightSpread, rank_criteria, scenario_agreement, trend, weight_spread
from dce.report.contents import EVERYBODY, ReportContents
from dce.report.opinions import TOGETHER
from dce.report.tally import Tally
from dce.study import Fieldwork, Study

Reach = Callable[[float], object]
SPREAD_DRAWS, OF_A_SAMPLE = 500, 100  # of each person


@dataclass(frozen=True, slots=True)
class Making:
    """How it is made and what is said of that: the settings, the day, and whether the answers are invented."""

    bootstrap: int
    seed: int
    command: str
    day: date
    synthetic: bool
    disputed: AtLeast | None = None
    fieldwork: Fieldwork | None = None  # who could take part, where a file or the site tells it

    @property
    def settings(self) -> dict[str, Any]:
        """What every ranking is made with."""
        return {"bootstrap": self.bootstrap, "seed": self.seed}


def _nobody(_share: float) -> None:
    """Who is told how far it is where nobody asks."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is fitted: everybody, each item's people under that item, and single people for what asks for them.

    ``people`` tells how many there really are by item and option, everybody under the empty names, where a row of these
    is a bundle; None where it is a person.
    """

    everybody: Ratings
    by_item: Mapping[str, Ratings]
    sampled: Ratings
    people: Mapping[str, Mapping[str, int]] | None = None

    @classmethod
    def of(cls, ratings: Ratings) -> Fitted:
        """All from the same answers."""
        return cls(ratings, dict.fromkeys(ratings.background.columns, ratings), ratings)

    @classmethod
    def of_gathered(cls, found: Gathered) -> Fitted:
        """People, or bundles of them with how many they are."""
        people = {item: {name: crowd.people for name, crowd in told.items()} for item, told in found.told.items()}
        known = people | {EVERYBODY: {EVERYBODY: found.people}} if found.bundled else None
        return cls(found.everybody, found.by_item, found.sampled, known)


def assemble(
    design: Design,
    answers: pd.DataFrame | Tally,
    fitted: Fitted,
    making: Making,
    *,
    spread: bool = True,
    reach: Reach = _nobody,
) -> ReportContents:
    """Everything that a report holds, of all people together and by each item that results are split by.

    Without ``spread`` what takes seconds more is left out. ``reach`` is told how far it is, from 0 to 1.
    """
    study, settings = design.study, making.settings
    everybody = fitted.everybody
    asked = [item for item in study.background if item.id in fitted.by_item]
    rankings = {EVERYBODY: _told(rank_criteria(everybody, study, **settings), EVERYBODY, fitted)}
    for number, item in enumerate((item for item in asked if item.group), 1):
        reach(0.8 * number / len(asked))
        rankings[item.id] = _told(
            rank_criteria(fitted.by_item[item.id], study, by=item.id, **settings), item.id, fitted
        )
    categorical = everybody.with_coding(Coding.categorical(study))
    contents = ReportContents(
        study=study,
        design=design,
        answers=answers,
        rankings=rankings,
        check=_told(rank_criteria(categorical, study, **settings), EVERYBODY, fitted),
        fit=fit_ordered_logit(everybody),
        synthetic=making.synthetic,
        command=making.command,
        date=making.day,
        agreement=scenario_agreement(everybody, study, **settings),
        trends={item.id: _trend(fitted, study, item.id) for item in asked if item.ordered},
        disputed=making.disputed,
        fieldwork=making.fieldwork,
    )
    reach(1.0)
    return replace(contents, spread=spread_of(fitted, study, making.seed)) if spread else contents


def assemble_group(tally: Tally, design: Design, ratings: Ratings, making: Making) -> ReportContents:
    """The same of one group alone, as far as it has an own page: answers by scenario, and its ranking by itself."""
    study, settings = design.study, making.settings
    people = tally.sample.people
    ranking = rank_criteria(ratings, study, **settings)
    return ReportContents(
        study=study,
        design=design,
        answers=tally,
        rankings={EVERYBODY: replace(ranking, rows=_counted(ranking.rows, {ranking.rows["group"].iloc[0]: people}))},
        check=None,
        fit=fit_ordered_logit(ratings),
        synthetic=making.synthetic,
        command=making.command,
        date=making.day,
        agreement=scenario_agreement(ratings, study, **settings),
    )


def spread_of(fitted: Fitted, study: Study, seed: int) -> WeightSpread | None:
    """How differently people weigh each criterion; nothing while too few answered to show anything."""
    if len(fitted.sampled.people) < study.privacy.smallest_group:
        return None
    draws = SPREAD_DRAWS if fitted.people is None else OF_A_SAMPLE
    return weight_spread(fitted.sampled, study, draws=draws, seed=seed)


def _trend(fitted: Fitted, study: Study, item: str) -> Trend:
    found = trend(fitted.by_item[item], study, by=item)
    if fitted.people is None:
        return found
    told = fitted.people[item]
    sizes = {name: sum(told.get(part, 0) for part in str(name).split(TOGETHER)) for name in found.rows["group"]}
    return replace(found, rows=_counted(found.rows, sizes))


def _told(ranking: Ranking, item: str, fitted: Fitted) -> Ranking:
    """The ranking with the real numbers of people where its rows count bundles."""
    if fitted.people is None:
        return ranking
    sizes = {**fitted.people[item], "all": fitted.people[EVERYBODY][EVERYBODY]}
    apart = None if ranking.apart is None else replace(ranking.apart, rows=_counted(ranking.apart.rows, sizes))
    return replace(ranking, rows=_counted(ranking.rows, sizes), apart=apart)


def _counted(rows: pd.DataFrame, sizes: Mapping[str, int]) -> pd.DataFrame:
    """Rows with ``n`` as it really is; where there is none, none comes in."""
    told = rows["group"].map(sizes)
    return rows.assign(n=told.where(rows["n"].notna()).astype(rows["n"].dtype))
