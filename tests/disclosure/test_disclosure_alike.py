"""Groups of which all gave the same answer, and tables in which people are alike; attack C09."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dce.disclosure import Bounded, Hidden, anonymity, same_answer, shown_answers

ANSWERS = st.lists(st.integers(0, 15), min_size=3, max_size=3).filter(lambda counts: sum(counts) >= 10)


@pytest.mark.parametrize("others", [0, 1, 2])
def test_all_and_all_but_one_look_the_same(others):
    assert same_answer([12 - others, others, 0]) == Bounded(0, 10 / 12)


@pytest.mark.parametrize(("counts", "bounded"), [([97, 3], True), ([90, 10], True), ([89, 11], False), ([9, 3], False)])
def test_a_share_of_nine_tenths_or_more_is_bounded(counts, bounded):
    assert (same_answer(counts) is not None) is bounded


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(["fg", "po", "ja", "anders", ""]), ANSWERS, min_size=1))
def test_c07_no_subtraction_gives_the_answers_of_a_group_that_is_alike(groups):
    """Everybody's answers less those of any shown groups are never the same, bounds of everybody's own aside."""
    found = shown_answers(groups, 10)
    shown = [name for name, given in found.items() if isinstance(given, tuple)]
    total = np.sum(list(groups.values()), axis=0)
    for n in range(len(shown) + 1):
        for own in combinations(shown, n):
            rest = total - sum((np.array(groups[name]) for name in own), np.zeros(3, dtype=int))
            if n and rest.sum() and own != tuple(groups):
                assert same_answer(rest.tolist()) is None
    for name, counts in found.items():
        assert isinstance(counts, tuple) == (name in shown)
        if isinstance(counts, tuple):
            assert same_answer(counts) is None


def test_a_group_that_is_not_alike_is_shown_unless_it_gives_another_away():
    assert shown_answers({"fg": [6, 6], "po": [5, 9]}, 10) == {"fg": (6, 6), "po": (5, 9)}
    assert shown_answers({"fg": [0, 12], "po": [5, 9]}, 10) == {"fg": Bounded(1, 10 / 12), "po": Hidden("alike", 10)}
    kept = shown_answers({"fg": [6, 6], "": [0, 11]}, 10)
    assert kept == {"fg": Hidden("alike", 10)}, "all others gave the same answer, and subtraction would tell"


def table(rows: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    columns = {"rol": ["fg", "po", "ja"], "sector": ["rijk", "gemeente", None], "jaren": list("12345678")}
    return pd.DataFrame({name: rng.choice(np.array(options, dtype=object), rows) for name, options in columns.items()})


def test_c09_the_k_of_an_export_is_told_with_what_to_leave_out():
    people, items = table(200, seed=1), ["rol", "sector", "jaren"]
    found = anonymity(people, items, wanted=10)
    sizes = [
        sum(tuple(map(str, row)) == tuple(map(str, own)) for row in people.to_numpy()) for own in people.to_numpy()
    ]
    assert (found.k, found.unique, found.under) == (min(sizes), sizes.count(1), sum(size < 10 for size in sizes))
    assert found.under > 0
    assert found.leave_out == ("jaren",)
    rest = anonymity(people, ["rol", "sector"], wanted=10)
    assert rest.k >= 10
    assert rest.leave_out == ()


def test_c09_a_table_of_too_few_people_can_never_be_enough():
    assert anonymity(table(9, seed=1), ["rol"], wanted=10).leave_out is None
    assert anonymity(table(0, seed=1), ["rol"], wanted=10) == anonymity(table(0, seed=1), [], wanted=10)
