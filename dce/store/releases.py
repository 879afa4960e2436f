"""What was shown last of live figures, and who was behind it: a new look comes only when enough people moved.

Only random ids and parts are kept, and who is deleted goes here too: then just the number that was there is left.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dce.disclosure import Released, may_release
from dce.store.clock import utc_minute
from dce.store.database import Database, of_study


@dataclass(frozen=True, slots=True)
class Look:
    """Figures (JSON) as they were first shown ``at`` a minute, and are shown until enough people moved."""

    content: Mapping[str, Any]
    at: str


def look(
    database: Database, split: tuple[str, str], groups: Mapping[str, str], make: Callable[[], Mapping[str, Any]], k: int
) -> Look | None:
    """Give the figures of a ``split`` (study id, name) that may be shown now, None while there are too few people.

    ``groups`` tells the group of each person behind them, the empty one for none, and ``make`` makes them; it is called
    only where they may be shown. As long as fewer than ``k`` people moved, figures stay what they were, also where
    somebody changed an answer.
    """
    where, now = dict(zip(("study_id", "split"), split, strict=True)), Released.of(groups, k)
    with database.tx(of_study(where["study_id"])):  # two looks at once must not each be held against the same past
        last = database.run("last_release", **where)
        known = bool(last) and _earlier(database, where, since=last[0]["number"]) == [now]
        if len(groups) >= k and not known and may_release(_earlier(database, where), now, k):
            _add(database, where, last[0]["number"] + 1 if last else 1, now, make())
            last = database.run("last_release", **where)
    return Look(json.loads(last[0]["content"]), last[0]["at"]) if last else None


def _earlier(database: Database, where: Mapping[str, str], since: int = 1) -> list[Released]:
    people: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for row in database.run("released_people", **where, since=since):
        people[row["number"]][row["respondent"]] = row["part"]
    sizes: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row in database.run("released_parts", **where, since=since):
        sizes[row["number"]][row["part"]] = row["people"]
    return [Released(people[number], dict(parts - Counter(people[number].values()))) for number, parts in sizes.items()]


def _add(database: Database, where: Mapping[str, str], number: int, now: Released, content: Mapping[str, Any]) -> None:
    database.run("add_release", **where, number=number, content=json.dumps(content), at=utc_minute())
    for part, people in now.sizes.items():
        database.run("add_released_part", **where, number=number, part=part, people=people)
    for respondent, part in now.part.items():
        database.run("add_released_person", **where, number=number, part=part, respondent=respondent)
