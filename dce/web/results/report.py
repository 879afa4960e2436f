"""The page on which a report is asked for and taken along; a process beside the site makes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext, lazy_gettext

from dce.store import Job, WrongState
from dce.store.jobs import Kind
from dce.study import Study
from dce.web import making
from dce.web.files import attached
from dce.web.headers import asks_again
from dce.web.languages import NAMES
from dce.web.organiser import published
from dce.web.organiser.access import by_itself, needs, own_study, store
from dce.web.organiser.job_pages import how_far, stop_job
from dce.web.organiser.pages import language_of, page

KIND: Kind = "report"
FORMS = {
    "pdf": lazy_gettext("PDF, to read and to print"),
    "docx": lazy_gettext("DOCX, to edit"),
    "pictures": lazy_gettext("Pictures for slides, with their numbers (zip)"),
    "html": lazy_gettext("HTML, one page that opens anywhere"),
}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
    "html": "text/html",
}


@own_study.get("/report")
@needs("results")
@asks_again
def report() -> ResponseReturnValue:
    """What a report holds, the way to ask for one, and the one that was made last."""
    return _page(published.study())


@own_study.post("/report")
@needs("results")
def ask_report() -> ResponseReturnValue:
    """Begin to make a report, beside the site."""
    study, asked = published.design().study, {name: request.form.get(name, "") for name in ("form", "language")}
    if asked["form"] not in FORMS or asked["language"] not in study.languages or study.task.alternatives is not None:
        abort(400)
    try:
        with store().tx():
            job = store().jobs.add(g.study_id, KIND, asked, g.account.id)
            store().audit.add(g.account.id, "report.asked", study=g.study_id, object=_said(asked))
    except WrongState:
        wrong = gettext("Something else is being made for this study. Try again when that is done.")
        return _page(study, wrong), 409
    making.start(current_app.extensions["dce_database"], job)
    return redirect(url_for("own_study.report"), 303)


@own_study.get("/report/now")
@by_itself
@needs("results")
def report_now() -> ResponseReturnValue:
    """How far it is, as a part of the page, for the script that asks every two seconds."""
    return how_far(_last(), "report_job.html")


@own_study.post("/report/stop")
@needs("results")
def stop_report() -> ResponseReturnValue:
    """Make no report after all; the one before it is gone."""
    return stop_job(KIND, "own_study.report")


@own_study.get("/report/file")
@needs("results")
def report_file() -> ResponseReturnValue:
    """The report that was made last."""
    from dce.web.results.reporting import kept_file  # pictures take a second to load

    job = _last()
    if job is None or job.result is None:
        abort(404)
    ending, content = kept_file(job.result)
    store().audit.add(g.account.id, "report.downloaded", study=g.study_id, object=_said(job.result))
    return attached(f"{g.study_id}-report-{job.result['language']}.{ending}", TYPES[ending], content)


def _page(study: Study, wrong: str = "") -> str:
    job = _last()
    return page(
        "report.html",
        study=study,
        job=job,
        result=job.result if job else None,
        day=format_date(date.fromisoformat(job.result["day"]), "long") if job and job.result else None,
        names=NAMES,
        forms=FORMS,
        spoken=[(language, NAMES[language]) for language in study.languages],
        language=language_of(study.languages),
        rated=study.task.alternatives is None,
        typed=request.form,
        wrong=wrong,
    )


def _last() -> Job | None:
    return store().jobs.last(g.study_id, KIND)


def _said(asked: Any) -> str:
    return f"{asked['form']}, {asked['language']}"
