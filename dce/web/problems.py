"""What people read when something cannot be done: what is wrong, whether anything was stored, what to do now."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g, make_response, render_template, request, url_for
from flask.globals import request_ctx
from flask.wrappers import Response
from flask_babel import force_locale, gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from dce.errors import StoreError
from dce.store import AlreadyAnswered, NotOpen, OutsideScale, StoreBusy, TooManyTries, UnknownTask, WrongState
from dce.web import languages
from dce.web.api.refusals import of_api
from dce.web.api.refusals import problem as as_json

RETRY_SECONDS = 10


class ForeignError(Exception):
    """A form that a page of another site sent."""


class ShutError(Exception):
    """An answer, or a person, that comes while the study is not open."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A page with a status: a name for records, a title, and a text that says what to do now."""

    name: str
    status: int
    title: str
    text: str


_UNKNOWN = Problem(
    "unknown page",
    404,
    lazy_gettext("We cannot find this page"),
    lazy_gettext("Check the address that you typed, or begin at the first page."),
)
_BROKEN = Problem(
    "unreadable",
    400,
    lazy_gettext("We could not read this"),
    lazy_gettext("Nothing has been stored. Go back, open the page again and try once more."),
)
_CLOSED_FORM = Problem(
    "form without a good token",
    400,
    lazy_gettext("This page no longer belongs to your visit"),
    lazy_gettext(
        "Nothing has been stored. That happens when a page has been open for a long time, or when your browser refuses "
        "cookies. Open the page again and give your answer once more."
    ),
)
_OUTSIDE = Problem(
    "outside the choices",
    422,
    lazy_gettext("This answer is not one of the choices"),
    lazy_gettext("Nothing has been stored. Go back and choose one of the answers on the page."),
)
_ANSWERED = Problem(
    "answered",
    409,
    lazy_gettext("You have already answered this scenario"),
    lazy_gettext(
        "Your first answer stands; the other one has not been stored. Open the scenario again to change your answer."
    ),
)
BUSY = Problem(
    "busy",
    503,
    lazy_gettext("Not stored, please try again"),
    lazy_gettext("It is very busy, or there is a fault. Wait ten seconds, go back and send your answer once more."),
)
_TOO_LARGE = Problem(
    "too large",
    413,
    lazy_gettext("This is too much at once"),
    lazy_gettext("Nothing has been stored. Go back, open the page again and try once more."),
)
_FAULT = Problem(
    "fault",
    500,
    lazy_gettext("Something went wrong on our side"),
    lazy_gettext("What you answered before has been kept. Try again later, or tell the person who invited you."),
)
_REFUSED = Problem(
    "refused",
    403,
    lazy_gettext("This is not possible"),
    lazy_gettext("Nothing has been stored. You can go on with your own answers."),
)
_NO_RIGHT = Problem(
    "no right",
    403,
    lazy_gettext("Your account may not do this"),
    lazy_gettext("Nothing has been changed. Ask an organiser of the study, or an administrator, whether it should."),
)
_SHUT = Problem(
    "closed study",
    403,
    lazy_gettext("This study takes no answers now"),
    lazy_gettext(
        "Nothing has been stored just now. What you answered before has been kept. The first page tells when the study "
        "is open."
    ),
)
_TOO_MANY = Problem(
    "too many",
    429,
    lazy_gettext("Too many at once"),
    lazy_gettext("From this place too many people began, or too many wrong codes were tried. Try again in an hour."),
)
_TOO_MANY_TRIES = Problem(
    "too many tries",
    429,
    lazy_gettext("Too many tries"),
    lazy_gettext("The name, the password or the code was wrong too often. Wait a moment and try again."),
)
_OTHER_STATE = Problem(
    "other state",
    409,
    lazy_gettext("The study is in another state"),
    lazy_gettext("Nothing has been changed. Somebody else may have changed the study: open its first page again."),
)
_FOREIGN = Problem(
    "form of another site",
    403,
    lazy_gettext("This came from another site"),
    lazy_gettext("Nothing has been stored. Open the page here and try once more."),
)
_BY_STATUS = {429: _TOO_MANY, 400: _BROKEN, 403: _REFUSED, 404: _UNKNOWN, 405: _UNKNOWN, 413: _TOO_LARGE, 503: BUSY}


def add_pages(app: Flask) -> None:
    """Answer every refusal and fault of ``app`` with a page in words."""
    app.register_error_handler(CSRFError, lambda _: _page(_CLOSED_FORM))
    app.register_error_handler(UnknownTask, lambda _: _page(_UNKNOWN))
    app.register_error_handler(OutsideScale, lambda _: _page(_OUTSIDE))
    app.register_error_handler(AlreadyAnswered, lambda _: _page(_ANSWERED))
    app.register_error_handler(StoreBusy, lambda _: _page(BUSY))
    app.register_error_handler(ShutError, lambda _: _page(_SHUT))
    app.register_error_handler(NotOpen, lambda _: _page(_SHUT))  # it was paused or closed at that very moment
    app.register_error_handler(TooManyTries, _too_many_tries)
    app.register_error_handler(WrongState, lambda _: _page(_OTHER_STATE))
    app.register_error_handler(ForeignError, lambda _: _page(_FOREIGN))
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(InternalServerError, _fault)


def _too_many_tries(error: TooManyTries) -> Response:
    return _page(_TOO_MANY_TRIES, headers={"Retry-After": str(error.seconds)})


def _refused(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return make_response(error.get_response())  # a redirect, such as to the address with the slash
    problem = _NO_RIGHT if error.code == 403 and _at_desk() else _BY_STATUS.get(error.code, _BROKEN)
    return _page(problem, status=error.code, headers=dict(error.get_headers()))


def _fault(error: InternalServerError) -> Response:
    """A fault in saving the session comes here too, where a busy store is still only busy."""
    return _page(BUSY if isinstance(error.original_exception, StoreBusy) else _FAULT)


def _page(problem: Problem, *, status: int | None = None, headers: dict[str, str] | None = None) -> Response:
    g.refusal = problem.name
    response = _told(problem, status or problem.status) if of_api() else _response(problem)
    response.status_code = status or problem.status
    response.headers.update({name: told for name, told in (headers or {}).items() if name in ("Allow", "Retry-After")})
    if response.status_code == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _told(problem: Problem, status: int) -> Response:
    """The same to a program, which is told in English."""
    with force_locale("en"):
        return as_json(status, f"{problem.title}. {problem.text}")


def _response(problem: Problem) -> Response:
    if request_ctx.url_adapter is None:  # a host that is not ours: no address of ours to build, nothing to echo
        return _plain(f"{problem.title}\n")
    try:
        return make_response(render_template("problem.html", problem=problem, onward=_onward(), here=_here()))
    except StoreError:  # not even the session can be read, which knows the language
        with force_locale(languages.of_browser(languages.ALL)):
            return _plain(f"{problem.title}\n\n{problem.text}\n")


def _plain(text: str) -> Response:
    return make_response(text, {"Content-Type": "text/plain; charset=utf-8"})


def _onward() -> tuple[str, str]:
    """Where to go from here: an address and the words on the link."""
    if g.get("respondent") is not None:
        return url_for("answering.onward"), gettext("Go on with the study")
    return _here(), gettext("To the first page")


def _at_desk() -> bool:
    return request.blueprint in ("desk", "own_study")


def _here() -> str:
    if _at_desk():
        return url_for("desk.studies")
    if g.get("design") is not None:
        return url_for("survey.introduction", study_id=g.design.study.id)
    return url_for("survey.index")
