"""One visit: which study and which respondent this request is about, and where the visit goes on."""

from __future__ import annotations

import numpy as np
from flask import abort, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext

from dce.design import Design
from dce.errors import StoreError
from dce.store import Respondent, Store, StoreBusy
from dce.web import languages
from dce.web.codes import code_hash, personal_code
from dce.web.sessions import StoreSession

FEWEST_TIMES = 3  # tasks after which a person's pace is known


def store() -> Store:
    """The store behind this application."""
    found: Store = current_app.extensions["dce_store"]
    return found


def enter_study(_endpoint: str | None, values: dict[str, str] | None) -> None:
    """Take the study out of the address; a study that is not here is a page that is not here."""
    if values is None or "study_id" not in values:
        return
    study_id = values.pop("study_id")
    if study_id not in store().study_ids():
        abort(404)
    g.design = store().current(study_id)
    g.respondent = _respondent(study_id)
    if g.respondent is not None:
        g.design = store().design(g.respondent.design_hash)  # what this person began with


def enter_as_respondent(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The same, and send everybody who is not taking part (or no longer) to the introduction."""
    enter_study(endpoint, values)
    if g.respondent is None:
        flash(gettext("Your visit has ended, or has not begun in this browser. Your stored answers are safe."))
        abort(redirect(url_for("survey.introduction"), 303))
    if g.respondent.completed and request.method == "POST" and endpoint in ("answering.answer", "answering.keep"):
        abort(redirect(url_for("answering.thanks"), 303))


def add_study(endpoint: str, values: dict[str, str]) -> None:
    """Put the study of this request into the addresses of its pages."""
    if "design" in g and current_app.url_map.is_endpoint_expecting(endpoint, "study_id"):
        values.setdefault("study_id", g.design.study.id)


def begin(design: Design) -> None:
    """Add a respondent and go on as that person, in a new session."""
    language = languages.choose()
    respondent = store().add_respondent(design, language=language, rng=np.random.default_rng())
    store().set_code(respondent.id, code_hash(code_of(respondent)))
    become(respondent)


def become(respondent: Respondent) -> None:
    """Go on as ``respondent`` in a new session, so that a key that others know is worth nothing."""
    browser_session().renew()
    session["respondent"] = respondent.id
    session["language"] = respondent.language
    g.respondent, g.design = respondent, store().design(respondent.design_hash)


def leave() -> None:
    """End the visit on this device."""
    browser_session().renew()


def browser_session() -> StoreSession:
    """The session, as what it really is."""
    found = session._get_current_object()  # type: ignore[attr-defined]  # Flask's proxy hides its own way in
    if not isinstance(found, StoreSession):
        raise TypeError(f"the session is a {type(found).__name__}; create_app sets a StoreSession")
    return found


def code_of(respondent: Respondent) -> str:
    """The personal code of ``respondent``."""
    return personal_code(current_app.config["SECRET_KEY"], respondent.id)


def first_page() -> str:
    """The address where a visit begins or goes on: background items come before the first answer, not after it."""
    stored = store().background(g.respondent.id)
    items = g.design.study.background
    unfilled = [number for number, item in enumerate(items, start=1) if item.id not in stored]
    if unfilled and not store().answered(g.respondent.id):
        return url_for("answering.background", number=unfilled[0])
    return next_page()


def answered() -> dict[int, str]:
    """The stored answers of this person by position."""
    positions = g.respondent.positions
    return {
        positions[task, showing]: given
        for showing in sorted({showing for _, showing in positions})
        for task, given in store().answered(g.respondent.id, showing).items()
    }


def pages_to_come() -> int:
    """How many tasks a person gets, practice and second showings counted; all versions have as many."""
    version = g.design.versions[0]
    return len(g.design.tasks_of(version)) + len(g.design.repeats(version))


def minutes_left(waiting: int) -> int | None:
    """About how many minutes so many tasks take at this person's own pace; None before that is known."""
    taken = store().seconds_taken(g.respondent.id)
    return max(1, round(waiting * float(np.median(taken)) / 60)) if len(taken) >= FEWEST_TIMES else None


def next_page() -> str:
    """The address of the first scenario that waits; after the last answer the person is marked as done."""
    given = answered()
    waiting = [position for position in range(1, len(g.respondent.tasks) + 1) if position not in given]
    if waiting:
        return url_for("answering.task", position=waiting[0])
    if not g.respondent.completed:
        store().complete(g.respondent.id)
    return url_for("answering.thanks")


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
