"""Second derivatives of ratings along columns, summed over draws before they are multiplied by the columns.

Along two columns an answer's second derivative is the product of their values times one number that depends on the
draw, its bend. So few sums over draws are needed, one for each two of the factors that a parameter may have, which are
1 and the draws; and the columns are needed once a cell, not once an answer and draw. F factors, 1 + Q.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dce.estimation.mixed.arithmetic import LOOSE, Answers, Array, Index, Mixing


@njit(nogil=True)
def are_few(factors: int, columns: int, is_log: NDArray[np.bool_]) -> bool:
    """Whether sums of each two factors are fewer than each two columns; a lognormal weight has factors of its own."""
    return 2 * factors * (factors + 1) < columns * (columns + 1) and not is_log.any()


@njit(nogil=True)
def parameters(mixing: Mixing, size: int, cuts: int) -> tuple[Index, Index]:
    """Column after the thresholds, and factor, of each parameter (P,): 0 for a mean, and 1 + draw for a spread."""
    first, draw, is_log = mixing
    owner, factor = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for k in range(len(is_log)):
        owner[k] = k - cuts
        for s in range(first[k], first[k + 1]):
            owner[len(is_log) + s], factor[len(is_log) + s] = k - cuts, 1 + draw[s]
    return owner, factor


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def with_factors(share: Array, t: Array, out: Array) -> None:
    """Shares of draws (B,) times each two of 1 and the draws t (Q, B): out (1 + Q, 1 + Q, B), the upper half."""
    for f in range(len(out)):
        for g in range(f, len(out)):
            for r in range(len(share)):
                out[f, g, r] = share[r] * (1.0 if f == 0 else t[f - 1, r]) * (1.0 if g == 0 else t[g - 1, r])


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def add_moments(answers: Answers, one: int, bends: Array, weighted: Array, out: Array) -> None:
    """Add to out (answers, 2, F, F, upper half) what a block holds of a respondent's bends times each two factors."""
    begin = answers[0]
    for a in range(begin[one + 1] - begin[one]):
        for side in range(2):
            bend = bends[a, side]
            for f in range(len(weighted)):
                for g in range(f, len(weighted)):
                    w, total = weighted[f, g], 0.0
                    for r in range(len(w)):
                        total += w[r] * bend[r]
                    out[a, side, f, g] += total


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def of_cells(answers: Answers, one: int, moments: Array, factor: float, out: Array) -> None:
    """Add a respondent's moments, times a factor, to those of each cell (C, 2, F, F), and begin anew."""
    begin, cell = answers[0], answers[1]
    for a in range(begin[one], begin[one + 1]):
        own, sums = moments[a - begin[one]], out[cell[a]]
        for side in range(2):
            for f in range(own.shape[1]):
                for g in range(f, own.shape[1]):
                    sums[side, f, g] += factor * own[side, f, g]
                    own[side, f, g] = 0.0


@njit(nogil=True, error_model="numpy", fastmath=LOOSE)
def add_bends(answers: Answers, moments: Array, cuts: int, owner: Index, factor: Index, hessian: Array) -> None:
    """Add second derivatives along columns (P, P, upper half), from the moments of all cells (C, 2, F, F).

    ``owner`` and ``factor`` (P,) tell the column and the factor of each parameter.
    """
    rows, categories = answers[3], answers[4]
    for c in range(len(moments)):
        if moments[c, 0, 0, 0] == 0.0 and moments[c, 1, 0, 0] == 0.0:
            continue
        x = rows[c, :, 0]
        for q in range(cuts, len(owner)):
            for side in range(2):
                j = categories[c] - side
                if 0 <= j < cuts:
                    hessian[j, q] += x[owner[q]] * moments[c, side, 0, factor[q]]
                for p in range(cuts, q + 1):
                    f, g = min(factor[p], factor[q]), max(factor[p], factor[q])
                    hessian[p, q] -= x[owner[p]] * x[owner[q]] * moments[c, side, f, g]
