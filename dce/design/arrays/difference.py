"""Difference schemes D(r, c, s): r by c tables over a group of s, in which each two columns differ evenly.

Adding every element of the group to such a table, row by row, gives an array of r s runs in which the c columns have s
levels, every two of them orthogonal; the number of the row is one more factor, of r levels, orthogonal to all of them
(Bose and Bush 1952). Nearly every orthogonal array of strength 2 in practical use is made of this one step.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dce.design.arrays.field import field, prime_power, squares
from dce.design.arrays.hadamard import hadamard
from dce.design.single.ground import Levels

# Schemes of circulant blocks, found by annealing, by rows and group size: the width of a block and, for each column of
# blocks, its first column. Of 12 over the integers modulo 3, and over the field of 4, Seiden (1954) gave the first.
CIRCULANT = {
    (12, 3): (6, "211222121020 020121220000"),
    (12, 4): (3, "030203323313 001013113221 200210122100 013222013102"),
    (21, 3): (3, "002212011221221101211 011002121122011020011 121011110122200101020 101112002122110212212"),
}


class Scheme(NamedTuple):
    """``table`` (r, c) of group elements and the sums of the group, ``plus`` (s, s)."""

    table: Levels
    plus: Levels


@lru_cache(maxsize=256)
def difference_scheme(rows: int, size: int) -> Scheme:
    """Give the scheme of ``rows`` over a group of ``size`` with the most columns known here; one column at least.

    Where size does not divide rows a single column of zeros is left: its array is the full factorial.
    """
    plus = np.add.outer(np.arange(size), np.arange(size)) % size
    found = [Scheme(np.zeros((rows, 1), dtype=np.int64), plus)]
    if rows % size == 0:
        even = np.arange(rows)[:, None] % size
        found.append(Scheme(np.concatenate([np.zeros_like(even), even], axis=1), plus))
        whole = (_linear(rows, size), _two(rows, size), _circulant(rows, size), _hadamard(rows, size))
        found += [scheme for scheme in whole if scheme is not None]
        if max(scheme.table.shape[1] for scheme in found) < rows:
            found += [*_sums(rows, size), *_products(rows, size)]
    return max(found, key=lambda scheme: scheme.table.shape[1])


def _linear(rows: int, size: int) -> Scheme | None:
    """D(p^m, p^m, p^k): products in the field of p^m, of which the k lowest digits are kept (Bose and Bush 1952)."""
    large, small = prime_power(rows), prime_power(size)
    if large is None or small is None or large[0] != small[0]:
        return None
    return Scheme(field(rows).times % size, field(size).plus)


def _two(rows: int, size: int) -> Scheme | None:
    """D(2q, 2q, q) for odd q (Masuyama 1969): four blocks of forms a x^2 + xy + c y^2, n no square.

    Columns that differ by y, y' within a half meet both x y and n^-1 (n x y), and across halves the squares of one
    block fill what those of the other leave out.
    """
    if rows != 2 * size or size % 2 == 0 or prime_power(size) is None:
        return None
    plus, times, minus = field(size)
    n = min(set(range(2, size)) - squares(size))
    inverse = int(np.flatnonzero(times[n] == 1)[0])
    two = plus[1, 1]
    quarter = int(np.flatnonzero(times[times[two, two]] == 1)[0])
    x, square = np.arange(size), np.diag(times)
    column, row, both = times[quarter, square][:, None], square[None, :], times[x[:, None], x]
    lower = plus[both, minus[plus[column, row]]]
    upper = [plus[both, column], plus[both, times[n, column]]]
    return Scheme(np.block([upper, [lower, times[inverse, lower]]]), plus)


def _circulant(rows: int, size: int) -> Scheme | None:
    if (rows, size) not in CIRCULANT:
        return None
    width, text = CIRCULANT[rows, size]
    parts = np.array([[int(digit) for digit in column] for column in text.split()]).reshape(-1, rows // width, width)
    shift = (np.arange(width)[:, None] + np.arange(width)) % width
    return Scheme(parts[:, :, shift].transpose(1, 2, 0, 3).reshape(rows, -1), field(size).plus)


def _hadamard(rows: int, size: int) -> Scheme | None:
    found = hadamard(rows) if size == 2 else None
    return None if found is None else Scheme((1 - found) // 2, field(2).plus)


def _sums(rows: int, size: int) -> list[Scheme]:
    """Schemes over the same group added like Kronecker factors: D(a, c, s) and D(b, d, s) give D(ab, cd, s)."""
    made = []
    for part in range(size, rows // 2 + 1):
        rest = rows // part
        if rows % part == 0:
            one = difference_scheme(part, size)
            other = difference_scheme(rest, size) if rest % size == 0 else Scheme(np.zeros((rest, 1), int), one.plus)
            if (one.plus == other.plus).all():
                table = one.plus[one.table[:, None, :, None], other.table[None, :, None, :]]
                made.append(Scheme(table.reshape(rows, -1), one.plus))
    return made


def _products(rows: int, size: int) -> list[Scheme]:
    """Schemes over two groups side by side: D(a, c, s) and D(b, d, t) give D(ab, min(c, d), st)."""
    parts = [part for part in range(2, size // 2 + 1) if size % part == 0]
    return [
        _pair(difference_scheme(first, part), difference_scheme(rows // first, size // part))
        for part in parts
        for first in range(part, rows // 2 + 1, part)
        if rows % first == 0 and (rows // first) % (size // part) == 0
    ]


def _pair(one: Scheme, other: Scheme) -> Scheme:
    columns = min(one.table.shape[1], other.table.shape[1])
    small = len(other.plus)
    table = one.table[:, None, :columns] * small + other.table[None, :, :columns]
    plus = one.plus[:, None, :, None] * small + other.plus[None, :, None, :]
    size = len(one.plus) * small
    return Scheme(table.reshape(-1, columns), plus.reshape(size, size))
