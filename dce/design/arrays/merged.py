"""Difference schemes of which a column also carries levels of the rows: s-level columns beside some of q s levels.

An array of N = n s runs gives run (i, g) the row i of an array of n runs, and the row i of a difference scheme over a
group of s with g added. A column of q levels of the first and one of the second name together a column of q s levels;
it takes the place of both, orthogonal to the columns of the scheme that differ from its own evenly in every level.
So 24 runs hold 6 4 2^11 and 36 hold 6 3^8 2^10: the grouping and replacing of Wang and Wu (1991), written as schemes.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from dce.design.arrays.difference import difference_scheme
from dce.design.arrays.field import field, prime_power
from dce.design.arrays.hadamard import hadamard
from dce.design.single.ground import Levels

# By rows, group size and number of two-level columns that merge: the columns that merge, then the others. The rows
# stand in the order of the two-level columns. Annealing on the counts of differences found them.
REFINED = {
    (12, 3, 1): "000000000000 112200002121 022110201201 102012102210 110022201102 020121102120 012102112002 "
    "122001211020 010212011220",
    (12, 3, 2): "000000000000 021021012210 212001112002 120201102120 011202121200 002211211020",
    (12, 3, 3): "000000000000 021021012012 201012021102",
}
CELLS = {  # how many rows each combination of the two-level columns has; three columns of a Hadamard matrix
    (12, 3, 1): (6, 6),
    (12, 3, 2): (3, 3, 3, 3),
    (12, 3, 3): (1, 2, 2, 1, 2, 1, 1, 2),
}


class Merged(NamedTuple):
    """A scheme of n rows and the sums of its group: ``heads`` (n, t) merge with ``levels`` (n, t) of ``joined`` counts.

    ``plain`` (n, K) are the columns of the scheme that stay as they are.
    """

    joined: tuple[int, ...]
    levels: Levels
    heads: Levels
    plain: Levels
    plus: Levels

    def merged(self) -> Levels:
        """Give the columns (N, t) that merge, run (i, g) after (i, g - 1)."""
        size = len(self.plus)
        return np.repeat(self.levels, size, axis=0) * size + self._added(self.heads)

    def developed(self) -> Levels:
        """Give the columns (N, K) of s levels."""
        return self._added(self.plain)

    def _added(self, table: Levels) -> Levels:
        runs = len(table) * len(self.plus)
        return np.asarray(self.plus[table].transpose(0, 2, 1).reshape(runs, table.shape[1]))


@lru_cache(maxsize=256)
def merged_schemes(rows: int, size: int) -> tuple[Merged, ...]:
    """Give the schemes of ``rows`` over the group of a prime ``size`` of which columns may merge; the most first."""
    found = prime_power(size)
    if found is None or found[1] > 1:
        return ()
    blocks = [_sorted_by_block(rows, size, size**power) for power in range(1, 8) if rows % size**power == 0]
    made = [_refined(key) for key in REFINED if key[:2] == (rows, size)] + [one for one in blocks if one]
    return tuple(sorted(made, key=lambda one: len(one.joined), reverse=True))


def _refined(key: tuple[int, int, int]) -> Merged:
    size, count = key[1:]
    table = np.array([[int(digit) for digit in column] for column in REFINED[key].split()]).T
    cells = np.array(list(product(range(2), repeat=count)))
    levels = np.repeat(cells, CELLS[key], axis=0)
    return Merged((2,) * count, levels, table[:, :count], table[:, count:], field(size).plus)


def _sorted_by_block(rows: int, size: int, joined: int) -> Merged | None:
    """Add a linear scheme of ``joined`` rows to another like Kronecker factors: the blocks are the levels that merge.

    The columns that are zero in the other scheme form a group, and every other column is even within each block.
    """
    table = _two_level(rows, joined) if size == 2 else _kronecker(rows, size, joined)
    if table is None or table.shape[1] == 0:
        return None
    block = np.repeat(np.arange(joined), rows // joined)[:, None]
    return Merged((joined,), block, np.zeros_like(block), table, field(size).plus)


def _kronecker(rows: int, size: int, joined: int) -> Levels | None:
    if rows // joined % size:
        return None
    plus, _, minus = field(size)
    inner = difference_scheme(rows // joined, size)
    if (inner.plus != plus).any():
        return None
    even = plus[inner.table[:, 1:], minus[inner.table[:, :1]]]
    outer = difference_scheme(joined, size).table
    return np.asarray(plus[outer[:, None, :, None], even[None, :, None, :]].reshape(rows, -1))


def _two_level(rows: int, joined: int) -> Levels | None:
    """The columns of a Hadamard matrix that are even within the blocks of ``joined`` of its columns.

    A column of the smaller matrix halves its rows, and twice as many levels merge as by a Kronecker product alone.
    """
    half = joined // 2
    small, large = hadamard(half), hadamard(rows // half)
    if small is None or large is None:
        return None
    order = np.argsort(-large[:, 1], kind="stable")
    return np.asarray((1 - np.kron(small, large[order][:, 2:])) // 2)


def aligned(array: Levels, scheme: Merged) -> Levels | None:
    """Give an order of the rows of ``array`` in which its first columns are the levels of ``scheme``, or None.

    The levels of the first columns may be named anew for that; it matters only where several columns merge.
    """
    count = len(scheme.joined)
    worth = np.cumprod([1, *scheme.joined])[:count]
    wanted = scheme.levels @ worth
    places = np.argsort(wanted, kind="stable")
    for turns in product(*(range(joined) for joined in scheme.joined)):
        cells = ((array[:, :count] + turns) % scheme.joined) @ worth
        order = np.argsort(cells, kind="stable")
        if (cells[order] == wanted[places]).all():
            rows = np.empty_like(order)
            rows[places] = order
            return rows
    return None
