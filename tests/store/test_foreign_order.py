"""Which version somebody of a foreign table had, and where the tasks stood."""

from __future__ import annotations

import pytest

from dce.design import Design, make_design
from dce.store.foreign.order import Shown, order_tasks, versions_with
from dce.study import Study, example_study
from dce.study.answers import ATTENTION

ROLES = {"tasks": 6, "practice": 1, "repeats": 1}


@pytest.fixture(scope="module")
def roles() -> Design:
    """A design with a practice task, a check whether people read, and a task that comes twice."""
    plain = example_study().model_dump(mode="json", exclude_defaults=True)
    attention = {"statement": {"nl": "Kies 2", "en": "Choose 2"}, "answer": "2"}
    study = Study.model_validate(plain | {"survey": {"attention": attention}})
    return make_design(study, settings=study.design.model_validate(ROLES), seed=1)


def test_the_version_that_was_told_is_the_one(design: Design) -> None:
    assert versions_with(design, [(4, 1)], set()) == [1, 2], "the task stands in both"
    assert versions_with(design, [(4, 1)], {2}) == [2]
    assert versions_with(design, [(4, 1)], {1, 2}) == [], "rows that tell two versions"
    assert versions_with(design, [(4, 1), (7, 1)], set()) == [2]
    assert versions_with(design, [(4, 2)], set()) == [], "it is shown once"


@pytest.mark.parametrize(
    ("shown", "positions", "order"),
    [
        ([(3, 1), (1, 1)], [4, 2], (2, 1, 4, 3)),
        ([(4, 1), (3, 1), (2, 1), (1, 1)], [1, 3, 2, 4], (4, 2, 3, 1)),
        ([(3, 1), (1, 1)], [None, None], (3, 1, 2, 4)),
        ([(3, 1), (1, 1)], [2, None], (3, 1, 2, 4)),
        ([(3, 1), (1, 1)], [2, 2], (3, 1, 2, 4)),
        ([(3, 1), (1, 1)], [5, 2], (3, 1, 2, 4)),
        ([(3, 1), (1, 1)], [0, 2], (3, 1, 2, 4)),
    ],
    ids=["told", "all told", "none told", "not all told", "one place for two", "behind the last", "before the first"],
)
def test_tasks_stand_where_they_stood_or_else_as_in_the_table(
    design: Design, shown: list[Shown], positions: list[int | None], order: tuple[int, ...]
) -> None:
    assert order_tasks(design, 1, shown, dict(zip(shown, positions, strict=True))) == order


def test_who_tells_no_position_saw_practice_first_and_second_showings_last(roles: Design) -> None:
    (practice,), (again,) = roles.practice, roles.repeats(1)
    others = [task for task in roles.tasks_of(1) if task != practice]
    assert order_tasks(roles, 1, [(ATTENTION, 1)], {}) == (practice, ATTENTION, *others, again)
    assert order_tasks(roles, 1, [(again, 2), (practice, 1)], {})[:2] == (again, practice)
    assert versions_with(roles, [(ATTENTION, 1), (again, 1), (again, 2)], {1}) == [1]
    assert versions_with(roles, [(others[0], 2)] if others[0] != again else [(others[1], 2)], {1}) == []
    assert versions_with(roles, [(ATTENTION, 2)], {1}) == []
