"""``dce export``: answers, or a study, in the form another program reads."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd

from dce.cli.options import ANSWERS, STUDY, study_folder
from dce.design import Design
from dce.errors import AnswerError
from dce.report.exchange import FILES, FOLDERS, Extract, Wish, codebook_rows, extract, study_zip, write_extract
from dce.store import COMMAND_LINE, Store, read_answers
from dce.store.place import Place, is_table
from dce.store.snapshot import write_tables
from dce.study import Fieldwork

ZIP = "zip"


def _sqlite(found: Extract, target: Path) -> None:
    header, *rows = codebook_rows(found.columns, found.language)
    told = {"study": found.design.study.id, "design": found.design.hash, "synthetic": found.synthetic}
    told |= {"people": found.anonymity.people, "k": found.anonymity.k}
    about = pd.DataFrame([(name, str(value)) for name, value in told.items()], columns=["name", "value"])
    codebook = pd.DataFrame(rows, columns=[str(name) for name in header])
    write_tables({"answers": found.frame, "codebook": codebook, "about": about}, target)


FORMS = {**FILES, "sqlite": _sqlite}


@click.command()
@STUDY
@ANSWERS
@click.option(
    "--as", "form", type=click.Choice([*FORMS, *FOLDERS, ZIP]), required=True, help="zip is the study itself."
)
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="A new file or folder.")
@click.option(
    "--shape", type=click.Choice(["long", "wide"]), default="long", show_default=True, help="wide: a row a person."
)
@click.option("--language", help="Of labels; the study's first if left out.")
@click.option("--with-reasons", "reasons", is_flag=True, help="Also what people wrote in their own words.")
@click.option("--everything", is_flag=True, help="Also practice and hold-out tasks, second showings and seconds.")
@click.option("--without", multiple=True, help="A background item to leave out. May be given again.")
@click.option("--k", type=click.IntRange(min=2), help="Leave out items until so many people share each combination.")
@click.option("--keep-ids", is_flag=True, help="The database's ids in place of numbers drawn for this export only.")
@click.option("--licence", help="package: name of its licence, such as CC-BY-4.0.")
def export(
    folder: Path, answers: Place, form: str, target: Path, *, everything: bool, licence: str | None, **asked: Any
) -> None:
    """Export the answers to the study in FOLDER, or the study as a zip; people get new random numbers each time."""
    if form == ZIP:
        _export_study(study_folder(folder), target)
        return
    design, frame = _read(study_folder(folder), answers, everything or asked["reasons"])
    # The numbers have no seed on purpose: whoever knows one could tell who is who.
    found = extract(frame, design, Wish(**asked), np.random.default_rng())
    _log(
        answers,
        found,
        form,
        [name for name in ("reasons", "everything", "keep_ids") if (asked | {"everything": everything})[name]],
    )
    write_extract(found, form, target, licence=licence, files=FORMS)
    people = found.anonymity.people
    click.echo(f"wrote {target}: {people} people, {len(found.frame)} rows, in numbers of this export only", err=True)
    for line in _notes(found, asked["reasons"], asked["keep_ids"]):
        click.echo(line, err=True)


def _read(folder: Path, answers: Place, everything: bool) -> tuple[Design, pd.DataFrame]:
    """The design with the long table of its answers."""
    design = Design.load(folder)
    if is_table(answers):
        return design, read_answers(answers, design.study)
    with closing(Store.open(answers)) as store:
        if design.study.id not in store.study_ids():
            known = ", ".join(store.study_ids()) or "none"
            raise AnswerError(f"{answers}: holds no study {design.study.id!r}; it holds {known}")
        return store.current(design.study.id), store.answers(design.study.id, everything=everything)


def _log(answers: Place, found: Extract, form: str, more: list[str]) -> None:
    """Put the export into the log of the study before it is written; a table of answers has none."""
    if is_table(answers):
        return
    parts = [
        form,
        f"k {found.anonymity.k}",
        *(f"without {name}" for name in found.left_out),
        *(f"with {name}" for name in more),
    ]
    with closing(Store.open(answers)) as store:
        store.audit.add(COMMAND_LINE, "answers.exported", study=found.design.study.id, object=", ".join(parts))


def _notes(found: Extract, reasons: bool, keep_ids: bool) -> list[str]:
    """What whoever passes the table on must know."""
    told, smallest = found.anonymity, found.design.study.privacy.smallest_group
    notes = ["These answers are invented (synthetic); they say nothing about real people."] if found.synthetic else []
    if found.left_out:
        notes.append(f"left out: {', '.join(found.left_out)}")
    if found.items:
        notes.append(f"k is {told.k}: so many people at least share their answers to {', '.join(found.items)}")
    if found.items and told.k < smallest:
        alone = f"{told.unique} of {told.people} people are the only one with theirs"
        notes.append(f"warning: {alone}; leave out items with --without, or ask for --k {smallest}")
    if reasons and "reason" in "".join(map(str, found.frame.columns)):
        notes.append("warning: reasons are free text and may name people; read them before you pass the table on")
    if keep_ids:
        notes.append("warning: ids of the database tie this table to every other one that has them")
    return notes


def _export_study(folder: Path, target: Path) -> None:
    design = Design.load(folder)
    held = folder / "fieldwork.yaml"
    fieldwork = Fieldwork.load(held, design.study) if held.exists() else None
    if target.exists():
        raise AnswerError(f"{target}: is there already; name a new file")
    packed = study_zip(design, text=(folder / "study.yaml").read_text(encoding="utf-8-sig"), fieldwork=fieldwork)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(packed)
    click.echo(f"wrote {target}: study {design.study.id} with its design and codebook", err=True)
