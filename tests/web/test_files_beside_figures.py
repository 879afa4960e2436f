"""Files beside figures that were shown before: a file of a few more people would tell which rows are theirs (C07)."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from edition_parts import after_parts
from flask import Flask
from test_desk_results import STUDY, answer, made, quickly
from web_guest import some_design, store_of

from dce.design import Design
from dce.store import Store, editions
from dce.store.results import EVERYBODY
from dce.study import Text

__all__ = ["quickly"]  # a fixture
Clock = Callable[[str], None]


@pytest.fixture
def store(app: Flask) -> Store:
    return store_of(app)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the minute in which people answer and figures are made."""

    def show(minute: str) -> None:
        for module in ("answers", "results", "respondents", "leaving"):
            monkeypatch.setattr(f"dce.store.{module}.utc_minute", lambda hours=0: f"2026-01-01T{minute}Z")

    show("10:00")
    return show


def file(store: Store) -> set[str]:
    return set(store.edition(STUDY).people)


def shown(store: Store, design: Design, clock: Clock, people: int = 30) -> set[str]:
    """The people of figures that were read at 11:00."""
    answer(store, design, ["jurist"] * people)
    clock("11:00")
    assert EVERYBODY in made(store, groups=False)
    clock("12:00")
    return set(store.answers(STUDY)["respondent"])


def change(store: Store, id_: str) -> None:
    task = store.respondent(id_).tasks[0]
    given = store.answers(STUDY).set_index(["respondent", "task"])["rating"][id_, task]
    store.record_answer(id_, task, "1" if given != "1" else "2", instead_of=1)


def test_who_came_after_figures_is_in_no_file_alone(store: Store, design: Design, clock: Clock):
    first = shown(store, design, clock)
    answer(store, design, ["jurist"], start=30)
    assert file(store) == first
    answer(store, design, ["jurist"] * 8, start=31)
    assert file(store) == first, "nine came"
    answer(store, design, ["jurist"] * 30, start=39)
    assert len(file(store)) == 69


def test_each_version_of_which_scenarios_were_told_waits_for_ten(store: Store, design: Design, clock: Clock):
    first = shown(store, design, clock)
    answer(store, design, ["jurist"] * 12, start=30)
    assert file(store) == first, "six of each version came"
    answer(store, design, ["jurist"] * 8, start=42)
    assert len(file(store)) == 50


def test_a_file_of_the_very_people_of_figures_tells_nothing_new(store: Store, design: Design, clock: Clock):
    clock("11:00")
    first = shown(store, design, clock)
    assert file(store) == first, "though they completed in the minute in which figures were read"


def test_who_completed_in_the_minute_of_figures_covers_nobody(store: Store, design: Design, clock: Clock):
    clock("11:00")
    shown(store, design, clock)
    clock("11:00")
    answer(store, design, ["jurist"], start=30)
    assert file(store) == set()
    answer(store, design, ["jurist"] * 11, start=31)
    clock("12:00")
    answer(store, design, ["jurist"] * 8, start=42)
    assert len(file(store)) == 50, "ten came in each version, as figures tell too"


def test_who_changed_an_answer_after_figures_waits(store: Store, design: Design, clock: Clock):
    first = shown(store, design, clock)
    change(store, min(first))
    assert file(store) == set()
    answer(store, design, ["jurist"] * 20, start=30)
    assert len(file(store)) == 50


def test_who_changed_an_answer_in_the_minute_of_figures_waits(store: Store, design: Design, clock: Clock):
    first = shown(store, design, clock)
    clock("11:00")
    change(store, min(first))
    assert file(store) == set()


def test_after_somebody_left_the_others_can_still_be_taken_out(store: Store, design: Design, clock: Clock):
    first = shown(store, design, clock)
    store.forget(min(first))
    assert file(store) == first - {min(first)}


def test_who_came_back_into_the_models_after_figures_waits(store: Store, design: Design, clock: Clock):
    answer(store, design, ["jurist"] * 31)
    someone = min(store.answers(STUDY)["respondent"])
    store.dispute(someone)
    clock("11:00")
    assert EVERYBODY in made(store, groups=False)
    clock("12:00")
    store.dispute(someone, disputed=False)
    assert someone not in file(store)


def test_figures_keep_a_file_whole_that_would_lack_a_few_of_their_people(store: Store, design: Design, clock: Clock):
    """Six got the study in other words: too few for rows of their own, and figures less that file would be theirs."""
    title = Text({"nl": "Anders", "en": "Otherwise"})
    reworded = replace(design, study=design.study.model_copy(update={"title": title}))
    answer(store, design, ["jurist"] * 20)
    store.publish(reworded)
    answer(store, reworded, ["jurist"] * 6, start=20)
    clock("11:00")
    assert EVERYBODY in made(store, groups=False)
    clock("12:00")
    assert file(store) == set()
    answer(store, reworded, ["jurist"] * 20, start=26)
    assert len(file(store)) == 46


def test_after_figures_by_group_a_file_waits_for_ten_in_each(store: Store, design: Design, clock: Clock):
    answer(store, design, ["jurist"] * 14 + ["beleid"] * 12 + [None] * 10)
    clock("11:00")
    assert "rol" in made(store)
    clock("12:00")
    answer(store, design, ["jurist"] * 17 + ["beleid"] * 3, start=36)
    assert len(file(store)) == 36, "three of one group came"
    answer(store, design, ["beleid"] * 7, start=56)
    assert len(file(store)) == 63


def test_after_newer_figures_of_all_a_file_may_go_back_to_those_by_group(store: Store, design: Design, clock: Clock):
    answer(store, design, ["jurist"] * 14 + ["beleid"] * 12)
    clock("11:00")
    assert "rol" in made(store)
    clock("12:00")
    answer(store, design, ["jurist"] * 17 + ["beleid"] * 3, start=26)
    clock("13:00")
    assert "rol" not in made(store)
    assert store.results.states(STUDY)[EVERYBODY].people == 46
    assert len(file(store)) == 26


def test_who_told_another_role_after_figures_waits(store: Store, design: Design, clock: Clock):
    answer(store, design, ["jurist"] * 14 + ["beleid"] * 14)
    clock("11:00")
    assert "rol" in made(store)
    clock("12:00")
    someone = min(store.answers(STUDY).query("rol == 'jurist'")["respondent"])
    store.record_background(someone, {"rol": "beleid"})
    assert file(store) == set(), "thirteen of fourteen"
    answer(store, design, ["jurist"] * 10 + ["beleid"] * 10, start=28)
    assert file(store) == set(), "nine more, as one went and ten came"
    answer(store, design, ["jurist"], start=48)
    assert len(file(store)) == 49


def test_figures_by_group_wait_for_who_told_another_role_after_a_file(store: Store, design: Design, clock: Clock):
    answer(store, design, ["jurist"] * 14 + ["beleid"] * 14)
    file(store)
    clock("11:00")
    someone = min(store.answers(STUDY).query("rol == 'jurist'")["respondent"])
    store.record_background(someone, {"rol": "beleid"})
    answer(store, design, ["beleid"] * 20, start=28)
    assert "rol" not in made(store), "of jurists there are thirteen, and the file tells of fourteen"


def test_a_file_is_held_against_the_ways_in_which_people_were_parted_before(store: Store, design: Design, clock: Clock):
    answer(store, design, ["jurist"] * 10 + ["beleid"] * 20)
    clock("11:00")
    assert "rol" in made(store)
    assert set(store.results.states(STUDY)["rol"].parts) == {"jurist", "beleid"}
    clock("12:00")
    someone = min(store.answers(STUDY).query("rol == 'jurist'")["respondent"])
    store.record_background(someone, {"rol": "beleid"})
    clock("13:00")
    made(store)
    assert set(store.results.states(STUDY)["rol"].parts) == {""}
    clock("14:00")
    answer(store, design, ["beleid"] * 20, start=30)
    assert file(store) == set(), "nine jurists, of whom there were ten"


def test_people_of_a_design_that_figures_cannot_pool_wait_for_ten(store: Store, design: Design, clock: Clock):
    shown(store, design, clock)
    another = some_design(design.study, tasks=5, versions=1)
    store.publish(another)
    answer(store, another, ["jurist"] * 4, start=30)
    assert file(store) == set()
    answer(store, another, ["jurist"] * 9, start=34)
    assert len(file(store)) == 43


def test_people_who_were_imported_cover_nobody(store: Store, design: Design, clock: Clock):
    first = shown(store, design, clock)
    answer(store, design, ["jurist"], start=30)
    rows = [(f"before {n}", str(task), "4") for n in range(30) for task in sorted(design.tasks_of(1))]
    store.import_answers(STUDY, pd.DataFrame(rows, columns=["respondent", "task", "rating"]))
    assert file(store) == first


def test_figures_that_are_shown_while_an_edition_is_made_end_it(
    store: Store, design: Design, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    first = shown(store, design, clock)

    def meanwhile() -> None:
        if len(store.answers(STUDY)["respondent"].unique()) == 30:
            answer(store, design, ["jurist"] * 21, start=30)
            clock("13:00")
            assert EVERYBODY in made(store, groups=False)

    with monkeypatch.context() as patch:
        patch.setattr(editions, "_parted", after_parts(meanwhile))
        assert file(store) == set()
    assert len(file(store)) == 51
    assert first < file(store)


def test_an_edition_that_is_made_while_figures_are_ends_them(
    store: Store, design: Design, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    shown(store, design, clock)
    answer(store, design, ["jurist"] * 20, start=30)

    def meanwhile(*_: object, **__: object) -> None:
        monkeypatch.undo()
        answer(store, design, ["jurist"], start=50)
        assert len(file(store)) == 51

    monkeypatch.setattr("dce.web.results.snapshot.assemble", Once(meanwhile))
    assert made(store, groups=False) == []
    assert store.results.states(STUDY)[EVERYBODY].people == 30


class Once:
    """Does something else first."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        from dce.web.results.snapshot import assemble

        self.meanwhile, self.assemble = meanwhile, assemble

    def __call__(self, *given: object, **more: object) -> object:
        self.meanwhile()
        return self.assemble(*given, **more)  # type: ignore[arg-type]
