"""Tasks beside those that weights are estimated from: practice, hold-out tasks, and tasks that are shown twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numba import njit

from dce.design.single.ground import Levels
from dce.errors import DesignError

MOST_COMPARED = 2000


def extra_tasks(allowed: Levels, shown: Levels, count: int) -> Levels:
    """Give ``count`` of the tasks ``allowed`` (P, J, m), as unlike the ``shown`` (N, J, m) and each other as can be.

    What a model says of tasks unlike those it was fitted to is its hardest test. Raises DesignError where too few are
    left.
    """
    differ = unlike(allowed, shown) if count else np.zeros(0, dtype=np.int64)
    taken = list[int]()
    for _ in range(count):
        one = int(np.argmax(differ)) if len(differ) else 0
        if not len(differ) or differ[one] == 0:
            raise DesignError(
                f"too few tasks are left for {count} practice and hold-out tasks; ask for fewer, or narrow a rule"
            )
        taken.append(one)
        differ = np.minimum(differ, unlike(allowed, allowed[[one]]))
    return allowed[taken]


@njit(cache=True)
def unlike(tasks: Levels, others: Levels) -> Levels:
    """In how many levels each of ``tasks`` (P, J, m) differs from the nearest of ``others`` (N, J, m).

    Alternatives are held against those most like them, whatever their order, so that 0 is the same task.
    """
    least = np.full(len(tasks), tasks.shape[1] * tasks.shape[2] + 1, dtype=np.int64)
    for task in range(len(tasks)):
        for other in range(len(others)):
            one_way = _beyond(tasks[task], others[other])
            least[task] = min(least[task], max(one_way, _beyond(others[other], tasks[task])))
    return least


@njit(cache=True)
def _beyond(task: Levels, other: Levels) -> int:
    """Sum over the scenarios of ``task`` of the levels in which the nearest of ``other`` differs; both (J, m)."""
    total = 0
    for a in range(len(task)):
        nearest = task.shape[1]
        for b in range(len(other)):
            nearest = min(nearest, np.sum(task[a] != other[b]))
        total += nearest
    return total


def repeated_tasks(rows: pd.DataFrame, count: int, rng: np.random.Generator) -> dict[str, list[int]]:
    """Give by version the numbers of ``count`` tasks of it that are shown a second time, drawn at random."""
    if not count:
        return {}
    return {
        str(version): sorted(rng.choice(own["task"].unique(), count, replace=False).tolist())
        for version, own in rows.groupby("version")
    }
