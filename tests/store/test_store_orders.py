"""Where tasks that come twice and checks can stand: all the places that are meant, and no others."""

from __future__ import annotations

import numpy as np
import pytest

from dce.design import make_design
from dce.store.orders import _with_attention, _with_repeats, draw_orders, places, showings
from dce.study import Study, example_study
from dce.study.answers import ATTENTION

SEEDS = range(300)
EIGHT = range(1, 9)


def repeated(tasks: range | list[int], *repeats: int) -> list[list[int]]:
    return [_with_repeats(list(tasks), repeats, np.random.default_rng(seed)) for seed in SEEDS]


def own(**parts: object) -> Study:
    plain = example_study().model_dump(mode="json", exclude_defaults=True)
    return Study.model_validate(plain | parts)


def test_each_showing_of_a_task_has_its_place() -> None:
    assert showings((5, 7, 7, 5)) == (1, 1, 2, 2)
    assert dict(places((5, 7, 5))) == {(5, 1): 1, (7, 1): 2, (5, 2): 3}


def test_a_task_that_comes_twice_stands_in_the_first_half_and_in_the_last_quarter() -> None:
    found = repeated(EIGHT, 8)
    assert {tasks.index(8) for tasks in found} == {0, 1, 2, 3}
    assert {tasks.index(5) for tasks in repeated(EIGHT, 5)} == {0, 1, 2, 3}, "the first one of the second half"
    assert {len(tasks) - 1 - tasks[::-1].index(8) for tasks in found} == {6, 7, 8}
    assert {tuple(tasks[:6]) for tasks in repeated(EIGHT, 1)} == {(1, 2, 3, 4, 5, 6)}, "it stood in the first half"


@pytest.mark.parametrize(("tasks", "repeats", "order"), [([1], 1, [1, 1]), ([1, 2], 2, [2, 1, 2])])
def test_of_few_tasks_too_one_comes_twice(tasks: list[int], repeats: int, order: list[int]) -> None:
    assert repeated(tasks, repeats) == [order] * len(SEEDS)


def test_a_second_showing_is_never_next_to_the_first_where_that_can_be() -> None:
    """The first half is full of others that come twice, so that the last task stays where it is."""
    ends = [[place for place, task in enumerate(tasks) if task == 8] for tasks in repeated(EIGHT, 1, 2, 3, 4, 8)]
    inside = {second - first for first, second in ends if second < 12}
    assert min(inside) == 2


def test_a_check_comes_anywhere_in_the_middle_half() -> None:
    study = own(survey={"attention": {"statement": {"nl": "Kies 2", "en": "Choose 2"}, "answer": "2"}})
    found = [_with_attention(study, list(range(1, 15)), np.random.default_rng(seed)) for seed in SEEDS]
    assert {tasks.index(ATTENTION) for tasks in found} == set(range(3, 12))


def test_every_alternative_is_shown_once() -> None:
    study = own(task={"kind": "choice", "alternatives": 3, "statement": {"nl": "Welke?", "en": "Which?"}})
    design = make_design(study, tasks=4, seed=1)
    found = [draw_orders(design, 1, np.random.default_rng(seed)).alternatives for seed in range(20)]
    assert {tuple(sorted(shown)) for tasks in found for shown in tasks} == {(1, 2, 3)}
