"""In which order one person sees tasks, criteria and alternatives, drawn once and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from dce.design import Design
from dce.study import Study
from dce.study.answers import ATTENTION

Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Orders:
    """What a person sees: ``tasks`` one after the other, a repeated one twice; ``criteria`` from top to bottom.

    ``alternatives`` are the numbers of the alternatives of each of the tasks, from left to right; empty where a task
    shows one scenario.
    """

    tasks: Numbers
    criteria: tuple[str, ...]
    alternatives: tuple[Numbers, ...]


@lru_cache(maxsize=4096)  # a person's page asks three times, and there are many people
def showings(tasks: Numbers) -> Numbers:
    """Which showing of its task each of ``tasks`` is: 1, or 2 where it stands there already."""
    return tuple(tasks[:place].count(task) for place, task in enumerate(tasks, 1))


@lru_cache(maxsize=4096)
def places(tasks: Numbers) -> Mapping[tuple[int, int], int]:
    """At which position, from 1, each showing of each of ``tasks`` stands."""
    found = {shown: place for place, shown in enumerate(zip(tasks, showings(tasks), strict=True), 1)}
    return MappingProxyType(found)


def draw_orders(design: Design, version: int, rng: np.random.Generator) -> Orders:
    """Draw the orders of a person with ``version``, as the study says; practice tasks stay in front."""
    study, order = design.study, design.study.survey.order
    practice = [task for task in design.tasks_of(version) if task in design.practice]
    others = [task for task in design.tasks_of(version) if task not in design.practice]
    if order.tasks == "random":
        others = [int(task) for task in rng.permutation(others)]
    tasks = (*practice, *_with_attention(study, _with_repeats(others, design.repeats(version), rng), rng))
    criteria = study.criterion_ids
    if order.criteria == "random":
        criteria = tuple(str(name) for name in rng.permutation(criteria))
    return Orders(tasks, criteria, _alternatives(design, tasks, rng))


def _with_repeats(tasks: list[int], repeats: Numbers, rng: np.random.Generator) -> list[int]:
    """Show each of ``repeats`` a second time, in the last quarter and never next to the first where that can be."""
    half = max(len(tasks) // 2, 1)
    for task in repeats:  # a first showing in the second half changes places with another task of the first
        place, free = tasks.index(task), [i for i in range(half) if tasks[i] not in repeats]
        if place >= half and free:
            other = int(rng.choice(free))
            tasks[place], tasks[other] = tasks[other], tasks[place]
    for task in repeats:
        first = tasks.index(task)
        earliest = min(max(first + 2, len(tasks) - len(tasks) // 4), len(tasks))
        tasks.insert(int(rng.integers(earliest, len(tasks) + 1)), task)
    return tasks


def _with_attention(study: Study, tasks: list[int], rng: np.random.Generator) -> list[int]:
    """Put the check, where the study has one, in the middle half: early it says little, and late it comes late."""
    if study.survey.attention is not None:
        quarter = len(tasks) // 4
        tasks.insert(int(rng.integers(quarter, len(tasks) - quarter + 1)), ATTENTION)
    return tasks


def _alternatives(design: Design, tasks: Numbers, rng: np.random.Generator) -> tuple[Numbers, ...]:
    shown = design.study.task.alternatives
    if shown is None:
        return ()
    own = np.arange(1, shown + 1)
    random = design.study.survey.order.alternatives == "random"
    mixed = [random and task != ATTENTION for task in tasks]  # a check names a scenario as it stands on the page
    return tuple(tuple(int(number) for number in (rng.permutation(own) if mix else own)) for mix in mixed)
