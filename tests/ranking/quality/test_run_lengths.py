"""Runs and distances: every sequence listed by hand, and laws that chances keep."""

from itertools import groupby, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from dce.ranking.quality.run_lengths import chance_of_distance, chance_of_run, longest_runs

EXACT = 1e-12  # sums of at most 3^7 products


def longest(sequence):
    return max(len(list(run)) for _, run in groupby(sequence))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.integers(0, 2), min_size=1, max_size=9), min_size=1, max_size=5))
def test_longest_runs_are_those_of_itertools(sequences):
    table = np.full((len(sequences), max(map(len, sequences))), -1)
    for row, sequence in zip(table, sequences, strict=True):
        row[: len(sequence)] = sequence
    assert longest_runs(table).tolist() == [longest(sequence) for sequence in sequences]


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 6])
def test_the_chance_of_a_run_is_that_of_all_sequences_listed(length):
    """Two people, of whom the second gave four answers of five."""
    p, count = np.random.default_rng(1).dirichlet(np.ones(3), size=(2, 5)), np.array([5, 4])
    by_hand = [
        sum(
            np.prod([p[person, t, j] for t, j in enumerate(sequence)])
            for sequence in product(range(3), repeat=count[person])
            if longest(sequence) >= length
        )
        for person in (0, 1)
    ]
    assert_allclose(chance_of_run(p, count, length), by_hand, atol=EXACT)


def test_the_chance_of_a_distance_is_that_of_all_pairs_listed():
    p = list(np.random.default_rng(2).dirichlet(np.ones(3), size=2))
    by_hand = np.zeros(5)
    for one, other in product(product(range(3), repeat=2), repeat=2):
        chance = np.prod([p[t][one[t]] * p[t][other[t]] for t in (0, 1)])
        by_hand[: 1 + sum(abs(one[t] - other[t]) for t in (0, 1))] += chance
    assert_allclose(chance_of_distance(p), by_hand, atol=EXACT)
