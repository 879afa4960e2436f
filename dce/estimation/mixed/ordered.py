"""Ratings in the inner loop of the mixed logit: an ordered logit, its thresholds counted as columns before the others.

With upper cut a and lower cut c of an answer, log P = log(1 - e^(c - a)) - log(1 + e^-a) - log(1 + e^c): see
:mod:`dce.logit`. The first part rests on thresholds only, so that it is the same for every draw.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.estimation.mixed.arithmetic import LOOSE, Answers, Array, Index, Sums, Work, exponentials, logarithms


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def _beyond(x: Array, category: int, cuts: int, first: Index, beta: Array, work: Work, total: Array) -> None:
    """F(-a) and F(c) at each draw of a block (2, B), and as total (B,) the logarithm of what P is divided by.

    Weights without a spread, by ``first`` (K + 1,), are the same at every draw. An outer category has a cut
    at infinity.
    """
    sides, _, power, bits = work
    above, below = sides[0], sides[1]
    fixed = 0.0
    for k in range(len(x)):
        if first[cuts + k + 1] == first[cuts + k]:
            fixed += x[k] * beta[cuts + k, 0]
    above[:] = 0.0 if category == cuts else fixed - beta[category, 0]
    below[:] = 0.0 if category == 0 else beta[category - 1, 0] - fixed
    for k in range(len(x)):
        if x[k] != 0.0 and first[cuts + k + 1] > first[cuts + k]:
            for r in range(len(above)):
                u = x[k] * beta[cuts + k, r]
                above[r] += u
                below[r] -= u
    if category == cuts:
        above[:] = 0.0
        exponentials(below, power, bits)
    elif category == 0:
        below[:] = 0.0
        exponentials(above, power, bits)
    else:
        exponentials(sides.reshape(-1), power, bits)
    for r in range(len(above)):
        total[r] = (1.0 + above[r]) * (1.0 + below[r])
        share = 1.0 / total[r]
        a, b = above[r], below[r]
        above[r] = a * (1.0 + b) * share
        below[r] = b * (1.0 + a) * share
    logarithms(total, power, bits)


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def _slopes(x: Array, category: int, cuts: int, weight: float, work: Work, sums: Sums, bends: Array) -> None:
    """Add an answer's slope (K, B) and second derivatives (K, K, B, upper half), but for what all draws share.

    Where ``bends`` (2, B) has room, second derivatives along columns are left to :mod:`dce.estimation.mixed.bends`.
    """
    above, below, both = work[0][0], work[0][1], work[1][1]
    _, score, curve, _ = sums
    for r in range(len(above)):
        both[r] = weight * (above[r] - below[r])
    for k in range(len(x)):
        if x[k] != 0.0:
            for r in range(len(above)):
                score[cuts + k, r] -= x[k] * both[r]
    for side in range(2):
        j, beyond, bend = category - side, work[0][side], work[1][2 + side]
        turn = weight if side == 0 else -weight
        for r in range(len(above)):
            bend[r] = weight * beyond[r] * (1.0 - beyond[r])
        if 0 <= j < cuts:
            for r in range(len(above)):
                score[j, r] += turn * beyond[r]
                curve[j, j, r] -= bend[r]
            for k in range(len(x) if bends.shape[1] == 0 else 0):
                for r in range(len(above)):
                    curve[j, cuts + k, r] += x[k] * bend[r]
        for r in range(bends.shape[1]):
            bends[side, r] = bend[r]
    if bends.shape[1] > 0:
        return
    for r in range(len(above)):
        both[r] = work[1][2][r] + work[1][3][r]
    for k in range(len(x)):
        for m in range(k, len(x)):
            c = x[k] * x[m]
            if c != 0.0:
                for r in range(len(above)):
                    curve[cuts + k, cuts + m, r] -= c * both[r]


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def ratings_of_one(
    answers: Answers, one: int, beta: Array, work: Work, sums: Sums, how: tuple[int, bool, Index], bends: Array
) -> None:
    """All ratings of one respondent at one block of draws: log-likelihood (B,), slope and curvature in the columns.

    ``bends`` (answers, 2, B) are filled where they have room, see :mod:`dce.estimation.mixed.bends`.
    """
    begin, cell, weight, rows, categories = answers
    cuts, slopes, first = how
    loglik, score, curve, total = sums
    for a in range(begin[one], begin[one + 1]):
        x, category = rows[cell[a], :, 0], categories[cell[a]]
        _beyond(x, category, cuts, first, beta, work, total)
        inner = 0 < category < cuts
        width = beta[category, 0] - beta[category - 1, 0] if inner else np.inf
        shared = weight[a] * np.log(-np.expm1(-width)) if inner else 0.0
        for r in range(len(loglik)):
            loglik[r] += shared - weight[a] * total[r]
        if slopes:
            _slopes(x, category, cuts, weight[a], work, sums, bends[a - begin[one]])
            if inner:
                gap = 1.0 / np.expm1(width)
                bend = weight[a] * gap * (1.0 + gap)
                for r in range(len(loglik)):
                    score[category, r] += weight[a] * gap
                    score[category - 1, r] -= weight[a] * gap
                    curve[category, category, r] -= bend
                    curve[category - 1, category - 1, r] -= bend
                    curve[category - 1, category, r] += bend
