"""Small tables of which it was worked out by hand what may be shown, and that nothing more could be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations, product

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from dce.disclosure import EVERYBODY, Hidden, cells_of, shown_cells, shown_together

Cell = frozenset[tuple[str, str]]
TWO = {"rol": ("fg", "po"), "sector": ("rijk", "zbo")}
THREE = {**TWO, "jaren": ("kort", "lang")}


def cell(**options: str) -> Cell:
    return frozenset(options.items())


def crossed(items: Mapping[str, Iterable[str]], most: int = 2) -> list[Cell]:
    """The splits by each item and by each so many of them."""
    kept = {item: list(options) for item, options in items.items()}
    return [cell for n in range(1, most + 1) for by in combinations(kept, n) for cell in cells_of(kept, *by)]


def inside(items: Mapping[str, tuple[str, ...]], own: Cell) -> list[tuple[str, ...]]:
    every = product(*((*options, "") for options in items.values()))
    return [atom for atom in every if own <= set(zip(items, atom, strict=True))]


def shown_of(found: Mapping[Cell, int | Hidden]) -> list[Cell]:
    return [own for own, people in found.items() if not isinstance(people, Hidden)]


# Who tells each rule from its neighbour: the population, the smallest group, and which crossings are hidden.
BY_TWO = {
    "nothing is small": ({("fg", "rijk"): 10, ("fg", "zbo"): 10, ("po", "rijk"): 10, ("po", "zbo"): 10}, 10, 0),
    "nobody is in a cell": ({("fg", "rijk"): 20, ("fg", "zbo"): 12, ("po", "rijk"): 12}, 10, 1),
    "one is small": ({("fg", "rijk"): 9, ("fg", "zbo"): 12, ("po", "rijk"): 12, ("po", "zbo"): 12}, 10, 4),
    "others gave no sector": (
        {("fg", "rijk"): 20, ("fg", "zbo"): 21, ("fg", ""): 12, ("po", "rijk"): 22, ("po", "zbo"): 23, ("po", ""): 13},
        10,
        0,
    ),
    "too few of one role gave none": (
        {("fg", "rijk"): 20, ("fg", "zbo"): 21, ("fg", ""): 3, ("po", "rijk"): 22, ("po", "zbo"): 23, ("po", ""): 13},
        10,
        2,
    ),
}


@pytest.mark.parametrize("name", BY_TWO)
def test_a_crossing_of_two_hides_what_gives_away_and_no_more(name: str) -> None:
    counts, smallest, hidden = BY_TWO[name]
    found = shown_together(TWO, counts, crossed(TWO), smallest)
    shown = shown_of(found)
    assert sum(len(own) == 2 for own in found) - sum(len(own) == 2 for own in shown) == hidden
    assert_safe_and_no_more(TWO, counts, found, smallest)


def weak(
    items: Mapping[str, tuple[str, ...]], counts: Mapping[tuple[str, ...], int], shown: Iterable[Cell], smallest: int
) -> bool:
    """Whether there are people, told apart by what is shown no further, of whom there may be some but never enough."""
    kinds: Counter[tuple[bool, ...]] = Counter()
    for atom in inside(items, EVERYBODY):
        kinds[tuple(own <= set(zip(items, atom, strict=True)) for own in shown)] += counts.get(atom, 0)
    known = np.array(list(kinds), dtype=float).T
    totals, whole = known @ np.array(list(kinds.values())), np.ones(len(kinds))
    most = (
        -milp(-aim, constraints=LinearConstraint(known, totals, totals), integrality=whole).fun
        for aim in np.eye(len(kinds))
    )
    return any(0.5 < people < smallest - 0.5 for people in most)


def assert_safe_and_no_more(
    items: Mapping[str, tuple[str, ...]],
    counts: Mapping[tuple[str, ...], int],
    found: Mapping[Cell, int | Hidden],
    smallest: int,
) -> None:
    """What is shown gives nobody away; with any other crossing of enough people it would."""
    size = {own: sum(counts.get(atom, 0) for atom in inside(items, own)) for own in found}
    shown = shown_of(found)
    assert all(found[own] == size[own] for own in shown)
    assert not weak(items, counts, shown, smallest)
    for own in found:
        if own not in shown and len(own) > 1 and size[own] >= smallest:
            assert weak(items, counts, [*shown, own], smallest), own


def eight(**of: int) -> dict[tuple[str, ...], int]:
    """Three of every combination, but for those that are named, as ``frk``."""
    letters = {option[0]: option for options in THREE.values() for option in options}
    named = {tuple(letters[letter] for letter in name): people for name, people in of.items()}
    return {atom: named.get(atom, 3) for atom in product(*THREE.values())}


CORNERS = eight(frk=1, pzl=1)


def test_crossings_two_by_two_give_away_together_what_none_of_them_does() -> None:
    """Of each pair of items alone all cells are four and more; of all three pairs one corner may hold two at most."""
    for by in combinations(THREE, 2):
        own = [cell for one in by for cell in cells_of(THREE, one)] + list(cells_of(THREE, *by))
        assert not [p for p in shown_together(THREE, CORNERS, own, 3).values() if isinstance(p, Hidden)]
    found = shown_together(THREE, CORNERS, crossed(THREE), 3)
    assert len(shown_of(found)) < len(found)
    assert_safe_and_no_more(THREE, CORNERS, found, 3)


def test_three_items_at_once_hide_no_more_than_they_must() -> None:
    counts = eight(frk=1, pzl=7)
    assert_safe_and_no_more(THREE, counts, shown_together(THREE, counts, crossed(THREE, 3), 3), 3)


def test_below_the_smallest_group_nothing_at_all_is_shown_and_from_there_on_it_is() -> None:
    for people, shown in ((9, False), (10, True)):
        found = shown_together({"rol": ("fg",)}, {("fg",): people}, cells_of({"rol": ["fg"]}, "rol"), 10)
        assert [found[EVERYBODY], found[cell(rol="fg")]] == [people if shown else Hidden("too_few", 10)] * 2


def test_who_is_in_no_wanted_group_is_hidden_with_care_too() -> None:
    """Only one role is asked for: everybody less that role are the others, who are four."""
    items, counts = {"rol": ("fg", "po", "ja")}, {("fg",): 30, ("po",): 3, ("ja",): 1}
    alone = shown_together(items, counts, [cell(rol="fg")], 10)
    assert alone == {EVERYBODY: 34, cell(rol="fg"): Hidden("small", 10)}
    more = shown_together(items, {**counts, ("po",): 9}, [cell(rol="fg")], 10)
    assert more == {EVERYBODY: 40, cell(rol="fg"): 30}


def test_the_cells_asked_for_come_in_their_order_after_everybody_and_once() -> None:
    wanted = [cell(rol="po"), cell(rol="fg"), cell(rol="po")]
    found = shown_together(TWO, {("fg", ""): 20, ("po", ""): 20}, wanted, 10)
    assert list(found) == [EVERYBODY, cell(rol="po"), cell(rol="fg")]


def test_the_cell_of_most_items_goes_before_one_that_has_as_few() -> None:
    """Frk is 3 of a role and sector of 12: the cell of three items is hidden and not that of two."""
    counts = {
        ("fg", "rijk", "kort"): 3,
        ("fg", "rijk", "lang"): 9,
        ("po", "zbo", "kort"): 40,
        ("po", "zbo", "lang"): 40,
    }
    two, three = cell(rol="fg", sector="rijk"), cell(rol="fg", sector="rijk", jaren="lang")
    found = shown_together(THREE, counts, [two, three], 5)
    assert (found[two], found[three]) == (12, Hidden("small", 5))


def test_of_cells_that_give_away_together_the_smallest_is_hidden_and_of_equal_ones_the_first_by_name() -> None:
    """Three years are asked for of one role: 20, 15 and 12 of 50, so that the other three would be known."""
    items = {"rol": ("fg", "po"), "jaren": ("a", "b", "c")}
    for sizes, hidden in (((20, 15, 12), "c"), ((12, 15, 20), "a"), ((15, 15, 15), "a")):
        counts = {("fg", year): people for year, people in zip("abc", sizes, strict=True)}
        counts |= {("fg", ""): 3, ("po", "a"): 40, ("po", "b"): 40, ("po", "c"): 40, ("po", ""): 40}
        own = [cell(rol="fg", jaren=year) for year in "abc"]
        found = shown_together(items, counts, [*cells_of(items, "rol"), *own], 10)
        assert [year for year, one in zip("abc", own, strict=True) if one not in shown_of(found)] == [hidden]


def test_where_either_of_two_may_be_shown_after_all_it_is_the_larger() -> None:
    """With all three years of one role, four people would be known who gave no year and have not that role."""
    items = {"rol": ("fg", "po"), "jaren": ("a", "b", "c")}
    counts = {("fg", "a"): 7, ("fg", "b"): 12, ("fg", "c"): 6, ("fg", ""): 13, ("po", "a"): 1, ("po", "b"): 12}
    counts |= {("po", ""): 2, ("", "a"): 10, ("", "b"): 3, ("", ""): 2}
    found = shown_together(items, counts, crossed(items), 5)
    assert [found[cell(rol="fg", jaren=year)] for year in "abc"] == [Hidden("small", 5), 12, 6]
    assert_safe_and_no_more(items, counts, found, 5)


def test_what_is_crossed_apart_is_decided_apart() -> None:
    """Two pairs of items: in one a cell is small, in the other none, and there everything is shown."""
    items = {"a": ("1", "2"), "b": ("1", "2"), "c": ("1", "2"), "d": ("1", "2")}
    counts = {(*ab, *cd): 3 for ab, cd in product(product("12", repeat=2), repeat=2) if ab != ("1", "1")}
    counts |= {("1", "1", *cd): 1 for cd in product("12", repeat=2)}
    wanted = [*crossed(items, 1), *cells_of(items, "a", "b"), *cells_of(items, "c", "d")]
    found = shown_together(items, counts, wanted, 10)
    assert all(isinstance(found[own], Hidden) for own in cells_of(items, "a", "b"))
    assert [found[own] for own in cells_of(items, "c", "d")] == [10] * 4


def test_options_of_people_who_gave_none_make_no_cells() -> None:
    counts = {
        ("fg", "rijk"): 12,
        ("fg", "zbo"): 13,
        ("po", "rijk"): 14,
        ("po", "zbo"): 15,
        ("", "rijk"): 10,
        ("fg", ""): 10,
    }
    assert shown_cells(counts, 10) == (("fg", "rijk"), ("fg", "zbo"), ("po", "rijk"), ("po", "zbo"))
    assert shown_cells({("", ""): 30}, 10) == ()
