"""What is looked at before a fit: enough people, answers that vary, columns that can be told apart, separation.

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
    """Which of K columns can be estimated beside a constant, and a full-rank subset with the same fitted values."""

    rank: int
    estimable: NDArray[np.bool_]
    constant_estimable: bool
    kept: NDArray[np.intp]


def column_rank(x: Array) -> Rank:
    """Look for columns of x (D, K) that the others, a constant included, can make up.

    A weight is estimable where the null space of (1, x) does not touch it. The kept columns span the same space, so a
    fit on them gives the estimable weights their values.
    """
    full = np.column_stack([np.ones(len(x)), x])
    scale = np.sqrt((full**2).sum(axis=0))
    scale[scale == 0] = 1.0
    triangle: Array = np.asarray(
        np.linalg.qr(full / scale, mode="r")
    )  # same column space geometry as the rows, and small
    _, size, rotation = np.linalg.svd(triangle)
    rank = int((size > TOLERANCE * size.max()).sum())
    null = rotation[rank:]
    free = (np.abs(null) < 1e-7).all(axis=0)
    return Rank(rank, free[1:], bool(free[0]), _independent(triangle, rank))


def _independent(full: Array, rank: int) -> NDArray[np.intp]:
    """Columns of x that with the constant span what all span, the earliest first."""
    kept: list[int] = [0]
    basis = full[:, :1] / np.linalg.norm(full[:, 0])
    for k in range(1, full.shape[1]):
        rest = full[:, k] - basis @ (basis.T @ full[:, k])
        rest -= basis @ (basis.T @ rest)  # once more, for rounding
        if len(kept) < rank and np.linalg.norm(rest) > 1e-7:
            kept.append(k)
            basis = np.column_stack([basis, rest / np.linalg.norm(rest)])
    return np.array(kept[1:], dtype=np.intp) - 1


def separated_columns(x: Array, counts: Array) -> NDArray[np.intp]:
    """Columns along which the likelihood of counts (D, J) rises without end: empty where a maximum exists.

    Found by linear programming (Konis 2007), for the ordered logit: a direction in thresholds and weights along which
    no answer becomes less likely and at least one becomes more likely.
    """
    rows, category = np.nonzero(counts)
    cuts = counts.shape[1] - 1
    eye = np.eye(cuts)
    above = np.column_stack([eye[category[category < cuts]], -x[rows[category < cuts]]])  # its upper cut moves away
    below = np.column_stack([-eye[category[category > 0] - 1], x[rows[category > 0]]])  # its lower cut moves away
    room = np.vstack([above, below])
    gain = room.sum(axis=0)
    found = linprog(-gain, A_ub=-room, b_ub=np.zeros(len(room)), bounds=(-1, 1), method="highs")
    if found.fun is None or -found.fun < 1e-6:
        return np.array([], dtype=np.intp)
    return np.flatnonzero(np.abs(_shortest_direction(room, gain)[cuts:]) > 1e-6)


def _shortest_direction(room: Array, gain: Array) -> Array:
    """Of the directions along which the likelihood rises, one of few columns, so that a message names the cause."""
    p = len(gain)
    both = np.hstack([room, -room])  # a direction as the difference of two non-negative parts has a linear length
    limits, least = np.vstack([-both, -np.r_[gain, -gain][None]]), np.r_[np.zeros(len(room)), -1.0]
    found = linprog(np.ones(2 * p), A_ub=limits, b_ub=least, bounds=(0, None), method="highs")
    parts: Array = np.asarray(found.x)
    return parts[:p] - parts[p:]
