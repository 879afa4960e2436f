"""Hadamard matrices: square, of 1 and -1, each two rows at right angles. Every order up to 112 that can be is made."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from dce.design.arrays.field import field, prime_power, squares
from dce.design.single.ground import Levels

# Williamson (1944): the later halves of four symmetric circulants whose squares add up to 4n. Those of order 23 (the
# first found by Baumert, Golomb and Hall 1962) come from a search over all power spectra.
WILLIAMSON = {92: ("++++-++---+", "-+++--++-+-", "-+--+++++--", "--++-+-+---")}


@lru_cache(maxsize=64)
def hadamard(order: int) -> Levels | None:
    """Give a Hadamard matrix (order, order) whose first column is all 1, or None where no construction here makes one.

    Sylvester (1867) by Kronecker products, Paley (1933) I from a field of order - 1 and II from one of order / 2 - 1
    elements, Williamson (1944) for 92. Up to 500 that leaves out 116, 156, 172, 184, 188, 232, 236, 260, 268, 292, ...
    """
    if order in (1, 2):
        return np.array([[1, 1], [1, -1]])[:order, :order]
    if order % 4:
        return None
    found = _paley_one(order)
    found = _paley_two(order) if found is None else found
    found = _product(order) if found is None else found
    found = _williamson(order) if found is None else found
    return None if found is None else found * found[:, :1]


def _character(q: int) -> Levels:
    """The table (q, q) of chi(a - b): 1 for a square, -1 for none, 0 for zero."""
    table, roots = field(q), squares(q)
    chi = np.array([0] + [1 if value in roots else -1 for value in range(1, q)])
    return chi[table.plus[:, table.minus]]


def _bordered(q: int, sign: int) -> Levels:
    whole = np.zeros((q + 1, q + 1), dtype=np.int64)
    whole[0, 1:], whole[1:, 0], whole[1:, 1:] = 1, sign, _character(q)
    return whole


def _paley_one(order: int) -> Levels | None:
    q = order - 1
    if prime_power(q) is None or q % 4 != 3:
        return None
    return _bordered(q, -1) + np.eye(order, dtype=np.int64)


def _paley_two(order: int) -> Levels | None:
    q = order // 2 - 1
    if order % 2 or prime_power(q) is None or q % 4 != 1:
        return None
    one, other = np.array([[1, 1], [1, -1]]), np.array([[1, -1], [-1, -1]])
    return np.kron(_bordered(q, 1), one) + np.kron(np.eye(q + 1, dtype=np.int64), other)


def _product(order: int) -> Levels | None:
    for first in (2, *range(4, order // 2, 4)):
        if order % first == 0 and (order // first in (1, 2) or order // first % 4 == 0):
            one, other = hadamard(first), hadamard(order // first)
            if one is not None and other is not None:
                return np.kron(one, other)
    return None


def _williamson(order: int) -> Levels | None:
    if order not in WILLIAMSON:
        return None
    n = order // 4
    a, b, c, d = (_circulant(half, n) for half in WILLIAMSON[order])
    return np.block([[a, b, c, d], [-b, a, -d, c], [-c, d, a, -b], [-d, -c, b, a]])


def _circulant(half: str, n: int) -> Levels:
    later = [1 if sign == "+" else -1 for sign in half]
    row = np.array([1, *later, *later[::-1]])
    return np.asarray(row[(np.arange(n) - np.arange(n)[:, None]) % n])
