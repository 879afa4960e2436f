"""What organisers do in the field: dates and quotas set, invitations made and revoked, each with its row in the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dce.store import audit, promises
from dce.store.clock import utc_minute
from dce.store.database import Database
from dce.store.fieldwork import REVOKED, held, keep
from dce.study import Fieldwork


class Field:
    """The fieldwork of the studies of one database, as ``actor`` changes it; ``store.field``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hold(self, study_id: str, fieldwork: Fieldwork, actor: str, why: str = "") -> tuple[str, ...]:
        """Hold the study so from now on; gives the names of what changed, which may be nothing.

        A later closing keeps answers longer than was told: that has a row of its own, with ``why``.
        """
        with self._database.tx():
            before = held(self._database, study_id)
            closing = promises.closing(self._database, study_id, before)
            changed = tuple(
                name for name in Fieldwork.model_fields if getattr(before, name) != getattr(fieldwork, name)
            )
            if changed:
                keep(self._database, study_id, fieldwork)
                audit.append(self._database, actor, "fieldwork.changed", study=study_id, object=", ".join(changed))
                promises.note_move(self._database, study_id, closing, actor, why)
        return changed

    def links_until(self, study_id: str) -> datetime | None:
        """Give when the last of the personal links that were made is deleted, whatever is set from now on."""
        return promises.links_until(self._database, study_id)

    def invite(self, study_id: str, key_hashes: Sequence[str], actor: str) -> None:
        """Keep an invitation for each of ``key_hashes``; all or none."""
        with self._database.tx():
            for key_hash in key_hashes:
                self._database.run("add_invitation", key_hash=key_hash, study_id=study_id, made=utc_minute())
            audit.append(self._database, actor, "invitations.made", study=study_id, object=str(len(key_hashes)))

    def revoke(self, study_id: str, key_hash: str, actor: str) -> None:
        """Let a link that nobody used lead nowhere. Whether somebody had used it is not told, and not logged."""
        with self._database.tx():
            values = {"study_id": study_id, "key_hash": key_hash, "revoked": REVOKED}
            self._database.run("revoke_invitation", **values)
            audit.append(self._database, actor, "invitation.revoked", study=study_id)

    def revoke_unused(self, study_id: str, actor: str) -> None:
        """Let every link that nobody used lead nowhere; how many these were is not told, nor how many are left."""
        with self._database.tx():
            self._database.run("revoke_unused_invitations", study_id=study_id, revoked=REVOKED)
            audit.append(self._database, actor, "invitations.revoked", study=study_id, object="all that were not used")
