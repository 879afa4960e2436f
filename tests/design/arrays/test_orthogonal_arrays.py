"""Orthogonal arrays: every pair of columns shows every combination equally often, counted exactly."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dce.design.arrays import orthogonal_array, smallest_orthogonal_array
from dce.design.arrays.known import _menus
from dce.errors import DesignError


def _written(text: str) -> tuple[int, Counter[int]]:
    """Read ``36: 2^11 3^12`` as runs and how many factors have each number of levels."""
    runs, factors = text.split(":")
    parts = [[int(number) for number in f"{factor}^1".split("^")[:2]] for factor in factors.split()]
    return int(runs), Counter(dict(parts))


def _is_orthogonal(array: NDArray[np.int64], levels: list[int]) -> bool:
    if array.shape[1] != len(levels):
        return False
    for column, count in enumerate(levels):
        if not (np.bincount(array[:, column], minlength=count) == len(array) // count).all():
            return False
    for a, b in combinations(range(len(levels)), 2):
        cells = np.bincount(array[:, a] * levels[b] + array[:, b], minlength=levels[a] * levels[b])
        if len(cells) > levels[a] * levels[b] or len(set(cells.tolist())) > 1:
            return False
    return True


ARRAYS = """
4: 2^3|8: 2^7|8: 4 2^4|9: 3^4|12: 2^11|12: 3 2^4|12: 6 2^2|12: 3 4|16: 2^15|16: 4 2^12|16: 4^2 2^9|16: 4^3 2^6
16: 4^4 2^3|16: 4^5|16: 8 2^8|18: 3^7 2|18: 6 3^6|18: 9 2|20: 2^19|20: 5 2^8|20: 10 2^2|20: 5 4|24: 2^23|24: 3 2^16
24: 4 2^20|24: 6 2^14|24: 12 2^12|25: 5^6|27: 3^13|27: 9 3^9|28: 2^27|28: 14 2^2|32: 2^31|32: 4^9 2^4|32: 4^8 8
32: 8 2^24|32: 16 2^16|36: 3^12 2^11|36: 3^13 4|36: 3^13 2^4|36: 3^12 12|36: 3^12 6 2^2|36: 2^35|36: 6^3|40: 2^39
40: 5 2^28|40: 4 2^36|44: 2^43|45: 3^4 5|48: 2^47|48: 4^13 3|48: 4^12 2^11|48: 3 2^40|48: 6 2^38|48: 24 2^24
49: 7^8|50: 5^11 2|50: 10 5^10|54: 3^25 2|54: 3^24 6|54: 18 3^18|56: 2^55|60: 2^59|64: 2^63|64: 4^21|64: 8^9
64: 16 4^16|72: 3^12 2^47|72: 3^13 2^40|80: 5 2^68|81: 3^40|81: 9^10|81: 9 3^36|92: 2^91|96: 2^95|98: 7^15 2
98: 14 7^14|100: 2^99|100: 10^3|24: 3 4 2^13|24: 6 4 2^11|28: 7 2^12
36: 6 3^8 2^10|36: 6 3^9 2^3|36: 6^2 3^4 2^9|36: 6^2 3^5 2^2|36: 6^3 2^8|36: 6^2 2^14|36: 6^2 3 2^11|36: 6 3 2^17
36: 3^2 2^18|36: 9 2^12|36: 3^4 2^12
40: 5 4 2^25|40: 10 4 2^19|44: 11 2^15|48: 8 2^40|48: 8 3 2^33|48: 8 6 2^31|54: 9 6 3^20|56: 7 4 2^37|56: 14 4 2^27
63: 21 3^12|63: 7 3^13|64: 8^6 4^7|64: 8^4 4^10 2^5|64: 8^3 4^14
64: 8 4^17 2^5|72: 18 4 2^35|72: 6^2 4 3^8 2^34|72: 6^3 4 2^41|80: 10 8 2^55|88: 11 4 2^56|96: 16 6 2^71
72: 6 3^9 4 2^36|72: 4 3^13 2^37|108: 36 3^36|108: 3^48 2^11|121: 11^12|125: 5^31
125: 25 5^25|128: 8^16 16|128: 2^127|162: 9^19 2|200: 2^199|243: 3^121|256: 16^17|343: 7^57
""".strip().replace("\n", "|")


@pytest.mark.parametrize("text", ARRAYS.split("|"))
def test_arrays_of_the_tables_are_orthogonal(text: str) -> None:
    runs, factors = _written(text)
    levels = np.random.default_rng(runs).permutation(sorted(factors.elements())).tolist()
    array = orthogonal_array(levels, runs)
    assert array is not None
    assert array.shape == (runs, len(levels))
    assert _is_orthogonal(array, levels)


@pytest.mark.parametrize("runs", range(4, 37))
def test_every_array_that_may_replace_a_column_is_orthogonal(runs: int) -> None:
    for levels in _menus(runs):
        array = orthogonal_array(levels, runs)
        assert array is not None
        assert _is_orthogonal(array, list(levels))


@settings(max_examples=150, deadline=None)
@given(
    levels=st.lists(st.sampled_from([2, 2, 3, 3, 4, 5, 6]), min_size=1, max_size=8),
    runs=st.sampled_from(
        [6, 8, 9, 12, 16, 18, 20, 24, 25, 27, 30, 32, 36, 40, 48, 50, 54, 60, 64, 72, 81, 90, 100, 144]
    ),
)
def test_what_is_given_for_any_counts_is_orthogonal(levels: list[int], runs: int) -> None:
    array = orthogonal_array(levels, runs)
    assert array is None or (len(array) == runs and _is_orthogonal(array, levels))


@pytest.mark.parametrize(
    "text",
    ["9: 3^5", "12: 3^2", "12: 2^12", "16: 4^6", "18: 3^8", "18: 2^2", "21: 3^7 2^3", "36: 6^4", "10: 2", "10: 2^2"],
)
def test_counts_that_allow_no_array_get_none(text: str) -> None:
    runs, factors = _written(text)
    assert (orthogonal_array(sorted(factors.elements()), runs) is None) == (text != "10: 2")


@pytest.mark.parametrize(
    ("levels", "runs"),
    [([2] * 3, 4), ([3] * 4, 9), ([2] * 11, 12), ([3] * 7 + [2], 18), ([3] * 13, 27), ([3, 2, 3, 2], 36), ([5, 4], 20)],
)
def test_the_smallest_array_has_the_runs_of_the_tables(levels: list[int], runs: int) -> None:
    array = smallest_orthogonal_array(levels)
    assert array is not None
    assert len(array) == runs


def test_a_factor_needs_two_levels() -> None:
    with pytest.raises(DesignError, match=r"two levels or more, has \[3, 1\]"):
        orthogonal_array([3, 1], 9)
