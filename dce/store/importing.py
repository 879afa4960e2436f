"""Answers from elsewhere, stored in one transaction: all of a table or nothing, whatever happens half-way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from dce.design import Design
from dce.errors import StoreError
from dce.store import audit
from dce.store.answers import FIRST
from dce.store.assignment import insert
from dce.store.chain import START, Link
from dce.store.clock import utc_minute
from dce.store.database import Database
from dce.store.editions import note_change
from dce.store.foreign import ForeignPerson, check_answers
from dce.store.foreign.faults import Faults
from dce.store.foreign.words import quoted
from dce.store.respondents import Respondent

IMPORTED = "imported"  # in place of the words on privacy that a person agreed to: those were not ours


@dataclass(frozen=True, slots=True)
class Imported:
    """How many people and answers came in, which columns nothing was done with, and what should be known."""

    people: int
    answers: int
    unused: tuple[str, ...]
    warnings: tuple[str, ...]


def import_answers(database: Database, design: Design, frame: pd.DataFrame, actor: str) -> Imported:
    """Store the answers of a long table to ``design``; raises AnswerError by row and column, and then stores nothing.

    Respondents keep the ids of the table, as text, and are marked as imported; their answers are chained as others are.
    That ``actor`` did so stands in the log.
    """
    checked = check_answers(frame, design, synthetic=database.synthetic)
    chains = [list(_chain(person)) for person in checked.people]  # counted before other writers have to wait
    with database.tx():
        _refuse_known(database, checked.people)
        for person, chain in zip(checked.people, chains, strict=True):
            _add(database, design, person, chain)
        done = Imported(len(checked.people), sum(map(len, chains)), checked.unused, checked.warnings)
        told = f"{done.people} people, {done.answers} answers"
        audit.append(database, actor, "answers.imported", study=design.study.id, object=told)
    return done


def _refuse_known(database: Database, people: tuple[ForeignPerson, ...]) -> None:
    faults = Faults()
    for person in people:
        if database.run("respondent", id=person.id):
            text = f"{quoted(person.id)} is in the database already; leave out who is, or give other ids"
            faults.add(person.row, "respondent", text)
    faults.tell()


def _chain(person: ForeignPerson) -> Iterator[dict[str, Any]]:
    """The answers of a person as they are stored, each tied to the one before."""
    previous, at = START, utc_minute()
    for place, given in enumerate(person.answers, 1):
        link = Link(previous, person.id, place, given.task, given.answer, at, given.showing, FIRST)
        previous = link.hash
        yield {**asdict(link), "hash": previous}


def _add(database: Database, design: Design, person: ForeignPerson, chain: Sequence[Mapping[str, Any]]) -> None:
    shown = tuple(range(1, (design.study.task.alternatives or 0) + 1))
    respondent = Respondent(
        id=person.id,
        design_hash=design.hash,
        version=person.version,
        language=design.study.language,
        tasks=person.tasks,
        criteria=design.study.criterion_ids,
        alternatives=(shown,) * len(person.tasks) if shown else (),
        completed=False,
        settled=True,
    )
    insert(database, respondent, IMPORTED)
    note_change(database, design.study.id, person.id)
    for item, option in person.background.items():
        database.run("set_background", respondent=person.id, item=item, option=option)
    for row, given in zip(chain, person.answers, strict=True):
        if not database.run("add_answer", **row):
            raise StoreError(f"{database.path}: an answer of {quoted(person.id)} was there already; nothing was stored")
        if (given.seconds, given.away, given.reason) != (None, None, None):
            where = {"respondent": person.id, "task": given.task, "showing": given.showing, "revision": FIRST}
            told = {"seconds": given.seconds, "away": given.away, "reason": given.reason}
            database.run("add_circumstances", **where, **told)
    if len(person.answers) == len(person.tasks):
        database.run("complete", id=person.id, completed=utc_minute())
