"""Coming in: by the open link, by a personal invitation, or sent by a panel; and what a closed door says."""

from __future__ import annotations

import hashlib
from typing import Literal
from urllib.parse import urlsplit

import segno
from flask import Blueprint, abort, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from dce.web import limits
from dce.web.keys import invitation_hash
from dce.web.problems import ShutError
from dce.web.survey import visit
from dce.web.survey.visit import page, store

Door = Literal["open", "before", "paused", "closed", "ended", "invited", "full"]
STUDY_TIMES = 10  # as many may begin at all addresses together as at ten that are at their limit
GUESSES = 100  # unknown invitations an hour from one address
LONGEST_ADDRESS = 2000

ways_in = Blueprint("coming", __name__, url_prefix="/<study_id>")
ways_in.url_value_preprocessor(visit.enter_study)
ways_in.url_defaults(visit.add_study)


def door() -> Door:
    """Whether a new person can come in now, or why not."""
    fieldwork = visit.fieldwork()
    moment = store().moment(g.design.study.id)
    if moment == "closed" and fieldwork.moment() != "closed":
        return "ended"  # by hand, and not on the day that was told
    if moment in ("before", "paused", "closed"):
        return moment
    if fieldwork.entry == "invited" and not session.get("invitation"):
        return "invited"
    return "open" if store().room(g.design.study.id) else "full"


def let_in() -> None:
    """Refuse a new person where the door is not open, or where too many came at once."""
    found = door()
    if found == "full":
        abort(redirect(url_for("coming.full"), 303))
    if found != "open":
        raise ShutError
    if store().synthetic:
        return  # invented people come as fast as they can
    most = visit.fieldwork().begins_per_hour
    limits.count("begin", most)
    if store().begun_this_hour(g.design.study.id) >= STUDY_TIMES * most:
        raise TooManyRequests(retry_after=limits.HOUR)


def notice_hash() -> str:
    """The hash of the words on privacy that stand above the button Begin: what a person agrees to."""
    words = render_template("notice.html", study=g.design.study, fieldwork=visit.fieldwork())
    return hashlib.sha256(words.encode()).hexdigest()


@ways_in.get("/invitation/<key>")
def invitation(key: str) -> ResponseReturnValue:
    """Come in by a personal link: as the person who used it before, or as a new one. It then leaves the address bar.

    A letter may be passed on, so a link leads to no answers of who has finished: these ask the own code.
    """
    if limits.used_up("invitation", GUESSES):
        raise TooManyRequests(retry_after=limits.HOUR)
    key_hash = invitation_hash(current_app.config["SECRET_KEY"], key)
    found = store().invitation(key_hash)
    if found is None or found.study_id != g.design.study.id:
        limits.count("invitation", GUESSES)
        abort(404)
    if found.respondent_id is not None:
        visit.become_by_link(store().respondent(found.respondent_id))
        return redirect(visit.first_page().address, 303)
    if g.respondent is not None:
        visit.leave()  # somebody else began in this browser
    session["invitation"] = key_hash
    return redirect(url_for("survey.introduction"), 303)


@ways_in.get("/panel")
def panel() -> ResponseReturnValue:
    """Come in from a panel, with an address to go back to that the study allows; it is kept with the visit only."""
    address = request.args.get("return_to", "")
    try:
        parts = urlsplit(address)
    except ValueError:
        abort(403)
    plain = f"{parts.scheme}://{parts.netloc}{parts.path}"
    printable = address.isascii() and address.isprintable() and " " not in address
    if plain not in visit.fieldwork().return_to or parts.fragment or not printable or len(address) > LONGEST_ADDRESS:
        abort(403)
    session["return_to"] = address
    return redirect(url_for("survey.introduction"), 303)


@ways_in.get("/full")
def full() -> ResponseReturnValue:
    """There are enough people, of this group or in all; nothing is kept of who comes here."""
    return page("full.html", way_back=visit.way_back("full"))


@ways_in.get("/gone")
def gone() -> ResponseReturnValue:
    """What stands after somebody withdrew: that nothing is left, and what cannot be taken back."""
    return page("gone.html", way_back=visit.way_back("withdrawn"))


@ways_in.get("/privacy")
def privacy() -> ResponseReturnValue:
    """The whole notice on privacy: who answers for it, why, what is kept, for how long, and what people may ask."""
    return page("privacy.html", study=g.design.study, fieldwork=visit.fieldwork())


@ways_in.get("/poster")
def poster() -> ResponseReturnValue:
    """A page to hang up or to show in a room: the address of the study, as a picture for a phone and in letters."""
    address = url_for("survey.introduction", _external=True)
    picture = segno.make(address, error="m").svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    return page("poster.html", study=g.design.study, address=address, picture=picture)
