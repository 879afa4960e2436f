"""The inner loop of the mixed logit: likelihood, slope and curvature of some respondents in one pass over their draws.

A respondent's likelihood is the mean over draws r of the product over answers of P(answer), each a logit at the weights
beta_r (Revelt and Train 1998). Of a conditional logit only the differences with the pick matter:

    P = 1 / (1 + sum over others j of exp(gap_j beta)),  gap_j = x_j - x_pick.

A binary logit is the same with one other; an ordered logit has its own inner loop, and its thresholds stand before the
columns. Draws stand innermost, in blocks that fit the fast memory, so that the processor treats several at once.
Letters: C cells (a task with its pick, or a row with its rating), J others, K means (thresholds and columns, filled up
to an even number), Q random columns, S spreads, P = K + S, B draws a block.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.estimation.mixed.arithmetic import LOOSE, Answers, Array, Mixing, Sums, Work, exponentials, logarithms
from dce.estimation.mixed.averages import average, average_slopes, rescale, shares, weight_moments
from dce.estimation.mixed.bends import add_bends, add_moments, are_few, of_cells, parameters, with_factors
from dce.estimation.mixed.ordered import ratings_of_one

TRIPLE = 3  # others are taken three at once and columns two by two, so that each sum is read and written less often


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def _probabilities(gap: Array, others: int, beta: Array, work: Work, total: Array) -> None:
    """P of each other at each draw of a block (J, B), and the total of exponentials (B,) that the pick's P rests on."""
    chance, _, power, bits = work
    for j in range(0, others, TRIPLE):
        for k in range(0, len(beta), 2):
            keep = 0.0 if k == 0 else 1.0
            a, b, c = gap[k, j], gap[k, j + 1], gap[k, j + 2]
            d, e, f = gap[k + 1, j], gap[k + 1, j + 1], gap[k + 1, j + 2]
            for r in range(len(total)):
                p, q = beta[k, r], beta[k + 1, r]
                chance[j, r] = keep * chance[j, r] + a * p + d * q
                chance[j + 1, r] = keep * chance[j + 1, r] + b * p + e * q
                chance[j + 2, r] = keep * chance[j + 2, r] + c * p + f * q
    exponentials(chance.reshape(-1)[: others * len(total)], power, bits)
    for j in range(others, gap.shape[1]):
        for r in range(len(total)):
            chance[j, r] = 0.0
    for j in range(0, others, TRIPLE):
        one, keep = (1.0, 0.0) if j == 0 else (0.0, 1.0)
        for r in range(len(total)):
            total[r] = keep * total[r] + one + chance[j, r] + chance[j + 1, r] + chance[j + 2, r]
    for r in range(len(total)):
        power[r] = 1.0 / total[r]
    for j in range(0, others, TRIPLE):
        for r in range(len(total)):
            chance[j, r] *= power[r]
            chance[j + 1, r] *= power[r]
            chance[j + 2, r] *= power[r]


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def _means(gap: Array, others: int, weight: float, work: Work, score: Array) -> None:
    """Expected difference with the pick in each column (K, B), which is the slope with its sign turned."""
    chance, mean, _, _ = work
    for k in range(0, len(score), 2):
        for j in range(0, others, TRIPLE):
            keep = 0.0 if j == 0 else 1.0
            a, b, c = gap[k, j], gap[k, j + 1], gap[k, j + 2]
            d, e, f = gap[k + 1, j], gap[k + 1, j + 1], gap[k + 1, j + 2]
            for r in range(mean.shape[1]):
                u, v, w = chance[j, r], chance[j + 1, r], chance[j + 2, r]
                p, q = a * u + b * v + c * w, d * u + e * v + f * w
                mean[k, r] = keep * mean[k, r] + p
                mean[k + 1, r] = keep * mean[k + 1, r] + q
                score[k, r] -= weight * p
                score[k + 1, r] -= weight * q


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def _bends(gap: Array, others: int, weight: float, work: Work, curve: Array) -> None:
    """Add an answer's second derivatives in the weights (K, K, B), by tiles of two columns by two, the upper half."""
    chance, mean, _, _ = work
    for k in range(0, len(curve), 2):
        for m in range(k, len(curve), 2):
            for j in range(0, others, TRIPLE):
                own = weight if j == 0 else 0.0
                a, b, c = weight * gap[k, j], weight * gap[k, j + 1], weight * gap[k, j + 2]
                d, e, f = weight * gap[k + 1, j], weight * gap[k + 1, j + 1], weight * gap[k + 1, j + 2]
                a0, b0, c0 = a * gap[m, j], b * gap[m, j + 1], c * gap[m, j + 2]
                a1, b1, c1 = a * gap[m + 1, j], b * gap[m + 1, j + 1], c * gap[m + 1, j + 2]
                d0, e0, f0 = d * gap[m, j], e * gap[m, j + 1], f * gap[m, j + 2]
                d1, e1, f1 = d * gap[m + 1, j], e * gap[m + 1, j + 1], f * gap[m + 1, j + 2]
                for r in range(mean.shape[1]):
                    u, v, w = chance[j, r], chance[j + 1, r], chance[j + 2, r]
                    p, q = own * mean[k, r], own * mean[k + 1, r]
                    s, t = mean[m, r], mean[m + 1, r]
                    curve[k, m, r] += p * s - a0 * u - b0 * v - c0 * w
                    curve[k, m + 1, r] += p * t - a1 * u - b1 * v - c1 * w
                    curve[k + 1, m, r] += q * s - d0 * u - e0 * v - f0 * w
                    curve[k + 1, m + 1, r] += q * t - d1 * u - e1 * v - f1 * w


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def choices_of_one(answers: Answers, one: int, beta: Array, work: Work, sums: Sums, slopes: bool) -> None:
    """All picks of one respondent at one block of draws: log-likelihood (B,), slope and curvature in the weights."""
    begin, cell, weight, gaps, others = answers
    loglik, score, curve, total = sums
    for a in range(begin[one], begin[one + 1]):
        c = cell[a]
        _probabilities(gaps[c], others[c], beta, work, total)
        logarithms(total, work[2], work[3])
        for r in range(len(total)):
            loglik[r] -= weight[a] * total[r]
        if slopes:
            _means(gaps[c], others[c], weight[a], work, score)
            _bends(gaps[c], others[c], weight[a], work, curve)


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def _begin_block(point: Array, t: Array, mixing: Mixing, beta: Array, sums: Sums, curved: int) -> None:
    """Weights (K, B) of one block of draws t (Q, B), and sums of nothing, curvature of the first columns only."""
    first, draw, is_log = mixing
    loglik, score, curve, _ = sums
    for k in range(len(beta)):
        for r in range(len(loglik)):
            beta[k, r] = point[k]
        for s in range(first[k], first[k + 1]):
            for r in range(len(loglik)):
                beta[k, r] += point[len(beta) + s] * t[draw[s], r]
        if is_log[k]:
            for r in range(len(loglik)):
                beta[k, r] = np.exp(beta[k, r])
        for r in range(len(loglik)):
            loglik[r] = 0.0
            score[k, r] = 0.0
        for m in range(k, curved):
            for r in range(len(loglik)):
                curve[k, m, r] = 0.0


@njit(cache=True, nogil=True, error_model="numpy", fastmath=LOOSE)
def respondents(
    answers: Answers, draws: tuple[Array, int], mixing: Mixing, point: Array, cuts: int | None, slopes: bool
) -> tuple[Array, Array, Array, Array]:
    """Log-likelihoods (n,), scores (n, P), second derivatives (P, P, upper half), moments of weights (n, 2, K).

    ``answers`` are begin (n + 1,): respondent i has the answers from begin[i] to begin[i + 1]; cell (A,) and weight
    (A,) of each answer; gaps (C, K, J) and number of others (C,), or for ``cuts`` thresholds rows (C, K - cuts, 1) and
    category (C,). ``draws`` are t (n, R / B, Q, B), of which the first R count. ``mixing`` tells the first spread of
    each column (K + 1,), the draw of each spread (S,), and which weights are lognormal (K,). Moments are mean and mean
    square of the weights less what they are at t = 0, given the answers. Without ``slopes`` there are no derivatives.
    """
    t, wanted = draws
    block = t.shape[3]
    columns, size, n = len(mixing[2]), len(point), len(t)
    loglik, scores, hessian, moments = (
        np.zeros(n),
        np.zeros((n, size)),
        np.zeros((size, size)),
        np.zeros((n, 2, columns)),
    )
    rows = max(answers[3].shape[2], 2)
    power, share = np.zeros(rows * block), np.zeros(block)
    work = np.zeros((rows, block)), np.zeros((max(columns, 4), block)), power, power.view(np.int64)
    beta, second = np.zeros((columns, block)), np.zeros((size, size))
    sums = np.zeros(block), np.zeros((columns, block)), np.zeros((columns, columns, block)), np.zeros(block)
    middle = np.zeros(columns)
    longest = 0
    for i in range(n):
        longest = max(longest, answers[0][i + 1] - answers[0][i])
    few = slopes and cuts is not None and are_few(1 + t.shape[2], answers[3].shape[1], mixing[2])
    curved, room, factors = columns, 0, 0
    if few and cuts is not None:
        curved, room, factors = cuts, block, 1 + t.shape[2]
    slope, bends, weighted = (
        np.zeros((size + 1, room)),
        np.zeros((longest, 2, room)),
        np.zeros((factors, factors, room)),
    )
    moment, cell_moments = np.zeros((longest, 2, factors, factors)), np.zeros((len(answers[4]), 2, factors, factors))
    for k in range(columns):
        middle[k] = np.exp(point[k]) if mixing[2][k] else point[k]
    for i in range(n):
        top, mass = -np.inf, 0.0
        for b in range((wanted + block - 1) // block):
            _begin_block(point, t[i, b], mixing, beta, sums, curved)
            if cuts is None:
                choices_of_one(answers, i, beta, work, sums, slopes)
            else:
                ratings_of_one(answers, i, beta, work, sums, (cuts, slopes, mixing[0]), bends)
            here = shares(sums[0], wanted - b * block, top, share, work)
            shrink = np.exp(top - here)
            rescale(scores[i], second, moments[i], shrink)
            moment *= shrink
            top, mass = here, mass * shrink + weight_moments(share, beta, middle, moments[i])
            if few:
                average_slopes(share, t[i, b], mixing, sums, slope, curved, (scores[i], second))
                with_factors(share, t[i, b], weighted)
                add_moments(answers, i, bends, weighted, moment)
            elif slopes:
                average(share, t[i, b], beta, mixing, sums, (scores[i], second))
        loglik[i] = top + np.log(mass / wanted)
        rescale(scores[i], second, moments[i], 1.0 / mass)
        if few:
            of_cells(answers, i, moment, 1.0 / mass, cell_moments)
        for p in range(size):
            for q in range(p, size):
                hessian[p, q] += second[p, q] - scores[i, p] * scores[i, q]
                second[p, q] = 0.0
    if few and cuts is not None:
        owner, factor = parameters(mixing, size, cuts)
        add_bends(answers, cell_moments, cuts, owner, factor, hessian)
    return loglik, scores, hessian, moments
