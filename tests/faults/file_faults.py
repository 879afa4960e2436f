"""What becomes of a database that somebody or something has touched: each is refused by name and left as it is."""

from __future__ import annotations

import random
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from power_cut import prepared

from dce.errors import DceError, StoreError
from dce.store import Store, clock

PAGE = 4096
ANSWER = re.compile(
    rb"20\d\d-\d\d-\d\dT\d\d:\d\dZ[0-9a-f]{128}"
)  # as it lies in the file: moment, hash before, own hash
NOBODY = 65534  # the system's account with no rights, where the tests run as root


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was done, how often, and what came of it."""

    fault: str
    tries: int
    acknowledged: int
    lost: int
    wrong: int
    refused: str


def answered(folder: Path, people: int = 12) -> tuple[Path, dict[str, dict[int, str]]]:
    """A closed database of people who answered, and what each was told is stored."""
    path, told = prepared(folder), dict[str, dict[int, str]]()
    with closing(Store.open(path)) as store:
        design = store.current(store.study_ids()[0])
        for number in range(people):
            person = store.add_respondent(design, language="nl", rng=np.random.default_rng(number))
            told[person.id] = {task: str(1 + (number + task) % 5) for task in person.tasks}
            for task, answer in told[person.id].items():
                store.record_answer(person.id, task, answer)
    return path, told


def missing(path: Path, told: dict[str, dict[int, str]]) -> int:
    """How many of the answers that were told are not there any more."""
    with closing(Store.open(path)) as store:
        return sum(
            store.answered(person).get(task) != given for person, own in told.items() for task, given in own.items()
        )


def wounded(folder: Path, fault: str, tries: int, wound: Callable[[bytearray, random.Random], None]) -> Row:
    """Files with a wound, opened and read whole: it is found and said in words, and the file is left as it was."""
    path, told = answered(folder)
    whole, rng = path.read_bytes(), random.Random(1)
    wrong, said = 0, ""
    for _ in range(tries):
        content = bytearray(whole)
        wound(content, rng)
        path.write_bytes(content)
        try:
            with closing(Store.open(path)) as store:
                faults = store.verify()
            wrong += not faults
            said = said or (faults[0] if faults else "")
        except StoreError as error:
            said = said or str(error)
            wrong += path.read_bytes() != bytes(content)
    path.write_bytes(whole)
    return Row(fault, tries, sum(map(len, told.values())), missing(path, told), wrong, _words(said, path))


def flip_one_bit_of_an_answer(content: bytearray, rng: random.Random) -> None:
    """Change one bit of the moment or of the hashes of an answer."""
    places = [found.span() for found in ANSWER.finditer(content)]
    content[rng.randrange(*rng.choice(places))] ^= 1 << rng.randrange(7)


def damage_a_page(content: bytearray, rng: random.Random) -> None:
    """Write nonsense over one page."""
    page = rng.randrange(1, len(content) // PAGE)
    content[page * PAGE : (page + 1) * PAGE] = rng.randbytes(PAGE)


def cut_off(content: bytearray, rng: random.Random) -> None:
    """Take away the end."""
    del content[rng.randrange(1, len(content)) :]


def empty(content: bytearray, rng: random.Random) -> None:
    """Take away everything."""
    content.clear()


def full_disk(folder: Path, tries: int) -> Row:
    """No byte more fits: the answer is refused, nothing is half stored, and it goes on once there is room."""
    path, told = answered(folder, 3)
    said, lost = "", 0
    with closing(Store.open(path)) as store:
        design = store.current(store.study_ids()[0])
        for number in range(tries):
            person = store.add_respondent(design, language="nl", rng=np.random.default_rng(100 + number))
            task = person.tasks[0]
            with _no_room(path):
                said = said or refused(lambda person=person, task=task: store.record_answer(person.id, task, "3"))
                lost += bool(store.answered(person.id))
            store.record_answer(person.id, task, "3")
            told[person.id] = {task: "3"}
        lost += len(store.verify())
    return Row("full disk", tries, sum(map(len, told.values())), missing(path, told), lost, _words(said, path))


@contextmanager
def _no_room(path: Path) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (Path(f"{path}-wal").stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def refused(attempt: Callable[[], object]) -> str:
    """What is said when it is refused; nothing said is what should not be."""
    try:
        attempt()
    except DceError as error:
        return str(error)
    return ""


OPENS = f"""
import os, sys
from dce.errors import DceError
from dce.store import Store
if os.geteuid() == 0:
    os.setuid({NOBODY})
try:
    Store.open(sys.argv[1])
except DceError as error:
    print(error)
"""


def not_writable(folder: Path, what: str) -> Row:
    """A file or its folder that may only be read, by an account without rights."""
    path, told = answered(folder, 3)
    for place in (folder, *folder.iterdir()):
        place.chmod((0o555 if place == folder else 0o444) if what == "folder" or place != folder else 0o755)
    ran = subprocess.run([sys.executable, "-c", OPENS, str(path)], capture_output=True, text=True, check=False)
    for place in (folder, *folder.iterdir()):
        place.chmod(0o700 if place == folder else 0o600)
    lost = missing(path, told)
    return Row(
        f"read-only {what}", 1, sum(map(len, told.values())), lost, int(not ran.stdout), _words(ran.stdout, path)
    )


def newer_schema(folder: Path) -> Row:
    """A database of a later program."""
    path, told = answered(folder, 3)
    with closing(sqlite3.connect(path)) as file:
        (name,) = file.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE '%migrations%' AND type = 'table'"
        ).fetchone()
        columns = [row[1] for row in file.execute(f"PRAGMA table_info({name})")]
        values = {"migration_set": "dce", "name": "m9999_later", "applied_at": "2030-01-01"}
        file.execute(
            f"INSERT INTO {name} ({', '.join(c for c in columns if c in values)}) VALUES (?, ?, ?)",
            [values[c] for c in columns if c in values],
        )
        file.commit()
    said = refused(lambda: Store.open(path))
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"DELETE FROM {name} WHERE name = 'm9999_later'")
        file.commit()
    return Row("newer schema", 1, sum(map(len, told.values())), missing(path, told), int(not said), _words(said, path))


def clock_backwards(folder: Path, tries: int) -> Row:
    """The clock is set back a day between answers: the order is that of the chain, and nothing is refused."""
    path, told = answered(folder, 3)
    kept, wrong = clock.datetime, 0

    class Yesterday(kept):  # type: ignore[misc, valid-type]
        @classmethod
        def now(cls, tz: object = None) -> object:
            return kept.now(tz).replace(year=2020)  # type: ignore[arg-type]

    with closing(Store.open(path)) as store:
        design = store.current(store.study_ids()[0])
        for number in range(tries):
            person = store.add_respondent(design, language="nl", rng=np.random.default_rng(200 + number))
            told[person.id] = {}
            for place, task in enumerate(person.tasks):
                clock.datetime = Yesterday if place % 2 else kept  # type: ignore[misc]
                wrong += store.record_answer(person.id, task, "2") != "stored"
                told[person.id][task] = "2"
        clock.datetime = kept  # type: ignore[misc]
        wrong += len(store.verify())
    return Row(
        "clock set back", tries, sum(map(len, told.values())), missing(path, told), wrong, "nothing: answers go on"
    )


def _words(said: str, path: Path) -> str:
    """The message without the folder of the moment."""
    return " ".join(said.replace(f"{path.parent}/", "").split())
