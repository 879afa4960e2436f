"""Small orthogonal arrays that the constructions do not reach; the exchange search of this package found them."""

from __future__ import annotations

import numpy as np

from dce.design.arrays.hadamard import hadamard
from dce.design.ground import Levels

TWELVE = "00011 00110 01001 01100 10000 10111 11010 11101 20000 20101 21011 21110"  # 3 2^4
TWENTY = (  # 5 2^8
    "000000101 001100010 010111001 011011110 100110011 101111100 110001010 111000101 200001100 201010010 "
    "210111111 211100001 301011001 301101111 310010000 310100110 400001011 400110100 411010111 411101000"
)
FOUND = {12: TWELVE, 20: TWENTY}


def found_arrays(runs: int) -> list[Levels]:
    """Give what is here for ``runs``: an array that a search found, and two-level ones with one four-level column.

    Where H is a Hadamard matrix, [H H; H -H] holds with the halves a and any double column b also their product, and
    the three together are one column of four levels (contractive replacement).
    """
    made = []
    if runs in FOUND:
        made.append(np.array([[int(digit) for digit in row] for row in FOUND[runs].split()]))
    half = hadamard(runs // 2) if runs % 8 == 0 else None
    if half is not None:
        signs = np.block([[half, half], [half, -half]])
        two = (1 - signs) // 2
        middle = runs // 2
        four = 2 * two[:, middle] + two[:, 1]
        made.append(np.column_stack([four, np.delete(two, [0, 1, middle, middle + 1], axis=1)]))
    return made
