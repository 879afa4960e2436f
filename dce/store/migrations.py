"""The tables, as named migrations in order, for every engine; which were applied is recorded in the database."""

from __future__ import annotations

from collections.abc import Mapping

from dce.errors import StoreError
from dce.store.database import Database, Step
from dce.store.desk_tables import JOBS, MADE_FILES, RESULTS, TABLES, jobs_of

# STRICT and the names of types are SQLite's; the engine of PostgreSQL reads its own for them.
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

_PUBLIC_MODELS = """CREATE TABLE public_models (
    study_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    at TEXT NOT NULL,
    ended TEXT,
    PRIMARY KEY (study_id, number)
) STRICT"""

# How often the answers of a study changed, in several rows of which one is written at a time.
_CHANGES = """CREATE TABLE changes (
    study_id TEXT NOT NULL,
    slot INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (study_id, slot)
) STRICT"""

# What of the answers was handed out as single rows: so many links of the chain of a person, and what was told.
_EDITIONS = (
    "DROP TABLE changes",
    """CREATE TABLE editions (
        study_id TEXT PRIMARY KEY,
        number INTEGER NOT NULL,
        made INTEGER NOT NULL,
        making TEXT
    ) STRICT""",
    """CREATE TABLE handed_out (
        study_id TEXT NOT NULL,
        respondent TEXT NOT NULL REFERENCES respondents (id),
        since INTEGER NOT NULL,
        links INTEGER NOT NULL,
        told TEXT NOT NULL,
        PRIMARY KEY (study_id, respondent, since)
    ) STRICT""",
    "CREATE INDEX handed_out_of_person ON handed_out (respondent)",
)

# A model of all people is kept as other figures are; when somebody last said something else than an answer is known.
_MIRROR = ("DROP TABLE group_models", "ALTER TABLE respondents ADD COLUMN changed TEXT")

STEPS: Mapping[str, Step] = {
    "0001_collect_answers": (*(f"{table} STRICT" for table in _COLLECT), *_COLLECT_INDEXES),
    "0002_revise_answers": _REVISE,
    "0003_hold_fieldwork": _HOLD,
    "0004_keep_a_desk": TABLES,
    "0005_releases": _RELEASE,
    "0006_jobs": (JOBS,),
    "0007_public_models": (_PUBLIC_MODELS,),
    "0008_results": (*jobs_of("design", "power", "results", "report"), *RESULTS),
    "0009_changes": (_CHANGES,),
    "0010_people_in_order": ("CREATE INDEX respondents_of_design ON respondents (design_hash, id)",),
    "0011_editions": _EDITIONS,
    "0012_mirror": _MIRROR,
    "0013_mirror_beside": jobs_of("design", "power", "results", "report", "mirror"),
    "0014_files": (*jobs_of("design", "power", "results", "report", "mirror", "export"), MADE_FILES),
}


def migrate(database: Database) -> None:
    """Apply what is missing, all of it or nothing; two processes that start at once take turns."""
    if all(name in database.applied() for name in STEPS):
        return
    with database.tx():
        database.apply(STEPS)


def check_schema(database: Database) -> None:
    """Refuse a database that another program made, or a newer dce."""
    applied = database.applied()
    newer = [name for name in applied if name not in STEPS]
    if not applied:
        raise StoreError(f"{database.name}: this database was made by another program; name the file that dce made")
    if newer:
        known = f"this dce does not know its change {newer[0]!r}"
        raise StoreError(f"{database.name}: a newer dce wrote this database, {known}; update dce, or use the newer one")


def missing_steps(database: Database) -> tuple[str, ...]:
    """Give the names of the steps that were not applied yet, in their order."""
    applied = set(database.applied())
    return tuple(name for name in STEPS if name not in applied)
