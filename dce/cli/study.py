"""``dce init`` and ``dce check``: the beginning of a study."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from dce.cli.options import study_file
from dce.errors import StudyError
from dce.study import TEMPLATES, Study, template_text
from dce.study.templates import EXAMPLE


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--template", type=click.Choice(TEMPLATES), default=EXAMPLE, show_default=True, help="The study to begin with."
)
def init(folder: Path, template: str) -> None:
    """Write a workspace in FOLDER: designs/, responses/ and analysis/, with a study that works."""
    text = template_text(template)
    files = {
        **_workspace(),
        Path(".gitignore"): _packaged().joinpath("gitignore").read_text(encoding="utf-8"),
        Path("designs") / template / "study.yaml": text,
    }
    there = [path for path in files if (folder / path).exists()]
    if there:
        raise StudyError(f"{folder / there[0]}: is there already; name an empty folder, nothing was written")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    click.echo(f"wrote {len(files)} files in {folder}; next: dce design {folder / 'designs' / template}", err=True)


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
    from dce.design.notes import study_notes  # designs are for this command only

    path = study_file(study)
    found = Study.load(path)
    levels = sum(len(criterion.levels) for criterion in found.criteria)
    parts = [
        f"{len(found.criteria)} criteria with {levels} levels",
        f"rules: {len(found.rules)}",
        f"background items: {len(found.background)}, of which groups: {len(found.groupings)}",
        f"languages: {', '.join(found.languages)}",
        *(["analysis: planned"] if found.analysis else []),
    ]
    click.echo(f"{path}: no problems; {'; '.join(parts)}")
    for note in study_notes(found):
        click.echo(f"{path}: note: {note}")
