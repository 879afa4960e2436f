"""The text of a study in the browser: checked without saving, saved by revision, and never lost where two write."""

from __future__ import annotations

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.store import Draft, DraftChanged, NoStudy
from dce.web.incoming import takes_file
from dce.web.organiser.access import needs, own_study, store
from dce.web.organiser.beginning import text_of
from dce.web.organiser.checking import check_text
from dce.web.organiser.pages import page

MOST_BYTES = 2_000_000  # of the form: a text with every sign written as three
LONGEST_REVISION = 9


@own_study.get("/text")
@needs("edit")
def text() -> ResponseReturnValue:
    """Show the text of the study, with what is wrong and what is odd."""
    draft = draft_of(g.study_id)
    if draft is None:
        return page("text_none.html")
    return _page(draft, draft.content)


@own_study.post("/text/begin")
@needs("edit")
def begin_next() -> ResponseReturnValue:
    """Begin the text of the next version, of a study that was published without the desk."""
    if draft_of(g.study_id) is None:
        store().drafts.add(g.study_id, text_of(g.study_id), g.account.id)
    return redirect(url_for("own_study.text"), 303)


@own_study.post("/text")
@needs("edit")
@takes_file(MOST_BYTES)
def change_text() -> ResponseReturnValue:
    """Check the text, or save it in place of the revision that it was made from."""
    draft = draft_of(g.study_id)
    if draft is None:
        abort(404)
    typed = typed_text()
    if request.form.get("what") != "save":
        return _page(draft, typed, revision=_revision(), only_checked=True), _status(typed)
    try:
        store().drafts.save(g.study_id, typed, _revision(), g.account.id)
    except DraftChanged as changed:
        return _page(changed.theirs, changed.mine, theirs=changed.theirs), 409
    flash(gettext("The text has been saved."))
    return redirect(url_for("own_study.text"), 303)


def draft_of(study_id: str) -> Draft | None:
    """The draft of a study, or None where it was published without one."""
    try:
        return store().drafts.draft(study_id)
    except NoStudy:
        return None


def typed_text() -> str:
    """What was typed, with ends of lines as in a file; what no text of people holds is refused."""
    typed = request.form.get("content", "").replace("\r\n", "\n").replace("\r", "\n")
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in typed) or len(typed) > MOST_BYTES // 2:
        abort(400)
    return typed


def _status(typed: str) -> int:
    return 422 if check_text(typed, g.study_id).problems else 200


def _revision() -> int:
    typed = request.form.get("revision", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_REVISION):
        abort(400)
    return int(typed)


def _page(
    draft: Draft, typed: str, *, revision: int | None = None, only_checked: bool = False, theirs: Draft | None = None
) -> str:
    return page(
        "text.html",
        draft=draft,
        checked=check_text(typed, g.study_id),
        revision=draft.revision if revision is None else revision,
        only_checked=only_checked,
        theirs=theirs,
    )
