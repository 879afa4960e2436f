"""The design of a study from the page: asked for, searched beside the site, looked at, and what it could show."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dce.design import Design
from dce.design.asked import settled
from dce.errors import DesignError
from dce.store import Job, WrongState
from dce.store.jobs import Kind
from dce.study import Study
from dce.web import making
from dce.web.faults import Said, in_words
from dce.web.headers import asks_again
from dce.web.organiser.access import needs, own_study, store
from dce.web.organiser.checking import check_text
from dce.web.organiser.editing import draft_of
from dce.web.organiser.job_pages import how_far, stop_job
from dce.web.organiser.pages import language_of, page
from dce.web.organiser.previewing import current_design

NUMBERS = {"tasks": (1, 500), "versions": (1, 100), "anchors": (0, 500), "seed": (0, 2**32 - 1)}
KINDS: dict[str, Kind] = {"design": "design", "power": "power"}
MOST_DIGITS = 10
PRIORS = {"none": None, "expected": "expected"}  # else what the study says itself


@own_study.get("/design")
@needs("edit")
@asks_again
def design() -> ResponseReturnValue:
    """Tell whether there is a design of the text, how far a search is, and ask for a new one."""
    draft = draft_of(g.study_id)
    if draft is None:
        return page("design_none.html")
    checked = check_text(draft.content, g.study_id)
    if not checked.usable:
        return page("design_none.html", faulty=True)
    found = current_design(g.study_id)
    return _design_page(checked.study, found)


@own_study.post("/design")
@needs("edit")
def search() -> ResponseReturnValue:
    """Start to search a design, beside the site."""
    draft = draft_of(g.study_id)
    checked = check_text(draft.content, g.study_id) if draft else None
    if checked is None or checked.study is None or checked.problems:
        return redirect(url_for("own_study.design"), 303)
    try:
        asked = _asked(checked.study)
        _begin("design", asked | {"study": checked.study.hash})
    except DesignError as error:
        return _design_page(checked.study, None, in_words(str(error))), 422
    return redirect(url_for("own_study.design"), 303)


@own_study.post("/job/stop")
@needs("edit")
def stop() -> ResponseReturnValue:
    """Stop what is being made; what was there before stays."""
    kind = request.form.get("kind") or "design"
    if kind not in KINDS:
        abort(404)
    return stop_job(KINDS[kind], f"own_study.{kind}")


@own_study.get("/job/<kind>")
@needs("edit")
def job(kind: str) -> ResponseReturnValue:
    """How far the job is, as a part of a page, for the script that asks every two seconds."""
    if kind not in KINDS:
        abort(404)
    return how_far(_last(KINDS[kind]), "job.html", kind=kind)


@own_study.get("/design/inspect")
@needs("edit")
def inspect() -> ResponseReturnValue:
    """How good the design is and what it cannot show, with its pictures."""
    found = current_design(g.study_id)
    if found is None:
        return redirect(url_for("own_study.design"), 303)
    from dce.report.design_page import design_values  # pictures take a second to load, and few pages have them

    values = design_values(found, language=language_of(found.study.languages))
    return page("inspect.html", design=found, **values)


@own_study.get("/design/power")
@needs("edit")
@asks_again
def power() -> ResponseReturnValue:
    """What a ranking by so many people can show, simulated beside the site."""
    found = current_design(g.study_id)
    if found is None:
        return redirect(url_for("own_study.design"), 303)
    return _power_page(found)


@own_study.post("/design/power")
@needs("edit")
def simulate() -> ResponseReturnValue:
    """Start to simulate studies, beside the site."""
    found = current_design(g.study_id)
    if found is None:
        return redirect(url_for("own_study.design"), 303)
    priors = {"priors": "expected"} if request.form.get("priors") == "expected" else {}
    try:
        _begin("power", {"design": found.hash, "people": _people(found.study)} | priors)
    except DesignError as error:
        return _power_page(found, in_words(str(error))), 422
    return redirect(url_for("own_study.power"), 303)


def _begin(kind: Kind, asked: dict[str, Any]) -> None:
    """Note what is asked for and start its process; where that is no moment, the page shows what is under way."""
    try:
        with store().tx():
            made = store().jobs.add(g.study_id, kind, asked, g.account.id)
            store().audit.add(g.account.id, f"{kind}.asked", study=g.study_id)
    except WrongState as error:
        raise DesignError(str(error)) from error
    making.start(current_app.extensions["dce_database"], made)


def _asked(study: Study) -> dict[str, Any]:
    """What was typed, each number within its range; raises DesignError where it is none, or the numbers clash."""
    asked: dict[str, Any] = {name: _number(name, *bounds) for name, bounds in NUMBERS.items()}
    if request.form.get("priors") in PRIORS:
        asked["priors"] = PRIORS[request.form["priors"]]
    settled(study, study.design.model_copy(update={name: asked[name] for name in NUMBERS}))
    return asked


def _number(name: str, low: int, high: int) -> int:
    typed = request.form.get(name, "").strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS and low <= int(typed) <= high):
        raise DesignError(f'{name} is "{typed[:20]}"; write a whole number from {low} to {high}')
    return int(typed)


def _people(study: Study) -> int | dict[str, int]:
    """How many people: in all, or by option of the first group of the study."""
    group = study.groupings[0] if study.groupings else None
    typed = {name: request.form.get(f"people-{name}", "").strip() for name in (group.option_ids if group else ())}
    if any(typed.values()):
        return {name: _number(f"people-{name}", 1, 100_000) for name, text in typed.items() if text}
    return _number("people", 1, 100_000)


def _last(kind: Kind) -> Job | None:
    return store().jobs.last(g.study_id, kind)


def _design_page(study: Study | None, found: Design | None, wrong: Said | None = None) -> str:
    return page(
        "design.html",
        study=study,
        design=found,
        quality=found.quality() if found else None,
        job=_last("design"),
        kind="design",
        wrong=wrong,
        filled=request.form,
        numbers=NUMBERS,
    )


def _power_page(found: Design, wrong: Said | None = None) -> str:
    from dce.web.organiser.power_shown import power_shown

    job, speaks = _last("power"), language_of(found.study.languages)
    told = job.result if job is not None and job.result and job.result["design"] == found.hash else None
    shown = power_shown(found, told, speaks) if told else None
    group = found.study.groupings[0] if found.study.groupings else None
    values = {"design": found, "job": job, "shown": shown, "group": group, "kind": "power", "speaks": speaks}
    return page("power.html", filled=request.form, wrong=wrong, **values)
