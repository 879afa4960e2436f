"""How good a design of main effects can be at all: an upper bound on its D-efficiency, or the best that is known.

Efficiency is 100 |X'X|^(1/K) / N with orthonormal contrasts and the constant, which an orthogonal array brings to 100.

Letters: N runs, K parameters, m factors, M = X'X / N with trace K.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations_with_replacement
from math import log

import numpy as np
from scipy.optimize import linprog

from dce.design.arrays import orthogonal_array
from dce.design.single.ground import Levels

# Largest determinants of n by n matrices of 0 and 1, all proven (OEIS A003432; 19, 37 and then 22 were settled last);
# times 2^n they are those of order n + 1 of 1 and -1.
ZERO_ONE = (
    1, 1, 1, 2, 3, 5, 9, 32, 56, 144, 320, 1458, 3645, 9477, 25515, 131072, 327680, 1114112, 3411968, 19531250,
    56640625, 195312500,
)  # fmt: skip
# The best that anybody has found, by runs and level counts in falling order: 662671875 for 23 (Orrick and Solomon).
FOUND: dict[tuple[int, tuple[int, ...]], float] = {
    (23, (2,) * 22): 100.0 * float(np.exp(2 / 23 * (log(662671875.0) + 22 * log(2.0)))) / 23
}


def d_bound(levels: Sequence[int], runs: int) -> tuple[float, str]:
    """Give (value, kind): the D-efficiency that no design of ``runs`` scenarios exceeds, or the best that is known.

    The kind is "proven" for an upper bound with a proof, tight for orthogonal arrays and for two-level designs with no
    run to spare up to 22, or "best known" for a value that was attained and not beaten. Rules can only lower it.

    >>> d_bound([3, 3, 3, 3], 9)
    (100.0, 'proven')
    >>> round(d_bound([2, 2, 2, 2], 5)[0], 2), round(d_bound([3, 2, 2], 7)[0], 2)
    (94.09, 97.28)
    """
    shape = tuple(sorted(levels, reverse=True))
    size = 1 + sum(shape) - len(shape)
    if runs < size:
        return 0.0, "proven"
    if orthogonal_array(shape, runs) is not None:
        return 100.0, "proven"
    if (runs, shape) in FOUND:
        return FOUND[runs, shape], "best known"
    logs = [0.0, _by_blocks(shape, runs), _by_spectrum(shape, runs)]
    return float(100.0 * np.exp(min(logs) / size)), "proven"


def least_error(levels: Sequence[int], runs: int) -> float:
    """Give the D-error at zero weights, on effects coding, that stands for the bound; 0 where nothing is known.

    An answer weighs a quarter, and effects coding of L levels shrinks determinants by L^(2 - L).
    """
    value = d_bound(levels, runs)[0]
    size = 1 + sum(levels) - len(levels)
    shrunk = sum((2 - count) * log(count) for count in levels) / size
    return float(4.0 / (runs * value / 100.0) * np.exp(-shrunk)) if value else 0.0


def _by_blocks(shape: tuple[int, ...], runs: int) -> float:
    """Bound log |M| by Fischer's inequality: two-level factors as one block, each other factor as one.

    A factor whose levels are shown n_i times contributes the product of n_i L / N, at most that of even counts.
    """
    several = [count for count in shape if count > 2]
    total = _two_levels(1 + len(shape) - len(several), runs)
    for count in several:
        low, more = divmod(runs, count)
        total += (count - more) * log(low * count / runs) + more * log((low + 1) * count / runs)
    return total


def _two_levels(size: int, runs: int) -> float:
    """Bound log |M| of ``size`` columns of 1 and -1.

    By the remainder of N by four: Hadamard (1893), Barba (1933), Ehlich and Wojtas (1964), and Ehlich's blocks (1964),
    which Galil and Kiefer (1980) extend to fewer columns than runs; proven largest determinants where N = K.
    """
    if size == runs <= len(ZERO_ONE):
        return 2 * (log(ZERO_ONE[size - 1]) + (size - 1) * log(2.0)) - size * log(runs)
    if runs % 4 == 0:
        return 0.0
    if runs % 4 == 2:
        parts = (np.array([size - size // 2]), np.array([size // 2]))
        return sum(_block(part, runs, 2, 0) for part in parts) - size * log(runs)
    if runs % 4 == 1:
        return _block(np.array([size]), runs, 1, 0) - size * log(runs)
    splits = (np.bincount(np.arange(size) % blocks) for blocks in range(1, size + 1))
    return max(_block(split, runs, 3, -1) for split in splits) - size * log(runs)


def _block(sizes: Levels, runs: int, inside: int, across: int) -> float:
    """Log-determinant of a matrix with ``runs`` on its diagonal, ``inside`` its blocks and ``across`` outside them."""
    rest, step = runs - inside, inside - across
    ends = rest + step * sizes
    shared = 1.0 + across * np.sum(sizes / ends)
    return float((sizes.sum() - len(sizes)) * np.log(rest) + np.log(ends).sum() + np.log(shared))


def _by_spectrum(shape: tuple[int, ...], runs: int) -> float:
    """Bound log |M| by its trace K and the least that its squares can add up to.

    Counts are whole numbers, so neither one factor nor a pair can be even where N does not divide. Let a be the squares
    that a factor shares with the constant and b those that a pair shares. Then a >= L r (L - r) / (L N^2), r = N mod L,
    a + a' + b is at least the same for the cells of a pair, and the squares are K + sum L a + 2 sum b or more. The
    smallest such sum is a linear program, alike for factors with equally many levels; among spectra with that sum
    the product is largest with one value above all others, which are equal.
    """
    counts = Counter(shape)
    kinds = sorted(counts)
    pairs = [(f, g) for f, g in combinations_with_replacement(kinds, 2) if f < g or counts[f] > 1]
    cost = [counts[f] * f for f in kinds]
    cost += [2 * (counts[f] * counts[g] if f < g else counts[f] * (counts[f] - 1) // 2) for f, g in pairs]
    least = np.zeros((len(pairs), len(cost)))
    for row, (f, g) in enumerate(pairs):
        for kind in (f, g):
            least[row, kinds.index(kind)] -= 1.0
        least[row, len(kinds) + row] = -1.0
    bounds = [(_uneven(f, runs), None) for f in kinds] + [(0.0, None)] * len(pairs)
    limits = [-_uneven(f * g, runs) for f, g in pairs]
    found = linprog(cost, A_ub=least, b_ub=limits, bounds=bounds)
    extra = float(found.fun or 0.0) * (1.0 - 1e-9)  # rounding must not tighten a bound
    size = 1 + sum(shape) - len(shape)
    step = np.sqrt(max(extra, 0.0) / (size * (size - 1)))
    return float(np.log1p((size - 1) * step) + (size - 1) * np.log1p(-min(step, 1.0 - 1e-12)))


def _uneven(cells: int, runs: int) -> float:
    """The least sum of squared deviations of whole counts in ``cells`` from N / cells, times cells / N^2."""
    more = runs % cells
    return more * (cells - more) / runs**2
