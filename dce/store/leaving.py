"""What people may ask for what is kept of them: to see it, to leave with it, and to dispute what is made of it."""

from __future__ import annotations

import secrets
from typing import Any, Literal, Protocol

from dce.store import editions
from dce.store.clock import utc_minute
from dce.store.database import Database, of_person, of_study
from dce.store.fieldwork import REVOKED
from dce.store.respondents import Respondent
from dce.study import Study

FORGETTING = (  # in this order, for each refers to a later one
    "forget_circumstances",
    "forget_answers",
    "forget_background",
    "forget_dispute",
    "forget_releases",
    "forget_sessions",
    "forget_respondent",
)


class _Store(Protocol):
    """What leaving needs of the store."""

    _database: Database

    def respondent(self, respondent_id: str) -> Respondent: ...
    def _study(self, respondent_id: str) -> Study: ...


class Leaving:
    """The operations of a Store on what people may ask for."""

    def own(self: _Store, respondent_id: str) -> dict[str, Any]:
        """Give everything that is kept of a person, with every revision of every answer, as JSON can hold it."""
        return own(self._database, self.respondent(respondent_id))

    def forget(self: _Store, respondent_id: str, *, kind: Literal["withdrew", "full", "twice"] = "withdrew") -> bool:
        """Delete a person with everything that is kept of him or her; False where there is nobody.

        That one person left the study that day remains, and why: a wish, a group that was ``full``, or having begun
        ``twice`` at once.
        """
        return forget(self._database, respondent_id, study_id=self._study(respondent_id).id, kind=kind)

    def dispute(self: _Store, respondent_id: str, *, disputed: bool = True) -> None:
        """Leave this person's answers out of every model from now on, or take them in again."""
        study_id = self._study(respondent_id).id
        with self._database.tx(of_person(respondent_id), of_study(study_id)):
            editions.leave(self._database, study_id, respondent_id, for_good=False)
            self._database.run("dispute" if disputed else "end_dispute", respondent=respondent_id, at=utc_minute())
            self._database.run("note_change", respondent=respondent_id, at=utc_minute())

    def disputed(self: _Store, respondent_id: str) -> bool:
        """Tell whether this person disputes how a model describes him or her."""
        return bool(self._database.run("disputed", respondent=respondent_id))


def forget(database: Database, respondent_id: str, *, study_id: str, kind: str) -> bool:
    """Delete a person with everything that is kept of him or her; False where there was nobody.

    What remains is that on this day one person left ``study_id``, and whether by withdrawing or because it was full.
    A personal link leads nowhere from then on, and its key is gone; that one was made stays counted, or whoever knows
    how many there were would see that somebody left who was invited.
    """
    nobodys = f"{REVOKED}{secrets.token_hex(32)}"
    with database.tx(of_person(respondent_id), of_study(study_id)):  # no look may count who just goes
        database.run("forget_invitation", respondent=respondent_id, nobodys=nobodys)
        editions.leave(database, study_id, respondent_id, for_good=True)
        gone = [database.run(statement, respondent=respondent_id) for statement in FORGETTING][-1]
        if gone:
            database.run("add_departure", study_id=study_id, kind=kind, day=utc_minute()[:10])
    return bool(gone)


def own(database: Database, respondent: Respondent) -> dict[str, Any]:
    """Give everything that is kept of a person, as JSON can hold it; every revision of every answer."""
    with database.snapshot():
        (times,) = database.run("times", id=respondent.id)
        background = database.run("background", respondent=respondent.id)
        answers = database.run("given", respondent=respondent.id)
        disputed = database.run("disputed", respondent=respondent.id)
    positions = respondent.positions
    return {
        "started": times["started"],
        "completed": times["completed"],
        "changed": times["changed"],
        "language": respondent.language,
        "version": respondent.version,
        "criteria_in_order": list(respondent.criteria),
        "disputed": disputed[0]["at"] if disputed else None,
        "background": {row["item"]: row["option"] for row in background},
        "answers": [{"position": positions[row["task"], row["showing"]], **dict(row)} for row in answers],
    }
