"""Answers of invented people as the long table that real answers come in, all at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import special

from dce.coding import Array
from dce.design import Design
from dce.simulate.people import Crowd, Numbers, cells, draw_crowd, even_uniforms
from dce.simulate.picks import alternatives_of, named, places
from dce.simulate.population import Population, picking_nothing

NO_LEVEL = -1  # of an opt-out


def simulate_answers(
    design: Design, population: Population, people: int, seed: int, *, even: bool = False
) -> pd.DataFrame:
    """Let ``people`` invented people answer ``design``: the long table of answers, a row an answer, in the order shown.

    Columns: respondent, task, position (1 was shown first), rating, a column a criterion with level ids, a column a
    background item with option ids, and synthetic, which is always true. Where people pick among scenarios there is a
    row an alternative, an opt-out being alternative 0 without levels, and in place of rating stand alternative and
    chosen, or best and worst, or rank. Versions are dealt in turn; practice and hold-out tasks are left out, and so are
    second showings. The same seed gives the same table. Raises AnswerError for a number of people that cannot be.

    >>> from dce.design import make_design
    >>> from dce.simulate import default_population
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> len(simulate_answers(design, default_population(design.study), people=5, seed=1))
    40
    """
    rng = np.random.default_rng(seed)
    crowd = draw_crowd(population, design.study, people, rng, even=even)
    cell = cells(design.study, crowd.options) if even else None
    of_person = np.arange(people) % len(design.versions)
    parts = [
        _answers_of(crowd, design.estimated_of(version), design, np.flatnonzero(of_person == i), rng, cell)
        for i, version in enumerate(design.versions)
    ]
    person, task, position, given = (np.concatenate([part[i] for part in parts]) for i in range(4))
    order = np.lexsort((position, person))
    answers = _ratings if design.study.task.alternatives is None else _alternatives
    return answers(design, crowd, (person[order], task[order], position[order], given[order]))


def _answers_of(
    crowd: Crowd,
    tasks: tuple[int, ...],
    design: Design,
    people: Numbers,
    rng: np.random.Generator,
    cell: Numbers | None,
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Give person, task and position (n * T,) for ``people`` who all see ``tasks``, and what they answer.

    That is a number on the scale (n * T,), or the place of each alternative (n * T, J).
    """
    shape = (len(people), len(tasks))

    def chance(wanted: tuple[int, ...]) -> Array:
        flat = (len(people), int(np.prod(wanted[1:])))
        return (rng.random(flat) if cell is None else even_uniforms(cell[people], flat, rng)).reshape(wanted)

    utility = _utilities(crowd, tasks, design, people)
    if design.study.task.alternatives is not None:
        given = places(design.study.task.kind, utility, chance)
    else:
        noise = rng.logistic(size=shape) if cell is None else special.logit(chance(shape))
        given = np.asarray(np.searchsorted(np.array(crowd.population.thresholds), utility[:, :, 0] + noise))
    position = 1 + np.argsort(rng.random(shape), axis=1)
    person, task = np.broadcast_to(people[:, None], shape), np.broadcast_to(np.array(tasks), shape)
    return person.ravel(), task.ravel(), position.ravel(), given.reshape(person.size, *given.shape[2:])


def _utilities(crowd: Crowd, tasks: tuple[int, ...], design: Design, people: Numbers) -> Array:
    """Give the utility (n, T, J) of each alternative of each of ``tasks`` to each of ``people``."""
    levels = _level_numbers(design)[list(tasks)]
    total = np.tile(crowd.leniency[people][:, None, None], (1, *levels.shape[:2]))
    for index in range(len(design.study.criteria)):
        total += crowd.utilities(index, people)[:, levels[:, :, index]]
    total[:, levels[:, :, 0] == NO_LEVEL] = picking_nothing(crowd.population)
    return total


def _level_numbers(design: Design) -> Numbers:
    """Level numbers by task number, alternative and criterion: (largest task + 1, J, m); of an opt-out there are none.

    The alternatives stand in the order of :func:`dce.simulate.picks.alternatives_of`.
    """
    tasks = sorted({task for version in design.versions for task in design.estimated_of(version)})
    alternatives = alternatives_of(design.study.task)
    numbers = np.full((tasks[-1] + 1, len(alternatives), len(design.study.criteria)), NO_LEVEL, dtype=np.int64)
    for task in tasks:
        shown = [
            [c.level_ids.index(scenario[c.id]) for c in design.study.criteria] for scenario in design.alternatives(task)
        ]
        numbers[task, -len(shown) :] = shown
    return numbers


def _ratings(design: Design, crowd: Crowd, parts: tuple[Numbers, Numbers, Numbers, Numbers]) -> pd.DataFrame:
    """A row an answer."""
    person, task, position, rating = parts
    study, levels = design.study, _level_numbers(design)[task, 0]
    given = {"rating": _texts(study.scale_ids, rating)}
    return _table(design, crowd, (person, task, position), given, levels)


def _alternatives(design: Design, crowd: Crowd, parts: tuple[Numbers, Numbers, Numbers, Numbers]) -> pd.DataFrame:
    """A row an alternative."""
    numbers, place = np.array(alternatives_of(design.study.task), dtype=np.int64), parts[3]
    person, task, position = (np.repeat(part, len(numbers)) for part in parts[:3])
    given = {"alternative": np.tile(numbers, len(place))} | named(design.study.task.kind, place.ravel())
    levels = _level_numbers(design)[parts[1]].reshape(-1, len(design.study.criteria))
    return _table(design, crowd, (person, task, position), given, levels)


def _table(
    design: Design,
    crowd: Crowd,
    asked: tuple[Numbers, Numbers, Numbers],
    given: Mapping[str, object],
    levels: Numbers,
) -> pd.DataFrame:
    """Who was asked what in which place, what was answered, and the levels (rows, m) that were shown."""
    (person, task, position), study = asked, design.study
    digits = len(str(len(crowd.leniency)))
    names = [f"synthetic-{number:0{digits}d}" for number in range(1, len(crowd.leniency) + 1)]
    columns = {"respondent": _texts(names, person), "task": task, "position": position, **given}
    columns |= {c.id: _texts(c.level_ids, levels[:, i]) for i, c in enumerate(study.criteria)}
    columns |= {item.id: _texts(item.option_ids, crowd.options[item.id][person]) for item in study.background}
    return pd.DataFrame(columns | {"synthetic": np.ones(len(person), dtype=np.bool_)})


def _texts(ids: list[str] | tuple[str, ...], numbers: Numbers) -> pd.api.extensions.ExtensionArray:
    """Ids by number, without making and judging every string anew; none for a number that is -1."""
    return pd.array(list(ids), dtype="str").take(numbers, allow_fill=True)
