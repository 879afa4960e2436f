"""The mean weight p (1 - p) of a choice between two alternatives whose utilities differ by a normal amount.

A search that sees few draws overfits them first of all by picking tasks whose mean weight over these draws happens to
be large. That mean is known exactly, so that the weights of a task can be scaled to have it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numba import njit

from dce.coding import Array
from dce.logit import binary_weight_at_odds

STEP = 0.05  # of the table, in mean and in standard deviation; between its nodes it is exact to 1e-4
MEANS, SPREADS = 260, 120
NODES = 80  # of a Gauss-Hermite rule
MOST_SCALED = 2.0  # a weight whose mean is further off has been drawn too seldom to be scaled


@cache
def bell() -> Array:
    """Mean weights by mean (rows) and standard deviation (columns) of the difference, in steps."""
    nodes, shares = np.polynomial.hermite_e.hermegauss(NODES)
    mean, sd = STEP * np.arange(MEANS), STEP * np.arange(SPREADS)
    odds = np.exp(-np.abs(mean[:, None, None] + sd[:, None] * nodes))
    return np.asarray(_weights(odds) @ (shares / shares.sum()))


_weights = np.vectorize(binary_weight_at_odds, otypes=[float])


@njit(cache=True, nogil=True)
def expected_weight(mean: float, variance: float, table: Array) -> float:
    """Look a mean weight up in the table, between the four nodes around it; beyond it, at its edge."""
    row, column = abs(mean) / STEP, np.sqrt(max(variance, 0.0)) / STEP
    i, k = min(int(row), MEANS - 2), min(int(column), SPREADS - 2)
    down, right = min(row - i, 1.0), min(column - k, 1.0)
    upper = (1.0 - right) * table[i, k] + right * table[i, k + 1]
    lower = (1.0 - right) * table[i + 1, k] + right * table[i + 1, k + 1]
    return float((1.0 - down) * upper + down * lower)


@njit(cache=True, nogil=True)
def weight_scale(mean: float, variance: float, drawn: float, table: Array) -> float:
    """What weights with mean ``drawn`` are multiplied by, so that they have the mean they should; 1 without a table."""
    if len(table) == 0:
        return 1.0
    return min(max(expected_weight(mean, variance, table) / drawn, 1.0 / MOST_SCALED), MOST_SCALED)
