"""Any logit on answers of one's own, from what was named on the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import pandas as pd

from dce.data import Choices, Ratings
from dce.errors import AnswerError
from dce.estimation import (
    Fit,
    choose_classes,
    fit_binary_logit,
    fit_conditional_logit,
    fit_latent_class,
    fit_mixed_logit,
    fit_ordered_logit,
    fit_scale_groups,
)

PLAIN: dict[str, Callable[..., Fit]] = {
    "ordered": fit_ordered_logit,
    "binary": fit_binary_logit,
    "conditional": fit_conditional_logit,
}
BASES = tuple(PLAIN)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the options of ``dce fit`` name; columns that belong together stand in one text, with commas."""

    model: str | None = None
    answer: str | None = None
    x: str | None = None
    respondent: str | None = None
    task: str | None = None
    available: str | None = None
    weights: str | None = None
    random: str | None = None
    correlated: bool = False
    draws: int = 500
    classes: str | None = None
    shares_by: str | None = None
    starts: int | None = None
    scale_by: str | None = None
    seed: int = 1


def read_table(source: Path, wish: Wish) -> Ratings | Choices:
    """Answers from a table; raises UsageError for what is not named, DceError for what the table does not hold."""
    if not (wish.model and wish.answer and wish.x):
        raise click.UsageError("a table needs --model, --answer and --x; for a study name its folder")
    check_wish(wish)
    return _answers(source, wish, wish.model, wish.answer)


def fit_wish(answers: Ratings | Choices, wish: Wish) -> Fit:
    """The fit that was wished for."""
    if wish.random is not None:
        return fit_mixed_logit(
            answers,
            random=_distributions(wish.random),
            correlated=wish.correlated,
            draws=wish.draws,
            starts=wish.starts or 3,
            seed=wish.seed,
        )
    if wish.classes is not None:
        return _fit_classes(answers, wish, wish.classes)
    if wish.scale_by is not None:
        return fit_scale_groups(answers, by=wish.scale_by)
    return PLAIN[wish.model or "ordered"](answers)


def check_wish(wish: Wish) -> None:
    """Options that do not go together, or would do nothing."""
    if sum(option is not None for option in (wish.random, wish.classes, wish.scale_by)) > 1:
        raise click.UsageError("name one of --random (mixed), --classes (latent) and --scale-by")
    if wish.correlated and wish.random is None:
        raise click.UsageError("--correlated needs --random: which weights differ between people")
    if wish.shares_by is not None and wish.classes is None:
        raise click.UsageError("--shares-by needs --classes")
    if wish.starts is not None and wish.random is None and wish.classes is None:
        raise click.UsageError("--starts needs --random or --classes; other models have one maximum")


def _fit_classes(answers: Ratings | Choices, wish: Wish, classes: str) -> Fit:
    """A number of classes, or the best number of a range, whose table goes to standard error."""
    low, _, high = classes.partition("-")
    if not low.isdigit() or (high and not high.isdigit()) or (high and low != "1"):
        raise click.UsageError(f'--classes is "{classes}"; give a number such as 2, or a range from 1 such as 1-5')
    starts, covariates = wish.starts or 20, _names(wish.shares_by) or None
    if not high:
        return fit_latent_class(answers, classes=int(low), starts=starts, seed=wish.seed, covariates=covariates)
    choice = choose_classes(answers, most=int(high), starts=starts, seed=wish.seed, covariates=covariates)
    click.echo(str(choice), err=True)
    return choice.best


def _answers(source: Path, wish: Wish, model: str, answer: str) -> Ratings | Choices:
    frame, x, who, weights = _read(source), _names(wish.x), wish.respondent, wish.weights
    about = [*_names(wish.shares_by), *_names(wish.scale_by)]
    if source.suffix.lower() == ".csv":
        frame = _with_numbers(frame, [answer, *_names(wish.shares_by)])
    if model != "conditional":
        return Ratings.from_frame(frame, respondent=who, rating=answer, x=x, weights=weights, background=about)
    if wish.task is None:
        raise click.UsageError("a conditional logit needs --task: the column that tells which rows are one choice")
    return Choices.from_frame(
        frame,
        respondent=who,
        task=wish.task,
        chosen=answer,
        x=x,
        available=wish.available,
        weights=weights,
        background=about,
    )


def _names(listed: str | None) -> list[str]:
    return [name.strip() for name in listed.split(",")] if listed else []


def _distributions(listed: str) -> dict[str, str]:
    """``price=normal, time=lognormal`` as column and distribution; normal where only a column is named."""
    pairs = [name.partition("=") for name in _names(listed)]
    return {column.strip(): kind.strip() or "normal" for column, _, kind in pairs}


def _with_numbers(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Text columns of a CSV file as numbers where all of it is; else as they were, for the message that names them."""
    found = {name: pd.to_numeric(frame[name], errors="coerce") for name in columns if name in frame.columns}
    return frame.assign(**{name: column for name, column in found.items() if not column.isna().any()})


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
