"""One task in hand, its levels exchanged one criterion at a time until nothing helps, in compiled code.

Both alternatives of a pair may have to change together: a difference of levels is what a pair can teach. With three
alternatives and more each two of them are tried together where that is affordable, else one at a time. In partial
profiles a criterion that is the same in all alternatives takes turns with one that is not.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.design.choice.even import change_with
from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.hand import Hand, put_back, see_anew, set_step, take_out, value_with
from dce.design.choice.limits import keeps_rules, may_show, varies, write_task
from dce.design.choice.state import GAIN, State, value_of
from dce.design.compiled import write

MOST_SWEEPS = 50
MOST_ROUNDS = 3  # over the criteria of one task, before the next one is taken
MOST_TOGETHER = 100  # changes of two alternatives together; where there are more, one at a time


@njit(cache=True, nogil=True)
def sweep(limit: float, hope: float, state: State, hand: Hand, ground: ChoiceGround) -> None:
    """Improve task after task until none can be, or what sweeps still gain gives no hope of passing ``limit``.

    ``hope`` is the number of sweeps at the present pace after which the design must have got there.
    """
    for _ in range(MOST_SWEEPS):
        before = value_of(state, ground)
        for place in range(ground.kept, len(state.rows)):
            improve(place, state, hand, ground)
        now = value_of(state, ground)
        if not now < before * GAIN or now - limit > hope * (before - now):
            break


@njit(cache=True, nogil=True)
def replace(place: int, task: Levels, state: State, hand: Hand, ground: ChoiceGround) -> None:
    """Let ``place`` show ``task`` where it may be shown there."""
    if not keeps_rules(task, ground) or not may_show(place, task, state, ground):
        return
    take_out(place, state, hand, ground)
    write_task(place, task, state, ground)
    see_anew(task, state, hand, ground)
    put_back(place, state, hand, ground)


@njit(cache=True, nogil=True)
def improve(place: int, state: State, hand: Hand, ground: ChoiceGround) -> None:
    """Give each criterion of one task in turn its best levels, until a round changes nothing."""
    take_out(place, state, hand, ground)
    task = state.rows[place].copy()
    for _ in range(MOST_ROUNDS):
        changed = False
        for criterion in range(state.rows.shape[2]):
            changed = (
                _accept(place, _better_levels(place, criterion, task, state, hand, ground), task, state, hand, ground)
                or changed
            )
        if ground.varying < state.rows.shape[2]:
            changed = (
                _accept(place, _better_turn(place, task, state, hand, ground), task, state, hand, ground) or changed
            )
        if not changed:
            break
    put_back(place, state, hand, ground)


@njit(cache=True, nogil=True)
def _accept(place: int, better: bool, task: Levels, state: State, hand: Hand, ground: ChoiceGround) -> bool:
    if better:
        write_task(place, task, state, ground)
        see_anew(task, state, hand, ground)
    return better


@njit(cache=True, nogil=True)
def _value(place: int, best: float, trial: Levels, state: State, hand: Hand, ground: ChoiceGround) -> float:
    """Give the criterion with ``trial`` at ``place``; infinity where that is not below ``best`` or not allowed."""
    if not set_step(trial, hand, ground) and not len(ground.version):
        return np.inf
    value = value_with(change_with(place, trial, state, ground), state, hand, ground)
    if value < best and keeps_rules(trial, ground) and may_show(place, trial, state, ground):
        return value
    return np.inf


@njit(cache=True, nogil=True)
def _better_levels(place: int, criterion: int, task: Levels, state: State, hand: Hand, ground: ChoiceGround) -> bool:
    """Put into ``task`` (J, m), the one in hand, the best levels of a criterion; tell whether they are other ones."""
    present = state.rows[place]
    set_step(present, hand, ground)
    best, found = value_with(0.0, state, hand, ground) * GAIN, False
    trial = present.copy()
    write(present, task)
    alternatives, levels = len(task), ground.open.shape[2]
    together = alternatives * (alternatives - 1) // 2 * levels**2 <= MOST_TOGETHER
    for a in range(alternatives):
        for b in range(a, alternatives if together else a + 1):  # b = a: that alternative alone
            for one in range(levels):
                for other in range(levels if b > a else 1):
                    if one == present[a, criterion] or (b > a and other == present[b, criterion]):
                        continue
                    if not ground.open[a, criterion, one] or (b > a and not ground.open[b, criterion, other]):
                        continue
                    write(present, trial)
                    trial[a, criterion] = one
                    if b > a:
                        trial[b, criterion] = other
                    value = _value(place, best, trial, state, hand, ground)
                    if value < best:
                        best, found = value, True
                        write(trial, task)
    return found


@njit(cache=True, nogil=True)
def _better_turn(place: int, task: Levels, state: State, hand: Hand, ground: ChoiceGround) -> bool:
    """Put into ``task`` the best of letting a criterion no longer vary and another one begin to; tell if one helps."""
    present = state.rows[place]
    set_step(present, hand, ground)
    best, found = value_with(0.0, state, hand, ground) * GAIN, False
    trial = present.copy()
    write(present, task)
    for ends in range(present.shape[1]):
        if not varies(present, ends):
            continue
        for shown in range(len(present)):  # the level that all get is that of one of them
            for begins in range(present.shape[1]):
                if varies(present, begins):
                    continue
                for a in range(len(present)):
                    for level in range(ground.open.shape[2]):
                        if level == present[a, begins] or not ground.open[a, begins, level]:
                            continue
                        write(present, trial)
                        trial[:, ends] = present[shown, ends]
                        trial[a, begins] = level
                        value = _value(place, best, trial, state, hand, ground)
                        if value < best:
                            best, found = value, True
                            write(trial, task)
    return found
