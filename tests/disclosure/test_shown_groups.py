from hypothesis import given
from hypothesis import strategies as st

from dce.disclosure import shown_groups

COUNTS = st.dictionaries(st.sampled_from(["", "fg", "po", "ja", "x", "y"]), st.integers(0, 40))


@given(COUNTS, st.integers(3, 15))
def test_nobody_can_subtract_their_way_to_fewer_than_the_smallest_group(counts, smallest):
    shown = shown_groups(counts, smallest)
    assert all(counts[group] >= smallest for group in shown)
    rest = sum(counts.values()) - sum(counts[group] for group in shown)
    assert rest == 0 or rest >= smallest or not shown


@given(COUNTS, st.integers(3, 15))
def test_nothing_is_hidden_without_need(counts, smallest):
    named = {group: people for group, people in counts.items() if group}
    if counts.get("", 0) == 0 and all(people >= smallest for people in named.values()):
        assert set(shown_groups(counts, smallest)) == set(named)


def test_the_boundary_is_ten_of_ten():
    assert shown_groups({"a": 10, "b": 10}, 10) == ("a", "b")
    assert shown_groups({"a": 9, "b": 10}, 10) == ()
    assert shown_groups({"a": 30, "b": 20, "": 3}, 10) == ("a",)
