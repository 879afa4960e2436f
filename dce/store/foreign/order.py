"""Which version a foreign respondent had, and in which order its tasks stood as far as the table tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dce.design import Design
from dce.study.answers import ATTENTION

Shown = tuple[int, int]  # a task, and which showing of it


def versions_with(design: Design, shown: Sequence[Shown], told: Collection[int | None]) -> list[int]:
    """The versions that show all of these, only the one that was told where one was."""
    wanted = [version for version in design.versions if not told or told == {version}]
    return [version for version in wanted if set(shown) <= set(_all(design, version))]


def order_tasks(
    design: Design, version: int, shown: Sequence[Shown], positions: Mapping[Shown, int | None]
) -> tuple[int, ...]:
    """The tasks of ``version``: those ``shown`` at the positions they had, or in the order of the table; then the rest.

    Whoever tells no position is taken to have seen the practice tasks first.
    """
    every = _all(design, version)
    at = [positions.get(one) for one in shown]
    free = range(1, len(every) + 1)
    if len(set(at)) < len(at) or not set(at) <= set(free):
        practice = [one for one in every if one[0] in design.practice and one not in shown]
        at = list(range(len(practice) + 1, len(practice) + len(shown) + 1))
    placed = dict(zip(at, shown, strict=True))
    left = iter(one for one in every if one not in set(shown))
    return tuple((placed[place] if place in placed else next(left))[0] for place in free)


def _all(design: Design, version: int) -> list[Shown]:
    """Every showing of a version, practice in front and second showings at the end."""
    tasks = sorted(design.tasks_of(version), key=lambda task: task not in design.practice)
    attention = [(ATTENTION, 1)] if design.study.survey.attention is not None else []
    return [*((task, 1) for task in tasks), *attention, *((task, 2) for task in design.repeats(version))]
