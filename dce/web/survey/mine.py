"""My answers: everything that is kept of a person, to see, to take along, to correct, to withdraw, to dispute."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from dce.data.formulas import defused
from dce.store import Respondent
from dce.study.answers import ATTENTION
from dce.web.survey import visit
from dce.web.survey.mirror import group_model, reflections
from dce.web.survey.tasks import TaskPage, task_page
from dce.web.survey.visit import page, store

own = Blueprint("mine", __name__, url_prefix="/<study_id>/mine")
own.url_value_preprocessor(visit.enter_as_respondent)
own.url_defaults(visit.add_study)


@dataclass(frozen=True, slots=True)
class Told:
    """One background item: its question, what was answered ("" for nothing), and the number of its page."""

    number: int
    question: str
    answer: str


@own.get("/")
def show() -> ResponseReturnValue:
    """All answers of this person, with what can be done about them."""
    kept = store().own(g.respondent.id)
    return page(
        "mine.html",
        kept=kept,
        told=_told(kept["background"]),
        tasks=_given(),
        reasons={(row["task"], row["showing"]): row["reason"] for row in kept["answers"] if row["reason"]},
        code=visit.code_of(g.respondent),
        may_change=visit.is_open(),
        fieldwork=visit.fieldwork(),
    )


@own.get("/answers.<kind>")
def download(kind: str) -> ResponseReturnValue:
    """The same as a file: JSON with all there is, or CSV with a row an answer."""
    if kind not in ("json", "csv"):
        abort(404)
    kept = _with_scenarios(store().own(g.respondent.id), g.respondent)
    body = json.dumps(kept, ensure_ascii=False, indent=2) if kind == "json" else _table(kept)
    types = {"json": "application/json", "csv": "text/csv"}
    name = f"attachment; filename={g.design.study.id}-answers.{kind}"
    return Response(body, content_type=f"{types[kind]}; charset=utf-8", headers={"Content-Disposition": name})


@own.get("/withdraw")
def ask_withdraw() -> ResponseReturnValue:
    """What happens to who says "I do not want this", before it happens."""
    return page("withdraw.html", study=g.design.study)


@own.post("/withdraw")
def withdraw() -> ResponseReturnValue:
    """Delete this person with all answers."""
    store().forget(g.respondent.id)
    store().life.clear_log()
    visit.leave()
    return redirect(url_for("coming.gone"), 303)


@own.get("/dispute")
def ask_dispute() -> ResponseReturnValue:
    """What it means to say "this is not me", and whether this person did."""
    return page("dispute.html", disputed=store().disputed(g.respondent.id))


@own.post("/dispute")
def dispute() -> ResponseReturnValue:
    """Leave this person out of the models from now on, or take him or her in again."""
    store().dispute(g.respondent.id, disputed="end" not in request.form)
    return redirect(url_for("mine.ask_dispute"), 303)


@own.get("/mirror")
def mirror() -> ResponseReturnValue:
    """Own answers beside what the model of all people expects; for who has finished, so that it steers no answer."""
    if not g.respondent.completed:
        return redirect(visit.next_page().address, 303)
    model = group_model(store(), g.design, current_app.extensions["dce_database"])
    tasks, given = {shown.position: shown for shown in _given()}, visit.answered()
    return page(
        "mirror.html",
        study=g.design.study,
        model=model,
        tasks=tasks,
        reflections=reflections(model, g.design, g.respondent.tasks, given) if model else [],
        disputed=store().departures(g.design.study.id).disputed,
    )


def _told(background: dict[str, str]) -> list[Told]:
    language, found = str(get_locale()), []
    for number, item in enumerate(g.design.study.background, start=1):
        labels = {option.id: option.label[language] for option in item.options}
        found.append(Told(number, item.label[language], labels.get(background.get(item.id, ""), "")))
    return found


def _given() -> list[TaskPage]:
    """The answered tasks as their pages show them, in the order in which they were shown."""
    given, language, words = visit.answered(), str(get_locale()), visit.words()
    return [
        task_page(g.design, g.respondent, position, answered=given, language=language, words=words)
        for position in sorted(given)
    ]


def _with_scenarios(kept: dict[str, Any], respondent: Respondent) -> dict[str, Any]:
    """Put what each task showed beside the answer: level ids by criterion, a scenario an alternative as shown."""
    for row in kept["answers"]:
        scenarios = [] if row["task"] == ATTENTION else g.design.alternatives(row["task"])
        order = respondent.alternatives[row["position"] - 1] if respondent.alternatives else (1,)
        row["scenarios"] = [{"alternative": n, **scenarios[n - 1]} for n in order] if scenarios else []
    return {"study": g.design.study.id, "study_hash": g.design.study.hash, "design_hash": g.design.hash, **kept}


def _table(kept: dict[str, Any]) -> str:
    """A row an answer, every revision; the levels of scenarios that stood side by side stand between bars."""
    file = io.StringIO()
    names = ("position", "task", "showing", "revision", "answer", "at", "seconds", "away", "reason")
    writer = csv.writer(file)
    criteria = g.design.study.criterion_ids
    writer.writerow([*names, *criteria])
    for row in kept["answers"]:
        levels = [" | ".join(scenario[name] for scenario in row["scenarios"]) for name in criteria]
        writer.writerow([_plain(row[name]) for name in names] + levels)
    return file.getvalue()


def _plain(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula."""
    return defused(value) if isinstance(value, str) else value
