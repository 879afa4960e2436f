"""Tasks of another design that a new one keeps: all of them stay, and what is missing is searched beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dce.design.allowed import matching
from dce.design.candidates import Candidates
from dce.design.ground import ANCHOR, Levels
from dce.design.split import in_turn
from dce.errors import DesignError
from dce.study import DesignSettings, Study

if TYPE_CHECKING:
    from dce.design.design import Design


@dataclass(frozen=True, slots=True)
class Kept:
    """Level numbers (k, m) of the scenarios that stay, with the version from 0 of each, or -1 where it is dealt."""

    scenarios: Levels
    version: Levels


def kept_scenarios(study: Study, own: DesignSettings, keep: Design | None) -> Kept:
    """Read the tasks of ``keep`` as scenarios of ``study``; raises DesignError where they do not fit."""
    if keep is None:
        return Kept(np.zeros((0, len(study.criteria)), dtype=np.int64), np.zeros(0, dtype=np.int64))
    rows = keep.estimated
    names = list(study.criterion_ids)
    unknown = [name for name in rows.columns[3:] if name not in names]
    if unknown or list(keep.study.criterion_ids) != names:
        raise DesignError(f"study {study.id}: the design to keep has other criteria; they must be {', '.join(names)}")
    if own.anchors:
        raise DesignError(f"study {study.id}: a design that is added to cannot get anchors; use anchors: 0")
    levels = np.stack([np.array(_numbers(study, name, rows[name].tolist())) for name in names], axis=1)
    own_version = len(keep.versions) == own.versions and own.versions > 1
    version = rows["version"].to_numpy() - 1 if own_version else np.full(len(rows), -1, dtype=np.int64)
    most = own.tasks * own.versions
    counts = np.bincount(version, minlength=own.versions) if own_version else np.zeros(1)
    if len(rows) > most or counts.max() > own.tasks:
        raise DesignError(
            f"study {study.id}: the design to keep has {len(rows)} tasks, more than {own.tasks} in each of "
            f"{own.versions} version(s); ask for more tasks or versions"
        )
    return Kept(np.ascontiguousarray(levels, dtype=np.int64), np.asarray(version, dtype=np.int64))


def placed(own: DesignSettings, found: Candidates, kept: Kept) -> Levels:
    """Give the version (N,) from 0 of each task of a search: kept ones first, then anchors, which stand in all.

    Kept tasks that have none are dealt in turn, so that those that a rare combination matches do not meet.
    """
    version, turns = kept.version.copy(), in_turn(kept.version, own.tasks - own.anchors, own.versions)
    _, same = np.unique(kept.scenarios, axis=0, return_inverse=True)
    order = np.lexsort([same, *matching(kept.scenarios, found.matches[found.most > 0]).T])
    dealt = order[version[order] < 0]
    version[dealt] = turns[: len(dealt)]
    return np.concatenate([version, np.full(own.anchors, ANCHOR), np.sort(turns[len(dealt) :])])


def _numbers(study: Study, name: str, levels: list[str]) -> list[int]:
    known = next(criterion.level_ids for criterion in study.criteria if criterion.id == name)
    return [known.index(level) for level in levels]
