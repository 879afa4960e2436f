"""Before and after, of any number of people: what is kept of a state is how many stood behind each part, and a mark.

Who they are is not kept, so a million people cost no more than ten. The price is that a state has to wait now and then
where one that knew the people could be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dce.disclosure.hidden import UNGROUPED

KEY = "dce-behind-state"  # sixteen letters, as the hash asks
WHOLE = 1 << 64
Index = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many people, and a mark that is the same only for the same people: a sum of hashes of their random ids.

    Where the hashes are of their answers as well, it is the same only while nobody changed one. Those of them who were
    ``imported`` are known to who did that, so they are counted and marked apart.

    >>> one, other = Crowd.of(["a", "b"]), Crowd.of(["c"])
    >>> one.people, (one + other) == Crowd.of(["c", "b", "a"]), one == Crowd.of(["a", "c"])
    (2, True, False)
    """

    people: int = 0
    mark: int = 0
    imported: int = 0
    imported_mark: int = 0

    @classmethod
    def of(cls, ids: Sequence[str]) -> Crowd:
        """The crowd of people with these ids."""
        return cls(len(ids), int(id_hashes(ids).sum(dtype=np.uint64)))

    def __add__(self, other: Crowd) -> Crowd:
        """Two crowds that share nobody."""
        return Crowd(
            self.people + other.people,
            (self.mark + other.mark) % WHOLE,
            self.imported + other.imported,
            (self.imported_mark + other.imported_mark) % WHOLE,
        )

    @property
    def here(self) -> Crowd:
        """Those of them who answered here.

        >>> Crowd(12, 5, 9, 4).here
        Crowd(people=3, mark=1, imported=0, imported_mark=0)
        """
        return Crowd(self.people - self.imported, (self.mark - self.imported_mark) % WHOLE)


def id_hashes(ids: Sequence[str]) -> NDArray[np.uint64]:
    """A number for each id that is the same in every process."""
    if not len(ids):
        return np.zeros(0, dtype=np.uint64)
    return pd.util.hash_array(np.asarray(ids, dtype=object), hash_key=KEY, categorize=False)


def crowds(
    hashes: NDArray[np.uint64], part: Index, names: Sequence[str], imported: NDArray[np.bool_] | None = None
) -> dict[str, Crowd]:
    """The people behind each part that has any, from a number of each, such as :func:`id_hashes`.

    ``part`` (people,) is the place in ``names``, -1 for none of these, who stand under the empty name; ``imported``
    (people,) tells who was, nobody where it is left out.

    >>> sorted(crowds(id_hashes(["a", "b", "c"]), np.array([0, -1, 0]), ["fg"]))
    ['', 'fg']
    """
    named = {name: part == place for place, name in enumerate(names)} | {UNGROUPED: part < 0}
    brought = np.zeros(len(hashes), dtype=np.bool_) if imported is None else imported
    return {
        name: Crowd(*_counted(hashes, own), *_counted(hashes, own & brought))
        for name, own in named.items()
        if own.any()
    }


def _counted(hashes: NDArray[np.uint64], own: NDArray[np.bool_]) -> tuple[int, int]:
    return int(own.sum()), int(hashes[own].sum(dtype=np.uint64))


def may_follow(earlier: Iterable[Mapping[str, Crowd]], now: Mapping[str, Crowd], smallest: int) -> bool:
    """Whether figures of the parts ``now`` may be shown to who has seen those of every state ``earlier``.

    The part with the empty name holds all who are in none that is shown; a part that is not shown in both states counts
    with it. Against each state, every part is the same people still, or all that changed grew by ``smallest`` or more,
    or all shrank by as many. A part then changed by so many people at least, whoever they are; and as no growth is set
    off by a loss elsewhere, so did every sum of parts. The same holds of those who answered here alone, or whoever
    imports nine would have the tenth.

    >>> before = {"fg": Crowd.of([f"{n}" for n in range(20)])}
    >>> later = [{"fg": Crowd.of([f"{n}" for n in range(people)])} for people in (20, 21, 30)]
    >>> [may_follow([before], now, 10) for now in later]
    [True, False, True]
    """
    return all(_far_enough(before, now, smallest) for before in earlier)


def _far_enough(before: Mapping[str, Crowd], now: Mapping[str, Crowd], smallest: int) -> bool:
    both = before.keys() & now.keys() - {UNGROUPED}
    old, new = (_merged(state, both) for state in (before, now))
    pairs = [(old[name], new[name]) for name in new]
    return _far(pairs, smallest) and _far([(one.here, other.here) for one, other in pairs], smallest)


def _far(pairs: Iterable[tuple[Crowd, Crowd]], smallest: int) -> bool:
    grown = [new.people - old.people for old, new in pairs if new != old]
    return all(by >= smallest for by in grown) or all(by <= -smallest for by in grown)


def _merged(state: Mapping[str, Crowd], both: set[str]) -> dict[str, Crowd]:
    found = dict.fromkeys([*sorted(both), UNGROUPED], Crowd())
    for name, crowd in state.items():
        found[name if name in both else UNGROUPED] += crowd
    return found
