"""What stands in the database: whole pages, tables of this version, nothing from tomorrow, nothing kept too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dce.store.examining import Examined, Records, examine, examine_server, records_of
from dce.store.place import Place, Server
from dce.web.checkup.finding import Finding, good, mend, mind

LOG = "wal"
MOST_AHEAD = 2  # minutes; times are kept to the minute


@dataclass(frozen=True, slots=True)
class Contents:
    """A database from within; its records only where its tables are those of this version."""

    file: Examined
    records: Records | None

    @property
    def synthetic(self) -> bool | None:
        """Whether it holds invented answers only; None where that cannot be told yet."""
        return self.records.synthetic if self.records else None


def read(where: Place, now: datetime) -> Contents:
    """Look into the database there and change nothing; raises StoreError for what is no database of ours."""
    if isinstance(where, Server):
        return Contents(*examine_server(where, now))
    path = where.resolve()
    file = examine(path)
    if file.faults or file.missing or file.journal != LOG:
        return Contents(file, None)  # the connection of the server would begin to change it
    return Contents(file, records_of(path, now))


def findings(found: Contents) -> Iterator[Finding]:
    """What to say of it."""
    yield from _file(found.file)
    if found.records:
        yield from _records(found.records)


def _file(file: Examined) -> Iterator[Finding]:
    for fault in file.faults:
        yield mend("pages", fault, "stop dce serve, keep the file aside, restore the newest sound backup: dce restore")
    if not file.faults:
        yield good("pages", "whole, and rows refer to rows that are there; dce verify reads the answers too")
    if file.missing:
        remedy = "make a backup with the old version; dce serve brings the tables up to date when it starts"
        yield mind("tables", f"{len(file.missing)} of {file.steps} steps of this version are missing", remedy)
    elif not file.faults:
        yield good("tables", f"those of this version, {file.steps} steps")
    if file.journal and file.journal != LOG:
        yield mend("journal", f"{file.journal}, not {LOG}", "open it by dce serve once, which sets it right")


def _records(found: Records) -> Iterator[Finding]:
    if found.synced:
        yield good("journal", "what is acknowledged has reached the disk")
    else:
        yield mend(
            "journal", f"{LOG}, but a power cut may take what was acknowledged", "use the sqlite of Python itself"
        )
    if found.minutes_ahead > MOST_AHEAD:
        said = f"{found.minutes_ahead} minutes behind the newest row: it went back, or was ahead before"
        yield mend("clock", said, "set the clock by NTP: timedatectl set-ntp true")
    else:
        yield good("clock", "not before the newest row")
    if found.due or found.unswept:
        named = ", ".join(found.due) or "the sweep after a deletion"
        yield mend("retention", f"due to be deleted: {named}", "dce forget --due, and enable dce-forget.timer")
    else:
        yield good("retention", "nothing is kept beyond its time")
