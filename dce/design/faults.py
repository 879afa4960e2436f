"""Faults of a deal: versions that show a task twice or rare combinations too often; and how exchanges mend them."""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.design.deal import Table
from dce.design.single.ground import Levels


def faults(table: Table, version: Levels, versions: int) -> int:
    """How often a version shows a scenario again, and rules hit more than they may."""
    again = len(version) - len(np.unique(table.same * versions + version))
    hits = np.stack([table.hits[version == one].sum(axis=0) for one in range(versions)])
    return int(again + np.maximum(hits - table.most, 0).sum())


@njit(cache=True)
def mend(table: Table, version: Levels, versions: int) -> None:
    """Exchange tasks between versions as long as that leaves fewer faults: tasks are dealt blind to those held."""
    stands = np.zeros((table.same.max() + 1, versions), dtype=np.int64)
    hits = np.zeros((versions, len(table.most)), dtype=np.int64)
    for task in range(len(version)):
        stands[table.same[task], version[task]] += 1
        hits[version[task]] += table.hits[task]
    changed = True
    while changed:
        changed = False
        for one in range(len(version)):
            for other in range(len(version)):
                if not table.free[one] or not _at_fault(table, one, version[one], stands, hits):
                    break
                if table.free[other] and _relief(table, one, other, version, stands, hits) > 0:
                    _swap(table, one, other, version, stands, hits)
                    changed = True


@njit(cache=True)
def _at_fault(table: Table, task: int, place: int, stands: Levels, hits: Levels) -> bool:
    over = (hits[place] > table.most) & (table.hits[task] > 0)
    return bool(stands[table.same[task], place] > 1 or over.any())


@njit(cache=True)
def _relief(table: Table, one: int, other: int, version: Levels, stands: Levels, hits: Levels) -> int:
    """How many faults fewer there are if two tasks exchanged versions; none where they are equal or side by side."""
    a, b = version[one], version[other]
    if a == b or table.same[one] == table.same[other]:
        return 0
    mine, theirs = stands[table.same[one]], stands[table.same[other]]
    fewer = int(mine[a] > 1) + int(theirs[b] > 1) - int(mine[b] > 0) - int(theirs[a] > 0)
    for rule in range(len(table.most)):
        more, most = table.hits[other, rule] - table.hits[one, rule], table.most[rule]
        fewer += max(hits[a, rule] - most, 0) + max(hits[b, rule] - most, 0)
        fewer -= max(hits[a, rule] + more - most, 0) + max(hits[b, rule] - more - most, 0)
    return fewer


@njit(cache=True)
def _swap(table: Table, one: int, other: int, version: Levels, stands: Levels, hits: Levels) -> None:
    a, b = version[one], version[other]
    for task, place, into in ((one, a, b), (other, b, a)):
        stands[table.same[task], place] -= 1
        stands[table.same[task], into] += 1
        hits[place] -= table.hits[task]
        hits[into] += table.hits[task]
    version[one], version[other] = b, a
