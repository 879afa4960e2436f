"""Figures beside every file: who completed and is in no edition, or otherwise in it, by what he or she told."""

from __future__ import annotations

import pandas as pd
import pytest
from edition_people import DESIGN, STUDY, People, small

from dce.design import make_design
from dce.store import Store
from dce.store.ahead import AHEAD, FRESH, LATER, Ahead
from dce.study import DesignSettings, example_study

EARLY, LATE = "2026-01-01T10:00Z", "2026-01-01T11:00Z"
JURIST, POLICY, NOTHING = '{"rol": "jurist"}', '{"rol": "beleid"}', "{}"


@pytest.fixture
def people(store: Store, monkeypatch: pytest.MonkeyPatch) -> People:
    """Two who told nothing and two jurists, of whom a file was taken; who comes now comes late."""
    store.publish(DESIGN)
    monkeypatch.setattr("dce.store.answers.utc_minute", lambda hours=0: EARLY)
    crowd = People(store, DESIGN)
    crowd.come(4)
    crowd.file()
    for module in ("answers", "importing"):
        monkeypatch.setattr(f"dce.store.{module}.utc_minute", lambda hours=0: LATE)
    return crowd


def found(people: People, **until: str) -> Ahead:
    ahead = people.store.ahead(STUDY, **until)
    assert ahead is not None
    return ahead


def by_told(ahead: Ahead, sort: int) -> dict[str, list[int]]:
    """By what people told how many are counted against each edition, of those of whom there are any."""
    return {
        told: ahead.counts[sort][:, place].tolist()
        for place, (_, told) in enumerate(ahead.kinds)
        if ahead.counts[sort][:, place].any()
    }


def test_before_the_first_edition_there_is_nothing_to_hold_figures_against(store: Store) -> None:
    crowd = People(store, DESIGN)
    store.publish(DESIGN)
    crowd.come(1)
    assert crowd.store.ahead(STUDY) is None


def test_who_stands_in_the_edition_as_now_is_not_ahead(people: People) -> None:
    ahead = found(people)
    assert (ahead.kinds, ahead.level, ahead.unknown.tolist()) == ((), 4, [0])


def test_who_came_is_ahead_until_an_edition_holds_him_or_her(people: People) -> None:
    people.come(3)
    ahead = found(people)
    assert by_told(ahead, AHEAD) == by_told(ahead, FRESH) == {NOTHING: [2], JURIST: [1]}
    people.file()
    people.come(1)
    ahead = found(people)
    assert by_told(ahead, AHEAD) == by_told(ahead, FRESH) == {NOTHING: [2, 0], JURIST: [2, 1]}
    assert ahead.behind(lambda _: True).tolist() == [[4, 1], [4, 1], [0, 0]]
    assert ahead.level == 7


def test_who_completed_later_is_counted_where_an_edition_tells_of_him_or_her(people: People) -> None:
    people.come(3)
    assert by_told(found(people, until=EARLY), AHEAD) == {}
    assert by_told(found(people, until=EARLY), LATER) == {}
    people.file()
    ahead = found(people, until=EARLY)
    assert (by_told(ahead, LATER), by_told(ahead, AHEAD)) == ({NOTHING: [0, 2], JURIST: [0, 1]}, {})
    assert ahead.level == 4
    assert found(people, until=LATE).level == 7


def test_who_goes_on_counts_for_nothing(people: People) -> None:
    people.come(3, tasks=5)
    people.file()
    ahead = found(people, until=EARLY)
    assert (ahead.kinds, ahead.level) == ((), 4)
    assert found(people).kinds == ()


def test_who_changed_an_answer_is_ahead_with_answers_that_no_edition_held(people: People) -> None:
    people.change(1, "2")
    ahead = found(people)
    assert by_told(ahead, AHEAD) == by_told(ahead, FRESH) == {JURIST: [1]}
    assert ahead.level == 3
    people.change(1, "1")
    assert (by_told(found(people), AHEAD), by_told(found(people), FRESH)) == ({JURIST: [1]}, {})


def test_who_told_something_else_is_ahead_as_then_and_as_now_and_covers_nobody(people: People) -> None:
    people.tell(1)
    ahead = found(people)
    assert (by_told(ahead, AHEAD), by_told(ahead, FRESH)) == ({JURIST: [1], POLICY: [1]}, {})
    assert (ahead.unknown.tolist(), ahead.level) == ([0], 3)


def test_who_told_nothing_in_the_last_file_is_ahead_as_one_who_did(people: People) -> None:
    people.tell(0)
    ahead = found(people)
    assert (by_told(ahead, AHEAD), ahead.unknown.tolist()) == ({NOTHING: [1], POLICY: [1]}, [0])


def test_what_people_told_in_editions_of_before_is_not_known(people: People) -> None:
    """Two changed an answer, of whom one told something else, and came along with three others."""
    people.change(1, "2")
    people.change(3, "2")
    people.tell(3)
    people.come(3)
    people.file()
    people.come(1)
    ahead = found(people)
    assert ahead.unknown.tolist() == [1, 0]
    assert by_told(ahead, AHEAD) == {NOTHING: [3, 0], JURIST: [3, 1], POLICY: [1, 0]}
    assert by_told(ahead, FRESH) == {NOTHING: [2, 0], JURIST: [2, 1]}
    assert ahead.level == 7


def test_who_told_nothing_more_is_not_taken_for_who_never_did(people: People) -> None:
    """What he or she told in the first edition is forgotten: of jurists there may be one less than in that file."""
    people.store.record_background(people.here[1], {"rol": None})
    people.come(3)
    people.file()
    ahead = found(people)
    assert (ahead.unknown.tolist(), ahead.level) == ([1, 0], 7)


def test_who_went_back_to_what_was_told_once_is_ahead_of_the_editions_between(people: People) -> None:
    people.tell(0)
    people.come(3)
    people.file()
    people.store.record_background(people.here[0], {"rol": None})
    ahead = found(people)
    assert by_told(ahead, AHEAD)[POLICY] == [0, 1]
    assert (ahead.unknown.tolist(), ahead.level) == ([1, 0], 6)


def test_who_disputed_and_came_back_is_ahead_of_every_edition_and_covers_nobody(people: People) -> None:
    people.dispute(1)
    assert (found(people).kinds, found(people).level) == ((), 3)
    people.come_back(0)
    ahead = found(people)
    assert (by_told(ahead, AHEAD), by_told(ahead, FRESH), ahead.level) == ({JURIST: [1]}, {}, 3)
    people.come(3)
    people.file()
    ahead = found(people)
    assert (by_told(ahead, AHEAD)[JURIST], by_told(ahead, FRESH)[JURIST]) == ([2, 0], [1, 0])
    assert ahead.level == 7


def test_who_was_imported_is_level_and_nothing_else(people: People) -> None:
    rows = [(f"elders {number}", str(task), "4") for number in range(2) for task in DESIGN.tasks_of(1)]
    people.store.import_answers(STUDY, pd.DataFrame(rows, columns=["respondent", "task", "rating"]))
    assert found(people).kinds == ()
    people.file()
    assert found(people, until=EARLY).kinds == ()
    assert (found(people).level, found(people).kinds) == (6, ())


def test_each_version_is_counted_apart(store: Store) -> None:
    design = make_design(small(example_study()), settings=DesignSettings(tasks=8, versions=2), seed=1)
    store.publish(design)
    crowd = People(store, design)
    crowd.come(6)
    crowd.file()
    crowd.come(2)
    assert sorted(version for version, _ in found(crowd).kinds) == [1, 2]
    assert found(crowd).behind(lambda told: told[""] == "2").tolist() == [[1], [1], [0]]
