"""Answers out and in: each download says why and how well people hide in it; what comes in does so whole or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from dce.disclosure import Anonymity, AtLeast, anonymity, in_steps
from dce.errors import AnswerError
from dce.report.exchange import FILES, FOLDERS, codebook_markdown, codebook_rows
from dce.report.exchange.study_zip import answer_columns
from dce.report.exchange.tables import csv_text
from dce.store import DesignsDiffer, Imported, Job, WrongState, read_foreign_table
from dce.store.jobs import Kind
from dce.web import making
from dce.web.exporting import Order, ToldApartError, TooFewError, export, is_large
from dce.web.faults import Said, in_words
from dce.web.files import attached, kept_aside, said_name, uploaded, work_folder
from dce.web.headers import asks_again
from dce.web.incoming import takes_file
from dce.web.languages import NAMES
from dce.web.organiser import published
from dce.web.organiser.access import by_itself, needs, own_study, store
from dce.web.organiser.job_pages import how_far, stop_job
from dce.web.organiser.pages import language_of, page, read_line

KIND: Kind = "export"
MOST_FILE = 16_000_000  # bytes of a table of earlier answers
FORMS = {
    "csv": lazy_gettext("CSV, for any program"),
    "xlsx": lazy_gettext("XLSX, for spreadsheets"),
    "parquet": lazy_gettext("Parquet, for R and Python"),
    "sav": lazy_gettext("SPSS (.sav), with labels"),
    "dta": lazy_gettext("Stata (.dta), with labels"),
    "r": lazy_gettext("R: a table with a script that reads it"),
    "package": lazy_gettext("Data package: table, design and codebooks"),
    "apollo": lazy_gettext("Apollo (R): data and script that estimate our model"),
    "biogeme": lazy_gettext("Biogeme (Python): data and script that estimate our model"),
    "logitr": lazy_gettext("logitr (R): data and script that estimate our model"),
    "xlogit": lazy_gettext("xlogit (Python): data and script that estimate our model"),
}


@own_study.get("/data")
@needs("export")
@asks_again
def data() -> ResponseReturnValue:
    """What can be taken out, the file that was made for whoever looks, and the way in for earlier answers."""
    return _data()


@own_study.post("/data/export")
@needs("export")
def export_answers() -> ResponseReturnValue:
    """Give the answers as a file, once it was said why and seen how well people hide in it; a large one comes later."""
    why, order = read_line("why"), _order()
    if not why:
        return _data(wrong=gettext("Say in a few words what the answers are for.")), 422
    if is_large(store(), order):
        return _begin(order, why)
    try:
        with work_folder() as folder:
            made = export(store(), order, folder)
            content = made.path.read_bytes()
    except ToldApartError as error:
        return _check(order, error.hiding, why), 409
    except (AnswerError, DesignsDiffer) as error:
        return _data(wrong=in_words(str(error))), 409 if isinstance(error, TooFewError) else 422
    _note(order, made.k, made.without, why)
    return attached(_name(order), "application/octet-stream", content)


@own_study.get("/data/now")
@by_itself
@needs("export")
def export_now() -> ResponseReturnValue:
    """How far the file is, as a part of the page, for the script that asks every two seconds."""
    return how_far(_own_job(), "export_job.html")


@own_study.post("/data/stop")
@needs("export")
def stop_export() -> ResponseReturnValue:
    """Make no file after all; only who asked for one may."""
    if _own_job() is None:
        abort(404)
    return stop_job(KIND, "own_study.data")


@own_study.get("/data/check")
@needs("export")
def check_export() -> ResponseReturnValue:
    """How well people hide in the file that was asked for, and the question whether it is to be made."""
    job = _own_job()
    if job is None or not job.result or "hiding" not in job.result:
        return redirect(url_for("own_study.data"), 303)
    told = job.result["hiding"]
    left_out = told["leave_out"]
    hiding = Anonymity(**{**told, "leave_out": left_out if left_out is None else tuple(left_out)})
    return _check(Order.of(job.asked["order"]), hiding, job.asked["why"])


@own_study.get("/data/file")
@needs("export")
def export_file() -> ResponseReturnValue:
    """The file that was made last, for who asked for it; that it goes out is in the log before it does."""
    job = _own_job()
    if job is None or not job.result or "k" not in job.result or not store().files.here(job.id):
        return redirect(url_for("own_study.data"), 303)
    order, size = Order.of(job.asked["order"]), job.result["bytes"]
    _note(order, job.result["k"], job.result["without"], job.asked["why"])
    response = attached(_name(order), "application/octet-stream", store().files.read(job.id, size))
    response.content_length = size  # one that is taken away meanwhile is seen to be cut off
    return response


@own_study.post("/data/import")
@needs("edit")
@takes_file(MOST_FILE)
def import_answers() -> ResponseReturnValue:
    """Take in a table of earlier answers, all of it or nothing."""
    if g.state == "archived":
        raise WrongState(f"study {g.study_id}: is archived, and changes no more")
    design, file = published.design(), uploaded("table")
    if file is None:
        return _data(faults=[Said(gettext("Choose the file with the answers."))]), 422
    try:
        with kept_aside(file) as path:
            frame = read_foreign_table(path, name=said_name(file))
        done = store().import_answers(g.study_id, frame, design_hash=design.hash, actor=g.account.id)
    except AnswerError as error:
        return _data(faults=[in_words(line) for line in str(error).splitlines()]), 422
    return _data(done=done)


@own_study.get("/data/codebook-<language>.<kind>")
@needs("results")
def codebook(language: str, kind: str) -> ResponseReturnValue:
    """What every column of an export means: as text, or as a table for programs."""
    design = published.design()
    if language not in design.study.languages or kind not in ("md", "csv"):
        abort(404)
    columns, name = answer_columns(design, language), f"{g.study_id}-codebook-{language}.{kind}"
    if kind == "md":
        return attached(name, "text/markdown", codebook_markdown(design, columns, language).encode())
    header, *rows = codebook_rows(columns, language)
    return attached(name, "text/csv", csv_text(list(map(str, header)), rows).encode())


def _data(*, wrong: str | Said = "", faults: list[Said] | None = None, done: Imported | None = None) -> str:
    design, job = published.design(), _own_job()
    return page(
        "data.html",
        job=job,
        ready=job is not None and store().files.here(job.id),
        study=design.study,
        forms=FORMS,
        designs=store().answered_designs(g.study_id),
        standing=store().standing(g.study_id),
        k=_k(),
        spoken=[(language, NAMES[language]) for language in design.study.languages],
        typed=request.form,
        wrong=wrong,
        faults=faults or [],
        done=done,
    )


def _k() -> AtLeast:
    """How many people share all background answers, in steps: this page tells it to who only looks."""
    study = published.design().study
    people = store().told(g.study_id)
    items = [item.id for item in study.background if item.id in people.columns]
    return in_steps(anonymity(people, items, study.privacy.smallest_group).k, study.privacy.smallest_group)


def _order() -> Order:
    """The export that was asked for; what no page of ours can ask is refused."""
    study, form = published.design().study, request.form
    chosen = {name: form.get(name, "") for name in ("form", "shape", "language", "design")}
    known = (
        chosen["form"] in (*FILES, *FOLDERS)
        and chosen["shape"] in ("long", "wide")
        and chosen["language"] in study.languages
        and chosen["design"] in ("", *store().answered_designs(g.study_id))
    )
    if not known:
        abort(400)
    sure = form.get("sure", "")
    return Order(
        study_id=g.study_id,
        design_hash=chosen["design"] or None,
        form=chosen["form"],
        shape="wide" if chosen["shape"] == "wide" else "long",
        language=chosen["language"],
        reasons=form.get("reasons") == "yes" and study.survey.reasons,
        everything=form.get("everything") == "yes",
        sure="all" if sure == "all" else "fewer" if sure == "fewer" else "",
        least=_agreed() if sure == "all" else 0,
    )


def _agreed() -> int:
    """The k of the page on which somebody said "all the same"."""
    seen = request.form.get("k", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0


def _check(order: Order, hiding: Anonymity, why: str) -> str:
    """Say how well people hide in the file, and ask whether it is to be made."""
    return page("export_check.html", hiding=hiding, order=order, why=why, labels=_labels())


def _begin(order: Order, why: str) -> ResponseReturnValue:
    """Let a process beside the site make the file."""
    try:
        job = store().jobs.add(g.study_id, KIND, {"order": asdict(order), "why": why}, g.account.id)
    except WrongState:
        wrong = gettext("Something else is being made for this study. Try again when that is done.")
        return _data(wrong=wrong), 409
    making.start(current_app.extensions["dce_database"], job)
    return redirect(url_for("own_study.data"), 303)


def _own_job() -> Job | None:
    """The file that was asked for last, where it was by whoever looks now."""
    job = store().jobs.last(g.study_id, KIND)
    return job if job is not None and job.account == g.account.id else None


def _note(order: Order, k: int, without: Sequence[str], why: str) -> None:
    """Write in the log what goes out, before it does."""
    told = f"{order.form}, {order.shape}, k {k}"
    left_out = f", without {' '.join(without)}" if without else ""
    more = [name for name in ("reasons", "everything") if getattr(order, name)]
    said = "".join((told, left_out, f", with {' and '.join(more)}" if more else ""))
    store().audit.add(g.account.id, "answers.exported", study=g.study_id, object=said, why=why)


def _name(order: Order) -> str:
    form = f"-{order.form}" if order.ending == "zip" else ""
    return f"{g.study_id}-answers{form}.{order.ending}"


def _labels() -> dict[str, Any]:
    study = published.design().study
    language = language_of(study.languages)
    return {item.id: item.label[language] for item in study.background}
