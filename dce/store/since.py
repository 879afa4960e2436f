"""A database held against a backup of it: a chain that somebody forged to its end is sound in itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dce.errors import StoreError
from dce.store.audit import log_of
from dce.store.backup import Backup, file_hash
from dce.store.engines.sqlite import SqliteDatabase
from dce.store.engines.sqlite_refusals import named
from dce.store.examining import reading

BORN = "SELECT min(applied_at) FROM _sqlite_migrations"  # to the microsecond: a database and its backups share it alone
ANSWERS = "SELECT respondent, place, hash FROM answers ORDER BY respondent, place"
PEOPLE = """
SELECT respondents.id, studies.id FROM respondents
JOIN designs ON designs.hash = respondents.design_hash JOIN studies ON studies.hash = designs.study_hash
"""


def changes_since(database: SqliteDatabase, backup: Path) -> tuple[str, ...]:
    """Give a sentence for all that was in ``backup``, did not leave since, and is not as it was.

    That is an answer, a person or a row of the log. Raises StoreError for a backup that is not what was made, or that
    is of another database.
    """
    if file_hash(backup) != Backup.beside(backup).sha256:
        raise StoreError(f"{backup}: is not the file that was made; take another backup")
    with named(backup), reading(backup.absolute()) as old, database.snapshot():
        if old.connection.execute(BORN).fetchone()[0] != database.connection.execute(BORN).fetchone()[0]:
            raise StoreError(f"{backup}: is of another database than {database.name}; name one of its own backups")
        return (*_answers(old, database), *people_gone(old, database), *_log(old, database))


def _answers(then: SqliteDatabase, now: SqliteDatabase) -> Iterator[str]:
    """Every answer stays at its place in the chain of a person, for as long as the person is here."""
    here = {id_ for (id_,) in now.connection.execute("SELECT id FROM respondents")}
    links = {(id_, place): link for id_, place, link in now.connection.execute(ANSWERS)}
    for id_, place, link in then.connection.execute(ANSWERS):
        if id_ in here and links.get((id_, place)) != link:
            wrong = "is gone" if (id_, place) not in links else "is another one"
            yield f"answer {place} of respondent {id_}: {wrong} since the backup"


def people_gone(then: SqliteDatabase, now: SqliteDatabase) -> Iterator[str]:
    """Give a sentence for every study of which more people are gone than left, as it counts those by the day.

    Of a study that was deleted or moved nobody need be here.
    """
    here = {id_ for (id_,) in now.connection.execute("SELECT id FROM respondents")}
    studies = {id_ for (id_,) in now.connection.execute("SELECT id FROM studies")} - set(_new("deletions", then, now))
    gone = Counter(study for id_, study in then.connection.execute(PEOPLE) if id_ not in here and study in studies)
    left = _new("departures", then, now)
    for study in sorted(gone):
        if gone[study] > left[study]:
            missing = "1 person is" if gone[study] == 1 else f"{gone[study]} people are"
            departed = "1 has" if left[study] == 1 else f"{left[study]} have"
            yield f"study {study}: {missing} gone since the backup, and {departed} left"


def _new(table: str, then: SqliteDatabase, now: SqliteDatabase) -> Counter[str]:
    """How many rows of each study came; the first releases had neither table."""
    before, after = (
        Counter(study for (study,) in each.connection.execute(f"SELECT study_id FROM {table}"))  # noqa: S608 - our names
        if table in each.tables()
        else Counter[str]()
        for each in (then, now)
    )
    return after - before


def _log(then: SqliteDatabase, now: SqliteDatabase) -> Iterator[str]:
    """Rows of the log go from the beginning of their chain only, when their time is over."""
    if "audit" not in then.tables():
        return
    rows = {(study, seq): link for study, seq, link in now.connection.execute("SELECT study, seq, hash FROM audit")}
    first = dict(now.connection.execute("SELECT study, first FROM audit_chains").fetchall())
    for study, seq, link in then.connection.execute("SELECT study, seq, hash FROM audit ORDER BY study, seq"):
        if seq >= first.get(study, 0) and rows.get((study, seq)) != link:
            yield f"{log_of(study)}, row {seq}: is gone or another one since the backup"
