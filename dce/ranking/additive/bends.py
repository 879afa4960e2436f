"""Whether ordered criteria go up in equal steps, as one linear column a criterion takes for granted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.coding import Coding
from dce.data import Ratings
from dce.estimation import Fit, fit_ordered_logit
from dce.ranking.finding import Judged, holm
from dce.ranking.importance import range_importance
from dce.ranking.tested import BY_SCORE, checked, combined, score_test, why_not, with_columns, zero_test
from dce.study import Study

Array = NDArray[np.float64]
TOGETHER = "all together"
BENDS = "bends"
ROWS = ["criterion", "level", "line", "free", "departure", "low", "high"]
TESTS = ["criterion", "statistic", "freedom", "p", "p_holm", "verdict", "importance_line", "importance_free", "reason"]


@dataclass(frozen=True, slots=True)
class _Curve:
    """What the levels of some criteria can do beside a line: codes (L, Q), and how these Q columns are called."""

    codes: Array
    names: tuple[str, ...]

    @classmethod
    def of(cls, name: str, levels: int) -> Self:
        line = np.column_stack([np.ones(levels), np.linspace(-1.0, 1.0, levels)])
        return cls(np.linalg.svd(line)[0][:, 2:], tuple(f"{name} bend {k + 1}" for k in range(levels - 2)))

    def told(self, fit: Fit) -> bool:
        """Whether a fit has honest numbers for these columns; those of others may be beyond it."""
        return fit.status in ("ok", "not_estimable") and bool(np.isfinite(fit.coef.reindex(self.names)).all())

    def departures(self, fit: Fit) -> tuple[Array, Array, Array]:
        """How far each level stands from the line, and both ends of its interval: (L,) each."""
        if not self.told(fit):
            return (np.full(len(self.codes), np.nan),) * 3
        return combined(fit, self.codes, list(self.names))

    def test(self, fit: Fit) -> dict[str, object]:
        """That there is no departure."""
        names = list(self.names)
        if not self.told(fit):
            return {"statistic": np.nan, "freedom": float(len(names)), "p": np.nan, "reason": why_not(fit)}
        covariance = fit.covariance("cluster").loc[names, names].to_numpy()
        return {**zero_test(fit.coef[names].to_numpy(dtype=float), covariance, fit.people), "reason": ""}


def linearity(ratings: Ratings, study: Study, *, margin: float = 0.25) -> Judged:
    """Whether the levels of the criteria that the study calls ordered stand in equal steps of utility.

    An ordered logit in which all these criteria with three or more levels may bend at once (a weight a level), beside
    the study's own coding with a line each. Where the scenarios cannot tell a criterion's bend from the others, it
    bends alone, and its reason says so. Rows: criterion, level, ``line`` and ``free`` (utility of the level under both,
    levels' mean zero), ``departure`` of the free utilities from their own line with low and high (95%, clustered).
    ``tests``: criterion; statistic, freedom, p (:func:`zero_test` that there is no departure); p_holm (Holm 1979 over
    criteria); verdict: "bends" (p_holm below 5%), "straight" (all intervals of its departures within ``margin``, in
    units of utility), else "cannot tell"; ``importance_line`` and ``importance_free`` (range shares); reason. The last
    row tests all criteria together, by their score where answers set no limit to a bend (:func:`score_test`).
    Simulated (50 people, 21 scenarios, seven criteria): some criterion is said to bend in 5% of 500 studies without
    bends and all together in 2%, where people differ in weights in 4% and 5%; of 200 middle levels 0.4 above their line
    60% are found. Raises FitError without criteria.

    >>> from dce.design import make_design
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=12, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> ratings = Ratings.from_answers(frame, design.study)
    >>> linearity(ratings, design.study).tests["criterion"].tolist()
    ['waarborgen', 'all together']
    """
    ratings, _ = checked(ratings, study)
    coding = Coding.of(study)
    ratings = ratings.with_coding(coding)
    curves = {
        name: _Curve.of(name, len(levels))
        for name, levels in coding.levels.items()
        if coding.kinds[name] == "linear" and len(levels) > 2
    }
    if not curves:
        said = "no criterion is ordered with three levels or more: there is no line to leave"
        return Judged(pd.DataFrame(columns=ROWS), (said,), pd.DataFrame(columns=TESTS))
    line, free = fit_ordered_logit(ratings), _bent(ratings, curves)
    rows, tests = [], []
    for name, curve in curves.items():
        fit = free if curve.told(free) else _bent(ratings, {name: curve})
        rows.append(_levels(coding, name, (line, fit), curve))
        test = {"criterion": name, **curve.test(fit)}
        if fit is not free and curve.told(fit):
            test["reason"] = "told only if no other criterion bends"
        near = rows[-1][["low", "high"]].abs().to_numpy().max() < margin
        tests.append({**test, "verdict": "straight" if near else "cannot tell"})
    together = _Curve(np.empty((0, 0)), tuple(name for curve in curves.values() for name in curve.names))
    whole = {"criterion": TOGETHER, **together.test(free)}
    if free.status == "shrunk":
        score = score_test(ratings, line, _columns(ratings, curves))
        whole |= score | ({} if np.isnan(score["p"]) else {"reason": BY_SCORE})
    shares = _importances(coding, (line, free), curves)
    table = _judged(pd.DataFrame(tests), whole).join(shares, on="criterion")
    return Judged(pd.concat(rows, ignore_index=True)[ROWS], _words(table), table[TESTS])


def _bent(ratings: Ratings, curves: Mapping[str, _Curve]) -> Fit:
    """The fit in which these criteria may leave their lines."""
    names = tuple(term for curve in curves.values() for term in curve.names)
    return fit_ordered_logit(with_columns(ratings, _columns(ratings, curves), names))


def _columns(ratings: Ratings, curves: Mapping[str, _Curve]) -> Array:
    """What each scenario shows of these curves (D, Q)."""
    parts = []
    for name, curve in curves.items():
        levels = pd.Index(ratings.coding.levels[name] if ratings.coding else ())
        parts.append(curve.codes[levels.get_indexer(pd.Index(ratings.scenarios[name].astype(str)))])
    return np.column_stack(parts)


def _levels(coding: Coding, name: str, fits: tuple[Fit, Fit], curve: _Curve) -> pd.DataFrame:
    """The utilities of the levels of one criterion under both codings."""
    columns = list(coding.columns[coding.blocks[name]])
    straight = [coding.codes[name] @ fit.coef[columns].to_numpy(dtype=float) for fit in fits]
    departure, low, high = curve.departures(fits[1])
    utilities = {"line": straight[0], "free": straight[1] + departure}
    rest = {"departure": departure, "low": low, "high": high}
    return pd.DataFrame({"criterion": name, "level": coding.levels[name], **utilities, **rest})


def _importances(coding: Coding, fits: tuple[Fit, Fit], curves: Mapping[str, _Curve]) -> pd.DataFrame:
    """Range shares of all criteria under both codings, where both have all their weights."""
    beta = [fit.coef[list(coding.columns)].to_numpy(dtype=float) for fit in fits]
    ranges = []
    for name in coding.blocks:
        levels = coding.level_utilities(name, beta[1])
        if name in curves:
            levels = levels + curves[name].codes @ fits[1].coef[list(curves[name].names)].to_numpy(dtype=float)
        ranges.append(np.ptp(levels))
    found = {"importance_line": range_importance(coding, beta[0]), "importance_free": np.array(ranges) / np.sum(ranges)}
    return pd.DataFrame(found, index=list(coding.blocks))


def _judged(tests: pd.DataFrame, together: dict[str, object]) -> pd.DataFrame:
    """The tests with p_holm and verdicts, and the one of all criteria together below them."""
    known = tests["p"].notna()
    tests["p_holm"] = np.nan
    if known.any():
        tests.loc[known, "p_holm"] = holm(tests.loc[known, "p"].to_numpy(dtype=float))
    tests.loc[tests["p_holm"] < 0.05, "verdict"] = BENDS
    table = pd.concat([tests, pd.DataFrame([together])], ignore_index=True)
    last = table.index[-1]
    table.loc[last, "verdict"] = BENDS if table.loc[last, "p"] < 0.05 else "cannot tell"
    return table


def _words(table: pd.DataFrame) -> tuple[str, ...]:
    """The criteria by verdict, then all of them together."""
    own, together = table.iloc[:-1], table.iloc[-1]
    why = {
        BENDS: "their levels do not stand in equal steps; look at the fit with a weight a level",
        "straight": "their levels stand in about equal steps",
        "cannot tell": "these answers show neither a bend nor that there is none",
    }
    said = [
        f"{verdict}: {', '.join(own.loc[own['verdict'] == verdict, 'criterion'])}; {reason}"
        for verdict, reason in why.items()
        if (own["verdict"] == verdict).any()
    ]
    if pd.isna(together["p"]):
        return (*said, f"all criteria together cannot be tested: {together['reason'] or 'too few people'}")
    bent = "some criterion bends" if together["verdict"] == BENDS else "no bend is shown"
    return (*said, f"all criteria together: {bent} (p {together['p']:.3f}, {together['freedom']:.0f} bends tested)")
