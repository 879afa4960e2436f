"""The task of two alternatives in hand with draws side by side, and the loops over draws, in compiled code.

The processor takes several draws at a time where loops run over draws, divide without asking for zero, and know neither
exponentials nor logarithms: odds are products over levels, and the K-th root of a determinant is a short series, exact
to 1e-5 where it changes less than threefold. Numbers of single precision do, as a search only compares.

With V the inverse without the task, d its differences and w its weight, the task multiplies the determinant by
1 + w d'Vd, and d'Vd with other levels takes no more than the few columns of their criterion.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.choice.ground import ChoiceGround, Levels, Single
from dce.design.choice.state import State
from dce.design.compiled import write

LEAST = np.float32(1e-6)  # of a factor of the determinant; less is rounding
ONE, HALF, SIXTH, TWO = np.float32(1.0), np.float32(0.5), np.float32(1 / 6), np.float32(2.0)
THIRD, FIFTH, SEVENTH, NINTH = np.float32(1 / 3), np.float32(1 / 5), np.float32(1 / 7), np.float32(1 / 9)


class Lanes(NamedTuple):
    """The task in hand with draws along the last axis.

    ``image`` Vd (K, R) of the inverse without the task, ``first`` (K, R) as it was when the task came in hand, and
    ``share`` (R,), by which the outer product of ``first`` was added to the inverse; ``block`` (m, W, W, R) of V;
    ``gram`` d'Vd, ``odds`` of the first alternative and ``factor`` 1 + w d'Vd (R,), ``gap`` (2,), mean and variance of
    the difference in utility; the rest is room.
    """

    image: Single
    first: Single
    block: Single
    share: Single
    gram: Single
    odds: Single
    factor: Single
    rest: Single
    leverage: Single
    weight: Single
    d: Single
    step: Single
    task: Levels
    values: Array
    gap: Array


def empty_lanes(ground: ChoiceGround) -> Lanes:
    """Room for one task of two alternatives."""
    criteria, levels, width = ground.codes.shape
    draws, parameters = ground.weights.shape

    def room(*shape: int) -> Single:
        return np.zeros((*shape, draws), dtype=np.float32)

    return Lanes(
        image=room(parameters),
        first=room(parameters),
        block=room(criteria, width, width),
        share=room(),
        gram=room(),
        odds=room(),
        factor=room(),
        rest=room(),
        leverage=room(),
        weight=room(),
        d=np.zeros(parameters, dtype=np.float32),
        step=np.zeros(width, dtype=np.float32),
        task=np.zeros((2, criteria), dtype=np.int64),
        values=np.zeros((levels, levels)),
        gap=np.zeros(2),
    )


@njit(cache=True, nogil=True)
def set_step(codes: Array, a: int, b: int, one: int, other: int, step: Single) -> None:
    """Note by what columns differ for levels ``one`` and ``other`` in the place of ``a`` and ``b``."""
    for i in range(len(step)):
        step[i] = codes[one, i] - codes[other, i] - (codes[a, i] - codes[b, i])


@njit(cache=True, nogil=True)
def set_leverage(step: Single, gram: Single, image: Single, block: Single, into: Single) -> None:
    """Fill ``into`` (R,) with (d + step)'V(d + step), from ``image`` (W, R) and ``block`` (W, W, R) of a criterion."""
    write(gram, into)
    for i in range(len(image)):
        if step[i] != 0.0:
            add_share(TWO * step[i], image[i], into)
            for k in range(i + 1):
                share = step[i] * step[k] * (ONE if i == k else TWO)
                if share != 0.0:
                    add_share(share, block[i, k], into)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def add_share(share: np.float32, row: Single, into: Single) -> None:
    """Add ``share`` times ``row`` to ``into``, all (R,)."""
    for draw in range(len(into)):
        into[draw] += share * row[draw]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def multiply(one: Single, other: Single, third: Single, into: Single) -> None:
    """Fill ``into`` with the products of three, all (R,)."""
    for draw in range(len(into)):
        into[draw] = one[draw] * other[draw] * third[draw]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def block_of(row: Single, share: Single, one: Single, other: Single, into: Single) -> None:
    """Fill ``into`` (R,) with a part of the inverse without the task, from that of the inverse with it."""
    for draw in range(len(into)):
        into[draw] = row[draw] + share[draw] * one[draw] * other[draw]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def shift_image(step: np.float32, row: Single, share: Single, one: Single, other: Single, into: Single) -> None:
    """Add to a row of the image what a ``step`` in one column brings, by the inverse without the task."""
    for draw in range(len(into)):
        into[draw] += step * (row[draw] + share[draw] * one[draw] * other[draw])


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def weigh(odds: Single, up: Single, down: Single, into: Single) -> float:
    """Fill ``into`` (R,) with the weights p (1 - p) at odds * up * down; give their mean."""
    total = np.float32(0.0)
    for draw in range(len(into)):
        own = odds[draw] * up[draw] * down[draw]
        own /= (ONE + own) * (ONE + own)
        into[draw] = own
        total += own
    return float(total / len(into))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def change_about(
    error: Single, factor: Single, leverage: Single, weight: Single, scaled: np.float32, power: np.float32
) -> float:
    """Give what the mean error changes by with these leverages and weights, by series for logarithm and root."""
    total = np.float32(0.0)
    for draw in range(len(error)):
        ratio = ONE + scaled * weight[draw] * leverage[draw]
        z = (ratio - factor[draw]) / (ratio + factor[draw])
        q = z * z
        y = power * z * (ONE + q * (THIRD + q * (FIFTH + q * (SEVENTH + q * NINTH))))
        total += error[draw] * y * (ONE + y * (HALF + y * SIXTH))
    return float(total / len(error))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def set_image(inverse: Single, lanes: Lanes) -> None:
    """Fill ``lanes.image`` (K, R) with V d and ``lanes.gram`` (R,) with d'Vd."""
    lanes.gram[:] = np.float32(0.0)
    for k in range(len(lanes.d)):
        own = lanes.image[k]
        own[:] = np.float32(0.0)
        for a in range(len(lanes.d)):
            if lanes.d[a] != 0.0:
                add_share(lanes.d[a], inverse[min(a, k), max(a, k)], own)
        if lanes.d[k] != 0.0:
            add_share(lanes.d[k], own, lanes.gram)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def without_task(scaled: np.float32, lanes: Lanes) -> None:
    """Turn ``image`` and ``gram`` into those of the inverse without the task in hand."""
    gram, factor, share, rest = lanes.gram, lanes.factor, lanes.share, lanes.rest
    for draw in range(len(gram)):
        weight = scaled * lanes.weight[draw]
        left = max(ONE - weight * gram[draw], LEAST)
        share[draw] = weight * left
        factor[draw] = ONE / left
        rest[draw] = ONE / left
        gram[draw] /= left
    for k in range(len(lanes.image)):
        image, first = lanes.image[k], lanes.first[k]
        for draw in range(len(gram)):
            image[draw] *= rest[draw]
            first[draw] = image[draw]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def change_errors(scaled: np.float32, error: Single, lanes: Lanes) -> None:
    """Bring errors and factors up to date with the leverages and weights of the task in hand."""
    power = np.float32(-1.0 / len(lanes.image))
    for draw in range(len(error)):
        factor = ONE + scaled * lanes.weight[draw] * lanes.gram[draw]
        error[draw] *= np.exp(power * np.log(factor / lanes.factor[draw]))
        lanes.factor[draw] = factor


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def put_back(scaled: float, state: State, lanes: Lanes) -> None:
    """Bring the inverse up to date: the task goes out as it came in hand, and comes in as it is."""
    leverage, odds, rest, single = lanes.leverage, lanes.odds, lanes.rest, np.float32(scaled)
    for draw in range(len(rest)):
        own = ONE + odds[draw]
        rest[draw] = single * odds[draw] / (own * own) / lanes.factor[draw]
    for i in range(len(lanes.image)):
        out, into = lanes.first[i], lanes.image[i]
        for draw in range(len(rest)):
            leverage[draw] = lanes.share[draw] * out[draw]
            odds[draw] = rest[draw] * into[draw]
        for k in range(i, len(lanes.image)):
            row, old, new = state.inverse[i, k], lanes.first[k], lanes.image[k]
            for draw in range(len(rest)):
                row[draw] += leverage[draw] * old[draw] - odds[draw] * new[draw]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def add_task(scaled: float, state: State, lanes: Lanes) -> None:
    """Add the task in hand, so often, to inverse and errors; take it out where ``scaled`` is negative."""
    set_image(state.inverse, lanes)
    single, power, rest = np.float32(scaled), np.float32(-1.0 / len(lanes.image)), lanes.rest
    for draw in range(len(rest)):
        weight = single * lanes.weight[draw]
        factor = max(ONE + weight * lanes.gram[draw], LEAST)
        state.error[draw] *= np.exp(power * np.log(factor))
        rest[draw] = weight / factor
    for i in range(len(lanes.image)):
        for draw in range(len(rest)):
            lanes.leverage[draw] = rest[draw] * lanes.image[i, draw]
        for k in range(i, len(lanes.image)):
            row, other = state.inverse[i, k], lanes.image[k]
            for draw in range(len(rest)):
                row[draw] -= lanes.leverage[draw] * other[draw]
