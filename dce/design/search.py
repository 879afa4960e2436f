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
from dce.logit import binary_information, binary_weight

RIDGE = 1e-6  # lets the search begin at a design that cannot be inverted; a task adds about 1/4
GAIN = 1.0 - 1e-9  # a change must beat rounding, or two equal levels would be swapped for ever
MOST_SWEEPS = 50


class State(NamedTuple):
    """The design so far, changed in place.

    ``rows`` (N, m) with fingerprints ``keys`` (N,), ``inverse`` (R, K, K), ``error`` (R,); and of the task in hand
    ``x`` (K,), ``utility`` (R,), ``weight`` (R,), ``leverage`` x'Vx (R,), ``image`` Vx (R, K) and ``step`` (L - 1,),
    the columns in which the scenario on trial differs.
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
    step: Array


def search(rows: Levels, which: Levels, fresh: Levels, ground: Ground) -> State:
    """Descend from ``rows`` (N, m), then kick the design and descend again, keeping what is better.

    A kick puts ``fresh`` (kicks, size, m) scenarios in the place of the tasks ``which`` (kicks, size). Two fresh
    scenarios in a good design lead to a better one far oftener than a wholly new start does.
    """
    state = descend(rows, ground)
    done = 0
    while done < len(which):
        trial, used = _kick_until_better(state, which[done:], fresh[done:], ground)
        done += used
        better = descend(trial, ground)
        if better.error.mean() < state.error.mean() * GAIN:
            state = better
    return state


def descend(rows: Levels, ground: Ground) -> State:
    """Improve ``rows`` (N, m) until no single level can be changed for the better; the caller's rows stay."""
    state = start(rows, ground)
    while True:
        before = float(state.error.mean())
        _sweep_until_still(state, ground)
        state = start(state.rows, ground)  # from scratch, so that rounding does not pile up
        if not state.error.mean() < before * GAIN:
            return state


def start(rows: Levels, ground: Ground) -> State:
    """Give the state of ``rows`` as the kernel computes it, with no task in hand."""
    x = np.zeros((len(rows), ground.weights.shape[1]))
    for task, scenario in enumerate(rows):
        encode(scenario, x[task], ground)
    draws, size = ground.weights.shape
    information = binary_information(x, ground.weights) + RIDGE * np.eye(size)
    return State(
        rows=rows.copy(),
        keys=np.array([fingerprint(scenario, ground.marks) for scenario in rows], dtype=np.int64),
        inverse=np.linalg.inv(information).astype(np.float64),
        error=np.exp(-np.linalg.slogdet(information)[1] / size),
        x=np.zeros(size),
        utility=np.zeros(draws),
        weight=np.zeros(draws),
        leverage=np.zeros(draws),
        image=np.zeros((draws, size)),
        step=np.zeros(ground.codes.shape[2]),
    )


@njit(cache=True, nogil=True)
def _sweep_until_still(state: State, ground: Ground) -> None:
    for _ in range(MOST_SWEEPS):
        before = state.error.mean()
        for task in range(len(state.rows)):
            _improve(task, state, ground)
        if not state.error.mean() < before * GAIN:
            break


@njit(cache=True, nogil=True)
def _kick_until_better(state: State, which: Levels, fresh: Levels, ground: Ground) -> tuple[Levels, int]:
    """Try kicks until one leads to a better design; give its rows and the number of kicks used."""
    trial = State(
        state.rows.copy(),
        state.keys.copy(),
        state.inverse.copy(),
        state.error.copy(),
        state.x.copy(),
        state.utility.copy(),
        state.weight.copy(),
        state.leverage.copy(),
        state.image.copy(),
        state.step.copy(),
    )
    for kick in range(len(which)):
        trial.rows[:], trial.keys[:] = state.rows, state.keys
        trial.inverse[:], trial.error[:] = state.inverse, state.error
        for i in range(which.shape[1]):
            if _is_new(fingerprint(fresh[kick, i], ground.marks), which[kick, i], trial, ground):
                _take(which[kick, i], trial, ground)
                _replace(which[kick, i], fresh[kick, i], trial, ground)
        _sweep_until_still(trial, ground)
        if trial.error.mean() < state.error.mean() * GAIN:
            return trial.rows, kick + 1
    return state.rows, len(which)


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
                scenario = state.rows[task].copy()
                scenario[criterion] = level
                _replace(task, scenario, state, ground)
                _take(task, state, ground)
                changed = True


@njit(cache=True, nogil=True)
def _take(task: int, state: State, ground: Ground) -> None:
    """Take a task in hand: its columns, and its utility, weight, leverage and image under each draw."""
    encode(state.rows[task], state.x, ground)
    for draw in range(len(state.inverse)):
        state.utility[draw] = utility_of(state.rows[task], draw, ground)
        state.weight[draw] = binary_weight(state.utility[draw])
        state.leverage[draw] = _image(state.inverse[draw], state.x, state.image[draw])


@njit(cache=True, nogil=True)
def _best_level(task: int, criterion: int, state: State, ground: Ground) -> int:
    """Give the level with the smallest mean D-error; the present one where no other is allowed, new and better."""
    present = state.rows[task, criterion]
    level, best = int(present), state.error.mean() * GAIN
    for other in range(ground.widths[criterion] + 1):
        if other != present and allowed_with(state.rows[task], criterion, other, ground.matches):
            value = _error_with(task, criterion, other, state, ground)
            key = state.keys[task] ^ ground.marks[criterion, present] ^ ground.marks[criterion, other]
            if value < best and _is_new(key, task, state, ground):
                level, best = other, value
    return level


@njit(cache=True, nogil=True)
def _is_new(key: int, task: int, state: State, ground: Ground) -> bool:
    """Tell whether ``task`` may show the scenario with fingerprint ``key``: it stands not too often elsewhere."""
    count = 0
    for other in range(len(state.keys)):
        if state.keys[other] == key and other != task:
            count += 1
    return count < ground.copies


@njit(cache=True, nogil=True, inline="always")  # a call costs as much as the work
def _error_with(task: int, criterion: int, level: int, state: State, ground: Ground) -> float:
    """Give the mean D-error (over draws) if ``criterion`` of the task in hand had ``level``."""
    first, width, present = ground.offsets[criterion], ground.widths[criterion], state.rows[task, criterion]
    for i in range(width):
        state.step[i] = ground.codes[criterion, level, i] - ground.codes[criterion, present, i]
    total, power = 0.0, -1.0 / len(state.x)
    for draw in range(len(state.error)):
        shared, added = state.leverage[draw], 0.0  # d'Vx, and what x'Vx has more than that
        for i in range(width):
            own = state.image[draw, first + i]
            shared += state.step[i] * own
            for k in range(width):
                own += state.inverse[draw, first + i, first + k] * state.step[k]
            added += state.step[i] * own
        shift = ground.utilities[draw, criterion, level] - ground.utilities[draw, criterion, present]
        out = state.weight[draw]
        into = out if shift == 0.0 else binary_weight(state.utility[draw] + shift)  # no shift at all without priors
        ratio = (1.0 - out * state.leverage[draw]) * (1.0 + into * (shared + added)) + out * into * shared * shared
        if ratio <= 1.0 and len(state.error) == 1:
            return np.inf  # no better than the present level; saves the logarithm
        total += state.error[draw] * np.exp(power * np.log(max(ratio, 1e-12)))
    return total / len(state.error)


@njit(cache=True, nogil=True)
def _replace(task: int, scenario: Levels, state: State, ground: Ground) -> None:
    """Let ``task``, which is in hand, show ``scenario``; bring inverse and errors up to date in two rank-one steps."""
    x = np.zeros(len(state.x))
    encode(scenario, x, ground)
    for draw in range(len(state.error)):
        into = binary_weight(utility_of(scenario, draw, ground))
        gain = _add(state.inverse[draw], x, into)  # the new scenario comes in before the old one goes out
        gain *= _add(state.inverse[draw], state.x, -state.weight[draw])
        state.error[draw] *= max(gain, 1e-12) ** (-1.0 / len(x))
    state.rows[task] = scenario
    state.keys[task] = fingerprint(scenario, ground.marks)


@njit(cache=True, nogil=True)
def _add(inverse: Array, x: Array, weight: float) -> float:
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
