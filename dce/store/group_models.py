"""Models of all people together, as they were made: what one person may see beside his or her own answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dce.store.clock import utc_minute
from dce.store.database import Database


@dataclass(frozen=True, slots=True)
class GroupModel:
    """A model (JSON) of so many ``people``, made ``at`` a minute."""

    people: int
    content: Mapping[str, Any]
    at: str


def last(database: Database, design_hash: str) -> GroupModel | None:
    """Give the model of most people, which is the last one, or None."""
    rows = database.run("group_model", design_hash=design_hash)
    return GroupModel(rows[0]["people"], json.loads(rows[0]["content"]), rows[0]["at"]) if rows else None


def keep(database: Database, design_hash: str, people: int, content: Mapping[str, Any]) -> None:
    """Keep a model; one of as many people stays as it is."""
    text = json.dumps(content)
    database.run("add_group_model", design_hash=design_hash, people=people, content=text, at=utc_minute())
