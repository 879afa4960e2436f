"""The text of ``/.well-known/security.txt`` (RFC 9116): whom to tell of a weakness in a site."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from dce.errors import DceError

LONGEST, USUAL = timedelta(days=365), timedelta(days=182)
_EMAIL = re.compile(r"[^\s<>@:/]{1,100}@[^\s<>@:/]{1,150}")
_ADDRESS = re.compile(r"https://[^\s#]{3,400}")


def security_txt(contact: str, site: str, now: datetime, *, expires: datetime | None = None, policy: str = "") -> str:
    """The file for the site at ``site``, which holds until ``expires``: at most a year, half of one where left out.

    ``contact`` is an e-mail address or a page on https. Raises DceError for what RFC 9116 does not take.

    >>> print(security_txt("veilig@example.nl", "https://survey.example.nl", datetime(2026, 11, 22, tzinfo=UTC)))
    Contact: mailto:veilig@example.nl
    Expires: 2027-05-23T00:00:00Z
    Preferred-Languages: nl, en
    Canonical: https://survey.example.nl/.well-known/security.txt
    <BLANKLINE>
    """
    until = expires or now + USUAL
    if not now < until < now + LONGEST:
        raise DceError(f"security.txt: expires {until.isoformat()}; name a moment within a year from now")
    reached = f"mailto:{contact}" if _EMAIL.fullmatch(contact) else _checked(contact, "contact")
    lines = {
        "Contact": reached,
        "Expires": until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Preferred-Languages": "nl, en",
        "Canonical": f"{_checked(site.rstrip('/'), 'site')}/.well-known/security.txt",
        "Policy": _checked(policy, "policy") if policy else "",
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items() if value)


def _checked(address: str, name: str) -> str:
    """An address on https: it stands on a line of its own, so nothing in it may begin another one."""
    if not _ADDRESS.fullmatch(address):
        right = "https://survey.example.nl" + (" or security@example.nl" if name == "contact" else "")
        raise DceError(f"security.txt: {name} {address!r} is no address; write one such as {right}")
    return address
