"""The pages, in the order of a visit: introduction, background, scenarios, thanks. Each reads, calls, answers."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from dce.store import OutsideScale, UnknownTask
from dce.study import Study
from dce.web import languages, limits
from dce.web.codes import code_hash, read_code
from dce.web.headers import asks_again
from dce.web.survey import coming, forms, pages, timing, visit
from dce.web.survey.onward import Place, lead_to
from dce.web.survey.tasks import TaskPage, task_page
from dce.web.survey.visit import page, store

entrance = Blueprint("survey", __name__)
answering = Blueprint("answering", __name__, url_prefix="/<study_id>")
entrance.url_value_preprocessor(visit.enter_study)
answering.url_value_preprocessor(visit.enter_as_respondent)
entrance.url_defaults(visit.add_study)
answering.url_defaults(visit.add_study)


@entrance.get("/")
def index() -> ResponseReturnValue:
    """The studies on this site, or the only one."""
    studies = [store().current(study_id).study for study_id in visit.public_ids()]
    if len(studies) == 1:
        return redirect(url_for("survey.introduction", study_id=studies[0].id))
    return page("index.html", studies=[(study.id, _title(study)) for study in studies])


@entrance.post("/language")
def language() -> ResponseReturnValue:
    """Speak another language from now on, on the page where the reader was."""
    chosen = request.form.get("language")
    if chosen not in languages.ALL:
        raise OutsideScale(f"no texts in that language; use one of {', '.join(languages.ALL)}")
    visit.speak(chosen)
    return redirect(languages.own_page(request.form.get("page", "")), 303)


@entrance.get("/<study_id>/")
def introduction() -> ResponseReturnValue:
    """What the study is, what happens with the answers, and two ways in."""
    return page(
        "introduction.html",
        study=g.design.study,
        tasks=visit.pages_to_come(),
        door=coming.door(),
        fieldwork=visit.fieldwork(),
    )


@entrance.post("/<study_id>/begin")
def begin() -> ResponseReturnValue:
    """Become a new respondent; who has begun in this browser already goes on, and is not counted twice."""
    if g.respondent is not None and "other" not in request.form:
        return redirect(visit.first_page().address, 303)
    coming.let_in()
    visit.begin(store().current(g.design.study.id), coming.notice_hash())
    return redirect(visit.first_page().address, 303)


@entrance.get("/<study_id>/resume")
def resume() -> ResponseReturnValue:
    """Ask for the personal code."""
    return page("resume.html", mine="mine" in request.args)


@entrance.post("/<study_id>/resume")
def find() -> ResponseReturnValue:
    """Go on as the respondent with this code; whatever is wrong with it, the answer is the same."""
    limits.count("code", visit.fieldwork().begins_per_hour)
    code = read_code(request.form.get("code", ""))
    respondent = store().respondent_by_code(code_hash(code)) if code else None
    if respondent is None or store().design(respondent.design_hash).study.id != g.design.study.id:
        return page("resume.html", unknown=True, mine="mine" in request.form), 422
    visit.become(respondent)
    return redirect(url_for("mine.show") if "mine" in request.form else visit.first_page().address, 303)


@answering.get("/onward")
def onward() -> ResponseReturnValue:
    """To whatever comes next for this person."""
    return redirect(visit.first_page().address, 303)


@answering.get("/background/<int:number>")
@asks_again
def background(number: int) -> ResponseReturnValue:
    """One question about the respondent, which may be skipped."""
    return _background(number)


@answering.post("/background/<int:number>")
@asks_again
def keep(number: int) -> ResponseReturnValue:
    """Keep the chosen option, or nothing, and go to the next question."""
    if not 1 <= number <= len(g.design.study.background):
        abort(404)
    item = g.design.study.background[number - 1]
    store().record_background(g.respondent.id, {item.id: forms.read_option(request.form, item)})
    if g.respondent.completed:
        return redirect(url_for("mine.show"), 303)
    if number < len(g.design.study.background):
        return lead_to(Place("answering.background", {"number": number + 1}))
    return lead_to(visit.next_page())


@answering.get("/task/<int:position>")
@asks_again
def task(position: int) -> ResponseReturnValue:
    """One task: to be answered, as it was answered, or to be answered otherwise."""
    if not 1 <= position <= len(g.respondent.tasks):
        abort(404)
    given = visit.answered()
    waits = position not in given
    if waits and (position > len(given) + 1 or not g.respondent.settled or not visit.is_open()):
        return redirect(visit.next_page().address, 303)  # tasks are answered in their order
    changes = None
    if "change" in request.args and visit.is_open():
        shown, showing = g.respondent.tasks[position - 1], g.respondent.showing(position)
        changes = store().revision(g.respondent.id, shown, showing)
    return _task(position, given, changes=changes)


@answering.post("/task/<int:position>")
@asks_again
def answer(position: int) -> ResponseReturnValue:  # noqa: ARG001 - the form says which task it showed
    """Store one answer, then show the next task; after the last one an answer is changed on purpose only."""
    form, person, study = request.form, g.respondent, g.design.study
    if person.completed and "instead_of" not in form:
        return redirect(url_for("answering.thanks"), 303)
    shown = forms.read_task(form, person)
    showing = forms.read_showing(form, person, shown)
    place, changes = person.positions[shown, showing], forms.read_revision(form)
    answered = visit.answered()
    if place not in answered and place > len(answered) + 1:
        raise UnknownTask("this task has not been shown yet; answer the one that waits")
    try:
        given = forms.read_answer(form, study)
        reason = forms.read_reason(form, study)
    except forms.IncompleteError as missing:
        return _task(place, answered, changes=changes, missing=missing.part), 422
    stored = store().record_answer(
        person.id,
        shown,
        given,
        showing=showing,
        instead_of=changes,
        circumstances=timing.circumstances(form, person.id, place, reason=reason),
    )
    answered[place] = given
    if stored == "changed":
        flash(gettext("Your answer has been changed."))
        return lead_to(Place("answering.task", {"position": place}))
    return lead_to(visit.next_page())


@answering.get("/later")
def later() -> ResponseReturnValue:
    """How to go on another time."""
    return page("later.html", code=visit.code_of(g.respondent), address=url_for("survey.introduction", _external=True))


@answering.post("/leave")
def leave() -> ResponseReturnValue:
    """End the visit on this device."""
    visit.leave()
    return redirect(url_for("survey.introduction"), 303)


@answering.get("/thanks")
def thanks() -> ResponseReturnValue:
    """The end: thanks, what happens next, and the personal code."""
    if not g.respondent.completed:
        return redirect(visit.next_page().address, 303)
    return page(
        "thanks.html", code=visit.code_of(g.respondent), study=g.design.study, way_back=visit.way_back("complete")
    )


def _background(number: int) -> ResponseReturnValue:
    study = g.design.study
    if not 1 <= number <= len(study.background):
        abort(404)
    stored = store().background(g.respondent.id)
    return page("background.html", page=pages.background_page(study, number, stored, language=str(get_locale())))


def _filled(shown: TaskPage) -> dict[str, str]:
    """What was given before, as the fields of the form."""
    reason = store().reason(g.respondent.id, shown.task, shown.showing) if shown.reasons and shown.given else None
    return shown.given_parts | ({"reason": reason} if reason else {})


def _task(position: int, given: dict[int, str], *, changes: int | None = None, missing: str = "") -> str:
    """The page of the task at ``position``; ``changes`` is the revision that another answer may take the place of.

    ``missing`` is the part of the answer that was not given.
    """
    respondent = g.respondent
    shown = task_page(
        g.design,
        respondent,
        position,
        answered=given,
        language=str(get_locale()),
        words=visit.words(),
        change=changes,
    )
    return page(
        "task.html",
        page=shown,
        missing=missing,
        filled=request.form if missing else _filled(shown),
        may_change=visit.is_open(),
        opened=timing.opened(respondent.id, position),
        minutes=visit.minutes_left(len(respondent.tasks) - len(given)) if shown.asks else None,
    )


def _title(study: Study) -> str:
    """The title in the reader's language, or in the study's own."""
    language = str(get_locale())
    return study.title[language if language in study.languages else study.language]
