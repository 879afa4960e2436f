"""Rows and figures side by side: what one tells and the other does not is of enough people, or of none.

Who holds a file of fifteen people and the figures of eighteen would else subtract, and have those of three. Every file
that was ever taken may lie somewhere, so figures are held against all editions, by each part that they tell of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce.design import Design
from dce.store import editions
from dce.store.database import Database
from dce.store.editions import Held
from dce.store.people_now import Kind, Person, people_now, told_by

Counts = NDArray[np.int64]  # a row an edition, the first one first, and a column a kind
AHEAD, FRESH, LATER = range(3)


@dataclass(frozen=True, slots=True)
class Ahead:
    """People who completed, by what they told, held against each edition.

    ``counts`` are of those of whom it holds nothing, or something else, under what they told then as well as now; of
    the ``FRESH`` ones of them, who gave answers that no edition held; and of those ``LATER`` ones of whom it tells, and
    who completed only after the minute until which this is. Of ``unknown`` people (editions,) it is not known what they
    told then. ``level`` people stand in the last one as they are now.
    """

    kinds: tuple[Kind, ...]
    counts: tuple[Counts, Counts, Counts]
    unknown: Counts
    level: int

    def behind(self, part: Callable[[Mapping[str, str]], bool]) -> NDArray[np.int64]:
        """Count those behind a ``part``, of the three sorts, by edition: (3, editions).

        Given are options by item, and the version under the empty name.

        >>> ahead, fresh, none = np.array([[3, 2]]), np.array([[0, 1]]), np.zeros((1, 2), dtype=np.int64)
        >>> found = Ahead(((1, '{"rol": "fg"}'), (1, "{}")), (ahead, fresh, none), np.zeros(1, dtype=np.int64), 0)
        >>> found.behind(lambda told: "rol" not in told).tolist()
        [[2], [1], [0]]
        """
        own = [part(told_by(kind)) for kind in self.kinds]
        return np.array([counts[:, own].sum(axis=1) for counts in self.counts])


def ahead(database: Database, study_id: str, design: Callable[[str], Design], *, until: str) -> Ahead | None:
    """Give who completed ``until`` a minute beside all editions; None where there is none yet.

    ``design`` gives a design by its hash. Whoever imported people knows them: they are not counted.
    """
    with database.snapshot():
        made, held = editions.history(database, study_id)
        counter = _Counter(made)
        for id_, person in people_now(database, study_id) if made else ():
            rows = held.get(id_, ())
            if not person.completed or person.completed > until:
                counter.later(person, rows)
                continue
            same = bool(rows) and rows[-1].since > 0 and rows[-1].part == person.part
            counter.level += same
            if person.here:
                known = same or (rows and not editions.is_fresh(database, id_, person.part, design(person.design)))
                counter.ahead(person, rows, fresh=not known)
    return counter.counted() if made else None


class _Counter:
    """Counts by edition what begins with one and ends with another."""

    def __init__(self, made: int) -> None:
        self.level, self._made = 0, made
        self._kinds: dict[Kind, int] = {}
        self._steps = Counter[tuple[int, int, int]]()  # sort, kind and edition
        self._unknown = Counter[int]()

    def later(self, person: Person, rows: Sequence[Held]) -> None:
        """Count somebody who completed after the minute with the editions that tell of him or her."""
        if person.completed and person.here:
            for row, since, end in self._spans(rows):
                self._add(LATER, (person.version, row.part.told), since, end)

    def ahead(self, person: Person, rows: Sequence[Held], *, fresh: bool) -> None:
        """Count somebody with the editions that hold nothing, or something else, of him or her."""
        now = person.kind
        first = next((row.since for row in rows if row.since > 0), self._made + 1)
        self._add(AHEAD, now, 1, first)
        if fresh or (rows and rows[0].since > 0):
            self._add(FRESH, now, 1, first)
        for row, since, end in self._spans(rows):
            if row is not rows[-1] and row.part.told == "{}":  # nothing, or what is forgotten since
                self._unknown.update({since: 1, end: -1})
            if row.part == person.part:
                continue
            then = person.version, row.part.told
            for kind in {now, then}:
                self._add(AHEAD, kind, since, end)
            if fresh:
                self._add(FRESH, now, since, end)

    def counted(self) -> Ahead:
        """All of them."""
        counts = np.zeros((3, self._made + 2, len(self._kinds)), dtype=np.int64)
        for (sort, kind, edition), number in self._steps.items():
            counts[sort, edition, kind] = number
        unknown = np.zeros(self._made + 2, dtype=np.int64)
        for edition, number in self._unknown.items():
            unknown[edition] = number
        ahead, fresh, later = counts.cumsum(axis=1)[:, 1 : self._made + 1]
        return Ahead(tuple(self._kinds), (ahead, fresh, later), unknown.cumsum()[1 : self._made + 1], self.level)

    def _add(self, sort: int, kind: Kind, since: int, end: int) -> None:
        if since >= end:
            return
        place = self._kinds.setdefault(kind, len(self._kinds))
        self._steps[sort, place, since] += 1
        self._steps[sort, place, end] -= 1

    def _spans(self, rows: Sequence[Held]) -> Iterator[tuple[Held, int, int]]:
        """Each row of an edition with the first edition that holds it and the first that does not any more."""
        ends = (*(row.since for row in rows[1:]), self._made + 1)
        return ((row, row.since, end) for row, end in zip(rows, ends, strict=False) if row.since > 0)
