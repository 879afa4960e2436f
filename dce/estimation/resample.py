"""The respondent bootstrap: a thousand fits of re-weighted people in one batch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dce.errors import FitError
from dce.estimation.fit import Fit
from dce.estimation.maximise import maximise
from dce.estimation.preparation import WEAK_PRIOR_SD, Answers, Prepared, prepare

Array = NDArray[np.float64]
MOST_CELLS = 20_000_000  # people x replicates held at once: 160 MB


def bootstrap_weights(answers: Answers, fit: Fit, replicates: int, rng: np.random.Generator) -> Array:
    """Weights beta (R, K) of each replicate of a fit, NaN where the fit has NaN.

    Respondents get exponential weights of mean one (Rubin 1981), so no replicate loses a person, a level or an answer
    entirely; deviations from the estimate are widened by sqrt((G + 1) / (G - 1)), which gives them the variance of the
    errors clustered by respondent, factor G / (G - 1) included. A replicate without a maximum is fitted with the weak
    prior; all are where the fit itself is ``shrunk``. Raises FitError where the fit has no weights to resample.
    """
    prepared, reasons = prepare(answers)
    if prepared is None or fit.status == "not_converged":
        raise FitError("; ".join(reasons) or "the fit has no estimates to resample")
    best = maximise(prepared.problem, prior_sd=prepared.prior_sd).point[0]
    problem = prepared.problem.with_counts(_replicate_counts(answers, prepared, replicates, rng))
    found = maximise(problem, prior_sd=prepared.prior_sd, start=best)
    point, lost = found.point, ~found.converged
    if lost.any():
        again = problem.with_counts(problem.counts[lost])
        point[lost] = maximise(again, prior_sd=WEAK_PRIOR_SD, start=best).point
    people = len(answers.people)
    widened = best + (point - best) * np.sqrt((people + 1) / (people - 1))
    full = np.full((replicates, len(answers.columns)), np.nan)
    full[:, prepared.rank.kept] = widened[:, problem.cuts :]
    full[:, ~prepared.rank.estimable] = np.nan
    return full


def _replicate_counts(answers: Answers, prepared: Prepared, replicates: int, rng: np.random.Generator) -> Array:
    """Weight on each answer of each row (R, N, J), made in parts so that memory does not grow with people."""
    people = len(answers.people)
    at_once = max(1, MOST_CELLS // people)
    parts = []
    for begin in range(0, replicates, at_once):
        weights = rng.standard_exponential((min(at_once, replicates - begin), people))
        counts = answers.counts(weights / weights.mean(axis=1, keepdims=True))
        parts.append(counts.reshape(len(weights), -1)[:, prepared.cells])
    return np.concatenate(parts).reshape(replicates, *prepared.problem.counts.shape[1:])
