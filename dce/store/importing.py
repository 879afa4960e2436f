"""Answers from elsewhere, stored in one transaction: all of a table or nothing, whatever happens half-way."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
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

    Respondents keep the ids of the table, as text, where no other study has them, and are marked as imported; their
    answers are chained as others are. That ``actor`` did so stands in the log.
    """
    checked = check_answers(frame, design, synthetic=database.synthetic)
    chains = [list(_chain(person)) for person in checked.people]  # counted before other writers have to wait
    with database.tx():
        people = _under_free_ids(database, design.study.id, checked.people)
        for typed, person, chain in zip(checked.people, people, chains, strict=True):
            _add(database, design, person, chain if typed.id == person.id else list(_chain(person)))
        done = Imported(len(checked.people), sum(map(len, chains)), checked.unused, checked.warnings)
        told = f"{done.people} people, {done.answers} answers"
        audit.append(database, actor, "answers.imported", study=design.study.id, object=told)
    return done


def _under_free_ids(database: Database, study_id: str, people: tuple[ForeignPerson, ...]) -> list[ForeignPerson]:
    """The people, each under an id that nobody has; raises AnswerError for who is in this study already.

    An id that somebody of another study has gets the name of this study before it. A refusal would tell whoever
    imports that the other study has such a person.
    """
    faults, found, named = Faults(), list[ForeignPerson](), {person.id for person in people}
    for person in people:
        id_, owner = person.id, _study_of(database, person.id)
        while owner not in (None, study_id) or (id_ != person.id and id_ in named):
            id_ = f"{study_id}/{id_}"
            owner = _study_of(database, id_)
        alike = {unicodedata.normalize(form, person.id) for form in ("NFC", "NFD")} - {person.id}
        if study_id in (owner, *(_study_of(database, other) for other in (f"{study_id}/{person.id}", *sorted(alike)))):
            text = f"{quoted(person.id)} is in this study already; leave out who is, or give other ids"
            faults.add(person.row, "respondent", text)
        found.append(replace(person, id=id_))
    faults.tell()
    return found


def _study_of(database: Database, respondent_id: str) -> str | None:
    rows = database.run("study_of_respondent", respondent=respondent_id)
    return str(rows[0]["study_id"]) if rows else None


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
    for item, option in person.background.items():
        database.run("set_background", respondent=person.id, item=item, option=option)
    for row, given in zip(chain, person.answers, strict=True):
        if not database.run("add_answer", **row):
            raise StoreError(f"{database.name}: an answer of {quoted(person.id)} was there already; nothing was stored")
        if (given.seconds, given.away, given.reason) != (None, None, None):
            where = {"respondent": person.id, "task": given.task, "showing": given.showing, "revision": FIRST}
            told = {"seconds": given.seconds, "away": given.away, "reason": given.reason}
            database.run("add_circumstances", **where, **told)
    if len(person.answers) == len(person.tasks):
        database.run("complete", id=person.id, completed=utc_minute())
