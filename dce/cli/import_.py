"""``dce import``: answers from elsewhere into the database, or a study from its zip into a folder."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from dce.cli.options import DATABASE, STUDY, study_folder, working
from dce.design import Design
from dce.errors import AnswerError
from dce.report.exchange import read_study_zip, unpack_study
from dce.store import Imported, Store, read_foreign_table
from dce.store.place import Place, make_room


@click.command("import")
@STUDY
@click.argument("table", type=click.Path(path_type=Path))
@DATABASE
@click.option("--synthetic", is_flag=True, help="Mark a new database as holding invented answers only.")
def import_(folder: Path, table: Path, database: Place, synthetic: bool) -> None:
    """Import TABLE, answers to the study in FOLDER (csv, xlsx, parquet, sav, dta), all or nothing.

    A row an answer: respondent, task, rating; or a row an alternative, with alternative and chosen (best and worst,
    rank). A TABLE that is a zip of a study is unpacked into FOLDER instead.
    """
    if table.suffix.lower() == ".zip":
        study = unpack_study(read_study_zip(table), folder)
        click.echo(f"wrote {folder}: study {study.id} with its design", err=True)
        return
    design = Design.load(study_folder(folder))
    with working("Importing"):
        done = _import(design, table, database, synthetic)
    click.echo(f"imported into {database}: {done.people} people, {done.answers} answers", err=True)
    if done.unused:
        click.echo(f"not imported, for the study does not know them: columns {', '.join(done.unused)}", err=True)
    for warning in done.warnings:
        click.echo(f"warning: {warning}", err=True)


def _import(design: Design, table: Path, database: Place, synthetic: bool) -> Imported:
    frame = read_foreign_table(table)
    make_room(database)
    with closing(Store.open(database, synthetic=synthetic or None)) as store:
        if design.study.id not in store.study_ids():
            store.publish(design)
        try:
            return store.import_answers(design.study.id, frame, design_hash=design.hash)
        except AnswerError as error:
            told = "\n".join(f"{table}: {line}" for line in str(error).splitlines())
            raise AnswerError(f"{told}\nnothing was imported") from error
