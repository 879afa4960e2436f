"""Square matrices of 1 and -1 with the largest determinants known, of orders that have no Hadamard matrix."""

from __future__ import annotations

import numpy as np

from dce.design.single.ground import Levels

# By order the rows of levels 0 and 1 without the first column, bit j for column j. Those of 21 and 22 are proven to be
# the largest there can be, and of 23 none larger is known. That of 21 came of changing whole rows and columns to the
# signs of their cofactors, those of 22 and 23 of coordinate exchange among the matrices that stay the same when all
# cycles of five, or three, rows and as many columns turn together: seconds either way.
ROWS = {
    21: "0 f3255 bc3e0 6538b 9fc5 b0d5b 3b4b9 8a32f 4e758 506ee 3f84e 76d25 97596 c39e8 cd463 dc89d a5e3c 681f6 "
    "6af3 eae82 59b32",
    22: "0 1bb531 49f43 1ac9a7 6246f 1782f2 cf0d5 12569b 10e7e8 15c51e 182e56 3ab9d 35df4 1d0cc9 1e134c f6782 "
    "157a25 9437b ece38 996ae 439ba 1bf84a",
    23: "0 3e8a5d 19ec3 34b571 7a19b c3f94 323f0a 354ab2 39a1c6 20f8ad 1f3227 1f19e8 1874db 13dc14 2b7b51 2655c7 "
    "2dd608 156f4d 1ac7a1 290d3f 2326fc eec62 d37e",
}
# First rows of the four circulant blocks, bit j for column j, which attain the bound of Ehlich and Wojtas (1964).
CIRCULANT = {26: "c80 1ca9 d1d 1fe6", 30: "47e9 44a0 1488 2073", 38: "3d64f 3a110 47dde 7bc9a"}


def determinant_start(order: int) -> Levels | None:
    """Give levels (order, order - 1) that with a constant have the largest determinant known, or None.

    Below 21 the search of this package finds the largest by itself; multiples of four have Hadamard matrices.

    >>> determinant_start(22).shape
    (22, 21)
    """
    if order in CIRCULANT:
        blocks = _bits(CIRCULANT[order], order // 2)
        turned = (np.arange(order // 2) - np.arange(order // 2)[:, None]) % (order // 2)
        whole = np.block([[blocks[0][turned], blocks[1][turned]], [blocks[2][turned], blocks[3][turned]]])
        whole = whole ^ whole[:, :1]  # a row and its opposite have the same determinant
        return np.asarray(whole[:, 1:])
    return _bits(ROWS[order], order - 1) if order in ROWS else None


def _bits(text: str, columns: int) -> Levels:
    rows = np.array([int(row, 16) for row in text.split()], dtype=np.int64)
    return np.right_shift(rows[:, None], np.arange(columns)) & 1
