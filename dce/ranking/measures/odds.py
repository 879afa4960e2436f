"""Odds ratios: what the best level of a criterion does to the odds of a higher answer, against its worst level."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dce.coding import Coding
from dce.errors import FitError
from dce.estimation import Fit, delta_method
from dce.estimation.fit import ErrorKind
from dce.ranking.finding import Finding
from dce.study import Study

Array = NDArray[np.float64]
NUMBERS = ("importance", "importance_low", "importance_high", "odds_ratio", "low", "high")
MODELS = ("binary logit", "ordered logit", "conditional logit")


def odds_ratios(fit: Fit, study: Study, *, kind: ErrorKind = "cluster") -> Finding:
    """Relative importance and odds ratio of each criterion with their intervals, the heaviest first.

    The odds ratio is exp(u_best - u_worst), with u the utilities of a criterion's levels: how much higher the odds are
    of a yes (binary logit), of an answer above any one point of the scale (ordered logit), or of being chosen
    (conditional logit). Its 95% interval is exp(log odds ratio +- 1.96 errors), with errors of the given ``kind``. The
    relative importance is the share of that step in the sum of all steps, its interval by the delta method. This is the
    format in which the studies by behavioural artificial intelligence technology report, such as "relative importance
    20%, OR 4.06, 95% CI 3.39-4.86" (van Varsseveld and others 2023, Frontiers in Pediatrics 11, 1122188).

    Columns: criterion; best, worst (level ids by the estimate, so that no odds ratio is below 1; an interval that
    reaches 1 says that these two may be alike, and where levels have columns of their own it holds for two levels that
    were named beforehand); importance, importance_low, importance_high; odds_ratio, low, high; reason, where there is
    no number. A shrunk fit has the profile's interval where a criterion is one column, and else no number; nor is there
    one for fewer people than the study's ``smallest_group``. Raises FitError where the fit is of other columns than the
    study's, or of people who differ at random.

    >>> from dce.data import Ratings
    >>> from dce.design import make_design
    >>> from dce.estimation import fit_ordered_logit
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> found = odds_ratios(fit_ordered_logit(Ratings.from_answers(frame, design.study)), design.study)
    >>> found.messages[0]
    'ontvanger: relative importance 37%, OR 3.15, 95% CI 1.99-4.99 (eigen against bedrijf)'
    """
    coding = _coding_of(fit, study)
    smallest = study.privacy.smallest_group
    few = f"fewer than {smallest} people answered" if fit.people < smallest else ""
    rows = [
        {"criterion": name, "reason": few} if few else _of_criterion(fit, coding, name, kind) for name in coding.blocks
    ]
    table = pd.DataFrame(rows, columns=["criterion", "best", "worst", *NUMBERS, "reason"])
    table = table.astype(dict.fromkeys(NUMBERS, float))
    table = table.sort_values("odds_ratio", ascending=False, kind="stable", ignore_index=True)
    return Finding(table, tuple(_sentence(row) for _, row in table.iterrows()))


def odds_interval(log_odds: float, std_error: float) -> tuple[float, float, float]:
    """The odds ratio with its 95% interval, given its logarithm and the standard error of that.

    >>> [round(value, 2) for value in odds_interval(1.401, 0.092)]
    [4.06, 3.39, 4.86]
    """
    reach = float(stats.norm.ppf(0.975)) * std_error
    value, low, high = np.exp([log_odds, log_odds - reach, log_odds + reach])
    return float(value), float(low), float(high)


def _coding_of(fit: Fit, study: Study) -> Coding:
    """The coding of the study, or the categorical one, whichever the fit was made with."""
    if fit.model not in MODELS:
        raise FitError(f"a {fit.model} has no one odds ratio for all people; fit one of {', '.join(MODELS)}")
    for coding in (Coding.of(study), Coding.categorical(study)):
        if set(coding.columns) <= set(fit.coef.index):
            return coding
    missing = ", ".join(name for name in Coding.of(study).columns if name not in fit.coef.index)
    raise FitError(f"the fit is not of this study's criteria: it has no weight called {missing}")


def _of_criterion(fit: Fit, coding: Coding, name: str, kind: ErrorKind) -> dict[str, object]:
    weights = fit.coef[list(coding.columns)].to_numpy(dtype=float)
    utilities = coding.level_utilities(name, weights)
    if not np.isfinite(utilities).all():
        return {"criterion": name, "reason": _why(fit)}
    best, worst = int(utilities.argmax()), int(utilities.argmin())
    named: dict[str, object] = {
        "criterion": name,
        "best": coding.levels[name][best],
        "worst": coding.levels[name][worst],
    }
    if fit.status == "shrunk" and len(coding.codes[name][0]) == 1 and fit.intervals is not None:
        ends = fit.intervals.loc[coding.columns[coding.blocks[name]][0]].to_numpy(dtype=float)
        odds = _odds_in_order(float(np.ptp(utilities)), (coding.codes[name][best] - coding.codes[name][worst]) * ends)
        return named | odds | {"reason": "the fit is shrunk, so the share has no interval that would be honest"}
    if fit.status != "ok":
        return {"criterion": name, "reason": _why(fit)}
    step = _steps(fit, coding, weights)
    total = np.sum(list(step.values()), axis=0)
    own = delta_method(fit, lambda at: float(step[name] @ at.to_numpy(dtype=float)), kind)
    share = delta_method(fit, lambda at: _ratio(step[name], total, at.to_numpy(dtype=float)), kind)
    found = {"importance": share.value, "importance_low": max(share.low, 0.0), "importance_high": min(share.high, 1.0)}
    odds_ratio, low, high = odds_interval(own.value, own.std_error)
    return {**named, **found, "odds_ratio": odds_ratio, "low": low, "high": high, "reason": ""}


def _steps(fit: Fit, coding: Coding, weights: Array) -> dict[str, Array]:
    """What takes all estimates (P,) to the utility of each criterion's best level less that of its worst: (P,) each."""
    place = fit.estimates.index.get_indexer(pd.Index(coding.columns))
    found = {}
    for name, block in coding.blocks.items():
        utilities = coding.level_utilities(name, weights)
        step = np.zeros(len(fit.estimates))
        step[place[block]] = coding.codes[name][utilities.argmax()] - coding.codes[name][utilities.argmin()]
        found[name] = step
    return found


def _ratio(step: Array, total: Array, estimates: Array) -> float:
    return float(step @ estimates / (total @ estimates))


def _odds_in_order(log_odds: float, ends: Array) -> dict[str, float]:
    value, low, high = np.exp([log_odds, ends.min(), ends.max()])
    return {"odds_ratio": float(value), "low": float(low), "high": float(high)}


def _why(fit: Fit) -> str:
    return f"the fit is {fit.status}: {'; '.join(fit.messages)}"


def _sentence(row: pd.Series) -> str:
    """A row in the format of the published studies, or why it has none."""
    if not np.isfinite(row["odds_ratio"]):
        return f"{row['criterion']}: no odds ratio, {row['reason']}"
    share = "" if np.isnan(row["importance"]) else f"relative importance {row['importance']:.0%}, "
    odds = f"OR {row['odds_ratio']:.2f}, 95% CI {row['low']:.2f}-{row['high']:.2f}"
    return f"{row['criterion']}: {share}{odds} ({row['best']} against {row['worst']})"
