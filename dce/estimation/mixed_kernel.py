"""The inner loop of the mixed logit: likelihood, slope and curvature of some respondents in one pass over their draws.

A respondent's likelihood is the mean over draws r of the product over answers of P(pick), each a conditional logit at
the weights beta_r (Revelt and Train 1998). Of log P only the differences of the alternatives with the pick matter:

    P = 1 / (1 + sum over others j of exp(gap_j beta)),  gap_j = x_j - x_pick.

Draws stand innermost, in blocks that fit the fastest memory, so that the processor treats several at once. Letters: C
cells (a task with its pick), J others, K columns, Q random columns, P = K + Q parameters (means, then spreads).
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.int64]
Answers = tuple[Index, Array, Array, Index]  # cell (A,) and weight (A,) of each answer; gaps (C, K, J), others (C,)
Random = tuple[Index, NDArray[np.bool_]]
Work = tuple[Array, Array, Array, Index]
Sums = tuple[Array, Array, Array, Array, Array]

BLOCK = 64
TRIPLE = 3  # others are taken three at once, so that each sum is read and written once
FARTHEST = 170.0  # four products of exp(170) still fit a double; a draw that far off has no part in any average
LOG2_E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
MAGIC = 6755399441055744.0  # 1.5 * 2^52: adding it rounds to a whole number, which then stands in the low bits
MAGIC_BITS = 4843621399236968448
LOOSE = {"reassoc", "contract", "nsz", "arcp"}  # sums may be regrouped; infinities and NaN keep their meaning


@njit(cache=True, nogil=True, fastmath={"contract"})
def exponentials(u: Array, power: Array, bits: Index) -> None:
    """Replace u by exp(u), within 1e-14 of it; ``power`` and ``bits`` are one work array seen in two ways.

    exp(u) = 2^k exp(y) with k whole and |y| < 0.35, where eleven terms of the series are enough.
    """
    for r in range(len(u)):
        v = min(max(u[r], -FARTHEST), FARTHEST)
        k = v * LOG2_E + MAGIC
        power[r] = k
        k -= MAGIC
        y = v - k * LN2_HIGH - k * LN2_LOW
        high = 1 / 5040 + y * (1 / 40320 + y * (1 / 362880 + y * (1 / 3628800 + y * (1 / 39916800))))
        u[r] = 1.0 + y * (1.0 + y * (0.5 + y * (1 / 6 + y * (1 / 24 + y * (1 / 120 + y * (1 / 720 + y * high))))))
    for r in range(len(u)):
        bits[r] = (bits[r] - MAGIC_BITS + 1023) << 52
    for r in range(len(u)):
        u[r] *= power[r]


@njit(cache=True, nogil=True, fastmath=LOOSE)
def _probabilities(gap: Array, others: int, beta: Array, work: Work, total: Array) -> None:
    """P of each other at each draw of a block (J, B), and the total of exponentials (B,) that the pick's P rests on."""
    chance, _, power, bits = work
    total[:] = 1.0
    for j in range(others):
        u = chance[j]
        u[:] = 0.0
        for k in range(len(beta)):
            c = gap[k, j]
            if c != 0.0:
                for r in range(BLOCK):
                    u[r] += c * beta[k, r]
        exponentials(u, power, bits)
        for r in range(BLOCK):
            total[r] += u[r]
    for r in range(BLOCK):
        power[r] = 1.0 / total[r]
    for j in range(others):
        for r in range(BLOCK):
            chance[j, r] *= power[r]
    for j in range(others, gap.shape[1]):
        chance[j, :] = 0.0


@njit(cache=True, nogil=True, fastmath=LOOSE)
def _slopes(gap: Array, others: int, weight: float, work: Work, sums: tuple[Array, Array]) -> None:
    """Add an answer's slope (K, B) and curvature (K (K + 1) / 2, B) in the weights; J is padded to whole triples."""
    chance, mean, _, _ = work
    score, curve = sums
    pair = 0
    for k in range(len(score)):
        mean[k, :] = 0.0
        for j in range(0, others, TRIPLE):
            a, b, c = gap[k, j], gap[k, j + 1], gap[k, j + 2]
            for r in range(BLOCK):
                mean[k, r] += a * chance[j, r] + b * chance[j + 1, r] + c * chance[j + 2, r]
        for r in range(BLOCK):
            score[k, r] -= weight * mean[k, r]
    for k in range(len(score)):
        for m in range(k, len(score)):
            for r in range(BLOCK):
                curve[pair, r] += weight * mean[k, r] * mean[m, r]
            for j in range(0, others, TRIPLE):
                a = weight * gap[k, j] * gap[m, j]
                b = weight * gap[k, j + 1] * gap[m, j + 1]
                c = weight * gap[k, j + 2] * gap[m, j + 2]
                for r in range(BLOCK):
                    curve[pair, r] -= a * chance[j, r] + b * chance[j + 1, r] + c * chance[j + 2, r]
            pair += 1


@njit(cache=True, nogil=True, fastmath=LOOSE)
def _answers_of_one(answers: Answers, span: tuple[int, int], beta: Array, work: Work, sums: Sums) -> None:
    """All answers of one respondent at one block of draws: log-likelihood (B,), slope and curvature in the weights."""
    cell, weight, gaps, others = answers
    loglik, score, curve, total, product = sums
    loglik[:] = 0.0
    score[:] = 0.0
    curve[:] = 0.0
    product[:] = 1.0
    waiting = 0
    for a in range(span[0], span[1]):
        c = cell[a]
        _probabilities(gaps[c], others[c], beta, work, total)
        if weight[a] == 1.0:  # one logarithm for four answers
            waiting += 1
            for r in range(BLOCK):
                product[r] *= total[r]
        else:
            for r in range(BLOCK):
                loglik[r] -= weight[a] * np.log(total[r])
        if waiting == 4 or a == span[1] - 1:
            waiting = 0
            for r in range(BLOCK):
                loglik[r] -= np.log(product[r])
            product[:] = 1.0
        _slopes(gaps[c], others[c], weight[a], work, (score, curve))


@njit(cache=True, nogil=True, fastmath=LOOSE)
def _average(share: Array, t: Array, beta: Array, random: Random, sums: Sums, out: tuple[Array, Array]) -> None:
    """Add a block's slopes (P,) and second derivatives (P, P, upper half), each draw counted by its ``share`` (B,).

    A weight mean + spread * t has slopes 1 and t; one that is exp of it has those times beta, and a bend besides.
    """
    place, is_log = random
    _, score, curve, slope, weighted = sums
    to_mean, second = out
    columns = len(score)
    pair = 0
    for k in range(columns):
        qk = place[k]
        for m in range(k, columns):
            qm = place[m]
            for r in range(BLOCK):
                weighted[r] = curve[pair, r] + score[k, r] * score[m, r]
            if is_log[k]:
                for r in range(BLOCK):
                    weighted[r] *= beta[k, r]
            if is_log[m]:
                for r in range(BLOCK):
                    weighted[r] *= beta[m, r]
                if k == m:
                    for r in range(BLOCK):
                        weighted[r] += score[k, r] * beta[k, r]
            for r in range(BLOCK):
                weighted[r] *= share[r]
            second[k, m] += weighted.sum()
            if qm >= 0:
                second[k, columns + qm] += np.dot(weighted, t[qm])
            if qk >= 0:
                for r in range(BLOCK):
                    weighted[r] *= t[qk, r]
                if k != m:
                    second[m, columns + qk] += weighted.sum()
                if qm >= 0:
                    second[columns + qk, columns + qm] += np.dot(weighted, t[qm])
            pair += 1
        for r in range(BLOCK):
            slope[r] = share[r] * score[k, r] * (beta[k, r] if is_log[k] else 1.0)
        to_mean[k] += slope.sum()
        if qk >= 0:
            to_mean[columns + qk] += np.dot(slope, t[qk])


@njit(cache=True, nogil=True, fastmath=LOOSE)
def _weights(point: Array, t: Array, random: Random, beta: Array) -> None:
    """Weights (K, B) of one block of draws."""
    place, is_log = random
    for k in range(len(beta)):
        q = place[k]
        for r in range(BLOCK):
            beta[k, r] = point[k] if q < 0 else point[k] + point[len(beta) + q] * t[q, r]
        if is_log[k]:
            for r in range(BLOCK):
                beta[k, r] = np.exp(beta[k, r])


@njit(cache=True, nogil=True, fastmath=LOOSE)
def respondents(
    people: tuple[int, int], begin: Index, answers: Answers, draws: tuple[Array, int], random: Random, point: Array
) -> tuple[Array, Array, Array]:
    """Log-likelihoods (n,), scores (n, P) and summed second derivatives (P, P) of respondents people[0] to people[1].

    Respondent g has the answers from begin[g] to begin[g + 1]. ``draws`` are t (G, R / B, Q, B), of which the first R
    count. ``random`` tells the random column of each column (-1: fixed) and which weights are lognormal.
    """
    t, wanted = draws
    columns, others, n = len(random[0]), answers[2].shape[2], people[1] - people[0]
    size = len(point)
    loglik, scores, hessian = np.zeros(n), np.zeros((n, size)), np.zeros((size, size))
    beta, power = np.empty((columns, BLOCK)), np.empty(BLOCK)
    work = np.empty((others, BLOCK)), np.empty((columns, BLOCK)), power, power.view(np.int64)
    pairs = columns * (columns + 1) // 2
    sums = np.empty(BLOCK), np.empty((columns, BLOCK)), np.empty((pairs, BLOCK)), np.empty(BLOCK), np.empty(BLOCK)
    first, second, share = np.empty(size), np.empty((size, size)), np.empty(BLOCK)
    for i in range(n):
        g = people[0] + i
        top, mass = -np.inf, 0.0
        first[:] = 0.0
        second[:] = 0.0
        for r0 in range(0, wanted, BLOCK):
            block = t[g, r0 // BLOCK]
            _weights(point, block, random, beta)
            _answers_of_one(answers, (begin[g], begin[g + 1]), beta, work, sums)
            sums[0][wanted - r0 :] = -np.inf
            here = max(top, sums[0].max())
            shrink = np.exp(top - here)
            mass *= shrink
            first *= shrink
            second *= shrink
            top = here
            for r in range(BLOCK):
                share[r] = np.exp(sums[0][r] - top)
            mass += share.sum()
            _average(share, block, beta, random, sums, (first, second))
        loglik[i] = top + np.log(mass / wanted)
        first /= mass
        scores[i] = first
        hessian += second / mass
        for p in range(size):
            for q in range(p, size):
                hessian[p, q] -= first[p] * first[q]
    for p in range(size):
        for q in range(p):
            hessian[p, q] = hessian[q, p]
    return loglik, scores, hessian
