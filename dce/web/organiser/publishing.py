"""Publishing a draft as the version that new people get; and a study as one zip."""

from __future__ import annotations

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.store import DraftChanged, TellsOfFewer
from dce.web.organiser.access import needs, own_study, store
from dce.web.organiser.editing import draft_of
from dce.web.organiser.next_step import standing
from dce.web.organiser.pages import page
from dce.web.organiser.previewing import current_design


@own_study.get("/publish")
@needs("edit")
def publish() -> ResponseReturnValue:
    """Say what publishing does now, or what has to come first."""
    return page("publish.html", now=standing(store(), g.study_id))


@own_study.post("/publish")
@needs("field")
def publish_draft() -> ResponseReturnValue:
    """Publish the revision that the page showed; earlier answers keep the version that they were given to."""
    typed = request.form.get("revision", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
        abort(400)
    now = standing(store(), g.study_id)
    if not now.ready:
        return page("publish.html", now=now), 409
    try:
        store().drafts.publish(g.study_id, int(typed), g.account.id)
    except DraftChanged:
        return page("publish.html", now=standing(store(), g.study_id), changed=True), 409
    except TellsOfFewer as error:
        return page("publish.html", now=now, refused=str(error)), 409
    flash(gettext("The study has been published. New people get this version."))
    return redirect(url_for("own_study.overview"), 303)


@own_study.get("/study.zip")
@needs("edit")
def export_zip() -> ResponseReturnValue:
    """The study with its design, how it is held and its codebook, as one file."""
    from dce.report.exchange import study_zip  # takes a second, and few need it

    design = current_design(g.study_id)
    if design is None:
        flash(gettext("A zip can be made when the text is in order and has a design."))
        return redirect(url_for("own_study.overview"), 303)
    draft = draft_of(g.study_id)
    store().audit.add(g.account.id, "study.exported", study=g.study_id, object=design.hash[:12])
    content = study_zip(design, text=draft.content if draft else None, fieldwork=store().fieldwork(g.study_id))
    answer = current_app.response_class(content, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{g.study_id}.zip"'
    return answer
