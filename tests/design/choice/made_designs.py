"""Choice designs for tests of their roles: made in a moment, and looked at by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from choice_by_hand import KINDS, Numbers, coded, information_of

from dce.design import Design, Watch, make_design
from dce.design.choice.coding import ChoiceCoding
from dce.design.choice.quality import ChoiceQuality
from dce.study import DesignSettings, Study

Task = tuple[tuple[str, ...], ...]
ROLES = {"practice": 1, "holdouts": 2, "repeats": 3}
PAIRS: dict[str, Any] = {"statement": {"en": "Which?"}} | KINDS["pairs"]
TRIPLES: dict[str, Any] = {"statement": {"en": "Which?"}} | KINDS["triples"]


def made(study: Study, asked: DesignSettings, *, seed: int = 1, keep: Design | None = None) -> Design:
    """A design that is hardly searched: what is told of it here holds of any."""
    return make_design(study, settings=asked, seed=seed, keep=keep, watch=Watch(seconds=0.1))


def task_of(alternatives: int, **more: Any) -> dict[str, Any]:
    """The task of a study that shows so many."""
    return {"kind": "choice", "alternatives": alternatives, "statement": {"en": "Which?"}} | more


def expecting(study: Study, directions: Sequence[str] | None = None) -> Study:
    """The study with these directions; higher levels are better where left out."""
    wanted = ["positive"] * len(study.criteria) if directions is None else directions
    criteria = [c.model_copy(update={"expected": d}) for c, d in zip(study.criteria, wanted, strict=True)]
    return study.model_copy(update={"criteria": tuple(criteria)})


def scenarios_of(design: Design) -> list[list[tuple[str, ...]]]:
    """Version by version and task by task, as they stand in the design."""
    by_task = design.frame.groupby(["version", "task"])[list(design.study.criterion_ids)]
    return [[tuple(row) for row in rows.to_numpy()] for _, rows in by_task]


def with_rules(study: Study, *rules: dict[str, Any]) -> Study:
    plain = study.model_dump(mode="json", exclude_defaults=True)
    return Study.model_validate(plain | {"rules": [*plain.get("rules", []), *rules]})


def shown(design: Design, tasks: Sequence[int]) -> list[Task]:
    """The scenarios of ``tasks``, whatever their order in a task."""
    return [tuple(sorted(tuple(one.values()) for one in design.alternatives(task))) for task in tasks]


def quality_of(design: Design) -> ChoiceQuality:
    quality = design.quality()
    assert isinstance(quality, ChoiceQuality)
    return quality


def numbers_of(design: Design, tasks: Sequence[int]) -> Numbers:
    return np.array([[[int(level) for level in one.values()] for one in design.alternatives(task)] for task in tasks])


def d_error_of(design: Design) -> float:
    """Written out: every version's tasks but practice and hold-outs, so that an anchor comes once a version."""
    kind = design.study.task.kind
    beside = {*design.practice, *design.holdouts}
    tasks = [task for version in design.versions for task in design.tasks_of(version) if task not in beside]
    coding = ChoiceCoding.of(design.study, alternative_constants=design.study.design.alternative_constants)
    information = information_of(
        coded(coding, numbers_of(design, tasks)), np.zeros(len(coding.columns)), kind == "best-worst"
    )
    return float(np.linalg.det(information) ** (-1 / len(information)))


def beaten(task: Task) -> bool:
    """Whether a scenario is nowhere below another one, where higher levels are better."""
    return any(one != other and all(a >= b for a, b in zip(one, other, strict=True)) for one in task for other in task)
