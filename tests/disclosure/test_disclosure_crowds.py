"""States that are told apart by how many people stood behind each part and a mark of them; attack C07."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from dce.disclosure import Crowd, may_follow, shown_groups

SMALLEST = 4
GROUPS = ["fg", "po", "ja", ""]
Look = dict[str, str]  # the group of each person


@st.composite
def histories(draw) -> list[Look]:
    """Looks at one study: some come, some leave, some say another group."""
    looks, number = [], 0
    now = {f"{group}-{n}": group for group in GROUPS for n in range(draw(st.integers(0, 8)))}
    for _ in range(draw(st.integers(2, 6))):
        looks.append(dict(now))
        for group in GROUPS:
            come = draw(st.sampled_from([0, 0, 1, 3, 4, 6]))
            now |= {f"{group}+{number + n}": group for n in range(come)}
            number += come
        for person in draw(st.lists(st.sampled_from(sorted(now)), max_size=5)) if now else []:
            if draw(st.booleans()):
                now.pop(person, None)
            elif person in now:
                now[person] = draw(st.sampled_from(GROUPS))
    return looks


def parts(look: Look) -> dict[str, set[str]]:
    """Who stands behind each shown part, and behind all that is not shown."""
    counts = {group: sum(own == group for own in look.values()) for group in GROUPS}
    shown = shown_groups(counts, SMALLEST)
    found = {group: {person for person, own in look.items() if own == group} for group in shown}
    rest = {person for person, own in look.items() if own not in shown}
    return found | ({"": rest} if rest else {})


def state(look: Look) -> dict[str, Crowd]:
    return {name: Crowd.of(sorted(people)) for name, people in parts(look).items()}


def shown(looks: list[Look], *, every: bool = False) -> list[Look]:
    seen: list[Look] = []
    for look in looks:
        if len(look) >= SMALLEST and (every or may_follow([state(one) for one in seen], state(look), SMALLEST)):
            seen.append(look)
    return seen


def fewest_between(seen: list[Look]) -> int:
    """The fewest people by which a sum of parts, or everybody, differs between any two looks, where it does."""
    found = [99]
    for one, two in combinations(seen, 2):
        before, now = parts(one), parts(two)
        both = sorted((before.keys() & now.keys()) - {""})
        sums = [own for n in range(1, len(both) + 1) for own in combinations(both, n)]
        pairs = [(set().union(*(before[p] for p in own)), set().union(*(now[p] for p in own))) for own in sums]
        pairs += [(set(one), set(two))]
        pairs += [(set(one) - a, set(two) - b) for a, b in pairs]  # what is left over
        found += [len(a ^ b) for a, b in pairs if a != b]
    return min(found)


@settings(max_examples=300, deadline=None)
@given(histories())
def test_c07_no_two_states_differ_by_fewer_than_the_smallest_group(looks: list[Look]):
    assert fewest_between(shown(looks)) >= SMALLEST


def test_c07_without_the_rule_they_would():
    looks = [{f"a{n}": "fg" for n in range(people)} for people in (10, 11)]
    assert fewest_between(shown(looks, every=True)) == 1
    assert len(shown(looks)) == 1


def test_one_who_leaves_as_another_comes_is_seen_though_the_number_is_the_same():
    before = {f"a{n}": "fg" for n in range(12)}
    now = {person: group for person, group in before.items() if person != "a3"} | {"b": "fg"}
    assert not may_follow([state(before)], state(now), SMALLEST)


def test_growth_of_one_group_by_loss_of_another_waits():
    """Each of them moves by enough people, but both together by one."""
    before = {f"a{n}": "fg" for n in range(10)} | {f"b{n}": "po" for n in range(12)} | {f"c{n}": "ja" for n in range(9)}
    now = before | {f"b{n}": "fg" for n in range(6)} | {"new": "fg"} | {f"d{n}": "ja" for n in range(9)}
    assert not may_follow([state(before)], state(now), SMALLEST)


def test_the_same_people_may_be_shown_again_and_enough_more_as_well():
    before = {f"a{n}": "fg" for n in range(12)}
    assert may_follow([state(before)], state(before), SMALLEST)
    assert may_follow([state(before)], state(before | {f"b{n}": "fg" for n in range(SMALLEST)}), SMALLEST)
