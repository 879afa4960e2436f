"""The database as a file: whose it is, who may touch it, and whether its disk serves."""

from __future__ import annotations

import pwd
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dce.web.checkup.finding import Finding, good, mend, mind, size
from dce.web.keys import key_file
from dce.web.permissions import BESIDE, refuse_weak

if TYPE_CHECKING:
    from dce.web.checkup.deployment import Deployment

MOST_LOG = 64 * 2**20  # bytes that the log beside the database may take
LEAST_ROOM = 2**30  # bytes; with less free a day of answers or one export can fill the disk
COPIES = 2  # of the database, that deleting for good and a backup need beside it
MOUNTS = Path("/proc/self/mounts")
SHARED = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "gfs2", "ocfs2", "ncpfs"}
FLEETING = {"tmpfs", "ramfs"}
LAYERED = {"overlay", "aufs"}


def owner(deployment: Deployment) -> Iterator[Finding]:
    """Folder, database, what stands beside it and the key have one owner."""
    database, about = deployment.file, "owner"
    folder = database.parent.stat().st_uid
    others = [path for path in _there(database) if path.stat().st_uid != folder]
    if others:
        names, whose = " ".join(path.name for path in others), _account(folder)
        said = f"{names}: not of {whose}, who owns the folder {database.parent}"
        yield mend(about, said, f"chown {whose} {' '.join(str(path) for path in others)}")
    else:
        yield good(about, f"{database.parent} and the files of the database are of {_account(folder)}")


def permissions(deployment: Deployment) -> Iterator[Finding]:
    """Nobody else on the machine reads or writes the database or its key."""
    database, about = deployment.file, "permissions"
    refuse_weak(database, debug=False)
    passable = database.parent.stat().st_mode & stat.S_IXOTH
    readable = [path for path in _there(database) if passable and path.stat().st_mode & stat.S_IROTH]
    if readable:
        names = " ".join(path.name for path in readable)
        yield mend(about, f"everybody on this machine may read {names}", f"chmod 700 {database.parent}")
    else:
        yield good(about, "nobody else on this machine reads or writes the database or its key")


def room(deployment: Deployment) -> Iterator[Finding]:
    """The disk has room for the database to grow, to be swept and to be copied."""
    held = sum(path.stat().st_size for path in _there(deployment.file))
    free = shutil.disk_usage(deployment.file.parent).free
    needed = max(COPIES * held, LEAST_ROOM)
    found = f"{size(free)} free beside a database of {size(held)}"
    if free < needed:
        yield mend("room", found, f"keep {size(needed)} free: a full disk takes no answers")
    else:
        yield good("room", found)


def file_system(deployment: Deployment) -> Iterator[Finding]:
    """What the file stands on honours locks and is there tomorrow, as far as its name tells."""
    about, kind = "file system", kind_of(deployment.file, _mounts())
    if kind is None:
        yield mind(about, "cannot be told on this system", "make sure that it is a disk of this machine, not a share")
    elif kind in SHARED or kind.startswith("fuse.ssh"):
        said = f"{kind}, shared over a network: locks are not sure there, and answers can be lost"
        yield mend(about, said, "move the database to a disk of this machine")
    elif kind in FLEETING:
        yield mend(about, f"{kind}: gone when the machine stops", "move the database to a disk")
    elif kind in LAYERED:
        yield mend(about, f"{kind}: gone with the container", "give the container a volume for this folder")
    else:
        yield good(about, f"{kind}, of this machine as far as can be told")


def log(deployment: Deployment) -> Iterator[Finding]:
    """What waits beside the database is written back."""
    beside = deployment.file.with_name(f"{deployment.file.name}-wal")
    held = beside.stat().st_size if beside.exists() else 0
    if held > MOST_LOG:
        remedy = "find the program that reads on (fuser shows it) and end it; the log shrinks by itself then"
        yield mend("log", f"{size(held)} wait beside the database, more than {size(MOST_LOG)}", remedy)
    else:
        yield good("log", f"{size(held)} wait beside the database, of at most {size(MOST_LOG)}")


def kind_of(path: Path, mounts: str | None) -> str | None:
    r"""The kind of file system that holds ``path``, of a list as in /proc/mounts; None where that tells nothing.

    >>> kind_of(Path("/srv/dce/dce.db"), "a / ext4 rw 0 0\nb /srv nfs4 rw 0 0\nc /srv/dce2 xfs rw 0 0\n")
    'nfs4'
    """
    found: list[tuple[int, int, str]] = []
    for number, line in enumerate((mounts or "").splitlines()):
        _, place, kind, *_ = line.split()
        where = Path(place.encode().decode("unicode_escape"))  # a blank in a name stands as \\040
        if path.absolute().resolve().is_relative_to(where):
            found.append((len(where.parts), number, kind))
    return max(found)[-1] if found else None


def _mounts() -> str | None:
    return MOUNTS.read_text() if MOUNTS.exists() else None


def _there(database: Path) -> list[Path]:
    paths = [*(database.with_name(f"{database.name}{end}") for end in BESIDE), key_file(database)]
    return [path for path in paths if path.exists()]


def _account(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
