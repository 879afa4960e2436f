"""Rows and figures side by side: figures of people whom no file tells of yet are of enough of these, or of none.

Who holds a file of fifteen people and the figures of eighteen would else subtract, and have those of three.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dce.design import Design
from dce.store import editions
from dce.store.database import Database
from dce.store.people_now import people_now

Kind = tuple[int, str]  # version of the design, and options by item as JSON


@dataclass(frozen=True, slots=True)
class Ahead:
    """People who completed and of whom the last edition holds nothing, or something else, by what they told.

    ``fresh`` of them gave answers that no edition held; ``level`` counts those of whom it holds what they say now.
    """

    people: Mapping[Kind, int] = field(default_factory=dict)
    fresh: Mapping[Kind, int] = field(default_factory=dict)
    level: int = 0

    def count(self, behind: Callable[[Mapping[str, str]], bool]) -> tuple[int, int]:
        """Count those ``behind`` a figure, and the fresh ones of them.

        Given are options by item, and the version under the empty name.

        >>> kinds = {(1, '{"rol": "fg"}'): 3, (1, '{}'): 2}
        >>> Ahead(kinds, {(1, '{}'): 1}).count(lambda told: "rol" not in told)
        (2, 1)
        """
        kinds = [kind for kind in self.people if behind({"": str(kind[0])} | json.loads(kind[1]))]
        return sum(self.people[kind] for kind in kinds), sum(self.fresh.get(kind, 0) for kind in kinds)


def ahead(database: Database, study_id: str, design: Callable[[str], Design], *, until: str) -> Ahead | None:
    """Give who completed ``until`` a minute and is not in the last edition as now; None where there is no edition.

    ``design`` gives a design by its hash. Whoever imported people knows them: they are not counted.
    """
    people, fresh, level = Counter[Kind](), Counter[Kind](), 0
    with database.snapshot():
        last = editions.last(database, study_id)
        for id_, person in people_now(database, study_id) if last.number else ():
            before = last.people.get(id_)
            if not person.completed or person.completed > until:
                continue
            level += before == person.part
            if not person.here or before == person.part:
                continue
            kind = person.version, person.part.told
            people[kind] += 1
            if before is None or editions.is_fresh(database, id_, person.part, design(person.design)):
                fresh[kind] += 1
    return Ahead(people, fresh, level) if last.number else None
