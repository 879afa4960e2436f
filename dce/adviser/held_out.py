"""Answers that a model has not seen, and what it, a base rate and a single criterion said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, special

from dce.adviser.group_model import agreeing
from dce.data import Ratings
from dce.estimation import fit_ordered_logit, predicted_probabilities

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Unseen = Literal["scenario", "respondent"]
MOST_FITS = 60  # of more people a tenth is left out at a time
FOLDS = 10
LEAST = 1e-6  # a chance below it would let one answer decide the whole log score


@dataclass(frozen=True)
class HeldOut:
    """Each answer once: its ``person`` (N,), ``scenario`` (N,), whether it ``agrees`` (N,), its ``weight`` (N,).

    ``model``, ``base`` and ``single`` (N,) are the chances of agreeing that were said without it: by the logit, by the
    share of all other answers, and by that of the answers at the same level of the criterion that tells most. NaN where
    no model could be fitted.
    """

    unseen: Unseen
    person: Index
    scenario: Index
    agrees: Array
    weight: Array
    model: Array
    base: Array
    single: Array

    @property
    def told(self) -> HeldOut:
        """Those with a prediction."""
        kept = np.isfinite(self.model)
        names = ("person", "scenario", "agrees", "weight", "model", "base", "single")
        return replace(self, **{name: getattr(self, name)[kept] for name in names})


def held_out(ratings: Ratings, unseen: Unseen) -> HeldOut:
    """Predict every answer from models that saw no answer to its scenario, or none of its respondent."""
    cells = sparse.coo_array(ratings.by_person)
    wide = len(ratings.categories)
    scenario, answer = np.divmod(cells.col.astype(np.intp), wide)
    person, agrees = cells.row.astype(np.intp), agreeing(wide)[answer].astype(float)
    found = np.full((3, len(agrees)), np.nan)
    for train, test in _splits(scenario if unseen == "scenario" else person):
        found[:, test] = _predicted(ratings, cells, (train, test), agrees)
    return HeldOut(unseen, person, scenario, agrees, cells.data.astype(float), *found)


def _splits(groups: Index) -> Iterator[tuple[Index, Index]]:
    """What is learnt from and what is predicted: each group in turn, or a tenth of very many."""
    from sklearn.model_selection import (  # type: ignore[import-untyped,import-not-found,unused-ignore]
        GroupKFold,
        LeaveOneGroupOut,
    )  # takes a second, and few need it

    splitter = LeaveOneGroupOut() if len(np.unique(groups)) <= MOST_FITS else GroupKFold(FOLDS)
    yield from splitter.split(np.empty((len(groups), 1)), groups=groups)


def _predicted(ratings: Ratings, cells: sparse.coo_array, split: tuple[Index, Index], agrees: Array) -> Array:
    """The three chances (3, T) of the answers left out."""
    train, test = split
    wide = len(ratings.categories)
    kept = sparse.csr_array((cells.data[train], (cells.row[train], cells.col[train])), shape=cells.shape)
    fit = fit_ordered_logit(replace(ratings, by_person=kept, smallest_group=1))
    scenario, weight = cells.col // wide, cells.data
    base = np.average(agrees[train], weights=weight[train])
    shown = scenario[test]
    model = np.full(len(ratings.x), np.nan)
    if not fit.estimates.isna().any():
        p = predicted_probabilities(fit, ratings.x).reindex(columns=list(ratings.categories), fill_value=0.0)
        model = p.to_numpy()[:, agreeing(wide)].sum(axis=1)
    single = _single(
        ratings.scenarios, (scenario[train].astype(np.intp), agrees[train], weight[train].astype(float)), float(base)
    )
    return np.stack([np.clip(model[shown], LEAST, 1 - LEAST), np.full(len(test), base), single[shown]])


def _single(scenarios: pd.DataFrame, known: tuple[Index, Array, Array], base: float) -> Array:
    """Chance of agreeing at each scenario (D,) by the one criterion whose levels tell most of the answers.

    A level's share has one answer of the base rate added, so that no level is called certain.
    """
    scenario, agrees, weight = known
    best, most = np.full(len(scenarios), base), -np.inf
    for name in scenarios.columns:
        level = pd.factorize(scenarios[name])[0]
        all_, yes = (
            np.bincount(level[scenario], weights=w, minlength=level.max() + 1) for w in (weight, weight * agrees)
        )
        share = (yes + base) / (all_ + 1.0)
        told = float((special.xlogy(yes, share) + special.xlogy(all_ - yes, 1.0 - share)).sum())
        if told > most:
            best, most = share[level], told
    return best
