"""The task in hand: taken out of a design, changed, valued and put back, in compiled code.

Letters: T alternatives with the opt-out, D = T - 1 differences to the last, K parameters, R draws, W columns.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.updates import LEAST, fold, fold_pair, look, look_again, middle, task_weights, unfold_pair
from dce.logit import binary_weight


class State(NamedTuple):
    """The design so far, changed in place.

    ``rows`` (N, J, m) with task ``keys`` (N,), whether each is ``dominated`` (N,) and its utility ``balance`` (N,);
    ``inverse`` (R, K, K) and ``error`` (R,), det(M)^(-1/K).
    """

    rows: Levels
    keys: Levels
    dominated: Levels
    balance: Array
    inverse: Array
    error: Array


class Hand(NamedTuple):
    """What is known of the task in hand, and room to work in.

    Differences ``d`` (D, K), ``utility`` (R, T), ``image`` d V (R, D, K) and ``gram`` d V d' (R, D, D), where V is the
    inverse without the task; ``step`` (D, W), the columns in which the task on trial differs, and its ``other``
    utilities (T,); the rest is room.
    """

    d: Array
    utility: Array
    image: Array
    gram: Array
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
def empty_hand(draws: int, alternatives: int, parameters: int, columns: int) -> Hand:
    """Room for one task of so many alternatives, the opt-out included."""
    d = alternatives - 1
    return Hand(
        np.zeros((d, parameters)),
        np.zeros((draws, alternatives)),
        np.zeros((draws, d, parameters)),
        np.zeros((draws, d, d)),
        np.zeros((d, columns)),
        np.zeros(alternatives),
        np.zeros(alternatives),
        np.zeros((alternatives, alternatives)),
        np.zeros((d, d)),
        np.zeros((d, d)),
        np.zeros((d, d)),
        np.zeros((d, d)),
        np.zeros(parameters),
        np.zeros((d, columns)),
    )


@njit(cache=True, nogil=True)
def code_task(task: Levels, x: Array, ground: ChoiceGround) -> None:
    """Write the columns of ``task`` (J, m) into ``x`` (T, K), constants included; the opt-out has no others."""
    x[:] = ground.constants
    for a in range(len(task)):
        for criterion in range(task.shape[1]):
            for i in range(ground.widths[criterion]):
                x[a, ground.offsets[criterion] + i] += ground.codes[criterion, task[a, criterion], i]


@njit(cache=True, nogil=True)
def read_task(task: Levels, hand: Hand, ground: ChoiceGround) -> None:
    """Take the columns and utilities of ``task`` (J, m) in hand."""
    x = np.empty((hand.utility.shape[1], hand.d.shape[1]))
    code_task(task, x, ground)
    for i in range(len(hand.d)):
        hand.d[i] = x[i] - x[len(hand.d)]
    for draw in range(len(hand.utility)):
        for a in range(hand.utility.shape[1]):
            utility = ground.base[draw, a]
            if a < len(task):
                for criterion in range(task.shape[1]):
                    utility += ground.utilities[draw, criterion, task[a, criterion]]
            hand.utility[draw, a] = utility


@njit(cache=True, nogil=True)
def take_out(place: int, state: State, hand: Hand, ground: ChoiceGround) -> None:
    """Take the task at ``place`` in hand, and out of inverse and errors."""
    read_task(state.rows[place], hand, ground)
    if len(hand.d) == 1:
        fold_pair(state.inverse, state.error, hand.image, hand.gram, hand.d, hand.utility)
        return
    for draw in range(len(state.inverse)):
        look(state.inverse[draw], hand.d, hand.image[draw], hand.gram[draw])
        task_weights(hand.utility[draw], ground.best_worst, hand.p, hand.square, hand.weights)
        factor = max(middle(hand.weights, hand.gram[draw], -1.0, hand.system, hand.between), LEAST)
        fold(state.inverse[draw], hand.image[draw], hand.between)
        state.error[draw] *= factor ** (-1.0 / hand.d.shape[1])
        look_again(hand.image[draw], hand.gram[draw], hand.between)


@njit(cache=True, nogil=True)
def put_back(place: int, state: State, hand: Hand, ground: ChoiceGround) -> None:
    """Bring the task in hand into inverse and errors, and note its utility balance."""
    balance = 0.0
    if len(hand.d) == 1:
        unfold_pair(state.inverse, state.error, hand.image, hand.gram, hand.utility)
    for draw in range(len(state.inverse)):
        task_weights(hand.utility[draw], ground.best_worst, hand.p, hand.square, hand.weights)
        balance += evenness(hand.utility[draw], hand.p, hand.weights)
        if len(hand.d) > 1:
            factor = max(middle(hand.weights, hand.gram[draw], 1.0, hand.system, hand.between), LEAST)
            fold(state.inverse[draw], hand.image[draw], hand.between)
            state.error[draw] *= factor ** (-1.0 / hand.d.shape[1])
    state.balance[place] = balance / len(state.inverse)


@njit(cache=True, nogil=True)
def set_step(criterion: int, task: Levels, wanted: Levels, hand: Hand, ground: ChoiceGround) -> bool:
    """Write into ``hand.step`` how the columns differ if alternatives had ``wanted`` (J,) levels; tell if any does."""
    size, width, last, differs = len(hand.d), ground.widths[criterion], len(hand.d), False
    for t in range(width):
        shift = 0.0  # of the alternative that the others are compared with: none where that is the opt-out
        if last < len(task):
            shift = ground.codes[criterion, wanted[last], t] - ground.codes[criterion, task[last, criterion], t]
        for i in range(size):
            own = ground.codes[criterion, wanted[i], t] - ground.codes[criterion, task[i, criterion], t]
            hand.step[i, t] = own - shift
            differs = differs or hand.step[i, t] != 0.0
    return differs


@njit(cache=True, nogil=True)
def value_with(criterion: int, task: Levels, wanted: Levels, state: State, hand: Hand, ground: ChoiceGround) -> float:
    """Give the criterion if the alternatives of the task in hand had ``wanted`` (J,) levels; ``hand.step`` is set."""
    if ground.aim == 0 and len(hand.d) == 1 and ground.balance_weight == 0.0:
        return _pair_error(criterion, task, wanted, state, hand, ground)
    total, balance = 0.0, 0.0
    hand.diagonal[:] = 0.0
    for draw in range(len(state.error)):
        hand.other[:] = hand.utility[draw]
        for a in range(len(task)):
            utilities = ground.utilities[draw, criterion]
            hand.other[a] += utilities[wanted[a]] - utilities[task[a, criterion]]
        task_weights(hand.other, ground.best_worst, hand.p, hand.square, hand.weights)
        balance += evenness(hand.other, hand.p, hand.weights)
        _trial_gram(draw, ground.offsets[criterion], ground.widths[criterion], state, hand)
        factor = max(middle(hand.weights, hand.trial, 1.0, hand.system, hand.between), LEAST)
        if ground.aim == 0:
            total += state.error[draw] * np.exp(-np.log(factor) / hand.d.shape[1])
        else:
            _add_diagonal(draw, ground.offsets[criterion], ground.widths[criterion], state, hand)
    draws = len(state.error)
    value = total / draws if ground.aim == 0 else _from_diagonal(hand.diagonal, draws, ground)
    return value * penalty(state.balance.sum() + balance / draws, len(state.rows), ground)


@njit(cache=True, nogil=True)
def penalty(balance: float, tasks: int, ground: ChoiceGround) -> float:
    """Give what the criterion is multiplied by when utility ``balance`` sums up to this over all tasks."""
    return 1.0 + ground.balance_weight * (1.0 - balance / tasks)


@njit(cache=True, nogil=True, inline="always")  # a call costs as much as the work
def _pair_error(criterion: int, task: Levels, wanted: Levels, state: State, hand: Hand, ground: ChoiceGround) -> float:
    """Give the mean D-error of two alternatives: the same as above where D is 1, and ten times as fast."""
    first, width, power = ground.offsets[criterion], ground.widths[criterion], -1.0 / hand.d.shape[1]
    total = 0.0
    for draw in range(len(state.error)):
        leverage = hand.gram[draw, 0, 0]
        for i in range(width):
            own = 2.0 * hand.image[draw, 0, first + i]
            for k in range(width):
                own += state.inverse[draw, first + i, first + k] * hand.step[0, k]
            leverage += hand.step[0, i] * own
        utility = hand.utility[draw, 0] - hand.utility[draw, 1]
        for a in range(len(task)):
            shift = ground.utilities[draw, criterion, wanted[a]] - ground.utilities[draw, criterion, task[a, criterion]]
            utility += shift if a == 0 else -shift
        factor = 1.0 + binary_weight(utility) * leverage
        total += state.error[draw] * np.exp(power * np.log(max(factor, LEAST)))
    return total / len(state.error)


@njit(cache=True, nogil=True)
def _trial_gram(draw: int, first: int, width: int, state: State, hand: Hand) -> None:
    """Fill ``hand.trial`` with (d + step) V (d + step)', and ``hand.moved`` with step V in the columns that differ."""
    for i in range(len(hand.d)):
        for t in range(width):
            total = 0.0
            for k in range(width):
                total += hand.step[i, k] * state.inverse[draw, first + k, first + t]
            hand.moved[i, t] = total
    for i in range(len(hand.d)):
        for j in range(len(hand.d)):
            total = hand.gram[draw, i, j]
            for t in range(width):
                total += hand.image[draw, i, first + t] * hand.step[j, t]
                total += hand.step[i, t] * hand.image[draw, j, first + t] + hand.moved[i, t] * hand.step[j, t]
            hand.trial[i, j] = total


@njit(cache=True, nogil=True)
def _add_diagonal(draw: int, first: int, width: int, state: State, hand: Hand) -> None:
    """Add the variances (K,) of the weights with the task on trial, of which ``hand.between`` is the middle."""
    size, parameters = len(hand.d), hand.d.shape[1]
    for k in range(parameters):
        hand.diagonal[k] += state.inverse[draw, k, k]
        for i in range(size):
            own = hand.image[draw, i, k]
            for t in range(width):
                own += hand.step[i, t] * state.inverse[draw, first + t, k]
            hand.other[i] = own  # utilities are no longer needed
        for i in range(size):
            for j in range(size):
                hand.diagonal[k] -= hand.other[i] * hand.between[i, j] * hand.other[j]


@njit(cache=True, nogil=True)
def _from_diagonal(diagonal: Array, draws: int, ground: ChoiceGround) -> float:
    """Give the mean variance (A) or the largest sample size (S) from variances summed over draws."""
    if ground.aim == 1:
        return float(diagonal.mean() / draws)
    largest = 0.0
    for k in range(len(diagonal)):
        largest = max(largest, diagonal[k] * ground.scale[k])
    return largest / draws


@njit(cache=True, nogil=True)
def evenness(utility: Array, p: Array, weights: Array) -> float:
    """Give T^T times the product of the T probabilities: 1 where all are alike, 0 where one is sure to win."""
    if len(utility) == 2:
        return float(4.0 * weights[0, 0])
    product = 1.0
    for share in p:
        product *= share * len(p)
    return product


@njit(cache=True, nogil=True)
def value_of(state: State, ground: ChoiceGround) -> float:
    """Give the criterion of the whole design, no task being in hand."""
    if ground.aim == 0:
        value = state.error.mean()
    else:
        diagonal = np.zeros(state.inverse.shape[1])
        for draw in range(len(state.inverse)):
            for k in range(len(diagonal)):
                diagonal[k] += state.inverse[draw, k, k]
        value = _from_diagonal(diagonal, len(state.inverse), ground)
    return float(value * penalty(state.balance.sum(), len(state.balance), ground))
