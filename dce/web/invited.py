"""Personal links for a table of people: addresses in, links out; what is kept is a scrambled form of each link."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from dce.errors import AnswerError
from dce.report.exchange.tables import csv_text
from dce.web.keys import invitation_hash

LINK = "link"  # the column that is added
KEY_BYTES = 20  # 160 bits; 128 cannot be guessed
MOST_BYTES = 20_000_000
MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class People:
    """A table of whom to invite: the names of its columns, and a row a person."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def numbered(cls, people: int) -> People:
        """So many people of whom nothing is known.

        >>> People.numbered(2).rows
        (('1',), ('2',))
        """
        if not 1 <= people <= MOST_PEOPLE:
            raise AnswerError(f"{people} links: ask for 1 to {MOST_PEOPLE}")
        return cls(("number",), tuple((str(number),) for number in range(1, people + 1)))


@dataclass(frozen=True, slots=True)
class Links:
    """The same people with a link each, and what is kept of these links."""

    people: People
    links: tuple[str, ...]
    hashes: tuple[str, ...]

    def csv(self) -> str:
        """A CSV table with a row a person, the link last; a cell that a spreadsheet would take for a sum is text."""
        rows = ([*row, link] for row, link in zip(self.people.rows, self.links, strict=True))
        return csv_text([*self.people.header, LINK], rows)


def read_people(raw: bytes, name: str) -> People:
    r"""Read a CSV table with a header and a row a person; raises AnswerError by row for what cannot be one.

    >>> read_people(b"naam;plaats\r\nAnna;Utrecht", "people.csv")
    People(header=('naam', 'plaats'), rows=(('Anna', 'Utrecht'),))
    """
    if len(raw) > MOST_BYTES:
        raise AnswerError(f"{name}: is over 20 MB; give one row a person and only the columns for the letter")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswerError(f"{name}: is not text in UTF-8; export it again as CSV in UTF-8") from error
    first = text.partition("\n")[0]
    try:
        found = csv.reader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",")
        header, *rows = [row for row in found if row] or [[]]
    except csv.Error as error:
        raise AnswerError(f"{name}: is no CSV table ({error}); export it again as CSV in UTF-8") from error
    if not rows or LINK in header:
        wrong = f"has a column {LINK} already" if LINK in header else "has no row below its header"
        raise AnswerError(f"{name}: {wrong}; give a table with a header and a row a person")
    if len(rows) > MOST_PEOPLE:
        raise AnswerError(f"{name}: has over {MOST_PEOPLE} rows; give it in parts")
    _refuse_odd_rows(name, header, rows)
    return People(tuple(header), tuple(map(tuple, rows)))


def make_links(people: People, start: str, secret: bytes | str) -> Links:
    """Make a new link for each person, at addresses that begin with ``start``."""
    keys = [secrets.token_urlsafe(KEY_BYTES) for _ in people.rows]
    hashes = tuple(invitation_hash(secret, key) for key in keys)
    return Links(people, tuple(start + key for key in keys), hashes)


def _refuse_odd_rows(name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise AnswerError(f"{name}: row {number} has {len(row)} cells and the header {len(header)}; mend that row")
        if any(not sign.isprintable() for cell in row for sign in cell):
            raise AnswerError(f"{name}: row {number} holds signs that nobody sees; type that row anew")
        who = row[0].strip().lower()
        if not who:
            raise AnswerError(f"{name}: row {number} has nothing in column {header[0]}; fill it in or drop the row")
        if who in seen:
            raise AnswerError(f"{name}: rows {seen[who]} and {number} are the same in {header[0]}; keep one of them")
        seen[who] = number
