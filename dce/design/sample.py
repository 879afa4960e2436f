"""A few scenarios that a study allows, to look at its pages before there is a design."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dce.design.candidates import Candidates, candidates, refused
from dce.design.design import Design
from dce.errors import DesignError
from dce.study import Study

MOST_TRIED = 200


def sample_design(study: Study, *, tasks: int = 6, seed: int = 1) -> Design:
    """Give some tasks that keep every rule, practice first where the study has it: to be looked at, not to learn from.

    Raises DesignError that names the rules where they leave too few scenarios.

    >>> from dce.study import example_study
    >>> sample_design(example_study(), tasks=3).tasks_of(1)
    (1, 2, 3)
    """
    found, rng = candidates(study, np.random.default_rng(seed)), np.random.default_rng(seed)
    drawn = list(_tasks(study, found, tasks, rng))
    if not drawn:
        raise DesignError(f"study {study.id}: the rules leave too few scenarios for one task; narrow a rule")
    names = [criterion.id for criterion in study.criteria]
    rows = [
        {"version": 1, "task": number, "alternative": alternative, **dict(zip(names, levels, strict=True))}
        for number, scenarios in enumerate(drawn, 1)
        for alternative, levels in enumerate(_levels(study, scenarios), 1)
    ]
    practice = list(range(1, min(study.design.practice, len(drawn) - 1) + 1))
    return Design.from_frame(study, pd.DataFrame(rows), seed=seed, settings={"practice": practice})


def _tasks(study: Study, found: Candidates, tasks: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Draw tasks of different scenarios, none of which is of a rare combination, as far as there are any."""
    each = study.task.alternatives or 1
    plain = found.scenarios[~refused(found.scenarios, found.matches)]
    if each == 1:
        yield from rng.permutation(plain)[:tasks, None]
        return
    seen = set[frozenset[int]]()
    for _ in range(MOST_TRIED):
        if len(plain) < each or len(seen) == tasks:
            return
        picked = rng.choice(len(plain), each, replace=False)
        if frozenset(picked.tolist()) not in seen:
            seen.add(frozenset(picked.tolist()))
            yield plain[picked]


def _levels(study: Study, scenarios: np.ndarray) -> Iterator[list[str]]:
    for scenario in scenarios:
        yield [criterion.level_ids[level] for criterion, level in zip(study.criteria, scenario, strict=True)]
