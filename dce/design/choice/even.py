"""How even the levels of choice tasks are between versions, in compiled code.

The unevenness is the sum, over versions, criteria and levels, of the squared distance of how often a version shows the
level, whichever alternative has it, to what the versions show on average. Tasks in all versions change nothing.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.state import State


def count_levels(rows: Levels, ground: ChoiceGround) -> Levels:
    """How often each version shows each level in ``rows`` (N, J, m): (V + 1, m, L), the totals last."""
    versions = ground.version.max(initial=-1) + 1
    counts = np.zeros((versions + 1, *ground.open.shape[1:]), dtype=np.int64)
    for task, version in zip(rows, ground.version, strict=False):  # none where there is one version
        if version >= 0:
            np.add.at(counts[version], (np.arange(rows.shape[2]), task), 1)
    counts[-1] = counts[:-1].sum(axis=0)
    return counts


@njit(cache=True, nogil=True)
def exchange_levels(place: int, task: Levels, state: State, ground: ChoiceGround) -> None:
    """Note that ``place`` has the levels of ``task`` (J, m) from now on."""
    version = ground.version[place] if len(ground.version) else -1
    if version < 0:
        return
    state.uneven[0] += change_with(place, task, state, ground)
    for a in range(len(task)):
        for criterion in range(task.shape[1]):
            for counts in (state.counts[version, criterion], state.counts[-1, criterion]):
                counts[state.rows[place, a, criterion]] -= 1
                counts[task[a, criterion]] += 1


@njit(cache=True, nogil=True)
def level_change(place: int, criterion: int, levels: Levels, state: State, ground: ChoiceGround) -> float:
    """What the unevenness changes by if the alternatives at ``place`` had these ``levels`` (J,) of a criterion."""
    version, change = ground.version[place], 0.0
    if version < 0:
        return 0.0
    own, totals, versions = state.counts[version, criterion], state.counts[-1, criterion], len(state.counts) - 1
    for level in range(len(own)):
        more = 0
        for a in range(len(levels)):
            more += int(levels[a] == level) - int(state.rows[place, a, criterion] == level)
        change += more * (2 * own[level] + more) - more * (2 * totals[level] + more) / versions
    return change


@njit(cache=True, nogil=True)
def change_with(place: int, task: Levels, state: State, ground: ChoiceGround) -> float:
    """What the unevenness changes by if ``place`` showed ``task`` (J, m); 0 where there is one version."""
    change = 0.0
    if len(ground.version):
        for criterion in range(task.shape[1]):
            change += level_change(place, criterion, task[:, criterion], state, ground)
    return change
