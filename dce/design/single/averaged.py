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
from dce.design.compiled import write
from dce.design.single.allowed import is_new, may_have, note
from dce.design.single.ground import GAIN, Ground, Levels, State, encode, odds_of

SMALLEST = 1e-12  # a determinant may round to nothing


@njit(cache=True, nogil=True)
def improve(task: int, state: State, ground: Ground) -> bool:
    """Give each criterion of one task in turn its best level, until none has a better one; tell whether any had."""
    take(task, state, ground)
    criteria, turn, quiet, changed = state.rows.shape[1], 0, 0, False
    while quiet < criteria:
        criterion = turn % criteria
        turn, quiet = turn + 1, quiet + 1
        level = best_level(task, criterion, state, ground)
        if level != state.rows[task, criterion]:
            scenario = state.rows[task].copy()
            scenario[criterion] = level
            replace(task, scenario, state, ground)
            quiet, changed = 1, True
    return changed


@njit(cache=True, nogil=True)
def take(task: int, state: State, ground: Ground) -> None:
    """Take a task in hand: its columns, and its odds, weight, image and leverage under each draw."""
    encode(task, state.rows[task], state.x, ground)
    odds_of(state.rows[task], state.x, state.odds, ground)
    _weigh(state.odds, float(ground.times[task]), state.weight)
    state.image[:] = 0.0
    _add_columns(state.inverse, state.x, state.image)
    _product(state.x, state.image, state.leverage)


@njit(cache=True, nogil=True)
def best_level(task: int, criterion: int, state: State, ground: Ground) -> int:
    """Give the level with the smallest mean D-error; the present one where no other is allowed, new and better."""
    present, values = state.rows[task, criterion], state.values
    value_levels(task, criterion, state, ground)
    while True:
        level, best = int(present), 0.0
        for other in range(ground.widths[criterion] + 1):
            if values[other] < best:
                level, best = other, values[other]
        if level == present:
            return level
        key = state.keys[task] ^ ground.marks[criterion, present] ^ ground.marks[criterion, level]
        if may_have(task, criterion, level, state, ground) and is_new(key, task, state, ground):
            break
        values[level] = 0.0
    better = error_with(task, criterion, level, state, ground) < state.error.mean() * GAIN
    return level if better else int(present)


@njit(cache=True, nogil=True)
def value_levels(task: int, criterion: int, state: State, ground: Ground) -> None:
    """Write roughly into ``state.values`` (L,) how the summed D-error changes with each level of the task in hand."""
    present, size = state.rows[task, criterion], len(state.x)
    for level in range(ground.widths[criterion] + 1):
        state.values[level] = 0.0
        if level != present:
            _write_ratios(task, criterion, level, state, ground)
            state.values[level] = _about(state.error, state.ratio, size)


@njit(cache=True, nogil=True)
def error_with(task: int, criterion: int, level: int, state: State, ground: Ground) -> float:
    """Give the mean D-error (over draws) if ``criterion`` of the task in hand had ``level``."""
    _write_ratios(task, criterion, level, state, ground)
    total, power = 0.0, -1.0 / len(state.x)
    for draw in range(len(state.error)):
        total += state.error[draw] * max(state.ratio[draw], SMALLEST) ** power
    return total / len(state.error)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
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


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _weigh(odds: Array, times: float, weight: Array) -> None:
    """Write what a task shown so often tells, times p (1 - p), at these ``odds``; all (R,)."""
    for draw in range(len(odds)):
        weight[draw] = times * odds[draw] / ((1.0 + odds[draw]) * (1.0 + odds[draw]))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _write_ratios(task: int, criterion: int, level: int, state: State, ground: Ground) -> None:
    """Write into ``state.ratio`` (R,) by what the determinants grow if ``criterion`` had ``level``."""
    first, width, present = ground.offsets[criterion], ground.widths[criterion], state.rows[task, criterion]
    shared, added, ratio, draws = state.shared, state.added, state.ratio, len(state.error)
    write(state.leverage, shared)  # d'Vx
    added[:] = 0.0  # what x'Vx has more than that
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
    lift, times, out = ground.lifts[criterion, present, level], float(ground.times[task]), state.weight
    for draw in range(draws):
        odds = state.odds[draw] * lift[draw]
        into = times * odds / ((1.0 + odds) * (1.0 + odds))
        both_ways = out[draw] * into * shared[draw] * shared[draw]
        ratio[draw] = (1.0 - out[draw] * state.leverage[draw]) * (1.0 + into * (shared[draw] + added[draw])) + both_ways


@njit(cache=True, nogil=True)
def replace(task: int, scenario: Levels, state: State, ground: Ground) -> None:
    """Let ``task``, which is in hand, show ``scenario``, and keep it in hand; bring inverse and errors up to date."""
    x = state.x.copy()
    encode(task, scenario, state.x, ground)
    odds_of(scenario, state.x, state.odds, ground)
    weight, image = state.weight.copy(), state.image.copy()
    _add_columns(state.inverse, state.x - x, state.image)
    _product(state.x, image, state.shared)
    _product(state.x, state.image, state.added)
    _weigh(state.odds, float(ground.times[task]), state.weight)
    _exchange(weight, image, state)
    note(task, scenario, state, ground)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _exchange(weight: Array, image: Array, state: State) -> None:
    """Take out a task of so much ``weight`` (R,) and ``image`` (K, R) and put in the one in hand, both at once.

    Of the two ``shared`` is d'Vx and ``added`` x'Vx; image and leverage of what is in hand come up to date too.
    """
    draws, power = len(weight), -1.0 / len(image)
    old, new, both = np.empty(draws), np.empty(draws), np.empty(draws)
    for draw in range(draws):
        out, into, shared = weight[draw], state.weight[draw], state.shared[draw]
        left, grown = 1.0 - out * state.leverage[draw], 1.0 + into * state.added[draw]
        ratio = max(left * grown + out * into * shared * shared, SMALLEST)
        old[draw], new[draw], both[draw] = -out * grown / ratio, into * left / ratio, out * into * shared / ratio
        state.ratio[draw] = ratio
    for draw in range(draws):
        state.raw[draw] *= state.ratio[draw] ** power
        state.error[draw] = state.raw[draw]
    own, other = np.empty(draws), np.empty(draws)
    for i in range(len(image)):
        for draw in range(draws):
            own[draw] = old[draw] * image[i, draw] + both[draw] * state.image[i, draw]
            other[draw] = both[draw] * image[i, draw] + new[draw] * state.image[i, draw]
        for k in range(i + 1):
            row, there, here = state.inverse[i, k], image[k], state.image[k]
            for draw in range(draws):
                row[draw] -= own[draw] * there[draw] + other[draw] * here[draw]
            write(row, state.inverse[k, i])
    for draw in range(draws):
        own[draw] = both[draw] * state.added[draw] + old[draw] * state.shared[draw]
        other[draw] = 1.0 - new[draw] * state.added[draw] - both[draw] * state.shared[draw]
    for i in range(len(image)):
        for draw in range(draws):
            state.image[i, draw] = other[draw] * state.image[i, draw] - own[draw] * image[i, draw]
    for draw in range(draws):
        state.leverage[draw] = other[draw] * state.added[draw] - own[draw] * state.shared[draw]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _add_columns(inverse: Array, x: Array, image: Array) -> None:
    """Add V x to ``image`` (K, R); where few columns of ``x`` (K,) are not 0 that takes little."""
    for k in range(len(x)):
        if x[k] != 0.0:
            for i in range(len(x)):
                own, row = image[i], inverse[k, i]
                for draw in range(len(own)):
                    own[draw] += x[k] * row[draw]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _product(x: Array, image: Array, into: Array) -> None:
    """Write x' ``image`` (R,)."""
    into[:] = 0.0
    for k in range(len(x)):
        if x[k] != 0.0:
            for draw in range(len(into)):
                into[draw] += x[k] * image[k, draw]
