"""What a task may show: the study's rules, how often rare combinations come, no scenario twice."""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.design.compiled import write
from dce.design.single.ground import ANCHOR, Ground, Levels, Mask, State, fingerprint


def matching(scenarios: Levels, rules: Mask) -> Mask:
    """Tell for each of ``scenarios`` (N, m) which of ``rules`` (C, m, L) match it: (N, C)."""
    return np.asarray(rules[:, np.arange(scenarios.shape[1]), scenarios].all(axis=2).T)


@njit(cache=True, nogil=True)
def matched(scenario: Levels, rule: Mask) -> bool:
    """Tell whether ``rule`` (m, L) counts the level of ``scenario`` (m,) in every criterion."""
    hit = True
    for criterion in range(len(scenario)):
        hit = hit and rule[criterion, scenario[criterion]]
    return bool(hit)


@njit(cache=True, nogil=True)
def may_have(task: int, criterion: int, level: int, state: State, ground: Ground) -> bool:
    """Tell whether ``task`` keeps every rule once ``criterion`` has ``level``."""
    scenario = state.rows[task]
    for rule in range(len(ground.matches)):
        hit = ground.matches[rule, criterion, level]
        for other in range(len(scenario)):
            if not hit:
                break
            if other != criterion:
                hit = ground.matches[rule, other, scenario[other]]
        if hit and not _has_room(rule, task, state, ground):
            return False
    return True


@njit(cache=True, nogil=True)
def may_show(task: int, scenario: Levels, state: State, ground: Ground) -> bool:
    """Tell whether ``task`` may show ``scenario`` (m,), which breaks no rule that allows nothing."""
    for rule in range(len(ground.matches)):
        if ground.most[rule] and matched(scenario, ground.matches[rule]) and not _has_room(rule, task, state, ground):
            return False
    return is_new(fingerprint(scenario, ground.marks), task, state, ground)


@njit(cache=True, nogil=True)
def _has_room(rule: int, task: int, state: State, ground: Ground) -> bool:
    """Tell whether ``rule`` may match once more, at ``task``."""
    if ground.most[rule] == 0:
        return False
    if matched(state.rows[task], ground.matches[rule]):
        return True
    version = ground.version[task]
    if version == ANCHOR:
        return bool(state.hits[rule].max() < ground.most[rule])
    return bool(state.hits[rule, version] < ground.most[rule])


@njit(cache=True, nogil=True)
def is_new(key: int, task: int, state: State, ground: Ground) -> bool:
    """Tell whether ``task`` may show the scenario with fingerprint ``key``: no version twice, and not too often."""
    count, version = 0, ground.version[task]
    for other in range(len(state.keys)):
        if state.keys[other] == key and other != task:
            elsewhere = ground.version[other]
            if elsewhere == version or ANCHOR in (elsewhere, version):
                return False
            count += 1
    return count < ground.copies


@njit(cache=True, nogil=True)
def note(task: int, scenario: Levels, state: State, ground: Ground) -> None:
    """Write down that ``task`` shows ``scenario`` (m,); what it teaches is noted elsewhere."""
    for rule in range(len(ground.matches)):
        if ground.most[rule]:
            before = matched(state.rows[task], ground.matches[rule])
            after = matched(scenario, ground.matches[rule])
            change = int(after) - int(before)
            if ground.version[task] == ANCHOR:
                state.hits[rule] += change
            else:
                state.hits[rule, ground.version[task]] += change
    write(scenario, state.rows[task])
    state.keys[task] = fingerprint(scenario, ground.marks)
