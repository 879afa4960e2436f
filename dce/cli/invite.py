"""``dce invite``: addresses in, personal links out; the database learns no address and keeps no link."""

from __future__ import annotations

import csv
import os
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from dce.cli.options import STUDY, checked_site, study_folder
from dce.errors import AnswerError, StudyError
from dce.store import Store
from dce.study import Study

LINK = "link"  # the column that is added
KEY_BYTES = 20  # 160 bits; 128 cannot be guessed
MOST_BYTES = 20_000_000


@click.command()
@STUDY
@click.option("--addresses", type=click.Path(path_type=Path), required=True, help="CSV table, a row a person.")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="The same table with a column link.")
@click.option("--site", required=True, help="Where the survey is served, such as https://survey.example.nl")
@click.option("--database", type=click.Path(path_type=Path), default=Path("responses/dce.db"), show_default=True)
def invite(folder: Path, addresses: Path, output: Path, site: str, database: Path) -> None:
    """Make a personal link for each row of a table, to send by mail merge; the study in FOLDER needs a closing date.

    The database keeps only a scrambled form of each link, apart from the answers, until 30 days after closing.
    """
    from dce.web.keys import invitation_hash, secret_key  # the web is for this command only

    study = Study.load(study_folder(folder) / "study.yaml")
    header, rows = _people(addresses)
    start = f"{checked_site(site)}/{study.id}/invitation/"
    if output.exists():
        raise AnswerError(f"{output}: is there already, and links cannot be made again; name a new file")
    store = Store.open(database)
    try:
        _check_ready(store, study, database)
        keys = [secrets.token_urlsafe(KEY_BYTES) for _ in rows]
        table = [[*header, LINK], *([*row, start + key] for row, key in zip(rows, keys, strict=True))]
        draft = _draft(output, table)
        try:
            secret = secret_key(database.absolute())
            store.invite(study.id, [invitation_hash(secret, key) for key in keys])
            draft.rename(output)
        finally:
            draft.unlink(missing_ok=True)
    finally:
        store.close()
    click.echo(f"wrote {output}: {len(rows)} personal links; keep it safe, it is the only copy", err=True)


def _people(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a CSV table; refuses what cannot be one, by row."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise AnswerError(f"{path}: is over 20 MB; give one row a person and only the columns for the letter")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise AnswerError(f"{path}: cannot be read ({error.strerror}); name a CSV table with a row a person") from error
    except UnicodeDecodeError as error:
        raise AnswerError(f"{path}: is not text in UTF-8; export it again as CSV in UTF-8") from error
    dialect = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    header, *rows = [row for row in csv.reader(text.splitlines(), delimiter=dialect) if row] or [[]]
    if not rows or LINK in header:
        wrong = f"has a column {LINK} already" if LINK in header else "has no row below its header"
        raise AnswerError(f"{path}: {wrong}; give a table with a header and a row a person")
    _refuse_odd_rows(path, header, rows)
    return header, rows


def _refuse_odd_rows(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise AnswerError(f"{path}: row {number} has {len(row)} cells and the header {len(header)}; mend that row")
        who = row[0].strip().lower()
        if not who:
            raise AnswerError(f"{path}: row {number} has nothing in column {header[0]}; fill it in or drop the row")
        if who in seen:
            raise AnswerError(f"{path}: rows {seen[who]} and {number} are the same in {header[0]}; keep one of them")
        seen[who] = number


def _check_ready(store: Store, study: Study, database: Path) -> None:
    if study.id not in store.study_ids():
        raise AnswerError(f"{database}: holds no study {study.id!r} yet; serve it once with dce serve")
    if store.fieldwork(study.id).closes is None:
        raise StudyError(
            f"study {study.id}: has no closing date, so nobody could say when the links are deleted; write closes: "
            "2026-12-31T17:00+01:00 in fieldwork.yaml and serve the study again"
        )


def _draft(output: Path, table: Sequence[Sequence[str]]) -> Path:
    """The whole table in a file beside its place, readable by its owner only, before any link is kept."""
    output.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{output.name}-", dir=output.parent)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    return Path(name)
