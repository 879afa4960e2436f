"""The shared SQL as PostgreSQL reads it: other signs for parameters, other names of types, no statement twice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from types import MappingProxyType

from dce.store.database import LOG_IS_KEPT, Guard
from dce.store.statements import STATEMENTS

# 64 bits as in SQLite; and text in the order of its code points, whatever the language of the server.
TYPES = {"INTEGER": "BIGINT", "REAL": "DOUBLE PRECISION", "TEXT": 'TEXT COLLATE "C"'}
_TYPE = re.compile(rf"\b({'|'.join(TYPES)})\b")
_STRICT = re.compile(r"\) STRICT$")
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")
WHOLE = 0  # the key of the lock on all of a database


def spelled(sql: str) -> str:
    """A statement with the parameters of psycopg, and the names that PostgreSQL has for types and for one function.

    >>> spelled("SELECT id FROM drafts WHERE :ids LIKE '% ' || id")
    "SELECT id FROM drafts WHERE %(ids)s LIKE '%% ' || id"
    """
    text = typed(sql) if sql.startswith("CREATE") else sql
    return _PARAMETER.sub(r"%(\1)s", text.replace("%", "%%")).replace("group_concat(", "string_agg(")


def typed(sql: str) -> str:
    """The making of a table, with the types of PostgreSQL.

    >>> typed("CREATE TABLE t (n INTEGER PRIMARY KEY, word TEXT) STRICT")
    'CREATE TABLE t (n BIGINT PRIMARY KEY, word TEXT COLLATE "C")'
    """
    return _TYPE.sub(lambda found: TYPES[found[1]], _STRICT.sub(")", sql))


def guarded(guard: Guard) -> str:
    """What keeps a rule: a function of its own, for the condition of a trigger may ask no other table."""
    return f"""CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {guard.when} THEN RAISE EXCEPTION '{LOG_IS_KEPT}'; END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}
    FOR EACH ROW EXECUTE FUNCTION {guard.name}()"""


def begin_alone(names: tuple[str, ...]) -> str:
    """Begin to write, alone with ``names``, or with all of the database where there are none.

    Locks are taken in the same order by all, so nobody waits for who waits for them.

    >>> begin_alone(())
    'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(0)'
    """
    locks = [f"pg_advisory_xact_lock({key})" for key in sorted(map(_key, set(names)))]
    first = f"pg_advisory_xact_lock{'_shared' if names else ''}({WHOLE})"
    return f"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT {', '.join((first, *locks))}"


def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(errors="replace"), digest_size=8).digest(), signed=True)


SPELLED: Mapping[str, str] = MappingProxyType({name: spelled(sql) for name, sql in STATEMENTS.items()})
# Every reference of one table to another, as text to ask with: rows that refer to nothing.
REFERENCES = """
SELECT child.relname AS child, parent.relname AS parent,
    string_agg(format('c.%I = p.%I', a.attname, b.attname), ' AND ') AS same,
    string_agg(format('c.%I IS NOT NULL', a.attname), ' AND ') AS told
FROM pg_constraint
JOIN pg_class AS child ON child.oid = conrelid
JOIN pg_class AS parent ON parent.oid = confrelid
JOIN LATERAL unnest(conkey, confkey) AS pair (own, other) ON true
JOIN pg_attribute AS a ON a.attrelid = conrelid AND a.attnum = pair.own
JOIN pg_attribute AS b ON b.attrelid = confrelid AND b.attnum = pair.other
WHERE contype = 'f' AND child.relnamespace = current_schema()::regnamespace
GROUP BY pg_constraint.oid, child.relname, parent.relname ORDER BY child.relname, parent.relname
"""
RULES = """
SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace
"""
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 1"
READING = """
SELECT 1 FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL AND xact_start < %(began)s
LIMIT 1
"""
