"""``dce backup``, ``dce verify`` and ``dce restore``: copies that hold, and whether a database is what it was."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from dce.cli.options import DATABASE, working
from dce.errors import StoreError
from dce.store import Restored, Store
from dce.store import restore as put_back
from dce.store.backup import description_of
from dce.store.place import Place, Server, is_there, make_room

STAMP = "%Y%m%dT%H%M%SZ"
BY_SERVER = "make backups with pg_dump --format=custom, and put one back with pg_restore, as deploy/README.md tells"
KEY_TOO = "the key beside the database ({key}) is not in it: keep a copy of that apart, without it personal codes fail"


@click.command()
@DATABASE
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True, help="Folder for backups.")
@click.option("--keep", type=click.IntRange(min=1), help="Delete older backups of this database here, but so many.")
def backup(database: Place, folder: Path, keep: int | None) -> None:
    """Write a backup of the database while people answer: one file named by the moment, described beside it.

    Never copy the file itself: what was answered last stands in another file beside it.
    """
    if isinstance(database, Server):
        raise StoreError(f"{database}: is on a server; {BY_SERVER}")
    store = _opened(database)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{database.stem}-{datetime.now(UTC).strftime(STAMP)}.db"
    with closing(store), working("Writing the backup"):
        store.backup(target)
    click.echo(
        f"wrote {target}, {target.stat().st_size / 1e6:.1f} MB; {KEY_TOO.format(key=f'{database}.key')}", err=True
    )
    for old in _older(folder, database.stem, keep):
        old.unlink()
        description_of(old).unlink(missing_ok=True)
        click.echo(f"deleted {old}", err=True)


@click.command()
@DATABASE
@click.option("--since", type=click.Path(path_type=Path), help="A backup of it: tell what changed that never does.")
def verify(database: Place, since: Path | None) -> None:
    """Tell whether the database is what it was: pages, references, chains of answers, designs, people, the log.

    Who can write the file can forge a chain to its end, and then it is sound in itself: a backup kept elsewhere tells.
    """
    with closing(_opened(database)) as store, working("Reading every row"):
        faults = (*store.verify(), *(store.changes_since(since) if since else ()))
    if faults:
        many = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise StoreError("\n".join([f"{database}: {many}; keep the file aside, restore a backup", *faults]))
    click.echo(
        f"{database}: sound. Its pages, references, chains of answers, designs, people and log are what they were."
    )


@click.command()
@click.argument("source", metavar="BACKUP", type=click.Path(path_type=Path))
@DATABASE
@click.option("--replace", is_flag=True, help="Put the database that is there aside first; stop dce serve before.")
def restore(source: Path, database: Place, *, replace: bool) -> None:
    """Put BACKUP in the place of the database, once all of it is as it was; visits and one-time links end."""
    if isinstance(database, Server):
        raise StoreError(f"{database}: is on a server; {BY_SERVER}")
    make_room(database)
    with working("Checking the backup"):
        found = put_back(source, database, replace=replace)
    click.echo(
        f"restored {database} as of {found.backup.made}: the file, the rows of {len(found.backup.rows)} tables and the "
        "chains of answers are as they were",
        err=True,
    )
    for line in _told(found):
        click.echo(line, err=True)


def _opened(database: Place) -> Store:
    if not is_there(database):
        raise StoreError(f"{database}: there is no database here; name the one of dce serve")
    return Store.open(database)


def _older(folder: Path, stem: str, keep: int | None) -> list[Path]:
    """The backups of this database beyond the newest ``keep``; only what dce described is one.

    Those of a database whose name goes on where this one ends, dce-test beside dce, are not its own.
    """
    own = re.compile(rf"{re.escape(stem)}-\d{{8}}T\d{{6}}Z\.db")
    here = sorted(path for path in folder.iterdir() if own.fullmatch(path.name) and description_of(path).exists())
    return here[:-keep] if keep else []


def _told(found: Restored) -> list[str]:
    told = []
    if found.aside is not None:
        told.append(f"the database that was there is now {found.aside}; delete it when nothing of it is needed")
    if found.newer:
        told.append("warning: it has people who began after the backup was made; they are not in this database")
    if found.left:
        told.append("people who had left meanwhile were deleted again")
    if found.deleted:
        told.append(f"warning: deleted since, and here again: {', '.join(found.deleted)}; delete with dce forget")
    return told
