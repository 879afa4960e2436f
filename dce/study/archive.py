"""A zip that came from elsewhere, opened only when that cannot hurt: its names are looked at, never used as paths."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dce.errors import DceError

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a zip may be: bytes on disk and unpacked, members, and how many times it may grow.

    A small file may grow more, for then it does no harm.
    """

    most_bytes: int
    most_unpacked: int
    most_members: int
    most_growth: int = 100
    growth_from: int = 10 * MEGABYTE


@contextmanager
def opened_zip(path: Path, limits: Limits, *, name: str, error: type[DceError]) -> Iterator[zipfile.ZipFile]:
    """The zip at ``path`` while the block runs; raises ``error``, which calls it ``name``, where it is not safe."""
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise error(f"{name}: is no file; give a zip file")
    try:
        size = path.stat().st_size
        if size > limits.most_bytes:
            raise error(f"{name}: is over {limits.most_bytes // MEGABYTE} MB; give a smaller file")
        with zipfile.ZipFile(path) as archive:
            for fault in _faults(archive.infolist(), size, limits):
                raise error(f"{name}: {fault}")
            yield archive
    except OSError as cause:
        raise error(f"{name}: cannot be read ({cause.strerror}); name a file that you may read") from cause
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as cause:
        raise error(f"{name}: is no whole zip file ({cause}); make it again") from cause


def _faults(members: list[zipfile.ZipInfo], size: int, limits: Limits) -> Iterator[str]:
    """What is wrong; the sizes are those the zip declares, and reading never gives more than that."""
    if len(members) > limits.most_members:
        yield f"holds {len(members)} files; at most {limits.most_members} are read"
    seen: set[str] = set()
    for member in members:
        yield from (f'member "{_shown(member.filename)}" {fault}' for fault in _member_faults(member, seen))
        seen.add(member.filename)
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.most_unpacked:
        yield f"would unpack to {unpacked // MEGABYTE} MB; at most {limits.most_unpacked // MEGABYTE} MB is read"
    if unpacked > max(limits.growth_from, limits.most_growth * size):
        yield f"would grow {unpacked // max(size, 1)} times when unpacked; at most {limits.most_growth} times is read"


def _member_faults(member: zipfile.ZipInfo, seen: set[str]) -> Iterator[str]:
    parts = member.filename.replace("\\", "/").split("/")
    if parts[0] == "" or ":" in parts[0]:
        yield "has an absolute path; give names without a folder"
    if ".." in parts:
        yield "leads out of the zip; give names without .."
    if stat.S_ISLNK(member.external_attr >> 16):
        yield "is a link to another file; put the file itself in"
    if member.flag_bits & 0x1:
        yield "is locked with a password; make the zip without one"
    if member.filename in seen:
        yield "stands twice; keep one of them"


def _shown(name: str) -> str:
    """A name as it may stand in a message: short, and without signs that turn or hide text."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:60])
