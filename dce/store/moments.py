"""Many people read some at a time, each part at a short moment of its own.

A program that reads one moment of a database for long keeps the log of that moment: while people answer it only grows,
and whoever writes next has the more to put back. All that is told of a person is of one moment, and ids are random.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from dce.design import Design
from dce.store.database import Database

Ids = tuple[str, str]  # from the first to before the second
T = TypeVar("T")
EVERY_ID: Ids = ("", "\U0010ffff")
OF_ONE_MOMENT = 5_000  # people, a fifth of a second
READ_AHEAD = 8  # of what sources give


def of_moments(
    database: Database, designs: Sequence[Design], read: Callable[[Ids], Iterator[T]], *, readers: int = 1
) -> Iterator[T]:
    """Give what ``read`` gives of each range of ids, in their order where there is one of ``readers``.

    As many ranges are read at once, by threads; after them the log can begin anew, as nobody reads then.
    """
    parts = list(ranges(database, designs))
    for first in range(0, len(parts), readers):
        yield from side_by_side([read(ids) for ids in parts[first : first + readers]])
        database.copy_log_back()


def ranges(database: Database, designs: Sequence[Design]) -> Iterator[Ids]:
    """Give the ids of people in ranges of so many that reading one takes a moment, by the design that most have."""
    counts = [int(database.run("count_completed", design_hash=design.hash)[0]["people"]) for design in designs]
    low, largest = EVERY_ID[0], designs[counts.index(max(counts))].hash
    while found := database.run("respondent_after", design_hash=largest, low=low, people=OF_ONE_MOMENT):
        yield low, (low := found[0]["id"])
    yield low, EVERY_ID[1]


def side_by_side(sources: Sequence[Iterator[T]]) -> Iterator[T]:
    """What all sources give, each read by a thread of its own where there are more: SQLite works while numpy does.

    >>> sorted(side_by_side([iter([1, 2]), iter([3])]))
    [1, 2, 3]
    """
    if len(sources) == 1:
        yield from sources[0]
        return
    waiting: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(maxsize=READ_AHEAD)
    left = threading.Event()
    threads = [threading.Thread(target=_read, args=(source, waiting, left), daemon=True) for source in sources]
    for thread in threads:
        thread.start()
    try:
        over = 0
        while over < len(sources):
            found, fault = waiting.get()
            if fault is not None:
                raise fault
            if found is None:
                over += 1
            else:
                yield found
    finally:
        left.set()


def _read(source: Iterator[T], waiting: queue.Queue[Any], left: threading.Event) -> None:
    """Hand over what a source gives, then None, or its fault; nothing more once nobody waits for it."""
    try:
        for found in source:
            _hand_over((found, None), waiting, left)
            if left.is_set():
                return
        _hand_over((None, None), waiting, left)
    except BaseException as fault:  # it is raised where the others are read
        _hand_over((None, fault), waiting, left)
    finally:
        if isinstance(source, Generator):
            source.close()  # by the thread that reads: the moment that it reads is held by that thread's connection


def _hand_over(found: object, waiting: queue.Queue[Any], left: threading.Event) -> None:
    while not left.is_set():
        with suppress(queue.Full):
            waiting.put(found, timeout=0.2)
            return
