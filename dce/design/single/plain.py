"""Coordinate exchange at zero weights, where every answer weighs a quarter: the same steps without draws or odds."""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.compiled import write
from dce.design.single.allowed import is_new, may_have, note
from dce.design.single.ground import GAIN, Ground, Levels, State, encode

QUARTER = 0.25


@njit(cache=True, nogil=True)
def improve_all(state: State, ground: Ground) -> None:
    """Give each criterion of each task in turn its best level, until a round over the task changes nothing."""
    size = len(state.x)
    inverse, image, x = state.inverse.reshape(size, size), state.image.reshape(size), state.x
    rows, keys, marks = state.rows, state.keys, ground.marks
    codes, offsets, widths = ground.codes, ground.offsets, ground.widths
    for task in range(ground.kept, len(rows)):
        weight = QUARTER * ground.times[task]
        encode(task, rows[task], x, ground)
        leverage = _image(inverse, x, image)
        changed = True
        while changed:
            changed = False
            for criterion in range(len(widths)):
                first, width, present = offsets[criterion], widths[criterion], rows[task, criterion]
                level, best = present, 1.0 + size * (1.0 - GAIN)  # by what the determinant grows
                for other in range(width + 1):
                    if other == present:
                        continue
                    growth = _growth(criterion, present, other, first, width, leverage, weight, codes, inverse, image)
                    if growth > best:
                        key = keys[task] ^ marks[criterion, present] ^ marks[criterion, other]
                        if may_have(task, criterion, other, state, ground) and is_new(key, task, state, ground):
                            level, best = other, growth
                if level != present:
                    leverage = _exchange(task, criterion, level, leverage, weight, inverse, image, state, ground)
                    changed = True


@njit(cache=True, nogil=True)
def _exchange(
    task: int,
    criterion: int,
    level: int,
    leverage: float,
    weight: float,
    inverse: Array,
    image: Array,
    state: State,
    ground: Ground,
) -> float:
    """Give ``criterion`` of the task in hand a level that is better; bring V, Vx and x'Vx, which is given, up to date.

    In one step: V - U C U' with U = [Vd, Vx], which a growing determinant keeps well behaved.
    """
    x, first, scenario = state.x, ground.offsets[criterion], state.rows[task].copy()
    into, added = image.copy(), 0.0
    for i in range(ground.widths[criterion]):
        step = ground.codes[criterion, level, i] - x[first + i]
        x[first + i] = ground.codes[criterion, level, i]
        for k in range(len(x)):
            into[k] += step * inverse[first + i, k]
    shared = 0.0
    for k in range(len(x)):
        added += x[k] * into[k]
        shared += x[k] * image[k]
    growth = (1.0 - weight * leverage) * (1.0 + weight * added) + weight * weight * shared * shared
    dd = -weight * (1.0 + weight * added) / growth
    dx = weight * weight * shared / growth
    xx = weight * (1.0 - weight * leverage) / growth
    for i in range(len(x)):
        one, other = dd * image[i] + dx * into[i], dx * image[i] + xx * into[i]
        for k in range(len(x)):
            inverse[i, k] -= one * image[k] + other * into[k]
    one, other, after = dd * shared + dx * added, 1.0 - dx * shared - xx * added, 0.0
    for k in range(len(x)):
        image[k] = other * into[k] - one * image[k]
        after += x[k] * image[k]
    state.raw[0] *= growth ** (-1.0 / len(x))
    state.error[0] = state.raw[0]
    scenario[criterion] = level
    note(task, scenario, state, ground)
    return after


@njit(cache=True, nogil=True)
def _growth(
    criterion: int,
    present: int,
    other: int,
    first: int,
    width: int,
    leverage: float,
    weight: float,
    codes: Array,
    inverse: Array,
    image: Array,
) -> float:
    """Give by what the determinant grows when ``criterion``, coded from column ``first`` on, has another level."""
    shared = leverage  # d'Vx
    if width == 1:  # written out: two and three levels are what studies have, and this is where the time goes
        one = codes[criterion, other, 0] - codes[criterion, present, 0]
        gain = one * image[first]
        added = gain + one * one * inverse[first, first]  # what x'Vx has more than d'Vx
    elif width == 2:
        one = codes[criterion, other, 0] - codes[criterion, present, 0]
        two = codes[criterion, other, 1] - codes[criterion, present, 1]
        gain = one * image[first] + two * image[first + 1]
        cross = 2.0 * one * two * inverse[first, first + 1]
        added = gain + one * one * inverse[first, first] + cross + two * two * inverse[first + 1, first + 1]
    else:
        gain, added = 0.0, 0.0
        for i in range(width):
            step = codes[criterion, other, i] - codes[criterion, present, i]
            own = image[first + i]
            gain += step * own
            for k in range(width):
                own += inverse[first + i, first + k] * (codes[criterion, other, k] - codes[criterion, present, k])
            added += step * own
    shared += gain
    kept, into = 1.0 - weight * leverage, 1.0 + weight * (shared + added)
    return float(kept * into + weight * weight * shared * shared)


@njit(cache=True, nogil=True)
def replace(task: int, scenario: Levels, state: State, ground: Ground) -> None:
    """Let ``task``, whose columns ``state.x`` holds, show ``scenario``; leave the columns of that one there."""
    size, weight = len(state.x), QUARTER * ground.times[task]
    inverse, x = state.inverse.reshape(size, size), np.zeros(size)
    encode(task, scenario, x, ground)
    gain = add(inverse, x, weight)  # the new scenario comes in before the old one goes out
    gain *= add(inverse, state.x, -weight)
    state.raw[0] *= max(gain, 1e-12) ** (-1.0 / size)
    state.error[0] = state.raw[0]
    note(task, scenario, state, ground)
    write(x, state.x)


@njit(cache=True, nogil=True)
def add(inverse: Array, x: Array, weight: float) -> float:
    """Turn the inverse (K, K) of M into that of M + weight x x'; give the factor by which the determinant grows."""
    image = np.empty(len(x))
    growth = 1.0 + weight * _image(inverse, x, image)
    for i in range(len(x)):
        share = weight / growth * image[i]
        for k in range(len(x)):
            inverse[i, k] -= share * image[k]
    return growth


@njit(cache=True, nogil=True)
def _image(inverse: Array, x: Array, image: Array) -> float:
    """Write V x (K,) for a symmetric V into ``image``; give x'Vx."""
    image[:] = 0.0
    for i in range(len(x)):
        for k in range(len(x)):  # along a row of V, which the processor takes several at a time
            image[k] += inverse[i, k] * x[i]
    leverage = 0.0
    for i in range(len(x)):
        leverage += image[i] * x[i]
    return leverage
