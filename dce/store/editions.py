"""Editions: what of the answers leaves the house as single rows, which moves in steps as figures do.

Two files of one open study would else tell who answered between them, and how. An edition holds, of each person in it,
the answers up to a link of the chain and the options that were told, so that it stays what it was while people go on.
The next one comes when at least ``smallest_group`` people came or changed something since; people who were imported do
not count, for who imported them knows them. Who leaves, or disputes, is out of every edition from then on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from dce.store.clock import utc_minute
from dce.store.database import Database, of_study
from dce.store.importing import IMPORTED
from dce.store.orders import places

AT_ONCE = 2000  # people in a transaction
MOST_HOURS = 1  # that making an edition takes; after that it was cut off
ROWS = ("respondent", "task", "showing", "position", "answer", "seconds", "away", "reason")


@dataclass(frozen=True, slots=True)
class Part:
    """What of a person is in an edition: the first ``links`` of the chain of answers, and options by item as JSON."""

    links: int
    told: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The people of an edition by id; another ``number`` is another edition. Before the first one there is nobody."""

    number: int = 0
    people: Mapping[str, Part] = field(default_factory=dict)

    @property
    def background(self) -> pd.DataFrame:
        """A row a person by id, and a column an item that somebody told, with option ids or missing."""
        told = [json.loads(part.told) for part in self.people.values()]
        return pd.DataFrame(told, index=pd.Index(list(self.people), dtype="str"), dtype="str")


def number(database: Database, study_id: str) -> int:
    """Give the number of the last edition of a study, 0 where there is none yet."""
    return _state(database, study_id).number


def last(database: Database, study_id: str) -> Edition:
    """Give the last edition of a study."""
    with database.snapshot():
        now = _state(database, study_id)
        people = {
            row["respondent"]: Part(row["links"], row["told"])
            for rows in database.stream("handed_out", study_id=study_id, made=now.made)
            for row in rows
        }
        return Edition(now.number, people)


def newest(database: Database, study_id: str, smallest: int) -> Edition:
    """Give the edition of now: a new one where enough people moved since the last, else that one."""
    least = 0 if database.synthetic else smallest
    with database.snapshot():
        before, (given, here) = last(database, study_id), _given_here(database, study_id)
    moved = {id_: part for id_, part in given.items() if before.people.get(id_) != part}
    if not moved or 0 < sum(id_ in here for id_ in moved) < least:
        return before
    made = _begin(database, study_id)
    if made is not None:
        _make(database, study_id, moved, made + 1, least)
        _drop_superseded(database, study_id, [id_ for id_ in moved if id_ in before.people])
    return last(database, study_id)


@dataclass(frozen=True, slots=True)
class _State:
    """The number of the last edition, which departures raise too; how many were made; since when one is being made."""

    number: int = 0
    made: int = 0
    making: str | None = None


def _state(database: Database, study_id: str) -> _State:
    rows = database.run("edition", study_id=study_id)
    return _State(*rows[0]) if rows else _State()


def _begin(database: Database, study_id: str) -> int | None:
    """Give how many editions were made so far, or None where another program is making one at this moment."""
    with database.tx(of_study(study_id)):
        now = _state(database, study_id)
        if now.making is not None and now.making > utc_minute(-MOST_HOURS):
            return None
        database.run("drop_unfinished", study_id=study_id, made=now.made)  # by who was cut off
        database.run("begin_edition", study_id=study_id, making=utc_minute())
    return now.made


def _make(database: Database, study_id: str, moved: Mapping[str, Part], since: int, least: int) -> None:
    """Put down what is handed out, some people at a time, so that who answers waits for none of it; then show it."""
    for some in _parted(list(moved)):
        with database.tx(of_study(study_id)):
            for id_ in some:
                more = {"since": since, "links": moved[id_].links, "told": moved[id_].told}
                database.run("hand_out", study_id=study_id, respondent=id_, **more)
        database.clear_log()
    with database.tx(of_study(study_id)):
        (here,) = database.run("count_handed_out", study_id=study_id, since=since, imported=IMPORTED)
        few = 0 < here["people"] < least  # some left meanwhile
        database.run("end_edition", study_id=study_id, more=int(not few))


def _drop_superseded(database: Database, study_id: str, people: Sequence[str]) -> None:
    """Keep of each of these people what is in the last edition only."""
    made = _state(database, study_id).made
    for some in _parted(people):
        with database.tx(of_study(study_id)):
            for id_ in some:
                database.run("drop_superseded", study_id=study_id, respondent=id_, made=made)


def _parted(people: Sequence[str]) -> Iterator[Sequence[str]]:
    return (people[first : first + AT_ONCE] for first in range(0, len(people), AT_ONCE))


def leave(database: Database, study_id: str, respondent_id: str) -> None:
    """Take somebody out of the last edition, within the transaction under way: it is another one then."""
    database.run("forget_handed_out", respondent=respondent_id)
    database.run("renumber_edition", study_id=study_id)


def given(database: Database, study_id: str) -> dict[str, Part]:
    """Give what is kept now of everybody whose answers count, by id."""
    return _given_here(database, study_id)[0]


def _given_here(database: Database, study_id: str) -> tuple[dict[str, Part], set[str]]:
    """The same, and who of them answered here."""
    told, found, here = defaultdict[str, dict[str, str]](dict), dict[str, Part](), set[str]()
    for rows in database.stream("told_of_study", study_id=study_id):
        for row in rows:
            told[row["respondent"]][row["item"]] = row["option"]
    for rows in database.stream("links_of_study", study_id=study_id):
        for row in rows:
            id_ = row["respondent"]
            found[id_] = Part(row["links"], json.dumps(told.get(id_, {}), sort_keys=True))
            if row["notice"] != IMPORTED:
                here.add(id_)
    return found, here


def rows_of(database: Database, people: Mapping[str, Part]) -> pd.DataFrame:
    """Give a row an answer of ``people`` as it was in their part: columns as in ``ROWS``, the last revision each."""
    found = list[tuple[object, ...]]()
    for id_, part in people.items():
        person = database.run("respondent", id=id_)
        position = places(tuple(json.loads(person[0]["tasks"]))) if person else {}  # else gone since the edition
        shown = dict[tuple[int, int], tuple[object, ...]]()
        for row in database.run("given", respondent=id_)[: part.links]:
            task = row["task"], row["showing"]
            _, seconds, away, _ = shown.get(task, (None, row["seconds"], row["away"], None))  # of the first answer
            shown[task] = row["answer"], seconds, away, row["reason"]
        found += [(id_, *task, position[task], *told) for task, told in shown.items()]
    frame = pd.DataFrame(found, columns=list(ROWS))
    whole = dict.fromkeys(("task", "showing", "position"), "int64") | dict.fromkeys(("seconds", "away"), "Int64")
    return frame.astype(whole | dict.fromkeys(("respondent", "answer", "reason"), "str"))


def told_of(people: Mapping[str, Part]) -> pd.DataFrame:
    """Give a row an option that was told, as it was in their part: respondent, item, option."""
    rows = [(id_, item, option) for id_, part in people.items() for item, option in json.loads(part.told).items()]
    return pd.DataFrame(rows, columns=["respondent", "item", "option"], dtype="str")


def without(frame: pd.DataFrame, people: Iterable[str]) -> pd.DataFrame:
    """Give the rows of a table that are of nobody of ``people``."""
    return frame[~frame["respondent"].isin(set(people))]
