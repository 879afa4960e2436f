"""``dce design``: the scenarios of a study."""

from __future__ import annotations

from pathlib import Path

import click

from dce.cli.options import STUDY, study_file, study_folder, working
from dce.design import make_design
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
