"""A deployment as its options say it is, and every look at it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dce.errors import DceError
from dce.store.place import Place, Server
from dce.web.checkup import backups, contents, files, machine, secret, site
from dce.web.checkup.finding import Finding, mend

if TYPE_CHECKING:
    from dce.web.checkup.contents import Contents


@dataclass(frozen=True, slots=True)
class Deployment:
    """What to look at: the options are those of ``dce serve``, ``environment`` the variables that it gets.

    ``backups`` is the folder of ``dce backup``, ``lock`` the file with the versions that were tested together.
    """

    database: Place
    backups: Path | None = None
    lock: Path | None = None
    secure: bool = False
    proxies: int = 0
    trusted_hosts: tuple[str, ...] = ()
    contact: str | None = None
    processes: int = 1
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def file(self) -> Path:
        """The database as a file; for looks at files only."""
        if isinstance(self.database, Server):
            raise TypeError("a database on a server is no file")
        return self.database


Look = Callable[[Deployment], Iterator[Finding]]

# The first group is for a database that is a file; one that is reached over a line has no use for it.
OF_A_FILE: tuple[Look, ...] = (
    *(files.owner, files.permissions, files.room, files.file_system, files.log),
    backups.backups,
)
OF_THE_SITE: tuple[Look, ...] = (
    secret.key,
    secret.variables,
    secret.sign_in,
    site.line,
    site.names,
    site.contact,
    machine.open_files,
    machine.processors,
    machine.documents,
    machine.python,
    machine.packages,
)


def check_up(deployment: Deployment) -> tuple[Finding, ...]:
    """Everything that was looked at, in order; a look that cannot be had is a finding itself. Changes nothing.

    >>> [each.verdict for each in check_up(Deployment(Path("/nowhere/dce.db"))) if each.about == "database"]
    ['mend']
    """
    return tuple(_every(deployment))


def _every(deployment: Deployment) -> Iterator[Finding]:
    if isinstance(deployment.database, Server):
        yield from _looked(_database, deployment)
    elif deployment.database.is_file():
        for look in OF_A_FILE:
            yield from _looked(look, deployment)
        yield from _looked(_database, deployment)
    else:
        remedy = "give --database as dce serve has it, or start dce serve, which makes it"
        yield mend("database", f"there is no file {deployment.database}", remedy)
    for look in OF_THE_SITE:
        yield from _looked(look, deployment)


def _database(deployment: Deployment) -> Iterator[Finding]:
    found: Contents = contents.read(deployment.database, deployment.now)
    yield from contents.findings(found)
    yield from site.invented(deployment, synthetic=found.synthetic)


def _looked(look: Look, deployment: Deployment) -> Iterator[Finding]:
    """The findings of one look; what keeps it from looking is one too."""
    try:
        yield from list(look(deployment))
    except DceError as error:
        wrong, _, remedy = str(error).partition("; ")
        yield mend(_about(look), wrong, remedy or "mend that, then ask again")
    except OSError as error:
        where = error.filename or "a file"
        yield mend(_about(look), f"{where}: {error.strerror}", "ask as the account that runs dce serve: sudo -u dce …")


def _about(look: Look) -> str:
    return look.__name__.strip("_").replace("_", " ")
