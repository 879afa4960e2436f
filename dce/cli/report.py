"""``dce report``: from answers to a page to read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
import pandas as pd

from dce.cli.options import ANSWERS, SEED, STUDY, study_folder, working
from dce.coding import Coding
from dce.data import Ratings
from dce.design import Design
from dce.disclosure import AtLeast
from dce.estimation import fit_ordered_logit
from dce.ranking import rank_criteria, scenario_agreement, trend, weight_spread
from dce.report import ReportContents, write_report
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
    study = made.study
    ratings = Ratings.from_answers(frame, study)
    bootstrap, seed = draws
    asked = [item for item in study.background if item.id in ratings.background.columns]
    splits = [None, *(item.id for item in asked if item.group)]
    categorical = ratings.with_coding(Coding.categorical(study))
    return ReportContents(
        study=study,
        design=made,
        answers=frame,
        rankings={by or "": rank_criteria(ratings, study, by=by, bootstrap=bootstrap, seed=seed) for by in splits},
        check=rank_criteria(categorical, study, bootstrap=bootstrap, seed=seed),
        fit=fit_ordered_logit(ratings),
        synthetic=bool(frame["synthetic"].any()),
        command=f"dce report designs/{study.id} --bootstrap {bootstrap} --seed {seed}",
        date=datetime.now(UTC).date(),
        agreement=scenario_agreement(ratings, study, bootstrap=bootstrap, seed=seed),
        trends={item.id: trend(ratings, study, by=item.id) for item in asked if item.ordered},
        spread=weight_spread(ratings, study, seed=seed),
        disputed=disputed,
    )
