"""What people were promised of how long is kept, and what becomes of that when a closing moves.

A personal link is deleted at the latest 30 days after the closing that stood when it was made, whatever is set after
that, and earlier where the study closes earlier. Answers are kept so many months after the closing. Opening a study
again, or closing it later, moves their day: that stands in the log with the day that was told before, and the first day
that was told is shown beside the new one for as long as the study is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pandas as pd

from dce.store import audit, deletion, states
from dce.store.clock import at_moment
from dce.store.database import Database
from dce.store.fieldwork import KEPT_DAYS, held, parsed
from dce.study import Fieldwork

MOVED = "retention.moved"


@dataclass(frozen=True, slots=True)
class Kept:
    """Until when answers are kept: ``months`` after closing, None while no closing is known.

    ``first`` is the earliest day that was told since people could answer, where the day is later now, or not known.
    """

    months: int
    until: datetime | None
    first: datetime | None


def closing(database: Database, study_id: str, fieldwork: Fieldwork) -> datetime | None:
    """Give when the study closes, or closed, were it held as ``fieldwork`` says; None where nobody said."""
    by_hand = states.closed_since(database, study_id)
    return min((moment for moment in (by_hand, fieldwork.closes) if moment is not None), default=None)


def kept(database: Database, study_id: str, months: int, fieldwork: Fieldwork | None = None) -> Kept:
    """Give until when answers are kept, as the study is held now or were it held as ``fieldwork`` says."""
    closes = closing(database, study_id, fieldwork or held(database, study_id))
    first = min(_told(database, study_id), default=None)
    moved = first is not None and (closes is None or closes > first)
    return Kept(months, _later(closes, months), _later(first, months) if moved else None)


def note_move(database: Database, study_id: str, before: datetime | None, actor: str, why: str) -> None:
    """Put into the log that the closing is a later one than ``before``, within the transaction under way."""
    after = closing(database, study_id, held(database, study_id))
    if before is not None and (after is None or after > before) and _told(database, study_id):
        told = f"closing {_day(before)} to {_day(after) if after else 'not known'}"
        audit.append(database, actor, MOVED, study=study_id, object=told, why=why)


def links_until(database: Database, study_id: str) -> datetime | None:
    """Give the moment at which the last of the personal links that are here is deleted; None where that is open."""
    made, now = database.run("invitation_moments", study_id=study_id), datetime.now(UTC)
    moments = [_due(database, study_id, row["made"], now) for row in made]
    known = [moment for moment in moments if moment is not None]
    return max(known) if known and len(known) == len(moments) else None


def delete_due_links(database: Database, study_id: str, now: datetime | None = None) -> int:
    """Delete the personal links of a study that are due; gives how many there were."""
    moment, gone = now or datetime.now(UTC), 0
    for row in database.run("invitation_moments", study_id=study_id):
        due = _due(database, study_id, row["made"], moment)
        if due is not None and due <= moment:
            with database.tx():
                gone += len(database.run("delete_invitations_made", study_id=study_id, made=row["made"]))
                audit.append(database, audit.SYSTEM, "invitations.deleted", study=study_id, object=row["made"][:10])
    return gone


def _due(database: Database, study_id: str, made: str, now: datetime) -> datetime | None:
    """When the links made at ``made`` go: after the closing that stood then, or an earlier one that came."""
    versions = [(row["at"], parsed(row["content"]).closes) for row in database.run("held_ever", study_id=study_id)]
    before = [closes for at, closes in versions if at < made][-1:]
    stood = [closes for closes in (*before, *(closes for at, closes in versions if at == made)) if closes is not None]
    later = [closes for at, closes in versions if at > made and closes is not None]  # for links made without a closing
    promised = min(stood, default=min(later[:1], default=None))
    closed = deletion.closed_at(database, study_id, now)
    moment = min((one for one in (promised, closed) if one is not None), default=None)
    return moment + timedelta(days=KEPT_DAYS) if moment else None


def _told(database: Database, study_id: str) -> list[datetime]:
    """Every closing that people could read of, or that came, since the study opened for the first time."""
    changes = states.history(database, study_id)
    opened = [change.at for change in changes if change.state == "open"]
    if changes and not opened:
        return []
    since = min(opened, default="")
    rows = database.run("held_ever", study_id=study_id)
    ends = [*(row["at"] for row in rows[1:]), "9999"]  # the last one stands still
    announced = [parsed(row["content"]).closes for row, end in zip(rows, ends, strict=False) if end > since]
    came = [at_moment(change.at) for change in changes if change.state == "closed"]
    return [closes for closes in (*announced, *came) if closes is not None]


def _later(moment: datetime | None, months: int) -> datetime | None:
    return (pd.Timestamp(moment) + pd.DateOffset(months=months)).to_pydatetime() if moment else None


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d")
