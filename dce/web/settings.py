"""How a site is set up: one value, made once, that the server and each of its applications read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dce.web.provider import Provider
from dce.web.theme import Theme


@dataclass(frozen=True, slots=True)
class Settings:
    """How a site is set up.

    ``secure_cookies`` is for a site that is reached over HTTPS only. ``trusted_hosts`` are the names under which it may
    be reached; this machine's own when left out. ``theme`` is an organisation's house style, or the folder that holds
    it. ``provider`` is where organisers may sign in by OpenID Connect, from the environment when left out. So many
    ``proxies`` stand before this site and say who asks; what others say of that is not heard. ``security_contact``, an
    e-mail address or a page, is told in /.well-known/security.txt; that of DCE_SECURITY_CONTACT when left out. A
    ``preview`` is the survey alone, and says on every page that answers do not count.
    """

    secret_key: bytes | None = None
    secure_cookies: bool = False
    trusted_hosts: Sequence[str] = ()
    theme: Theme | Path | str | None = None
    provider: Provider | None = None
    proxies: int = 0
    security_contact: str | None = None
    preview: bool = False

    @property
    def worn(self) -> Theme | None:
        """The house style, read and checked; raises DceError where it cannot be worn."""
        return Theme.load(self.theme) if isinstance(self.theme, Path | str) else self.theme
