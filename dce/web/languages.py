"""The language of a page: what was chosen, else what the browser asks for, as far as the study speaks it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, g, request, session, url_for
from flask.globals import request_ctx
from flask_babel import get_locale, get_translations
from werkzeug.exceptions import HTTPException

NAMES = {"nl": "Nederlands", "en": "English"}
ALL = tuple(NAMES)
SAID = ("change", "mine")  # what the address of a page of ours may say after ?, each by being there


def offered() -> tuple[str, ...]:
    """The languages of this page, the default first: those of the study, or all where there is no study."""
    design = g.get("design")
    return design.study.languages if design is not None else ALL


def choose() -> str:
    """The language to speak."""
    languages = offered()
    chosen = session.get("language")
    if chosen in languages:
        return str(chosen)
    return of_browser(languages)


def of_browser(languages: Sequence[str]) -> str:
    """The one of ``languages`` that the browser asks for, else the first."""
    # Not best_match: that takes "en-GB, nl;q=0.5" for Dutch, because only that one matches to the letter.
    wanted = [tag.split("-")[0].lower() for tag, quality in request.accept_languages if quality > 0]
    return next((language for language in wanted if language in languages), languages[0])


def moment(at: datetime) -> str:
    """A moment in words, at the distance to UTC in which it was written."""
    return format_datetime(at, "d MMMM y, HH:mm", tzinfo=at.tzinfo, locale=get_locale())


def day(minute: str) -> str:
    """The day of a time as the store writes it, in words."""
    return format_date(date.fromisoformat(minute[:10]), "d MMMM y", locale=get_locale())


def amount(number: int) -> str:
    """A whole number with its thousands apart."""
    return format_decimal(number, locale=get_locale())


def quicken(app: Flask) -> None:
    """Let templates look up their catalogue once for a page: it has some twenty texts, all in one language."""
    texts = app.jinja_env
    texts.install_gettext_callables(  # type: ignore[attr-defined]  # comes with an extension of Jinja
        gettext=lambda text: _catalogue().gettext(text),
        ngettext=lambda one, more, number: _catalogue().ngettext(one, more, number),
        newstyle=True,
    )
    texts.globals["_"] = texts.globals["gettext"]  # what _ stands for, without a search by name for each text


def _catalogue() -> Any:
    found = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_translations()
    return found


def own_page(path: str) -> str:
    """``path`` when it is a page of this site, else the first page; what is sent back is built here, never echoed.

    So no address of another site, however written, can be slipped into a redirect.
    """
    if request_ctx.url_adapter is None:
        return "/"
    try:
        parts = urlsplit(path)
        endpoint, values = request_ctx.url_adapter.match(parts.path, method="GET")
    except (HTTPException, ValueError):  # an unknown page; an address that cannot be taken apart
        return url_for("survey.index")
    asked = [name for name, _ in parse_qsl(parts.query) if name in SAID]
    return url_for(endpoint, **{**dict.fromkeys(asked, 1), **values})
