"""The language of a page: what was chosen, else what the browser asks for, as far as the study speaks it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, g, request, session, url_for
from flask.globals import request_ctx
from flask_babel import get_locale, get_translations
from markupsafe import Markup
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


class Texts(dict[str, Markup]):
    """The texts of one language without a blank to fill in, as pages show them: each is looked up once."""

    def __init__(self, catalogue: NullTranslations) -> None:
        super().__init__()
        self.catalogue = catalogue

    def __missing__(self, text: str) -> Markup:
        shown = self[text] = self.filled(text, {})
        return shown

    def filled(self, text: str, variables: dict[str, Any]) -> Markup:
        """The text with its blanks filled in; what fills them is escaped."""
        return Markup(self.catalogue.gettext(text)) % variables  # noqa: S704 - translators write texts, visitors do not


def quicken(app: Flask) -> None:
    """Let templates find a text once and not on each page: a page has some twenty, all in one language."""
    spoken: dict[str, Texts] = {}

    def texts() -> Texts:
        found: Texts | None = g.get("texts")
        if found is None:
            language = str(get_locale())
            if language not in spoken:
                spoken[language] = Texts(get_translations())
            found = g.texts = spoken[language]
        return found

    def gettext(text: str, **variables: Any) -> Markup:
        return texts().filled(text, variables) if variables else texts()[text]

    def ngettext(one: str, more: str, number: int) -> str:
        return texts().catalogue.ngettext(one, more, number)

    jinja = app.jinja_env
    jinja.install_gettext_callables(gettext=gettext, ngettext=ngettext, newstyle=True)  # type: ignore[attr-defined]
    jinja.globals["gettext"] = jinja.globals["_"] = gettext  # without Jinja's own way around it


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
