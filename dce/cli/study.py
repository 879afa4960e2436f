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
    tasks = study.design.tasks * study.design.versions
    parameters = len(Coding.categorical(study).columns) + 1
    notes = []
    if tasks < parameters:
        notes.append(f"{tasks} different tasks cannot carry {parameters} parameters; ask at least {parameters}")
    elif tasks - parameters < 5:
        left = f"{tasks} tasks for {parameters} parameters (all levels apart) leave {tasks - parameters}"
        notes.append(f"{left} to test the model; more versions would show different people different tasks")
    if study.task.kind not in ("rating", "yes-no"):
        notes.append(
            f"the survey and the models do not yet serve tasks of kind {study.task.kind}; use rating or yes-no"
        )
    unserved = [name for name in ("practice", "holdouts", "repeats") if getattr(study.design, name)]
    return notes + [f"the web survey does not show design.{name} yet; use {name}: 0" for name in unserved]
