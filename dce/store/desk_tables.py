"""The tables of the organiser's desk: accounts, members, drafts, states, the log, notes of deletion and tokens."""

from __future__ import annotations

from dce.store.database import Guard, Step

ACCOUNTS = (
    """CREATE TABLE accounts (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,
        password TEXT,
        totp TEXT,
        totp_last INTEGER,
        role TEXT NOT NULL CHECK (role IN ('organiser', 'analyst', 'viewer', 'administrator')),
        disabled TEXT,
        generation INTEGER NOT NULL,
        created TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE recovery_codes (
        account TEXT NOT NULL REFERENCES accounts (id),
        code_hash TEXT NOT NULL,
        PRIMARY KEY (account, code_hash)
    ) STRICT""",
    """CREATE TABLE identities (
        issuer TEXT NOT NULL,
        subject TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        PRIMARY KEY (issuer, subject)
    ) STRICT""",
    """CREATE TABLE links (
        key_hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('first-start', 'invite', 'reset')),
        account TEXT REFERENCES accounts (id),
        expires TEXT NOT NULL
    ) STRICT""",
    # Seconds since 1970: a wait is told in seconds. A failure goes after a day, a known address after thirty.
    """CREATE TABLE tries (
        id TEXT PRIMARY KEY,
        name_hash TEXT NOT NULL,
        address_hash TEXT NOT NULL,
        at INTEGER NOT NULL,
        failed INTEGER NOT NULL CHECK (failed IN (0, 1))
    ) STRICT""",
    "CREATE INDEX tries_by_name ON tries (name_hash, at)",
    "CREATE INDEX tries_by_address ON tries (address_hash, at)",
    """CREATE TABLE members (
        study_id TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        since TEXT NOT NULL,
        PRIMARY KEY (study_id, account)
    ) STRICT""",
    """CREATE TABLE tokens (
        id TEXT PRIMARY KEY,
        key_hash TEXT NOT NULL UNIQUE,
        account TEXT NOT NULL REFERENCES accounts (id),
        study_id TEXT NOT NULL,
        scope TEXT NOT NULL CHECK (scope IN ('results', 'answers')),
        label TEXT NOT NULL,
        made TEXT NOT NULL,
        expires TEXT NOT NULL,
        revoked TEXT,
        last_used TEXT
    ) STRICT""",
)
LIFE = (
    """CREATE TABLE drafts (
        study_id TEXT PRIMARY KEY,
        content TEXT NOT NULL,
        design TEXT,
        revision INTEGER NOT NULL,
        changed TEXT NOT NULL,
        account TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE states (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'paused', 'closed', 'archived')),
        at TEXT NOT NULL,
        account TEXT NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT""",
    """CREATE TABLE deletions (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        swept TEXT
    ) STRICT""",
)
# A chain for each study, so that the rows of an ended one can go and every other chain stays whole; '' is for the rest.
AUDIT: Step = (
    """CREATE TABLE audit_chains (
        study TEXT PRIMARY KEY,
        first INTEGER NOT NULL,
        before TEXT NOT NULL,
        last INTEGER NOT NULL,
        hash TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE audit (
        study TEXT NOT NULL,
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        object TEXT NOT NULL,
        why TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (study, seq)
    ) STRICT""",
    Guard("audit_is_not_edited", "UPDATE", "audit"),
    # Rows may go only from the beginning of their chain, which keeps where it begins now.
    Guard(
        "audit_is_kept",
        "DELETE",
        "audit",
        when="OLD.seq >= coalesce((SELECT first FROM audit_chains WHERE study = OLD.study), 0)",
    ),
    Guard("audit_chains_are_kept", "DELETE", "audit_chains"),
    Guard(
        "audit_chains_go_on",
        "UPDATE",
        "audit_chains",
        when="NEW.study <> OLD.study OR NEW.first < OLD.first OR NEW.last < OLD.last",
    ),
)
TABLES: Step = (*ACCOUNTS, *LIFE, *AUDIT)
# Seconds since 1970: a job that is silent for three minutes died.
JOBS = """CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('design', 'power')),
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'stopped')),
        progress REAL NOT NULL,
        seconds_left INTEGER,
        asked TEXT NOT NULL,
        result TEXT,
        error TEXT NOT NULL,
        account TEXT NOT NULL,
        seen INTEGER NOT NULL,
        UNIQUE (study_id, kind)
    ) STRICT"""


def jobs_of(*kinds: str) -> Step:
    """Make the table of jobs anew with these kinds: the kind is checked, so further ones ask for a new table."""
    return (
        "ALTER TABLE jobs RENAME TO earlier_jobs",
        JOBS.replace("'design', 'power'", ", ".join(f"'{kind}'" for kind in kinds)),
        "INSERT INTO jobs SELECT * FROM earlier_jobs",
        "DROP TABLE earlier_jobs",
    )


# A file of answers, compressed, in parts; part 0 is empty and there before the answers are read.
MADE_FILES = """CREATE TABLE made_files (
        study_id TEXT NOT NULL,
        job TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (job, number)
    ) STRICT"""
# Finished figures, a row a part of a page in a language; and of every state that was shown how many people stood behind
# each part, with a mark of them (dce.disclosure.Crowd): nothing about a person.
RESULTS = (
    """CREATE TABLE result_parts (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        name TEXT NOT NULL,
        language TEXT NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (study_id, split, name, language)
    ) STRICT""",
    """CREATE TABLE result_states (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        crowds TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, split, number)
    ) STRICT""",
)
