"""Models that everybody may ask without signing in: as they were published, for as long as the study is closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dce.store import audit, deletion
from dce.store.clock import utc_minute
from dce.store.database import Database
from dce.store.refusals import WrongState


@dataclass(frozen=True, slots=True)
class PublicModel:
    """A model (JSON) as it was published ``at`` a minute, the ``number``-th of its study."""

    number: int
    content: Mapping[str, Any]
    at: str


class PublicModels:
    """The published models of one database; ``store.public_models``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def published(self, study_id: str) -> PublicModel | None:
        """Give the model that everybody may ask now; None where there is none or the study takes answers again."""
        rows = self._database.run("public_model", study_id=study_id)
        if not rows or not self.closed(study_id):
            return None
        return PublicModel(rows[0]["number"], json.loads(rows[0]["content"]), rows[0]["at"])

    def publish(self, study_id: str, content: Mapping[str, Any], actor: str) -> None:
        """Keep a model as the one that everybody may ask, in the place of an earlier one.

        Raises WrongState while the study may take answers still.
        """
        with self._database.tx():
            if not self.closed(study_id):
                raise WrongState(f"study {study_id}: is not closed; close it before its model is published")
            self._database.run("end_public_models", study_id=study_id, at=utc_minute())
            text = json.dumps(content)
            self._database.run("add_public_model", study_id=study_id, content=text, at=utc_minute())
            audit.append(
                self._database, actor, "model.published", study=study_id, object=str(content.get("version", ""))
            )

    def withdraw(self, study_id: str, actor: str) -> bool:
        """Let nobody ask the model any more; whether there was one."""
        with self._database.tx():
            found = bool(self._database.run("public_model", study_id=study_id))
            if found:
                self._database.run("end_public_models", study_id=study_id, at=utc_minute())
                audit.append(self._database, actor, "model.withdrawn", study=study_id)
        return found

    def closed(self, study_id: str) -> bool:
        """Whether the study takes no answers any more."""
        return deletion.closed_at(self._database, study_id, datetime.now(UTC)) is not None
