"""Fields, Hadamard matrices and difference schemes: each held against its own definition, over every size it offers."""

from __future__ import annotations

import numpy as np
import pytest

from dce.design.arrays.difference import difference_scheme
from dce.design.arrays.field import field, prime_power
from dce.design.arrays.hadamard import hadamard

PRIME_POWERS = [2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 17, 19, 25, 27, 32, 49, 64, 81]


@pytest.mark.parametrize("q", PRIME_POWERS)
def test_a_field_obeys_the_laws_of_a_field(q: int) -> None:
    plus, times, minus = field(q)
    every = np.arange(q)
    for table, first in ((plus, 0), (times, 1)):
        assert (table == table.T).all()
        assert (table[first] == every).all()
        assert (np.sort(table[first:, first:], axis=1) == every[first:]).all()
    assert (plus[every, minus] == 0).all()
    a, b, c = np.random.default_rng(q).integers(q, size=(3, 4000))
    assert (plus[plus[a, b], c] == plus[a, plus[b, c]]).all()
    assert (times[times[a, b], c] == times[a, times[b, c]]).all()
    assert (times[a, plus[b, c]] == plus[times[a, b], times[a, c]]).all()


def test_the_powers_of_primes_are_told_from_other_numbers() -> None:
    assert [q for q in range(1, 82) if prime_power(q)] == sorted(
        {p**n for p in range(2, 82) if all(p % d for d in range(2, p)) for n in range(1, 7) if p**n < 82}
    )


@pytest.mark.parametrize("order", [1, 2, *range(4, 113, 4)])
def test_every_order_up_to_112_has_its_hadamard_matrix(order: int) -> None:
    matrix = hadamard(order)
    assert matrix is not None
    assert (np.abs(matrix) == 1).all()
    assert (matrix @ matrix.T == order * np.eye(order)).all()
    assert (matrix[:, 0] == 1).all()


@pytest.mark.parametrize("order", [3, 6, 18, 50, 116])
def test_orders_without_a_hadamard_matrix_or_a_known_way_give_none(order: int) -> None:
    assert hadamard(order) is None


@pytest.mark.parametrize("rows", range(2, 121))
def test_the_columns_of_a_difference_scheme_differ_evenly(rows: int) -> None:
    for size in (size for size in range(2, 23) if rows % size == 0):
        table, plus = difference_scheme(rows, size)
        minus = np.argwhere(plus == 0)[:, 1]
        assert (np.sort(plus, axis=0) == np.arange(size)[:, None]).all()
        for i in range(1, table.shape[1]):
            apart = plus[table[:, [i]], minus[table[:, :i]]]
            for column in apart.T:
                assert (np.bincount(column, minlength=size) == rows // size).all()


@pytest.mark.parametrize(
    ("rows", "size", "columns"),
    [(6, 3, 6), (9, 3, 9), (10, 5, 10), (12, 2, 12), (12, 3, 12), (12, 4, 12), (18, 3, 18), (18, 9, 18), (36, 3, 36)],
)
def test_the_large_schemes_have_all_the_columns_there_can_be(rows: int, size: int, columns: int) -> None:
    assert difference_scheme(rows, size).table.shape == (rows, columns)
