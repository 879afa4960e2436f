"""The log of a study: who saw, exported or changed what, when and why."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from flask import g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.report.exchange.tables import csv_text
from dce.store import Entry
from dce.web.files import attached
from dce.web.organiser.access import needs, own_study, store
from dce.web.organiser.pages import page
from dce.web.organiser.words import ACTORS, STUDY_DONE, VIEWS

MOST_ROWS = 200  # on a page
NAMES = ("number", "at", "who", "action", "object", "why")  # of the columns of the table


@own_study.get("/log")
@needs("edit")
def log() -> ResponseReturnValue:
    """The rows of the log, the newest first, of one action or of all."""
    entries, action = _entries()
    actions = sorted({entry.action for entry in _all()})
    place = request.args.get("from", "0")
    first = int(place) if place.isascii() and place.isdecimal() and len(place) < 9 else 0
    return page(
        "log.html",
        rows=[_row(_in_words(entry)) for entry in entries[first : first + MOST_ROWS]],
        total=len(entries),
        first=first,
        most=MOST_ROWS,
        actions=[(name, STUDY_DONE.get(name, name)) for name in actions],
        action=action,
        actors=ACTORS,
        done=STUDY_DONE,
    )


@own_study.get("/log.csv")
@needs("edit")
def log_file() -> ResponseReturnValue:
    """The same as a table."""
    entries, action = _entries()
    store().audit.add(g.account.id, "log.exported", study=g.study_id, object=action)
    return attached(f"{g.study_id}-log.csv", "text/csv", csv_text(NAMES, map(_row, entries)).encode())


def _entries() -> tuple[list[Entry], str]:
    """The newest row first; an action that no row has is as none."""
    found = _all()
    asked = request.args.get("action", "")
    chosen = asked if any(entry.action == asked for entry in found) else ""
    return [entry for entry in found if chosen in ("", entry.action)], chosen


def _all() -> list[Entry]:
    """The rows of this study, the newest first; an earlier one of the same id was another one, perhaps of others."""
    return list(takewhile(lambda entry: entry.action != "study.deleted", store().audit.of_study(g.study_id)[::-1]))


def _in_words(entry: Entry) -> Entry:
    """The same with the page of results that somebody looked at by its name."""
    if entry.action == "results.asked" and entry.object:
        return replace(entry, object=gettext("by group"))
    view, _, only = entry.object.partition(" ")
    if entry.action != "results.seen" or view not in VIEWS:
        return entry
    return replace(entry, object=f"{VIEWS[view]} {only}".strip())


def _row(entry: Entry) -> tuple[int, str, str, str, str, str]:
    who = entry.who if entry.who is not None else gettext("an account that was deleted")
    return entry.seq, entry.at, who, entry.action, _named(entry.object), entry.why


def _named(said: str) -> str:
    """What was done to, with the name in place of the id of an account."""
    found = store().accounts.account(said) if len(said) == 22 else None  # of so many signs are ids
    return found.name if found else said
