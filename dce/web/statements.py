"""What the site says of itself on a page of its own: for now, how accessible it is and how that was tested."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dce.report.accountability import security_txt
from dce.web import languages
from dce.web.survey.visit import public_ids, store

ACCESSIBILITY_WRITTEN = date(2026, 11, 22)  # renew it with what was tested

statements = Blueprint("statements", __name__)


@statements.get("/toegankelijkheid")
def accessibility() -> ResponseReturnValue:
    """What was aimed at, what was tested, what was not, and where to report a problem."""
    return render_template(
        "accessibility.html",
        here=request.path,
        back=_back(),
        contact=", ".join(_contacts()),
        written=ACCESSIBILITY_WRITTEN,
    )


@statements.get("/.well-known/security.txt")
def security() -> ResponseReturnValue:
    """Whom to tell of a weakness (RFC 9116); not there where nobody was named by ``dce serve --contact``."""
    contact = current_app.config["DCE_SECURITY_CONTACT"]
    if not contact:
        abort(404)
    text = security_txt(contact, f"https://{request.host}", datetime.now(UTC))
    return Response(text, content_type="text/plain; charset=utf-8")


def _contacts() -> list[str]:
    """Where the organisations behind the studies that were opened can be reached, each once."""
    held = [store().fieldwork(study_id).contact for study_id in public_ids()]
    return list(dict.fromkeys(contact for contact in held if contact))


def _back() -> str:
    """The page of ours that led here, else the first one."""
    before = languages.own_page(request.referrer or "")
    return url_for("survey.index") if before == request.path else before
