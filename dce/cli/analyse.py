"""``dce rank`` and ``dce report``: from answers to places and a page to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pandas as pd

from dce.cli.options import ANSWERS, SEED, STUDY, study_folder, working
from dce.coding import Coding
from dce.data import Ratings
from dce.design import Design
from dce.estimation import fit_ordered_logit
from dce.ranking import Ranking, rank_criteria
from dce.report import ReportContents, write_report
from dce.store import read_answers
from dce.study import Study

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
        write_report(path, _contents(made, frame, (bootstrap, seed)), language=language)
    click.echo(f"wrote {path}", err=True)


def _contents(made: Design, frame: pd.DataFrame, draws: tuple[int, int]) -> ReportContents:
    study = made.study
    ratings = Ratings.from_answers(frame, study)
    bootstrap, seed = draws
    rankings = dict(_rankings(ratings, study, draws))
    categorical = ratings.with_coding(Coding.categorical(study))
    return ReportContents(
        study=study,
        design=made,
        answers=frame,
        rankings=rankings,
        check=rank_criteria(categorical, study, bootstrap=bootstrap, seed=seed),
        fit=fit_ordered_logit(ratings),
        synthetic=bool(frame["synthetic"].any()),
        command=f"dce report designs/{study.id} --bootstrap {bootstrap} --seed {seed}",
        date=datetime.now(UTC).date(),
    )


def _rankings(
    ratings: Ratings, study: Study, draws: tuple[int, int], by: str | None = None
) -> Iterator[tuple[str, Ranking]]:
    """A ranking of everybody under the empty name, then one for each group item, or for the one that is asked."""
    bootstrap, seed = draws
    items = [by] if by else ["", *(item.id for item in study.groupings if item.id in ratings.background.columns)]
    for item in items:
        yield item, rank_criteria(ratings, study, by=item or None, bootstrap=bootstrap, seed=seed)
