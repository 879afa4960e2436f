"""The stored matrices have the determinants of the tables, in whole numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from dce.design.arrays.determinants import determinant_start


def _determinant(rows: list[list[int]]) -> int:
    """Exactly, by elimination among fractions."""
    left, value = [[Fraction(entry) for entry in row] for row in rows], Fraction(1)
    while left:
        pivot = next(row for row in left if row[0])
        value *= pivot[0]
        rest = [row for row in left if row is not pivot]
        left = [[a - b * row[0] / pivot[0] for a, b in zip(row[1:], pivot[1:], strict=True)] for row in rest]
    return abs(int(value))


@pytest.mark.parametrize(
    ("order", "largest"),
    [(21, 56640625), (22, 195312500), (23, 662671875), (26, 150 * 6**11), (30, 203 * 7**13), (38, 333 * 9**17)],
)
def test_a_stored_matrix_has_the_largest_determinant_known(order: int, largest: int) -> None:
    """21 to 23 are in the table of Orrick and Solomon; 26, 30 and 38 meet the bound 2 (n - 1) (n - 2)^(n / 2 - 1)."""
    start = determinant_start(order)
    assert start is not None
    assert start.shape == (order, order - 1)
    signs = np.c_[np.ones(order, dtype=np.int64), 1 - 2 * start]
    assert _determinant(signs.tolist()) == largest * 2 ** (order - 1)


@pytest.mark.parametrize("order", [5, 20, 24, 31])
def test_other_orders_have_none(order: int) -> None:
    assert determinant_start(order) is None
