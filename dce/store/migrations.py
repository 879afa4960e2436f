"""The tables, as named migrations in order; what is applied is recorded in the file by sqlite-utils."""

from __future__ import annotations

from sqlite_utils import Database as Introspection
from sqlite_utils import Migrations

from dce.errors import StoreError
from dce.store.database import Database
from dce.store.desk_tables import JOBS, MORE_JOBS, RESULTS, TABLES

# STRICT is added when they are made: the rest of the text is what PostgreSQL reads too.
_COLLECT = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE studies (hash TEXT PRIMARY KEY, id TEXT NOT NULL, content TEXT NOT NULL)",
    """CREATE TABLE designs (
        hash TEXT PRIMARY KEY,
        study_hash TEXT NOT NULL REFERENCES studies (hash),
        scenarios TEXT NOT NULL,
        settings TEXT NOT NULL
    )""",
    """CREATE TABLE publications (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    )""",
    """CREATE TABLE respondents (
        id TEXT PRIMARY KEY,
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        version INTEGER NOT NULL,
        language TEXT NOT NULL,
        tasks TEXT NOT NULL,
        criteria TEXT NOT NULL,
        code_hash TEXT UNIQUE,
        synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
        started TEXT NOT NULL,
        completed TEXT
    )""",
    """CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    )""",
    """CREATE TABLE answers (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        task INTEGER NOT NULL,
        place INTEGER NOT NULL,
        rating TEXT NOT NULL,
        at TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (respondent, task),
        UNIQUE (respondent, place)
    )""",
    "CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL)",
)
_COLLECT_INDEXES = (
    "CREATE INDEX respondents_by_version ON respondents (design_hash, version)",
    "CREATE INDEX sessions_by_expiry ON sessions (expires)",
)


def _collect_answers(db: Introspection) -> None:
    for table in _COLLECT:
        db.execute(f"{table} STRICT")
    for index in _COLLECT_INDEXES:
        db.execute(index)


_REVISE = (
    "ALTER TABLE respondents ADD COLUMN alternatives TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE answers RENAME TO first_answers",
    """CREATE TABLE answers (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        task INTEGER NOT NULL,
        showing INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        place INTEGER NOT NULL,
        answer TEXT NOT NULL,
        at TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (respondent, task, showing, revision),
        UNIQUE (respondent, place)
    ) STRICT""",
    """INSERT INTO answers (respondent, task, showing, revision, place, answer, at, previous, hash)
        SELECT respondent, task, 1, 1, place, rating, at, previous, hash FROM first_answers""",
    "DROP TABLE first_answers",
    """CREATE TABLE circumstances (
        respondent TEXT NOT NULL,
        task INTEGER NOT NULL,
        showing INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        seconds INTEGER,
        away INTEGER,
        PRIMARY KEY (respondent, task, showing, revision),
        FOREIGN KEY (respondent, task, showing, revision) REFERENCES answers (respondent, task, showing, revision)
    ) STRICT""",
    "CREATE INDEX revised_answers ON answers (respondent, task, showing, revision) WHERE revision > 1",
)


def _revise_answers(db: Introspection) -> None:
    for statement in _REVISE:
        db.execute(statement)


_HOLD = (
    "ALTER TABLE respondents ADD COLUMN cell TEXT",
    "ALTER TABLE respondents ADD COLUMN notice TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE circumstances ADD COLUMN reason TEXT",
    "CREATE INDEX respondents_by_cell ON respondents (design_hash, cell, version, completed, started)",
    "CREATE INDEX respondents_by_start ON respondents (started)",
    """CREATE TABLE fieldworks (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT""",
    """CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT""",
    "CREATE TABLE disputes (respondent TEXT PRIMARY KEY REFERENCES respondents (id), at TEXT NOT NULL) STRICT",
    "CREATE TABLE departures (study_id TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL) STRICT",
    """CREATE TABLE group_models (
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        people INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (design_hash, people)
    ) STRICT""",
)


def _hold_fieldwork(db: Introspection) -> None:
    for statement in _HOLD:
        db.execute(statement)


def _keep_a_desk(db: Introspection) -> None:
    for statement in TABLES:
        db.execute(statement)


_RELEASE = (
    """CREATE TABLE releases (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, split, number)
    ) STRICT""",
    """CREATE TABLE released_parts (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        part TEXT NOT NULL,
        people INTEGER NOT NULL,
        PRIMARY KEY (study_id, split, number, part),
        FOREIGN KEY (study_id, split, number) REFERENCES releases (study_id, split, number)
    ) STRICT""",
    """CREATE TABLE released_people (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        part TEXT NOT NULL,
        respondent TEXT NOT NULL REFERENCES respondents (id),
        PRIMARY KEY (study_id, split, number, respondent),
        FOREIGN KEY (study_id, split, number) REFERENCES releases (study_id, split, number)
    ) STRICT""",
    "CREATE INDEX released_by_respondent ON released_people (respondent)",
)


def _release_in_steps(db: Introspection) -> None:
    for statement in _RELEASE:
        db.execute(statement)


def _keep_jobs(db: Introspection) -> None:
    db.execute(JOBS)


def _keep_public_models(db: Introspection) -> None:
    db.execute(
        """CREATE TABLE public_models (
            study_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            content TEXT NOT NULL,
            at TEXT NOT NULL,
            ended TEXT,
            PRIMARY KEY (study_id, number)
        ) STRICT"""
    )


def _keep_results(db: Introspection) -> None:
    for statement in (*MORE_JOBS, *RESULTS):
        db.execute(statement)


STEPS = {
    "0001_collect_answers": _collect_answers,
    "0002_revise_answers": _revise_answers,
    "0003_hold_fieldwork": _hold_fieldwork,
    "0004_keep_a_desk": _keep_a_desk,
    "0005_releases": _release_in_steps,
    "0006_jobs": _keep_jobs,
    "0007_public_models": _keep_public_models,
    "0008_results": _keep_results,
}
MIGRATIONS = Migrations("dce")
for _name, _step in STEPS.items():
    MIGRATIONS(name=_name)(_step)


def migrate(database: Database) -> None:
    """Apply what is missing, all of it or nothing; two processes that start at once take turns."""
    with database.tx():
        MIGRATIONS.apply(_introspect(database))


def check_schema(database: Database) -> None:
    """Refuse a file that another program made, or a newer dce."""
    applied = [migration.name for migration in MIGRATIONS.applied(_introspect(database))]
    newer = [name for name in applied if name not in STEPS]
    if not applied:
        raise StoreError(f"{database.path}: this database was made by another program; name the file that dce made")
    if newer:
        known = f"this dce does not know its change {newer[0]!r}"
        raise StoreError(f"{database.path}: a newer dce wrote this database, {known}; update dce, or use the newer one")


def missing_steps(database: Database) -> tuple[str, ...]:
    """Give the names of the steps that were not applied yet, in their order."""
    applied = {migration.name for migration in MIGRATIONS.applied(_introspect(database))}
    return tuple(name for name in STEPS if name not in applied)


def _introspect(database: Database) -> Introspection:
    return Introspection(database.connection, recursive_triggers=False, execute_plugins=False)
