"""The study that a page of the desk is about, as it was published last, or as its draft says."""

from __future__ import annotations

from flask import abort, g, make_response

from dce.design import Design
from dce.errors import StudyError
from dce.store import NoStudy
from dce.study import Study
from dce.study.reader import parse_study
from dce.web.organiser.access import store
from dce.web.organiser.pages import page


def design() -> Design:
    """The design that new people get; where nothing was published yet the answer is a page that says so."""
    if g.study_id not in store().study_ids():
        abort(make_response(page("unpublished.html"), 409))
    return store().current(g.study_id)


def study() -> Study:
    """The study as published, else as its draft says; a page that says so where neither can be read."""
    if g.study_id in store().study_ids():
        return store().current(g.study_id).study
    try:
        return parse_study(store().drafts.draft(g.study_id).content)
    except (NoStudy, StudyError):
        abort(make_response(page("unpublished.html"), 409))
