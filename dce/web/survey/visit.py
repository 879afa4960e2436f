"""One visit: which study and which respondent this request is about, and where the visit goes on."""

from __future__ import annotations

import statistics
from functools import cache
from typing import Any

import numpy as np
from flask import abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import get_locale, gettext
from flask_wtf.csrf import generate_csrf

from dce.design import Design
from dce.errors import StoreError
from dce.store import InvitationUsed, Respondent, Store, StoreBusy
from dce.study import Fieldwork
from dce.web import languages
from dce.web.codes import kept_code, personal_code
from dce.web.problems import ShutError
from dce.web.sessions import renew
from dce.web.survey.onward import Place
from dce.web.survey.tasks import Words

FEWEST_TIMES = 3  # tasks after which a person's pace is known


def store() -> Store:
    """The store behind this application."""
    found: Store = current_app.extensions["dce_store"]
    return found


def fieldwork() -> Fieldwork:
    """How the study of this request is held, as it is set now."""
    if "fieldwork" not in g:
        g.fieldwork = store().fieldwork(g.design.study.id)
    found: Fieldwork = g.fieldwork
    return found


def is_open() -> bool:
    """Whether answers can be given now; the same all through one request, and the store asks again when it stores."""
    moment = g.get("moment")
    if moment is None:
        moment = g.moment = store().moment(g.design.study.id)
    return bool(moment == "open")


def public_ids() -> list[str]:
    """The studies that people may know of: those that were opened once."""
    return [study_id for study_id in store().study_ids() if store().moment(study_id) != "draft"]


def words() -> Words:
    """Words of our own on the page of a task."""
    return _words(str(get_locale()))


@cache
def _words(_language: str) -> Words:
    return Words((gettext("No"), gettext("Yes")), gettext("Scenario {name}"))


def page(template: str, **values: Any) -> str:
    """A page of the survey."""
    return render_template(template, here=g.get("here") or request.full_path.rstrip("?"), **values)


def enter_study(_endpoint: str | None, values: dict[str, str] | None) -> None:
    """Take the study out of the address; a study that is not here is a page that is not here."""
    if values is None or "study_id" not in values:
        return
    study_id = values.pop("study_id")
    g.respondent = _respondent(study_id)
    if g.respondent is not None:
        g.design = store().design(g.respondent.design_hash)  # what this person began with
    elif study_id in public_ids():
        g.design = store().current(study_id)
    else:
        abort(404)


def enter_as_respondent(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The same, and send everybody who is not taking part (or no longer) to the introduction."""
    enter_study(endpoint, values)
    if g.respondent is None:
        flash(gettext("Your visit has ended, or has not begun in this browser. Your stored answers are safe."))
        abort(redirect(url_for("survey.introduction"), 303))
    if request.method == "POST" and endpoint in ("answering.answer", "answering.keep") and not is_open():
        raise ShutError


def add_study(endpoint: str, values: dict[str, str]) -> None:
    """Put the study of this request into the addresses of its pages."""
    if "design" in g and current_app.url_map.is_endpoint_expecting(endpoint, "study_id"):
        values.setdefault("study_id", g.design.study.id)


def begin(design: Design, notice: str) -> None:
    """Add a respondent, who agreed to the words of ``notice`` (a hash), and go on as that person in a new session.

    Who came by an invitation that was used at the same moment goes on as the one who used it.
    """
    language = languages.choose()
    rng = np.random.default_rng()
    respondent = store().add_respondent(design, language=language, rng=rng, notice=notice, code_hash=code_hash_of)
    found = _by_invitation(respondent)
    become(found) if found == respondent else become_by_link(found)


def _by_invitation(new: Respondent) -> Respondent:
    """Tie ``new`` to the invitation of this session, or give the person who used it first."""
    key_hash = session.get("invitation")
    if key_hash is None:
        return new
    try:
        store().use_invitation(key_hash, new.id)
    except InvitationUsed:
        store().forget(new.id, kind="twice")
        found = store().invitation(key_hash)
        if found is None or found.respondent_id is None:  # its person left the study meanwhile
            leave()
            abort(404)
        return store().respondent(found.respondent_id)
    return new


def become(respondent: Respondent) -> None:
    """Go on as ``respondent`` in a new session, so that a key that others know is worth nothing."""
    leave()
    session["respondent"] = respondent.id
    session["language"] = respondent.language
    generate_csrf()  # kept with the rest at once, and not on the next page
    g.respondent, g.design = respondent, store().design(respondent.design_hash)


def become_by_link(respondent: Respondent) -> None:
    """Go on as who used this personal link before; once finished, only that person's own code leads to the answers."""
    if respondent.completed and (g.respondent is None or g.respondent.id != respondent.id):
        flash(gettext("Somebody has finished with this link. Is that you? Your own code leads to your answers."))
        abort(redirect(url_for("survey.resume", mine="yes"), 303))
    become(respondent)


def leave() -> None:
    """End the visit on this device; the way back to where a person came from stays."""
    way_back = session.get("return_to")
    renew()
    if way_back:
        session["return_to"] = way_back


def way_back(status: str) -> str | None:
    """The address of the panel that sent this person, told how the visit ended; None for who came by himself."""
    address = session.get("return_to")
    return f"{address}{'&' if '?' in address else '?'}status={status}" if address else None


def code_of(respondent: Respondent) -> str:
    """The personal code of ``respondent``."""
    return personal_code(current_app.config["SECRET_KEY"], respondent.id)


def code_hash_of(respondent_id: str) -> str:
    """What is kept of the personal code of a respondent."""
    return kept_code(current_app.config["SECRET_KEY"], respondent_id)


def first_page() -> Place:
    """Where a visit begins or goes on: background items come before the first answer, not after it."""
    stored = store().background(g.respondent.id)
    items = g.design.study.background
    unfilled = [number for number, item in enumerate(items, start=1) if item.id not in stored]
    if unfilled and not store().answered(g.respondent.id):
        return Place("answering.background", {"number": unfilled[0]})
    return next_page()


def answered() -> dict[int, str]:
    """The stored answers of this person by position, read once in a request; who stores one adds it."""
    found: dict[int, str] | None = g.get("answered")
    if found is None:
        person: Respondent = g.respondent
        positions, answers = person.positions, store()
        found = g.answered = {
            positions[task, showing]: given
            for showing in sorted({showing for _, showing in positions})
            for task, given in answers.answered(person.id, showing).items()
        }
    return found


def pages_to_come() -> int:
    """How many tasks a person gets, practice and second showings counted; all versions have as many."""
    version = g.design.versions[0]
    return len(g.design.tasks_of(version)) + len(g.design.repeats(version))


def minutes_left(waiting: int) -> int | None:
    """About how many minutes so many tasks take at this person's own pace; None before that is known."""
    taken = store().seconds_taken(g.respondent.id)
    return max(1, round(waiting * statistics.median(taken) / 60)) if len(taken) >= FEWEST_TIMES else None


def next_page() -> Place:
    """Where the first scenario waits; after the last answer the person is marked as done.

    Before the first one the version is chosen with the role that was told. Who belongs to a group that is full is
    deleted again, and told so.
    """
    if not is_open():
        return Place("mine.show")
    if not g.respondent.settled:
        if not store().room(g.design.study.id, g.respondent.id):
            store().forget(g.respondent.id, kind="full")
            leave()
            return Place("coming.full")
        g.respondent = store().settle(g.respondent, np.random.default_rng())
    given = answered()
    waiting = next((position for position in range(1, len(g.respondent.tasks) + 1) if position not in given), None)
    if waiting:
        return Place("answering.task", {"position": waiting})
    if not g.respondent.completed:
        store().complete(g.respondent.id)
    return Place("answering.thanks")


def speak(language: str) -> None:
    """Speak ``language`` from now on, and keep it with the respondent when there is one."""
    session["language"] = language
    respondent = _known(session.get("respondent"))
    if respondent is not None:
        store().set_language(respondent.id, language)


def _respondent(study_id: str) -> Respondent | None:
    """The person of this session, when he or she takes part in this study."""
    found = _known(session.get("respondent"))
    return found if found and store().design(found.design_hash).study.id == study_id else None


def _known(respondent_id: str | None) -> Respondent | None:
    """The respondent with this id, or None when there is none: the database may be an older one that was put back."""
    if respondent_id is None:
        return None
    try:
        return store().respondent(respondent_id)
    except StoreBusy:
        raise
    except StoreError:
        return None
