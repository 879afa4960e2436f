"""Averages over the draws of one respondent, a block at a time: likelihood, slopes, curvature and weights."""

from __future__ import annotations

from numba import njit

from dce.estimation.mixed.arithmetic import LOOSE, Array, Mixing, Sums, Work, exponentials


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def _sum(a: Array) -> float:
    total = 0.0
    for r in range(len(a)):
        total += a[r]
    return total


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def _product(a: Array, b: Array) -> float:
    total = 0.0
    for r in range(len(a)):
        total += a[r] * b[r]
    return total


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def average(share: Array, t: Array, beta: Array, mixing: Mixing, sums: Sums, out: tuple[Array, Array]) -> None:
    """Add a block's slopes (P,) and second derivatives (P, P, upper half), each draw counted by its ``share`` (B,).

    A weight mean + sum of spread * t has slopes 1 and t; one that is exp of it has those times beta, and a bend.
    """
    first, draw, is_log = mixing
    _, score, curve, scratch = sums
    to_mean, second = out
    columns = len(score)
    for k in range(columns):
        for m in range(k, columns):
            weighted = curve[k, m]
            for r in range(len(share)):
                weighted[r] = share[r] * (weighted[r] + score[k, r] * score[m, r])
            if is_log[k]:
                for r in range(len(share)):
                    weighted[r] *= beta[k, r]
            if is_log[m]:
                for r in range(len(share)):
                    weighted[r] *= beta[m, r]
                if k == m:
                    for r in range(len(share)):
                        weighted[r] += share[r] * score[k, r] * beta[k, r]
            second[k, m] += _sum(weighted)
            for j in range(first[m], first[m + 1]):
                second[k, columns + j] += _product(weighted, t[draw[j]])
            for i in range(first[k], first[k + 1]):
                for r in range(len(share)):
                    scratch[r] = weighted[r] * t[draw[i], r]
                if k != m:
                    second[m, columns + i] += _sum(scratch)
                for j in range(max(i, first[m]), first[m + 1]):
                    second[columns + i, columns + j] += _product(scratch, t[draw[j]])
        for r in range(len(share)):
            scratch[r] = share[r] * score[k, r] * (beta[k, r] if is_log[k] else 1.0)
        to_mean[k] += _sum(scratch)
        for i in range(first[k], first[k + 1]):
            to_mean[columns + i] += _product(scratch, t[draw[i]])


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def average_slopes(
    share: Array, t: Array, mixing: Mixing, sums: Sums, slope: Array, cuts: int, out: tuple[Array, Array]
) -> None:
    """The same but for second derivatives along columns, where no weight is lognormal; ``slope`` (P + 1, B) is work."""
    first, draw, _ = mixing
    _, score, curve, _ = sums
    to_mean, second = out
    columns, scaled = len(score), slope[len(to_mean)]
    for k in range(columns):
        for r in range(len(share)):
            slope[k, r] = score[k, r]
        for s in range(first[k], first[k + 1]):
            for r in range(len(share)):
                slope[columns + s, r] = score[k, r] * t[draw[s], r]
    for p in range(len(to_mean)):
        for r in range(len(share)):
            scaled[r] = share[r] * slope[p, r]
        to_mean[p] += _sum(scaled)
        for q in range(p, len(to_mean)):
            second[p, q] += _product(scaled, slope[q])
    for j in range(cuts):
        for k in range(j, cuts):
            second[j, k] += _product(share, curve[j, k])


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def weight_moments(share: Array, beta: Array, middle: Array, out: Array) -> float:
    """Mass of a block; its first two moments of the weights around ``middle`` (K,) are added to ``out`` (2, K)."""
    mass = _sum(share)
    for k in range(len(beta)):
        total, square = 0.0, 0.0
        for r in range(len(share)):
            away = beta[k, r] - middle[k]
            total += share[r] * away
            square += share[r] * away * away
        out[0, k] += total
        out[1, k] += square
    return mass


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def shares(loglik: Array, wanted: int, top: float, share: Array, work: Work) -> float:
    """Likelihood of each draw of a block (B,), 0 past ``wanted``, in units of e^top; hands back the new ``top``."""
    for r in range(min(wanted, len(share))):
        top = max(top, loglik[r])
    for r in range(len(share)):
        share[r] = loglik[r] - top
    exponentials(share, work[2], work[3])
    for r in range(wanted, len(share)):
        share[r] = 0.0
    return top


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def rescale(first: Array, second: Array, moments: Array, factor: float) -> None:
    """Multiply slopes (P,), second derivatives (P, P, upper half) and moments (2, K) by a factor."""
    for p in range(len(first)):
        first[p] *= factor
        for q in range(p, len(first)):
            second[p, q] *= factor
    for k in range(moments.shape[1]):
        moments[0, k] *= factor
        moments[1, k] *= factor
