"""Where a database is: a file of this machine (SQLite), or a server by its address (PostgreSQL)."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dce.errors import StoreError

SCHEMES = ("postgresql", "postgres")
VARIABLE = "DCE_DATABASE"
RIGHT = "write it as postgresql://NAME@HOST/DATABASE"
FOLDER = "DCE_FOLDER"  # for the files that go with a database on a server
DEFAULT = "responses/dce.db"
ADDRESS = re.compile("([a-z][a-z0-9+.-]+)://", re.IGNORECASE)  # one letter is a drive of Windows


@dataclass(frozen=True, slots=True)
class Server:
    """A database on a PostgreSQL server; as text it is its address without a password, and without options.

    >>> str(Server("postgresql://anna:secret@db.example.nl/dce?sslmode=require"))
    'postgresql://anna@db.example.nl/dce'
    """

    url: str = field(repr=False)

    def __post_init__(self) -> None:
        try:
            named = len(self.database) > 0 and urlsplit(self.url).port != 0
        except ValueError:
            named = False
        if not named:
            raise StoreError(f"this is no address of a database; {RIGHT}")

    @property
    def database(self) -> str:
        """The name of the database on its server."""
        return unquote(urlsplit(self.url).path.strip("/"))

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        who = f"{parts.username}@" if parts.username else ""
        port = f":{parts.port}" if parts.port else ""
        return f"postgresql://{who}{parts.hostname or ''}{port}/{self.database}"


Place = Path | Server


def place(said: str | Path | Server) -> Place:
    """Where a database is, as somebody said it; raises StoreError for an address that is none, or of another kind.

    >>> place("responses/dce.db")
    PosixPath('responses/dce.db')
    >>> print(place("postgresql://dce@/answers"))
    postgresql://dce@/answers
    """
    if isinstance(said, str) and (address := ADDRESS.match(said)):
        if address[1] not in SCHEMES:
            raise StoreError(f"{address[0]} is no kind of database here; name a file, or {RIGHT}")
        return Server(said)
    return said if isinstance(said, Server) else Path(said)


def absolute(said: str | Place) -> Place:
    """The same place, whatever folder a process works in."""
    found = place(said)
    return found.absolute() if isinstance(found, Path) else found


def secret_text(where: Place) -> str:
    """What another process of ours finds the same database by; it may hold a password, and is shown to nobody.

    >>> secret_text(Path("dce.db"))
    'dce.db'
    """
    return where.url if isinstance(where, Server) else str(where)


def is_there(where: Place) -> bool:
    """Whether a database can be looked for: a file has to be there, and a server tells itself."""
    return isinstance(where, Server) or where.is_file()


def beside(where: Place, name: str) -> Path:
    """A file that goes with a database: in the folder of its file, or for a server in DCE_FOLDER, else responses.

    >>> str(beside(Path("responses/dce.db"), "note.json"))
    'responses/note.json'
    """
    folder = where.parent if isinstance(where, Path) else Path(os.environ.get(FOLDER, "responses"))
    return folder / name


def file_name(where: Place) -> str:
    """The name that files beside a database begin with.

    >>> file_name(Path("responses/dce.db"))
    'dce.db'
    """
    return where.name if isinstance(where, Path) else where.database


def is_table(where: str | Place) -> bool:
    """Whether answers are to be read from a table, and not from a database.

    >>> is_table("answers.csv"), is_table("postgresql://dce@/answers")
    (True, False)
    """
    found = place(where)
    return isinstance(found, Path) and (found.suffix.lower() == ".csv" or not found.is_file())


def real_path(path: Path) -> Path:
    """The file that a path leads to, through every link; raises StoreError for a path that leads nowhere.

    >>> real_path(Path("/usr/../etc/hosts"))
    PosixPath('/etc/hosts')
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, a sign that no path has
        raise StoreError(f"{str(path)!r}: leads to no file ({error}); name another one") from error


def make_room(where: Place) -> None:
    """Make the folder of a database that is to be made; a server has its own."""
    if isinstance(where, Path):
        where.parent.mkdir(parents=True, exist_ok=True)
