"""Small orthogonal arrays that the constructions do not reach; searches of this package found them."""

from __future__ import annotations

from functools import reduce
from itertools import product
from operator import xor

import numpy as np

from dce.design.arrays.hadamard import hadamard
from dce.design.single.ground import Levels

# Blocks of four runs, one for each level of the first factor, and two-level columns of which every block shows either
# level twice: bit 4b + i of a column is run i of block b. 28, 36 and 44 are made of orbits under turning blocks round,
# by listing every column that is orthogonal to its own images.
FOURS = {
    3: "ccc aaa c63 6a5",
    5: "ccccc c3aaa aac36 6563c 9356c 6a5a9 5a65a 53c95",
    7: "33a5395 33caca6 353a539 3a3c6ca 3a53953 3ca3a6c 5365c69 55369c6 565369c 59ca3c9 5a9c93c 5ca9c93",
    9: "663a9cc53 366ca93c5 6369ca53c 6ac6966cc c6a669c6c ac6966cc6 6cc53c935 c6cc53593 cc63c5359 c35935665 5c3593566 "
    "35c359656",
    11: "33c9a5cca3a 33ca56a3553 353c9aacca3 3563ca53a35 363ca53a355 39a53ca3acc 3a53c93acca 3a563c553a3 "
    "3c9a53ca3ac 3ca5633553a 5335c5c35a6 535c5335a6c 55335c6c35a 55c5335a6c3 5c5335a6c35",
}


# In a square of six the rows as one factor, a second that goes by the column, a three-level one where it is written,
# and two-level ones: bit 6r + c is the run of row r and column c. They are cliques of columns orthogonal to the first
# ones, three at a time, which follow from each other when halves of the rows and of the columns turn round.
SIXES = (
    ("012345", "", "4e9c9c94e 64dd23a96 6ac98b571 2d696cc5a 5a52e9c9c 94b5aad19 3664daa74 2e55b46a9 58b95cab1 "
     "54e8f172a 72ac664cd 1d9aa6674 c47b1a4ec c9c1f2a4d"),
    ("012345", "020121110220122100001212211002202011", "5533b8a66 8ce353e34 9958da378 3664eac5c 66cc93366 54e8f46a9 "
     "3a357172a 4cd9a9d1a 34bd1a9b1 6a695ca53 5a94cdab4"),
    ("001122", "", "3563b84f2 8d396c3b4 678d0d2e3 3696668f4 59368da78 9a5d0e4da 1dcca36ac b311cbe26 c4b729c8e "
     "6a6a6aaaa 55555a9a9 1eab0bd31 2f1a9cc8d ab27131ec 2da556e1a 5729a694e a55b23a59"),
)  # fmt: skip

# Planes and lines of the projective space of 64 - 1 points that have no point in common, by points that span them, two
# hexadecimal digits each: a run is a vector of six bits, a point a sum of them, and what spans k points has 2^k levels.
FLATS = {
    64: (
        "040932 071929 0a1622 0b1427 0f1520 051821 0102 102d 0611 0e25 1223 0c26 0813",
        "0e1424 091226 011028 0a1627 020d 1e21 192c 0308 0718 0c36 1d2e 0413 0520 1522",
        "0e1424 091226 011028 020d 0305 1721 0a13 0b37 0815 1f20 0c27 1c2e 0431 1823 0722 162c 1e2d",
        "0e1424 0116 0304 0835 0a27 051b 1021 0628 0c20 1f23 0d15 0926 192b 0f13 0234 1225 1d22 1129",
    ),
}


def found_arrays(runs: int) -> list[Levels]:
    """Give what is here for ``runs``: an array that a search found, and two-level ones with one four-level column.

    Where H is a Hadamard matrix, [H H; H -H] holds with the halves a and any double column b also their product, and
    the three together are one column of four levels (contractive replacement).
    """
    made = []
    if runs % 4 == 0 and runs // 4 in FOURS:
        made.append(np.column_stack([np.arange(runs) // 4, *_two_levels(FOURS[runs // 4], runs)]))
    for second, three, text in SIXES if runs == 36 else ():
        own = [np.array([int(digit) for digit in factor]) for factor in (6 * second, three) if factor]
        made.append(np.column_stack([np.arange(36) // 6, *own, *_two_levels(text, 36)]))
    made += [_flat_columns(text, runs) for text in FLATS.get(runs, ())]
    half = hadamard(runs // 2) if runs % 8 == 0 else None
    if half is not None:
        signs = np.block([[half, half], [half, -half]])
        two = (1 - signs) // 2
        middle = runs // 2
        four = 2 * two[:, middle] + two[:, 1]
        made.append(np.column_stack([four, np.delete(two, [0, 1, middle, middle + 1], axis=1)]))
    return made


def _two_levels(text: str, runs: int) -> list[Levels]:
    return [np.asarray(np.right_shift(int(column, 16), np.arange(runs)) & 1) for column in text.split()]


def _flat_columns(text: str, runs: int) -> Levels:
    """Give a column of 2^k levels for each flat, and one of two levels for each point in none of them."""
    flats = [list(bytes.fromhex(flat)) for flat in text.split()]
    within = {0}
    for flat in flats:
        for chosen in product((0, 1), repeat=len(flat)):
            within.add(reduce(xor, (point for point, taken in zip(flat, chosen, strict=True) if taken), 0))
    flats += [[point] for point in range(runs) if point not in within]
    odd = np.array([bin(value).count("1") % 2 for value in range(runs)])
    sums = odd[np.arange(runs)[:, None] & np.arange(runs)]
    return np.column_stack([sums[:, flat] @ (1 << np.arange(len(flat))) for flat in flats])
