"""Answers of invented people as the long table that real answers come in, all at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from dce.coding import Array
from dce.data.ratings import need_scale
from dce.design import Design
from dce.simulate.people import Crowd, Numbers, cells, draw_crowd, even_uniforms
from dce.simulate.population import Population


def simulate_answers(
    design: Design, population: Population, people: int, seed: int, *, even: bool = False
) -> pd.DataFrame:
    """Let ``people`` invented people answer ``design``: the long table of answers, a row an answer, in the order shown.

    Columns: respondent, task, position (1 was shown first), rating, a column a criterion with level ids, a column a
    background item with option ids, and synthetic, which is always true. Versions are dealt in turn; practice and
    hold-out tasks are left out. The same seed gives the same table. Raises AnswerError for a number of people that
    cannot be, and for tasks with alternatives.

    >>> from dce.design import make_design
    >>> from dce.simulate import default_population
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> len(simulate_answers(design, default_population(design.study), people=5, seed=1))
    40
    """
    need_scale(design.study)
    rng = np.random.default_rng(seed)
    crowd = draw_crowd(population, design.study, people, rng, even=even)
    cell = cells(design.study, crowd.options) if even else None
    of_person = np.arange(people) % len(design.versions)
    parts = [
        _answers_of(crowd, design.estimated_of(version), design, np.flatnonzero(of_person == i), rng, cell)
        for i, version in enumerate(design.versions)
    ]
    person, task, position, rating = (np.concatenate([part[i] for part in parts]) for i in range(4))
    order = np.lexsort((position, person))
    return _table(design, crowd, (person[order], task[order], position[order], rating[order]))


def _answers_of(
    crowd: Crowd,
    tasks: tuple[int, ...],
    design: Design,
    people: Numbers,
    rng: np.random.Generator,
    cell: Numbers | None,
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Give person, task, position and answer number (n * T,) for ``people`` who all see ``tasks``."""
    shape = (len(people), len(tasks))
    noise = rng.logistic(size=shape) if cell is None else special.logit(even_uniforms(cell[people], shape, rng))
    mood = _utilities(crowd, tasks, design, people) + noise
    rating = np.searchsorted(np.array(crowd.population.thresholds), mood)
    position = 1 + np.argsort(rng.random(shape), axis=1)
    person, task = np.broadcast_to(people[:, None], shape), np.broadcast_to(np.array(tasks), shape)
    return person.ravel(), task.ravel(), position.ravel(), rating.ravel()


def _utilities(crowd: Crowd, tasks: tuple[int, ...], design: Design, people: Numbers) -> Array:
    """Give the utility (n, T) of each of ``tasks`` to each of ``people``."""
    total = np.tile(crowd.leniency[people][:, None], (1, len(tasks)))
    levels = _level_numbers(design)
    for index in range(len(design.study.criteria)):
        total += crowd.utilities(index, people)[:, levels[list(tasks), index]]
    return total


def _level_numbers(design: Design) -> Numbers:
    """Level numbers by task number and criterion: (largest task + 1, m)."""
    tasks = sorted({task for version in design.versions for task in design.estimated_of(version)})
    numbers = np.zeros((tasks[-1] + 1, len(design.study.criteria)), dtype=np.int64)
    for task in tasks:
        scenario = design.scenario(task)
        numbers[task] = [c.level_ids.index(scenario[c.id]) for c in design.study.criteria]
    return numbers


def _table(design: Design, crowd: Crowd, parts: tuple[Numbers, Numbers, Numbers, Numbers]) -> pd.DataFrame:
    person, task, position, rating = parts
    study = design.study
    levels = _level_numbers(design)
    digits = len(str(len(crowd.leniency)))
    names = [f"synthetic-{number:0{digits}d}" for number in range(1, len(crowd.leniency) + 1)]
    columns = {
        "respondent": _texts(names, person),
        "task": task,
        "position": position,
        "rating": _texts(study.scale_ids, rating),
    }
    columns |= {c.id: _texts(c.level_ids, levels[task, i]) for i, c in enumerate(study.criteria)}
    columns |= {item.id: _texts(item.option_ids, crowd.options[item.id][person]) for item in study.background}
    return pd.DataFrame(columns | {"synthetic": np.ones(len(person), dtype=np.bool_)})


def _texts(ids: list[str] | tuple[str, ...], numbers: Numbers) -> pd.api.extensions.ExtensionArray:
    """Ids by number, without making and judging every string anew."""
    return pd.array(list(ids), dtype="str").take(numbers)
