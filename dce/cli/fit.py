"""``dce fit``: the model of a study, or any logit on a table of one's own."""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from dce.cli.options import ANSWERS, JSON, say_synthetic, study_file
from dce.coding import Coding
from dce.data import Choices, Ratings
from dce.errors import AnswerError
from dce.estimation import Fit, fit_binary_logit, fit_conditional_logit, fit_ordered_logit
from dce.store import read_answers
from dce.study import Study

TABLES = (".csv", ".parquet")
MODELS = ("ordered", "binary", "conditional")


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@ANSWERS
@click.option("--categorical", is_flag=True, help="Study: give every level its own weight, also where it says ordered.")
@click.option("--model", type=click.Choice(MODELS), help="Table: which logit.")
@click.option("--answer", help="Table: column of the rating, or of 1 for the chosen alternative and 0 for the others.")
@click.option("--x", "columns", help="Table: columns to weigh, with commas between.")
@click.option("--respondent", help="Table: column that tells who answered; without it every row or task is a person.")
@click.option("--task", help="Table: column that tells which rows are one choice (conditional).")
@click.option("--available", help="Table: column that is 0 where an alternative could not be chosen (conditional).")
@click.option("--weights", help="Table: column of weights above zero.")
@click.option("--errors", type=click.Choice(["hessian", "robust", "cluster"]), default="cluster", show_default=True)
@JSON
def fit(source: Path, answers: Path, categorical: bool, errors: str, as_json: bool, **table: str | None) -> None:
    """Fit the model of the study in SOURCE (a folder), or the model you name to SOURCE, a CSV or Parquet table."""
    own = source.suffix.lower() in TABLES
    found = _fit_table(source, table) if own else _fit_study(source, answers, categorical)
    text = found.table(errors).to_json(orient="records", indent=1) if as_json else found.text(errors)  # type: ignore[arg-type]
    click.echo(text)


def _fit_study(source: Path, answers: Path, categorical: bool) -> Fit:
    study = Study.load(study_file(source))
    frame = read_answers(answers, study)
    coding = Coding.categorical(study) if categorical else Coding.of(study)
    say_synthetic(frame)
    return fit_ordered_logit(Ratings.from_answers(frame, study, coding=coding))


def _fit_table(source: Path, named: dict[str, str | None]) -> Fit:
    model, answer, columns = named["model"], named["answer"], named["columns"]
    if not (model and answer and columns):
        raise click.UsageError("a table needs --model, --answer and --x; for a study name its folder")
    frame, x = _read(source), [name.strip() for name in columns.split(",")]
    who, weights = named["respondent"], named["weights"]
    if model == "conditional":
        if named["task"] is None:
            raise click.UsageError("a conditional logit needs --task: the column that tells which rows are one choice")
        choices = Choices.from_frame(
            frame, respondent=who, task=named["task"], chosen=answer, x=x, available=named["available"], weights=weights
        )
        return fit_conditional_logit(choices)
    if source.suffix.lower() == ".csv" and answer in frame.columns:
        frame = frame.assign(**{answer: _numbers(frame[answer])})
    ratings = Ratings.from_frame(frame, respondent=who, rating=answer, x=x, weights=weights)
    return fit_binary_logit(ratings) if model == "binary" else fit_ordered_logit(ratings)


def _numbers(column: pd.Series) -> pd.Series:
    """A text column of a CSV file as numbers where all of it is; else as it was, for the message that names it."""
    found = pd.to_numeric(column, errors="coerce")
    return column if found.isna().any() else found


def _read(source: Path) -> pd.DataFrame:
    """A table with ids as the text that was typed."""
    if not source.is_file():
        raise AnswerError(f"{source}: there is no such file; name a CSV or Parquet table, or the folder of a study")
    try:
        if source.suffix.lower() == ".parquet":
            return pd.read_parquet(source)
        return pd.read_csv(source, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, ValueError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise AnswerError(f"{source}: cannot be read as a table ({reason}); export it again as UTF-8 CSV") from error
