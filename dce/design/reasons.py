"""The verdict on a design as a value: a grade, and the reasons with what to do about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

MOST_NAMED = 6  # tasks by number in one sentence
Grade = Literal["good", "usable with limits", "not usable"]
SENTENCES = {
    "dead": 'level "{level}" of {criterion} is never shown; show it, or drop it from the study',
    "constant": "{criterion} differs between the alternatives of no task, so its weight cannot be told; let it differ",
    "flat": 'level "{level}" of {criterion} stands at all alternatives of a task or at none; let it meet others',
    "aliased": "the effects of {terms} cannot be told apart; add tasks or change levels",
    "once": 'one scenario alone decides on level "{level}" of {criterion}; show it more often',
    "obvious": "task {tasks}: every criterion at its worst or at its best, so nearly everybody answers alike; change "
    "a level",
    "dominated": "task {tasks}: one alternative beats another on every criterion, so nearly everybody picks alike; "
    "change a level",
    "agree": "task {tasks}: two alternatives agree on {agreement} of the criteria, so answers tell of few; let more "
    "criteria differ",
    "alike": "{one} and {other} vary together (canonical correlation {r}): part of one may pass for the other",
    "inefficient": "this design reaches {efficiency}% of what so many tasks can tell at all: the best needs "
    "{efficiency}% of these answers; add tasks or drop a rule",
    "held_back": "this design reaches {efficiency}% of what so many tasks can tell at all: the best needs "
    "{efficiency}% of these answers; drop a rule, allow more dominated tasks, or add tasks",
    "untested": "{scenarios} different scenarios for {parameters} parameters leave nothing to test the fit with",
    "uncompared": "{comparisons} comparisons for {parameters} parameters leave nothing to test the fit with",
    "same": "two tasks of a version agree on {overlap} of the criteria; people will see them as one",
    "blunt": "{people} people are few for {criterion}: its weight must be {weight} to be found in 80% of studies",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps a design from being good: what kind, and the numbers and names that fill its sentence."""

    kind: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        """The sentence in English, with what to do about it."""
        return SENTENCES[self.kind].format(**self.values)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a design can be used, and the reasons with what to do about them."""

    grade: Grade
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        """The grade, then a reason a line."""
        return "\n".join([self.grade, *(f"  - {reason}" for reason in self.reasons)])


def task_numbers(tasks: Sequence[int]) -> str:
    """Some numbers of tasks for a sentence; the first few where there are many.

    >>> task_numbers([3, 8]), task_numbers(range(1, 30))
    ('3, 8', '1, 2, 3, 4, 5, 6, ...')
    """
    shown = ", ".join(map(str, tasks[:MOST_NAMED]))
    return f"{shown}, ..." if len(tasks) > MOST_NAMED else shown
