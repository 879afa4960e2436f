"""Counts that move in steps: how many people, while they come in, without a look a minute later telling of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dce.disclosure.hidden import UNGROUPED, Hidden
from dce.disclosure.splits import shown_groups


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least so many people, in whole steps; 0 is fewer than one ``step``."""

    people: int
    step: int


def in_steps(people: int, step: int) -> AtLeast:
    """The whole steps in a number of people.

    Two looks that show the same may differ by none, and two that do not may differ by a step or more, so no pair
    of them tells of fewer than ``step`` people.

    >>> in_steps(47, 10), in_steps(9, 10)
    (AtLeast(people=40, step=10), AtLeast(people=0, step=10))
    """
    return AtLeast(people - people % step, step)


def steps_of(people: int, known: int, step: int) -> AtLeast:
    """The whole steps in how many of ``known`` people did something, never so many that fewer than a step did not.

    >>> steps_of(40, 40, 10), steps_of(35, 47, 10)
    (AtLeast(people=30, step=10), AtLeast(people=30, step=10))
    """
    return in_steps(max(min(people, known - step), 0), step)


def groups_in_steps(counts: Mapping[str, int], step: int) -> dict[str, AtLeast | Hidden]:
    """Groups in steps as far as :func:`shown_groups` shows them; the ungrouped, under the empty name, are not there.

    >>> groups_in_steps({"fg": 34, "po": 18, "ja": 3}, 10)["fg"]
    AtLeast(people=30, step=10)
    """
    shown = shown_groups(counts, step)
    return {
        name: in_steps(people, step) if name in shown else Hidden("small", step)
        for name, people in counts.items()
        if name != UNGROUPED
    }
