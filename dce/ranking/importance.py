"""Importance of a criterion: its share in the range of utility."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

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
    """Shares (R, M) for replicates (R, K), each between the levels that are best and worst in the estimate (K,).

    They differ from :func:`range_importance` of the replicates where the best and the worst level change places: the
    share is negative there. A range folds such replicates back above zero, which hides half of the noise of a criterion
    without effect; these shares keep it, so intervals and tests rest on them (delta method).
    """

    def between(name: str, levels: Array) -> Array:
        at = coding.level_utilities(name, estimate)
        return np.asarray(levels[..., at.argmax()] - levels[..., at.argmin()])

    ranges = _per_criterion(coding, replicates, lambda _, levels: np.ptp(levels, axis=-1))
    return np.asarray(_per_criterion(coding, replicates, between) / ranges.sum(axis=-1, keepdims=True))


def _per_criterion(coding: Coding, beta: Array, measure: Callable[[str, Array], Array]) -> Array:
    return np.stack([measure(name, coding.level_utilities(name, beta)) for name in coding.blocks], axis=-1)
