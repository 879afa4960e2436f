"""How fieldwork stands, as far as it may be shown: every number here moves in steps, or stands for enough people.

Numbers of people move in steps of ``smallest_group`` (:mod:`dce.disclosure.steps`). Times on a page are of people who
completed, and move when enough of them did (:mod:`dce.store.releases`). No number leaves here otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from dce.design import Design
from dce.disclosure import UNGROUPED, AtLeast, Hidden, groups_in_steps, grown, in_steps, steps_of
from dce.store.assignment import UNDER_WAY_HOURS
from dce.store.clock import utc_minute
from dce.store.database import Database
from dce.store.releases import Look, look
from dce.study import Fieldwork, Study
from dce.study.fieldwork import Moment

MOST_TIMED = 1000  # people whose times are told: more tell nothing new and take long to read
TIMES = "times"  # the name of their split

People = AtLeast | Hidden


@dataclass(frozen=True, slots=True)
class Part:
    """People of one group or version who began and who completed."""

    begun: People
    completed: People


@dataclass(frozen=True, slots=True)
class Quota:
    """The most people of an option that take part, and whether it is ``full``, told in the same steps as the people.

    A quota that is no whole number of steps is ``full`` from the last step before it on: the moment at which it really
    fills would tell an exact number, and two looks around it one person. None where telling would tell of too few.
    """

    item: str
    option: str
    most: int
    taking_part: AtLeast
    full: bool | None

    @property
    def exact(self) -> bool:
        """Whether ``full`` is the very moment at which nobody more is let in."""
        return self.most % self.taking_part.step == 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How the fieldwork of a study stands.

    ``groups`` are by background item and option, ``versions`` of the current design. ``saw`` counts by position, from
    the first, who came so far: of people who completed, or began more than an hour ago. ``times`` holds the quartiles
    of seconds by position, from when enough people moved. ``days`` tells on which day how many had completed,
    and ``last_day`` the last of these: not when the last person came.
    Invitations that were used are told of with enough that were not, so they never tell who did not take part.
    """

    smallest: int
    moment: Moment
    opens: datetime | None
    closes: datetime | None
    begun: AtLeast
    completed: AtLeast
    groups: Mapping[str, Mapping[str, Part]]
    versions: Mapping[str, Part]
    saw: tuple[AtLeast, ...]
    times: Look | None
    quotas: tuple[Quota, ...]
    invited: int
    invitations_used: AtLeast
    days: tuple[tuple[str, AtLeast], ...]
    last_day: str | None


def standing(database: Database, design: Design, fieldwork: Fieldwork) -> Standing:
    """Give how the study of ``design``, the current one, stands now."""
    study, k = design.study, design.study.privacy.smallest_group
    own, since = {"study_id": study.id}, utc_minute(-UNDER_WAY_HOURS)
    items = {item.id for item in study.groupings} | set(fieldwork.quotas)
    with database.snapshot():
        versions = database.run("people_by_version", **own)
        options = database.run("people_by_option", **own, since=since, items=f" {' '.join(items)} ")
        stopped = database.run("stopped_after", **own, since=since)
        days = database.run("completed_by_day", **own)
        (invited,) = database.run("count_invitations", **own)
    shown = running_days([(row["day"], row["people"]) for row in days], k)
    begun, completed = (sum(row[name] for row in versions) for name in ("begun", "completed"))
    return Standing(
        smallest=k,
        moment=fieldwork.moment(),
        opens=fieldwork.opens,
        closes=fieldwork.closes,
        begun=in_steps(begun, k),
        completed=in_steps(completed, k),
        groups=by_group(options, study, begun, completed),
        versions=by_version(versions, design),
        saw=came_so_far({row["answered"]: row["people"] for row in stopped}, completed, _positions(design), k),
        times=_times(database, study, completed),
        quotas=quota_state(options, fieldwork, k),
        invited=invited["made"],
        invitations_used=steps_of(invited["used"], invited["made"], k),
        days=shown,
        last_day=shown[-1][0] if shown else None,
    )


def by_group(rows: Iterable[Any], study: Study, begun: int, completed: int) -> dict[str, dict[str, Part]]:
    """People by background item that results are split by, and option; who did not tell stays unnamed."""
    known = {(row["item"], row["option"]): row for row in rows}
    found = {}
    for item in study.groupings:
        own = {option: known.get((item.id, option), {"begun": 0, "completed": 0}) for option in item.option_ids}
        counts = [{option: int(row[name]) for option, row in own.items()} for name in ("begun", "completed")]
        found[item.id] = _parts(counts, (begun, completed), study.privacy.smallest_group)
    return found


def by_version(rows: Iterable[Any], design: Design) -> dict[str, Part]:
    """People by version of the current design; those of earlier designs stay unnamed."""
    counts: list[Counter[str]] = [Counter(), Counter()]
    for row in rows:
        name = str(row["version"]) if row["design_hash"] == design.hash else UNGROUPED
        for count, kind in zip(counts, ("begun", "completed"), strict=True):
            count[name] += row[kind]
    named = [{str(version): count[str(version)] for version in design.versions} for count in counts]
    return _parts(named, (counts[0].total(), counts[1].total()), design.study.privacy.smallest_group)


def _parts(counts: Sequence[Mapping[str, int]], totals: tuple[int, int], k: int) -> dict[str, Part]:
    shown = [
        groups_in_steps({**own, UNGROUPED: total - sum(own.values())}, k)
        for own, total in zip(counts, totals, strict=True)
    ]
    return {name: Part(shown[0][name], shown[1][name]) for name in counts[0]}


def came_so_far(stopped: Mapping[int, int], completed: int, positions: int, k: int) -> tuple[AtLeast, ...]:
    """People by position, from 1, who saw the task there, where so many ``stopped`` after so many answers.

    How many stopped at a task is not told apart from this: beside it, "fewer than ten" would say "but somebody".

    >>> [saw.people for saw in came_so_far({0: 12, 1: 3}, 40, positions=3, k=10)]
    [50, 40, 40]
    """
    return tuple(
        in_steps(completed + sum(people for answered, people in stopped.items() if answered >= position - 1), k)
        for position in range(1, positions + 1)
    )


def _positions(design: Design) -> int:
    attention = design.study.survey.attention is not None
    return max(len(design.tasks_of(version)) + len(design.repeats(version)) for version in design.versions) + attention


def quota_state(rows: Iterable[Any], fieldwork: Fieldwork, k: int) -> tuple[Quota, ...]:
    """Each quota with the people who take part, in steps; a full quota of few people would tell how few they are."""
    taking = {(row["item"], row["option"]): in_steps(int(row["taking_part"]), k) for row in rows}
    return tuple(
        Quota(item, option, most, told, told.people >= in_steps(most, k).people if most >= k else None)
        for item, options in fieldwork.quotas.items()
        for option, most in options.items()
        for told in [taking.get((item, option), in_steps(0, k))]
    )


def running_days(days: Sequence[tuple[str, int]], k: int) -> tuple[tuple[str, AtLeast], ...]:
    """Days on which the number of people who had completed passed a step: others are taken together with the next.

    >>> [(day, n.people) for day, n in running_days([("2026-11-20", 7), ("2026-11-21", 1), ("2026-11-22", 25)], 10)]
    [('2026-11-22', 30)]
    """
    found: list[tuple[str, AtLeast]] = []
    for (day, _), total in zip(days, np.cumsum([people for _, people in days]).tolist(), strict=True):
        now = in_steps(total, k)
        if now.people > (found[-1][1].people if found else 0):
            found.append((day, now))
    return tuple(found)


def _times(database: Database, study: Study, completed: int) -> Look | None:
    """Quartiles of the seconds on the page by position, of the last people who completed."""
    k = study.privacy.smallest_group
    whole = grown(completed, k)
    number = min(whole, MOST_TIMED - MOST_TIMED % k)
    people = database.run("last_completed", study_id=study.id, number=number, after=whole - number)
    groups = {row["id"]: UNGROUPED for row in people}
    seconds = ([row["seconds"] for row in database.run("first_seconds", respondent=person)] for person in groups)
    return look(database, (study.id, TIMES), groups, lambda: {"positions": quartiles(list(seconds), k)}, k)


def quartiles(seconds: Sequence[Sequence[int | None]], k: int) -> list[dict[str, Any] | None]:
    """By position the first quartile, the median and the third of what each person took; None where few are known.

    >>> quartiles([[10, 4], [20, None], [30, 8]], 3)
    [{'people': 3, 'quarter': 15, 'half': 20, 'three_quarters': 25}, None]
    """
    found: list[dict[str, Any] | None] = []
    for position in range(max(map(len, seconds), default=0)):
        known = [own[position] for own in seconds if position < len(own) and own[position] is not None]
        if len(known) < k:
            found.append(None)
            continue
        low, half, high = (round(float(q)) for q in np.quantile(np.array(known, dtype=float), [0.25, 0.5, 0.75]))
        found.append({"people": in_steps(len(known), k).people, "quarter": low, "half": half, "three_quarters": high})
    return found
