"""The respondent bootstrap: a thousand fits of re-weighted people in one batch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dce.data import Ratings
from dce.errors import FitError
from dce.estimation.fit import Fit
from dce.estimation.maximise import maximise
from dce.estimation.ordered import WEAK_PRIOR_SD, prepare

Array = NDArray[np.float64]
MOST_CELLS = 20_000_000  # people x replicates held at once: 160 MB


def bootstrap_weights(ratings: Ratings, fit: Fit, replicates: int, rng: np.random.Generator) -> Array:
    """Weights beta (R, K) of each replicate of a fit, NaN where the fit has NaN.

    Respondents get exponential weights of mean one (Rubin 1981), so no replicate loses a person, a level or an answer
    entirely; deviations from the estimate are widened by sqrt((G + 1) / (G - 1)), which gives them the variance of the
    errors clustered by respondent, factor G / (G - 1) included. A replicate without a maximum is fitted with the weak
    prior; all are where the fit itself is ``shrunk``. Raises FitError where the fit has no weights to resample.
    """
    prepared, reasons = prepare(ratings)
    if prepared is None or fit.status == "not_converged":
        raise FitError("; ".join(reasons) or "the fit has no estimates to resample")
    counts = _replicate_counts(ratings, replicates, rng).reshape(replicates, -1)[:, prepared.cells]
    counts = counts.reshape(replicates, *prepared.counts.shape)
    start = maximise(prepared.x, prepared.counts[None], prior_sd=prepared.prior_sd)
    point = np.concatenate([start.thresholds, start.beta], axis=1)[0]
    found = maximise(prepared.x, counts, prior_sd=prepared.prior_sd, start=point)
    beta = found.beta
    lost = ~found.converged
    if lost.any():
        beta[lost] = maximise(prepared.x, counts[lost], prior_sd=WEAK_PRIOR_SD, start=point).beta
    people = len(ratings.people)
    widened = start.beta + (beta - start.beta) * np.sqrt((people + 1) / (people - 1))
    full = np.full((replicates, len(ratings.columns)), np.nan)
    full[:, prepared.rank.kept] = widened
    full[:, ~prepared.rank.estimable] = np.nan
    return full


def _replicate_counts(ratings: Ratings, replicates: int, rng: np.random.Generator) -> Array:
    """Weight on each answer of each row (R, D, J), made in parts so that memory does not grow with people."""
    people = len(ratings.people)
    at_once = max(1, MOST_CELLS // people)
    parts = []
    for begin in range(0, replicates, at_once):
        weights = rng.standard_exponential((min(at_once, replicates - begin), people))
        parts.append(ratings.counts(weights / weights.mean(axis=1, keepdims=True)))
    return np.concatenate(parts)
