"""Answers out and in: each download says why and how well people hide in it; what comes in does so whole or not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from dce.disclosure import Anonymity, AtLeast, anonymity, in_steps
from dce.errors import AnswerError
from dce.report.exchange import FILES, FOLDERS, codebook_markdown, codebook_rows
from dce.report.exchange.study_zip import answer_columns
from dce.report.exchange.tables import csv_text
from dce.store import DesignsDiffer, Imported, WrongState, read_foreign_table
from dce.web.exporting import FewerAlikeError, Order, make_export
from dce.web.faults import Said, in_words
from dce.web.files import attached, kept_aside, said_name, uploaded, work_folder
from dce.web.incoming import takes_file
from dce.web.languages import NAMES
from dce.web.organiser import published
from dce.web.organiser.access import needs, own_study, store
from dce.web.organiser.pages import language_of, page, read_line

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
def data() -> ResponseReturnValue:
    """What can be taken out, and the way in for answers of before."""
    return _data()


@own_study.post("/data/export")
@needs("export")
def export_answers() -> ResponseReturnValue:
    """Give the answers as a file, once it was said why and seen how well people hide in it."""
    why, order = read_line("why"), _order()
    if not why:
        return _data(wrong=gettext("Say in a few words what the answers are for.")), 422
    hiding = _anonymity(order)
    if (hiding.people < hiding.wanted and not store().synthetic) or store().few_here(g.study_id):
        wrong = gettext(
            "Too few people answered, or came since the figures that were shown. Nothing is taken out of so few."
        )
        return _data(wrong=wrong), 409
    if hiding.k < hiding.wanted and request.form.get("sure") not in ("fewer", "all"):
        return _check(order, hiding, why)
    try:
        return _file(replace(order, least=_least(hiding)), why)
    except FewerAlikeError:  # somebody came or left while this was decided
        return _check(order, _anonymity(order), why)
    except (AnswerError, DesignsDiffer) as error:
        return _data(wrong=in_words(str(error))), 422


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
    design = published.design()
    return page(
        "data.html",
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
    plain = Order(
        study_id=g.study_id,
        design_hash=chosen["design"] or None,
        form=chosen["form"],
        shape="wide" if chosen["shape"] == "wide" else "long",
        language=chosen["language"],
        reasons=form.get("reasons") == "yes" and study.survey.reasons,
        everything=form.get("everything") == "yes",
        without=(),
    )
    return _with_fewer(plain) if form.get("sure") == "fewer" else plain


def _with_fewer(order: Order) -> Order:
    """The same without the items that make people easy to tell apart."""
    left_out = _anonymity(order).leave_out
    items = tuple(item.id for item in published.design().study.background)
    return replace(order, without=items if left_out is None else left_out)


def _anonymity(order: Order) -> Anonymity:
    """How well people hide who would be in the file: those of the edition of now, by what they told in it."""
    study, edition = published.design().study, store().edition(g.study_id)
    here = store().told(g.study_id, order.design_hash).index.intersection(list(edition.people))
    people = edition.background.loc[here]
    items = [item.id for item in study.background if item.id in people.columns and item.id not in order.without]
    return anonymity(people, items, study.privacy.smallest_group)


def _check(order: Order, hiding: Anonymity, why: str) -> ResponseReturnValue:
    """Say how well people hide in the file, and ask whether it is to be made."""
    return page("export_check.html", hiding=hiding, order=order, why=why, labels=_labels()), 409


def _least(hiding: Anonymity) -> int:
    """The k that was agreed to: that of the page where somebody said "all the same", else what the study asks for."""
    if request.form.get("sure") != "all":
        return min(hiding.wanted, hiding.k)
    seen = request.form.get("k", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0


def _file(order: Order, why: str) -> Response:
    """The file itself; that it was made is in the log before it goes out."""
    with work_folder() as folder:
        made = make_export(store(), current_app.extensions["dce_database"], order, folder)
        content = made.path.read_bytes()
    told = f"{order.form}, {order.shape}, k {made.k}"
    left_out = f", without {' '.join(order.without)}" if order.without else ""
    more = [name for name in ("reasons", "everything") if getattr(order, name)]
    said = "".join((told, left_out, f", with {' and '.join(more)}" if more else ""))
    store().audit.add(g.account.id, "answers.exported", study=g.study_id, object=said, why=why)
    form = f"-{order.form}" if order.ending == "zip" else ""
    name = f"{g.study_id}-answers{form}.{order.ending}"
    return attached(name, "application/octet-stream", content)


def _labels() -> dict[str, Any]:
    study = published.design().study
    language = language_of(study.languages)
    return {item.id: item.label[language] for item in study.background}
