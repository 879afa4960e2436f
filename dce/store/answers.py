"""Answers: one row for each respondent and task, only ever inserted, each tied to the one before."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from dce.store.chain import START, Link
from dce.store.clock import utc_minute
from dce.store.database import Database
from dce.store.refusals import AlreadyAnswered, OutsideScale, Unfinished, UnknownTask
from dce.store.respondents import Respondent
from dce.study import Study


def record(
    database: Database, study: Study, respondent: Respondent, task: int, rating: str
) -> Literal["stored", "same"]:
    """Store one answer; the same rating again is ``same``, another one is refused and changes nothing."""
    if task not in respondent.tasks:
        raise UnknownTask("this respondent has no such task; answer one of the tasks that are shown")
    if rating not in study.scale_ids:
        raise OutsideScale(f"study {study.id}: the rating is not on the scale; use one of {', '.join(study.scale_ids)}")
    with database.tx():
        if database.run("add_answer", **_row(_next_link(database, respondent.id, task, rating))):
            return "stored"
        (found,) = database.run("answer", respondent=respondent.id, task=task)
    if found["rating"] == rating:
        return "same"
    raise AlreadyAnswered(f"task {task} is already answered with {found['rating']!r}; that answer stays")


def _next_link(database: Database, respondent_id: str, task: int, rating: str) -> Link:
    last = database.run("last_answer", respondent=respondent_id)
    previous, place = (last[0]["hash"], last[0]["place"] + 1) if last else (START, 1)
    return Link(previous, respondent_id, place, task, rating, utc_minute())


def _row(link: Link) -> dict[str, object]:
    return {**asdict(link), "hash": link.hash}


def answered(database: Database, respondent_id: str) -> dict[int, str]:
    """Give the rating per task, in the order in which they were answered."""
    return {row["task"]: row["rating"] for row in database.run("answered", respondent=respondent_id)}


def complete(database: Database, respondent: Respondent) -> None:
    """Mark the respondent as done, once every task is answered; doing it twice changes nothing."""
    with database.tx():
        left = len(set(respondent.tasks) - set(answered(database, respondent.id)))
        if left:
            raise Unfinished(f"{left} of {len(respondent.tasks)} tasks are not answered yet; answer them first")
        database.run("complete", id=respondent.id, completed=utc_minute())
