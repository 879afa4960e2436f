"""Tests and intervals on fits: likelihood ratio, Wald, and the delta method for smooth functions of estimates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from dce.errors import FitError
from dce.estimation.fit import ErrorKind, Fit


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """A test statistic with its degrees of freedom and the chance of one as large under the hypothesis."""

    statistic: float
    freedom: int
    p: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number made from estimates, with its standard error and 95% interval."""

    value: float
    std_error: float
    low: float
    high: float


def likelihood_ratio_test(small: Fit, large: Fit) -> TestOutcome:
    """Test whether the extra parameters of ``large`` are needed; ``small`` must be a special case of it.

    Twice the gain in log-likelihood is chi-squared under the hypothesis (Wilks 1938) where answers are independent;
    with several answers a person prefer :func:`wald_test` with clustered errors. Raises FitError for fits of other
    answers, of other models, or not maximised freely.
    """
    _sound(small)
    _sound(large)
    same_answers = (small.people, small.answers, small.categories) == (large.people, large.answers, large.categories)
    if not same_answers or large.model not in (small.model, f"{small.model} with scale groups"):
        raise FitError("the two fits are of other models or other answers; compare fits of one model to one table")
    freedom = large.parameters - small.parameters
    if freedom < 1 or large.loglik < small.loglik - 1e-6:
        raise FitError("the first fit must be the smaller one, with columns that the second has as well")
    statistic = 2.0 * max(large.loglik - small.loglik, 0.0)
    return TestOutcome(statistic, freedom, float(stats.chi2.sf(statistic, freedom)))


def wald_test(fit: Fit, terms: Sequence[str], kind: ErrorKind = "cluster") -> TestOutcome:
    """Test whether all of these weights are zero at once (Wald 1943), with errors of the given kind.

    >>> from dce.data import Ratings
    >>> from dce.estimation import fit_ordered_logit
    >>> answers = {"id": list("aabbccdd"), "rating": [1, 3, 2, 3, 1, 2, 1, 3], "x": [0, 1, 0, 1, 0, 1, 1, 0]}
    >>> ratings = Ratings.from_frame(pd.DataFrame(answers), respondent="id", rating="rating", x=["x"])
    >>> wald_test(fit_ordered_logit(ratings), ["x"]).freedom
    1
    """
    _sound(fit)
    unknown = [term for term in terms if term not in fit.covariance(kind).index]
    if unknown or not terms:
        known = ", ".join(fit.covariance(kind).index)
        raise FitError(f"no estimate named {', '.join(unknown) or 'at all'}; use some of {known}")
    names = list(terms)
    beta = fit.estimates[names].to_numpy(dtype=float)
    statistic = float(beta @ np.linalg.solve(fit.covariance(kind).loc[names, names].to_numpy(), beta))
    return TestOutcome(statistic, len(names), float(stats.chi2.sf(statistic, len(names))))


def delta_method(fit: Fit, function: Callable[[pd.Series], float], kind: ErrorKind = "cluster") -> Quantity:
    """The value of a smooth function of the estimates, such as a ratio of weights, with its first-order error.

    ``function`` gets the estimates by name. Its slope is taken by central differences.
    """
    _sound(fit)
    covariance = fit.covariance(kind)
    at = fit.estimates.astype(float)
    slope = np.array([_slope(function, at, str(name)) for name in covariance.index])
    value, error = float(function(at)), float(np.sqrt(slope @ covariance.to_numpy() @ slope))
    reach = float(stats.norm.ppf(0.975)) * error
    return Quantity(value, error, value - reach, value + reach)


def _slope(function: Callable[[pd.Series], float], at: pd.Series, name: str) -> float:
    step = 1e-5 * max(1.0, abs(float(at[name])))
    up, down = at.copy(), at.copy()
    up[name] += step
    down[name] -= step
    return (float(function(up)) - float(function(down))) / (2.0 * step)


def _sound(fit: Fit) -> None:
    if fit.status != "ok":
        raise FitError(f"the fit is {fit.status}, so it has no test that could be trusted; {'; '.join(fit.messages)}")
