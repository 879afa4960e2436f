"""A file beside figures that were shown: by hand, of people who came, told or changed something at some minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from dce.disclosure import UNGROUPED, Crowd
from dce.errors import AnswerError
from dce.store import Store
from dce.store.beside_figures import Figures, Waiting
from dce.store.people_now import LAST, Part, Person
from dce.store.results import EVERYBODY, MIRROR, SCENARIOS, TOGETHER, Crowds

STUDY, SMALLEST = "voorbeeld", 3
BEFORE, AT, AFTER = (f"2026-01-01T{minute}Z" for minute in ("10:59", "11:00", "11:01"))
NOBODY: Mapping[str, Mapping[str, Crowd]] = {}


@dataclass(frozen=True)
class Found:
    """Whom answers are of."""

    versions: Crowds
    told: Mapping[str, Crowds] = field(default_factory=dict)


def crowd(people: int, name: str = "") -> Crowd:
    return Crowd.of([f"{name}{number}" for number in range(people)])


def everybody(**groups: int) -> Crowds:
    return {EVERYBODY: sum((crowd(people, name) for name, people in groups.items()), Crowd())}


def roles(**groups: int) -> Crowds:
    """Of "rest" those whose role is not shown."""
    return {UNGROUPED if name == "rest" else name: crowd(people, name) for name, people in groups.items()}


@pytest.fixture
def figures(store: Store, monkeypatch: pytest.MonkeyPatch):
    """Shows figures of these splits, read at some minute, and gives all that were shown."""

    def show(splits: Mapping[str, Crowds], at: str = AT) -> Figures:
        monkeypatch.setattr("dce.store.results.utc_minute", lambda hours=0: at)
        assert set(store.results.show(STUDY, splits, {split: [] for split in splits}, SMALLEST)) == set(splits)
        return Figures.of(store._database, STUDY, SMALLEST)

    return show


def person(completed: str | None = BEFORE, told: str = "{}", version: int = 1, links: int = 8, **more) -> Person:
    when = {"touched": completed or BEFORE, "changed": "", "here": True} | more
    return Person(Part(links, told), "design", version, completed=completed, **when)


def many(people: int, *given, **more) -> list[Person]:
    return [person(*given, **more) for _ in range(people)]


JURIST, POLICY = '{"rol": "jurist"}', '{"rol": "beleid"}'


@pytest.mark.parametrize("split", [EVERYBODY, MIRROR])
def test_a_file_is_of_nobody_who_moved_since_the_figures_or_of_enough_who_came(figures, split: str) -> None:
    shown, five = figures({EVERYBODY: everybody(a=5)} | {split: everybody(a=5)}), many(5)
    known = {
        "the same": five,
        "one left": five[1:],
        "three came": five + many(3, AFTER),
        "three came and one changed something": [*five[1:], *many(3, AFTER), person(changed=AFTER)],
        "somebody goes on": [*five, person(None, touched=AFTER)],
        "who imported people knows what they changed": [*five[1:], person(here=False, touched=AFTER)],
    }
    not_known = {
        "one more than there were": [*five, person()],
        "two came": five + many(2, AFTER),
        "three came in that very minute": five + many(3, AT),
        "one changed an answer in that minute": [*five[1:], person(touched=AT)],
        "one told something else in that minute": [*five[1:], person(changed=AT)],
        "one came in place of one who left": [*five[1:], person(AFTER)],
        "one who had answered completed in place of one who left": [*five[1:], person(AFTER, touched=BEFORE)],
        "two came and one changed an answer": [*five[1:], *many(2, AFTER), person(touched=AFTER)],
    }
    assert {why for why, people in (known | not_known).items() if shown.known(people)} == known.keys()


def test_each_group_of_figures_is_of_nobody_who_moved_or_enough_who_came(figures) -> None:
    before = many(4, told=JURIST) + many(3)
    shown = figures({EVERYBODY: everybody(jurist=4, rest=3), "rol": roles(jurist=4, rest=3)})
    came = many(3, AFTER, told=JURIST)
    assert shown.known(before)
    assert shown.known(before + came)
    assert shown.known(before + came + many(3, AFTER))
    assert not shown.known([*before, *came, person(AFTER)])
    assert shown.known([*before[1:], *came, person(told=JURIST, touched=AFTER)])
    assert not shown.known([*before[1:], *came, person(told=JURIST, changed=AT)]), "of which role before?"
    assert shown.known([*before, person(None, told=POLICY, touched=AFTER, changed=AFTER), *came])


def test_a_group_that_is_not_shown_and_had_nobody_gets_nobody(figures) -> None:
    shown = figures({EVERYBODY: everybody(jurist=4), "rol": roles(jurist=4)})
    assert shown.known(many(4, told=JURIST))
    assert not shown.known([*many(3, told=JURIST), person(told=POLICY)])


def test_who_was_parted_in_two_ways_is_not_known_by_times(figures) -> None:
    figures({EVERYBODY: everybody(jurist=4, rest=3), "rol": roles(jurist=4, rest=3)}, BEFORE)
    shown = figures({EVERYBODY: everybody(jurist=7, rest=6), "rol": roles(jurist=7, rest=6)})
    people = many(7, told=JURIST) + many(6)
    assert shown.known(people)
    shown = figures({EVERYBODY: everybody(jurist=7, rest=9), "rol": roles(rest=16)}, AFTER)
    assert not shown.known(people + many(3))


def test_of_scenarios_each_version_counts(figures) -> None:
    versions = {"1": crowd(4, "a"), "2": crowd(3, "b")}
    shown, before = figures({EVERYBODY: everybody(a=4, b=3), SCENARIOS: versions}), many(4) + many(3, version=2)
    came = many(3, AFTER)
    assert shown.known(before + came)
    assert not shown.known([*before, *came, person(AFTER, version=2)])
    assert not shown.known([*before[:4], *before[5:], *came, person(version=2, touched=AFTER)])
    assert shown.known([*before[1:], *came, person(changed=AFTER)]), "whatever people tell of themselves"


def test_all_groups_side_by_side_tell_no_more_than_each(figures) -> None:
    shown = figures({EVERYBODY: everybody(jurist=3), TOGETHER: {"rol jurist": crowd(3)}})
    assert set(shown.states) == {EVERYBODY}


def until(figures: Figures, found: Mapping[str, Found | None]) -> str | None:
    """By minute whom answers are of; who completed later is none of them."""
    return figures.until(lambda minute: found[minute])


def all_of(**groups: int) -> Found:
    return Found({"1": everybody(**groups)[EVERYBODY]}, {"rol": roles(**groups)})


def test_a_file_goes_back_to_the_people_of_figures_where_too_few_came(figures) -> None:
    shown = figures({EVERYBODY: everybody(jurist=5)})
    five, six, eight = (all_of(jurist=people) for people in (5, 6, 8))
    assert until(shown, {LAST: eight}) == LAST
    assert until(shown, {LAST: six, AT: five}) == AT
    assert until(shown, {LAST: six, AT: six}) is None
    assert until(shown, {LAST: None, AT: five}) == AT


def test_a_file_goes_back_to_the_people_of_the_mirror_too(figures) -> None:
    """One of the figures left, so that without him or her a file would tell who that was."""
    figures({EVERYBODY: everybody(jurist=5)}, BEFORE)
    figures({MIRROR: everybody(jurist=5), EVERYBODY: everybody(jurist=5)}, BEFORE)
    shown = figures({EVERYBODY: everybody(jurist=9)})
    five, eight, ten = (all_of(jurist=people) for people in (5, 8, 10))
    assert until(shown, {LAST: ten, AT: eight, BEFORE: five}) == BEFORE


def test_a_file_goes_back_no_further_than_it_must(figures) -> None:
    figures({EVERYBODY: everybody(jurist=5)}, BEFORE)
    shown = figures({EVERYBODY: everybody(jurist=8)})
    five, eight, nine = (all_of(jurist=people) for people in (5, 8, 9))
    assert until(shown, {LAST: nine, AT: eight, BEFORE: five}) == AT


def test_a_file_is_of_nobody_where_answers_cannot_be_counted_together(figures) -> None:
    def gathered(minute: str) -> Found:
        raise AnswerError(minute)

    assert figures({EVERYBODY: everybody(a=5)}).until(gathered) is None


def test_behind_each_group_that_was_shown_a_file_is_of_the_same_or_of_enough_others(figures) -> None:
    then, now = {"jurist": 4, "rest": 3}, {"jurist": 7, "rest": 3}
    shown = figures({EVERYBODY: everybody(**then), "rol": roles(**then)})
    assert until(shown, {LAST: all_of(**now)}) == LAST
    assert until(shown, {LAST: all_of(**now | {"rest": 4}), AT: all_of(**then)}) == AT
    assert until(shown, {LAST: all_of(jurist=7, rest=2, po=1), AT: all_of(**then)}) == AT, "one left and one came"
    assert until(shown, {LAST: all_of(jurist=7, rest=3, po=3)}) == LAST, "who is in no group that is shown"


def test_classes_of_groups_that_were_shown_together_are_held_together(figures) -> None:
    then = everybody(jurist=4, po=3)
    shown = figures({EVERYBODY: then, "rol": {"jurist + po": then[EVERYBODY]}})
    assert until(shown, {LAST: all_of(jurist=4, po=3)}) == LAST
    assert until(shown, {LAST: all_of(jurist=6, po=4)}) == LAST
    assert until(shown, {LAST: all_of(jurist=6, po=3, other=1), AT: all_of(jurist=4, po=3)}) == AT


def test_every_way_of_parting_is_held_against_a_file(figures) -> None:
    """Of three jurists who were shown one told something else; of figures by which nobody is parted it is the same."""
    now = everybody(jurist=3, rest=9)
    figures({EVERYBODY: everybody(jurist=3, rest=3), "rol": roles(jurist=3, rest=3)}, BEFORE)
    shown = figures({EVERYBODY: now, "rol": {UNGROUPED: now[EVERYBODY]}})
    assert until(shown, {LAST: all_of(jurist=3, rest=9)}) == LAST
    told = {"jurist": crowd(2, "jurist"), UNGROUPED: crowd(9, "rest") + Crowd.of(["jurist2"])}
    moved = Found({"1": now[EVERYBODY]}, {"rol": told})
    assert until(shown, {LAST: moved, AT: moved, BEFORE: None}) is None


def test_of_scenarios_a_file_is_of_the_same_people_of_each_version_or_of_enough_more(figures) -> None:
    versions = {"1": crowd(4, "a"), "2": crowd(3, "b")}
    shown = figures({EVERYBODY: everybody(a=4, b=3), SCENARIOS: versions})
    more = {people: Found({"1": crowd(7, "a"), "2": crowd(people, "b")}) for people in (3, 5, 6)}
    assert [until(shown, {LAST: more[people], AT: Found(versions)}) for people in (3, 5, 6)] == [LAST, AT, LAST]


def test_of_scenarios_of_one_version_all_count_together(figures) -> None:
    shown = figures({EVERYBODY: everybody(a=4), SCENARIOS: everybody(a=4)})
    assert until(shown, {LAST: Found({"1": crowd(4, "a")})}) == LAST


def waits(completed: str | None = BEFORE, held: Part | None = None, *, fresh: bool = True, **more) -> Waiting:
    return Waiting(person(completed, **more), held, fresh)


def test_who_waits_for_a_later_file_is_nobody_of_the_figures_or_one_of_enough(figures) -> None:
    shown, three = figures({EVERYBODY: everybody(a=5)}), [waits()] * 3
    whole = {
        "nobody": [],
        "three": three,
        "who came after the figures": [waits(AFTER)],
        "who is not ready": [waits(None)],
        "who was imported": [waits(here=False)],
        "whose answers the file holds": [waits(held=Part(8, JURIST))],
    }
    torn = {
        "one": three[:1],
        "two": three[:2],
        "one who came in the minute of the figures": [waits(AT)],
        "two, and one who came in the minute of the figures": [*three[:2], waits(AT)],
        "two, and one with answers that a file held": [*three[:2], waits(held=Part(9, "{}"), fresh=False)],
        "one who changed an answer": [waits(held=Part(7, "{}"))],
    }
    assert {why for why, waiting in (whole | torn).items() if shown.whole(waiting, LAST)} == whole.keys()
    assert shown.whole([waits()], "2026-01-01T10:00Z"), "who came after those of the file"
    assert shown.whole([*three, waits(AT)], LAST)


def test_who_came_between_two_figures_waits_as_one_of_the_last(figures) -> None:
    figures({EVERYBODY: everybody(a=5)}, BEFORE)
    shown = figures({EVERYBODY: everybody(a=8)}, AFTER)
    assert not shown.whole([waits(AT)], LAST)


def test_of_groups_those_count_that_who_waits_is_in_and_was_in(figures) -> None:
    shown = figures({EVERYBODY: everybody(jurist=5, po=5), "rol": roles(jurist=5, po=5)})
    moved = waits(told=JURIST, held=Part(8, '{"rol": "po"}'))
    assert moved.behind("rol", shown.states["rol"][-1]) == {"jurist", "po"}
    assert moved.behind(EVERYBODY, shown.states[EVERYBODY][-1]) == set()
    assert waits(told=JURIST, held=Part(8, JURIST)).behind("rol", shown.states["rol"][-1]) == set()
    assert waits(told=JURIST, held=Part(7, JURIST)).behind("rol", shown.states["rol"][-1]) == {"jurist"}
    assert not shown.whole([moved], LAST)
    assert shown.whole([moved] * 3, LAST)
    assert not shown.whole([waits(told=JURIST)] * 3 + [waits(told='{"rol": "po"}')], LAST)


def test_of_scenarios_those_of_the_version_wait(figures) -> None:
    shown = figures({EVERYBODY: everybody(a=4, b=3), SCENARIOS: {"1": crowd(4, "a"), "2": crowd(3, "b")}})
    assert waits(version=2).behind(SCENARIOS, shown.states[SCENARIOS][-1]) == {"2"}
    assert not shown.whole([waits()] * 3 + [waits(version=2)], LAST)
