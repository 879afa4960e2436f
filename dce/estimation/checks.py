"""What is looked at before a fit: columns that can be told apart, and answers that are perfectly predicted.

Other programs report "converged" on separated and on collinear data; here both have a name before any number is made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Array = NDArray[np.float64]
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Rank:
    """Which of K columns can be estimated, and a full-rank subset with the same fitted values.

    ``rank`` counts the constant where there is one.
    """

    rank: int
    estimable: NDArray[np.bool_]
    constant_estimable: bool
    kept: NDArray[np.intp]


def column_rank(x: Array, *, constant: bool) -> Rank:
    """Look for columns of x (D, K) that the others, with ``constant`` a column of ones included, can make up.

    A weight is estimable where the null space of the columns does not touch it. The kept columns span the same space,
    so a fit on them gives the estimable weights their values.
    """
    full = np.column_stack([np.ones(len(x)), x]) if constant else x
    scale = np.sqrt((full**2).sum(axis=0))
    scale[scale == 0] = 1.0
    triangle: Array = np.asarray(np.linalg.qr(full / scale, mode="r"))  # the same null space as the rows, and small
    _, size, rotation = np.linalg.svd(triangle)
    rank = int((size > TOLERANCE * size.max()).sum())
    free = (np.abs(rotation[rank:]) < 1e-7).all(axis=0)
    kept = _independent(triangle, rank)
    if not constant:
        return Rank(rank, free, True, kept)
    return Rank(rank, free[1:], bool(free[0]), kept[1:] - 1)


def _independent(full: Array, rank: int) -> NDArray[np.intp]:
    """The earliest columns that span what all span."""
    if rank == full.shape[1]:
        return np.arange(rank)
    kept = list[int]()
    basis = np.zeros((len(full), 0))
    for k in range(full.shape[1]):
        rest = full[:, k] - basis @ (basis.T @ full[:, k])
        rest -= basis @ (basis.T @ rest)  # once more, for rounding
        if len(kept) < rank and np.linalg.norm(rest) > 1e-7:
            kept.append(k)
            basis = np.column_stack([basis, rest / np.linalg.norm(rest)])
    return np.array(kept, dtype=np.intp)


def separated_columns(room: Array) -> NDArray[np.intp]:
    """Parameters along which the likelihood rises without end, given the room (rows, P); empty where a maximum exists.

    Found by linear programming (Konis 2007): a direction along which no row loses room and at least one gains.
    """
    gain = room.sum(axis=0)
    found = linprog(-gain, A_ub=-room, b_ub=np.zeros(len(room)), bounds=(-1, 1), method="highs")
    if found.fun is None or -found.fun < 1e-6 * max(1.0, float(np.abs(room).max())):
        return np.array([], dtype=np.intp)
    return np.flatnonzero(np.abs(_shortest_direction(room, gain)) > 1e-6)


def _shortest_direction(room: Array, gain: Array) -> Array:
    """Of the directions along which the likelihood rises, one of few columns, so that a message names the cause."""
    p = len(gain)
    both = np.hstack([room, -room])  # a direction as the difference of two non-negative parts has a linear length
    limits, least = np.vstack([-both, -np.r_[gain, -gain][None]]), np.r_[np.zeros(len(room)), -1.0]
    found = linprog(np.ones(2 * p), A_ub=limits, b_ub=least, bounds=(0, None), method="highs")
    parts: Array = np.asarray(found.x)
    return parts[:p] - parts[p:]
