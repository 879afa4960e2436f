"""A finding with its tests, and the one test that they share: that some numbers are all zero."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from dce import logit
from dce.coding import Coding
from dce.data import Ratings
from dce.errors import FitError
from dce.estimation import Fit
from dce.study import Study

Array = NDArray[np.float64]


def zero_test(value: Array, covariance: Array, people: int) -> dict[str, float]:
    """``statistic``, ``freedom`` and ``p`` of Wald's test that all of ``value`` (q,) are zero at once.

    ``covariance`` (q, q) is clustered by respondent, so it is known from ``people`` only: the statistic is held against
    Hotelling's T-squared, q (G - 1) / (G - q) times F with q and G - q degrees of freedom (Hotelling 1931). No p where
    there are no more people than numbers.

    >>> round(zero_test(np.array([2.0]), np.eye(1), 20)["p"], 2)  # two-sided, Student's t with 19 degrees of freedom
    0.06
    """
    numbers = len(value)
    if people <= numbers or not np.isfinite(value).all():
        return {"statistic": np.nan, "freedom": float(numbers), "p": np.nan}
    statistic = float(value @ np.linalg.solve(covariance, value))
    ratio = statistic * (people - numbers) / (numbers * (people - 1))
    return {"statistic": statistic, "freedom": float(numbers), "p": float(stats.f.sf(ratio, numbers, people - numbers))}


def score_test(ratings: Ratings, fit: Fit, added: Array) -> dict[str, float]:
    """The same for the weights that more columns (D, Q) would have, from the ``fit`` without them.

    Rao's (1948) score test with scores by respondent (Boos 1992, American Statistician 46, 327-333). It needs no fit
    with these columns, so it also tells where answers set no limit to their weights, as a veto does. No p where the
    ``fit`` is not sound or the columns go wholly with others.
    """
    numbers = added.shape[1]
    nothing = {"statistic": np.nan, "freedom": float(numbers), "p": np.nan}
    if fit.status != "ok" or fit.thresholds is None or fit.people <= numbers:
        return nothing
    used = [ratings.categories.index(name) for name in fit.categories]
    cells = (np.arange(len(ratings.x))[:, None] * len(ratings.categories) + used).ravel()
    cuts, x = fit.thresholds.to_numpy(dtype=float), np.column_stack([ratings.x, added])
    beta = np.r_[fit.coef.to_numpy(dtype=float), np.zeros(numbers)]
    each = logit.scores(cuts, beta, x)
    of_person = np.asarray(ratings.by_person[:, cells] @ each.reshape(-1, each.shape[-1]))
    information = logit.likelihood(cuts, beta, x, ratings.counts()[:, used]).information
    known = np.linalg.solve(information[:-numbers, :-numbers], information[:-numbers, -numbers:])  # (P, Q)
    efficient = information[-numbers:, -numbers:] - information[-numbers:, :-numbers] @ known
    if np.linalg.matrix_rank(efficient, tol=1e-9 * information.max()) < numbers:
        return nothing
    own = of_person[:, -numbers:] - of_person[:, :-numbers] @ known
    covariance = np.cov(own, rowvar=False).reshape(numbers, numbers) * len(own)
    if np.linalg.matrix_rank(covariance) < numbers:
        return nothing
    return zero_test(own.sum(axis=0), covariance, len(own))


def with_columns(ratings: Ratings, added: Array, names: tuple[str, ...]) -> Ratings:
    """The same answers with more columns (D, Q)."""
    return replace(ratings, x=np.column_stack([ratings.x, added]), columns=(*ratings.columns, *names), coding=None)


def combined(fit: Fit, turn: Array, terms: list[str]) -> tuple[Array, Array, Array]:
    """Sums (Q,) of the weights ``terms`` by the rows of ``turn`` (Q, T), and both ends of their 95% intervals.

    Errors are clustered by respondent, with Student's t.
    """
    value = turn @ fit.coef[terms].to_numpy(dtype=float)
    covariance = fit.covariance("cluster").loc[terms, terms].to_numpy()
    error = np.sqrt(np.maximum(np.diag(turn @ covariance @ turn.T), 0.0))
    reach = float(stats.t.ppf(0.975, fit.people - 1)) * error
    return value, value - reach, value + reach


def checked(ratings: Ratings, study: Study, *criteria: str) -> tuple[Ratings, Coding]:
    """The answers under the study's own rule for small groups, and their coding; refuses unknown criteria."""
    if not isinstance(ratings, Ratings):
        raise FitError("whether criteria add up is looked at in ratings; choices among alternatives have another form")
    if ratings.coding is None:
        raise FitError("ratings without criteria have no additive weights; make them with Ratings.from_answers")
    for name in criteria:
        if name not in ratings.coding.blocks:
            raise FitError(f'there is no criterion "{name}"; use one of {", ".join(ratings.coding.blocks)}')
    return replace(ratings, smallest_group=study.privacy.smallest_group), ratings.coding


BY_SCORE = "answers set no limit to these effects, so they are tested by their score and have no size"


def why_not(fit: Fit) -> str:
    """Why a fit has no honest test, or nothing."""
    return "" if fit.status == "ok" else "; ".join(fit.messages) or f"the fit is {fit.status}"
