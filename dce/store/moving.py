"""A study goes from one database to another, of whatever engine: every row of it, all or nothing, and compared.

The rows are those that a deletion takes, so no table can be forgotten here alone. The log of the study goes along and
says so. Sessions stay behind: people come in again by their code or link.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dce.errors import StoreError
from dce.store import audit, deletion, states
from dce.store.database import Database, Row
from dce.store.deletion import TABLES
from dce.store.refusals import NoStudy, WrongState
from dce.store.statements import STATEMENTS

OF_ACCOUNT = ("recovery_codes", "identities")  # what comes along with an account that is new there
BY_ACCOUNT = ("members", "tokens")  # rows that refer to one
_MANY = 1 << 256


@dataclass(frozen=True, slots=True)
class Moved:
    """What went: rows by table, and the accounts that were made there; ``finished`` what was cut off before."""

    rows: Mapping[str, int]
    accounts: tuple[str, ...]
    finished: bool


@dataclass(frozen=True, slots=True)
class _Print:
    """How many rows a table has of a study, and a sum of the hashes of all: the same for the same rows in any order."""

    rows: int
    total: int


def move(source: Database, target: Database, study_id: str, actor: str) -> Moved:
    """Move a study that takes no answers now, with its people and its log; both databases wait meanwhile.

    It leaves ``source`` only when all of it stands in ``target``; a move that was cut off is finished by another one.
    Raises NoStudy, WrongState while it is open or something of it is being made, and StoreError where ``target`` has
    another study of that id.
    """
    if source.name == target.name:
        raise StoreError(f"{target.name}: is where study {study_id} stands; name another database")
    with source.tx():
        _refuse(source, target, study_id)
        with target.tx():
            there = _accounts_there(source, target, study_id)
            finished = study_id in {row["study_id"] for row in target.run("life_ids")}
            made: tuple[str, ...] = ()
            if not finished:
                audit.append(source, actor, "study.moved", study=study_id, object=target.name)
                made = _add_accounts(source, target, there)
                for table in reversed(TABLES):
                    _copy(source, target, table, study_id, there)
            _go_on(source, target, study_id)
            _go_on(target, source, study_id)  # a row of a move that was cut off
            prints = _compare(source, target, study_id, there)
        deletion.delete_rows(source, study_id)
    return Moved({table: found.rows for table, found in prints.items()}, made, finished)


def _refuse(source: Database, target: Database, study_id: str) -> None:
    if study_id not in {row["study_id"] for row in source.run("life_ids")}:
        raise NoStudy(f"{source.name}: no study {study_id!r} is here, or not any more")
    if source.synthetic != target.synthetic:
        raise StoreError(f"{target.name}: invented and real answers never stand in one database; name another one")
    if states.moment(source, study_id) == "open":
        raise WrongState(f"study {study_id}: is open; pause or close it first, so that no answer comes in between")
    if any(row["study_id"] == study_id for row in source.run("jobs_under_way")):
        raise WrongState(f"study {study_id}: something of it is being made; wait for that, or stop it")


def _where(table: str) -> str:
    """Which rows of a table are of a study: those that its deletion takes."""
    return STATEMENTS[f"delete_{table}_of_study"].partition(" WHERE ")[2].rstrip(";")


def _rows(database: Database, table: str, study_id: str) -> Iterator[Row]:
    for rows in database.rows_of(table, _where(table), study_id=study_id):
        yield from rows


def _accounts_there(source: Database, target: Database, study_id: str) -> dict[str, str]:
    """The id there of every account that the study refers to: that of the same id, else of the same name, else new."""
    found: dict[str, str] = {}
    for account in sorted({row["account"] for table in BY_ACCOUNT for row in _rows(source, table, study_id)}):
        (own,) = source.run("account", id=account)
        named = target.run("account_by_name", name_key=_name_key(source, account))
        found[account] = named[0]["id"] if named and not target.run("account", id=account) else own["id"]
    return found


def _name_key(database: Database, account: str) -> str:
    ((row,),) = database.rows_of("accounts", "id = :account", account=account)
    return str(row["name_key"])


def _add_accounts(source: Database, target: Database, there: Mapping[str, str]) -> tuple[str, ...]:
    """Make the accounts that are new there, with password and second factor; gives their names."""
    made = []
    for account in there:
        if there[account] == account and not target.run("account", id=account):
            for table, where in (("accounts", "id = :account"), *((name, "account = :account") for name in OF_ACCOUNT)):
                rows = [row for part in source.rows_of(table, where, account=account) for row in part]
                if rows:
                    target.add_rows(table, rows[0].keys(), map(tuple, rows))
            made.append(str(source.run("account", id=account)[0]["name"]))
    return tuple(made)


def _as_there(table: str, row: Row, there: Mapping[str, str]) -> dict[str, Any]:
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a row gives its values, not its names
    return {**values, "account": there[values["account"]]} if table in BY_ACCOUNT else values


def _copy(source: Database, target: Database, table: str, study_id: str, there: Mapping[str, str]) -> None:
    for rows in source.rows_of(table, _where(table), study_id=study_id):
        values = [tuple(_as_there(table, row, there).values()) for row in rows]
        target.add_rows(table, rows[0].keys(), values)


def _compare(source: Database, target: Database, study_id: str, there: Mapping[str, str]) -> dict[str, _Print]:
    """Hold every row against what stands there; raises StoreError where one differs, and then nothing is moved."""
    prints = {}
    same = {account: account for account in there.values()}
    for table in TABLES:
        here = _print(_as_there(table, row, there) for row in _rows(source, table, study_id))
        prints[table] = _print(_as_there(table, row, same) for row in _rows(target, table, study_id))
        if here != prints[table]:
            counts = f"{here.rows} rows here, {prints[table].rows} there"
            raise StoreError(
                f"{target.name}: has another study {study_id!r}, in table {table} ({counts}); nothing was moved"
            )
    return prints


def _print(rows: Iterator[dict[str, Any]]) -> _Print:
    count = total = 0
    for row in rows:
        text = json.dumps(sorted(row.items()), ensure_ascii=False)
        count, total = count + 1, (total + int.from_bytes(hashlib.sha256(text.encode()).digest())) % _MANY
    return _Print(count, total)


def _go_on(source: Database, target: Database, study_id: str) -> None:
    """Let the log there go on as it does here; raises StoreError where one is not the beginning of the other."""
    here, there = source.run("audit_chain", study=study_id), target.run("audit_chain", study=study_id)
    if not here:
        return
    refused = StoreError(f"{target.name}: has another log of study {study_id!r}; nothing was moved")
    if there and there[0]["last"] >= here[0]["last"]:
        if any(row["hash"] != here[0]["hash"] for row in _log(target, study_id, after=here[0]["last"] - 1)[:1]):
            raise refused
        return
    last = there[0]["last"] if there else here[0]["first"] - 1
    before = there[0]["hash"] if there else here[0]["before"]
    rows = _log(source, study_id, after=last)
    if rows[0]["seq"] != last + 1 or rows[0]["previous"] != before:
        raise refused
    if not there:
        chain = {**dict(here[0]), "study": study_id}
        target.add_rows("audit_chains", list(chain), [tuple(chain.values())])
    target.add_rows("audit", rows[0].keys(), map(tuple, rows))
    target.run("end_audit_chain", study=study_id, seq=here[0]["last"], hash=here[0]["hash"])


def _log(database: Database, study_id: str, *, after: int) -> Sequence[Row]:
    where = "study = :study AND seq > :after ORDER BY seq"
    return [row for rows in database.rows_of("audit", where, study=study_id, after=after) for row in rows]
