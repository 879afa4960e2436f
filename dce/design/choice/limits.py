"""Which tasks may be shown, in compiled code: rules, no scenario twice in a task, no task twice, dominance."""

from __future__ import annotations

from numba import njit

from dce.design.choice.ground import ChoiceGround, Levels
from dce.design.ground import allowed_with, fingerprint

ODD = 0x2545F4914F6CDD1D  # spreads the bits of a fingerprint, so that sums of two pairs do not meet by their structure


@njit(cache=True, nogil=True)
def task_key(keys: Levels) -> int:
    """Give one number for the scenarios with fingerprints ``keys`` (J,), whatever their order."""
    total = 0
    for key in keys:
        mixed = (key ^ (key >> 31)) * ODD
        total += mixed ^ (mixed >> 29)
    return total


@njit(cache=True, nogil=True)
def beats(one: Levels, other: Levels, directions: Levels) -> bool:
    """Tell whether scenario ``one`` (m,) is nowhere less favourable than ``other``, and somewhere more.

    Criteria without a direction must agree: nobody knows which of two levels is the better one.
    """
    better = False
    for criterion in range(len(one)):
        gap = one[criterion] - other[criterion]
        if directions[criterion] == 0:
            if gap != 0:
                return False
        elif gap * directions[criterion] < 0:
            return False
        elif gap != 0:
            better = True
    return better


@njit(cache=True, nogil=True)
def has_dominance(task: Levels, directions: Levels) -> bool:
    """Tell whether an alternative of ``task`` (J, m) beats another."""
    for a in range(len(task)):
        for b in range(len(task)):
            if a != b and beats(task[a], task[b], directions):
                return True
    return False


@njit(cache=True, nogil=True)
def may_show(place: int, task: Levels, keys: Levels, dominated: Levels, ground: ChoiceGround) -> bool:
    """Tell whether ``task`` (J, m) may stand at ``place`` among tasks with ``keys`` (N,), ``dominated`` (N,) of 0 or 1.

    The rules of the study are checked where levels change, and not here.
    """
    own = fingerprints(task, ground)
    for a in range(len(own)):
        for b in range(a):
            if own[a] == own[b]:
                return False
    others = dominated.sum() - dominated[place]
    if others >= ground.dominated and has_dominance(task, ground.directions):
        return False
    key, copies = task_key(own), 0
    for other in range(len(keys)):
        if other != place and keys[other] == key:
            copies += 1
    return copies < ground.copies


@njit(cache=True, nogil=True)
def keeps_rules(scenario: Levels, alternative: int, criterion: int, level: int, ground: ChoiceGround) -> bool:
    """Tell whether ``scenario`` (m,) at this alternative may have this level."""
    return bool(ground.open[alternative, criterion, level]) and allowed_with(scenario, criterion, level, ground.matches)


@njit(cache=True, nogil=True)
def fingerprints(task: Levels, ground: ChoiceGround) -> Levels:
    """Give the fingerprint of each alternative of ``task`` (J, m)."""
    keys = task[:, 0].copy()
    for a in range(len(task)):
        keys[a] = fingerprint(task[a], ground.marks)
    return keys
