"""An edition is made of whom the figures that were shown allow: all, those behind the figures, or nobody for now."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from edition_people import DESIGN, SMALLEST, STUDY, People

from dce.data.gathered import Gathered
from dce.disclosure import Crowd
from dce.store import Store, editions
from dce.store.results import EVERYBODY

Clock = Callable[[str], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    def show(minute: str) -> None:
        for module in ("answers", "results"):
            monkeypatch.setattr(f"dce.store.{module}.utc_minute", lambda hours=0: f"2026-01-01T{minute}Z")

    show("10:00")
    return show


@pytest.fixture
def crowd(store: Store) -> People:
    store.publish(DESIGN)
    return People(store, DESIGN)


def show_figures(crowd: People, clock: Clock) -> None:
    """Of all who completed; read at eleven."""
    clock("11:00")
    found = crowd.store.gathered(STUDY)
    assert found is not None
    splits = {EVERYBODY: {EVERYBODY: sum(found.versions.values(), Crowd())}}
    assert crowd.store.results.show(STUDY, splits, {EVERYBODY: []}, SMALLEST) == (EVERYBODY,)
    clock("12:00")


def newest(crowd: People, gathered: Callable[[str], Gathered | None]) -> set[str]:
    store = crowd.store
    return set(editions.newest(store._database, STUDY, SMALLEST, store.design, gathered).people)


def test_one_who_came_after_figures_waits_and_who_only_began_does_not(crowd: People, clock: Clock) -> None:
    crowd.come(4)
    show_figures(crowd, clock)
    crowd.come(2, tasks=3)
    crowd.come(1)
    assert crowd.file().keys() == set(crowd.here[:6])
    crowd.come(2)
    assert crowd.file().keys() == set(crowd.here)


def test_a_file_that_would_lack_two_people_of_figures_waits_for_one_more(crowd: People, clock: Clock) -> None:
    """They got the study in other words, which a file can be of alone."""
    crowd.come(4)
    crowd.turn(1)
    crowd.come(2)
    show_figures(crowd, clock)
    assert crowd.file() == {}
    crowd.come(3)
    assert len(crowd.file()) == 9


def test_people_are_counted_anew_only_where_times_do_not_tell_enough(crowd: People, clock: Clock) -> None:
    asked = list[str]()

    def gathered(until: str) -> Gathered | None:
        asked.append(until)
        return crowd.store.gathered(STUDY, until=until)

    crowd.come(4)
    show_figures(crowd, clock)
    assert len(newest(crowd, gathered)) == 4
    assert not asked, "nobody came since"
    crowd.come(1)
    assert (len(newest(crowd, gathered)), len(asked)) == (4, 2)


def test_nothing_is_made_for_now_where_somebody_came_while_people_were_counted(crowd: People, clock: Clock) -> None:
    def gathered(until: str) -> Gathered | None:
        found = crowd.store.gathered(STUDY, until=until)
        crowd.come(4 - len(crowd.here) % 4)
        return found

    crowd.come(4)
    show_figures(crowd, clock)
    crowd.come(1)
    assert newest(crowd, gathered) == set()
    assert crowd.store.edition_number(STUDY) == 0
