"""Coordinate exchange (Meyer and Nachtsheim 1995) for one scenario a task, on the mean D-error over draws of weights.

Putting scenario x in the place of d, in a design with information M (inverse V), multiplies the determinant by

    (1 - w_d d'Vd) (1 + w_x x'Vx) + w_d w_x (d'Vx)^2,

so that trying a level costs no more than the few columns in which x differs from d. Written this way nothing is taken
out before something else is put in, and the inverse stays well behaved when there are no more tasks than parameters.

Letters: N tasks, m criteria, K parameters (constant first), R draws of the weights.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.ground import Ground, Levels, allowed_with, encode, fingerprint, utility_of
from dce.logit import binary_weight

RIDGE = 1e-6  # lets the search begin at a design that cannot be inverted; a task adds about 1/4
GAIN = 1.0 - 1e-9  # a change must beat rounding, or two equal levels would be swapped for ever
MOST_SWEEPS = 50


class State(NamedTuple):
    """The design so far, changed in place.

    ``rows`` (N, m) with fingerprints ``keys`` (N,), ``inverse`` (R, K, K), ``error`` (R,); and of the task in hand
    ``x`` (K,), ``utility`` (R,), ``weight`` (R,), ``leverage`` x'Vx (R,) and ``image`` Vx (R, K).
    """

    rows: Levels
    keys: Levels
    inverse: Array
    error: Array
    x: Array
    utility: Array
    weight: Array
    leverage: Array
    image: Array


@njit(cache=True, nogil=True)
def descend(rows: Levels, ground: Ground) -> float:
    """Improve ``rows`` (N, m) in place until no single level can be changed for the better; give the mean D-error."""
    value = np.inf
    for _ in range(MOST_SWEEPS):
        state = start(rows, ground)  # anew each sweep, so that rounding does not pile up
        if not state.error.mean() < value * GAIN:
            return float(state.error.mean())
        value = state.error.mean()
        for task in range(len(rows)):
            _improve(task, state, ground)
    return value


@njit(cache=True, nogil=True)
def descend_with_kicks(rows: Levels, which: Levels, fresh: Levels, ground: Ground) -> float:
    """Descend, then kick the design and descend again, keeping the better of the two each time.

    A kick puts ``fresh`` (kicks, size, m) scenarios in the place of the tasks ``which`` (kicks, size). Two fresh
    scenarios in a good design lead to a better one far oftener than a wholly new start does.
    """
    best = descend(rows, ground)
    for kick in range(len(which)):
        trial = rows.copy()
        for i in range(which.shape[1]):
            _put(trial, which[kick, i], fresh[kick, i], ground)
        value = descend(trial, ground)
        if value <= best:
            best = value
            rows[:] = trial
    return best


@njit(cache=True, nogil=True)
def start(rows: Levels, ground: Ground) -> State:
    """Give the state of ``rows`` computed from scratch, with no task in hand."""
    draws, size = len(ground.constants), ground.offsets[-1] + ground.widths[-1]
    inverse, error = np.zeros((draws, size, size)), np.zeros(draws)
    x = np.zeros((len(rows), size))
    keys = np.zeros(len(rows), dtype=np.int64)
    for task in range(len(rows)):
        encode(rows[task], x[task], ground)
        keys[task] = fingerprint(rows[task], ground.marks)
    for draw in range(draws):
        weighted = x.copy()
        for task in range(len(rows)):
            weighted[task] *= binary_weight(utility_of(rows[task], draw, ground))
        information = x.T @ weighted + RIDGE * np.eye(size)
        inverse[draw] = np.linalg.inv(information)
        error[draw] = np.exp(-np.linalg.slogdet(information)[1] / size)
    empty = np.zeros((3, draws))
    return State(rows, keys, inverse, error, np.zeros(size), empty[0], empty[1], empty[2], np.zeros((draws, size)))


@njit(cache=True, nogil=True)
def _put(rows: Levels, task: int, scenario: Levels, ground: Ground) -> None:
    """Put ``scenario`` in the place of ``task`` unless it would then stand too often."""
    key, count = fingerprint(scenario, ground.marks), 0
    for other in range(len(rows)):
        if other != task and fingerprint(rows[other], ground.marks) == key:
            count += 1
    if count < ground.copies:
        rows[task] = scenario


@njit(cache=True, nogil=True)
def _improve(task: int, state: State, ground: Ground) -> None:
    """Give each criterion of one task in turn its best level, until a round changes nothing."""
    _take(task, state, ground)
    changed = True
    while changed:
        changed = False
        for criterion in range(state.rows.shape[1]):
            level = _best_level(task, criterion, state, ground)
            if level != state.rows[task, criterion]:
                _swap(task, criterion, level, state, ground)
                _take(task, state, ground)
                changed = True


@njit(cache=True, nogil=True)
def _take(task: int, state: State, ground: Ground) -> None:
    """Take a task in hand: its columns, and its utility, leverage and image under each draw."""
    encode(state.rows[task], state.x, ground)
    for draw in range(len(state.inverse)):
        state.utility[draw] = utility_of(state.rows[task], draw, ground)
        state.weight[draw] = binary_weight(state.utility[draw])
        state.image[draw] = state.inverse[draw] @ state.x
        state.leverage[draw] = state.image[draw] @ state.x


@njit(cache=True, nogil=True)
def _best_level(task: int, criterion: int, state: State, ground: Ground) -> int:
    """Give the level with the smallest mean D-error; the present one where no other is allowed, new and better."""
    level, best = int(state.rows[task, criterion]), state.error.mean() * GAIN
    for other in range(ground.widths[criterion] + 1):
        if other == state.rows[task, criterion]:
            continue
        if allowed_with(state.rows[task], criterion, other, ground.matches):
            value = _error_with(task, criterion, other, state, ground)
            if value < best and _is_new(task, criterion, other, state, ground):
                level, best = other, value
    return level


@njit(cache=True, nogil=True, inline="always")
def _is_new(task: int, criterion: int, level: int, state: State, ground: Ground) -> bool:
    key = state.keys[task] ^ ground.marks[criterion, state.rows[task, criterion]] ^ ground.marks[criterion, level]
    count = 0
    for other in range(len(state.keys)):
        if state.keys[other] == key and other != task:
            count += 1
    return count < ground.copies


@njit(cache=True, nogil=True, inline="always")  # a call costs as much as the work
def _error_with(task: int, criterion: int, level: int, state: State, ground: Ground) -> float:
    """Give the mean D-error (over draws) if ``criterion`` of the task in hand had ``level``."""
    first, width, present = ground.offsets[criterion], ground.widths[criterion], state.rows[task, criterion]
    new, old = ground.codes[criterion, level], ground.codes[criterion, present]
    total, power = 0.0, -1.0 / len(state.x)
    for draw in range(len(state.error)):
        shared, added = state.leverage[draw], 0.0  # d'Vx, and what x'Vx has more than that
        for i in range(width):
            own = state.image[draw, first + i]
            shared += (new[i] - old[i]) * own
            for k in range(width):
                own += state.inverse[draw, first + i, first + k] * (new[k] - old[k])
            added += (new[i] - old[i]) * own
        shift = ground.utilities[draw, criterion, level] - ground.utilities[draw, criterion, present]
        out = state.weight[draw]
        into = out if shift == 0.0 else binary_weight(state.utility[draw] + shift)  # no shift at all without priors
        ratio = (1.0 - out * state.leverage[draw]) * (1.0 + into * (shared + added)) + out * into * shared * shared
        total += state.error[draw] * np.exp(power * np.log(max(ratio, 1e-12)))
    return total / len(state.error)


@njit(cache=True, nogil=True)
def _swap(task: int, criterion: int, level: int, state: State, ground: Ground) -> None:
    """Give ``criterion`` of the task in hand ``level``; bring inverse and errors up to date in two rank-one steps."""
    present, size = state.rows[task, criterion], len(state.x)
    state.keys[task] ^= ground.marks[criterion, present] ^ ground.marks[criterion, level]
    state.rows[task, criterion] = level
    x = np.zeros(size)
    encode(state.rows[task], x, ground)
    for draw in range(len(state.error)):
        into = binary_weight(utility_of(state.rows[task], draw, ground))
        gain = _add(state.inverse[draw], x, into)  # the new scenario comes in before the old one goes out
        gain *= _add(state.inverse[draw], state.x, -state.weight[draw])
        state.error[draw] *= max(gain, 1e-12) ** (-1.0 / size)


@njit(cache=True, nogil=True)
def _add(inverse: Array, x: Array, weight: float) -> float:
    """Turn the inverse (K, K) of M into that of M + weight x x'; give the factor by which the determinant grows."""
    image = inverse @ x
    growth = 1.0 + weight * float(image @ x)
    for i in range(len(x)):
        share = weight / growth * image[i]
        for k in range(len(x)):
            inverse[i, k] -= share * image[k]
    return growth
