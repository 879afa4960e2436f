"""What share of people a fit expects to agree, or to pick an alternative, with its interval.

An interval is a normal one for the log odds of the share (delta method), so it stays between nothing and all.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from dce import logit
from dce.errors import FitError
from dce.estimation.fit import ErrorKind, Fit

Array = NDArray[np.float64]
CONSTANT = "constant"  # the column that a binary logit adds
Z95 = float(stats.norm.ppf(0.975))


def share_agreeing(fit: Fit, x: Array, *, agreeing: int = 1, kind: ErrorKind = "cluster") -> pd.DataFrame:
    """Share of people expected to give one of the ``agreeing`` highest answers to each scenario.

    ``x`` (N, K) holds the columns of an ordered or binary logit, the constant left out. A row a scenario: share, low
    and high (95%). These are the model's, not counts of people. Raises FitError for a fit without honest errors.

    >>> from dce.data import Ratings
    >>> from dce.estimation import fit_ordered_logit
    >>> answers = {"id": list("aabbccdd"), "rating": [1, 3, 2, 3, 1, 2, 1, 3], "x": [0, 1, 0, 1, 0, 1, 1, 0]}
    >>> ratings = Ratings.from_frame(pd.DataFrame(answers), respondent="id", rating="rating", x=["x"])
    >>> share_agreeing(fit_ordered_logit(ratings), np.array([[0.0], [1.0]])).round(2).values.tolist()
    [[0.25, 0.02, 0.85], [0.5, 0.13, 0.87]]
    """
    covariance = _covariance(fit, kind)
    slope = pd.DataFrame(0.0, index=range(len(x)), columns=covariance.index)
    slope[[name for name in fit.coef.index if name != CONSTANT]] = x
    if fit.thresholds is None:
        slope[CONSTANT] = 1.0
    else:
        slope[fit.thresholds.index[-agreeing]] = -1.0
    return _shares(slope @ fit.estimates[covariance.index], slope.to_numpy(), covariance)


def share_picking(fit: Fit, x: Array, available: NDArray[np.bool_], *, kind: ErrorKind = "cluster") -> pd.DataFrame:
    """Share of people expected to pick each alternative: ``x`` (T, J, K) with ``available`` (T, J).

    A row an alternative, task by task (T * J): share, low and high (95%), NaN where it is not available. Raises
    FitError for a fit without honest errors.
    """
    covariance = _covariance(fit, kind)
    p = np.exp(logit.choice_log_probabilities(x @ fit.coef.to_numpy(), available))
    mean = np.einsum("tj,tjk->tk", p, x)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = ((x - mean[:, None, :]) / (1.0 - p)[..., None]).reshape(-1, x.shape[2])
        log_odds = special.logit(p).ravel()
    found = _shares(log_odds, slope, covariance.loc[fit.coef.index, fit.coef.index])
    return found.where(pd.Series(available.ravel()), axis=0)


def _covariance(fit: Fit, kind: ErrorKind) -> pd.DataFrame:
    if fit.status != "ok":
        raise FitError(f"the fit is {fit.status}: its errors are not known, so no share can be shown")
    return fit.covariance(kind)


def _shares(log_odds: ArrayLike, slope: Array, covariance: pd.DataFrame) -> pd.DataFrame:
    error = np.sqrt(np.einsum("ni,ij,nj->n", slope, covariance.to_numpy(), slope))
    middle = np.asarray(log_odds, dtype=float)
    ends = {"share": middle, "low": middle - Z95 * error, "high": middle + Z95 * error}
    return pd.DataFrame({name: special.expit(end) for name, end in ends.items()})
