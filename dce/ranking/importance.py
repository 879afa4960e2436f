"""Importance of a criterion: its range of utility, or of the chance of agreement, as a share of all ranges."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from dce import logit
from dce.coding import Coding

Array = NDArray[np.float64]


def range_importance(coding: Coding, beta: Array) -> Array:
    """Share (..., M) of each of M criteria in the sum of ranges, given weights (..., K); shares sum to one.

    The range of a criterion is the utility of its best level less that of its worst. A range cannot be negative, so
    noise alone has a range too: a criterion without any effect gets a small share, not none. NaN where a weight is NaN.
    """
    ranges = _per_criterion(coding, beta, lambda _, levels: np.ptp(levels, axis=-1))
    return np.asarray(ranges / ranges.sum(axis=-1, keepdims=True))


def signed_importance(coding: Coding, estimate: Array, replicates: Array) -> Array:
    """Shares (..., R, M) for replicates (..., R, K), each between the best and the worst level of an estimate (..., K).

    They differ from :func:`range_importance` of the replicates where the best and the worst level change places: the
    share is negative there. A range folds such replicates back above zero, which hides half of the noise of a criterion
    without effect; these shares keep it, so intervals and tests rest on them (delta method).
    """

    def between(name: str, levels: Array) -> Array:
        at = coding.level_utilities(name, estimate)[..., None, :]
        best, worst = at.argmax(axis=-1, keepdims=True), at.argmin(axis=-1, keepdims=True)
        return np.asarray(np.take_along_axis(levels, best, -1) - np.take_along_axis(levels, worst, -1))[..., 0]

    ranges = _per_criterion(coding, replicates, lambda _, levels: np.ptp(levels, axis=-1))
    return np.asarray(_per_criterion(coding, replicates, between) / ranges.sum(axis=-1, keepdims=True))


def agreement_changes(coding: Coding, x: Array, cut: Array, beta: Array, *, estimate: Array | None = None) -> Array:
    """Mean change in P(agree) (..., M) over scenarios x (N, K) when a criterion goes from its worst to its best level.

    P(agree) = 1 - F(cut - x beta) with the threshold ``cut`` (...,) under the first answer that agrees, all other
    criteria as the scenario shows them: the average partial effect of a discrete change (Long 1997, section 5.4), of
    weights ``beta`` (..., K). The best and the worst level are those of ``beta``, so that the change is never below
    zero; or those of ``estimate`` (K,), so that replicates keep their sign as in :func:`signed_importance`.

    >>> from dce.study import example_study
    >>> coding = Coding.of(example_study())
    >>> shown, beta = np.array([[1.0, 0.0, 1.0, 0.0]]), np.array([0.0, 0.0, 1.0, 0.0])  # the second criterion only
    >>> agreement_changes(coding, shown, np.array(0.0), beta).round(3)  # F(1) - F(-1)
    array([0.   , 0.462, 0.   ])
    """

    def change(name: str, levels: Array) -> Array:
        block = coding.blocks[name]
        rest = beta @ x.T - beta[..., block] @ x[:, block].T
        if estimate is None:
            best, worst = levels.max(axis=-1), levels.min(axis=-1)
        else:
            at = coding.level_utilities(name, estimate)
            best, worst = levels[..., at.argmax()], levels[..., at.argmin()]
        return np.asarray((_agreeing(rest, best, cut) - _agreeing(rest, worst, cut)).mean(axis=-1))

    return _per_criterion(coding, beta, change)


def _agreeing(rest: Array, level: Array, cut: Array) -> Array:
    """P(agree) (..., N) where all else has the utility ``rest`` (..., N) and one criterion that of ``level`` (...,)."""
    return np.asarray(np.exp(logit.log_probabilities(rest + level[..., None], cut[..., None])[..., 1]))


def _per_criterion(coding: Coding, beta: Array, measure: Callable[[str, Array], Array]) -> Array:
    return np.stack([measure(name, coding.level_utilities(name, beta)) for name in coding.blocks], axis=-1)
