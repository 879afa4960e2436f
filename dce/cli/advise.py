"""``dce advise``: what experts would say of cases, with the brake first."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dce.adviser import Case, cases_from_csv, checked_case, fit_adviser, validate_adviser
from dce.cli.options import (
    ANSWERS,
    JSON,
    SEED,
    STUDY,
    dispute_notice,
    study_file,
    study_folder,
    synthetic_notice,
    working,
)
from dce.design import Design
from dce.errors import AnswerError
from dce.store import read_ratings
from dce.store.place import Place
from dce.study import Study


@click.command()
@STUDY
@ANSWERS
@click.option("--case", "named", multiple=True, metavar="CRITERION=LEVEL", help="A level of the case; one a criterion.")
@click.option(
    "--cases",
    "table",
    type=click.Path(path_type=Path),
    help="CSV with a row a case: a column a criterion, and one called case with names if wished.",
)
@click.option("--by", help="A background item of which each option gets advice of its own as well.")
@click.option("--validate", is_flag=True, help="Tell as well how far the adviser is right on answers it has not seen.")
@click.option("--bootstrap", type=click.IntRange(min=100), default=1000, show_default=True)
@SEED
@JSON
def advise(
    folder: Path,
    answers: Place,
    named: tuple[str, ...],
    table: Path | None,
    by: str | None,
    *,
    validate: bool,
    bootstrap: int,
    seed: int,
    as_json: bool,
) -> None:
    """Tell what the experts of the study in FOLDER would say of a case, or of several; a person decides."""
    study = Study.load(study_file(folder))
    cases = _cases(study, named, table)
    design, ratings = Design.load(study_folder(folder)), read_ratings(answers, study)
    notice = synthetic_notice(answers, study)
    with working("Advising"):
        adviser = fit_adviser(ratings, design, by=by, bootstrap=bootstrap, seed=seed, synthetic=bool(notice))
        advices = adviser.advise_all(cases)
        held_out = validate_adviser(ratings, design, by=by, bootstrap=bootstrap, seed=seed) if validate else None
    if as_json:
        told = {"seed": seed, "bootstrap": bootstrap, "advice": [advice.to_dict() for advice in advices]}
        rows = {} if held_out is None else {"validation": json.loads(held_out.table().to_json(orient="records"))}
        click.echo(json.dumps({**told, **rows}, indent=1))
        return
    for line in dispute_notice(answers, study):
        click.echo(line)
    parts = [f"{advice.name}\n{advice}" if advice.name else str(advice) for advice in advices]
    parts += [] if held_out is None else ["On answers that the model has not seen:", *held_out.messages]
    click.echo("\n\n".join(parts[: len(advices)]) + "".join(f"\n{line}" for line in parts[len(advices) :]))


def _cases(study: Study, named: tuple[str, ...], table: Path | None) -> tuple[Case, ...]:
    """The one case that was named by its levels, or those of a table."""
    if bool(named) == bool(table):
        raise click.UsageError("name a case with --case criterion=level for each criterion, or a table with --cases")
    if table is not None:
        return cases_from_csv(_text(table), study)
    levels: dict[str, str] = {}
    for part in named:
        name, sign, level = (piece.strip() for piece in part.partition("="))
        if not (name and sign and level):
            raise click.UsageError(f'--case is "{part}"; write criterion=level')
        if name in levels:
            raise click.UsageError(f'--case names "{name}" twice; give each criterion one level')
        levels[name] = level
    return (checked_case(levels, study),)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AnswerError(f"{path}: cannot be read as text in UTF-8 ({error}); save it as CSV UTF-8") from error
