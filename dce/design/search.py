"""Coordinate exchange (Meyer and Nachtsheim 1995) for one scenario a task, with kicks, on the mean D-error over draws.

One step is in :mod:`dce.design.averaged`, and for weights of zero in :mod:`dce.design.plain`.

Letters: N tasks, m criteria, K parameters (constant first), R draws of the weights.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design import averaged, plain
from dce.design.ground import GAIN, Ground, Levels, State, encode, fingerprint, is_new
from dce.logit import binary_information

RIDGE = 1e-6  # lets the search begin at a design that cannot be inverted; a task adds about 1/4
MOST_SWEEPS = 50
FRESH = 100  # kicks after which the inverse is made anew


def search(
    rows: Levels, which: Levels, fresh: Levels, ground: Ground, *, slack: float = 0.0, enough: float = 0.0
) -> State:
    """Descend from ``rows`` (N, m), then kick the design and descend again, keeping what is better.

    A kick puts ``fresh`` (kicks, size, m) scenarios in the place of the tasks ``which`` (kicks, size). Two fresh
    scenarios in a good design lead to a better one far oftener than a wholly new start does. With a ``slack`` a design
    that is worse by less than this share is gone on from, so that the search can leave a trap, and it ends where the
    mean D-error is ``enough``.
    """
    state = descend(rows, ground)
    if slack:
        return _wander(state, which, fresh, ground, slack, enough)
    done = 0
    while done < len(which):
        trial, used = _kick_until_better(state, which[done:], fresh[done:], ground)
        done += used
        better = descend(trial, ground)
        if better.error.mean() < state.error.mean() * GAIN:
            state = better
    return state


def _wander(state: State, which: Levels, fresh: Levels, ground: Ground, slack: float, enough: float) -> State:
    """Go on from a kicked design that is worse by less than a slack, which falls to nothing; give the best one met."""
    best = _copy(state)
    slacks = slack * np.linspace(1.0, 0.0, len(which))
    for first in range(0, len(which), FRESH):
        if best.error.mean() <= enough:
            break
        part = slice(first, first + FRESH)
        _walk(state, best, which[part], fresh[part], slacks[part], ground)
        state = start(state.rows, ground)  # from scratch, so that rounding does not pile up
    return descend(best.rows, ground)


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
        inverse=np.ascontiguousarray(np.moveaxis(np.linalg.inv(information), 0, -1)),
        error=np.exp(-np.linalg.slogdet(information)[1] / size),
        x=np.zeros(size),
        odds=np.zeros(draws),
        leverage=np.zeros(draws),
        image=np.zeros((size, draws)),
        shared=np.zeros(draws),
        added=np.zeros(draws),
        ratio=np.zeros(draws),
    )


@njit(cache=True, nogil=True)
def _sweep_until_still(state: State, ground: Ground) -> None:
    for _ in range(MOST_SWEEPS):
        before = state.error.mean()
        if ground.plain:
            plain.improve_all(state, ground)
        else:
            for task in range(len(state.rows)):
                averaged.improve(task, state, ground)
        if not state.error.mean() < before * GAIN:
            break


@njit(cache=True, nogil=True)
def _kick_until_better(state: State, which: Levels, fresh: Levels, ground: Ground) -> tuple[Levels, int]:
    """Try kicks until one leads to a better design; give its rows and the number of kicks used."""
    trial = _copy(state)
    for kick in range(len(which)):
        _move(state, trial)
        _kick(trial, which[kick], fresh[kick], ground)
        if trial.error.mean() < state.error.mean() * GAIN:
            return trial.rows, kick + 1
    return state.rows, len(which)


@njit(cache=True, nogil=True)
def _walk(state: State, best: State, which: Levels, fresh: Levels, slacks: Array, ground: Ground) -> None:
    """Kick and descend from ``state``, go on from what is worse by less than the slack; keep the best."""
    trial = _copy(state)
    for kick in range(len(which)):
        _move(state, trial)
        _kick(trial, which[kick], fresh[kick], ground)
        if trial.error.mean() < state.error.mean() * (1.0 + slacks[kick]):
            _move(trial, state)
            if trial.error.mean() < best.error.mean() * GAIN:
                _move(trial, best)


@njit(cache=True, nogil=True)
def _kick(state: State, which: Levels, fresh: Levels, ground: Ground) -> None:
    """Put ``fresh`` (size, m) in the place of the tasks ``which`` (size,) where they are new, and descend."""
    for i in range(len(which)):
        if is_new(fingerprint(fresh[i], ground.marks), which[i], state.keys, ground.copies):
            _put(which[i], fresh[i], state, ground)
    _sweep_until_still(state, ground)


@njit(cache=True, nogil=True)
def _move(source: State, target: State) -> None:
    target.rows[:], target.keys[:] = source.rows, source.keys
    target.inverse[:], target.error[:] = source.inverse, source.error


@njit(cache=True, nogil=True)
def _copy(state: State) -> State:
    return State(
        state.rows.copy(),
        state.keys.copy(),
        state.inverse.copy(),
        state.error.copy(),
        state.x.copy(),
        state.odds.copy(),
        state.leverage.copy(),
        state.image.copy(),
        state.shared.copy(),
        state.added.copy(),
        state.ratio.copy(),
    )


@njit(cache=True, nogil=True)
def _put(task: int, scenario: Levels, state: State, ground: Ground) -> None:
    if ground.plain:
        encode(state.rows[task], state.x, ground)
        plain.replace(task, scenario, state, ground)
    else:
        averaged.take(task, state, ground)
        averaged.replace(task, scenario, state, ground)
