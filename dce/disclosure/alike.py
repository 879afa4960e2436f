"""Groups in which (nearly) all gave the same answer: the answer of the group is then the answer of each person.

The handbook of the European statistical offices calls it group attribute disclosure (Hundepool and others 2024, section
5.2), and within-group disclosure where one person answered otherwise and so knows the answers of all others. A share
near 100% is therefore not shown but bounded. The bound depends on the size of the group only and leaves at least three
possible numbers of others open, so neither "all" nor "all but one" can be read from the fact that it is a bound.
Zeros are shown: that nobody of a group gave one of several answers leaves open which they did give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dce.disclosure.hidden import UNGROUPED, Hidden

Counts = tuple[int, ...]
FEWEST_OTHERS = 2  # none, one and two others cannot be told apart
SHARE_OF_OTHERS = 10  # nor, in larger groups, a tenth


@dataclass(frozen=True, slots=True)
class Bounded:
    """All that is shown of answers: the place of the most given one, and that at least this share gave it."""

    answer: int
    at_least: float


def same_answer(counts: Sequence[int]) -> Bounded | None:
    """How the answers of a group are bounded where too many are the same, or None where they may be shown.

    ``counts`` are people by answer, one answer a person.

    >>> same_answer([0, 1, 11])
    Bounded(answer=2, at_least=0.8333333333333334)
    >>> same_answer([0, 3, 9]) is None
    True
    """
    people, most = sum(counts), max(counts)
    open_ = max(FEWEST_OTHERS, people // SHARE_OF_OTHERS)
    if not people or people - most > open_:
        return None
    return Bounded(list(counts).index(most), max(people - open_, 0) / people)


def shown_answers(groups: Mapping[str, Sequence[int]], smallest: int) -> dict[str, Counts | Bounded | Hidden]:
    """The answers of each group to one task, as they may be shown beside those of everybody.

    ``groups`` holds people by answer of each shown group, and of all others together under the empty name, which is not
    shown itself. Groups that are too small must have been taken out. A group whose answers are the same has a bound;
    as its answers could be found by subtracting those of the others from everybody's, the smallest other group is
    hidden as well until those that are not shown are not all the same together.

    >>> shown_answers({"fg": [0, 12], "po": [6, 9], "ja": [10, 10]}, 10)
    {'fg': Bounded(answer=1, at_least=0.8333333333333334), 'po': Hidden(reason='alike', smallest=10), 'ja': (10, 10)}
    """
    counts = {name: tuple(int(people) for people in given) for name, given in groups.items()}
    bounds = {name: same_answer(given) for name, given in counts.items()}
    out = [name for name, given in counts.items() if name == UNGROUPED or bounds[name] or 0 < sum(given) < smallest]
    left = sorted((name for name in counts if name not in out), key=lambda name: sum(counts[name]))
    while left and same_answer(_sum([counts[name] for name in out])):
        out.append(left.pop(0))
    hidden = Hidden("alike", smallest)
    return {
        name: given if name not in out else bounds[name] or hidden
        for name, given in counts.items()
        if name != UNGROUPED
    }


def _sum(counts: Sequence[Counts]) -> Counts:
    return tuple(map(sum, zip(*counts, strict=True))) if counts else (0,)
