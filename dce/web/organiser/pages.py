"""How a page of the desk is made: with its rail, and with what was typed read strictly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, current_app, g, render_template, request, url_for
from flask_babel import get_locale, lazy_gettext

from dce.store import RIGHTS, Right

LONGEST_LINE = 500  # characters
# What stands in the rail of a study: the endpoint, the words, and the right that its page asks.
RAIL: tuple[tuple[str, str, Right], ...] = (
    ("own_study.overview", lazy_gettext("Overview"), "results"),
    ("own_study.text", lazy_gettext("Text"), "edit"),
    ("own_study.preview", lazy_gettext("Preview"), "edit"),
    ("own_study.design", lazy_gettext("Design"), "edit"),
    ("own_study.fieldwork", lazy_gettext("Fieldwork"), "field"),
    ("own_study.invitations", lazy_gettext("Invitations"), "field"),
    ("own_study.progress", lazy_gettext("Progress"), "results"),
    ("own_study.results", lazy_gettext("Results"), "results"),
    ("own_study.report", lazy_gettext("Report"), "results"),
    ("own_study.adviser", lazy_gettext("Adviser"), "results"),
    ("own_study.data", lazy_gettext("Data"), "export"),
    ("own_study.personal_data", lazy_gettext("Personal data"), "results"),
    ("own_study.tokens", lazy_gettext("Tokens"), "export"),
    ("own_study.members", lazy_gettext("Members"), "edit"),
    ("own_study.log", lazy_gettext("Log"), "edit"),
)


def page(template: str, **values: Any) -> str:
    """A page of the desk, from ``templates/desk``."""
    return render_template(f"desk/{template}", here=request.full_path, rail=rail(), may=may, **values)


def rail() -> list[tuple[str, str]]:
    """The pages of the study of this request that this account may see."""
    if "study_id" not in g or g.account is None:
        return []
    return [(endpoint, words) for endpoint, words, right in RAIL if right in RIGHTS[g.account.role]]


def may(right: Right) -> bool:
    """Whether this account may do what asks ``right``, in the study of this request; for templates."""
    return right in RIGHTS[g.account.role]


def read_line(name: str, most: int = LONGEST_LINE) -> str:
    """What was typed in the field ``name``, without spaces around it; longer than its page lets it be is refused."""
    typed = request.form.get(name, "").strip()
    if len(typed) > most:
        abort(400)
    return typed


def absolute(endpoint: str, **values: Any) -> str:
    """The whole address of a page, to hand over or to come back to; the host was checked before."""
    scheme = "https" if current_app.config["PREFERRED_URL_SCHEME"] == "https" else None
    return url_for(endpoint, _external=True, _scheme=scheme, **values)


def language_of(languages: Sequence[str]) -> str:
    """The reader's language where it is one of ``languages``, else the first of these."""
    language = str(get_locale())
    return language if language in languages else languages[0]
