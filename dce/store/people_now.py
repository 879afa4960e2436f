"""Who took part in a study and how far each came: all people one after the other, in little memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dce.store.database import Database
from dce.store.importing import IMPORTED
from dce.store.moments import EVERY_ID, Ids

LAST = "9999"  # after every minute


Kind = tuple[int, str]  # version of the design, and options by item as JSON


@dataclass(frozen=True, slots=True)
class Part:
    """What of a person is told: the first ``links`` of the chain of answers, and options by item as JSON."""

    links: int
    told: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose answers count: all that is kept now, of which design and version, and who answered ``here``.

    ``touched`` is the minute of the last answer, and ``changed`` the last one in which somebody who had completed told
    something else, or took a dispute back.
    """

    part: Part
    design: str
    version: int
    here: bool
    completed: str | None
    touched: str
    changed: str

    @property
    def kind(self) -> Kind:
        """What is told of this person beside answers."""
        return self.version, self.part.told


def told_by(kind: Kind) -> dict[str, str]:
    """Give options by item, and the version under the empty name.

    >>> told_by((2, '{"rol": "fg"}'))
    {'': '2', 'rol': 'fg'}
    """
    options: dict[str, str] = json.loads(kind[1])
    return {"": str(kind[0])} | options


def people_now(database: Database, study_id: str, ids: Ids = EVERY_ID) -> Iterator[tuple[str, Person]]:
    """Give everybody who answered and whose answers count, of a range of ids, each after the id."""
    designs, (low, high) = dict[str, str](), ids  # one text each
    for rows in database.stream("people_now", study_id=study_id, low=low, high=high):
        for row in rows:
            part = Part(row["links"], _told(row["told"] or ""))
            design = designs.setdefault(row["design_hash"], row["design_hash"])
            here = row["notice"] != IMPORTED
            times = row["completed"], row["touched"], row["changed"] or ""
            yield row["id"], Person(part, design, row["version"], here, *times)


def until_when(database: Database, study_id: str, first: int) -> str:
    """Give the minute in which the last of the ``first`` so many people completed, LAST where these are fewer."""
    turn = database.run("completed_in_turn", study_id=study_id, before=first - 1)
    return str(turn[0]["completed"]) if turn else LAST


def well_before(database: Database, study_id: str, more: int) -> str:
    """Give the last minute of completion after which ``more`` people completed here, "" where there is none."""
    found = database.run("completed_well_before", study_id=study_id, before=more - 1, imported=IMPORTED)
    return str(found[0]["completed"] or "")


@lru_cache(maxsize=1 << 16)
def _told(options: str) -> str:
    """Options as JSON, given as "item option" with commas between.

    >>> _told("sector rijk,rol fg")
    '{"rol": "fg", "sector": "rijk"}'
    """
    return json.dumps(dict(one.split(" ") for one in sorted(options.split(","))) if options else {})
