"""One task in hand, its levels exchanged one criterion at a time until nothing helps, in compiled code."""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.hand import Hand, State, put_back, read_task, set_step, take_out, value_with
from dce.design.choice.limits import fingerprints, has_dominance, keeps_rules, may_show, task_key
from dce.design.choice.pairs import Lanes, fill_lanes, is_plain_pair, pair_values, refresh_lanes
from dce.design.choice.updates import look

GAIN = 1.0 - 1e-9  # a change must beat rounding, or two equal levels would be swapped for ever
MOST_ROUNDS = 3  # over the criteria of one task, before the next one is taken
MOST_TOGETHER = 100  # changes of two alternatives together; where there are more, one at a time


@njit(cache=True, nogil=True)
def write_task(place: int, task: Levels, state: State, ground: ChoiceGround) -> None:
    """Note that ``place`` shows ``task``; inverse and errors are not touched."""
    state.rows[place] = task
    state.keys[place] = task_key(fingerprints(task, ground))
    state.dominated[place] = has_dominance(task, ground.directions)


@njit(cache=True, nogil=True)
def improve(place: int, state: State, hand: Hand, lanes: Lanes, ground: ChoiceGround) -> None:
    """Give each criterion of one task in turn its best levels, until a round changes nothing."""
    take_out(place, state, hand, ground)
    state.balance[place] = 0.0  # while it is in hand, its balance is that of the task on trial
    pair = is_plain_pair(hand, ground)
    if pair:
        fill_lanes(state, hand, lanes, ground)
    task = state.rows[place].copy()
    for _ in range(MOST_ROUNDS):
        changed = False
        for criterion in range(state.rows.shape[2]):
            if pair:
                better = _better_pair(place, criterion, task, state, hand, lanes, ground)
            else:
                better = _better_levels(place, criterion, task, state, hand, ground)
            if better:
                changed = True
                write_task(place, task, state, ground)
                read_task(task, hand, ground)
                for draw in range(len(state.inverse)):
                    look(state.inverse[draw], hand.d, hand.image[draw], hand.gram[draw])
                if pair:
                    refresh_lanes(state, hand, lanes)
        if not changed:
            break
    put_back(place, state, hand, ground)


@njit(cache=True, nogil=True)
def _better_pair(
    place: int, criterion: int, task: Levels, state: State, hand: Hand, lanes: Lanes, ground: ChoiceGround
) -> bool:
    """Do what _better_levels does, for two alternatives: value all changes about, and the best of them exactly."""
    present = state.rows[place]
    levels = ground.open.shape[2]
    values = np.empty((levels, levels))
    pair_values(criterion, present, lanes, values, ground)
    now = lanes.error.mean()
    wanted = present[:, criterion].copy()
    while True:
        best, one, other = now * GAIN, -1, -1
        for a in range(levels):
            for b in range(levels):
                if values[a, b] < best:
                    best, one, other = values[a, b], a, b
        if one < 0:
            return False
        wanted[0], wanted[1] = one, other
        values[one, other] = np.inf
        if not set_step(criterion, present, wanted, hand, ground):
            continue
        exact = value_with(criterion, present, wanted, state, hand, ground)
        if exact < now * GAIN and _fits(place, criterion, task, wanted, state, ground):
            return True


@njit(cache=True, nogil=True)
def _better_levels(place: int, criterion: int, task: Levels, state: State, hand: Hand, ground: ChoiceGround) -> bool:
    """Put into ``task`` (J, m), the one in hand, the best levels of a criterion; tell whether they are other ones."""
    present = state.rows[place]
    wanted = present[:, criterion].copy()
    set_step(criterion, present, wanted, hand, ground)
    best = value_with(criterion, present, wanted, state, hand, ground) * GAIN
    found = wanted.copy()
    alternatives, levels = len(wanted), ground.open.shape[2]
    together = alternatives * (alternatives - 1) // 2 * levels**2 <= MOST_TOGETHER
    for a in range(alternatives):
        for b in range(a, alternatives):  # b = a: that alternative alone
            if b > a and not together:
                break
            for one in range(levels):
                for other in range(levels if b > a else 1):
                    if one == present[a, criterion] or (b > a and other == present[b, criterion]):
                        continue
                    wanted[:] = present[:, criterion]
                    wanted[a] = one
                    if b > a:
                        wanted[b] = other
                    if not ground.open[a, criterion, one] or not ground.open[b, criterion, wanted[b]]:
                        continue
                    if not set_step(criterion, present, wanted, hand, ground):
                        continue
                    value = value_with(criterion, present, wanted, state, hand, ground)
                    if value < best and _fits(place, criterion, task, wanted, state, ground):
                        best = value
                        found[:] = wanted
    task[:] = present
    task[:, criterion] = found
    return bool((found != present[:, criterion]).any())


@njit(cache=True, nogil=True)
def _fits(place: int, criterion: int, task: Levels, wanted: Levels, state: State, ground: ChoiceGround) -> bool:
    """Tell whether the task at ``place`` may have ``wanted`` (J,) levels; ``task`` is room."""
    task[:] = state.rows[place]
    for a in range(len(wanted)):
        if wanted[a] != task[a, criterion] and not keeps_rules(task[a], a, criterion, wanted[a], ground):
            return False
    task[:, criterion] = wanted
    return may_show(place, task, state.keys, state.dominated, ground)
