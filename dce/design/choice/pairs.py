"""Tasks of two alternatives, D-errors only: all changes of a criterion valued at once, draws side by side.

A change is first valued with a short series for the K-th root, exact to 1e-5 where the determinant changes less than
threefold, so that the processor takes several draws at a time; what looks best is then valued exactly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.hand import Hand, State
from dce.logit import binary_weight, binary_weight_at_odds


class Lanes(NamedTuple):
    """The task in hand with draws along the last axis.

    ``block`` (m, W, W, R) of the inverse, ``image`` (K, R), ``gram`` (R,), ``odds`` (R,) of the first alternative,
    ``error`` and ``factor`` (R,): the error without the task, and what the task multiplies the determinant by; the
    rest is room.
    """

    block: Array
    image: Array
    gram: Array
    odds: Array
    error: Array
    factor: Array
    rest: Array
    leverage: Array


@njit(cache=True, nogil=True)
def empty_lanes(draws: int, parameters: int, ground: ChoiceGround) -> Lanes:
    """Room for one task of two alternatives."""
    criteria, width = len(ground.widths), ground.codes.shape[2]
    return Lanes(
        np.zeros((criteria, width, width, draws)),
        np.zeros((parameters, draws)),
        np.zeros(draws),
        np.zeros(draws),
        np.zeros(draws),
        np.zeros(draws),
        np.zeros(draws),
        np.zeros(draws),
    )


@njit(cache=True, nogil=True)
def is_plain_pair(hand: Hand, ground: ChoiceGround) -> bool:
    """Tell whether this module may be used: two alternatives and nothing but D-errors."""
    return ground.aim == 0 and len(hand.d) == 1 and ground.open.shape[0] == 2 and ground.balance_weight == 0.0


@njit(cache=True, nogil=True)
def fill_lanes(state: State, hand: Hand, lanes: Lanes, ground: ChoiceGround) -> None:
    """Lay the parts of the inverse that changes of one criterion need side by side."""
    for draw in range(len(state.error)):
        for criterion in range(len(ground.widths)):
            first = ground.offsets[criterion]
            for i in range(ground.widths[criterion]):
                for k in range(ground.widths[criterion]):
                    lanes.block[criterion, i, k, draw] = state.inverse[draw, first + i, first + k]
    refresh_lanes(state, hand, lanes)


@njit(cache=True, nogil=True)
def refresh_lanes(state: State, hand: Hand, lanes: Lanes) -> None:
    """Bring up to date what depends on the levels of the task in hand."""
    for draw in range(len(state.error)):
        for k in range(hand.d.shape[1]):
            lanes.image[k, draw] = hand.image[draw, 0, k]
        utility = hand.utility[draw, 0] - hand.utility[draw, 1]
        lanes.gram[draw] = hand.gram[draw, 0, 0]
        lanes.odds[draw] = np.exp(utility)
        lanes.factor[draw] = 1.0 + binary_weight(utility) * lanes.gram[draw]
        lanes.error[draw] = state.error[draw] * lanes.factor[draw] ** (-1.0 / hand.d.shape[1])


@njit(cache=True, nogil=True)
def pair_values(criterion: int, task: Levels, lanes: Lanes, values: Array, ground: ChoiceGround) -> None:
    """Fill ``values`` (L, L) with the error, about, of every two levels of a criterion in ``task`` (2, m)."""
    first, width = ground.offsets[criterion], ground.widths[criterion]
    a, b = task[0, criterion], task[1, criterion]
    lanes.rest[:] = lanes.odds * ground.down[criterion, a] * ground.up[criterion, b]
    step = np.zeros(width)
    same = -1  # level from which on the value of two equal levels is known
    for one in range(values.shape[0]):
        for other in range(values.shape[1]):
            if not ground.open[0, criterion, one] or not ground.open[1, criterion, other]:
                values[one, other] = np.inf
            elif one == other and same >= 0:
                values[one, other] = values[same, same]
            else:
                if one == other:
                    same = one
                codes = ground.codes[criterion]
                for i in range(width):
                    step[i] = codes[one, i] - codes[other, i] - (codes[a, i] - codes[b, i])
                _leverage(criterion, first, step, lanes)
                up, down = ground.up[criterion, one], ground.down[criterion, other]
                values[one, other] = _about(lanes, up, down, 1.0 / len(lanes.image))


@njit(cache=True, nogil=True, fastmath=True)
def _leverage(criterion: int, first: int, step: Array, lanes: Lanes) -> None:
    """Fill ``lanes.leverage`` (R,) with (d + step) V (d + step)'."""
    lanes.leverage[:] = lanes.gram
    for i in range(len(step)):
        if step[i] != 0.0:
            share, image = 2.0 * step[i], lanes.image[first + i]
            for draw in range(len(image)):
                lanes.leverage[draw] += share * image[draw]
            for k in range(i + 1):
                share, block = step[i] * step[k] * (1.0 if i == k else 2.0), lanes.block[criterion, i, k]
                if share != 0.0:
                    for draw in range(len(block)):
                        lanes.leverage[draw] += share * block[draw]


@njit(cache=True, nogil=True, fastmath=True)
def _about(lanes: Lanes, up: Array, down: Array, power: float) -> float:
    """Give the mean error with lanes.leverage and odds lanes.rest * up * down, by series for logarithm and root."""
    total = 0.0
    error, factor, rest, leverage = lanes.error, lanes.factor, lanes.rest, lanes.leverage
    for draw in range(len(error)):
        ratio = 1.0 + binary_weight_at_odds(rest[draw] * up[draw] * down[draw]) * leverage[draw]
        z = (ratio - factor[draw]) / (ratio + factor[draw])
        q = z * z
        log = 2.0 * z * (1.0 + q * (1.0 / 3.0 + q * (0.2 + q * (1.0 / 7.0 + q * (1.0 / 9.0 + q / 11.0)))))
        y = -power * log
        total += error[draw] * (1.0 + y * (1.0 + y * (0.5 + y * (1.0 / 6.0 + y / 24.0))))
    return total / len(error)
