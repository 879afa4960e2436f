"""The task in hand: taken out of a design, changed, valued and put back, in compiled code.

Letters: T alternatives with the opt-out, D = T - 1 differences to the last, K parameters, R draws, W columns that
change.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.limits import times_of
from dce.design.choice.state import State, from_diagonal, penalty, value_of
from dce.design.choice.updates import LEAST, fold, look, look_again, middle, task_weights
from dce.design.compiled import write

__all__ = ["Hand", "State", "code_task", "empty_hand", "put_back", "read_task", "set_step", "take_out", "value_of"]


class Hand(NamedTuple):
    """What is known of the task in hand, and room to work in.

    Columns ``x`` (T, K), differences ``d`` (D, K), ``utility`` (R, T), ``image`` d V (R, D, K) and ``gram`` d V d'
    (R, D, D), where V is the inverse without the task, and how many ``times`` (1,) it counts; of the task on trial its
    columns ``other_x`` (T, K), the first ``used`` (1,) of ``columns`` (K,) that are others, by what they ``change``
    (T, W), and the differences, ``step`` (D, W); the rest is room.
    """

    x: Array
    d: Array
    utility: Array
    image: Array
    gram: Array
    times: Levels
    other_x: Array
    columns: Levels
    used: Levels
    change: Array
    step: Array
    other: Array
    p: Array
    square: Array
    weights: Array
    trial: Array
    system: Array
    between: Array
    diagonal: Array
    moved: Array


@njit(cache=True, nogil=True)
def empty_hand(draws: int, alternatives: int, parameters: int) -> Hand:
    """Room for one task of so many alternatives, the opt-out included."""
    d = alternatives - 1
    return Hand(
        np.zeros((alternatives, parameters)),
        np.zeros((d, parameters)),
        np.zeros((draws, alternatives)),
        np.zeros((draws, d, parameters)),
        np.zeros((draws, d, d)),
        np.ones(1, dtype=np.int64),
        np.zeros((alternatives, parameters)),
        np.zeros(parameters, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.zeros((alternatives, parameters)),
        np.zeros((d, parameters)),
        np.zeros(alternatives),
        np.zeros(alternatives),
        np.zeros((alternatives, alternatives)),
        np.zeros((d, d)),
        np.zeros((d, d)),
        np.zeros((d, d)),
        np.zeros((d, d)),
        np.zeros(parameters),
        np.zeros((d, parameters)),
    )


@njit(cache=True, nogil=True)
def code_task(task: Levels, x: Array, ground: ChoiceGround) -> None:
    """Write the columns of ``task`` (J, m) into ``x`` (T, K), constants included; the opt-out has no others."""
    write(ground.constants, x)
    for a in range(len(task)):
        for criterion in range(task.shape[1]):
            for i in range(ground.widths[criterion]):
                x[a, ground.offsets[criterion] + i] += ground.codes[criterion, task[a, criterion], i]
        for pair in range(len(ground.pairs)):
            one, other = ground.pairs[pair]
            column = ground.after[pair]
            for i in range(ground.widths[one]):
                for k in range(ground.widths[other]):
                    x[a, column] = ground.codes[one, task[a, one], i] * ground.codes[other, task[a, other], k]
                    column += 1


@njit(cache=True, nogil=True)
def read_task(task: Levels, hand: Hand, ground: ChoiceGround) -> None:
    """Take the columns and utilities of ``task`` (J, m) in hand."""
    code_task(task, hand.x, ground)
    for i in range(len(hand.d)):
        for k in range(hand.d.shape[1]):
            hand.d[i, k] = hand.x[i, k] - hand.x[len(hand.d), k]
    for draw in range(len(hand.utility)):
        for a in range(hand.utility.shape[1]):
            utility = 0.0
            for k in range(hand.x.shape[1]):
                utility += hand.x[a, k] * ground.weights[draw, k]
            hand.utility[draw, a] = utility


@njit(cache=True, nogil=True)
def take_out(place: int, state: State, hand: Hand, ground: ChoiceGround) -> None:
    """Take the task at ``place`` in hand, and out of inverse and errors."""
    read_task(state.rows[place], hand, ground)
    hand.times[0] = times_of(place, ground)
    for draw in range(len(state.inverse)):
        look(state.inverse[draw], hand.d, hand.image[draw], hand.gram[draw])
        _weigh(hand.utility[draw], hand, ground)
        factor = max(middle(hand.weights, hand.gram[draw], -1.0, hand.system, hand.between), LEAST)
        fold(state.inverse[draw], hand.image[draw], hand.between)
        state.error[draw] *= factor ** (-1.0 / hand.d.shape[1])
        look_again(hand.image[draw], hand.gram[draw], hand.between)
    state.balance[place] = 0.0  # while it is in hand, its balance is that of the task on trial


@njit(cache=True, nogil=True)
def put_back(place: int, state: State, hand: Hand, ground: ChoiceGround) -> None:
    """Bring the task in hand into inverse and errors, and note its utility balance."""
    balance = 0.0
    for draw in range(len(state.inverse)):
        balance += _weigh(hand.utility[draw], hand, ground)
        factor = max(middle(hand.weights, hand.gram[draw], 1.0, hand.system, hand.between), LEAST)
        fold(state.inverse[draw], hand.image[draw], hand.between)
        state.error[draw] *= factor ** (-1.0 / hand.d.shape[1])
    state.balance[place] = balance / len(state.inverse)


@njit(cache=True, nogil=True)
def see_anew(task: Levels, state: State, hand: Hand, ground: ChoiceGround) -> None:
    """Take ``task`` (J, m) in hand in the place of the one that is there; inverse and errors are without either."""
    read_task(task, hand, ground)
    for draw in range(len(state.inverse)):
        look(state.inverse[draw], hand.d, hand.image[draw], hand.gram[draw])


@njit(cache=True, nogil=True)
def set_step(task: Levels, hand: Hand, ground: ChoiceGround) -> bool:
    """Note in which columns ``task`` (J, m) differs from the one in hand; tell whether that teaches anything else."""
    code_task(task, hand.other_x, ground)
    count, last, differs = 0, len(hand.d), False
    for k in range(hand.x.shape[1]):
        changed = False
        for a in range(len(hand.x)):
            changed = changed or hand.other_x[a, k] != hand.x[a, k]
        if changed:
            hand.columns[count] = k
            for a in range(len(hand.x)):
                hand.change[a, count] = hand.other_x[a, k] - hand.x[a, k]
            for i in range(last):
                hand.step[i, count] = hand.change[i, count] - hand.change[last, count]
                differs = differs or hand.step[i, count] != 0.0
            count += 1
    hand.used[0] = count
    return differs


@njit(cache=True, nogil=True)
def value_with(more: float, state: State, hand: Hand, ground: ChoiceGround) -> float:
    """Give the criterion if the one on trial, of which the step is set, were in hand, and versions ``more`` uneven."""
    total, balance, draws = 0.0, 0.0, len(state.error)
    hand.diagonal[:] = 0.0
    for draw in range(draws):
        for a in range(len(hand.other)):
            utility = hand.utility[draw, a]
            for t in range(hand.used[0]):
                utility += hand.change[a, t] * ground.weights[draw, hand.columns[t]]
            hand.other[a] = utility
        balance += _weigh(hand.other, hand, ground)
        _trial_gram(draw, state, hand)
        factor = max(middle(hand.weights, hand.trial, 1.0, hand.system, hand.between), LEAST)
        if ground.aim == 0:
            total += state.error[draw] * np.exp(-np.log(factor) / hand.d.shape[1])
        else:
            _add_diagonal(draw, state, hand)
    value = total / draws if ground.aim == 0 else from_diagonal(hand.diagonal, draws, ground)
    return value * penalty(state.balance.sum() + balance / draws, len(state.rows), state.uneven[0] + more, ground)


@njit(cache=True, nogil=True)
def _weigh(utility: Array, hand: Hand, ground: ChoiceGround) -> float:
    """Fill ``hand.weights`` (D, D) at utilities (T,), times what the task counts; give its utility balance so."""
    task_weights(utility, ground.best_worst, hand.p, hand.square, hand.weights)
    even = evenness(utility, hand.p, hand.weights)
    if hand.times[0] != 1:
        for i in range(len(hand.weights)):
            for j in range(len(hand.weights)):
                hand.weights[i, j] *= hand.times[0]
    return float(even * hand.times[0])


@njit(cache=True, nogil=True)
def _trial_gram(draw: int, state: State, hand: Hand) -> None:
    """Fill ``hand.trial`` with (d + step) V (d + step)', and ``hand.moved`` with step V in the columns that differ."""
    count, columns = hand.used[0], hand.columns
    for i in range(len(hand.d)):
        for t in range(count):
            total = 0.0
            for k in range(count):
                total += hand.step[i, k] * state.inverse[draw, columns[k], columns[t]]
            hand.moved[i, t] = total
    for i in range(len(hand.d)):
        for j in range(len(hand.d)):
            total = hand.gram[draw, i, j]
            for t in range(count):
                total += hand.image[draw, i, columns[t]] * hand.step[j, t]
                total += hand.step[i, t] * hand.image[draw, j, columns[t]] + hand.moved[i, t] * hand.step[j, t]
            hand.trial[i, j] = total


@njit(cache=True, nogil=True)
def _add_diagonal(draw: int, state: State, hand: Hand) -> None:
    """Add the variances (K,) of the weights with the task on trial, of which ``hand.between`` is the middle."""
    size, parameters = len(hand.d), hand.d.shape[1]
    for k in range(parameters):
        hand.diagonal[k] += state.inverse[draw, k, k]
        for i in range(size):
            own = hand.image[draw, i, k]
            for t in range(hand.used[0]):
                own += hand.step[i, t] * state.inverse[draw, hand.columns[t], k]
            hand.other[i] = own  # utilities are no longer needed
        for i in range(size):
            for j in range(size):
                hand.diagonal[k] -= hand.other[i] * hand.between[i, j] * hand.other[j]


@njit(cache=True, nogil=True)
def evenness(utility: Array, p: Array, weights: Array) -> float:
    """Give T^T times the product of the T probabilities: 1 where all are alike, 0 where one is sure to win."""
    if len(utility) == 2:
        return float(4.0 * weights[0, 0])
    product = 1.0
    for share in p:
        product *= share * len(p)
    return product
