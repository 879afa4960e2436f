"""How busy the processors are: seconds that a process with its children used, and that everybody used."""

from __future__ import annotations

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count() or 1
IDLE = slice(3, 5)  # idle and waiting for the disk, in the first line of /proc/stat


def used_by(pid: int) -> float:
    """Seconds on the processors of a process and of all that it started and that still run."""
    parents: dict[int, list[int]] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended in the meantime
            continue
        one = int(stat.parent.name)
        parents.setdefault(int(fields[1]), []).append(one)
        ticks[one] = int(fields[11]) + int(fields[12])
    waiting, total = [pid], 0
    while waiting:
        one = waiting.pop()
        total += ticks.get(one, 0)
        waiting += parents.get(one, [])
    return total / TICKS


def used_by_all() -> float:
    """Seconds on the processors of everything on this machine."""
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(fields) - sum(fields[IDLE])) / TICKS
