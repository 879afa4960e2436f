"""Deleting a study for good: what that takes away, the id typed once more, and the signed note of what was done."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.disclosure import AtLeast, in_steps
from dce.store import Note, StoreBusy, WrongState
from dce.web.organiser.access import desk, needs, own_study, site_key, store
from dce.web.organiser.pages import page, read_line
from dce.web.preview import Previews


@own_study.get("/deletion")
@needs("field")
def ask_delete() -> ResponseReturnValue:
    """Say what will be gone, and ask for the id."""
    return _page()


@own_study.post("/deletion")
@needs("field")
def delete() -> ResponseReturnValue:
    """Delete everything of the study but its log; the note of it is shown."""
    try:
        note = store().life.delete_study(
            g.study_id, typed=read_line("typed"), actor=g.account.id, key=site_key(), why=read_line("why")
        )
    except WrongState:
        return _page(wrong=True), 422
    previews: Previews = current_app.extensions["dce_previews"]
    previews.forget(g.study_id)
    with suppress(StoreBusy):  # somebody reads on: the note says so, and the page offers it again
        store().life.sweep()
    return redirect(url_for("desk.deleted", name=name_of(note)), 303)


@desk.get("/deleted/")
def deletions() -> ResponseReturnValue:
    """The notes of the studies that this account deleted."""
    return page("deletions.html", notes=[(name_of(note), note) for note in _mine()])


@desk.get("/deleted/<name>")
def deleted(name: str) -> ResponseReturnValue:
    """One note, in words."""
    note = _note(name)
    waits = name in {name_of(one) for one in store().life.unswept()}
    return page("deleted.html", note=note, name=name, waits=waits)


@desk.post("/deleted/<name>/sweep")
def sweep(name: str) -> ResponseReturnValue:
    """Clear the file of what was deleted, where somebody was reading it the first time."""
    _note(name)
    store().life.sweep()
    flash(gettext("What was deleted is gone from the file too."))
    return redirect(url_for("desk.deleted", name=name), 303)


@desk.get("/deleted/<name>/note.json")
def download_note(name: str) -> ResponseReturnValue:
    """The note as it was signed."""
    note = _note(name)
    answer = current_app.response_class(note.text(), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="deletion-{note.study}.json"'
    return answer


def name_of(note: Note) -> str:
    """A short name for a note, in addresses."""
    return hashlib.sha256(note.signature.encode()).hexdigest()[:16]


def _mine() -> list[Note]:
    """The notes that this account may see: its own, and all for an administrator; they name no person who answered."""
    every = g.account.role == "administrator"
    return [note for note in store().life.notes() if every or note.by == g.account.id]


def _note(name: str) -> Note:
    return next((note for note in _mine() if name_of(note) == name), None) or abort(404)


def _page(*, wrong: bool = False) -> str:
    return page(
        "delete.html", people=_people(), may_now=_ended(), wrong=wrong, typed=request.form.get("typed", "")[:60]
    )


def _ended() -> bool:
    """Whether the study takes no answers any more, by hand or by its dates; a draft never did."""
    return store().moment(g.study_id) in ("draft", "closed")


def _people() -> AtLeast | None:
    """How many people took part, in steps that tell of no few; None where nobody could yet."""
    if g.study_id not in store().study_ids():
        return None
    smallest = store().current(g.study_id).study.privacy.smallest_group
    return in_steps(store().progress(g.study_id).started, smallest)
