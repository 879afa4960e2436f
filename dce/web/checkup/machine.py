"""The machine: files that may be open, processors, what documents need, Python and its packages."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from dce.web.checkup.finding import Finding, good, mend, mind

if TYPE_CHECKING:
    from dce.web.checkup.deployment import Deployment

FEW_FILES, ENOUGH_FILES = 512, 4096  # a person who keeps a connection takes one
OLDEST = (3, 11)
DISTRIBUTION = "dce-platform"
PIN = re.compile(r"^[A-Za-z0-9][^\\#\n]*==[^\\#\n]+", re.MULTILINE)
SECONDS = 20  # to list fonts
TOLD = 5  # packages by name


def open_files(_: Deployment) -> Iterator[Finding]:
    """How many connections and files a process may hold at most: the server asks for what it needs of that."""
    about, most = "open files", resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    remedy = "LimitNOFILE=65536 in dce.service (deploy/dce.service has it); ulimit -n in a shell"
    if most != resource.RLIM_INFINITY and most < FEW_FILES:
        yield mend(about, f"at most {most} for a process", remedy)
    elif most != resource.RLIM_INFINITY and most < ENOUGH_FILES:
        yield mind(about, f"at most {most} for a process: so many people at once", remedy)
    else:
        yield good(about, f"at most {'any number' if most == resource.RLIM_INFINITY else most} for a process")


def processors(deployment: Deployment) -> Iterator[Finding]:
    """More processes than the machine can run wait for each other."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    found = f"{deployment.processes} processes on {here} processors"
    if deployment.processes > 2 * here + 1:
        yield mind("processes", found, f"give dce serve --processes {here + 1}")
    else:
        yield good("processes", found)


def documents(_: Deployment) -> Iterator[Finding]:
    """Libraries and fonts of the PDF."""
    about = "PDF"
    try:
        import weasyprint  # noqa: F401 - loads Pango, which Debian brings
    except (ImportError, OSError):
        remedy = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        yield mend(about, "its libraries are missing: reports as PDF are refused", remedy)
        return
    fonts = _fonts()
    if fonts is None:
        yield mind(about, "its libraries are there; fonts cannot be listed", "apt install fontconfig")
    elif "Liberation" not in fonts:
        remedy = "apt install fonts-liberation"
        yield mind(about, "its libraries are there, but no font as wide as Arial", remedy)
    else:
        yield good(about, "its libraries and fonts are there")


def _fonts() -> str | None:
    lister = shutil.which("fc-list")
    if lister is None:
        return None
    return subprocess.run([lister, ":", "family"], capture_output=True, text=True, timeout=SECONDS, check=False).stdout  # noqa: S603


def python(_: Deployment) -> Iterator[Finding]:
    """The version of Python."""
    here = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST:
        yield mend("Python", here, f"take {'.'.join(map(str, OLDEST))} or newer")
    else:
        yield good("Python", here)


def packages(deployment: Deployment) -> Iterator[Finding]:
    """The packages are those that were tested together, or at least of the ranges that dce names."""
    about, lock = "packages", deployment.lock
    wanted = pins(lock) if lock is not None and lock.exists() else _ranges()
    missing, other = [], []
    for each in wanted:
        try:
            if not each.specifier.contains(version(each.name), prereleases=True):
                other.append(each.name)
        except PackageNotFoundError:
            missing.append(each.name)
    of = lock.name if lock is not None and lock.exists() else "the ranges of dce itself"
    if missing or other:
        found = f"against {of}: {_listed(missing, 'missing')}{_listed(other, 'of another version')}".rstrip("; ")
        yield mend(about, found, f"pip install --require-hashes -r {lock or 'requirements.lock'}")
    else:
        yield good(about, f"{len(wanted)} as in {of}")


def pins(lock: Path) -> tuple[Requirement, ...]:
    """What a lock names for this machine."""
    wanted = [Requirement(line.strip()) for line in PIN.findall(lock.read_text(encoding="utf-8"))]
    return tuple(each for each in wanted if each.marker is None or each.marker.evaluate())


def _ranges() -> tuple[Requirement, ...]:
    wanted = [Requirement(line) for line in requires(DISTRIBUTION) or ()]
    return tuple(each for each in wanted if each.marker is None or each.marker.evaluate({"extra": ""}))


def _listed(names: list[str], what: str) -> str:
    if not names:
        return ""
    more = f" and {len(names) - TOLD} more" if len(names) > TOLD else ""
    return f"{', '.join(names[:TOLD])}{more} {what}; "
