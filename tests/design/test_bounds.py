"""Bounds on efficiency: exact where all designs of a tiny size can be looked at, and never below what is attained."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from dce.design import make_design
from dce.design.bounds import ZERO_ONE, _by_blocks, d_bound, least_error
from dce.study import Study


def _best(levels: tuple[int, ...], runs: int) -> float:
    """The largest D-efficiency among all designs with replacement, by looking at each."""
    contrasts = [np.linalg.qr(np.c_[np.ones(n), np.eye(n)[:, 1:]])[0][:, 1:] * np.sqrt(n) for n in levels]
    rows = product(*[range(n) for n in levels])
    x = np.array([np.concatenate([[1.0], *(c[i] for c, i in zip(contrasts, row, strict=True))]) for row in rows])
    chosen = np.array(list(combinations_with_replacement(range(len(x)), runs)))
    largest = max(np.linalg.det(np.swapaxes(part, 1, 2) @ part).max() for part in np.array_split(x[chosen], 20))
    return float(100 * max(largest, 0.0) ** (1 / x.shape[1]) / runs)


@pytest.mark.parametrize(
    ("levels", "runs"),
    [((2, 2), 3), ((2, 2), 5), ((2, 2), 6), ((2, 2, 2), 4), ((2, 2, 2), 5), ((2, 2, 2), 6), ((2, 2, 2), 7),
     ((2, 2, 2), 9), ((3, 2), 4), ((3, 2), 5), ((3, 2), 7), ((3, 2), 8), ((3, 3), 5), ((3, 3), 7), ((4, 2), 6),
     ((3, 2, 2), 5)],
)  # fmt: skip
def test_no_design_of_a_tiny_size_exceeds_its_bound(levels: tuple[int, ...], runs: int) -> None:
    value, kind = d_bound(levels, runs)
    assert kind == "proven"
    assert _best(levels, runs) <= value + 1e-9


@pytest.mark.parametrize("runs", [3, 5, 6, 7])
def test_the_bound_of_two_level_designs_is_attained_where_all_can_be_looked_at(runs: int) -> None:
    levels = (2,) * min(runs - 1, 3)
    assert d_bound(levels, runs)[0] == pytest.approx(_best(levels, runs), abs=1e-9)


@pytest.mark.parametrize("size", range(3, 23))
def test_proven_determinants_lie_within_the_classical_bounds(size: int) -> None:
    general = _by_blocks((2,) * (size - 1), size)  # the table itself, where there is one
    determinant = ZERO_ONE[size - 1] * 2.0 ** (size - 1)
    assert general == pytest.approx(2 * np.log(determinant) - size * np.log(size))
    barba = np.sqrt(2 * size - 1) * (size - 1.0) ** ((size - 1) / 2)
    wojtas = 2 * (size - 1) * (size - 2.0) ** ((size - 2) / 2)
    hadamard = size ** (size / 2)
    assert determinant <= {0: hadamard, 1: barba, 2: wojtas, 3: barba}[size % 4] * (1 + 1e-12)


@pytest.mark.parametrize(
    ("levels", "runs", "value"),
    [
        ((3, 3, 3, 3), 9, 100.0),
        ((2,) * 11, 12, 100.0),
        ((3, 3, 3), 6, 0.0),
        ((2,) * 12, 13, 100 * 14929920 ** (2 / 13) / 13),
    ],
)
def test_known_values(levels: tuple[int, ...], runs: int, value: float) -> None:
    assert d_bound(levels, runs) == (pytest.approx(value), "proven")


def test_the_order_of_the_criteria_does_not_matter() -> None:
    assert d_bound((3, 2, 2, 3, 4), 17) == d_bound((2, 4, 3, 3, 2), 17)


@pytest.mark.parametrize(("levels", "runs"), [((3, 3, 3, 3), 9), ((4, 2, 2), 8), ((2,) * 5, 6), ((3,) * 7 + (2,), 18)])
def test_the_least_error_is_that_of_a_design_that_attains_the_bound(
    small_study: Callable[..., Study], levels: tuple[int, ...], runs: int
) -> None:
    quality = make_design(small_study(levels), tasks=runs, seed=1).quality()
    assert quality.d_efficiency == pytest.approx(d_bound(levels, runs)[0])
    assert quality.d_error == pytest.approx(least_error(levels, runs))
