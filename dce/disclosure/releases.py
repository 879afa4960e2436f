"""Before and after: live figures move in steps, so that no two looks at them differ by fewer than ``smallest`` people.

What counts is people, not numbers: one who left and nine who came are a difference of ten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dce.disclosure.hidden import UNGROUPED
from dce.disclosure.splits import shown_groups

_OUT = None  # where people are who are not behind any figure


@dataclass(frozen=True, slots=True)
class Released:
    """Who was behind the figures of one split when they were shown: the ``part`` of each person, by respondent id.

    A part is a shown group; all others together are the part with the empty name. ``gone`` counts, by part, the people
    that were behind it and are deleted since: of them the number is left.
    """

    part: Mapping[str, str]
    gone: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Mapping[str, str], smallest: int) -> Released:
        """What would be shown of people in ``groups`` (by respondent id, empty for none).

        >>> Released.of({f"{n}": "fg" if n < 20 else "po" for n in range(35)}, 10).sizes
        {'fg': 20, 'po': 15}
        """
        counts = Counter(groups.values())
        shown = set(shown_groups(counts, smallest))
        return cls({person: group if group in shown else UNGROUPED for person, group in groups.items()})

    @property
    def sizes(self) -> dict[str, int]:
        """People behind each part, those who are gone included."""
        return dict(Counter(self.part.values()) + Counter(self.gone))


def may_release(earlier: Iterable[Released], now: Released, smallest: int) -> bool:
    """Whether figures of ``now`` may be shown to who has seen all those that were released ``earlier``.

    Against each of them, the people who came into a part, left it or went from one part to another are none, or at
    least ``smallest``: then no sum of parts, before and after, differs by fewer. A group that is not shown in both
    counts with all others that are not.

    >>> before = Released.of({f"{n}": "fg" for n in range(20)}, 10)
    >>> [may_release([before], Released.of({f"{n}": "fg" for n in range(people)}, 10), 10) for people in (20, 21, 30)]
    [True, False, True]
    """
    return all(not 0 < people < smallest for before in earlier for people in _moves(before, now).values())


def _moves(before: Released, now: Released) -> Counter[frozenset[str | None]]:
    """People by the two parts between which they went, in either direction."""
    both = set(before.sizes) & set(now.sizes) - {UNGROUPED}
    moves: Counter[frozenset[str | None]] = Counter()
    for person in before.part.keys() | now.part.keys():
        old, new = (_part(release.part.get(person), both) for release in (before, now))
        if old != new:
            moves[frozenset((old, new))] += 1
    left: defaultdict[str | None, int] = defaultdict(int)
    for part, people in before.gone.items():
        left[_part(part, both)] += people
    for merged, people in left.items():
        moves[frozenset((merged, _OUT))] += people
    return moves


def _part(name: str | None, both: set[str]) -> str | None:
    return name if name is _OUT or name in both else UNGROUPED
