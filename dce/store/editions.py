"""Editions: what of the answers leaves the house as single rows, which moves in steps as figures do.

Two files of one open study would else tell who answered between them, and how. An edition holds, of each person in it,
the answers up to a link of the chain and the options that were told, so that it stays what it was while people go on.
The next one comes when at least ``smallest_group`` people gave answers that no edition held; who only told something
else, or went back to earlier answers, comes along with them. As a file can be of one version of the study, people of a
version come together or wait together. People who were imported do not count, for who imported them knows them. Beside
figures that were shown a file tells of nobody who came since, or of enough (``beside_figures``). Who leaves, or
disputes, is out of every edition from then on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from sys import intern

import pandas as pd

from dce.design import Design
from dce.store.beside_figures import Figures, Gather, Waiting
from dce.store.clock import utc_minute
from dce.store.database import Database, Row, of_study
from dce.store.orders import places
from dce.store.people_now import LAST, Part, Person, people_now
from dce.study.answers import beside_scale

AT_ONCE = 250  # people in a transaction: who answers waits for few of them
MOST_HOURS = 1  # that making an edition takes; after that it was cut off
ROWS = ("respondent", "task", "showing", "position", "answer", "seconds", "away", "reason")


@dataclass(frozen=True, slots=True)
class Edition:
    """The people of an edition by id; another ``number`` is another edition. Before the first one there is nobody."""

    number: int
    people: Mapping[str, Part]

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
            row["respondent"]: Part(row["links"], intern(row["told"]))
            for rows in database.stream("handed_out", study_id=study_id, made=now.made)
            for row in rows
        }
        return Edition(now.number, people)


def newest(
    database: Database, study_id: str, smallest: int, design: Callable[[str], Design], gathered: Gather
) -> Edition:
    """Give the edition of now: a new one where enough people moved since the last, else that one.

    ``design`` gives a design by its hash, ``gathered`` what figures are of, of those who completed
    until a minute.
    """
    least = 0 if database.synthetic else smallest
    with database.snapshot():
        figures = Figures.of(database, study_id, smallest)
        before, given = last(database, study_id), dict(people_now(database, study_id))
    sure = database.synthetic or figures.known(given.values())
    until = LAST if sure else figures.until(gathered)
    if until is None or not (sure or given == dict(people_now(database, study_id))):
        return before  # for now, where somebody came meanwhile
    with database.snapshot():
        moved = defaultdict[str, list[str]](list)
        for id_, person in given.items():
            if before.people.get(id_) != person.part and (person.completed or "") <= until:
                moved[person.design].append(id_)
        fresh = {found: _enough(database, own, given, design(found), least) for found, own in moved.items()}
    going = [id_ for found, own in moved.items() if fresh[found] is not None for id_ in own]
    waiting = [
        Waiting(given[id_], before.people.get(id_), is_fresh(database, id_, given[id_].part, design(found)))
        for found, own in moved.items()
        if fresh[found] is None
        for id_ in own
    ]
    if not going or not (database.synthetic or figures.whole(waiting, until)):
        return before
    made = _begin(database, study_id)
    if made is not None:
        parts = {id_: given[id_].part for id_ in going}
        needed = [id_ for own in fresh.values() for id_ in own or ()]
        _make(database, study_id, parts, made + 1, partial(_still, database, study_id, needed, figures))
        _forget_superseded(database, study_id, [id_ for id_ in going if id_ in before.people])
    return last(database, study_id)


def _still(database: Database, study_id: str, needed: Sequence[str], figures: Figures) -> bool:
    """Whether nobody who is ``needed`` left while an edition was made, and no newer figures were shown."""
    there = all(any(row["since"] > 0 for row in database.run("parts_of", respondent=id_, more=1)) for id_ in needed)
    return there and Figures.of(database, study_id, figures.smallest) == figures


def _enough(
    database: Database, moved: Sequence[str], given: Mapping[str, Person], design: Design, least: int
) -> Sequence[str] | None:
    """``least`` of those who moved whose answers no edition held, none where nobody here did; None for too few."""
    here = [id_ for id_ in moved if given[id_].here]
    fresh = list(islice((id_ for id_ in here if is_fresh(database, id_, given[id_].part, design)), least))
    return fresh if len(fresh) == least or not here else None


def is_fresh(database: Database, respondent: str, part: Part, design: Design) -> bool:
    """Whether no edition held these answers of a person, of those that every file tells: what a model is fitted to."""
    tasks, beside = set(design.estimated["task"]), beside_scale(design.study.task)

    def held(rows: Sequence[Row]) -> dict[int, str]:
        last = {row["task"]: row["answer"] for row in rows if row["showing"] == 1 and row["task"] in tasks}
        return {task: answer for task, answer in last.items() if answer not in beside}

    given = database.run("given", respondent=respondent)
    earlier = [held(given[: row["links"]]) for row in database.run("parts_of", respondent=respondent, more=0)]
    return held(given[: part.links]) not in [{}, *earlier]


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
        if now.making is not None and utc_minute(-MOST_HOURS) < now.making <= utc_minute(MOST_HOURS):
            return None
        database.run("drop_unfinished", study_id=study_id, made=now.made)  # by who was cut off
        database.run("begin_edition", study_id=study_id, making=utc_minute())
    return now.made


def _make(database: Database, study_id: str, moved: Mapping[str, Part], since: int, still: Callable[[], bool]) -> None:
    """Put down what is handed out, some people at a time, so that who answers waits for none of it; then show it.

    It is not shown unless it ``still`` may be at the end: the next one may.
    """
    for some in _parted(list(moved)):
        with database.tx(of_study(study_id)):
            for id_ in some:
                more = {"since": since, "links": moved[id_].links, "told": moved[id_].told}
                database.run("hand_out", study_id=study_id, respondent=id_, **more)
        database.copy_log_back()
    with database.tx(of_study(study_id)):
        database.run("end_edition", study_id=study_id, more=int(still()))


def _forget_superseded(database: Database, study_id: str, people: Sequence[str]) -> None:
    """Keep of earlier editions how many answers of these people they held, and not what they told then."""
    made = _state(database, study_id).made
    for some in _parted(people):
        with database.tx(of_study(study_id)):
            for id_ in some:
                database.run("forget_superseded", study_id=study_id, respondent=id_, made=made)


def _parted(people: Sequence[str]) -> Iterator[Sequence[str]]:
    return (people[first : first + AT_ONCE] for first in range(0, len(people), AT_ONCE))


def leave(database: Database, study_id: str, respondent_id: str, *, for_good: bool) -> None:
    """Take somebody out of the last edition, within the transaction under way: it is another one then.

    Unless that is ``for_good``, it stays known which answers earlier editions held: who comes back brings nothing new.
    """
    if for_good:
        database.run("forget_handed_out", respondent=respondent_id)
    else:
        database.run("drop_unfinished_of", respondent=respondent_id)
        database.run("put_aside_handed_out", respondent=respondent_id)
    database.run("renumber_edition", study_id=study_id)
    database.run("delete_made_files_of_study", study_id=study_id)  # of which nobody knows who is in them


@dataclass(frozen=True, slots=True)
class Held:
    """What editions hold of a person ``since`` one of them; below zero before he or she disputed."""

    since: int
    part: Part


def history(database: Database, study_id: str) -> tuple[int, Mapping[str, Sequence[Held]]]:
    """Give how many editions were made, and what they held of each person by id, the first one first."""
    made, found = _state(database, study_id).made, dict[str, tuple[Held, ...]]()
    alike = dict[tuple[Held, ...], tuple[Held, ...]]()  # kept once, as most people have the same
    for rows in database.stream("held", study_id=study_id, made=made):
        for row in rows:
            held = *found.get(row["respondent"], ()), Held(row["since"], Part(row["links"], intern(row["told"])))
            found[row["respondent"]] = alike.setdefault(held, held)
    return made, found


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
