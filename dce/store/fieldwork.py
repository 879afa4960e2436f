"""How studies are held, as it was last set, and the personal invitations, of which only hashed keys are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dce.store.clock import utc_minute
from dce.store.database import Database
from dce.store.refusals import InvitationUsed
from dce.study import Fieldwork

REVOKED = "revoked "  # before the hash of a link: no link has it any more, and how many were made stays the same
KEPT_DAYS = 30  # that invitations are kept after a study closes


@dataclass(frozen=True, slots=True)
class Invitation:
    """A personal way into a study, and the person who came in by it, if any did."""

    study_id: str
    respondent_id: str | None


def hold(database: Database, study_id: str, fieldwork: Fieldwork) -> None:
    """Keep ``fieldwork`` as how the study is held from now on; the same again changes nothing."""
    with database.tx():
        keep(database, study_id, fieldwork)


def keep(database: Database, study_id: str, fieldwork: Fieldwork) -> None:
    """Do so within the transaction that is under way."""
    content = fieldwork.model_dump_json()
    rows = database.run("fieldwork", study_id=study_id)
    if not rows or rows[0]["content"] != content:
        number = rows[0]["number"] + 1 if rows else 1
        database.run("add_fieldwork", study_id=study_id, number=number, content=content, at=utc_minute())


def held(database: Database, study_id: str) -> Fieldwork:
    """Give how the study is held now: open to all where nothing was set."""
    rows = database.run("fieldwork", study_id=study_id)
    return parsed(rows[0]["content"] if rows else None)


@lru_cache(maxsize=64)  # it is asked for with every page, and seldom changes
def parsed(content: str | None) -> Fieldwork:
    """Read what is kept of how a study is held; nothing kept is open to all."""
    return Fieldwork() if content is None else Fieldwork.model_validate_json(content)


def invite(database: Database, study_id: str, key_hashes: Sequence[str]) -> None:
    """Keep an invitation for each of ``key_hashes``; all or none."""
    with database.tx():
        for key_hash in key_hashes:
            database.run("add_invitation", key_hash=key_hash, study_id=study_id, made=utc_minute())


def invitation(database: Database, key_hash: str) -> Invitation | None:
    """Give the study and the person of an invitation, or None for one that is not here."""
    rows = database.run("invitation", key_hash=key_hash)
    return Invitation(rows[0]["study_id"], rows[0]["respondent"]) if rows else None


def use(database: Database, key_hash: str, respondent_id: str) -> None:
    """Tie the invitation to its person; raises InvitationUsed where it has another one, or is gone."""
    with database.tx(f"invitation {key_hash}"):
        found = database.run("use_invitation", key_hash=key_hash, respondent=respondent_id)
        known = invitation(database, key_hash)
        if not found and (known is None or known.respondent_id != respondent_id):
            raise InvitationUsed("this invitation has been used; go on with the person who used it")
