"""``dce inspect``: how good a design is, whether it can be used and what it cannot show."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dce.cli.options import JSON, STUDY, study_folder
from dce.design import Design, describe, judge, predicted_errors


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
