"""Importance of a criterion: its share in the range of utility."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dce.coding import Coding

Array = NDArray[np.float64]


def range_importance(coding: Coding, beta: Array) -> Array:
    """Share (..., M) of each of M criteria in the sum of ranges, given weights (..., K); shares sum to one.

    The range of a criterion is the utility of its best level less that of its worst. A range cannot be negative, so
    noise alone has a range too: a criterion without any effect gets a small share, not none. NaN where a weight is NaN.
    """
    ranges = np.stack([np.ptp(coding.level_utilities(name, beta), axis=-1) for name in coding.blocks], axis=-1)
    return np.asarray(ranges / ranges.sum(axis=-1, keepdims=True))
