"""A program as the disk sees it: what it wrote, synced, cut off and removed in one folder, in order, by strace.

Nothing of the program is replaced: it is the real store with Python's own SQLite.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

CALLS = "pwrite64,write,fdatasync,fsync,ftruncate,unlink"
LONGEST = 1 << 20  # bytes of one write that are told
WRITE = re.compile(r'pwrite64\(\d+<([^>]*)>, "([^"]*)", \d+, (\d+)\) = \d+')
SAY = re.compile(r'\bwrite\(\d+<([^>]*)>, "([^"]*)", \d+\) = \d+')
SYNC = re.compile(r"(?:fdatasync|fsync)\(\d+<([^>]*)>\) = 0")
CUT = re.compile(r"ftruncate\(\d+<([^>]*)>, (\d+)\) = 0")
REMOVE = re.compile(r'unlink\("([^"]*)"\) = 0')


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at an offset of a file."""

    path: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Sync:
    """A promise of the disk: what was written to the file before is there for good."""

    path: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A file made this long."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Remove:
    """A file that goes."""

    path: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the program told its people: from now on it may not be lost."""

    text: str


Event: TypeAlias = Write | Sync | Cut | Remove | Said


def can_record() -> bool:
    """Whether this machine has strace and lets it look."""
    found = shutil.which("strace")
    return found is not None and subprocess.run([found, "true"], capture_output=True, check=False).returncode == 0


def record(command: Sequence[str], database: Path, said: Path) -> list[Event]:
    """Run ``command``: what happened to ``database`` and its log, and what it wrote to the file ``said``."""
    folder, trace = database.parent, said.with_suffix(".strace")
    paths = [str(database), f"{database}-wal", f"{database}-journal", str(folder), str(said)]
    watched = [part for path in paths for part in ("-P", path)]
    options = ["-y", "-xx", "-s", str(LONGEST), "-e", f"trace={CALLS}", *watched, "-o", str(trace)]
    subprocess.run(["strace", *options, *command], check=True, capture_output=True)
    with trace.open(encoding="ascii") as lines:
        return list(_events(lines, str(said)))


def _events(lines: Iterator[str], said: str) -> Iterator[Event]:
    for line in lines:
        if found := WRITE.search(line):
            yield Write(_text(found[1]), int(found[3]), _bytes(found[2]))
        elif found := SAY.search(line):
            if _text(found[1]) == said:
                yield Said(_text(found[2]))
        elif found := SYNC.search(line):
            yield Sync(_text(found[1]))
        elif found := CUT.search(line):
            yield Cut(_text(found[1]), int(found[2]))
        elif found := REMOVE.search(line):
            yield Remove(_text(found[1]))


def _bytes(told: str) -> bytes:
    return bytes.fromhex(told.replace("\\x", ""))


def _text(told: str) -> str:
    return _bytes(told).decode()
