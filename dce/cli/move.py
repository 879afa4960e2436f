"""``dce move``: a study goes from one database to another, of a file or on a server."""

from __future__ import annotations

import os
from contextlib import closing, suppress

import click

from dce.cli.options import DATABASE, PLACE, working
from dce.errors import StoreError
from dce.store import COMMAND_LINE, Moved, Store, StoreBusy
from dce.store.place import Place, is_there, make_room


@click.command()
@click.argument("study_id", metavar="STUDY")
@DATABASE
@click.option("--to", "target", type=PLACE, required=True, help="The database it goes to: a file, or postgresql://...")
def move(study_id: str, database: Place, target: Place) -> None:
    """Move STUDY to another database with its people, answers, invitations and log, all of it or nothing.

    Pause or close it first. It leaves the old database only when every row in the new one was compared.
    """
    if not is_there(database):
        raise StoreError(f"{database}: there is no database here; name the one of dce serve")
    _refuse_another_key(database, target)
    make_room(target)
    with closing(Store.open(database)) as source:
        with closing(Store.open(target, synthetic=source.synthetic)) as there, working("Moving"):
            found = source.move(study_id, there, COMMAND_LINE)
        with suppress(StoreBusy):  # somebody reads on; the next dce forget --due does it
            source.life.sweep(anyway=True)
    for line in _told(study_id, target, found):
        click.echo(line, err=True)


def _refuse_another_key(database: Place, target: Place) -> None:
    """Personal codes and links are good with the key of the site they were made at only."""
    from dce.web.keys import VARIABLE, key_file

    keys = {file.read_bytes() for file in (key_file(database), key_file(target)) if file.exists()}
    if VARIABLE in os.environ:
        keys.add(os.environ[VARIABLE].encode())
    if len(keys) > 1:
        raise StoreError(
            f"{target}: has another key than {database}, and personal codes, links and second factors would fail "
            f"there; let {VARIABLE} and {key_file(target)} be what {key_file(database)} says"
        )


def _told(study_id: str, target: Place, found: Moved) -> list[str]:
    counts = ", ".join(f"{table} {rows}" for table, rows in found.rows.items() if rows)
    told = [f"moved study {study_id} to {target}, every row compared: {counts}"]
    told += ["it stood there already, of a move that was cut off"] if found.finished else []
    told += [f"accounts that came along, with their passwords: {', '.join(found.accounts)}"] if found.accounts else []
    key = "keep the key of the old one with the new one: codes, links and second factors are good with that key only"
    return [*told, "visits ended; people go on by their link or code", key]
