"""``dce design`` and ``dce inspect``: the scenarios of a study."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dce.cli.options import JSON, STUDY, study_file, study_folder, working
from dce.design import Design, describe, judge, make_design, predicted_errors
from dce.study import Study


@click.command()
@STUDY
@click.option("--tasks", type=click.IntRange(min=1), help="Scenarios a respondent sees; the study's own if left out.")
@click.option("--versions", type=click.IntRange(min=1), help="Different lists of tasks; the study's own if left out.")
@click.option("--seed", type=click.IntRange(min=0), help="Start of the search; the study's own if left out.")
def design(folder: Path, tasks: int | None, versions: int | None, seed: int | None) -> None:
    """Search the scenarios of the study in FOLDER; writes design.csv and design.json beside study.yaml."""
    study = Study.load(study_file(folder))
    with working("Searching scenarios"):
        made = make_design(study, tasks=tasks, versions=versions, seed=seed)
    made.save(study_folder(folder))
    quality = made.quality()
    click.echo(
        f"wrote {study_folder(folder) / 'design.csv'} and design.json: {len(made.frame)} tasks, "
        f"rank {quality.rank} of {quality.parameters}, D-efficiency {quality.d_efficiency:.1f}, seed {made.seed}",
        err=True,
    )


@click.command()
@STUDY
@click.option("--people", type=click.IntRange(min=1), help="Tell also what so many respondents can show.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a page with pictures to this file.")
@click.option("--language", type=click.Choice(["nl", "en"]), help="Of the page; the study's first if left out.")
@JSON
def inspect(folder: Path, people: int | None, html: Path | None, language: str | None, as_json: bool) -> None:
    """Tell whether the design in FOLDER can be used, its rank, D-efficiency and balance, and what it cannot show."""
    made = Design.load(study_folder(folder))
    single = made.study.task.kind in ("rating", "yes-no")
    verdict = judge(made, people) if single else None
    errors = predicted_errors(made, people) if people else None
    if html is not None:
        from dce.report import write_design_report  # charts are for this option only

        click.echo(f"wrote {write_design_report(html, made, people=people, language=language)}", err=True)
    if not as_json:
        click.echo(f"{verdict}\n\n{describe(made)}" if verdict else describe(made))
        if errors is not None:
            click.echo(f"Errors that {people} people will give at least, and the weight that 80% of studies find:")
            click.echo(errors.round(2).to_string(index=False))
        return
    quality = made.quality()
    numbers = {name: getattr(quality, name) for name in ("d_error", "d_efficiency", "rank", "parameters", "overlap")}
    tables = {name: getattr(quality, name).to_dict(orient="records") for name in ("balance", "correlations")}
    words: dict[str, object] = {"problems": quality.problems, "limits": quality.limits}
    if verdict is not None:
        words |= {"verdict": verdict.grade, "reasons": tuple(map(str, verdict.reasons))}
    if errors is not None:
        tables["predicted_errors"] = errors.to_dict(orient="records")
    click.echo(json.dumps(numbers | tables | words, ensure_ascii=False, indent=1))
