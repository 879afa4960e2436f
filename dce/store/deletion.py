"""The deletion of a whole study: which rows are its own in each table, and whether its time has come."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Set
from datetime import datetime

from dce.store import states
from dce.store.database import Database
from dce.store.fieldwork import held
from dce.store.refusals import WrongState
from dce.study import Fieldwork

TABLES = (  # in this order, for each refers to a later one
    *("handed_out", "released_people", "released_parts", "releases"),
    *("circumstances", "answers", "background", "disputes", "invitations", "respondents", "departures"),
    *("publications", "designs", "studies", "fieldworks", "drafts", "states", "members", "tokens"),
    *("made_files", "jobs", "public_models", "result_parts", "result_states", "editions"),
)


def closed_at(database: Database, study_id: str, now: datetime) -> datetime | None:
    """Give since when a study takes no answers for good, by its state or by its dates; None where it may go on."""
    by_hand = states.closed_since(database, study_id)
    moments = [] if by_hand is None else [by_hand]
    if moments or states.state_of(database, study_id) != "draft":
        closes = held(database, study_id).closes
        moments += [closes] if closes is not None and closes <= now else []
    return min(moments, default=None)


def refuse_unless_ended(database: Database, study_id: str, now: datetime) -> None:
    """Refuse to delete a study that may take answers still, or a draft that has taken some."""
    state = states.state_of(database, study_id)
    if state == "draft" and not database.run("people_of_study", study_id=study_id):
        return
    if closed_at(database, study_id, now) is None:
        raise WrongState(f"study {study_id}: is {state}; close it first, then it can be deleted")


def study_hashes(database: Database, study_id: str) -> list[str]:
    """Give the hash of every published version, or of the text of the draft where there is none."""
    published = [row["hash"] for row in database.run("study_contents", study_id=study_id)]
    drafts = [row["content"] for row in database.run("draft", study_id=study_id)]
    return published or [hashlib.sha256(text.encode()).hexdigest() for text in drafts]


def delete_rows(database: Database, study_id: str) -> dict[str, int]:
    """Delete every row of a study, within the transaction under way; gives how many of each table."""
    sessions = _delete_sessions(database, study_id)  # they are found by the people
    deleted = {table: database.change(f"delete_{table}_of_study", study_id=study_id) for table in TABLES}
    return {"sessions": sessions, **deleted}


def _delete_sessions(database: Database, study_id: str) -> int:
    people = {row["id"] for row in database.run("people_of_study", study_id=study_id)}
    invited = {row["key_hash"] for row in database.run("invitations_of_study", study_id=study_id)}
    contents = [row["content"] for row in database.run("fieldworks", study_id=study_id)]
    panels = {address for text in contents for address in Fieldwork.model_validate_json(text).return_to}
    rows = [row for row in database.run("sessions") if _tells(json.loads(row["data"]), people, invited, panels)]
    return sum(database.change("drop_session", key=row["key"]) for row in rows)


def _tells(data: dict[str, object], people: Set[str], invited: Set[str], panels: Set[str]) -> bool:
    """Whether a session is that of somebody who took part, was invited, or came from a panel of the study."""
    if "respondent" in data:
        return data["respondent"] in people
    if "invitation" in data:
        return data["invitation"] in invited
    return str(data.get("return_to", "")).partition("?")[0] in panels
