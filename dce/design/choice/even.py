"""How even the levels of choice tasks are between versions, in compiled code.

The unevenness is the sum, over versions, criteria and levels, of the squared distance of how often a version shows the
level, whichever alternative has it, to what the versions show on average. Tasks in all versions change nothing.
"""

from __future__ import annotations

from numba import njit

from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.choice.state import State


@njit(cache=True, nogil=True)
def note_levels(task: Levels, version: int, times: int, counts: Levels) -> None:
    """Count the levels of ``task`` (J, m) so often in ``version`` and in the totals, the last of ``counts``."""
    for scenario in task:
        for criterion in range(len(scenario)):
            counts[version, criterion, scenario[criterion]] += times
            counts[-1, criterion, scenario[criterion]] += times


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
