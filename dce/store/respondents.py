"""Respondents: a person under a random id, with the tasks and the criteria in the order that he or she sees."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dce.design import Design
from dce.errors import StoreError
from dce.store.clock import utc_minute
from dce.store.database import Database
from dce.store.orders import draw_orders, places, showings
from dce.store.refusals import OutsideScale
from dce.study import Study


@dataclass(frozen=True, slots=True)
class Respondent:
    """A person under a random id: ``tasks`` and ``criteria`` stand in the order in which they are shown.

    A task that is shown twice stands there twice. ``alternatives`` are, for each of ``tasks``, the numbers of its
    alternatives in the order in which they are shown; empty where a task shows one scenario.
    """

    id: str
    design_hash: str
    version: int
    language: str
    tasks: tuple[int, ...]
    criteria: tuple[str, ...]
    alternatives: tuple[tuple[int, ...], ...]
    completed: bool

    def showing(self, position: int) -> int:
        """Which showing of its task stands at ``position``, from 1: the first or the second."""
        return showings(self.tasks)[position - 1]

    @property
    def positions(self) -> dict[tuple[int, int], int]:
        """At which position, from 1, each task and showing stands."""
        return places(self.tasks)


def from_row(row: sqlite3.Row) -> Respondent:
    """Make a respondent of a row of the table ``respondents``."""
    return Respondent(
        id=row["id"],
        design_hash=row["design_hash"],
        version=row["version"],
        language=row["language"],
        tasks=tuple(json.loads(row["tasks"])),
        criteria=tuple(json.loads(row["criteria"])),
        alternatives=tuple(tuple(order) for order in json.loads(row["alternatives"])),
        completed=row["completed"] is not None,
    )


def add(database: Database, design: Design, *, language: str, rng: np.random.Generator) -> Respondent:
    """Add a person to the version of ``design`` that has the fewest, with tasks and criteria in a random order."""
    check_language(design.study, language)
    with database.tx():  # no other process can fill a version between the count and the insert
        people = {row["version"]: row["people"] for row in database.run("count_versions", design_hash=design.hash)}
        version = min(design.versions, key=lambda number: people.get(number, 0))
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
        )
        _insert(database, respondent)
    return respondent


def _insert(database: Database, respondent: Respondent) -> None:
    if not database.run("design", hash=respondent.design_hash):
        raise StoreError(f"{database.path}: design {respondent.design_hash[:12]!r} is not published; publish it first")
    database.run(
        "add_respondent",
        id=respondent.id,
        design_hash=respondent.design_hash,
        version=respondent.version,
        language=respondent.language,
        tasks=json.dumps(respondent.tasks),
        criteria=json.dumps(respondent.criteria),
        alternatives=json.dumps(respondent.alternatives),
        synthetic=int(database.synthetic),
        started=utc_minute(),
    )


def set_code(database: Database, respondent_id: str, code_hash: str) -> None:
    """Keep the hash of the code by which a person resumes; raises StoreError when it is another person's."""
    with database.tx():
        rows = database.run("respondent_by_code", code_hash=code_hash)
        if rows and rows[0]["id"] != respondent_id:
            raise StoreError(f"{database.path}: another respondent has this code; draw another one")
        database.run("set_code", id=respondent_id, code_hash=code_hash)


def check_language(study: Study, language: str) -> None:
    """Refuse a language that ``study`` does not speak."""
    if language not in study.languages:
        raise OutsideScale(f"study {study.id}: no texts in {language!r}; use one of {', '.join(study.languages)}")


def record_background(database: Database, study: Study, respondent_id: str, answers: Mapping[str, str | None]) -> None:
    """Keep an option id per background item, or remove it where it is None; refuses what ``study`` does not ask."""
    options = {item.id: item.option_ids for item in study.background}
    for item, option in answers.items():
        if item not in options:
            raise OutsideScale(f"study {study.id}: no background item {item!r}; use one of {', '.join(options)}")
        if option is not None and option not in options[item]:
            known = ", ".join(options[item])
            raise OutsideScale(f"background item {item}: no option {option!r}; use one of {known}, or none to skip")
    with database.tx():
        for item, option in answers.items():
            if option is None:
                database.run("remove_background", respondent=respondent_id, item=item)
            else:
                database.run("set_background", respondent=respondent_id, item=item, option=option)
