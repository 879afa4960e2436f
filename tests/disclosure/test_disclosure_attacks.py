"""What is shown together withstands an attacker who adds and subtracts; attacks C06 and C07 of the list."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dce.disclosure import EVERYBODY, Hidden, cells_of, shown_cells, shown_groups, shown_together

ITEMS = {"rol": ("fg", "po", "ja"), "sector": ("rijk", "gemeente")}
THREE = {"rol": ("fg", "po"), "sector": ("rijk", "gemeente"), "jaren": ("kort", "lang")}


def population(items, sizes) -> Counter:
    """People by option of each item, the empty one for who gave none."""
    return Counter(dict(zip(product(*((*options, "") for options in items.values())), sizes, strict=True)))


def populations(items, most: int):
    atoms = int(np.prod([len(options) + 1 for options in items.values()]))
    few_or_many = st.one_of(st.just(0), st.integers(0, most))
    return st.lists(few_or_many, min_size=atoms, max_size=atoms).map(lambda sizes: population(items, sizes))


def inside(items, cell) -> list:
    names = list(items)
    every = product(*((*options, "") for options in items.values()))
    return [atom for atom in every if all(atom[names.index(item)] == option for item, option in cell)]


def everything(items, crossed: int) -> list:
    """The splits by each item, and those by up to ``crossed`` items."""
    return [cell for n in range(1, crossed + 1) for by in combinations(items, n) for cell in cells_of(items, *by)]


def seen(found) -> list:
    return [cell for cell, people in found.items() if not isinstance(people, Hidden)]


def attacked(attack, items, counts, cells, smallest):
    return attack(inside(items, EVERYBODY), counts, [inside(items, cell) for cell in cells], smallest)


LEAKS = population(ITEMS, [12, 3, 0, 14, 15, 0, 0, 0, 0, 0, 0, 0])


@pytest.mark.parametrize(
    "hidden",
    [
        [{("rol", "fg"), ("sector", "gemeente")}],  # under ten, and nothing else
        [{("rol", "fg"), ("sector", "gemeente")}, {("rol", "po"), ("sector", "gemeente")}],  # and one in its column
    ],
)
def test_hiding_what_is_small_is_not_enough(attack, hidden):
    cells = [cell for cell in [EVERYBODY, *everything(ITEMS, 2)] if cell not in map(frozenset, hidden)]
    cells = [cell for cell in cells if sum(LEAKS[atom] for atom in inside(ITEMS, cell)) >= 10]
    people, low, high = attacked(attack, ITEMS, LEAKS, cells, 10)
    assert (low, high) == (3, 3), people


def test_c06_a_small_group_is_hidden_with_its_reason_and_what_would_give_it_away():
    for size in range(1, 10):
        counts = {("fg",): 30, ("po",): 20, ("ja",): size}
        found = shown_together({"rol": ITEMS["rol"]}, counts, cells_of(ITEMS, "rol"), 10)
        assert [found[cell] for cell in cells_of(ITEMS, "rol")] == [30, Hidden("small", 10), Hidden("small", 10)]
        alone = shown_together({"rol": ITEMS["rol"]}, {("ja",): size}, cells_of(ITEMS, "rol"), 10)
        assert set(alone.values()) == {Hidden("too_few", 10)}


def test_no_reason_tells_which_hidden_group_is_small():
    """Of a total of 48 with 30 shown, "fewer than 10" of both others would say that they are 9 and 9."""
    found = shown_together(ITEMS, {("fg", ""): 30, ("po", ""): 9, ("ja", ""): 9}, cells_of(ITEMS, "rol"), 10)
    other = shown_together(ITEMS, {("fg", ""): 30, ("po", ""): 12, ("ja", ""): 6}, cells_of(ITEMS, "rol"), 10)
    assert found == other


@settings(max_examples=40, deadline=None)
@given(populations(ITEMS, 9), st.integers(3, 5))
def test_c07_crossed_splits_withstand_subtraction(attack, counts, smallest):
    found = shown_together(ITEMS, counts, everything(ITEMS, 2), smallest)
    if cells := seen(found):
        assert attacked(attack, ITEMS, counts, cells, smallest) is None


def test_where_nobody_can_be_nobody_is_given_away():
    """Seven people by three items, of which the margins leave no room for who gave no third: once an IndexError."""
    sizes = [0] * 27
    sizes[0], sizes[10], sizes[15], sizes[24] = 1, 3, 1, 2
    found = shown_together(THREE, population(THREE, sizes), everything(THREE, 3), 3)
    alone = shown_together(THREE, population(THREE, sizes), everything(THREE, 1), 3)
    assert {cell: found[cell] for cell in alone} == alone


@settings(max_examples=15, deadline=None)
@given(populations(THREE, 5), st.integers(1, 3))
def test_c07_several_crossed_splits_and_filters_withstand_subtraction(attack, counts, crossed):
    found = shown_together(THREE, counts, everything(THREE, crossed), 3)
    if cells := seen(found):
        assert attacked(attack, THREE, counts, cells, 3) is None


@settings(max_examples=15, deadline=None)
@given(populations(THREE, 5), st.sets(st.sampled_from(everything(THREE, 3)), min_size=4, max_size=12))
def test_c07_any_few_filters_withstand_subtraction(attack, counts, wanted):
    found = shown_together(THREE, counts, wanted, 3)
    if cells := seen(found):
        assert attacked(attack, THREE, counts, cells, 3) is None


@settings(max_examples=30, deadline=None)
@given(populations(ITEMS, 9))
def test_splits_are_the_same_whatever_is_shown_beside_them(counts):
    for place, item in enumerate(ITEMS):
        sizes: Counter = Counter()
        for atom, people in counts.items():
            sizes[atom[place]] += people
        found = shown_together(ITEMS, counts, everything(ITEMS, 2), 4)
        shown = [option for option in ITEMS[item] if not isinstance(found[frozenset({(item, option)})], Hidden)]
        if sum(sizes.values()) >= 4:
            assert set(shown) == set(shown_groups(sizes, 4))


def test_nothing_is_hidden_without_need():
    full = population(THREE, [10] * 27)
    assert not [p for p in shown_together(THREE, full, everything(THREE, 3), 10).values() if isinstance(p, Hidden)]
    with_small = {("fg", "rijk"): 3, ("fg", "gemeente"): 12, ("fg", "zbo"): 11, ("po", "rijk"): 14}
    with_small |= {
        ("po", "gemeente"): 15,
        ("po", "zbo"): 16,
        ("ja", "rijk"): 17,
        ("ja", "gemeente"): 18,
        ("ja", "zbo"): 19,
    }
    hidden = set(with_small) - set(shown_cells(with_small, 10))
    assert len(hidden) == 4, "a rectangle of four is the fewest that hides one"


def test_splits_of_three_items_by_two_of_them_withstand_subtraction(attack):
    """Where sums alone do not bound a cell as tightly as whole people do."""
    rng = np.random.default_rng(3)
    for _ in range(6):
        counts = population(THREE, rng.integers(0, 4, 27))
        found = shown_together(THREE, counts, everything(THREE, 2), 3)
        assert attacked(attack, THREE, counts, seen(found), 3) is None
