"""Live figures before and after: people who come, leave and change group; attack C07."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dce.disclosure import Released, groups_in_steps, in_steps, may_release, steps_of

GROUPS = ["fg", "po", "ja", ""]


def people(**sizes: int) -> dict[str, str]:
    return {f"{group}{n}": group for group, size in sizes.items() for n in range(size)}


@st.composite
def histories(draw) -> list[dict[str, str]]:
    """Looks at one study: each time some come, and sometimes some leave or change group."""
    looks, number = [], 0
    now = {f"{group}-{n}": group for group in GROUPS for n in range(draw(st.integers(0, 8)))}
    for _ in range(draw(st.integers(2, 5))):
        looks.append(dict(now))
        for group in GROUPS:
            come = draw(st.sampled_from([0, 0, 1, 2, 3, 5]))
            now |= {f"{group}+{number + n}": group for n in range(come)}
            number += come
        for person in draw(st.lists(st.sampled_from(sorted(now)), max_size=4)) if now else []:
            if draw(st.booleans()):
                now.pop(person, None)
            elif person in now:
                now[person] = draw(st.sampled_from(GROUPS))
    return looks


def outputs(released: Released) -> dict[frozenset, frozenset]:
    """Everybody and every sum of shown groups: the people behind each by what it is the sum of."""
    named = sorted(set(released.part.values()) - {""})
    chosen = [frozenset(own) for n in range(1, len(named) + 1) for own in combinations(named, n)]
    found = {own: frozenset(p for p, part in released.part.items() if part in own) for own in chosen}
    return found | {frozenset({"all"}): frozenset(released.part)}


def smallest_difference(seen: list[Released]) -> int:
    """The fewest people by which the same figure differs between any two looks."""
    pairs = [(outputs(one), outputs(two)) for one, two in combinations(seen, 2)]
    return min(
        (d for one, two in pairs for name in one.keys() & two.keys() if (d := len(one[name] ^ two[name]))), default=99
    )


def released(looks: list[dict[str, str]], smallest: int, *, every: bool = False) -> list[Released]:
    seen: list[Released] = []
    for look in looks:
        now = Released.of(look, smallest)
        if len(look) >= smallest and (every or may_release(seen, now, smallest)):
            seen.append(now)
    return seen


def test_showing_every_look_tells_of_one_person():
    looks = [people(fg=20, po=15), people(fg=21, po=15)]
    assert smallest_difference(released(looks, 10, every=True)) == 1


@settings(max_examples=150, deadline=None)
@given(histories(), st.integers(3, 5))
def test_c07_no_two_looks_differ_by_fewer(looks, smallest):
    assert smallest_difference(released(looks, smallest)) >= smallest


@settings(max_examples=60, deadline=None)
@given(histories(), st.integers(3, 4))
def test_c07_who_knows_that_nobody_left_finds_no_small_set(attack, looks, smallest):
    """Unknown are the people by their part at both looks, of whom those who were there stay where they are."""
    still = [{p: group for p, group in look.items() if "+" in p or "-" in p} for look in looks]
    first = still[0]
    later = {**{p: g for p, g in still[-1].items() if p not in first}, **first}
    seen = released([first, later], smallest)
    if len(seen) < 2:
        return
    atoms = [*((g, g) for g in GROUPS), *(("out", g) for g in GROUPS)]
    counts = dict.fromkeys(atoms, 0)
    for person, group in later.items():
        counts[(first.get(person, "out"), group)] += 1
    before, after = ({part for part in look.part.values() if part} for look in seen)
    sets = [atoms, [a for a in atoms if a[0] != "out"]]
    sets += [[a for a in atoms if a[0] == part] for part in before] + [
        [a for a in atoms if a[1] == part] for part in after
    ]
    assert attack(atoms, counts, sets, smallest) is None


@pytest.mark.parametrize(
    ("before", "now", "allowed"),
    [
        (people(fg=20, po=15), people(fg=20, po=15), True),
        (people(fg=20, po=15), people(fg=30, po=16), False),  # the sum of both would tell of the one
        (people(fg=20, po=15), people(fg=30, po=25), True),
        (people(fg=30, po=15), people(fg=29, po=15), False),  # one left
        (people(fg=30, po=9, ja=9), people(fg=30, po=10, ja=10), False),  # two came to those who were hidden
        (people(fg=30, po=9, ja=9), people(fg=30, po=19, ja=10), True),
        (people(fg=30), {**people(fg=20), **{f"fg{n}": "po" for n in range(20, 30)}}, True),  # ten changed group
        (people(fg=30, po=12), {**people(fg=30, po=12), "fg1": "po"}, False),  # one did
    ],
)
def test_people_count_and_not_numbers(before, now, allowed):
    assert may_release([Released.of(before, 10)], Released.of(now, 10), 10) is allowed


def test_all_earlier_looks_count_and_not_the_last_only():
    first, second = people(fg=20), people(fg=30)
    third = {**first, "one more": "fg"}  # the ten of the second look left again
    looks = [Released.of(look, 10) for look in (first, second, third)]
    assert may_release(looks[1:2], looks[2], 10)
    assert not may_release(looks[:2], looks[2], 10)


def test_who_was_deleted_still_counts_as_having_been_there():
    now = Released.of(people(fg=29), 10)
    assert not may_release([Released(now.part, gone={"fg": 1})], now, 10)
    assert may_release([Released(now.part, gone={"fg": 1})], Released.of(people(fg=38), 10), 10)
    assert Released(now.part, gone={"fg": 1}).sizes == {"fg": 30}


@given(st.integers(0, 200), st.integers(0, 200), st.integers(3, 20))
def test_counts_in_steps_tell_of_no_small_difference(one, two, step):
    shown = [in_steps(people, step).people for people in (one, two)]
    possible = {abs(a - b) for a in range(shown[0], shown[0] + step) for b in range(shown[1], shown[1] + step)}
    assert 0 in possible or max(possible) >= step
    assert all(people <= real for people, real in zip(shown, (one, two), strict=True))
    known = max(one, two)
    assert known - steps_of(min(one, two), known, step).people >= min(step, known)


def test_groups_in_steps_hide_what_exact_numbers_would():
    found = groups_in_steps({"fg": 34, "po": 18, "ja": 3, "": 1}, 10)
    assert [getattr(found[name], "people", found[name]) for name in ("fg",)] == [30]
    assert {found["po"].reason, found["ja"].reason} == {"small"}
