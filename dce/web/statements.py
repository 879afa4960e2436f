"""What the site says of itself on a page of its own: for now, how accessible it is and how that was tested."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dce.web import languages

ACCESSIBILITY_WRITTEN = date(2026, 11, 22)  # renew it with what was tested
CONTACT = "DCE_CONTACT"  # configuration: how the organisation behind the site can be reached, in a few words

statements = Blueprint("statements", __name__)


@statements.get("/toegankelijkheid")
def accessibility() -> ResponseReturnValue:
    """What was aimed at, what was tested, what was not, and where to report a problem."""
    return render_template(
        "accessibility.html",
        here=request.path,
        back=_back(),
        contact=current_app.config.get(CONTACT),
        written=ACCESSIBILITY_WRITTEN,
    )


def _back() -> str:
    """The page of ours that led here, else the first one."""
    before = languages.own_page(request.referrer or "")
    return url_for("survey.index") if before == request.path else before
