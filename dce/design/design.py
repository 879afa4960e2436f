"""The design: the scenarios of every version, with the seed and the settings that they were found with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dce.design.choice.quality import measure_choice_quality
from dce.design.files import read_design, write_design
from dce.design.quality import Quality, measure_quality
from dce.design.rows import checked_rows
from dce.study import Study


@dataclass(frozen=True, eq=False)
class Design:
    """All versions of a study: which scenario each task shows, with the seed, the search settings and the quality.

    Made by :func:`dce.make_design`, :meth:`from_frame` or :meth:`load`, which check every row against the study. Tasks
    are numbered through the whole design: version 2 goes on counting where version 1 stopped, and a task that stands in
    more versions (an anchor) has one number.
    """

    study: Study
    rows: pd.DataFrame = field(repr=False)
    seed: int | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_frame(
        cls,
        study: Study,
        frame: pd.DataFrame,
        *,
        seed: int | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> Design:
        """Judge any table as a design of ``study``: a row a scenario, a column a criterion holding level ids.

        ``version`` is 1 and tasks and their alternatives are counted from 1 where ``frame`` has no such column. Raises
        DesignError that names row, column and what would be right.

        >>> from dce.study import example_study
        >>> rows = {"ontvanger": ["gemeente", "eigen"], "doel": ["nee", "ja"], "waarborgen": ["geen", "alle"]}
        >>> Design.from_frame(example_study(), pd.DataFrame(rows)).scenario(2)
        {'ontvanger': 'eigen', 'doel': 'ja', 'waarborgen': 'alle'}
        """
        given = frame.copy()
        task, alternative = np.divmod(np.arange(len(frame)), study.task.alternatives or 1)
        for name, value in (("version", 1), ("task", task + 1), ("alternative", alternative + 1)):
            if name not in given.columns:
                given[name] = value
        rows = checked_rows(study, given, where=lambda row: "design" if row is None else f"design row {row + 1}")
        return cls(study, rows, seed, dict(settings or {}))

    @classmethod
    def load(cls, folder: str | Path) -> Design:
        """Read ``study.yaml``, ``design.csv`` and ``design.json`` in ``folder``.

        Raises StudyError or DesignError that names file, row, column and what would be right; a design that was made
        for another text of the study is refused.
        """
        stored = read_design(Path(folder))
        design = cls(stored.study, stored.rows, stored.seed, stored.settings)
        stored.check_hash(design.hash)
        return design

    def save(self, folder: str | Path) -> None:
        """Write ``design.csv`` and ``design.json`` into ``folder``, which is made where it does not exist."""
        about = {
            "study": self.study.id,
            "study_hash": self.study.hash,
            "design_hash": self.hash,
            "seed": self.seed,
            "settings": dict(self.settings),
            "quality": _reached(self.quality()),
        }
        write_design(Path(folder), self.rows, about)

    def quality(self) -> Quality:
        """Tell how good the design is, what is wrong with it and what it cannot show."""
        if self.study.task.alternatives is not None:
            return measure_choice_quality(self.study, self.estimated, self.settings)
        return measure_quality(self.study, self.estimated, self.settings)

    @property
    def frame(self) -> pd.DataFrame:
        """A row a scenario: version, task, alternative (whole numbers), then a column a criterion holding level ids."""
        return self.rows.copy()  # the caller's own: a frozen design cannot be changed through it

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the study's hash and the rows: 64 hexadecimal digits, the same for any order of the rows."""
        content = json.dumps([self.study.hash, self.rows.to_numpy().tolist()], separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def versions(self) -> tuple[int, ...]:
        """The numbers of the versions."""
        return tuple(sorted({int(version) for version in self.rows["version"]}))

    @property
    def practice(self) -> tuple[int, ...]:
        """Tasks that come first, for practice; no model is fitted to them."""
        return self._tasks_named("practice")

    @property
    def holdouts(self) -> tuple[int, ...]:
        """Tasks that no model is fitted to, so that its predictions can be held against the answers."""
        return self._tasks_named("holdouts")

    @property
    def anchors(self) -> tuple[int, ...]:
        """Tasks that link the versions, because they stand in every one."""
        return self._tasks_named("anchors")

    def repeats(self, version: int) -> tuple[int, ...]:
        """Give the tasks of ``version`` that are shown a second time, which tells how steadily people answer."""
        return tuple(self.settings.get("repeats", {}).get(str(version), ()))

    @cached_property
    def estimated(self) -> pd.DataFrame:
        """The rows that weights are estimated from: those of all tasks but practice and hold-out tasks."""
        return self.rows[~self.rows["task"].isin([*self.practice, *self.holdouts])].reset_index(drop=True)

    def _tasks_named(self, role: str) -> tuple[int, ...]:
        return tuple(self.settings.get(role, ()))

    def tasks_of(self, version: int) -> tuple[int, ...]:
        """Give the tasks that a respondent with ``version`` sees, in the order of the file."""
        return self._tasks[version]

    def estimated_of(self, version: int) -> tuple[int, ...]:
        """Give the tasks of ``version`` without practice and hold-out tasks."""
        beside = {*self.practice, *self.holdouts}
        return tuple(task for task in self._tasks[version] if task not in beside)

    def scenario(self, task: int) -> dict[str, str]:
        """Give the level id of every criterion in ``task``, in the order of the study's; of its first alternative."""
        return dict(self._scenarios[task][0])

    def alternatives(self, task: int) -> tuple[dict[str, str], ...]:
        """Give the scenarios of a choice task in their order, each as ``scenario`` does; an opt-out is none of them."""
        return tuple(dict(scenario) for scenario in self._scenarios[task])

    @cached_property
    def _tasks(self) -> dict[int, tuple[int, ...]]:
        of_version = self.rows.groupby("version")["task"]
        return {int(str(version)): tuple(int(task) for task in tasks.unique()) for version, tasks in of_version}

    @cached_property
    def _scenarios(self) -> dict[int, tuple[dict[str, str], ...]]:
        names = self.study.criterion_ids
        once = self.rows.drop_duplicates(["task", "alternative"])
        found: dict[int, tuple[dict[str, str], ...]] = {}
        for task, row in zip(once["task"], once[list(names)].to_numpy(), strict=True):
            found[int(task)] = (*found.get(int(task), ()), dict(zip(names, map(str, row), strict=True)))
        return found


def _reached(quality: Quality) -> dict[str, Any]:
    """The figures that ``design.json`` keeps; an infinite D-error is null, for JSON has no infinity."""
    return {
        "coding": quality.coding,
        "tasks": quality.tasks,
        "parameters": quality.parameters,
        "rank": quality.rank,
        "d_error": quality.d_error if np.isfinite(quality.d_error) else None,
        "d_efficiency": quality.d_efficiency,
        "d_bound": quality.d_bound,
        "bound_kind": quality.bound_kind,
        "held_out": quality.held_out,
    }
