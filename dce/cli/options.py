"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.status import Status

from dce.errors import AnswerError
from dce.store import count_disputes, holds_synthetic
from dce.store.place import DEFAULT, VARIABLE, Place, place
from dce.study import Study

STUDY = click.argument("folder", type=click.Path(path_type=Path))


class _Place(click.ParamType[Place]):
    """A file, or the address of a database on a server."""

    name = "place"

    def convert(self, value: str | Place, _param: click.Parameter | None, _ctx: click.Context | None) -> Place:
        return place(value)


PLACE = _Place()
ANSWERS = click.option(
    "--answers",
    type=PLACE,
    default=DEFAULT,
    show_default=True,
    envvar=VARIABLE,
    help="Database (a file, or postgresql://...), or a CSV table with a row an answer.",
)
DATABASE = click.option(
    "--database",
    type=PLACE,
    default=DEFAULT,
    show_default=True,
    envvar=VARIABLE,
    help="A file, or postgresql://NAME@HOST/DATABASE.",
)
SITE = click.option("--site", default="http://127.0.0.1:8000", show_default=True, help="Where dce serve is reached.")
SEED = click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Start of the random draws."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for another program.")


def synthetic_notice(answers: Place, study: Study) -> tuple[str, ...]:
    """What must be said first where answers are invented."""
    said = "These answers are invented (synthetic); they say nothing about real people."
    return (said,) if holds_synthetic(answers, study) else ()


def dispute_notice(answers: Place, study: Study) -> tuple[str, ...]:
    """What must be said of people who told that a model does not describe them, wherever that can be told."""
    found = count_disputes(answers, study)
    if found is None:
        return ()
    many = f"At least {found.people}" if found.people else f"Fewer than {found.step}"
    return (f"{many} people dispute how a model describes them; their answers are left out.",)


def working(doing: str) -> Status:
    """Show on a terminal, while the block runs, that something is being done; nothing where output goes to a file."""
    return Console(stderr=True).status(doing)


def checked_site(site: str) -> str:
    """The address of a site without a slash at its end; raises AnswerError for what is none."""
    parts = urlsplit(site)
    if parts.scheme not in ("https", "http") or not parts.netloc or parts.query or parts.fragment:
        raise AnswerError(f"{site}: is no address of a site; write it as https://survey.example.nl")
    return site.rstrip("/")


def study_file(path: Path) -> Path:
    """The study file itself, where its folder is named."""
    return path / "study.yaml" if path.is_dir() else path


def study_folder(path: Path) -> Path:
    """The folder of a study, where its file is named."""
    return path.parent if path.name.endswith((".yaml", ".yml")) else path


def people_asked(_ctx: click.Context, _option: click.Parameter, value: str | None) -> int | dict[str, int] | None:
    """A number of people, or one for each option of one background item: ``fg=18,po=18``."""
    if value is None or (value.strip().isdecimal() and int(value) > 0):
        return None if value is None else int(value)
    found: dict[str, int] = {}
    for part in value.split(","):
        name, sign, number = (piece.strip() for piece in part.partition("="))
        if not (name and sign and number.isdecimal()):
            raise click.BadParameter(f'"{part}" is no number of people; write 50, or option=number with commas between')
        if name in found:
            raise click.BadParameter(f'"{name}" is named twice')
        found[name] = int(number)
    return found
