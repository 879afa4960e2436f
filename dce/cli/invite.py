"""``dce invite``: addresses in, personal links out; the database learns no address and keeps no link."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dce.cli.options import DATABASE, STUDY, checked_site, study_folder
from dce.errors import AnswerError, StudyError
from dce.store import Store
from dce.store.place import Place
from dce.study import Study

if TYPE_CHECKING:
    from dce.web.invited import People


@click.command()
@STUDY
@click.option("--addresses", type=click.Path(path_type=Path), required=True, help="CSV table, a row a person.")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="The same table with a column link.")
@click.option("--site", required=True, help="Where the survey is served, such as https://survey.example.nl")
@DATABASE
def invite(folder: Path, addresses: Path, output: Path, site: str, database: Place) -> None:
    """Make a personal link for each row of a table, to send by mail merge; the study in FOLDER needs a closing date.

    The database keeps only a scrambled form of each link, apart from the answers, until 30 days after closing.
    """
    from dce.web.invited import make_links  # the web is for this command only
    from dce.web.keys import secret_key

    study = Study.load(study_folder(folder) / "study.yaml")
    people = _people(addresses)
    start = f"{checked_site(site)}/{study.id}/invitation/"
    if output.exists():
        raise AnswerError(f"{output}: is there already, and links cannot be made again; name a new file")
    store = Store.open(database)
    try:
        _check_ready(store, study, database)
        links = make_links(people, start, secret_key(database))
        draft = _draft(output, links.csv())
        try:
            store.invite(study.id, links.hashes)
            draft.rename(output)
        finally:
            draft.unlink(missing_ok=True)
    finally:
        store.close()
    click.echo(f"wrote {output}: {len(people.rows)} personal links; keep it safe, it is the only copy", err=True)


def _people(path: Path) -> People:
    """The people of a CSV table."""
    from dce.web.invited import read_people

    try:
        return read_people(path.read_bytes(), str(path))
    except OSError as error:
        raise AnswerError(f"{path}: cannot be read ({error.strerror}); name a CSV table with a row a person") from error


def _check_ready(store: Store, study: Study, database: Place) -> None:
    if study.id not in store.study_ids():
        raise AnswerError(f"{database}: holds no study {study.id!r} yet; serve it once with dce serve")
    if store.fieldwork(study.id).closes is None:
        raise StudyError(
            f"study {study.id}: has no closing date, so nobody could say when the links are deleted; write closes: "
            "2026-12-31T17:00+01:00 in fieldwork.yaml and serve the study again"
        )


def _draft(output: Path, table: str) -> Path:
    """The whole table in a file beside its place, readable by its owner only, before any link is kept."""
    output.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{output.name}-", dir=output.parent)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(table)
    return Path(name)
