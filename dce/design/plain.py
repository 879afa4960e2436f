"""Coordinate exchange at zero weights, where every answer weighs a quarter: the same steps without draws or odds."""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.ground import GAIN, Ground, Levels, State, allowed_with, encode, fingerprint, is_new

QUARTER = 0.25


@njit(cache=True, nogil=True)
def improve_all(state: State, ground: Ground) -> None:
    """Give each criterion of each task in turn its best level, until a round over the task changes nothing."""
    size = len(state.x)
    inverse, image, x = state.inverse.reshape(size, size), state.image.reshape(size), state.x
    for task in range(len(state.rows)):
        encode(state.rows[task], x, ground)
        leverage = _image(inverse, x, image)
        changed = True
        while changed:
            changed = False
            for criterion in range(state.rows.shape[1]):
                level = _best_level(task, criterion, leverage, inverse, image, state, ground)
                if level != state.rows[task, criterion]:
                    scenario = state.rows[task].copy()
                    scenario[criterion] = level
                    replace(task, scenario, state, ground)
                    leverage = _image(inverse, x, image)
                    changed = True


@njit(cache=True, nogil=True, inline="always")
def _best_level(
    task: int, criterion: int, leverage: float, inverse: Array, image: Array, state: State, ground: Ground
) -> int:
    """Give the level with the smallest D-error; the present one where no other is allowed, new and better."""
    first, width, present = ground.offsets[criterion], ground.widths[criterion], state.rows[task, criterion]
    codes, power = ground.codes, -1.0 / len(state.x)
    level, best = present, state.error[0] * GAIN
    for other in range(width + 1):
        if other == present:
            continue
        shared, added = leverage, 0.0  # d'Vx, and what x'Vx has more than that
        for i in range(width):
            step = codes[criterion, other, i] - codes[criterion, present, i]
            own = image[first + i]
            shared += step * own
            for k in range(width):
                own += inverse[first + i, first + k] * (codes[criterion, other, k] - codes[criterion, present, k])
            added += step * own
        ratio = (1.0 - QUARTER * leverage) * (1.0 + QUARTER * (shared + added)) + QUARTER * QUARTER * shared * shared
        if ratio > 1.0:  # no better than the present level; saves the logarithm and the rules
            value = state.error[0] * np.exp(power * np.log(ratio))
            key = state.keys[task] ^ ground.marks[criterion, present] ^ ground.marks[criterion, other]
            kept = value < best and allowed_with(state.rows[task], criterion, other, ground.matches)
            if kept and is_new(key, task, state.keys, ground.copies):
                level, best = other, value
    return int(level)


@njit(cache=True, nogil=True)
def replace(task: int, scenario: Levels, state: State, ground: Ground) -> None:
    """Let ``task``, whose columns ``state.x`` holds, show ``scenario``; leave the columns of that one there."""
    size = len(state.x)
    inverse, x = state.inverse.reshape(size, size), np.zeros(size)
    encode(scenario, x, ground)
    gain = add(inverse, x, QUARTER)  # the new scenario comes in before the old one goes out
    gain *= add(inverse, state.x, -QUARTER)
    state.error[0] *= max(gain, 1e-12) ** (-1.0 / size)
    state.rows[task] = scenario
    state.keys[task] = fingerprint(scenario, ground.marks)
    state.x[:] = x


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
