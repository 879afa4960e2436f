"""The secret key and the variables around it: there, strong, spelt as they are read. No value is ever told."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from difflib import get_close_matches
from importlib.util import find_spec
from math import log2
from typing import TYPE_CHECKING

from dce.errors import DceError
from dce.store.place import FOLDER, Server
from dce.store.place import VARIABLE as DATABASE
from dce.web.checkup.finding import Finding, good, mend, mind
from dce.web.keys import SHORTEST, VARIABLE, key_file
from dce.web.provider import NAME, NEEDED, SECOND_FACTOR, Provider

if TYPE_CHECKING:
    from dce.web.checkup.deployment import Deployment

OURS = "DCE_"
CONTACT = f"{OURS}SECURITY_CONTACT"
FOR_UNITS = tuple(OURS + name for name in ("STUDIES", "HOST", "CONTACT"))  # of deploy/dce.service
KNOWN = (VARIABLE, CONTACT, DATABASE, FOLDER, *NEEDED, NAME, SECOND_FACTOR, *FOR_UNITS)
DEBUG = "FLASK_DEBUG"
LEAST_BITS = 96  # a random key of 32 letters has 150 or so by this count, a word or a row far fewer
ABOUT = "secret key"


def key(deployment: Deployment) -> Iterator[Finding]:
    """The key that signs and seals."""
    path = key_file(deployment.database)
    given = deployment.environment.get(VARIABLE)
    if given is None and not path.exists() and isinstance(deployment.database, Server):
        yield mend(ABOUT, f"{VARIABLE} is not set", "set it to the same 32 characters or more on every machine")
        return
    if given is None and not path.exists():
        yield mind(ABOUT, f"not there yet: neither {VARIABLE} nor {path.name}", "dce serve makes it when it starts")
        return
    held = given.encode() if given is not None else path.read_bytes()
    where = VARIABLE if given is not None else path.name
    remedy = "python -c 'import secrets; print(secrets.token_urlsafe(48))' makes one; the old one's codes stop working"
    if len(held) < SHORTEST:
        yield mend(ABOUT, f"{where}: shorter than {SHORTEST} bytes", remedy)
    elif bits(held) < LEAST_BITS:
        yield mend(ABOUT, f"{where}: repeats itself, and can be guessed", remedy)
    elif given is not None and path.exists() and path.read_bytes() != held:
        yield mind(ABOUT, f"{VARIABLE} counts, and {path.name} holds another", f"put {path.name} away with the backups")
    else:
        yield good(ABOUT, f"of {where}, long enough and not of a pattern")
    if given is None and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield mend(ABOUT, f"{path.name}: open to others than its owner", f"chmod 600 {path}")


def bits(held: bytes) -> float:
    """How many bits the signs of a key hold at most, by how often each comes: 0 for one sign again and again.

    >>> bits(b"a" * 40), round(bits(b"ab" * 20))
    (0.0, 40)
    """
    return sum(-held.count(sign) * log2(held.count(sign) / len(held)) for sign in set(held))


def variables(deployment: Deployment) -> Iterator[Finding]:
    """Variables that nothing reads are mostly misspelt, and what they should have set is not."""
    unknown = sorted(name for name in deployment.environment if name.startswith(OURS) and name not in KNOWN)
    for name in unknown:
        meant = get_close_matches(name, KNOWN, 1)
        remedy = f"write {meant[0]}" if meant else "take it away"
        yield mend("environment", f"{name}: nothing reads it", f"{remedy}; deploy/README.md names all")
    if deployment.environment.get(DEBUG, "") not in ("", "0", "false"):
        yield mend("environment", f"{DEBUG} is on: its pages show the code and run what is typed", f"unset {DEBUG}")
    elif not unknown:
        number = sum(name in KNOWN for name in deployment.environment)
        yield good("environment", f"{number} variables of ours, each one that is read")


def sign_in(deployment: Deployment) -> Iterator[Finding]:
    """Signing in at the organisation's own site is set whole or not at all."""
    about = "sign-in elsewhere"
    try:
        provider = Provider.from_environment(deployment.environment)
    except DceError:
        remedy = f"set {', '.join(NEEDED)}, with an address that begins with https://, or none of them"
        yield mend(about, "set in part, or wrongly", remedy)
        return
    if provider is None:
        yield good(about, "not set: name, password and app")
    elif find_spec("authlib") is None:
        yield mend(about, "set, but its library is missing", 'pip install "dce-platform[oidc]"')
    else:
        yield good(about, "set, and its library is there")
