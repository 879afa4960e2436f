"""What an attacker finds out of a few numbers, worked out with pencil and paper: each side of every boundary."""

from __future__ import annotations

import numpy as np
import pytest

from dce.disclosure.attack import _most, weak_spot

TEN = 10


def found(sets: list[list[int]], people: list[int], smallest: int = TEN) -> list[int] | None:
    binding = weak_spot(np.array(sets, dtype=float), np.array(people, dtype=float), smallest)
    return None if binding is None else binding.tolist()


@pytest.mark.parametrize(
    ("people", "binding"),
    [
        ([12, 10], None),
        ([10, 12], None),
        ([10, 10], None),
        ([12, 9], [0, 1]),  # everybody less the group is nine
        ([12, 1], [0, 1]),
        ([12, 0], None),  # nobody is there to be told of
        ([9, 12], [1]),  # the group itself is nine
        ([1, 12], [1]),
        ([0, 12], None),
    ],
)
def test_a_group_and_everybody_tell_of_who_is_in_it_and_of_who_is_not(
    people: list[int], binding: list[int] | None
) -> None:
    assert found([[1, 1], [1, 0]], people) == binding


def test_where_everybody_alone_is_shown_it_gives_away_too_few_and_no_more() -> None:
    assert found([[1, 1, 1]], [9, 0, 0]) == [0]
    assert found([[1, 1, 1]], [4, 3, 3]) is None, "of people who are not told apart only the sum counts"


def test_people_whom_nothing_shown_tells_apart_are_one_crowd() -> None:
    sets = [[1, 1, 1, 1], [1, 1, 0, 0]]
    assert found(sets, [6, 4, 5, 5]) is None
    assert found(sets, [6, 4, 5, 4]) == [0, 1]


def test_of_several_groups_those_are_named_that_give_away_and_no_others() -> None:
    """Three groups that share nobody: 20, 30 and 12, of 65; the three that are in none are told by all four numbers."""
    groups = [[1, 1, 1, 1], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]
    assert found(groups, [20, 30, 12, 3]) == [0, 1, 2, 3]
    assert found(groups, [20, 30, 3, 12]) == [3]
    assert found(groups, [20, 30, 12, 10]) is None


def test_a_hidden_number_may_be_large_while_the_others_leave_it_room() -> None:
    """Of a crossing of two by two with its margins 15 and 15 each way, no cell is known: any may be 10."""
    margins = [[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]]
    assert found(margins, [12, 3, 3, 12]) is None
    assert found(margins, [3, 7, 7, 13]) is None, "a row and a column of ten leave room for ten, which is enough"
    assert found([*margins, [1, 0, 0, 0]], [12, 3, 3, 12]) is not None, "one cell tells the other three"
    assert found(margins, [3, 6, 12, 9]) == [1], "a row of nine gives itself away"


@pytest.mark.parametrize(("few", "rest"), [((2, 2, 2, 2, 1, 3), 3), ((0, 3, 3, 3, 3, 0), 3)])
def test_people_are_counted_in_wholes_and_so_does_the_attacker(few: tuple[int, ...], rest: int) -> None:
    """Three may be in the first atom only with one and a half in others: in whole people there are none or two.

    Shown: three pairs that overlap, each with the first atom, 6 people; the first atom and the fifth, 3; everybody, 12.
    """
    sets = [[1, 1, 1, 1, 1, 1], [1, 1, 1, 0, 0, 0], [1, 0, 1, 1, 0, 0], [1, 1, 0, 1, 0, 0], [1, 0, 0, 0, 1, 0]]
    assert sum(few) == 12
    assert found(sets, list(few), rest) is not None
    assert found(sets, list(few), 2) is None, "two of them may well be there"


def test_numbers_that_no_people_can_have_end_the_audit_and_pass_for_nothing() -> None:
    with pytest.raises(RuntimeError, match="the audit of what is shown failed"):
        found([[1, 1], [1, 0], [0, 1]], [-5, 20])


def test_the_most_that_may_be_in_an_atom_is_told_with_a_world_and_what_allows_no_more() -> None:
    sets = np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 0.0]])
    most, world, binding = _most(sets, sets @ [3.0, 9.0, 8.0], 0)
    assert most == pytest.approx(12)
    assert world == pytest.approx([12, 0, 8])
    assert binding.tolist() == [1]
