"""The life of a study: its states, when its time is over, and its deletion with proof."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from dce.store import audit, deletion, promises, states
from dce.store.clock import minute_text, utc_minute
from dce.store.database import Database
from dce.store.fieldwork import held
from dce.store.promises import Kept
from dce.store.proof import Note
from dce.store.refusals import NoStudy, WrongState
from dce.store.states import Change, State
from dce.study import Fieldwork, Study


@dataclass(frozen=True, slots=True)
class Due:
    """A study whose answers were to be kept so many months after it closed, and no longer than ``until``."""

    study_id: str
    closed: datetime
    months: int
    until: datetime


class Life:
    """The lives of the studies of one database; ``store.life``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def study_ids(self) -> tuple[str, ...]:
        """Give the ids of all studies, those that are drafts yet too."""
        return tuple(row["study_id"] for row in self._database.run("life_ids"))

    def state(self, study_id: str) -> State:
        """Give the state now; raises NoStudy where there is no such study."""
        return states.state_of(self._database, study_id)

    def history(self, study_id: str) -> tuple[Change, ...]:
        """Give every change of state with its time, account and reason."""
        return states.history(self._database, study_id)

    def change(self, study_id: str, state: State, actor: str, why: str = "") -> None:
        """Open, pause, close or archive a study; raises WrongState where that cannot follow on what it is."""
        with self._database.tx():
            before = promises.closing(self._database, study_id, held(self._database, study_id))
            states.change(self._database, study_id, state, actor, why)
            promises.note_move(self._database, study_id, before, actor, why)
            audit.append(self._database, actor, f"study.{state}", study=study_id, why=why)

    def kept(self, study_id: str, fieldwork: Fieldwork | None = None) -> Kept:
        """Give until when answers are kept and the first day that was told, as it is held, or were it held so."""
        return promises.kept(self._database, study_id, self._months(study_id), fieldwork)

    def retention(self, study_id: str, now: datetime | None = None) -> Due | None:
        """Give until when the answers of a study are kept; None while it has not closed."""
        moment = now or datetime.now(UTC)
        closed = deletion.closed_at(self._database, study_id, moment)
        if closed is None:
            return None
        months = self._months(study_id)
        return Due(study_id, closed, months, (pd.Timestamp(closed) + pd.DateOffset(months=months)).to_pydatetime())

    def due(self, now: datetime | None = None) -> tuple[Due, ...]:
        """Give the studies whose time is over."""
        moment = now or datetime.now(UTC)
        kept = [self.retention(study_id, moment) for study_id in self.study_ids()]
        return tuple(due for due in kept if due is not None and due.until <= moment)

    def delete_study(
        self,
        study_id: str,
        *,
        typed: str,
        actor: str,
        key: bytes,
        why: str = "",
        only_if_due: bool = False,
        now: datetime | None = None,
    ) -> Note:
        """Delete everything of a study but its log, in one transaction, and keep a signed note of that.

        ``typed`` is the id once more. Only a study that has closed, or a draft without people, can be deleted, and
        with ``only_if_due`` only one whose time is over. Raises NoStudy where it is gone already, else WrongState.
        Call ``sweep`` after it, which leaves no byte of it in the file.
        """
        if typed != study_id:
            raise WrongState(f"study {study_id}: was not deleted; type its id {study_id} to say that you mean this one")
        moment = now or datetime.now(UTC)
        with self._database.tx():
            deletion.refuse_unless_ended(self._database, study_id, moment)
            due = self.retention(study_id, moment)
            if only_if_due and (due is None or due.until > moment):
                raise WrongState(f"study {study_id}: was not deleted; its time is not over")
            hashes = deletion.study_hashes(self._database, study_id)
            note = Note.make(
                key,
                study=study_id,
                study_hashes=hashes,
                closed=minute_text(due.closed) if due else None,
                retention_months=due.months if due else None,
                deleted=deletion.delete_rows(self._database, study_id),
                at=utc_minute(),
                by=actor,
            )
            self._database.run("add_deletion", id=secrets.token_hex(8), study_id=study_id, at=note.at, note=note.text())
            audit.append(self._database, actor, "study.deleted", study=study_id, why=why)
        return note

    def sweep(self, *, anyway: bool = False) -> tuple[Note, ...]:
        """Leave no byte of what was deleted in the database, its log included; gives the notes of what that was.

        Raises StoreBusy while somebody reads on; call it again then, also when a deletion was cut off before it.
        Where no study was deleted it does so only ``anyway``, as after the deletion of one person.
        """
        waiting = self._database.run("unswept_deletions")
        if waiting or anyway:
            self._database.sweep()
            with self._database.tx():
                for row in waiting:
                    self._database.run("set_swept", id=row["id"], swept=utc_minute())
        return tuple(Note.parse(row["note"]) for row in waiting)

    def clear_log(self) -> None:
        """Leave no byte of people who left in the log of the database, where nobody reads on just now; at once."""
        self._database.clear_log()

    def unswept(self) -> tuple[Note, ...]:
        """Give the notes of deletions after which the file was not swept yet."""
        return tuple(Note.parse(row["note"]) for row in self._database.run("unswept_deletions"))

    def notes(self) -> tuple[Note, ...]:
        """Give the notes of every deletion, the first one first."""
        return tuple(Note.parse(row["note"]) for row in self._database.run("deletions"))

    def _months(self, study_id: str) -> int:
        """The fewest months that any version of the study promised."""
        rows = self._database.run("study_contents", study_id=study_id)
        if not rows:
            raise NoStudy(f"{self._database.name}: no study {study_id!r} is published here")
        return min(Study.model_validate_json(row["content"]).privacy.retention_months for row in rows)
