"""The backups: there, whole, young, on another disk, and without the key."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dce.store.backup import Backup, description_of, file_hash
from dce.store.clock import at_moment
from dce.web.checkup.finding import Finding, good, mend, mind
from dce.web.keys import key_file

if TYPE_CHECKING:
    from dce.web.checkup.deployment import Deployment

OLDEST = timedelta(hours=25)  # a day, and an hour for a timer that runs late
ABOUT = "backup"


def backups(deployment: Deployment) -> Iterator[Finding]:
    """The newest backup in its folder, and the folder itself."""
    folder = deployment.backups
    if folder is None:
        yield mind(ABOUT, "not looked at", "say where they are: --backups FOLDER, as dce backup has it as --to")
        return
    newest = _newest(folder, deployment.file.stem)
    if newest is None:
        yield mend(ABOUT, f"{folder} holds none of {deployment.file.name}", "enable dce-backup.timer")
        return
    yield from _judged(newest, deployment.now)
    yield from _folder(folder, deployment.file)


def _newest(folder: Path, stem: str) -> Path | None:
    """Only what dce described is a backup; names sort by time."""
    return max((path for path in folder.glob(f"{stem}-*Z.db") if description_of(path).exists()), default=None)


def _judged(newest: Path, now: datetime) -> Iterator[Finding]:
    described = Backup.beside(newest)
    age = now - at_moment(described.made)
    hours = max(0, int(age.total_seconds() // 3600))
    if file_hash(newest) != described.sha256:
        yield mend(ABOUT, f"{newest.name} is not the file that was made", "make another, and look at that disk")
    elif age > OLDEST:
        yield mend(ABOUT, f"the newest is {hours} hours old", "see why: systemctl status dce-backup.timer dce-backup")
    else:
        yield good(ABOUT, f"the newest is {hours} hours old, and the file that was made")


def _folder(folder: Path, database: Path) -> Iterator[Finding]:
    about = "backup folder"
    others = folder.stat().st_mode & stat.S_IRWXO
    if others:
        yield mend(about, f"everybody on this machine may look into {folder}", f"chmod 700 {folder}")
    elif (folder / key_file(database).name).exists():
        yield mend(
            about, "the key lies with the backups: together they lead from codes to answers", "keep it elsewhere"
        )
    elif folder.stat().st_dev == database.stat().st_dev:
        yield mind(about, "on the disk of the database: one fault takes both", "name a folder on another disk")
    else:
        yield good(about, "on another disk, closed to others, without the key")
