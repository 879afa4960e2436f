"""What the store asks of a database, whichever engine keeps it: named statements, transactions, and its tables.

The engines stand in :mod:`dce.store.engines`; all else in the store knows this page only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

ROWS_AT_ONCE = 4096
LOG_IS_KEPT = "the log is only added to"  # what a Guard says


class Row(Protocol):
    """A row of a result: its values by name and by place, and all of them in order."""

    def __getitem__(self, key: Any, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def keys(self) -> Sequence[str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule of a table, which each engine says in its own way: rows for which ``when`` holds stay as they are."""

    name: str
    event: Literal["UPDATE", "DELETE"]
    table: str
    when: str = "TRUE"


def of_person(respondent_id: str) -> str:
    """What a transaction is alone with that changes one person."""
    return f"person {respondent_id}"


def of_study(study_id: str) -> str:
    """What a transaction is alone with that shows figures of a study, or takes a person out of it."""
    return f"study {study_id}"


def of_design(design_hash: str) -> str:
    """What a transaction is alone with that counts the people of a design, and adds one."""
    return f"design {design_hash}"


Step = tuple[str | Guard, ...]


class Database(ABC):
    """One database; what its engine refuses is a StoreError that begins with ``name`` and says what to do.

    Safe to share between threads; what a process opened is not used by its children.
    """

    name: str

    @property
    def synthetic(self) -> bool:
        """Whether the database is marked as holding invented answers only."""
        (row,) = self.run("fact", name="synthetic")
        return bool(row["value"] == "yes")

    @abstractmethod
    def run(self, name: str, /, **values: Any) -> list[Any]:
        """Run the statement ``name`` with bound ``values``: all its rows."""

    @abstractmethod
    def change(self, name: str, /, **values: Any) -> int:
        """Run the statement ``name``, which changes or deletes: how many rows it did."""

    @abstractmethod
    def stream(self, name: str, /, **values: Any) -> Iterator[list[Any]]:
        """Run the statement ``name`` and give its rows some thousand at a time: for results that fill the memory."""

    @abstractmethod
    def tx(self, *alone: str) -> AbstractContextManager[None]:
        """Hold together what is run inside: all of it is stored or nothing.

        While it lasts nothing else is written, except by transactions that name what they want to be ``alone`` with:
        those wait for each other only where they name the same. SQLite has one writer at a time anyhow. Inside another
        one of this thread that names nothing it is part of that one: a deed and its row in the log are one.
        """

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """Let every statement inside read the same moment; keep it short. Inside a transaction it is part of that."""

    @abstractmethod
    def named(self) -> AbstractContextManager[None]:
        """Turn what the engine says into a StoreError that names the database and what to do."""

    @abstractmethod
    def sweep(self) -> None:
        """Leave no byte of what was deleted in the database; raises StoreBusy while somebody reads on."""

    @abstractmethod
    def copy_log_back(self) -> None:
        """Let the log begin anew with the next transaction, where nobody reads just now; nobody waits for it."""

    @abstractmethod
    def clear_log(self) -> None:
        """Empty the log, in which what was deleted stands still, unless somebody reads or writes: waits for nobody."""

    @abstractmethod
    def close(self) -> None:
        """Close every connection of this process; the next statement opens a new one."""

    @abstractmethod
    def examine(self) -> None:
        """Raise StoreError where the database is damaged, or would lose what it acknowledges; a first quick look."""

    @abstractmethod
    def tables(self) -> list[str]:
        """Give the names of all tables."""

    @abstractmethod
    def applied(self) -> list[str]:
        """Give the names of the steps by which the tables were made."""

    @abstractmethod
    def apply(self, steps: Mapping[str, Step]) -> None:
        """Make what is missing of ``steps``, within the transaction under way."""

    @abstractmethod
    def any_text(self) -> AbstractContextManager[None]:
        """Read text that is no longer UTF-8 too: one flipped bit must be found, and not end the search."""

    @abstractmethod
    def damage(self) -> Iterator[str]:
        """Give a sentence for every page that cannot be read and every row that refers to nothing."""

    @abstractmethod
    def rules(self) -> list[str]:
        """Give the names of the rules of tables that are in force, of whomever they are."""

    @abstractmethod
    def rows_of(self, table: str, where: str, /, **values: Any) -> Iterator[list[Any]]:
        """Give the rows of ``table`` for which ``where`` holds, some thousand at a time; inside a transaction."""

    @abstractmethod
    def add_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], /) -> None:
        """Add rows to ``table``; inside a transaction."""
