"""The log of who saw, exported or changed what, when and why: only ever added to, each row tied to the one before.

Every study has a chain of its own, and what belongs to no study has one under the empty name. A person who takes part
is never named in it: say ``a respondent``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from itertools import groupby

import pandas as pd

from dce.errors import StoreError
from dce.store.chain import START
from dce.store.clock import minute_text, utc_minute
from dce.store.database import Database

KEPT_MONTHS = 6  # after the end of the study, or after the row where it belongs to none
COMMAND_LINE, SYSTEM = "command line", "system"  # actors that are no account
NO_STUDY = ""
_ACTION = re.compile(r"[a-z][a-z-]*(\.[a-z][a-z-]*)?")
MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as people read it: ``actor`` is the id of an account, and ``who`` its name, or None once it is deleted."""

    study: str
    seq: int
    at: str
    actor: str
    action: str
    object: str
    why: str
    who: str | None


@dataclass(frozen=True, slots=True)
class AuditLink:
    """One row in the chain of its study, by what its hash is made of."""

    previous: str
    study: str
    seq: int
    at: str
    actor: str
    action: str
    object: str
    why: str

    @property
    def hash(self) -> str:
        """SHA-256 over every field: 64 hexadecimal digits.

        >>> AuditLink(START, "park", 1, "2026-11-21T09:05Z", "system", "study.closed", "", "").hash[:12]
        '33fc012f7f42'
        """
        return hashlib.sha256(json.dumps(list(asdict(self).values()), ensure_ascii=False).encode()).hexdigest()


class Audit:
    """The log over one database; ``store.audit``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, actor: str, action: str, *, study: str = NO_STUDY, object: str = "", why: str = "") -> None:  # noqa: A002
        """Add a row by ``actor``: the id of an account, ``command line`` or ``system``; say ``export.made``."""
        with self._database.tx(f"log {study}"):
            append(self._database, actor, action, study=study, object=object, why=why)

    def of_study(self, study_id: str) -> tuple[Entry, ...]:
        """Give the rows of a study, the oldest first; those of no study under the empty name."""
        return tuple(Entry(*row) for row in self._database.run("audit_of_study", study=study_id))

    def faults(self) -> tuple[str, ...]:
        """Give a sentence for every row that was changed, taken out or put in; nothing when the log is whole."""
        return tuple(faults(self._database))

    def prune(self, now: datetime | None = None, months: int = KEPT_MONTHS) -> int:
        """Delete the rows whose time is over, from the beginning of each chain; gives how many there were.

        The time of a row ends ``months`` after its study was deleted; where there is no study, after the row itself.
        """
        moment = pd.Timestamp(now or datetime.now(UTC)) - pd.DateOffset(months=months)
        until = minute_text(moment)
        with self._database.tx():
            return sum(_prune(self._database, row["study"], until) for row in self._database.run("audit_chains"))


def append(
    database: Database,
    actor: str,
    action: str,
    *,
    study: str = NO_STUDY,
    object: str = "",  # noqa: A002 - the grammar's word
    why: str = "",
) -> None:
    """Add a row within the transaction that is under way: what is done and that it was done are stored together."""
    if not _ACTION.fullmatch(action):
        raise StoreError(f"the log: {action!r} is no action; write it as in export.made")
    said = [text[:MOST_CHARACTERS] for text in (object, why)]
    database.run("add_audit_chain", study=study, start=START)
    (chain,) = database.run("audit_chain", study=study)
    link = AuditLink(chain["hash"], study, chain["last"] + 1, utc_minute(), actor, action, *said)
    database.run("add_audit", **asdict(link), hash=link.hash)
    database.run("end_audit_chain", study=study, seq=link.seq, hash=link.hash)


def log_of(study: str) -> str:
    """What the chain of a study is called, and that of no study.

    >>> log_of("park"), log_of(NO_STUDY)
    ('log of study park', 'log')
    """
    return f"log of study {study}" if study else "log"


def _prune(database: Database, study: str, until: str) -> int:
    """Delete the beginning of one chain: up to the last row of which the time is over."""
    ends = [row["at"] for row in database.run("deletions_of_study", study_id=study)]
    there = any(row["study_id"] == study for row in database.run("life_ids"))
    if there or (ends and ends[-1] > until):  # its rows wait for the end of the study, unless of an earlier one
        until = max((end for end in ends if end <= until), default="")
    last = database.run("last_audit_until", study=study, until=until)
    if not last:
        return 0
    first = last[0]["seq"] + 1
    database.run("move_audit_start", study=study, first=first, before=last[0]["hash"])
    return len(database.run("delete_audit", study=study, first=first))


def faults(database: Database) -> Iterator[str]:
    """Find what is not as it was logged, in every chain."""
    chains = {row["study"]: row for row in database.run("audit_chains")}
    rows = {study: list(found) for study, found in groupby(database.run("all_audit"), key=lambda row: row["study"])}
    for study in sorted({*chains, *rows}):
        name = log_of(study)
        if study not in chains:
            yield f"{name}: where it begins and ends is not known any more"
            continue
        before, seq = chains[study]["before"], chains[study]["first"] - 1
        for row in rows.get(study, ()):
            where = f"{name}, row {row['seq']}"
            if row["previous"] != before or row["seq"] != seq + 1:
                yield f"{where}: a row before it is missing or was changed"
            link = AuditLink(**{field.name: row[field.name] for field in fields(AuditLink)})
            if link.hash != row["hash"]:
                yield f"{where}: it is not what was logged"
            before, seq = row["hash"], row["seq"]
        if (seq, before) != (chains[study]["last"], chains[study]["hash"]):
            yield f"{name}: rows at its end are missing"
