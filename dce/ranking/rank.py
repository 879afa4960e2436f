"""From answers to a ranking: each group fitted on its own, and drawn towards the others as far as they seem alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.coding import Coding
from dce.data import Choices, Ratings
from dce.errors import FitError
from dce.estimation import Answers, Fit, Replicates, fit_conditional_logit, fit_ordered_logit, resample
from dce.parallel import Executor
from dce.ranking.groups import By, split_groups
from dce.ranking.importance import range_importance, signed_importance
from dce.ranking.pooling import pool_fits
from dce.ranking.ranking import COLUMNS, EVERYBODY, Ranking
from dce.ranking.ranks import chance_in_top, rank_sets
from dce.study import Study

Array = NDArray[np.float64]
Members = Mapping[str, Answers | None]
POOLED = (
    "groups are drawn towards each other as far as their answers say that they are alike; ranking.apart has each alone"
)


def rank_criteria(
    answers: Answers,
    study: Study,
    *,
    by: By | None = None,
    bootstrap: int = 1000,
    seed: int = 1,
    executor: Executor = "serial",
) -> Ranking:
    """Rank the criteria for everybody and, with ``by``, for each group of a background item.

    Ratings get an ordered logit, choices a conditional logit, in the coding that they carry. Respondents are resampled
    ``bootstrap`` times. Weights of groups come from partial pooling (:func:`dce.ranking.pooling.pool_groups`), and the
    ranking by separate fits stands beside it as ``apart``. Two items in ``by`` are crossed: each pair of options is a
    group. Groups under the study's ``smallest_group`` are refused by name, and so is one more where it could be found
    by subtraction. The same seed gives the same ranking on every ``executor`` (see ``dce.parallel``). Raises FitError
    for an unknown item or answers without a coding.
    """
    coding = _checked_coding(answers, bootstrap)
    members, messages = _members(answers, study, by)
    found: dict[str, _Ranked | None] = {}
    for index, (name, own) in enumerate(members.items()):
        found[name] = None if own is None else _ranked(own, coding, (bootstrap, (seed, index), executor))
        messages += [f"{name}: {message}" for message in _messages(found[name])]
    settings = study, by, bootstrap, seed
    apart = _ranking(settings, found, messages)
    alike = {name: own for name, own in members.items() if own and name != EVERYBODY and _sound(found[name])}
    if len(alike) < 2:
        return apart
    draws = pool_fits(alike, number=bootstrap, rng=np.random.default_rng((seed, len(members)))).draws
    pooled = {
        name: _Ranked(apart.fits[name], _Weighed.of(coding, draws[:, s].mean(axis=0), draws[:, s]))
        for s, name in enumerate(alike)
    }
    return _ranking(settings, found | pooled, [*messages, POOLED], apart)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """``importance`` (M,) of a group, its replicates with a sign (R, M) and without; and the bootstrap they are of."""

    importance: Array
    moved: Array
    ranges: Array
    resampled: Replicates | None

    @classmethod
    def of(cls, coding: Coding, weights: Array, drawn: Array, resampled: Replicates | None = None) -> _Weighed:
        """From weights (K,) and draws of them (R, K)."""
        moved = signed_importance(coding, weights, drawn)
        return cls(range_importance(coding, weights), moved, range_importance(coding, drawn), resampled)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """One group that may be shown; not ``weighed`` where the fit lacks some weight."""

    fit: Fit
    weighed: _Weighed | None = None


def _sound(ranked: _Ranked | None) -> bool:
    """Whether there is a fit with a maximum and with every weight."""
    return ranked is not None and ranked.weighed is not None and ranked.fit.status == "ok"


def _ranked(members: Answers, coding: Coding, draws: tuple[int, tuple[int, int], Executor]) -> _Ranked:
    fit = _fitted(members)
    weights = fit.coef.reindex(members.columns).to_numpy(dtype=float)
    if np.isnan(weights).any():
        return _Ranked(fit)
    bootstrap, seed, executor = draws
    resampled = resample.bootstrap(members, fit, replicates=bootstrap, seed=seed, executor=executor)
    drawn = resampled.estimates[list(members.columns)].to_numpy()
    return _Ranked(fit, _Weighed.of(coding, weights, drawn, resampled))


@singledispatch
def _fitted(members: Answers) -> Fit:
    raise TypeError(f"answers are Ratings or Choices, not {type(members).__name__}")


_fitted.register(Ratings, fit_ordered_logit)
_fitted.register(Choices, fit_conditional_logit)


def _checked_coding(answers: Answers, bootstrap: int) -> Coding:
    if answers.coding is None:
        kind = type(answers).__name__
        raise FitError(f"{kind.lower()} without criteria cannot be ranked; make them with {kind}.from_answers")
    if bootstrap < 100:
        raise FitError(f"bootstrap is {bootstrap}; intervals need at least 100 replicates, 1000 is usual")
    return answers.coding


def _members(answers: Answers, study: Study, by: By | None) -> tuple[dict[str, Answers | None], list[str]]:
    """Everybody and the groups, None where they may not be shown, and the sentences that say so."""
    smallest = study.privacy.smallest_group
    everybody = answers if len(answers.people) >= smallest else None
    messages = [] if everybody else [f"fewer than {smallest} people answered: no ranking is made"]
    if by is None:
        return {EVERYBODY: everybody}, messages
    options = {item.id: item.option_ids for item in study.background}
    groups = split_groups(answers, by, options=options, smallest=smallest)
    return {EVERYBODY: everybody, **groups.members}, [*messages, *groups.messages]


def _messages(ranked: _Ranked | None) -> tuple[str, ...]:
    return () if ranked is None else ranked.fit.messages


def _ranking(
    settings: tuple[Study, By | None, int, int],
    found: Mapping[str, _Ranked | None],
    messages: Iterable[str],
    apart: Ranking | None = None,
) -> Ranking:
    study = settings[0]
    parts = [_rows(ranked, study.criterion_ids).assign(group=name) for name, ranked in found.items()]
    told = {name: ranked.weighed for name, ranked in found.items() if ranked and ranked.weighed}
    return Ranking(
        *settings,
        fits=MappingProxyType({name: ranked.fit for name, ranked in found.items() if ranked}),
        messages=tuple(messages),
        rows=pd.concat(parts, ignore_index=True)[COLUMNS],
        replicates=MappingProxyType({name: weighed.moved for name, weighed in told.items()}),
        ranges=MappingProxyType({name: weighed.ranges for name, weighed in told.items()}),
        resampled=MappingProxyType({name: w.resampled for name, w in told.items() if w.resampled}),
        apart=apart,
    )


def _rows(ranked: _Ranked | None, criteria: tuple[str, ...]) -> pd.DataFrame:
    """Rows of one group, from heaviest to lightest; a status and no numbers where it has none."""
    if ranked is None:
        return _without_numbers(criteria, "too_few")
    fit, weighed = ranked.fit, ranked.weighed
    if weighed is None:
        return _without_numbers(criteria, fit.status, fit.people)
    sets = rank_sets(weighed.importance, weighed.moved)
    low, high = np.quantile(weighed.moved, [0.025, 0.975], axis=0)
    frame = pd.DataFrame(
        {
            "n": pd.array([fit.people] * len(criteria), dtype="Int64"),
            "criterion": list(criteria),
            "importance": weighed.importance,
            "low": np.maximum(low, 0.0),
            "high": high,
            "rank": pd.array(sets.rank, dtype="Int64"),
            "rank_low": pd.array(sets.low, dtype="Int64"),
            "rank_high": pd.array(sets.high, dtype="Int64"),
            "p_top4": chance_in_top(weighed.ranges, 4),
            "status": fit.status,
        }
    )
    return frame.sort_values("rank", kind="stable", ignore_index=True)


def _without_numbers(criteria: Iterable[str], status: str, people: int | None = None) -> pd.DataFrame:
    """Rows that hold a status and no estimates, criteria in the order of the study."""
    frame = pd.DataFrame({"criterion": list(criteria), "status": status})
    frame["n"] = pd.array([people] * len(frame), dtype="Int64")
    for column in ("rank", "rank_low", "rank_high"):
        frame[column] = pd.array([None] * len(frame), dtype="Int64")
    return frame.assign(importance=np.nan, low=np.nan, high=np.nan, p_top4=np.nan)
