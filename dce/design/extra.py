"""Tasks beside those that weights are estimated from: practice, hold-out tasks, and tasks that are shown twice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dce.design.ground import Levels
from dce.errors import DesignError

MOST_COMPARED = 2000


def extra_tasks(allowed: Levels, shown: Levels, count: int, rng: np.random.Generator) -> Levels:
    """Give ``count`` of the scenarios ``allowed`` (P, m), each as unlike the ``shown`` (N, m) and each other as can be.

    What a model says of scenarios unlike those it was fitted to is its hardest test. Raises DesignError where too few
    are left.
    """
    drawn = rng.permutation(allowed)[:MOST_COMPARED]
    differ = (drawn[:, None, :] != shown[None, :, :]).sum(axis=2).min(axis=1)
    taken = list[int]()
    for _ in range(count):
        one = int(np.argmax(differ))
        if differ[one] == 0:
            raise DesignError(
                f"too few scenarios are left for {count} practice and hold-out tasks; ask for fewer, or narrow a rule"
            )
        taken.append(one)
        differ = np.minimum(differ, (drawn != drawn[one]).sum(axis=1))
    return drawn[taken]


def repeated_tasks(rows: pd.DataFrame, count: int, rng: np.random.Generator) -> dict[str, list[int]]:
    """Give by version the numbers of ``count`` tasks of it that are shown a second time, drawn at random."""
    if not count:
        return {}
    return {
        str(version): sorted(rng.choice(own["task"].unique(), count, replace=False).tolist())
        for version, own in rows.groupby("version")
    }
