"""Coordinate exchange for what the quick steps cannot: interactions, criteria A and S, and balance of utility.

With scenario x in the place of d the inverse V of the information becomes V - U C U', where U holds Vd and Vx and C is
a matrix of two by two; the variances on its diagonal follow from that. A change is valued on all columns it touches.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.compiled import write
from dce.design.single import averaged
from dce.design.single.allowed import is_new, may_have
from dce.design.single.averaged import SMALLEST
from dce.design.single.ground import AIMS, GAIN, Ground, Levels, State, encode, odds_of

D, S = AIMS.index("D"), AIMS.index("S")


@njit(cache=True, nogil=True)
def improve(task: int, state: State, ground: Ground) -> bool:
    """Give each criterion of one task in turn its best level, until none has a better one; tell whether any had."""
    averaged.take(task, state, ground)
    scenario = state.rows[task].copy()
    turn, quiet, changed = 0, 0, False
    while quiet < len(scenario):
        criterion = turn % len(scenario)
        turn, quiet = turn + 1, quiet + 1
        level = best_level(task, criterion, scenario, state, ground)
        if level != state.rows[task, criterion]:
            scenario[criterion] = level
            replace(task, scenario, state, ground)
            quiet, changed = 1, True
    return changed


@njit(cache=True, nogil=True)
def best_level(task: int, criterion: int, scenario: Levels, state: State, ground: Ground) -> int:
    """Give the level with the smallest value; the present one where no other is allowed, new and better."""
    present = state.rows[task, criterion]
    level, best = int(present), state.error[0] * GAIN
    for other in range(ground.widths[criterion] + 1):
        if other != present and may_have(task, criterion, other, state, ground):
            key = state.keys[task] ^ ground.marks[criterion, present] ^ ground.marks[criterion, other]
            scenario[criterion] = other
            value = value_with(task, scenario, state, ground)
            if value < best and is_new(key, task, state, ground):
                level, best = other, value
    scenario[criterion] = present
    return level


@njit(cache=True, nogil=True)
def value_with(task: int, scenario: Levels, state: State, ground: Ground) -> float:
    """Give what the search makes small if the task in hand showed ``scenario`` (m,)."""
    x, draws = np.zeros(len(state.x)), len(state.raw)
    encode(task, scenario, x, ground)
    image = state.image.copy()
    shared, added, odds = state.shared, state.added, state.ratio
    write(state.leverage, shared)
    added[:] = 0.0
    for k in range(len(x)):
        step = x[k] - state.x[k]
        if step != 0.0:
            for draw in range(draws):
                shared[draw] += step * state.image[k, draw]
            for i in range(len(x)):
                row = state.inverse[i, k]
                for draw in range(draws):
                    image[i, draw] += step * row[draw]
    for k in range(len(x)):
        if x[k] != 0.0:
            for draw in range(draws):
                added[draw] += x[k] * image[k, draw]  # x'Vx
    odds_of(scenario, x, odds, ground)
    return _value(task, image, state, ground)


@njit(cache=True, nogil=True)
def _value(task: int, image: Array, state: State, ground: Ground) -> float:
    """Give the value from Vx (K, R) and what ``value_with`` left in the state: d'Vx, x'Vx and the odds of x."""
    size, draws, times = len(state.x), len(state.raw), float(ground.times[task])
    variances, error, evenness = np.zeros(size), 0.0, 0.0
    for draw in range(draws):
        before, after = state.odds[draw], state.ratio[draw]
        p_before, p_after = before / (1.0 + before), after / (1.0 + after)
        out, into = times * p_before * (1.0 - p_before), times * p_after * (1.0 - p_after)
        evenness += 4.0 * (into - out)
        b = state.shared[draw]
        ratio = (1.0 - out * state.leverage[draw]) * (1.0 + into * state.added[draw]) + out * into * b * b
        ratio = max(ratio, SMALLEST)
        if ground.aim == D:
            error += state.raw[draw] * ratio ** (-1.0 / size)
            continue
        dd = -out * (1.0 + into * state.added[draw]) / ratio
        xx = into * (1.0 - out * state.leverage[draw]) / ratio
        dx = 2.0 * out * into * b / ratio
        for k in range(size):
            u, v = state.image[k, draw], image[k, draw]
            variances[k] += state.inverse[k, k, draw] - (dd * u * u + dx * u * v + xx * v * v)
    if ground.aim != D:
        error = _of_variances(variances, ground)
    even = (state.balance.sum() + evenness / draws) / ground.times.sum()
    return float(error / draws * (1.0 + ground.balance_weight * (1.0 - even)))


@njit(cache=True, nogil=True)
def _of_variances(variances: Array, ground: Ground) -> float:
    """Give the mean of ``variances`` (K,), or the largest sample size that one of them asks for."""
    own = variances[: len(variances) - ground.blocks.shape[1]]
    if ground.aim == S:
        return float((ground.scale * own).max())
    return float(own.mean())


@njit(cache=True, nogil=True)
def replace(task: int, scenario: Levels, state: State, ground: Ground) -> None:
    """Let ``task``, which is in hand, show ``scenario`` (m,), and bring the value up to date."""
    averaged.replace(task, scenario, state, ground)
    measure(task, state, ground)


@njit(cache=True, nogil=True)
def measure(task: int, state: State, ground: Ground) -> None:
    """Write the balance of ``task``, which is in hand, and the value of the whole design into the state."""
    draws = len(state.raw)
    p = state.odds / (1.0 + state.odds)
    state.balance[task] = 4.0 * ground.times[task] * (p * (1.0 - p)).sum() / draws
    error = state.raw.sum()
    if ground.aim != D:
        variances = np.zeros(len(state.x))
        for k in range(len(variances)):
            variances[k] = state.inverse[k, k].sum()
        error = _of_variances(variances, ground)
    even = state.balance.sum() / ground.times.sum()
    state.error[:] = error / draws * (1.0 + ground.balance_weight * (1.0 - even))
