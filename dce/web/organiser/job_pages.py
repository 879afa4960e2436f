"""What every page has on which something is made beside the site: how far that is, and the way to stop it."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.store import Job
from dce.store.jobs import Kind
from dce.web.organiser.access import store
from dce.web.organiser.pages import page


def how_far(job: Job | None, template: str, **values: Any) -> ResponseReturnValue:
    """The part of a page that tells it, for the script that asks every two seconds."""
    if job is None:
        abort(404)
    answer = current_app.make_response(page(template, job=job, **values))
    answer.add_etag()
    return answer.make_conditional(request)


def stop_job(kind: Kind, endpoint: str) -> ResponseReturnValue:
    """Stop what is being made, and go back to its page; what was there before stays."""
    if store().jobs.stop(g.study_id, kind):
        stayed = gettext("It has been stopped. What was there before has stayed as it was.")
        flash(gettext("It has been stopped. Nothing was made.") if kind in ("report", "export") else stayed)
    return redirect(url_for(endpoint), 303)
