"""What is dealt into versions: tasks as rows, where some of them stand beforehand, and what a version may show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from dce.coding import Array
from dce.design.single.ground import Levels, Mask

NOWHERE, EVERYWHERE = -1, -2  # of a task that is dealt, and of an anchor


@dataclass(frozen=True, slots=True)
class Deal:
    """What is dealt: ``tasks`` (N, J, m) into ``versions`` with equally many tasks each.

    Tasks whose ``held`` (N,) is a version stay there, those that are EVERYWHERE stand in all versions, and those that
    are NOWHERE are dealt. With the coded tasks ``x`` (N, K) versions are made strong as well as even. What a rule
    ``hits`` (N, C) in the tasks of a version may come to ``most`` (C,). Deals begin
    from ``first`` (N,) where that will do.
    """

    tasks: Levels
    versions: int
    held: Levels
    x: Array | None = None
    hits: Levels | Mask | None = None
    most: Levels | None = None
    first: Levels | None = None

    @classmethod
    def of(cls, tasks: Levels, versions: int, **more: Any) -> Deal:
        """A deal in which no task stays where it is."""
        return cls(tasks, versions, **({"held": np.full(len(tasks), NOWHERE)} | more))


def side_by_side(tasks: Levels) -> Levels:
    """Tasks (N, J, m) as rows (N, J * m), alternatives in a fixed order, so that equal tasks are equal rows."""
    ordered = [task[np.lexsort(task.T[::-1])] for task in tasks]
    return np.ascontiguousarray(np.reshape(ordered, (len(tasks), tasks.shape[1] * tasks.shape[2])))


class Table(NamedTuple):
    """The tasks to deal as compiled code takes them: equal ones have one number in ``same`` (N,).

    ``most`` is what those that stand everywhere leave.
    """

    tasks: Levels
    same: Levels
    held: Levels
    free: Mask
    hits: Levels
    most: Levels

    @classmethod
    def of(cls, deal: Deal, dealt: Mask) -> Table:
        """The tasks of ``deal`` that do not stand everywhere, which are the ``dealt`` ones (N,)."""
        tasks, held = np.ascontiguousarray(deal.tasks[dealt]), deal.held[dealt]
        _, same = np.unique(side_by_side(tasks), axis=0, return_inverse=True)
        hits = np.zeros((len(dealt), 0)) if deal.hits is None else deal.hits
        most = np.zeros(0, dtype=np.int64) if deal.most is None else deal.most
        hits = hits.astype(np.int64)
        return cls(tasks, same.astype(np.int64), held, held < 0, hits[dealt], most - hits[~dealt].sum(axis=0))
