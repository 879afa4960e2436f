"""Whether what was said comes out: the slope of calibration, and the points of its curve with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, special, stats

from dce.adviser.held_out import HeldOut
from dce.data import Ratings
from dce.disclosure import same_answer
from dce.estimation import fit_binary_logit
from dce.ranking.finding import share_of_people
from dce.study import Study

Array = NDArray[np.float64]
BINS = 5
COLUMNS = ("said", "agreed", "low", "high", "people")


def calibration(told: HeldOut) -> dict[str, float]:
    """Slope and intercept of answers on the logit of what was said (Cox 1958); NaN where it cannot be told."""
    fit = fit_binary_logit(_said_as_ratings(told))
    found = dict.fromkeys(("slope", "slope_low", "slope_high", "intercept"), np.nan)
    if fit.status != "ok":
        return found
    reach = float(stats.t.ppf(0.975, fit.people - 1)) * float(fit.std_error("cluster")["said"])
    slope = float(fit.coef["said"])
    return {
        "slope": slope,
        "slope_low": slope - reach,
        "slope_high": slope + reach,
        "intercept": float(fit.coef["constant"]),
    }


def calibration_curve(told: HeldOut, people: int, study: Study) -> pd.DataFrame:
    """What was said and what was answered, with its 95% interval, in fifths of answers; ``people`` gave them all.

    A fifth about few people, or in which (nearly) all answers are the same, is not shown.
    """
    if not len(told.agrees):
        return pd.DataFrame(columns=list(COLUMNS))
    edges = np.quantile(told.model, np.linspace(0.0, 1.0, BINS + 1), weights=told.weight, method="inverted_cdf")
    place = np.searchsorted(edges[1:-1], told.model)
    rows, alike, everybody = [], [], len(np.unique(told.person))
    for own in (place == fifth for fifth in np.unique(place)):
        weight, person = told.weight[own], np.unique(told.person[own], return_inverse=True)[1]
        hits, given = (np.bincount(person, value).astype(float) for value in (weight * told.agrees[own], weight))
        # Of bundles it is known how many there are: nearly always all, and then all people.
        rows.append((np.average(told.model[own], weights=weight), *share_of_people(hits, given),
                     round(people * len(given) / everybody)))  # fmt: skip
        alike.append(same_answer([int(given.sum() - hits.sum()), int(hits.sum())]) is not None)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame[(frame["people"] >= study.privacy.smallest_group) & ~np.array(alike)]


def _said_as_ratings(told: HeldOut) -> Ratings:
    """The answers as yes or no to what was said of them, a row a distinct share: so a million people are counts."""
    said, row = np.unique(special.logit(told.model), return_inverse=True)
    names, person = np.unique(told.person, return_inverse=True)
    shape = len(names), 2 * len(said)
    cells = sparse.coo_array((told.weight, (person, 2 * row + told.agrees.astype(np.intp))), shape=shape)
    people = [str(name) for name in names]
    return Ratings(
        x=said[:, None],
        columns=("said",),
        categories=("0", "1"),
        by_person=cells.tocsr(),
        people=tuple(people),
        background=pd.DataFrame(index=pd.Index(people)),
        scenarios=pd.DataFrame({"said": said}),
    )
