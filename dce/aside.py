"""Work in a process beside a site, which gives way to it: nobody waits longer for a page while figures are made.

``python -m dce.aside MODULE ARGUMENT ...`` calls ``main`` of a module with the arguments. A process that stands back by
``nice`` alone keeps a processor for milliseconds after somebody asks for a page, and so does one that loads libraries
before it stands back, for seconds. The scheduling class for idle work does not: it runs where nothing else wants to,
and here on half of the processors at most. What others may have to wait for, such as many transactions, is left to the
first thread, which stands back less.

Linux divides the time of processors between sessions first, and within each by class: what is to give way to a site has
to be of the session of that site.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

NICE = 10
T = TypeVar("T")
Process = subprocess.Popen[bytes]


def command(module: str, *arguments: str) -> list[str]:
    """Give the command of a process that calls ``main`` of ``module`` with these arguments."""
    return [sys.executable, "-m", "dce.aside", module, *arguments]


def start(module: str, *arguments: str, env: Mapping[str, str], stderr: int = subprocess.DEVNULL) -> Process:
    """Start such a process, in the session of this one, and in a group of its own: Ctrl-C ends the site, and not it."""
    return subprocess.Popen(  # noqa: S603 - our own program
        command(module, *arguments),
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        process_group=0,
    )


def aside(work: Callable[[], T]) -> T:
    """Do ``work`` in a thread that runs, with all that it starts, only where nothing else wants to."""
    with ThreadPoolExecutor(1, initializer=_when_idle) as one:
        return one.submit(work).result()


def _when_idle() -> None:
    """Put this thread into the class for idle work, on half of the processors; on Linux both are of a single thread."""
    if hasattr(os, "SCHED_IDLE"):
        with suppress(OSError):  # it may be forbidden here
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
            os.sched_setaffinity(0, half(os.sched_getaffinity(0)))


def half(processors: Set[int]) -> Set[int]:
    """Give those that are worked on: what runs on all of them costs others time by the caches that it fills.

    >>> half({0, 1, 2, 5}), half({0, 1, 2}), half({3})
    ({2, 5}, {1, 2}, {3})
    """
    return set(sorted(processors)[len(processors) // 2 :])


def _go_first() -> None:
    """Be what Linux ends where memory runs out, before the site and its database."""
    with suppress(OSError):  # there is no such file elsewhere
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


if __name__ == "__main__":
    os.nice(NICE)
    _go_first()
    aside(partial(importlib.import_module, sys.argv[1])).main(*sys.argv[2:])
