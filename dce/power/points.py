"""Few points that stand for very many people: their moments are the same, so smooth functions have the same mean."""

from __future__ import annotations

import numpy as np

from dce.coding import Array

NODES = 16  # stand for any number of values: the moments up to the 31st are the same
TINY = 1e-9


def few_points(values: Array) -> tuple[Array, Array]:
    """Points (Q, N) with shares (Q, N) that have the moments of n equally likely values (n, N), in each column.

    Gauss's quadrature for that distribution, from the tridiagonal matrix of Lanczos's method (Golub and Welsch 1969).
    A column of few different values ends early and gives the other points no share.

    >>> points, share = few_points(np.array([[0.0], [1.0], [1.0], [5.0]]))
    >>> [round(float((share * points**power).sum()), 6) for power in (0, 1, 2, 3)]  # means of 1, 7/4, 27/4 and 127/4
    [1.0, 1.75, 6.75, 31.75]
    """
    now, before = np.full(values.shape, 1.0 / np.sqrt(len(values))), np.zeros(values.shape)
    table, size = np.zeros((values.shape[1], NODES, NODES)), np.zeros(values.shape[1])
    for step in range(NODES):
        moved = values * now
        table[:, step, step] = (moved * now).sum(axis=0)
        moved -= table[:, step, step] * now + size * before
        size = np.sqrt((moved**2).sum(axis=0))
        size[size < TINY] = 0.0
        if step + 1 < NODES:
            table[:, step, step + 1] = table[:, step + 1, step] = size
        now, before = np.divide(moved, size, out=np.zeros_like(moved), where=size > 0), now
    points, direction = np.linalg.eigh(table)
    return points.T, direction[:, 0, :].T ** 2
