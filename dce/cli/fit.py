"""``dce fit``: the model of a study, or any logit on a table of one's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from dce.cli.fit_table import BASES, Wish, check_wish, fit_wish, read_table
from dce.cli.options import ANSWERS, SEED, dispute_notice, study_file, synthetic_notice, working
from dce.coding import Coding
from dce.data import Ratings
from dce.store import read_ratings
from dce.store.place import Place
from dce.study import Study

TABLES = (".csv", ".parquet")
OF_TABLES = ("model", "answer", "x", "respondent", "task", "available", "weights")
FORMATS = ("text", "json", "latex", "html")


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@ANSWERS
@click.option("--categorical", is_flag=True, help="Study: give every level its own weight, also where it says ordered.")
@click.option("--model", type=click.Choice(BASES), help="Table: which logit.")
@click.option("--answer", help="Table: column of the rating, or of 1 for the chosen alternative and 0 for the others.")
@click.option("--x", help="Table: columns to weigh, with commas between.")
@click.option("--respondent", help="Table: column that tells who answered; without it every row or task is a person.")
@click.option("--task", help="Table: column that tells which rows are one choice (conditional).")
@click.option("--available", help="Table: column that is 0 where an alternative could not be chosen (conditional).")
@click.option("--weights", help="Table: column of weights above zero.")
@click.option("--random", help="Mixed logit: price=normal,time=lognormal (or triangular, uniform).")
@click.option("--correlated", is_flag=True, help="Mixed logit: let the random weights of a person go together.")
@click.option(
    "--draws", type=click.IntRange(min=1), default=500, show_default=True, help="Mixed logit: draws a person."
)
@click.option("--classes", help="Latent class logit: their number, or the range to choose from by BIC, such as 1-5.")
@click.option("--shares-by", help="Latent class logit: columns about the respondent that tell the shares, with commas.")
@click.option(
    "--starts", type=click.IntRange(min=1), help="Mixed and latent class: searches, of which the best counts."
)
@click.option("--scale-by", help="Scale groups: column about the respondent whose groups may differ in noise.")
@click.option("--errors", type=click.Choice(["hessian", "robust", "cluster"]), default="cluster", show_default=True)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@SEED
def fit(source: Path, answers: Place, categorical: bool, errors: str, form: str, **named: Any) -> None:
    """Fit the model of the study in SOURCE (a folder), or the model you name to SOURCE, a CSV or Parquet table."""
    wish = Wish(**named)
    own = source.suffix.lower() in TABLES
    read, notice = (read_table(source, wish), ()) if own else _read_study(source, answers, categorical, wish)
    with working("Fitting"):
        found = fit_wish(read, wish)
    found = replace(found, messages=(*notice, *found.messages))
    views = {"text": found.text, "json": found.to_json, "latex": found.to_latex, "html": found.to_html}
    click.echo(views[form](errors))  # type: ignore[arg-type]


def _read_study(source: Path, answers: Place, categorical: bool, wish: Wish) -> tuple[Ratings, tuple[str, ...]]:
    """Answers to a study, which itself tells what is answered and weighed, and the notice that they are invented."""
    named = [option for option in OF_TABLES if getattr(wish, option) is not None]
    if named:
        raise click.UsageError(f"--{named[0]} is for a table; the study file tells it")
    check_wish(wish)
    study = Study.load(study_file(source))
    coding = Coding.categorical(study) if categorical else Coding.of(study)
    return read_ratings(answers, study, coding=coding), (
        *synthetic_notice(answers, study),
        *dispute_notice(answers, study),
    )
