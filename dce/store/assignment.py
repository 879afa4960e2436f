"""Assignment: which version a person gets, and whether there is room for one more.

Who begins counts for an hour, and after that only who completed: a version that many left is given again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from dce.design import Design
from dce.errors import StoreError
from dce.store.clock import utc_minute
from dce.store.database import Database, of_design, of_person
from dce.store.orders import draw_orders
from dce.store.respondents import Respondent, check_language, from_row
from dce.store.states import refuse_unless_open
from dce.study import Fieldwork, Study

UNDER_WAY_HOURS = 1
NO_ROLE = ""  # the cell of people who did not tell their role, or of a study that asks none


def add(
    database: Database,
    design: Design,
    *,
    language: str,
    rng: np.random.Generator,
    notice: str = "",
    code_hash: Callable[[str], str] | None = None,
) -> Respondent:
    """Add a person to the version of ``design`` that has the fewest, with tasks and criteria in a random order."""
    check_language(design.study, language)
    with database.tx(of_design(design.hash)):  # no other process can fill a version between the count and the insert
        refuse_unless_open(database, design.study.id)
        version = _fewest(database, design, ("count_versions",), {}, besides="")
        orders = draw_orders(design, version, rng)
        respondent = Respondent(
            id=secrets.token_urlsafe(16),
            design_hash=design.hash,
            version=version,
            language=language,
            tasks=orders.tasks,
            criteria=orders.criteria,
            alternatives=orders.alternatives,
            completed=False,
            settled=_role(design.study) is None,
        )
        insert(database, respondent, notice)
        if code_hash is not None:
            database.run("set_code", id=respondent.id, code_hash=code_hash(respondent.id))
    return respondent


def insert(database: Database, respondent: Respondent, notice: str) -> None:
    """Keep a new person, inside a transaction; raises StoreError where the design is not published."""
    if not database.run("design", hash=respondent.design_hash):
        raise StoreError(f"{database.name}: design {respondent.design_hash[:12]!r} is not published; publish it first")
    database.run(
        "add_respondent",
        id=respondent.id,
        design_hash=respondent.design_hash,
        language=respondent.language,
        cell=NO_ROLE if respondent.settled else None,
        notice=notice,
        synthetic=int(database.synthetic),
        started=utc_minute(),
        **_shown(respondent),
    )


def settle(database: Database, design: Design, respondent: Respondent, rng: np.random.Generator) -> Respondent:
    """Give the person the version that has the fewest within his or her role; once, before the first answer.

    A version that is already among the fewest is kept, with its orders.
    """
    if respondent.settled:
        return respondent
    with database.tx(of_design(design.hash), of_person(respondent.id)):
        role, told = _role(design.study), database.run("background", respondent=respondent.id)
        cell = next((row["option"] for row in told if row["item"] == role), NO_ROLE)
        settled = replace(respondent, settled=True)
        if not database.run("answered", respondent=respondent.id, showing=1):
            counts = ("count_cell", "count_versions")
            version = _fewest(database, design, counts, {"cell": cell}, besides=respondent.id, own=respondent.version)
            if version != respondent.version:
                orders = draw_orders(design, version, rng)
                settled = replace(
                    settled,
                    version=version,
                    tasks=orders.tasks,
                    criteria=orders.criteria,
                    alternatives=orders.alternatives,
                )
        database.run("settle", id=respondent.id, cell=cell, **_shown(settled))
        return from_row(database.run("respondent", id=respondent.id)[0])  # another tab may have been first


def _shown(respondent: Respondent) -> dict[str, Any]:
    """What a person is shown, as it is stored."""
    return {
        "version": respondent.version,
        "tasks": json.dumps(respondent.tasks),
        "criteria": json.dumps(respondent.criteria),
        "alternatives": json.dumps(respondent.alternatives),
    }


def _fewest(
    database: Database, design: Design, counts: tuple[str, ...], cell: Mapping[str, str], *, besides: str, own: int = 0
) -> int:
    """The version with the fewest people by the first of ``counts``, and by the next where some are level."""
    if len(design.versions) == 1:
        return design.versions[0]
    people = [
        {
            row["version"]: row["people"]
            for row in database.run(
                count,
                design_hash=design.hash,
                besides=besides,
                **_lately(),
                **(cell if count == "count_cell" else {}),
            )
        }
        for count in counts
    ]
    return min(design.versions, key=lambda v: (*(found.get(v, 0) for found in people), v != own))


def _role(study: Study) -> str | None:
    """The background item within which versions are balanced: the first one by which results are split."""
    return study.groupings[0].id if study.groupings else None


def _lately() -> dict[str, str]:
    """When who is under way now began. Who began under a clock that ran ahead is not under way until that day comes."""
    return {"since": utc_minute(-UNDER_WAY_HOURS), "until": utc_minute(UNDER_WAY_HOURS)}


def room(database: Database, study_id: str, fieldwork: Fieldwork) -> bool:
    """Whether one more person can take part in the study."""
    if fieldwork.people is None:
        return True
    (found,) = database.run("count_taking_part", study_id=study_id, **_lately())
    return bool(found["people"] < fieldwork.people)


def room_in_groups(database: Database, study_id: str, fieldwork: Fieldwork, respondent_id: str) -> bool:
    """Whether no group that this person belongs to has all the people it needs."""
    told = {row["item"]: row["option"] for row in database.run("background", respondent=respondent_id)}
    for item, limits in fieldwork.quotas.items():
        option = told.get(item)
        if option in limits:
            values = {"study_id": study_id, "item": item, "option": option, "besides": respondent_id}
            (found,) = database.run("count_with_option", **values, **_lately())
            if found["people"] >= limits[option]:
                return False
    return True


def begun_this_hour(database: Database, study_id: str) -> int:
    """How many people began in the hour before now."""
    return int(database.run("count_begun", study_id=study_id, **_lately())[0]["people"])
