"""The design of choice tasks so far, which a search changes in place."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dce.coding import Array
from dce.design.choice.ground import ChoiceGround, Levels

GAIN = 1.0 - 1e-9  # a change must beat rounding, or two equal levels would be swapped for ever


class State(NamedTuple):
    """The design so far.

    ``rows`` (N, J, m) with task ``keys`` (N,), how often each counts as ``dominated`` (N,), how often rare rules match,
    ``hits`` (C,), utility ``balance`` (N,) and by what its weights are ``scaled`` (N,); how often versions show each
    level, ``counts`` (V + 1, m, L) with their totals last, and how ``uneven`` (1,) they are; ``inverse`` (R, K, K) and
    ``error`` (R,), det(M)^(-1/K). For pairs the inverse is (K, K, R), of which the upper half is kept, and both are of
    single precision.
    """

    rows: Levels
    keys: Levels
    dominated: Levels
    hits: Levels
    balance: Array
    scaled: Array
    counts: Levels
    uneven: Array
    inverse: NDArray[Any]
    error: NDArray[Any]


def copy_of(state: State) -> State:
    """Give a state that can be changed without changing this one."""
    return State._make([part.copy() for part in state])


def overwrite(state: State, other: State) -> None:
    """Make ``state`` what ``other`` is."""
    for part, new in zip(state, other, strict=True):
        part[:] = new


@njit(cache=True, nogil=True)
def value_of(state: State, ground: ChoiceGround) -> float:
    """Give the criterion of the whole design, no task being in hand."""
    if ground.aim == 0:
        value = 0.0
        for error in state.error:
            value += error
        value /= len(state.error)
    else:
        diagonal = np.zeros(state.inverse.shape[1])
        for draw in range(len(state.inverse)):
            for k in range(len(diagonal)):
                diagonal[k] += state.inverse[draw, k, k]
        value = from_diagonal(diagonal, len(state.inverse), ground)
    return float(value * penalty(state.balance.sum(), len(state.balance), state.uneven[0], ground))


@njit(cache=True, nogil=True)
def from_diagonal(diagonal: Array, draws: int, ground: ChoiceGround) -> float:
    """Give the mean variance (A) or the largest sample size (S) from variances summed over draws."""
    if ground.aim == 1:
        return float(diagonal.mean() / draws)
    largest = 0.0
    for k in range(len(diagonal)):
        largest = max(largest, diagonal[k] * ground.scale[k])
    return largest / draws


@njit(cache=True, nogil=True)
def penalty(balance: float, tasks: int, uneven: float, ground: ChoiceGround) -> float:
    """Give what the criterion is multiplied by when utility ``balance`` sums up to this, and versions are so uneven."""
    counted = ground.times.sum() if len(ground.times) else tasks
    return 1.0 + ground.balance_weight * (1.0 - balance / counted) + ground.evenness * uneven
