"""Intervals of weights under a weak prior, where a normal interval would be wrong: from the profile of the fit.

The profile of a weight is the best log-likelihood, prior included, with that weight held at a value. Its interval holds
the values where twice the loss stays below 3.84 times the design effect: answers of one person hang together, so that
errors clustered by respondent are wider than plain ones, and the profile is widened by as much (Rotnitzky and Jewell
1990). Letters: P parameters; the 2 P replicates are the two ends of each.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from dce.estimation.fit import ErrorKind
from dce.estimation.maximise import maximise
from dce.estimation.preparation import Prepared

Array = NDArray[np.float64]
MOST_ROUNDS = 12
CLOSE = 1e-4  # in standard errors: far below what is printed


def profile_intervals(prepared: Prepared, errors: Mapping[ErrorKind, Array]) -> tuple[Array, Array]:
    """Ends low and high (P,) of the 95% intervals."""
    best = prepared.plain.point[0]
    plain, clustered = np.diag(errors["hessian"]), np.diag(errors["cluster"])
    widening = np.sqrt(np.maximum(clustered / plain, 1.0))
    which = np.repeat(np.arange(len(best)), 2)
    side = np.tile([-1.0, 1.0], len(best))
    want = stats.norm.ppf(0.975) * widening[which]
    step = side * want * np.sqrt(plain)[which]
    for _ in range(MOST_ROUNDS):
        root = _signed_root(prepared, which, best[which] + step) * side
        new = step * np.clip(want / np.maximum(root, 1e-9), 0.2, 5.0)  # the root is nearly a line through the estimate
        moved = np.abs(new - step).max() / np.sqrt(plain).max()
        step = new
        if moved < CLOSE:
            break
    ends = (best[which] + step).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]


def _signed_root(prepared: Prepared, which: NDArray[np.intp], at: Array) -> Array:
    """Square root of twice the loss with parameter ``which`` (R,) held ``at`` (R,), negative below the estimate."""
    best, problem = prepared.plain, prepared.problem
    held = np.zeros((len(which), best.point.shape[1]))
    held[np.arange(len(which)), which] = 1.0
    moved = at - best.point[0, which]
    start = best.point[0] + held * moved[:, None]
    if problem.cuts:  # thresholds move together, so that they stay in order
        together = np.arange(held.shape[1]) < problem.cuts
        start += np.where((which < problem.cuts)[:, None] & together & (held == 0), moved[:, None], 0.0)
    counts = np.broadcast_to(problem.counts[0], (len(which), *problem.counts.shape[1:]))
    found = maximise(problem.with_counts(counts), prior_sd=prepared.prior_sd, start=start, held=held)
    height = found.value - 0.5 * found.point**2 @ prepared.precision
    top = best.value[0] - 0.5 * float(best.point[0] ** 2 @ prepared.precision)
    return np.asarray(np.sign(moved) * np.sqrt(2.0 * np.maximum(top - height, 0.0)))
