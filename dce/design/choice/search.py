"""Coordinate exchange for choice tasks: the levels of one criterion in one or two alternatives of a task at a time.

Both alternatives of a pair may have to change together: a difference of levels is what a pair can teach. With three
alternatives and more each two of them are tried together where that is affordable, else one at a time.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.choice.exchange import GAIN, improve, write_task
from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.hand import (
    Hand,
    State,
    code_task,
    empty_hand,
    evenness,
    put_back,
    read_task,
    take_out,
    value_of,
)
from dce.design.choice.limits import fingerprints, has_dominance, may_show, task_key
from dce.design.choice.pairs import Lanes, empty_lanes
from dce.design.choice.updates import look, task_weights
from dce.logit import choice_information

RIDGE = 1e-6  # lets the search begin at a design that cannot be inverted; a task adds about 1/4
MOST_SWEEPS = 50
ANEW = 10  # kicks after which the state is worked out from scratch, so that rounding does not pile up
SLACK = 0.002  # of the criterion, at the first kick
HOPE = 1.0  # sweeps at the present pace after which a kicked design must be better, or it is given up


def search(rows: Levels, which: Levels, fresh: Levels, pool: Levels, ground: ChoiceGround) -> State:
    """Descend from ``rows`` (N, J, m), then kick the design and descend again; give the best design met.

    A kick puts scenarios ``fresh`` (kicks, size, J) of ``pool`` (P, m) in the place of tasks ``which`` (kicks, size).
    The search goes on from a design that is worse by less than a slack, which falls to 0 (Dueck and Scheuer 1990).
    """
    best = state = descend(rows, ground)
    slacks = SLACK * np.linspace(1.0, 0.0, len(which))
    for done in range(0, len(which), ANEW):
        part = slice(done, done + ANEW)
        least, last = _walk(state, which[part], fresh[part], pool, slacks[part], ground)
        for met in (descend(least, ground), start(last, ground)):
            if value_of(met, ground) < value_of(best, ground) * GAIN:
                best = met
        state = met
    return best


def descend(rows: Levels, ground: ChoiceGround) -> State:
    """Improve ``rows`` (N, J, m) until no change of one criterion helps; the caller's rows stay."""
    state = start(rows, ground)
    while True:
        before = value_of(state, ground)
        _sweep_until_still(state, _room(state, ground), _lanes(state, ground), ground)
        state = start(state.rows, ground)  # from scratch, so that rounding does not pile up
        if not value_of(state, ground) < before * GAIN:
            return state


def start(rows: Levels, ground: ChoiceGround) -> State:
    """Give the state of ``rows`` as the kernel computes it, with no task in hand."""
    x = np.zeros((len(rows), *ground.constants.shape))
    for place, task in enumerate(rows):
        code_task(task, x[place], ground)
    size = x.shape[2]
    everywhere = np.ones(x.shape[:2], dtype=np.bool_)
    information = choice_information(ground.weights, x, everywhere, best_worst=ground.best_worst) + RIDGE * np.eye(size)
    prints = [fingerprints(task, ground) for task in rows]
    state = State(
        rows=rows.copy(),
        keys=np.array([task_key(own) for own in prints], dtype=np.int64),
        dominated=np.array([has_dominance(task, ground.directions) for task in rows], dtype=np.int64),
        balance=np.zeros(len(rows)),
        inverse=np.ascontiguousarray(np.linalg.inv(information)),
        error=np.exp(-np.linalg.slogdet(information)[1] / size),
    )
    _note_balance(state, _room(state, ground), ground)
    return state


@njit(cache=True, nogil=True)
def _room(state: State, ground: ChoiceGround) -> Hand:
    draws, parameters = state.inverse.shape[0], state.inverse.shape[1]
    return empty_hand(draws, ground.constants.shape[0], parameters, ground.codes.shape[2])


@njit(cache=True, nogil=True)
def _lanes(state: State, ground: ChoiceGround) -> Lanes:
    return empty_lanes(state.inverse.shape[0], state.inverse.shape[1], ground)


@njit(cache=True, nogil=True)
def _note_balance(state: State, hand: Hand, ground: ChoiceGround) -> None:
    """Work out the utility balance of every task."""
    for place in range(len(state.rows)):
        read_task(state.rows[place], hand, ground)
        total = 0.0
        for draw in range(len(hand.utility)):
            task_weights(hand.utility[draw], False, hand.p, hand.square, hand.weights)
            total += evenness(hand.utility[draw], hand.p, hand.weights)
        state.balance[place] = total / len(hand.utility)


@njit(cache=True, nogil=True)
def _sweep_until_still(state: State, hand: Hand, lanes: Lanes, ground: ChoiceGround) -> None:
    for _ in range(MOST_SWEEPS):
        before = value_of(state, ground)
        for place in range(len(state.rows)):
            improve(place, state, hand, lanes, ground)
        if not value_of(state, ground) < before * GAIN:
            break


@njit(cache=True, nogil=True)
def _sweep_until_hopeless(best: float, state: State, hand: Hand, lanes: Lanes, ground: ChoiceGround) -> None:
    """Sweep as long as the design may still become better than ``best`` at the pace of the last sweep."""
    for _ in range(MOST_SWEEPS):
        before = value_of(state, ground)
        for place in range(len(state.rows)):
            improve(place, state, hand, lanes, ground)
        now = value_of(state, ground)
        if not now < before * GAIN or now - best > HOPE * (before - now):
            break


@njit(cache=True, nogil=True)
def _walk(
    state: State, which: Levels, fresh: Levels, pool: Levels, slacks: Array, ground: ChoiceGround
) -> tuple[Levels, Levels]:
    """Kick and descend from ``state``, going on from what is worse by less than the slack; give the best and last."""
    now, trial = _copy(state), _copy(state)
    hand, lanes = _room(state, ground), _lanes(state, ground)
    value = least = value_of(state, ground)
    best = state.rows.copy()
    for kick in range(len(which)):
        _set(trial, now)
        for i in range(which.shape[1]):
            task = trial.rows[0].copy()
            for a in range(len(task)):
                task[a] = pool[fresh[kick, i, a]]
            _replace(which[kick, i], task, trial, hand, ground)
        limit = value * (1.0 + slacks[kick])
        _sweep_until_hopeless(limit, trial, hand, lanes, ground)
        if value_of(trial, ground) < limit:
            _set(now, trial)
            value = value_of(now, ground)
            if value < least:
                least = value
                best[:] = now.rows
    return best, now.rows


@njit(cache=True, nogil=True)
def _copy(state: State) -> State:
    return State(
        state.rows.copy(),
        state.keys.copy(),
        state.dominated.copy(),
        state.balance.copy(),
        state.inverse.copy(),
        state.error.copy(),
    )


@njit(cache=True, nogil=True)
def _set(state: State, other: State) -> None:
    state.rows[:], state.keys[:], state.dominated[:] = other.rows, other.keys, other.dominated
    state.balance[:], state.inverse[:], state.error[:] = other.balance, other.inverse, other.error


@njit(cache=True, nogil=True)
def _replace(place: int, task: Levels, state: State, hand: Hand, ground: ChoiceGround) -> None:
    """Let ``place`` show ``task`` where it may be shown there."""
    if not _is_open(task, ground) or not may_show(place, task, state.keys, state.dominated, ground):
        return
    take_out(place, state, hand, ground)
    write_task(place, task, state, ground)
    read_task(task, hand, ground)
    for draw in range(len(state.inverse)):
        look(state.inverse[draw], hand.d, hand.image[draw], hand.gram[draw])
    put_back(place, state, hand, ground)


@njit(cache=True, nogil=True)
def _is_open(task: Levels, ground: ChoiceGround) -> bool:
    for a in range(len(task)):
        for criterion in range(task.shape[1]):
            if not ground.open[a, criterion, task[a, criterion]]:
                return False
    return True
