"""Personal links: made for people whose addresses are not kept, printed as letters, and revoked."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from dce.errors import AnswerError
from dce.study import Fieldwork, Study
from dce.web.faults import Said, in_words
from dce.web.files import attached, uploaded
from dce.web.incoming import takes_file
from dce.web.invited import Links, People, make_links, read_people
from dce.web.keys import invitation_hash
from dce.web.languages import NAMES
from dce.web.organiser import published
from dce.web.organiser.access import needs, own_study, site_key, store
from dce.web.organiser.pages import page, read_line
from dce.web.sessions import is_secure

MOST_FILE = 8_000_000  # bytes of a table of addresses
MOST_LETTERS = 500  # at once: each holds a picture
KINDS = ("table", "letters")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: the lines of the table above it, the link in letters, and as a picture for a phone."""

    lines: tuple[str, ...]
    link: str
    picture: str


@own_study.get("/invitations")
@needs("field")
def invitations() -> ResponseReturnValue:
    """How many links were made and used, in steps; and the forms to make and to revoke them."""
    return _invitations()


@own_study.post("/invitations/make")
@needs("field")
@takes_file(MOST_FILE)
def make_invitations() -> ResponseReturnValue:
    """Make links and show them this one time: as a table for a mail merge, or as letters to print."""
    study, fieldwork, kind = published.design().study, store().fieldwork(g.study_id), request.form.get("kind")
    language = request.form.get("language", study.language)
    if kind not in KINDS or language not in study.languages:
        abort(400)
    if fieldwork.closes is None:
        wrong = gettext("Give the study a closing day first: links are deleted 30 days after it.")
        return _invitations(wrong=wrong), 409
    try:
        people = _people(kind)
    except AnswerError as error:
        return _invitations(wrong=in_words(str(error))), 422
    links = make_links(people, _start(), site_key())
    store().field.invite(g.study_id, links.hashes, g.account.id)
    if kind == "letters":
        return _letters(links, study, fieldwork, language)
    return attached(f"{g.study_id}-invitations.csv", "text/csv", links.csv().encode())


@own_study.post("/invitations/revoke")
@needs("field")
def revoke_invitation() -> ResponseReturnValue:
    """Let one link lead nowhere, if nobody used it; whether somebody did is not told."""
    key = read_line("link", 1000).rstrip("/").rpartition("/")[2]
    if not key:
        return _invitations(wrong=gettext("Give the link that must not work any more.")), 422
    store().field.revoke(g.study_id, invitation_hash(site_key(), key), g.account.id)
    flash(gettext("If this was a link of this study that nobody had used, it leads nowhere now."))
    return redirect(url_for("own_study.invitations"), 303)


@own_study.post("/invitations/revoke-unused")
@needs("field")
def revoke_unused() -> ResponseReturnValue:
    """Let all links that nobody used lead nowhere."""
    if request.form.get("sure") != "yes":
        return _invitations(wrong=gettext("Tick that you are sure: unused links cannot be given back.")), 422
    store().field.revoke_unused(g.study_id, g.account.id)
    flash(gettext("Links that nobody had used lead nowhere now."))
    return redirect(url_for("own_study.invitations"), 303)


def _invitations(wrong: str | Said = "") -> str:
    study = published.design().study
    return page(
        "invitations.html",
        study=study,
        fieldwork=store().fieldwork(g.study_id),
        standing=store().standing(g.study_id),
        most_letters=MOST_LETTERS,
        links_until=store().field.links_until(g.study_id),
        spoken=[(language, NAMES[language]) for language in study.languages],
        wrong=wrong,
    )


def _people(kind: str) -> People:
    """Whom to make links for: the rows of the file, or as many as were asked for."""
    file, typed = uploaded("addresses"), read_line("number", 10)
    if file is not None and typed:
        raise AnswerError("Give a file or a number, not both.")
    if file is not None:
        people = read_people(file.read(), "the file")
    elif typed.isascii() and typed.isdecimal():
        people = People.numbered(int(typed))
    else:
        raise AnswerError("Give a file with addresses, or how many links you need.")
    if kind == "letters" and len(people.rows) > MOST_LETTERS:
        raise AnswerError(f"Letters are made for at most {MOST_LETTERS} people at once.")
    return people


def _start() -> str:
    """How the links of this study begin."""
    scheme = "https" if is_secure() else None
    begin = url_for("coming.invitation", study_id=g.study_id, key="-", _external=True, _scheme=scheme)
    return begin.removesuffix("-")


def _letters(links: Links, study: Study, fieldwork: Fieldwork, language: str) -> Response | str:
    letters = [
        Letter(row if links.people.header != ("number",) else (), link, _picture(link))
        for row, link in zip(links.people.rows, links.links, strict=True)
    ]
    with force_locale(language):
        return page("letters.html", letters=letters, study=study, fieldwork=fieldwork, spoken=language)


def _picture(link: str) -> str:
    return str(segno.make(link, error="m").svg_inline(border=4, dark="#000", light="#fff", omitsize=True))
