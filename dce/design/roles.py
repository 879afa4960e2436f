"""Tasks with their numbers and roles: practice, hold-out tasks, anchors, the versions, and what is shown twice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dce.design.extra import repeated_tasks
from dce.design.single.ground import Levels
from dce.study import DesignSettings, Study


def numbered(
    study: Study, own: DesignSettings, tasks: Levels, version: Levels, extra: Levels, rng: np.random.Generator
) -> tuple[pd.DataFrame, dict[str, object]]:
    """Give the rows of a design, and as settings the numbers of the tasks that have a role.

    Practice tasks come first, then hold-out tasks, both ``extra`` (practice + hold-outs, J, m), then the anchors, then
    a version after the other; ``version`` (N,) of ``tasks`` (N, J, m) counts from 0 and is -1 for an anchor. What is
    repeated is drawn from the tasks that weights are estimated from.
    """
    order = np.argsort(version, kind="stable")
    before, everywhere = len(extra), np.full(len(extra), -1, dtype=np.int64)
    shown, places = np.concatenate([extra, tasks[order]]), np.concatenate([everywhere, version[order]])
    frame = _frame(study, shown, places, own.versions)
    roles: dict[str, object] = {
        "practice": list(range(1, own.practice + 1)),
        "holdouts": list(range(own.practice + 1, before + 1)),
        "anchors": list(range(before + 1, before + own.anchors + 1)),
        "repeats": repeated_tasks(frame[frame["task"] > before], own.repeats, rng),
    }
    return frame, {name: value for name, value in roles.items() if value}


def _frame(study: Study, tasks: Levels, version: Levels, versions: int) -> pd.DataFrame:
    """Turn level numbers (N, J, m) into level ids; a task of version -1 stands in all of ``versions``."""
    times, shown = np.where(version < 0, versions, 1), tasks.shape[1]
    rows = np.repeat(np.arange(len(tasks)), times)
    turn = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    own = np.where(version[rows] < 0, turn, version[rows])
    counters = {
        "version": np.repeat(own + 1, shown),
        "task": np.repeat(rows + 1, shown),
        "alternative": np.tile(np.arange(1, shown + 1), len(rows)),
    }
    columns = {
        criterion.id: np.array(criterion.level_ids, dtype=object)[tasks[rows, :, i].ravel()]
        for i, criterion in enumerate(study.criteria)
    }
    return pd.DataFrame(counters | columns)
