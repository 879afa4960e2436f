"""Which tasks may be shown, in compiled code: rules, no scenario twice in a task, no task twice, dominance."""

from __future__ import annotations

from numba import njit

from dce.design.choice.even import exchange_levels
from dce.design.choice.ground import ChoiceGround, Levels, Mask
from dce.design.choice.state import State
from dce.design.compiled import write
from dce.design.single.ground import fingerprint

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
def may_show(place: int, task: Levels, state: State, ground: ChoiceGround) -> bool:
    """Tell whether ``task`` (J, m) may stand at ``place``; rules that match never are checked where levels change."""
    own = fingerprints(task, ground)
    for a in range(len(own)):
        for b in range(a):
            if own[a] == own[b]:
                return False
    if ground.varying < task.shape[1] and count_varying(task) > ground.varying:
        return False
    others = state.dominated.sum() - state.dominated[place]
    if others + times_of(place, ground) > ground.dominated and has_dominance(task, ground.directions):
        return False
    key, copies = task_key(own), 0
    for other in range(len(state.keys)):
        if other != place and state.keys[other] == key:
            if times_of(other, ground) > 1 or times_of(place, ground) > 1:  # an anchor stands in every version already
                return False
            copies += 1
    return copies < ground.copies and _has_room(place, task, state, ground)


@njit(cache=True, nogil=True)
def _has_room(place: int, task: Levels, state: State, ground: ChoiceGround) -> bool:
    """Tell whether the rare combinations in ``task`` may be shown at ``place``, each in one alternative."""
    for rule in range(len(ground.rare)):
        now = count_matches(task, ground.rare[rule])
        before = count_matches(state.rows[place], ground.rare[rule])
        if now > before and (now > 1 or state.hits[rule] + times_of(place, ground) > ground.most[rule]):
            return False
    return True


@njit(cache=True, nogil=True)
def times_of(place: int, ground: ChoiceGround) -> int:
    """How often the task at ``place`` counts."""
    return int(ground.times[place]) if len(ground.times) else 1


@njit(cache=True, nogil=True)
def count_varying(task: Levels) -> int:
    """Count the criteria on which the alternatives of ``task`` (J, m) differ."""
    varying = 0
    for criterion in range(task.shape[1]):
        if varies(task, criterion):
            varying += 1
    return varying


@njit(cache=True, nogil=True)
def varies(task: Levels, criterion: int) -> bool:
    """Tell whether the alternatives of ``task`` (J, m) differ on a criterion."""
    others = 0
    for a in range(1, len(task)):
        others += task[a, criterion] != task[0, criterion]
    return others > 0


@njit(cache=True, nogil=True)
def count_matches(task: Levels, rule: Mask) -> int:
    """Count the alternatives of ``task`` (J, m) in which a ``rule`` (m, L) matches every criterion."""
    matches = 0
    for a in range(len(task)):
        hit = True
        for criterion in range(task.shape[1]):
            hit = hit and rule[criterion, task[a, criterion]]
        if hit:
            matches += 1
    return matches


@njit(cache=True, nogil=True)
def keeps_rules(task: Levels, ground: ChoiceGround) -> bool:
    """Tell whether every alternative of ``task`` (J, m) may have its levels, and no rule that never may matches one."""
    for a in range(len(task)):
        for criterion in range(task.shape[1]):
            if not ground.open[a, criterion, task[a, criterion]]:
                return False
    hits = 0
    for rule in range(len(ground.matches)):
        hits += count_matches(task, ground.matches[rule])
    return hits == 0


@njit(cache=True, nogil=True)
def fingerprints(task: Levels, ground: ChoiceGround) -> Levels:
    """Give the fingerprint of each alternative of ``task`` (J, m)."""
    keys = task[:, 0].copy()
    for a in range(len(task)):
        keys[a] = fingerprint(task[a], ground.marks)
    return keys


@njit(cache=True, nogil=True)
def write_task(place: int, task: Levels, state: State, ground: ChoiceGround) -> None:
    """Note that ``place`` shows ``task``; inverse and errors are not touched."""
    times = times_of(place, ground)
    exchange_levels(place, task, state, ground)
    for rule in range(len(ground.rare)):
        gone = count_matches(state.rows[place], ground.rare[rule])
        state.hits[rule] += times * (count_matches(task, ground.rare[rule]) - gone)
    write(task, state.rows[place])
    state.keys[place] = task_key(fingerprints(task, ground))
    state.dominated[place] = times * has_dominance(task, ground.directions)
