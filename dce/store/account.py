"""An account as others see it, and the rules of its name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dce.errors import StoreError
from dce.store.database import Row
from dce.store.rights import Role

# Signs that count as printable and that nobody sees (Default_Ignorable_Code_Point of Unicode).
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
WORDS = re.compile(r"[^\W\d_]+")
SHORTEST_NAME, LONGEST_NAME = 3, 64  # characters


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works with the site: no password and no secret is in it.

    ``ready`` once a password was set, ``second_factor`` where an app is tied to it. ``generation`` rises with every
    change of password, role or second factor and when the account is disabled or enabled: a session that holds another
    one has ended.
    """

    id: str
    name: str
    role: Role
    generation: int
    created: str
    disabled: str | None
    ready: bool
    second_factor: bool


def from_row(row: Row) -> Account:
    """Make an account of a row of the table ``accounts``."""
    return Account(
        id=row["id"],
        name=row["name"],
        role=row["role"],
        generation=row["generation"],
        created=row["created"],
        disabled=row["disabled"],
        ready=row["password"] is not None,
        second_factor=row["totp"] is not None,
    )


def checked_name(name: str) -> str:
    """The name as it is kept; raises StoreError for one that cannot be typed or told from others."""
    text = unicodedata.normalize("NFC", name)
    seen = text.isprintable() and text == " ".join(text.split()) and not UNSEEN.search(text)
    if not (SHORTEST_NAME <= len(text) <= LONGEST_NAME and seen and all(map(_of_one_script, WORDS.findall(text)))):
        raise StoreError(
            f"{name!r}: is no name of an account; use {SHORTEST_NAME} to {LONGEST_NAME} signs that can be seen, such "
            "as an e-mail address"
        )
    return text


def _of_one_script(word: str) -> bool:
    """Whether all letters are of one script: a Cyrillic a among Latin letters looks like theirs."""
    return len({unicodedata.name(sign, "").partition(" ")[0] for sign in unicodedata.normalize("NFKC", word)}) <= 1


def name_key(name: str) -> str:
    """What makes two names the same: their letters, whatever their case.

    >>> name_key("Anna@Example.nl") == name_key("ANNA@example.NL")
    True
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
