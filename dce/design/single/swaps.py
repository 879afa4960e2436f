"""Exchanging the levels of two tasks on one criterion, at zero weights (Li and Wu 1997: columnwise and pairwise).

How often each level is shown stays the same, so that this finds what changing one level at a time cannot: in a good
design every level has its share, and a single change takes that away. With d the difference of the two codes and
y = x_i - x_j + d the information grows by w (y d' + d y'), and its determinant by

    (1 + w y'Vd)^2 - w^2 (y'Vy) (d'Vd).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.design.single import plain
from dce.design.single.allowed import is_new, may_have
from dce.design.single.ground import GAIN, Ground, State, encode


@njit(cache=True, nogil=True)
def swap_best(state: State, ground: Ground) -> bool:
    """Exchange the two levels that lower the D-error most; tell whether there are such."""
    rows, size = state.rows, len(state.x)
    tasks = len(rows)
    inverse, x = state.inverse.reshape(size, size), np.zeros((tasks, size))
    for task in range(tasks):
        encode(task, rows[task], x[task], ground)
    images = x @ inverse
    gram = images @ x.T
    codes, times = ground.codes, ground.times
    best, first_task, second_task, where = 1.0 + size * (1.0 - GAIN), tasks, tasks, rows.shape[1]
    for criterion in range(rows.shape[1]):
        first, width = ground.offsets[criterion], ground.widths[criterion]
        for i in range(ground.kept, tasks):
            for j in range(ground.kept, i):
                one, other = rows[i, criterion], rows[j, criterion]
                if one == other or times[i] != times[j]:
                    continue
                gap, own = 0.0, 0.0  # d'V(x_i - x_j) and d'Vd
                for a in range(width):
                    step = codes[criterion, other, a] - codes[criterion, one, a]
                    gap += step * (images[i, first + a] - images[j, first + a])
                    for b in range(width):
                        both = step * (codes[criterion, other, b] - codes[criterion, one, b])
                        own += both * inverse[first + a, first + b]
                weight = plain.QUARTER * times[i]
                long = gram[i, i] + gram[j, j] - 2.0 * gram[i, j] + 2.0 * gap + own
                shared = 1.0 + weight * (gap + own)
                growth = shared * shared - weight * weight * long * own
                if growth > best and _may_swap(i, j, criterion, state, ground):
                    best, first_task, second_task, where = growth, i, j, criterion
    if where == rows.shape[1]:
        return False
    one, other = rows[first_task].copy(), rows[second_task].copy()
    one[where], other[where] = other[where], one[where]
    for task, scenario in ((first_task, one), (second_task, other)):
        encode(task, rows[task], state.x, ground)
        plain.replace(task, scenario, state, ground)
    return True


@njit(cache=True, nogil=True)
def _may_swap(i: int, j: int, criterion: int, state: State, ground: Ground) -> bool:
    one, other = state.rows[i, criterion], state.rows[j, criterion]
    if not may_have(i, criterion, other, state, ground) or not may_have(j, criterion, one, state, ground):
        return False
    change = ground.marks[criterion, one] ^ ground.marks[criterion, other]
    return is_new(state.keys[i] ^ change, i, state, ground) and is_new(state.keys[j] ^ change, j, state, ground)
