"""The states of a study, each kept with who changed it, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from dce.store.clock import at_moment, utc_minute
from dce.store.database import Database
from dce.store.fieldwork import parsed
from dce.store.refusals import NoStudy, NotOpen, WrongState

Moment = Literal["draft", "before", "open", "paused", "closed"]
State = Literal["draft", "open", "paused", "closed", "archived"]
FOLLOWS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        "draft": frozenset(("open",)),
        "open": frozenset(("paused", "closed")),
        "paused": frozenset(("open", "closed")),
        "closed": frozenset(("open", "archived")),
        "archived": frozenset(),
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of state: to which, when, by which account, and why."""

    state: State
    at: str
    actor: str
    why: str


def state_of(database: Database, study_id: str) -> State:
    """Give the state now; a study that was published before there were states is open."""
    rows = database.run("state", study_id=study_id)
    if rows:
        found: State = rows[0]["state"]
        return found
    return _unmarked(database, study_id, published=bool(database.run("published", study_id=study_id)))


def history(database: Database, study_id: str) -> tuple[Change, ...]:
    """Give every change of state, the first one first."""
    rows = database.run("states", study_id=study_id)
    return tuple(Change(row["state"], row["at"], row["account"], row["why"]) for row in rows)


def closed_since(database: Database, study_id: str) -> datetime | None:
    """Give when the study was closed by hand, where it is so still; None where it was not, or opened again."""
    found = None
    for change in reversed(history(database, study_id)):
        if change.state not in ("closed", "archived"):
            break
        found = at_moment(change.at)
    return found


def add(database: Database, study_id: str, state: State, actor: str, why: str = "") -> None:
    """Keep a state as the one of now, within the transaction under way, whatever came before it."""
    last = database.run("state", study_id=study_id)
    number = last[0]["number"] + 1 if last else 1
    database.run("add_state", study_id=study_id, number=number, state=state, at=utc_minute(), account=actor, why=why)


def change(database: Database, study_id: str, state: State, actor: str, why: str = "") -> None:
    """Go to another state, within the transaction under way; raises WrongState where it cannot follow."""
    now = state_of(database, study_id)
    if state not in FOLLOWS[now]:
        right = ", ".join(sorted(FOLLOWS[now])) or "nothing but deletion"
        raise WrongState(f"study {study_id}: is {now}, and {state!r} cannot follow that; what can is {right}")
    if not database.run("published", study_id=study_id):
        raise WrongState(f"study {study_id}: has no published design yet; publish one, then open the study")
    add(database, study_id, state, actor, why)


def refuse_unless_open(database: Database, study_id: str) -> None:
    """Refuse an answer or a person while the study is in another state; its dates are for the page to keep."""
    rows = database.run("state", study_id=study_id)
    if rows and rows[0]["state"] != "open":
        raise NotOpen(f"study {study_id}: is {rows[0]['state']} and takes no answers now; nothing was stored")


def moment(database: Database, study_id: str, now: datetime | None = None) -> Moment:
    """Where ``now`` falls in the life of a study, by its state and, while that is open, by its dates."""
    (found,) = database.run("how_held", study_id=study_id)  # one statement: it is asked with every page of a survey
    state: State = found["state"] or _unmarked(database, study_id, published=found["published"])
    if state in ("draft", "paused"):
        return state
    return parsed(found["fieldwork"]).moment(now) if state == "open" else "closed"


def _unmarked(database: Database, study_id: str, *, published: bool) -> State:
    """The state of a study without one: it was published before there were states, and is open."""
    if published:
        return "open"
    raise NoStudy(f"{database.name}: no study {study_id!r} is here, or not any more")
