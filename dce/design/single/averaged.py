"""Coordinate exchange on the mean D-error over draws of the weights, with the draws in the innermost loops.

Putting scenario x in the place of d, in a design with information M (inverse V), multiplies the determinant by

    (1 - w_d d'Vd) (1 + w_x x'Vx) + w_d w_x (d'Vx)^2,

so that trying a level costs no more than the few columns in which x differs from d. Written this way nothing is taken
out before something else is put in, and the inverse stays well behaved when there are no more tasks than parameters.

Every array ends in the draws, so that the processor takes several draws at a time; the weights w = z / (1 + z)^2 come
from odds z that are products over levels, which spares the exponentials.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.single.allowed import is_new, may_have, note
from dce.design.single.ground import GAIN, Ground, Levels, State, encode, odds_of

SMALLEST = 1e-12  # a determinant may round to nothing


@njit(cache=True, nogil=True)
def improve(task: int, state: State, ground: Ground) -> None:
    """Give each criterion of one task in turn its best level, until a round changes nothing."""
    take(task, state, ground)
    changed = True
    while changed:
        changed = False
        for criterion in range(state.rows.shape[1]):
            level = best_level(task, criterion, state, ground)
            if level != state.rows[task, criterion]:
                scenario = state.rows[task].copy()
                scenario[criterion] = level
                replace(task, scenario, state, ground)
                take(task, state, ground)
                changed = True


@njit(cache=True, nogil=True)
def take(task: int, state: State, ground: Ground) -> None:
    """Take a task in hand: its columns, and its odds, leverage and image under each draw."""
    encode(task, state.rows[task], state.x, ground)
    odds_of(state.rows[task], state.x, state.odds, ground)
    _image(state.inverse, state.x, state.image, state.leverage)


@njit(cache=True, nogil=True)
def best_level(task: int, criterion: int, state: State, ground: Ground) -> int:
    """Give the level with the smallest mean D-error; the present one where no other is allowed, new and better."""
    present = state.rows[task, criterion]
    level, best = int(present), 0.0
    for other in range(ground.widths[criterion] + 1):
        if other != present and may_have(task, criterion, other, state, ground):
            _ratios(task, criterion, other, state, ground)
            value = _about(state.error, state.ratio, len(state.x))
            key = state.keys[task] ^ ground.marks[criterion, present] ^ ground.marks[criterion, other]
            if value < best and is_new(key, task, state, ground):
                level, best = other, value
    if level != present and not error_with(task, criterion, level, state, ground) < state.error.mean() * GAIN:
        return int(present)
    return level


@njit(cache=True, nogil=True)
def error_with(task: int, criterion: int, level: int, state: State, ground: Ground) -> float:
    """Give the mean D-error (over draws) if ``criterion`` of the task in hand had ``level``."""
    _ratios(task, criterion, level, state, ground)
    total, power = 0.0, -1.0 / len(state.x)
    for draw in range(len(state.error)):
        total += state.error[draw] * max(state.ratio[draw], SMALLEST) ** power
    return total / len(state.error)


@njit(cache=True, nogil=True, fastmath=True)
def _about(error: Array, ratio: Array, size: int) -> float:
    """Give roughly the change of the summed D-error that these ratios of determinants bring, to compare levels.

    Logarithms by the series of the inverse hyperbolic tangent, whose terms several draws share at a time.
    """
    total = 0.0
    for draw in range(len(error)):
        held = min(max(ratio[draw], 0.05), 20.0)
        y = (held - 1.0) / (held + 1.0)
        y2 = y * y
        series = 1.0 + y2 * (1 / 3 + y2 * (1 / 5 + y2 * (1 / 7 + y2 * (1 / 9 + y2 * (1 / 11)))))
        power = -2.0 * y * series / size
        total += error[draw] * (power + 0.5 * power * power)
    return total


@njit(cache=True, nogil=True, fastmath=True)
def _ratios(task: int, criterion: int, level: int, state: State, ground: Ground) -> None:
    """Write into ``state.ratio`` (R,) by what the determinants grow if ``criterion`` had ``level``."""
    first, width, present = ground.offsets[criterion], ground.widths[criterion], state.rows[task, criterion]
    shared, added, ratio, draws = state.shared, state.added, state.ratio, len(state.error)
    for draw in range(draws):
        shared[draw] = state.leverage[draw]  # d'Vx
        added[draw] = 0.0  # what x'Vx has more than that
    for i in range(width):
        step = ground.codes[criterion, level, i] - ground.codes[criterion, present, i]
        if step == 0.0:
            continue
        image = state.image[first + i]
        for draw in range(draws):
            shared[draw] += step * image[draw]
            added[draw] += step * image[draw]
        for k in range(width):
            both = step * (ground.codes[criterion, level, k] - ground.codes[criterion, present, k])
            if both != 0.0:
                inverse = state.inverse[first + i, first + k]
                for draw in range(draws):
                    added[draw] += both * inverse[draw]
    here, there, times = ground.odds[criterion, present], ground.odds[criterion, level], float(ground.times[task])
    for draw in range(draws):
        odds = state.odds[draw]
        out = times * odds / ((1.0 + odds) * (1.0 + odds))
        odds *= there[draw] / here[draw]
        into = times * odds / ((1.0 + odds) * (1.0 + odds))
        both_ways = out * into * shared[draw] * shared[draw]
        ratio[draw] = (1.0 - out * state.leverage[draw]) * (1.0 + into * (shared[draw] + added[draw])) + both_ways


@njit(cache=True, nogil=True)
def replace(task: int, scenario: Levels, state: State, ground: Ground) -> None:
    """Let ``task``, which is in hand, show ``scenario``; bring inverse and errors up to date in two rank-one steps."""
    x, draws, times = np.zeros(len(state.x)), len(state.raw), float(ground.times[task])
    encode(task, scenario, x, ground)
    weight, image, growth = np.empty(draws), np.empty((len(x), draws)), np.empty(draws)
    odds_of(scenario, x, weight, ground)
    for draw in range(draws):
        weight[draw] *= times / (1.0 + weight[draw]) ** 2
    _add(state.inverse, x, weight, image, growth)  # the new scenario comes in before the old one goes out
    for draw in range(draws):
        state.raw[draw] *= max(growth[draw], SMALLEST) ** (-1.0 / len(x))
        weight[draw] = -times * state.odds[draw] / (1.0 + state.odds[draw]) ** 2
    _add(state.inverse, state.x, weight, image, growth)
    for draw in range(draws):
        state.raw[draw] *= max(growth[draw], SMALLEST) ** (-1.0 / len(x))
        state.error[draw] = state.raw[draw]
    note(task, scenario, state, ground)


@njit(cache=True, nogil=True, fastmath=True)
def _add(inverse: Array, x: Array, weight: Array, image: Array, growth: Array) -> None:
    """Turn the inverses (K, K, R) of M into those of M + weight x x'; write the growth of the determinants."""
    _image(inverse, x, image, growth)
    for draw in range(len(weight)):
        growth[draw] = 1.0 + weight[draw] * growth[draw]
        weight[draw] /= growth[draw]
    for i in range(len(x)):
        share = image[i] * weight
        for k in range(len(x)):
            own, row = image[k], inverse[i, k]
            for draw in range(len(weight)):
                row[draw] -= share[draw] * own[draw]


@njit(cache=True, nogil=True, fastmath=True)
def _image(inverse: Array, x: Array, image: Array, leverage: Array) -> None:
    """Write V x (K, R) and x'Vx (R,)."""
    leverage[:] = 0.0
    for i in range(len(x)):
        own = image[i]
        own[:] = 0.0
        for k in range(len(x)):
            if x[k] != 0.0:  # a third of the columns of a scenario, and more with many levels
                row = inverse[i, k]
                for draw in range(len(own)):
                    own[draw] += x[k] * row[draw]
        if x[i] != 0.0:
            for draw in range(len(own)):
                leverage[draw] += x[i] * own[draw]
