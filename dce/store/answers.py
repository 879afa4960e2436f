"""Answers: a row for each that was given, only ever inserted, each tied to the one before.

A task is answered once for each time it is shown; a change on purpose is a new revision, and the latest one counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dce.store.chain import START, Link
from dce.store.clock import utc_minute
from dce.store.database import Database, of_person
from dce.store.refusals import AlreadyAnswered, OutsideScale, StoreBusy, Unfinished, UnknownTask
from dce.store.respondents import Respondent
from dce.store.states import refuse_unless_open
from dce.study import Study
from dce.study.answers import fits, said_right

Stored = Literal["stored", "same", "changed"]
FIRST = 1


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How an answer came about; each is None where it is not known.

    Whole ``seconds`` on the page as the server measured them, how often the page was out of sight (``away``), and the
    ``reason`` in the person's own words.
    """

    seconds: int | None = None
    away: int | None = None
    reason: str | None = None


def record(
    database: Database,
    study: Study,
    respondent: Respondent,
    task: int,
    answer: str,
    *,
    showing: int = FIRST,
    instead_of: int | None = None,
    circumstances: Circumstances | None = None,
) -> Stored:
    """Store one answer; the same again is ``same``, another one is refused and changes nothing.

    Another one, or another reason for the same, is ``changed`` where it comes ``instead_of`` the revision that counts.
    """
    if showing not in range(1, respondent.tasks.count(task) + 1):
        raise UnknownTask("this respondent has no such task; answer one of the tasks that are shown")
    if not fits(study.task, answer):
        raise OutsideScale(f"study {study.id}: this is no answer to a {study.task.kind} task; {said_right(study.task)}")
    where = {"respondent": respondent.id, "task": task, "showing": showing}

    def other_reason() -> bool:
        said = database.run("reason", **where, revision=instead_of)
        return circumstances is not None and circumstances.reason != (said[0]["reason"] if said else None)

    with database.tx(of_person(respondent.id)):
        refuse_unless_open(database, study.id)
        found = database.run("answer", **where)
        if found and found[0]["answer"] == answer and not (found[0]["revision"] == instead_of and other_reason()):
            return "same"
        if found and found[0]["revision"] != instead_of:
            raise AlreadyAnswered(f"task {task} is already answered with {found[0]['answer']!r}; that answer stays")
        revision = found[0]["revision"] + 1 if found else FIRST
        last = database.run("last_answer", respondent=respondent.id)
        previous, place = (last[0]["hash"], last[0]["place"] + 1) if last else (START, 1)
        link = Link(previous, respondent.id, place, task, answer, utc_minute(), showing, revision)
        if not database.run("add_answer", **link.fields, hash=link.hash):
            raise StoreBusy("another answer of this person came at the same moment; nothing was stored, try again")
        if circumstances is not None:
            how = {"seconds": circumstances.seconds, "away": circumstances.away, "reason": circumstances.reason}
            database.run("add_circumstances", **where, revision=revision, **how)
        return "changed" if found else "stored"


def answered(database: Database, respondent_id: str, showing: int = FIRST) -> dict[int, str]:
    """Give the answer that counts per task, in the order in which they were first answered."""
    return {row["task"]: row["answer"] for row in database.run("answered", respondent=respondent_id, showing=showing)}


def revision_of(database: Database, respondent_id: str, task: int, showing: int = FIRST) -> int | None:
    """Give the revision that counts now, or None where the task is not answered."""
    found = database.run("answer", respondent=respondent_id, task=task, showing=showing)
    return int(found[0]["revision"]) if found else None


def reason_of(database: Database, respondent_id: str, task: int, showing: int = FIRST) -> str | None:
    """Give the reason beside the answer that counts now, or None."""
    revision = revision_of(database, respondent_id, task, showing)
    said = database.run("reason", respondent=respondent_id, task=task, showing=showing, revision=revision)
    return said[0]["reason"] if said else None


def seconds_taken(database: Database, respondent_id: str) -> list[int]:
    """Give the seconds on the page of every first answer."""
    return [row["seconds"] for row in database.run("seconds_taken", respondent=respondent_id)]


def complete(database: Database, respondent: Respondent) -> None:
    """Mark the respondent as done, once every task is answered; doing it twice changes nothing."""
    with database.tx(of_person(respondent.id)):
        (given,) = database.run("count_answered", respondent=respondent.id)
        left = len(respondent.tasks) - given["answered"]
        if left:
            raise Unfinished(f"{left} of {len(respondent.tasks)} tasks are not answered yet; answer them first")
        database.run("complete", id=respondent.id, completed=utc_minute())
