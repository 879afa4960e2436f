"""Personal data of a study: how long it is kept, the texts that account for it, and the deletion of one person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import cast

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import TooManyRequests

from dce.markdown import document_html
from dce.report.accountability import Document, dpia, model_card, processing_record, section_html
from dce.store import NoStudy, Note, StoreBusy
from dce.web import limits
from dce.web.codes import code_hash, read_code
from dce.web.files import attached
from dce.web.languages import NAMES
from dce.web.organiser import published
from dce.web.organiser.access import needs, own_study, store
from dce.web.organiser.pages import language_of, page, read_line
from dce.web.organiser.studies import kept_of

GUESSES = 30  # codes of nobody, an hour from one address
Make = Callable[..., Document]
DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "record": (
        lazy_gettext("Entry for the register of processing"),
        lazy_gettext("What is processed, why, for how long and by whom (article 30 of the GDPR)."),
    ),
    "dpia": (
        lazy_gettext("Data protection impact assessment"),
        lazy_gettext("The questions of the model of the Dutch government, filled in as far as the study file knows."),
    ),
    "model-card": (
        lazy_gettext("Model card"),
        lazy_gettext("What the model is for and not for, how it is made and what it cannot tell."),
    ),
}


@own_study.get("/personal-data")
@needs("results")
def personal_data() -> ResponseReturnValue:
    """Until when answers are kept, the texts of the study, and the form to delete one person."""
    return _personal_data()


@own_study.post("/personal-data/delete-person")
@needs("field")
def delete_person() -> ResponseReturnValue:
    """Delete everything of the one person whose own code was typed; the code is not kept, nor who it was."""
    if limits.used_up("code at the desk", GUESSES):
        raise TooManyRequests(retry_after=limits.HOUR)
    why, code = read_line("why"), read_code(read_line("code", 60))
    if not why or request.form.get("sure") != "yes":
        return _personal_data(wrong=gettext("Say why, and tick that this person asked for it.")), 422
    found = store().respondent_by_code(code_hash(code)) if code else None
    if found is None or store().design(found.design_hash).study.id != g.study_id:
        limits.count("code at the desk", GUESSES)
        return _personal_data(wrong=gettext("Nobody in this study has this code. Check it with the person.")), 422
    told = "a respondent by own code"
    with store().tx():
        store().forget(found.id)
        store().audit.add(g.account.id, "respondent.deleted", study=g.study_id, object=told, why=why)
    with suppress(StoreBusy):  # somebody reads on, and its pages are written over later
        store().life.sweep(anyway=True)
    flash(gettext("All that was kept of this person is deleted."))
    return redirect(url_for("own_study.personal_data"), 303)


@own_study.get("/personal-data/<name>")
@needs("results")
def document(name: str) -> ResponseReturnValue:
    """One of the texts as a page."""
    made = _document(name)
    sections = [(document_html(part.heading, inline=True), section_html(part)) for part in made.sections]
    return page(
        "document.html",
        name=name,
        document=made,
        introduction=document_html(made.introduction),
        sections=sections,
        spoken=[(language, NAMES[language]) for language in published.study().languages],
    )


@own_study.get("/personal-data/<name>.<kind>")
@needs("results")
def document_file(name: str, kind: str) -> ResponseReturnValue:
    """One of the texts as a file: Markdown to go on with, or a page that needs nothing else."""
    if kind not in ("md", "html"):
        abort(404)
    made = _document(name)
    body = made.markdown() if kind == "md" else made.html()
    types = {"md": "text/markdown", "html": "text/html"}
    return attached(f"{g.study_id}-{name}-{made.language}.{kind}", types[kind], body.encode())


def _document(name: str) -> Document:
    """The text of this name, in the language that was asked, else that of the reader."""
    study = published.study()
    asked = request.args.get("in", language_of(study.languages))
    if name not in DOCUMENTS or asked not in study.languages:
        abort(404)
    card = partial(model_card, day=datetime.now(UTC).date(), synthetic=store().synthetic)
    make: Make = {"record": processing_record, "dpia": dpia, "model-card": cast(Make, card)}[name]
    return make(study, store().fieldwork(g.study_id), asked)


def _personal_data(wrong: str = "") -> str:
    study = published.study()
    try:
        retention = store().life.retention(g.study_id)
    except NoStudy:  # nothing was published, so nothing is kept
        retention = None
    return page(
        "personal_data.html",
        study=study,
        retention=retention,
        kept=kept_of(g.study_id),
        links_until=store().field.links_until(g.study_id),
        notes=_notes(),
        documents=DOCUMENTS,
        published=g.study_id in store().study_ids(),
        spoken=[(language, NAMES[language]) for language in study.languages],
        wrong=wrong,
    )


def _notes() -> list[Note]:
    """The notes of earlier studies of this id that this account deleted; another one had it perhaps."""
    return [note for note in store().life.notes() if note.study == g.study_id and note.by == g.account.id]
