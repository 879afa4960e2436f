"""Tasks of another design that a new one keeps: all of them stay, and what is missing is searched beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dce.design.candidates import Candidates
from dce.design.deal import EVERYWHERE, NOWHERE, side_by_side
from dce.design.rows import broken_rules, rule_words
from dce.design.single.allowed import matching
from dce.design.single.ground import ANCHOR, Levels
from dce.design.split import in_turn
from dce.errors import DesignError
from dce.study import DesignSettings, Study

if TYPE_CHECKING:
    from dce.design.design import Design


@dataclass(frozen=True, slots=True)
class Kept:
    """Level numbers (k, J, m) of the tasks that stay, with the version from 0 of each, or -1 where it is dealt."""

    tasks: Levels
    version: Levels

    def held(self, anchors: int, tasks: int) -> Levels:
        """Where each of so many tasks stands beforehand: the kept ones first, then anchors, then what is dealt."""
        held = np.full(tasks, NOWHERE, dtype=np.int64)
        held[: len(self.version)] = self.version
        held[len(self.version) : len(self.version) + anchors] = EVERYWHERE
        return held


def kept_tasks(study: Study, own: DesignSettings, keep: Design | None) -> Kept:
    """Read the tasks of ``keep`` as tasks of ``study``; raises DesignError where they do not fit."""
    shown = study.task.alternatives or 1
    if keep is None:
        return Kept(np.zeros((0, shown, len(study.criteria)), dtype=np.int64), np.zeros(0, dtype=np.int64))
    rows = keep.estimated
    _check_form(study, own, keep)
    _check_rules(study, rows)
    tasks = _numbers(study, rows).reshape(-1, shown, len(study.criteria))
    version = _versions(own, rows, shown)
    most = own.tasks * own.versions
    counts = np.bincount(version, minlength=own.versions) if (version >= 0).any() else np.zeros(1)
    if len(tasks) > most or counts.max() > own.tasks:
        raise DesignError(
            f"study {study.id}: the design to keep has {len(tasks)} tasks, more than {own.tasks} in each of "
            f"{own.versions} version(s); ask for more tasks or versions"
        )
    _, copies = np.unique(side_by_side(tasks), axis=0, return_counts=True)
    if copies.max(initial=0) > own.versions:
        raise DesignError(
            f"study {study.id}: the design to keep shows a task {copies.max()} times, and a version shows it once; ask "
            f"for {copies.max()} versions or more"
        )
    return Kept(np.ascontiguousarray(tasks), version)


def placed(own: DesignSettings, found: Candidates, kept: Kept) -> Levels:
    """Give the version (N,) from 0 of each task of a search: kept ones first, then anchors, which stand in all.

    Kept ones that have none are dealt in turn, so that those that a rare combination matches do not meet.
    """
    version, turns = kept.version.copy(), in_turn(kept.version, own.tasks - own.anchors, own.versions)
    _, same = np.unique(side_by_side(kept.tasks), axis=0, return_inverse=True)
    hits = [matching(alternative, found.matches[found.most > 0]) for alternative in kept.tasks.swapaxes(0, 1)]
    order = np.lexsort([same, *np.any(hits, axis=0).T])
    dealt = order[version[order] < 0]
    version[dealt] = turns[: len(dealt)]
    return np.concatenate([version, np.full(own.anchors, ANCHOR), np.sort(turns[len(dealt) :])])


def _check_form(study: Study, own: DesignSettings, keep: Design) -> None:
    """Refuse other criteria, other numbers of alternatives, and anchors."""
    names, shown, theirs = list(study.criterion_ids), study.task.alternatives or 1, keep.study.task.alternatives or 1
    if list(keep.study.criterion_ids) != names:
        raise DesignError(f"study {study.id}: the design to keep has other criteria; they must be {', '.join(names)}")
    if theirs != shown:
        raise DesignError(
            f"study {study.id}: the design to keep shows {theirs} scenario(s) in a task, and the study {shown}; keep a "
            f"design of tasks with {shown}"
        )
    if own.anchors:
        raise DesignError(f"study {study.id}: a design that is added to cannot get anchors; use anchors: 0")


def _check_rules(study: Study, rows: pd.DataFrame) -> None:
    """Refuse what the study does not know, or no scenario of it may show."""
    names = list(study.criterion_ids)
    for task, levels in zip(rows["task"], rows[names].to_numpy(), strict=True):
        for criterion, level in zip(study.criteria, levels, strict=True):
            if level not in criterion.level_ids:
                raise DesignError(
                    f'study {study.id}: the design to keep, task {task}: criterion "{criterion.id}" has no level '
                    f'"{level}"; use one of {", ".join(criterion.level_ids)}'
                )
        for number in broken_rules(study, dict(zip(names, levels, strict=True))):
            raise DesignError(
                f"study {study.id}: the design to keep, task {task}: breaks {rule_words(study, number)}; drop the rule "
                f"or the task"
            )


def _numbers(study: Study, rows: pd.DataFrame) -> Levels:
    """Level numbers (N, m) of rows that hold level ids."""
    columns = [pd.Index(criterion.level_ids).get_indexer(pd.Index(rows[criterion.id])) for criterion in study.criteria]
    return np.stack(columns, axis=1).astype(np.int64)


def _versions(own: DesignSettings, rows: pd.DataFrame, shown: int) -> Levels:
    """The version from 0 of every task, where there are as many of them as asked for; -1 where all are dealt anew."""
    found, version = np.unique(rows["version"].to_numpy()[::shown], return_inverse=True)
    if own.versions == 1 or len(found) != own.versions:
        return np.full(len(version), NOWHERE, dtype=np.int64)
    return np.asarray(version, dtype=np.int64)
