"""Work of minutes beside the site, in a process of its own; every process of the site can tell how far it is.

A job tells every few seconds that it lives. One that is silent for long died: it has failed, and holds no place.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dce.store.database import Database, Row
from dce.store.refusals import NoStudy, WrongState

Kind = Literal["design", "power", "results", "report", "mirror", "export"]
Phase = Literal["waiting", "running", "done", "failed", "stopped"]
ENDED: tuple[Phase, ...] = ("done", "failed", "stopped")
MOST_RUNNING = 2  # on one site: people who answer come first
MOST_WAITING = 8
SILENT_SECONDS = 180  # longer than a program takes to begin on a computer that is new to it
DIED = "It ended before it was done. Perhaps the computer was restarted: start it again."


@dataclass(frozen=True, slots=True)
class Job:
    """One job: ``progress`` from 0 to 1, about how many ``seconds_left`` (None: not known), and what came of it."""

    id: str
    study_id: str
    kind: Kind
    state: Phase
    progress: float
    seconds_left: int | None
    asked: Mapping[str, Any]
    result: Mapping[str, Any] | None
    error: str
    account: str

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in ENDED


class Jobs:
    """The jobs of one database; ``store.jobs``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, study_id: str, kind: Kind, asked: Mapping[str, Any], actor: str) -> Job:
        """Note a job that somebody asks for, in the place of the one of its kind before.

        Raises WrongState where one of the study is under way, or too many wait already.
        """
        job_id = secrets.token_hex(8)
        with self._database.tx("jobs"):
            self._bury()
            under_way = self._database.run("jobs_under_way")
            if any(row["study_id"] == study_id for row in under_way):
                raise WrongState(f"study {study_id}: something is made already; wait for it, or stop it")
            if len(under_way) >= MOST_RUNNING + MOST_WAITING:
                raise WrongState(f"study {study_id}: too much waits to be made; try again later")
            self._database.run("drop_jobs", study_id=study_id, kind=kind)
            if kind == "export":
                self._database.run("delete_made_files_of_study", study_id=study_id)
            values = {"study_id": study_id, "kind": kind, "asked": json.dumps(dict(asked)), "account": actor}
            self._database.run("add_job", id=job_id, **values, seen=_now())
        return self.job(job_id)

    def job(self, job_id: str) -> Job:
        """Give a job; raises NoStudy where there is none, because its study was deleted perhaps."""
        rows = self._database.run("job", id=job_id)
        if not rows:
            raise NoStudy(f"{self._database.name}: there is no such job, or not any more")
        return _job(rows[0])

    def last(self, study_id: str, kind: Kind) -> Job | None:
        """Give the last job of a kind, or None; one that died is seen as failed."""
        rows = self._database.run("last_job", study_id=study_id, kind=kind)
        return _job(rows[0]) if rows else None

    def begin(self, job_id: str) -> bool:
        """Take a place to run; False while others have them all, or where it was stopped."""
        with self._database.tx("jobs"):
            self._bury()
            running = [row for row in self._database.run("jobs_under_way") if row["state"] == "running"]
            if len(running) >= MOST_RUNNING:
                self._database.run("job_lives", id=job_id, seen=_now())
                return False
            return bool(self._database.change("begin_job", id=job_id, seen=_now()))

    def tell(self, job_id: str, progress: float, seconds_left: int | None) -> bool:
        """Note that it lives and how far it is; False where it was stopped or is gone, and should end."""
        values = {"progress": min(max(progress, 0.0), 1.0), "seconds_left": seconds_left, "seen": _now()}
        return bool(self._database.change("job_tells", id=job_id, **values))

    def finish(self, job_id: str, result: Mapping[str, Any]) -> None:
        """Note what came of it; nothing where it was stopped meanwhile."""
        self._database.change("finish_job", id=job_id, result=json.dumps(dict(result), ensure_ascii=False))

    def fail(self, job_id: str, error: str) -> None:
        """Note why nothing came of it; nothing where it is over already."""
        self._database.change("fail_job", id=job_id, error=error)

    def stop(self, study_id: str, kind: Kind) -> bool:
        """Stop the job of a kind that is under way for a study; whether one was. Its process ends within seconds."""
        with self._database.tx("jobs"):
            stopped = bool(self._database.change("stop_jobs", study_id=study_id, kind=kind))
            if stopped and kind == "export":
                self._database.run("delete_made_files_of_study", study_id=study_id)
        return stopped

    def _bury(self) -> None:
        """Note of those that died that they failed, within the transaction under way."""
        now = _now()
        self._database.run("bury_jobs", since=now - SILENT_SECONDS, until=now + SILENT_SECONDS, error=DIED)


def _now() -> int:
    return int(time.time())


def _job(row: Row) -> Job:
    # Either way: one that was seen last by a clock that ran ahead would else live until that day.
    dead = row["state"] not in ENDED and abs(row["seen"] - _now()) > SILENT_SECONDS
    return Job(
        row["id"],
        row["study_id"],
        row["kind"],
        "failed" if dead else row["state"],
        row["progress"],
        row["seconds_left"],
        json.loads(row["asked"]),
        json.loads(row["result"]) if row["result"] else None,
        DIED if dead else row["error"],
        row["account"],
    )
