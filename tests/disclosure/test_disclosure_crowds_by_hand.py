"""The marks of crowds and what may follow what, by the fewest people that tell each rule from its neighbour."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from dce.disclosure import Crowd, may_follow
from dce.disclosure.crowds import crowds, id_hashes

TEN = 10


def of(first: int, after: int, *others: str) -> Crowd:
    """The people with these numbers, and some others."""
    return Crowd.of([*(f"{number}" for number in range(first, after)), *others])


def test_a_crowd_of_nobody_is_nobody_and_adds_nobody() -> None:
    assert Crowd.of([]) == Crowd() == Crowd(0, 0)
    assert len(id_hashes([])) == 0
    assert crowds(id_hashes([]), np.array([], dtype=int), ["fg"]) == {}


def test_a_sum_of_crowds_has_the_mark_of_all_its_people_however_many() -> None:
    """Marks are kept as numbers of 64 bits that go round; a sum that went round elsewhere would be another crowd."""
    whole, marks = Crowd(), []
    for first in range(0, 60, 3):
        whole += of(first, first + 3)
        assert whole == of(0, first + 3)
        marks.append(whole.mark)
    assert max(marks) >= 1 << 63


def test_who_stands_behind_each_part_and_behind_none() -> None:
    hashes = id_hashes(["a", "b", "c", "d", "e"])
    found = crowds(hashes, np.array([1, -1, 0, 1, -1]), ["fg", "po", "ja"])
    assert found == {"fg": Crowd.of(["c"]), "po": Crowd.of(["a", "d"]), "": Crowd.of(["b", "e"])}


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        ({"fg": of(0, 20)}, {"fg": of(0, 29)}, False),
        ({"fg": of(0, 20)}, {"fg": of(0, 30)}, True),
        ({"fg": of(0, 30)}, {"fg": of(0, 21)}, False),
        ({"fg": of(0, 30)}, {"fg": of(0, 20)}, True),  # as many left
        ({"fg": of(0, 20), "po": of(50, 70)}, {"fg": of(0, 30), "po": of(50, 70)}, True),
        ({"fg": of(0, 20), "po": of(50, 70)}, {"fg": of(0, 30), "po": of(50, 71)}, False),
        ({"fg": of(0, 30), "po": of(50, 70)}, {"fg": of(0, 20), "po": of(50, 80)}, False),  # ten went over
        ({"fg": of(0, 20)}, {"fg": of(1, 20, "new")}, False),  # as many, but another
        ({"fg": of(0, 20), "": of(50, 62)}, {"fg": of(0, 20), "po": of(50, 62)}, True),  # the same, shown by its name
        ({"fg": of(0, 20), "po": of(50, 62)}, {"fg": of(0, 20), "": of(50, 62)}, True),  # and hidden again
        ({"fg": of(0, 20), "": of(50, 62)}, {"fg": of(0, 20), "po": of(50, 63)}, False),
        ({"fg": of(0, 20), "po": of(50, 62), "": of(70, 90)}, {"fg": of(0, 20), "": of(50, 62)}, True),  # twenty left
    ],
)
def test_parts_are_the_same_people_or_all_grew_or_all_shrank_by_enough(
    before: dict[str, Crowd], now: dict[str, Crowd], shown: bool
) -> None:
    assert may_follow([before], now, TEN) is shown


def test_what_was_ever_shown_counts_and_not_the_last_only() -> None:
    looks = [{"fg": of(0, people)} for people in (20, 30, 21)]
    assert not may_follow(looks[:2], looks[2], TEN)
    assert may_follow([], looks[2], TEN)


def test_the_people_behind_what_was_shown_are_not_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        Crowd().people = 3  # type: ignore[misc]
