"""The smallest cases on both sides of every boundary, counted by hand: quick, so that each changed rule is noticed."""

from dataclasses import FrozenInstanceError

import pandas as pd
import pytest

from dce.disclosure import (
    AtLeast,
    Bounded,
    Hidden,
    Released,
    anonymity,
    groups_in_steps,
    grown,
    in_steps,
    may_release,
    same_answer,
    shown_answers,
    shown_groups,
    steps_of,
)


@pytest.mark.parametrize(("people", "shown"), [(0, 0), (1, 0), (9, 0), (10, 10), (19, 10), (20, 20)])
def test_people_in_steps(people, shown):
    assert in_steps(people, 10) == AtLeast(shown, 10)


@pytest.mark.parametrize(
    ("people", "known", "shown"),
    [(0, 0, 0), (3, 5, 0), (10, 19, 0), (10, 20, 10), (20, 29, 10), (20, 30, 20), (5, 40, 0)],
)
def test_never_so_many_that_fewer_than_a_step_did_not(people, known, shown):
    assert steps_of(people, known, 10) == AtLeast(shown, 10)


@pytest.mark.parametrize(("people", "known"), [(0, 0), (0, 1), (1, 1), (0, 10)])
def test_where_a_step_is_one_person_nobody_is_made_up(people, known):
    assert steps_of(people, known, 1) == AtLeast(max(min(people, known - 1), 0), 1)


@pytest.mark.parametrize(
    ("people", "step", "size"),
    [
        *((0, 10, 0), (9, 10, 0), (10, 10, 10), (11, 10, 10), (19, 10, 10), (20, 10, 20), (99, 10, 90), (199, 10, 190)),
        *(
            (200, 10, 200),
            (219, 10, 200),
            (220, 10, 220),
            (239, 10, 220),
            (240, 10, 240),
            (3, 1, 3),
            (1, 1, 1),
            (0, 1, 0),
        ),
        *((1000, 7, 993), (300, 7, 295)),
    ],
)
def test_sizes_at_which_live_figures_are_made(people, step, size):
    """A step more each time, and from ten steps on a tenth in whole steps: by a loop that adds them up."""
    reached, sizes = 0, [0]
    while reached < 1100:
        tenth = reached // 10
        reached += max(step, tenth - tenth % step)
        sizes.append(reached)
    assert grown(people, step) == max(each for each in sizes if each <= people)
    if step == 10:
        assert grown(people, step) == size


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, ()),
        ({"": 50}, ()),
        ({"a": 9}, ()),
        ({"a": 10}, ("a",)),
        ({"a": 20, "": 1}, ()),
        ({"a": 20, "": 9}, ()),
        ({"a": 20, "": 10}, ("a",)),
        ({"a": 12, "b": 11, "": 1}, ("a",)),
        ({"a": 11, "b": 12, "": 1}, ("b",)),
        ({"a": 12, "b": 11, "c": 10, "": 0}, ("a", "b", "c")),
        ({"a": 30, "b": 20, "c": 9}, ("a",)),
        ({"a": 30, "b": 9, "c": 9}, ("a",)),
    ],
)
def test_which_groups_are_shown(counts, shown):
    assert shown_groups(counts, 10) == shown
    hidden = {name: Hidden("small", 10) for name in counts if name and name not in shown}
    assert groups_in_steps(counts, 10) == hidden | {name: in_steps(counts[name], 10) for name in shown}


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([0, 0], None),
        ([3, 9], None),
        ([2, 9], Bounded(1, 9 / 11)),
        ([9, 2], Bounded(0, 9 / 11)),
        ([1, 0], Bounded(0, 0.0)),
        ([0, 0, 30], Bounded(2, 27 / 30)),
        ([10, 90], Bounded(1, 90 / 100)),
        ([11, 89], None),
        ([2, 23], Bounded(1, 23 / 25)),
    ],
)
def test_from_when_on_answers_are_the_same(counts, found):
    assert same_answer(counts) == found


def test_the_smallest_other_group_is_hidden_only_while_it_would_give_answers_away():
    hidden = Hidden("alike", 10)
    assert shown_answers({"a": [6, 9], "b": [10, 10]}, 10) == {"a": (6, 9), "b": (10, 10)}
    found = shown_answers({"a": [0, 12], "b": [6, 9], "c": [10, 10]}, 10)
    assert found == {"a": Bounded(1, 10 / 12), "b": hidden, "c": (10, 10)}
    assert shown_answers({"a": [0, 12], "": [6, 9], "c": [10, 10]}, 10) == {"a": Bounded(1, 10 / 12), "c": (10, 10)}
    assert shown_answers({"a": [4, 5], "b": [10, 10]}, 10) == {"a": hidden, "b": (10, 10)}
    assert shown_answers({"a": [0, 0], "b": [10, 10]}, 10) == {"a": (0, 0), "b": (10, 10)}
    assert shown_answers({"a": [5, 5], "b": [10, 10]}, 10)["a"] == (5, 5)


def people(**groups):
    return {f"{group}{n}": group for group, number in groups.items() for n in range(number)}


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ({"a": 20, "b": 20}, True),
        ({"a": 29, "b": 20}, False),
        ({"a": 30, "b": 20}, True),
        ({"a": 10, "b": 20}, True),
        ({"a": 11, "b": 20}, False),
        ({"a": 30, "b": 21}, False),
        ({"a": 20}, True),
    ],
)
def test_figures_wait_for_a_whole_group_of_people_who_came_or_left(now, shown):
    before = Released.of(people(a=20, b=20), 10)
    assert may_release([before], Released.of(people(**now), 10), 10) is shown
    assert may_release([], Released.of(people(**now), 10), 10)


@pytest.mark.parametrize(("moved", "shown"), [(0, True), (1, False), (9, False), (10, True)])
def test_people_who_went_from_one_part_to_another_are_as_many(moved, shown):
    before = people(a=20, b=20)
    now = before | {f"a{n}": "b" for n in range(moved)}
    assert may_release([Released.of(before, 10)], Released.of(now, 10), 10) is shown
    assert may_release([Released.of(before, 10), Released.of(now, 10)], Released.of(before, 10), 10) is shown


@pytest.mark.parametrize(("gone", "shown"), [(0, True), (1, False), (9, False), (10, True)])
def test_people_who_are_deleted_since_count_as_left(gone, shown):
    whole = people(a=30, b=20)
    kept = dict(list(whole.items())[gone:])
    before = Released(kept, {"a": gone} if gone else {})
    assert before.sizes == {"a": 30, "b": 20}
    assert may_release([before], Released.of(kept, 10), 10) is shown


def test_a_group_that_was_hidden_counts_with_the_others_and_newcomers_of_both_together():
    before = people(a=20, c=8) | {f"other{n}": "" for n in range(12)}
    joined = before | {f"c{n}": "c" for n in range(8, 14)}
    both = joined | {f"other{n}": "" for n in range(12, 18)}
    looks = [Released.of(each, 10) for each in (before, joined, both)]
    assert [may_release(looks[:1], look, 10) for look in looks] == [True, False, True]


def test_newcomers_without_a_group_are_counted_and_nobody_who_left_is_nobody():
    before = people(a=20) | {f"other{n}": "" for n in range(15)}
    now = before | {f"other{n}": "" for n in range(15, 18)}
    assert not may_release([Released.of(before, 10)], Released.of(now, 10), 10)
    assert may_release([Released(before, {"a": 0})], Released(before), 10)


def test_anonymity_by_hand():
    table = pd.DataFrame({"a": ["x"] * 3 + ["y"] * 3 + ["z"], "b": ["p", "p", "q", "p", "p", "p", "p"]})
    both = anonymity(table, ["a", "b"], 2)
    assert (both.people, both.wanted, both.k, both.unique, both.under) == (7, 2, 1, 2, 2)
    assert both.leave_out == ("b", "a")
    alone = anonymity(table, ["a"], 3)
    assert (alone.k, alone.unique, alone.under, alone.leave_out) == (1, 1, 1, ("a",))
    plenty = anonymity(table.head(6), ["a"], 3)
    assert (plenty.k, plenty.unique, plenty.under, plenty.leave_out) == (3, 0, 0, ())
    few = anonymity(table.head(2), ["a"], 3)
    assert (few.k, few.under, few.leave_out) == (2, 2, None)
    nobody = anonymity(table.head(0), [], 3)
    assert (nobody.people, nobody.k, nobody.leave_out) == (0, 0, ())
    assert anonymity(table, [], 3).k == 7


def test_answers_of_other_scales_are_no_groups_of_one_split():
    with pytest.raises(ValueError, match="longer"):
        shown_answers({"a": [0, 12], "b": [0, 12, 0], "c": [10, 10]}, 10)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        *((AtLeast(10, 10), "people"), (Bounded(1, 0.9), "at_least"), (Hidden("small", 10), "smallest")),
        *((Released({}), "part"), (anonymity(pd.DataFrame(), [], 3), "k")),
    ],
)
def test_what_was_decided_is_not_changed(value, field):
    with pytest.raises(FrozenInstanceError):
        setattr(value, field, 0)
