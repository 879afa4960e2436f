"""``dce init`` and ``dce check``: the beginning of a study."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from dce.cli.options import study_file
from dce.coding import Coding
from dce.errors import StudyError
from dce.study import Study, example_study, example_text

UNRANKED = {
    "choice": (
        "the survey shows choice tasks; dce rank and dce report do not read them yet: in Python rank_criteria ranks "
        "Choices.from_answers of them"
    ),
    "best-worst": (
        "the survey shows best-worst tasks, and their answers are stored and exported; they are not yet ranked from "
        "the database or its table"
    ),
    "ranking": (
        "the survey shows ranking tasks, and their answers are stored and exported; they are not yet ranked from the "
        "database or its table"
    ),
}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> None:
    """Write a workspace in FOLDER: designs/, responses/ and analysis/, with a small study that works."""
    study = example_study()
    files = {
        **_workspace(),
        Path(".gitignore"): _packaged().joinpath("gitignore").read_text(encoding="utf-8"),
        Path("designs") / study.id / "study.yaml": example_text(),
    }
    there = [path for path in files if (folder / path).exists()]
    if there:
        raise StudyError(f"{folder / there[0]}: is there already; name an empty folder, nothing was written")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    click.echo(f"wrote {len(files)} files in {folder}; next: dce design {folder / 'designs' / study.id}", err=True)


def _packaged() -> Traversable:
    return resources.files("dce.cli").joinpath("workspace")


def _workspace() -> dict[Path, str]:
    """The README of each folder of a workspace."""
    folders = [entry for entry in _packaged().iterdir() if entry.is_dir()]
    return {Path(f.name) / "README.md": f.joinpath("README.md").read_text(encoding="utf-8") for f in folders}


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
def check(study: Path) -> None:
    """Check STUDY, a study file or its folder: every problem as file:line:column, or what the study holds."""
    path = study_file(study)
    found = Study.load(path)
    levels = sum(len(criterion.levels) for criterion in found.criteria)
    parts = [
        f"{len(found.criteria)} criteria with {levels} levels",
        f"rules: {len(found.rules)}",
        f"background items: {len(found.background)}, of which groups: {len(found.groupings)}",
        f"languages: {', '.join(found.languages)}",
    ]
    click.echo(f"{path}: no problems; {'; '.join(parts)}")
    for note in _notes(found):
        click.echo(f"{path}: note: {note}")


def _notes(study: Study) -> list[str]:
    """What is allowed but should be known before anybody is invited."""
    tasks, alternatives = study.design.tasks * study.design.versions, study.task.alternatives
    parameters, each, noun = len(Coding.categorical(study).columns) + 1, 1, "tasks"
    if alternatives is not None:  # a constant is that of an opt-out; a task tells each of the others from the first
        opt_out = study.task.opt_out is not None
        parameters, each, noun = parameters - 1 + opt_out, alternatives - 1 + opt_out, f"comparisons in {tasks} tasks"
    notes, told = [], each * tasks
    if told < parameters:
        least = -(-parameters // each)
        notes.append(f"{told} different {noun} cannot carry {parameters} parameters; ask at least {least} tasks")
    elif told - parameters < 5:
        left = f"{told} {noun} for {parameters} parameters (all levels apart) leave {told - parameters}"
        notes.append(f"{left} to test the model; more versions would show different people different tasks")
    if study.task.kind in UNRANKED:
        notes.append(UNRANKED[study.task.kind])
    return notes
