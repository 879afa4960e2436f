"""Power cuts: what a disk may hold when the power goes, made of what a program wrote and of what it synced.

What was synced is there. Of the rest each write is there, or not, or in part: a disk writes sectors in any order.
"""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from recording import Cut, Event, Remove, Said, Sync, Write, record

from dce.design import make_design
from dce.errors import StoreError
from dce.store import Store
from dce.study import example_study

SECTOR = 512
OPENS = "import sys; from dce.store import Store; Store.open(sys.argv[1]).close()"
OLDEST = Path(__file__).resolve().parents[1] / "store" / "released" / "0001_collect_answers.sql"
WRITER = Path(__file__).with_name("writer.py")
WAYS = ("nothing", "some", "torn")  # of what was not synced


@dataclass
class Outcome:
    """What was found after so many cuts: answers that were acknowledged by then, and what was wrong."""

    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0
    damaged: list[str] = field(default_factory=list)
    faulty: list[str] = field(default_factory=list)


def prepared(folder: Path) -> Path:
    """A database with the example study, closed, so that all of it is on the disk."""
    store = Store.open(folder / "dce.db", synthetic=True)
    store.publish(make_design(example_study(), 8, seed=1))
    store.close()
    return folder / "dce.db"


def cut_power(folder: Path, cuts: int, seed: int, synchronous: str = "FULL", people: int = 20) -> Outcome:
    """Let people answer once, then cut the power at ``cuts`` random moments of it, and open what is left."""
    base = folder / "base"
    base.mkdir()
    database = prepared(base)
    before = {str(database): database.read_bytes()}
    command = [sys.executable, str(WRITER), str(database), str(folder / "said"), synchronous, str(people)]
    events = record(command, database, folder / "said")
    rng, outcome = random.Random(seed), Outcome()
    for number in range(cuts):
        moment = rng.randrange(1, len(events) + 1)
        left = what_is_left(before, events[:moment], rng, WAYS[number % len(WAYS)])
        said = [event.text.split() for event in events[:moment] if isinstance(event, Said)]
        _look(folder / f"cut-{number}", left, said, outcome)
    return outcome


def cut_power_of_a_migration(folder: Path, cuts: int, seed: int) -> Outcome:
    """Bring the first release up to date, cut the power at random moments of that, and open what is left.

    Every answer that it held was acknowledged long ago.
    """
    base = folder / "base"
    base.mkdir()
    database = base / "dce.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(OLDEST.read_text(encoding="utf-8"))
        answers = connection.execute("SELECT respondent, task, rating FROM answers").fetchall()
    said = [[person, str(task), rating] for person, task, rating in answers]
    before = {str(database): database.read_bytes()}
    events = record([sys.executable, "-c", OPENS, str(database)], database, folder / "said")
    rng, outcome = random.Random(seed), Outcome()
    for number in range(cuts):
        left = what_is_left(before, events[: rng.randrange(1, len(events) + 1)], rng, WAYS[number % len(WAYS)])
        _look(folder / f"cut-{number}", left, said, outcome)
    return outcome


def what_is_left(
    before: Mapping[str, bytes], events: Sequence[Event], rng: random.Random, way: str
) -> dict[str, bytearray]:
    """The files after a cut at the end of ``events``."""
    synced = {event.path: place for place, event in enumerate(events) if isinstance(event, Sync)}
    files = {path: bytearray(content) for path, content in before.items()}
    for place, event in enumerate(events):
        if isinstance(event, Sync | Said):
            continue
        folder = str(Path(event.path).parent)
        sure = place < synced.get(folder if isinstance(event, Remove) else event.path, -1)
        if sure or (way != "nothing" and rng.random() < 0.5):
            _apply(files, event, None if sure or way != "torn" else rng)
    return files


def _apply(files: dict[str, bytearray], event: Event, torn: random.Random | None) -> None:
    """Do to ``files`` what ``event`` did; with ``torn`` only some sectors of a write."""
    if isinstance(event, Remove):
        files.pop(event.path, None)
    elif isinstance(event, Cut):
        content = files.setdefault(event.path, bytearray())
        del content[event.size :]
        content.extend(bytes(event.size - len(content)))
    elif isinstance(event, Write):
        content = files.setdefault(event.path, bytearray())
        content.extend(bytes(max(0, event.offset + len(event.data) - len(content))))
        for start in range(0, len(event.data), SECTOR):
            if torn is None or torn.random() < 0.5:
                part = event.data[start : start + SECTOR]
                content[event.offset + start : event.offset + start + len(part)] = part


def _look(folder: Path, left: Mapping[str, bytearray], said: Sequence[Sequence[str]], outcome: Outcome) -> None:
    """Open what is left with the real store, and hold it against what people were told."""
    folder.mkdir()
    for path, content in left.items():
        (folder / Path(path).name).write_bytes(content)
    outcome.cuts += 1
    outcome.acknowledged += len(said)
    try:
        store = Store.open(folder / "dce.db")
        outcome.faulty.extend(store.verify())
    except StoreError as error:
        outcome.damaged.append(str(error))
        outcome.lost += len(said)
        return
    for person, task, answer in said:
        try:
            held = store.answered(person)
        except StoreError:
            held = {}
        outcome.lost += held.get(int(task)) != answer
    store.close()
