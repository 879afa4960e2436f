"""Criteria in order of importance per group, never without what the data cannot tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.coding import Coding
from dce.data import Ratings
from dce.disclosure import shown_groups
from dce.errors import FitError
from dce.estimation import Fit, fit_ordered_logit, resample
from dce.ranking.comparison import compare_groups
from dce.ranking.importance import range_importance, signed_importance
from dce.ranking.ranks import chance_in_top, rank_sets
from dce.ranking.text import ranking_text
from dce.study import Study

Array = NDArray[np.float64]
EVERYBODY = "all"
COLUMNS = ["group", "n", "criterion", "importance", "low", "high", "rank", "rank_low", "rank_high", "p_top4", "status"]


@dataclass(frozen=True)
class Ranking:
    """Importance and places of every criterion, for all respondents and for each group of one background item.

    ``fits`` holds the fit of each group that could be shown, ``replicates`` its resampled importances (R, M), criteria
    in the order of the study; ``messages`` say in words who was left out and what was shrunk.
    """

    study: Study
    by: str | None
    bootstrap: int
    seed: int
    fits: Mapping[str, Fit]
    messages: tuple[str, ...]
    rows: pd.DataFrame
    replicates: Mapping[str, Array]

    def table(self) -> pd.DataFrame:
        """A row a (group, criterion): group "all" first, criteria from heaviest to lightest within a group.

        ``importance`` is a share from 0 to 1 with its 95% interval ``low`` to ``high``; ``rank_low`` to ``rank_high``
        is the set of places that the data leave open, all sets of a group together at 95%; ``p_top4`` is the share of
        resampled studies in which the criterion is among the first four. Groups that may not be shown have no numbers,
        not even ``n``, and the status ``too_few``.
        """
        return self.rows.copy()

    def compare(self) -> pd.DataFrame:
        """A row a (criterion, pair of groups), telling whether one group gives it more importance than the other.

        ``difference`` of the shares with its own 95% interval ``low`` to ``high``; ``p_holm`` from a t test on the
        bootstrap spread, adjusted by Holm (1979) over all rows; ``verdict`` is "differs" where that is below 5%,
        else "cannot tell". Shares do not change with how lenient or how consistent a group answers, so neither can pass
        for a difference in weights.
        """
        groups = [group for group in self.replicates if group != EVERYBODY]
        return compare_groups(self.rows, self.replicates, list(combinations(groups, 2)), self.study.criterion_ids)

    def __str__(self) -> str:
        """The table by group as aligned text."""
        return ranking_text(self.rows, self.messages)


def rank_criteria(
    ratings: Ratings, study: Study, *, by: str | None = None, bootstrap: int = 1000, seed: int = 1
) -> Ranking:
    """Rank the criteria for everybody and, with ``by``, for each group of a background item.

    Each group has its own ordered logit, in the coding that ``ratings`` carry. Respondents are resampled ``bootstrap``
    times. Groups under the study's ``smallest_group`` are refused by name, and so is one more where it could be found
    by subtraction. Raises FitError for an unknown item or ratings without a coding.
    """
    coding = _checked_coding(ratings, study, by, bootstrap)
    groups, messages = _groups(ratings, study, by)
    fits: dict[str, Fit] = {}
    replicates: dict[str, Array] = {}
    parts: list[pd.DataFrame] = []
    for index, (name, members) in enumerate(groups.items()):
        if members is None:
            parts.append(_without_numbers(study.criterion_ids, "too_few").assign(group=name))
            continue
        fits[name] = fit_ordered_logit(members)
        messages += [f"{name}: {message}" for message in fits[name].messages]
        if fits[name].coef.isna().any():
            parts.append(_without_numbers(coding.blocks, fits[name].status, len(members.people)).assign(group=name))
            continue
        resampled = resample.bootstrap(members, fits[name], replicates=bootstrap, seed=(seed, index))
        beta = resampled.estimates[list(members.columns)].to_numpy()
        replicates[name] = signed_importance(coding, fits[name].coef.to_numpy(), beta)
        parts.append(_ranked(fits[name], coding, beta, replicates[name]).assign(group=name))
    rows = pd.concat(parts, ignore_index=True)[COLUMNS]
    found = MappingProxyType(fits), tuple(messages), rows, MappingProxyType(replicates)
    return Ranking(study, by, bootstrap, seed, *found)


def _checked_coding(ratings: Ratings, study: Study, by: str | None, bootstrap: int) -> Coding:
    if ratings.coding is None:
        raise FitError("ratings without criteria cannot be ranked; make them with Ratings.from_answers")
    if by is not None and by not in ratings.background.columns:
        known = ", ".join(item.id for item in study.groupings)
        raise FitError(f'the answers hold no background item "{by}"; use one of {known}')
    if bootstrap < 100:
        raise FitError(f"bootstrap is {bootstrap}; intervals need at least 100 replicates, 1000 is usual")
    return ratings.coding


def _groups(ratings: Ratings, study: Study, by: str | None) -> tuple[dict[str, Ratings | None], list[str]]:
    """Members by group, None where they may not be shown, and the sentences that say so."""
    smallest = study.privacy.smallest_group
    everybody = ratings if len(ratings.people) >= smallest else None
    found: dict[str, Ratings | None] = {EVERYBODY: everybody}
    messages = [] if everybody else [f"fewer than {smallest} people answered: no ranking is made"]
    if by is None:
        return found, messages
    sizes = ratings.group_sizes(by)
    shown = shown_groups(sizes, smallest)
    options = next(item for item in study.background if item.id == by).option_ids
    for option in options:
        found[option] = ratings.of_group(by, option) if option in shown else None
        if option not in shown and sizes.get(option, 0) < smallest:
            messages.append(f"{option}: fewer than {smallest} people, so no ranking is made")
        elif option not in shown:
            messages.append(f"{option}: hidden, because a smaller group could be found by subtraction")
    return found, messages


def _without_numbers(criteria: Iterable[str], status: str, people: int | None = None) -> pd.DataFrame:
    """Rows that hold a status and no estimates, criteria in the order of the study."""
    frame = pd.DataFrame({"criterion": list(criteria), "status": status})
    frame["n"] = pd.array([people] * len(frame), dtype="Int64")
    for column in ("rank", "rank_low", "rank_high"):
        frame[column] = pd.array([None] * len(frame), dtype="Int64")
    return frame.assign(importance=np.nan, low=np.nan, high=np.nan, p_top4=np.nan)


def _ranked(fit: Fit, coding: Coding, beta: Array, moved: Array) -> pd.DataFrame:
    """Rows of one group, given its resampled weights ``beta`` (R, K) and signed importances ``moved`` (R, M)."""
    importance = range_importance(coding, fit.coef.to_numpy())
    sets = rank_sets(importance, moved)
    low, high = np.quantile(moved, [0.025, 0.975], axis=0)
    frame = pd.DataFrame(
        {
            "n": pd.array([fit.people] * len(importance), dtype="Int64"),
            "criterion": list(coding.blocks),
            "importance": importance,
            "low": np.maximum(low, 0.0),
            "high": high,
            "rank": pd.array(sets.rank, dtype="Int64"),
            "rank_low": pd.array(sets.low, dtype="Int64"),
            "rank_high": pd.array(sets.high, dtype="Int64"),
            "p_top4": chance_in_top(range_importance(coding, beta), 4),
            "status": fit.status,
        }
    )
    return frame.sort_values("rank", kind="stable", ignore_index=True)
