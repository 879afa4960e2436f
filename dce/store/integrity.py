"""What a database file should still be: whole pages, rows that refer to each other, and unbroken chains of answers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dce.errors import StoreError
from dce.store.chain import START, Link
from dce.store.database import Database
from dce.store.designs import read_design
from dce.store.refusals import named
from dce.store.respondents import Respondent, from_row


def faults(database: Database) -> tuple[str, ...]:
    """Give a sentence for every fault, naming its row; nothing when the file is sound."""
    with named(database.path), database.snapshot():
        return (*_pages(database), *_designs(database), *_answers(database), *_respondents(database))


def _pages(database: Database) -> Iterator[str]:
    for row in database.connection.execute("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"the file is damaged: {row[0]}"
    for row in database.connection.execute("PRAGMA foreign_key_check"):
        yield f"table {row['table']}, row {row['rowid']}: refers to a row of {row['parent']} that is not there"


def _designs(database: Database) -> Iterator[str]:
    for row in database.run("designs"):
        try:
            read_design(database, row["hash"])
        except StoreError:
            yield f"design {row['hash']}: its rows or its study are not those that were published under this hash"


def _answers(database: Database) -> Iterator[str]:
    rows = database.run("all_answers")
    for respondent, chain in groupby(rows, key=lambda row: str(row["respondent"])):
        before = START
        for place, row in enumerate(chain, 1):
            where = f"answer of respondent {respondent} to task {row['task']}"
            if row["previous"] != before or row["place"] != place:
                yield f"{where}: an answer before it is missing or was changed"
            link = Link(row["previous"], respondent, row["place"], row["task"], row["rating"], row["at"])
            if row["hash"] != link.hash:
                yield f"{where}: it is not what was stored"
            before = row["hash"]


def _respondents(database: Database) -> Iterator[str]:
    for row in database.run("all_respondents"):
        yield from _respondent(database, from_row(row))


def _respondent(database: Database, respondent: Respondent) -> Iterator[str]:
    answered = {row["task"] for row in database.run("answered", respondent=respondent.id)}
    if answered - set(respondent.tasks):
        yield f"respondent {respondent.id}: has answers to tasks that are not in the tasks shown"
    if respondent.completed and set(respondent.tasks) - answered:
        yield f"respondent {respondent.id}: is marked as completed, but answers are missing"
