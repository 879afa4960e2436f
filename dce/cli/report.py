"""``dce report``: from answers to a report to read, to print, to edit or to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import click
import pandas as pd

from dce.cli.options import ANSWERS, SEED, STUDY, study_folder, working
from dce.data import Ratings
from dce.design import Design
from dce.report import ENDINGS, FORMS, write_report
from dce.report.assemble import Fitted, Making, assemble
from dce.report.written import Form
from dce.store import count_disputes, read_answers
from dce.store.place import Place
from dce.study import Fieldwork, Study

BOOTSTRAP = click.option("--bootstrap", type=click.IntRange(min=100), default=1000, show_default=True)
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@STUDY
@ANSWERS
@click.option(
    "--output", type=click.Path(path_type=Path), help="File to write; analysis/STUDY/report.FORMAT if left out."
)
@click.option(
    "--format", "form", type=click.Choice(FORMS), default="html", show_default=True,
    help="A page, a tagged PDF, a document to edit, or a zip with every figure for slides.",
)  # fmt: skip
@click.option("--language", type=click.Choice(["nl", "en"]), help="The study's first language if left out.")
@click.option("--date", "day", type=DAY, help="The day to print; today if left out.")
@BOOTSTRAP
@SEED
def report(
    folder: Path,
    answers: Place,
    output: Path | None,
    form: Form,
    language: str | None,
    day: datetime | None,
    bootstrap: int,
    seed: int,
) -> None:
    """Write the report of the study in FOLDER: one HTML file that opens anywhere, or another format."""
    design = Design.load(study_folder(folder))
    frame = read_answers(answers, design.study)
    path = output or Path("analysis") / design.study.id / f"report.{ENDINGS[form]}"
    with working("Ranking and drawing"):
        printed = (day or datetime.now(UTC)).date()
        making = replace(
            _making(design, frame, printed, (bootstrap, seed)),
            disputed=count_disputes(answers, design.study),
            fieldwork=_fieldwork(study_folder(folder), design.study),
        )
        contents = assemble(design, frame, Fitted.of(Ratings.from_answers(frame, design.study)), making)
        write_report(path, contents, language=language, form=form)
    click.echo(f"wrote {path}", err=True)


def _making(design: Design, frame: pd.DataFrame, day: date, draws: tuple[int, int]) -> Making:
    """The command that makes it again, of any day: the day is part of it."""
    bootstrap, seed = draws
    command = f"dce report designs/{design.study.id} --bootstrap {bootstrap} --seed {seed} --date {day}"
    return Making(bootstrap, seed, command, day, bool(frame["synthetic"].any()))


def _fieldwork(folder: Path, study: Study) -> Fieldwork | None:
    """Who could take part, where a file beside the study tells it."""
    path = folder / "fieldwork.yaml"
    return Fieldwork.load(path, study) if path.exists() else None
