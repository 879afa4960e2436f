"""The visits of an account that go on now: seen by its owner, and ended one by one."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.store.sessions import session_name
from dce.web.organiser.access import IDLE_SECONDS, MOST_SECONDS, before_second_factor, desk, needs_proof, store
from dce.web.organiser.fieldwork_form import ZONE
from dce.web.organiser.pages import page
from dce.web.sessions import browser_session


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that goes on: when it began, when a page was last asked for, and whether it is this one.

    Nothing else is kept of it: no address, and no word on the computer.
    """

    name: str
    began: datetime
    seen: datetime
    here: bool


@desk.get("/account/visits")
@before_second_factor
@needs_proof
def visits() -> ResponseReturnValue:
    """Every visit of mine that goes on now."""
    return page("visits.html", visits=_visits())


@desk.post("/account/visits")
@before_second_factor
@needs_proof
def end_visit() -> ResponseReturnValue:
    """End one of them; one that has ended meanwhile is no fault."""
    with store().tx():
        if store().end_session_of(g.account.id, request.form.get("visit", "")):
            store().audit.add(g.account.id, "account.visit-ended", object=g.account.id)
    flash(gettext("That visit has ended."))
    return redirect(url_for("desk.visits"), 303)


def _visits() -> list[Visit]:
    """The newest first, as far as they would let somebody in."""
    now, key = time.time(), browser_session().key
    here = session_name(key) if key else ""
    return [
        Visit(name, _moment(data["since"]), _moment(data["seen"]), name == here)
        for name, data in sorted(store().sessions_of(g.account.id).items(), key=lambda named: -named[1].get("since", 0))
        if data.get("generation") == g.account.generation
        and now - data["since"] <= MOST_SECONDS
        and now - data["seen"] <= IDLE_SECONDS
    ]


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, ZONE)
