"""Coordinate exchange (Meyer and Nachtsheim 1995) for one scenario a task, with kicks, on the mean over draws.

One step is in :mod:`dce.design.single.averaged`, for weights of zero in :mod:`dce.design.single.plain`, and for
interactions and other criteria than D in :mod:`dce.design.single.dense`.

Letters: N tasks, m criteria, K parameters (constant first), R draws of the weights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numba import njit

from dce.design.chains import HEAVY, Pace
from dce.design.compiled import write
from dce.design.single import averaged, dense, plain, swaps
from dce.design.single.allowed import matching, may_show
from dce.design.single.ground import ANCHOR, DENSE, GAIN, PLAIN, Ground, Levels, State, encode, fingerprint
from dce.logit import binary_information
from dce.parallel import one_thread

RIDGE = 1e-6  # lets the search begin at a design that cannot be inverted; a task adds about 1/4
MOST_SWEEPS = 50
SWAPPED = (
    2  # tasks a parameter up to which levels are exchanged between tasks too: where there are more, it gains little
)
NEAR = 1.003  # levels are exchanged where a design is no more times worse than the one it must pass
HOPE = 1.0  # sweeps at the present pace after which a kicked design must be better, or it is given up
FEWEST, MOST = 10, 100  # kicks after which the inverse is made anew, and somebody may stop the search


@dataclass(frozen=True, slots=True)
class Kicks:
    """What a kicked design is given, and how much worse it may be to go on from.

    A kick puts ``size`` scenarios of ``pool`` (P, m) in the place of as many tasks. A fresh scenario in a good design
    leads to a better one far oftener than a wholly new start does. The search goes on from a design that is worse by
    less than ``slack``, which falls to nothing (Dueck and Scheuer 1990), and ends where it reaches ``enough``.
    """

    pool: Levels
    size: int = 1
    slack: float = 0.0
    enough: float = 0.0


def search(rows: Levels, kicks: Kicks, ground: Ground, rng: np.random.Generator, pace: Pace) -> State:
    """Descend from ``rows`` (N, m), then kick the design and descend again; give the best one met."""
    over = pace.over if pace.steps < HEAVY else None
    state = descend(rows, ground, over)
    best, done = _copy(state), 0
    free, part = len(rows) - ground.kept, 1 if over else max(FEWEST, min(MOST, pace.steps // 20))
    while free and best.error.mean() > kicks.enough and pace.goes_on(done, float(best.error.mean())):
        which = ground.kept + rng.integers(free, size=(part, kicks.size))
        fresh = kicks.pool[rng.integers(len(kicks.pool), size=(part, kicks.size))]
        slack = kicks.slack * (1.0 - pace.share(done))
        _walk(state, best, which, fresh, slack, ground)
        state = start(state.rows, ground)  # from scratch, so that rounding does not pile up
        done += part
    return descend(best.rows, ground, over)


def descend(rows: Levels, ground: Ground, over: Callable[[], bool] | None = None) -> State:
    """Improve ``rows`` (N, m) until no single level can be changed for the better, or it is ``over``.

    The caller's rows stay. Where it may be over, that is asked after each sweep.
    """
    state = start(rows, ground)
    while True:
        before, left = float(state.error.mean()), len(rows) - ground.kept
        for _ in range(MOST_SWEEPS):
            left = _sweep(left, np.inf, state, ground)
            if not left or (over is not None and over()):
                break
        state = start(state.rows, ground)  # from scratch, so that rounding does not pile up
        if (over is not None and over()) or not state.error.mean() < before * GAIN:
            return state


def start(rows: Levels, ground: Ground) -> State:
    """Give the state of ``rows`` as the kernel computes it, with no task in hand."""
    size, draws = ground.weights.shape
    x = np.zeros((len(rows), size))
    for task, scenario in enumerate(rows):
        encode(task, scenario, x[task], ground)
    counted = np.repeat(x, ground.times, axis=0)
    with one_thread():  # chains run side by side, and idle threads of BLAS would take processors from them
        information = binary_information(counted, np.ascontiguousarray(ground.weights.T))
        information += np.diag(RIDGE + ground.known)
        inverse, error = np.linalg.inv(information), np.exp(-np.linalg.slogdet(information)[1] / size)
    state = State(
        rows=rows.copy(),
        keys=np.array([fingerprint(scenario, ground.marks) for scenario in rows], dtype=np.int64),
        hits=_hits(rows, ground),
        inverse=np.ascontiguousarray(np.moveaxis(inverse, 0, -1)),
        raw=error,
        error=error.copy(),
        balance=np.zeros(len(rows)),
        x=np.zeros(size),
        odds=np.zeros(draws),
        weight=np.zeros(draws),
        leverage=np.zeros(draws),
        image=np.zeros((size, draws)),
        shared=np.zeros(draws),
        added=np.zeros(draws),
        ratio=np.zeros(draws),
        values=np.zeros(ground.codes.shape[1]),
    )
    if ground.way == DENSE:
        for task in range(len(rows)):
            averaged.take(task, state, ground)
            dense.measure(task, state, ground)
    return state


def _hits(rows: Levels, ground: Ground) -> Levels:
    """Count how often each rule that has a limit matches in each version: (rules, V)."""
    versions = np.arange(max(1, 1 + ground.version.max()))
    stands = (ground.version[:, None] == versions) | (ground.version[:, None] == ANCHOR)
    found = matching(rows, ground.matches) & (ground.most > 0)
    return np.asarray(found.T.astype(np.int64) @ stands.astype(np.int64))


@njit(inline="always")  # what stands in one place only is compiled there: each call inside another costs seconds
def _sweep_until_still(limit: float, state: State, ground: Ground) -> None:
    """Sweep until nothing helps, or what sweeps still gain gives no hope of passing ``limit``."""
    left = len(state.rows) - ground.kept
    for _ in range(MOST_SWEEPS):
        before = state.error.mean()
        left = _sweep(left, limit, state, ground)
        now = state.error.mean()
        if not left or now - limit > HOPE * (before - now):
            break


@njit(cache=True, nogil=True)
def _sweep(left: int, limit: float, state: State, ground: Ground) -> int:
    """Improve every task in turn, until as many in a row as there are could not be; before it ``left`` were to try.

    Give how many are left to try after it. At zero weights levels are exchanged between two tasks where nothing else
    helps.
    """
    tasks = len(state.rows) - ground.kept
    if ground.way == PLAIN:
        before = state.error.mean()
        plain.improve_all(state, ground)
        if state.error.mean() < before * GAIN:
            return tasks
        few = len(state.rows) <= SWAPPED * len(state.x)
        near = state.error.mean() < limit * NEAR
        return tasks if few and near and swaps.swap_best(state, ground) else 0
    for task in range(ground.kept, len(state.rows)):
        better = dense.improve(task, state, ground) if ground.way == DENSE else averaged.improve(task, state, ground)
        left = tasks if better else left - 1
        if not left:
            break
    return left


@njit(cache=True, nogil=True)
def _walk(state: State, best: State, which: Levels, fresh: Levels, slack: float, ground: Ground) -> None:
    """Kick and descend from ``state``, go on from what is worse by less than the slack; keep the best."""
    trial = _copy(state)
    for kick in range(len(which)):
        _move(state, trial)
        limit = state.error.mean() * (1.0 + slack)
        _kick(trial, which[kick], fresh[kick], limit, ground)
        if trial.error.mean() < limit:
            _move(trial, state)
            if trial.error.mean() < best.error.mean() * GAIN:
                _move(trial, best)


@njit(inline="always")
def _kick(state: State, which: Levels, fresh: Levels, limit: float, ground: Ground) -> None:
    """Put ``fresh`` (size, m) in the place of the tasks ``which`` (size,) where they may stand, and descend.

    A descent that gives no hope of passing ``limit`` is given up.
    """
    for i in range(len(which)):
        if may_show(which[i], fresh[i], state, ground):
            _put(which[i], fresh[i], state, ground)
    _sweep_until_still(limit, state, ground)


@njit(cache=True, nogil=True)
def _move(source: State, target: State) -> None:
    write(source.rows, target.rows)
    write(source.keys, target.keys)
    write(source.hits, target.hits)
    write(source.inverse, target.inverse)
    write(source.raw, target.raw)
    write(source.error, target.error)
    write(source.balance, target.balance)


@njit(cache=True, nogil=True)
def _copy(state: State) -> State:
    return State(
        state.rows.copy(),
        state.keys.copy(),
        state.hits.copy(),
        state.inverse.copy(),
        state.raw.copy(),
        state.error.copy(),
        state.balance.copy(),
        state.x.copy(),
        state.odds.copy(),
        state.weight.copy(),
        state.leverage.copy(),
        state.image.copy(),
        state.shared.copy(),
        state.added.copy(),
        state.ratio.copy(),
        state.values.copy(),
    )


@njit(cache=True, nogil=True)
def _put(task: int, scenario: Levels, state: State, ground: Ground) -> None:
    if ground.way == PLAIN:
        encode(task, state.rows[task], state.x, ground)
        plain.replace(task, scenario, state, ground)
    elif ground.way == DENSE:
        averaged.take(task, state, ground)
        dense.replace(task, scenario, state, ground)
    else:
        averaged.take(task, state, ground)
        averaged.replace(task, scenario, state, ground)
