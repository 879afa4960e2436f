"""Tasks of two alternatives, D-errors only: one criterion of a task at a time, many times as fast as in exchange.

The loops over draws are in :mod:`dce.design.choice.lanes`.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.design.choice.bell import weight_scale
from dce.design.choice.even import level_change
from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.lanes import (
    Lanes,
    add_task,
    block_of,
    change_about,
    change_errors,
    multiply,
    put_back,
    set_image,
    set_leverage,
    set_step,
    shift_image,
    weigh,
    without_task,
)
from dce.design.choice.limits import keeps_rules, may_show, times_of, write_task
from dce.design.choice.state import State, value_of
from dce.design.compiled import write

GAIN = 1e-6  # what a change must gain as a share: single precision knows no less
MOST_SWEEPS = 50
MOST_MOVES = 200  # of one task in a row: what a change gives is known about, so that two could take turns for ever
ONE = np.float32(1.0)


@njit(cache=True, nogil=True)
def sweep(limit: float, hope: float, state: State, lanes: Lanes, ground: ChoiceGround) -> None:
    """Improve task after task until none can be, or what sweeps still gain gives no hope of passing ``limit``.

    ``hope`` is the number of sweeps at the present pace after which the design must have got there.
    """
    quiet = 0
    for _ in range(MOST_SWEEPS):
        before = value_of(state, ground)
        for place in range(ground.kept, len(state.rows)):
            quiet = 0 if improve(place, before * GAIN, state, lanes, ground) else quiet + 1
            if quiet >= len(state.rows) - ground.kept:
                return
        now = value_of(state, ground)
        if not now < before or now - limit > hope * (before - now):
            return


@njit(cache=True, nogil=True)
def replace(place: int, task: Levels, state: State, lanes: Lanes, ground: ChoiceGround) -> None:
    """Let ``place`` show ``task`` where it may be shown there; it comes in before the old one goes out."""
    if not keeps_rules(task, ground) or not may_show(place, task, state, ground):
        return
    drawn = _read(task, lanes, ground)
    scaled = weight_scale(*gap(task, ground), drawn, ground.bell) * times_of(place, ground)
    add_task(scaled, state, lanes)
    _read(state.rows[place], lanes, ground)
    add_task(-state.scaled[place], state, lanes)
    state.scaled[place] = scaled
    write_task(place, task, state, ground)


@njit(cache=True, nogil=True)
def improve(place: int, gain: float, state: State, lanes: Lanes, ground: ChoiceGround) -> bool:
    """Give each criterion of one task in turn its best levels, until none has better ones; tell whether any had."""
    task, criteria = state.rows[place], state.rows.shape[2]
    take(place, state, lanes, ground)
    turn, tried, moves = 0, 0, 0
    while tried < criteria and moves < MOST_MOVES:
        criterion = turn % criteria
        value_levels(place, criterion, state, lanes, ground)
        if lanes.values.min() < -gain and _take_best(place, criterion, gain, state, lanes, ground):
            tried, moves = 0, moves + 1
            _move(place, criterion, task, state, lanes, ground)
        tried, turn = tried + 1, turn + 1
    if moves:
        put_back(state.scaled[place], state, lanes)
    return moves > 0


@njit(cache=True, nogil=True)
def take(place: int, state: State, lanes: Lanes, ground: ChoiceGround) -> None:
    """Take the task at ``place`` in hand; the inverse stays as it is until the task is put back."""
    _read(state.rows[place], lanes, ground)
    _note_gap(state.rows[place], lanes, ground)
    set_image(state.inverse, lanes)
    without_task(np.float32(state.scaled[place]), lanes)
    for criterion in range(len(ground.widths)):
        at = ground.offsets[criterion]
        for i in range(ground.widths[criterion]):
            for k in range(i + 1):
                block_of(
                    state.inverse[at + k, at + i],
                    lanes.share,
                    lanes.first[at + i],
                    lanes.first[at + k],
                    lanes.block[criterion, i, k],
                )


@njit(cache=True, nogil=True)
def value_levels(place: int, criterion: int, state: State, lanes: Lanes, ground: ChoiceGround) -> None:
    """Fill ``lanes.values`` (L, L) with what the mean error changes by, about, at every two levels of a criterion."""
    task, levels = state.rows[place], ground.open
    a, b = task[0, criterion], task[1, criterion]
    codes, up, down = ground.codes[criterion], ground.up[criterion], ground.down[criterion]
    first, width, block = ground.offsets[criterion], ground.widths[criterion], lanes.block[criterion]
    image, gram, step, leverage = lanes.image[first : first + width], lanes.gram, lanes.step, lanes.leverage
    rest, weight, factor, error, values = lanes.rest, lanes.weight, lanes.factor, state.error, lanes.values
    bell, means, variances = ground.bell, ground.gap_mean[criterion], ground.gap_variance[criterion]
    mean, variance = lanes.gap[0] - means[a, b], lanes.gap[1] - variances[a, b]
    times, power = times_of(place, ground), np.float32(-2.0 / len(lanes.image))
    same, alike = -1, np.float32(0.0)  # level from which on it is known what two equal levels teach
    multiply(lanes.odds, down[a], up[b], rest)
    values[:] = np.inf
    for one in range(len(up)):
        for other in range(len(up)):
            if (one == a and other == b) or not levels[0, criterion, one] or not levels[1, criterion, other]:
                continue
            if one == other and same >= 0:
                values[one, other] = alike
                continue
            set_step(codes, a, b, one, other, step)
            set_leverage(step, gram, image, block, leverage)
            drawn = weigh(rest, up[one], down[other], weight)
            scaled = times * weight_scale(mean + means[one, other], variance + variances[one, other], drawn, bell)
            values[one, other] = change_about(error, factor, leverage, weight, np.float32(scaled), power)
            if one == other:
                same, alike = one, values[one, other]
    if ground.evenness:
        _count_evenness(place, criterion, state, lanes, ground)


@njit(cache=True, nogil=True)
def _count_evenness(place: int, criterion: int, state: State, lanes: Lanes, ground: ChoiceGround) -> None:
    """Add to ``lanes.values`` what more or less even versions are worth."""
    worth = ground.evenness * state.error.mean()
    write(state.rows[place], lanes.task)
    for one in range(len(lanes.values)):
        for other in range(len(lanes.values)):
            if lanes.values[one, other] < np.inf:
                lanes.task[0, criterion], lanes.task[1, criterion] = one, other
                change = level_change(place, criterion, lanes.task[:, criterion], state, ground)
                lanes.values[one, other] += worth * change


@njit(cache=True, nogil=True)
def _take_best(place: int, criterion: int, gain: float, state: State, lanes: Lanes, ground: ChoiceGround) -> bool:
    """Write into ``lanes.task`` the levels of a criterion that gain most and may be shown; tell whether any do."""
    count = ground.open.shape[2]
    write(state.rows[place], lanes.task)
    while True:
        best, one, other = -gain, -1, -1
        for a in range(count):
            for b in range(count):
                if lanes.values[a, b] < best:
                    best, one, other = lanes.values[a, b], a, b
        if one < 0:
            return False
        lanes.task[0, criterion], lanes.task[1, criterion] = one, other
        if keeps_rules(lanes.task, ground) and may_show(place, lanes.task, state, ground):
            return True
        lanes.values[one, other] = np.inf


@njit(cache=True, nogil=True)
def _move(place: int, criterion: int, task: Levels, state: State, lanes: Lanes, ground: ChoiceGround) -> None:
    """Let the task in hand be ``lanes.task``, which differs in one criterion."""
    a, b, one, other = task[0, criterion], task[1, criterion], lanes.task[0, criterion], lanes.task[1, criterion]
    first = ground.offsets[criterion]
    image = lanes.image[first : first + ground.widths[criterion]]
    set_step(ground.codes[criterion], a, b, one, other, lanes.step)
    set_leverage(lanes.step, lanes.gram, image, lanes.block[criterion], lanes.leverage)
    drawn = weigh(lanes.rest, ground.up[criterion, one], ground.down[criterion, other], lanes.weight)
    write(lanes.leverage, lanes.gram)
    write_task(place, lanes.task, state, ground)
    _note_gap(lanes.task, lanes, ground)
    state.scaled[place] = weight_scale(lanes.gap[0], lanes.gap[1], drawn, ground.bell) * times_of(place, ground)
    multiply(lanes.rest, ground.up[criterion, one], ground.down[criterion, other], lanes.odds)
    change_errors(np.float32(state.scaled[place]), state.error, lanes)
    for i in range(ground.widths[criterion]):
        if lanes.step[i] != 0.0:
            column = first + i
            for k in range(len(lanes.image)):
                row = state.inverse[min(column, k), max(column, k)]
                shift_image(lanes.step[i], row, lanes.share, lanes.first[column], lanes.first[k], lanes.image[k])


@njit(cache=True, nogil=True)
def gap(task: Levels, ground: ChoiceGround) -> tuple[float, float]:
    """Mean and variance of the difference in utility between the alternatives of ``task`` (2, m), where known."""
    mean, variance = ground.gap_base
    for criterion in range(task.shape[1]):
        mean += ground.gap_mean[criterion, task[0, criterion], task[1, criterion]]
        variance += ground.gap_variance[criterion, task[0, criterion], task[1, criterion]]
    return mean, variance


@njit(cache=True, nogil=True)
def _note_gap(task: Levels, lanes: Lanes, ground: ChoiceGround) -> None:
    lanes.gap[0], lanes.gap[1] = gap(task, ground)


@njit(cache=True, nogil=True)
def _read(task: Levels, lanes: Lanes, ground: ChoiceGround) -> float:
    """Take differences and odds of ``task`` (2, m) in hand; give the mean weight over draws."""
    for k in range(len(lanes.d)):
        lanes.d[k] = ground.constants[0, k] - ground.constants[1, k]
    write(ground.base, lanes.odds)
    for criterion in range(task.shape[1]):
        a, b = task[0, criterion], task[1, criterion]
        for i in range(ground.widths[criterion]):
            step = ground.codes[criterion, a, i] - ground.codes[criterion, b, i]
            lanes.d[ground.offsets[criterion] + i] += step
        if a != b:
            multiply(lanes.odds, ground.up[criterion, a], ground.down[criterion, b], lanes.odds)
    lanes.rest[:] = ONE
    return weigh(lanes.odds, lanes.rest, lanes.rest, lanes.weight)
