"""Every page of a study as people will see it, by a test respondent whose answers never count."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from urllib.parse import quote

import numpy as np
from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from dce.design import Design
from dce.design.sample import sample_design
from dce.store import Store
from dce.study import Fieldwork, Study
from dce.study.answers import BETTER
from dce.web.codes import kept_code
from dce.web.organiser.access import needs, own_study, store
from dce.web.organiser.checking import check_text
from dce.web.organiser.editing import draft_of
from dce.web.organiser.pages import page
from dce.web.preview import Previews

HOURS = 12
METHODS = ("GET", "POST")
FIRST = "-"  # stands for the address of the introduction, which is empty


@dataclass(frozen=True, slots=True)
class Shown:
    """A page that can be seen: its address within the study, what it is, and how many tasks were answered before it.

    ``answered`` is None for pages that need no respondent.
    """

    address: str
    words: str
    answered: int | None = None


@own_study.get("/preview/")
@needs("edit")
def preview() -> ResponseReturnValue:
    """The links to every page, in each language of the study."""
    design, own = _design()
    if design is None:
        return page("preview.html", pages=(), own=False)
    return page("preview.html", pages=tuple(_pages(design)), own=own, study=design.study, first=FIRST)


@own_study.get("/preview/show/<language>/<path:address>")
@needs("edit")
def show(language: str, address: str) -> ResponseReturnValue:
    """Go to a page in a language, as a new test respondent who came just so far."""
    design, _ = _design()
    address = "" if address == FIRST else address
    found = next((one for one in _pages(design) if one.address == address), None) if design else None
    if design is None or found is None or language not in design.study.languages:
        abort(404)
    app = _app(design)
    response = current_app.make_response(
        redirect(f"{url_for('own_study.preview')}{quote(f'{g.study_id}/{address}')}", 303)
    )
    _enter(app, design, found, language, response)
    return response


@own_study.route("/preview/<path:inner>", methods=METHODS)
@needs("edit")
def previewed(inner: str) -> ResponseReturnValue:
    """Hand the request on to the survey itself."""
    design, _ = _design()
    if design is None:
        return redirect(url_for("own_study.preview"), 303)
    environ = dict(request.environ)
    environ["SCRIPT_NAME"] = url_for("own_study.preview").rstrip("/")
    environ["PATH_INFO"] = f"/{inner}".encode().decode("latin-1")
    environ["wsgi.input"] = BytesIO(request.get_data())
    return Response.from_app(_app(design), environ, buffered=True)


def current_design(study_id: str) -> Design | None:
    """The design of the draft as it is now; of what is published where there is no draft; None where there is none."""
    draft = draft_of(study_id)
    if draft is None:
        return store().current(study_id)
    study = check_text(draft.content, study_id).study
    return store().drafts.design(study_id, study) if study is not None else None


def _design() -> tuple[Design | None, bool]:
    """What to show, and whether it is a design: without one, some scenarios that the study allows."""
    design = current_design(g.study_id)
    if design is not None:
        return design, True
    return _sample(store().drafts.draft(g.study_id).content, g.study_id), False


@lru_cache(maxsize=8)
def _sample(text: str, study_id: str) -> Design | None:
    """Some scenarios; None while the text has problems."""
    checked = check_text(text, study_id)
    return sample_design(checked.study) if checked.study is not None and checked.usable else None


def _app(design: Design) -> Flask:
    previews: Previews = current_app.extensions["dce_previews"]
    return previews.app(design, _fieldwork())


def _fieldwork() -> Fieldwork:
    return store().fieldwork(g.study_id)


def _pages(design: Design) -> Iterator[Shown]:
    """Every sort of page in the order of a visit."""
    study, tasks = design.study, design.tasks_of(1)
    total = len(tasks) + len(design.repeats(1)) + (study.survey.attention is not None)
    yield Shown("", gettext("Introduction"))
    yield Shown("privacy", gettext("Privacy notice"))
    for number in range(1, len(study.background) + 1):
        yield Shown(f"background/{number}", gettext("Background %(number)s", number=number), 0)
    for number in range(1, total + 1):
        yield Shown(f"task/{number}", gettext("Task %(number)s", number=number), number - 1)
    yield Shown("later", gettext("Going on later"), 0)
    yield Shown("thanks", gettext("Thanks"), total)
    yield Shown("mine", gettext("My answers"), total)
    yield Shown("mine/mirror", gettext("Own answers beside those of others"), total)
    yield Shown("resume", gettext("Going on with a code"))
    yield Shown("full", gettext("Enough people have taken part"))
    yield Shown("gone", gettext("After withdrawing"))
    yield Shown("poster", gettext("Poster"))


def _enter(app: Flask, design: Design, shown: Shown, language: str, response: AnyResponse) -> None:
    """Begin a session in the preview, as a respondent who answered as many tasks as the page asks."""
    own: Store = app.extensions["dce_store"]
    data = {"language": language}
    if shown.answered is not None:
        data["respondent"] = _respondent(own, design, language, shown.answered)
    key = secrets.token_urlsafe(32)
    own.write_session(key, data, HOURS)
    app.session_interface.keep_key(response, key)  # type: ignore[attr-defined]


def _respondent(own: Store, design: Design, language: str, answered: int) -> str:
    rng, key = np.random.default_rng(), current_app.config["SECRET_KEY"]
    person = own.add_respondent(design, language=language, rng=rng, code_hash=partial(kept_code, key))
    person = own.settle(person, rng)
    answer, showings = some_answer(design.study), dict[int, int]()
    for task in person.tasks[:answered]:
        showings[task] = showings.get(task, 0) + 1
        own.record_answer(person.id, task, answer, showing=showings[task])
    if answered >= len(person.tasks):
        own.complete(person.id)
    return person.id


def some_answer(study: Study) -> str:
    """An answer that a task of the study takes.

    >>> from dce.study import example_study
    >>> some_answer(example_study())
    '1'
    """
    numbers = [str(number) for number in range(1, (study.task.alternatives or 1) + 1)]
    match study.task.kind:
        case "best-worst":
            return BETTER.join((numbers[0], numbers[-1]))
        case "ranking":
            return BETTER.join(numbers)
        case "choice":
            return numbers[0]
    return study.scale_ids[0]


PREVIEW = previewed
