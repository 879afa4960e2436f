"""Respondents: a person under a random id, with the tasks and the criteria in the order that he or she sees."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from dce.errors import StoreError
from dce.store.clock import utc_minute
from dce.store.database import Database, Row, of_person
from dce.store.orders import places, showings
from dce.store.refusals import OutsideScale
from dce.study import Study


@dataclass(frozen=True, slots=True)
class Respondent:
    """A person under a random id: ``tasks`` and ``criteria`` stand in the order in which they are shown.

    A task that is shown twice stands there twice. ``alternatives`` are, for each of ``tasks``, the numbers of its
    alternatives in the order in which they are shown; empty where a task shows one scenario. A person is ``settled``
    once the version is chosen with the role that he or she told, or would not tell.
    """

    id: str
    design_hash: str
    version: int
    language: str
    tasks: tuple[int, ...]
    criteria: tuple[str, ...]
    alternatives: tuple[tuple[int, ...], ...]
    completed: bool
    settled: bool = True

    def showing(self, position: int) -> int:
        """Which showing of its task stands at ``position``, from 1: the first or the second."""
        return showings(self.tasks)[position - 1]

    @property
    def positions(self) -> Mapping[tuple[int, int], int]:
        """At which position, from 1, each task and showing stands."""
        return places(self.tasks)


def from_row(row: Row) -> Respondent:
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
        settled=row["cell"] is not None,
    )


def by_id(database: Database, respondent_id: str) -> Respondent:
    """Give the respondent with this id; raises StoreError when there is none."""
    rows = database.run("respondent", id=respondent_id)
    if not rows:
        raise StoreError(f"{database.name}: no such respondent; start again or use the personal code")
    return from_row(rows[0])


def by_code(database: Database, code_hash: str) -> Respondent | None:
    """Give the respondent whose code has this hash, or None."""
    rows = database.run("respondent_by_code", code_hash=code_hash)
    return from_row(rows[0]) if rows else None


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
    with database.tx(of_person(respondent_id)):
        for item, option in answers.items():
            if option is None:
                database.run("remove_background", respondent=respondent_id, item=item)
            else:
                database.run("set_background", respondent=respondent_id, item=item, option=option)
        database.run("note_change", respondent=respondent_id, at=utc_minute())
