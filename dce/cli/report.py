"""``dce report``: from answers to a page to read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
import pandas as pd

from dce.cli.options import ANSWERS, SEED, STUDY, study_folder, working
from dce.data import Ratings
from dce.design import Design
from dce.disclosure import AtLeast
from dce.report import ReportContents, write_report
from dce.report.assemble import Fitted, Making, assemble
from dce.store import count_disputes, read_answers

BOOTSTRAP = click.option("--bootstrap", type=click.IntRange(min=100), default=1000, show_default=True)


@click.command()
@STUDY
@ANSWERS
@click.option(
    "--output", type=click.Path(path_type=Path), help="File to write; analysis/STUDY/report.html if left out."
)
@click.option("--language", type=click.Choice(["nl", "en"]), help="The study's first language if left out.")
@BOOTSTRAP
@SEED
def report(folder: Path, answers: Path, output: Path | None, language: str | None, bootstrap: int, seed: int) -> None:
    """Write the report of the study in FOLDER: one HTML file that opens anywhere."""
    made = Design.load(study_folder(folder))
    frame = read_answers(answers, made.study)
    path = output or Path("analysis") / made.study.id / "report.html"
    with working("Ranking and drawing"):
        write_report(
            path, _contents(made, frame, (bootstrap, seed), count_disputes(answers, made.study)), language=language
        )
    click.echo(f"wrote {path}", err=True)


def _contents(made: Design, frame: pd.DataFrame, draws: tuple[int, int], disputed: AtLeast | None) -> ReportContents:
    bootstrap, seed = draws
    command = f"dce report designs/{made.study.id} --bootstrap {bootstrap} --seed {seed}"
    synthetic = bool(frame["synthetic"].any())
    making = Making(bootstrap, seed, command, datetime.now(UTC).date(), synthetic, disputed)
    return assemble(made, frame, Fitted.of(Ratings.from_answers(frame, made.study)), making)
