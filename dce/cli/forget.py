"""``dce forget``: deletes a study or a person, leaves no byte of it in the database, and proves it by a note."""

from __future__ import annotations

import os
import sys
from contextlib import closing, suppress
from pathlib import Path

import click

from dce.cli.options import DATABASE
from dce.errors import AnswerError, StoreError
from dce.store import COMMAND_LINE, SYSTEM, NoStudy, Note, Store, WrongState
from dce.store.place import Place, beside, is_there


@click.command()
@click.argument("study_id", metavar="STUDY", required=False)
@click.option("--yes", is_flag=True, help="Delete STUDY now; without it you are told what would go.")
@click.option("--why", default="", help="The reason, for the log.")
@click.option("--due", is_flag=True, help="Delete every study whose time is over; cron may run it at any moment.")
@click.option("--respondent-code", is_flag=True, help="Delete one person, whose personal code comes by standard input.")
@click.option("--verify-note", type=click.Path(path_type=Path), help="Tell whether a note of a deletion is genuine.")
@click.option("--public-key", help="The key of the site that signed the note; this site's where it is left out.")
@DATABASE
def forget(
    study_id: str | None,
    yes: bool,
    why: str,
    due: bool,
    respondent_code: bool,
    verify_note: Path | None,
    public_key: str | None,
    database: Place,
) -> None:
    """Delete a STUDY that has closed, every study that is due, or one person; a study leaves a signed note.

    The note goes to a file beside the database. Backups are yours to delete: dce does not know where they are.
    """
    if [study_id is not None, due, respondent_code, verify_note is not None].count(True) != 1:
        raise click.UsageError("give one of STUDY, --due, --respondent-code and --verify-note FILE")
    if verify_note is not None:
        _verify(verify_note, public_key, database)
        return
    if not is_there(database):
        raise StoreError(f"{database}: there is no database here; name the one of dce serve")
    with closing(Store.open(database)) as store:
        if due:
            _due(store, database)
        elif respondent_code:
            _person(store, why)
        elif study_id is not None:
            _study(store, database, study_id, why, yes=yes)


def _study(store: Store, database: Place, study_id: str, why: str, *, yes: bool) -> None:
    if not yes:
        state, progress = store.life.state(study_id), store.progress(study_id)
        raise StoreError(
            f"study {study_id}: nothing was deleted; it is {state}, with {progress.started} people and "
            f"{progress.answers} answers. Add --yes to delete all of it for good"
        )
    store.life.delete_study(study_id, typed=study_id, actor=COMMAND_LINE, key=_key(database), why=why)
    _finish(store, database)


def _due(store: Store, database: Place) -> None:
    key = _key(database)
    for due in store.life.due():
        with suppress(NoStudy, WrongState):  # another run was first, or it was opened again meanwhile
            store.life.delete_study(
                due.study_id,
                typed=due.study_id,
                actor=SYSTEM,
                key=key,
                why=f"{due.months} months after closing",
                only_if_due=True,
            )
    _finish(store, database)
    store.delete_due_invitations()
    _tell_moved(store)
    store.accounts.tidy()
    store.files.drop_old()
    store.audit.prune()


def _tell_moved(store: Store) -> None:
    """Say which studies are kept longer than people were told at first."""
    for study_id in store.study_ids():
        kept = store.life.kept(study_id)
        if kept.first is not None:
            until = f"{kept.until:%Y-%m-%d}" if kept.until else "a day that is not known"
            click.echo(f"study {study_id}: is kept until {until}; first told was {kept.first:%Y-%m-%d}", err=True)


def _finish(store: Store, database: Place) -> None:
    """Write the notes, also those of a run that was cut off, and then leave no byte in the file."""
    for note in store.life.unswept():
        path = beside(database, f"deletion-{note.study}-{note.signature[:12]}.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(note.text(), encoding="utf-8")
        click.echo(path)
        click.echo(f"deleted study {note.study}; the signed note is in {path}", err=True)
    store.life.sweep()


def _person(store: Store, why: str) -> None:
    from dce.web.codes import code_hash, read_code  # the web is for this command only

    code = read_code(sys.stdin.readline())
    if code is None:
        raise AnswerError("this is no personal code; give its sixteen signs, as 8YAN-8EFM-YJHH-J5FE")
    found = store.respondent_by_code(code_hash(code))
    if found is None:
        raise AnswerError("nobody has this code: it was mistyped, or the person was deleted already")
    study_id = store.design(found.design_hash).study.id
    with store.tx():
        store.forget(found.id)
        store.audit.add(COMMAND_LINE, "respondent.deleted", study=study_id, object="a respondent by own code", why=why)
    store.life.sweep(anyway=True)
    click.echo(f"deleted one person of study {study_id}, with all answers", err=True)


def _verify(path: Path, public_key: str | None, database: Place) -> None:
    from dce.store.seal import public_key as public_key_of

    note = Note.load(path)
    if not note.genuine(public_key or public_key_of(_key(database, made=False))):
        raise StoreError(f"{path}: is not genuine: another site signed it, or it was changed since")
    people = note.deleted.get("respondents", 0)
    click.echo(f"{path}: genuine; study {note.study} was deleted on {note.at}, with {people} people")


def _key(database: Place, *, made: bool = True) -> bytes:
    from dce.web.keys import VARIABLE, key_file, secret_key

    if not made and VARIABLE not in os.environ and not key_file(database).exists():
        raise StoreError(f"{key_file(database)}: is not there; name the database of the site, or give its --public-key")
    return secret_key(database)
