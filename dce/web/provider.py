"""Signing in at the organisation's own site by OpenID Connect: authorization code with PKCE, by Authlib.

Only who is tied to an account here comes in: nobody gets an account by having one there. What is set and how:

- ``DCE_OIDC_ISSUER``: the address of the site, as in its ``/.well-known/openid-configuration``;
- ``DCE_OIDC_CLIENT_ID`` and ``DCE_OIDC_CLIENT_SECRET``: what that site gave us; it has to know ``/desk/identity/back``;
- ``DCE_OIDC_NAME``: what people call it; its host if left out;
- ``DCE_OIDC_SECOND_FACTOR``: ``amr=mfa`` or ``acr=VALUE`` where what it says of a second factor may stand in for ours.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from dce.errors import DceError

ISSUER, CLIENT_ID, CLIENT_SECRET = NEEDED = ("DCE_OIDC_ISSUER", "DCE_OIDC_CLIENT_ID", "DCE_OIDC_CLIENT_SECRET")
NAME, SECOND_FACTOR = "DCE_OIDC_NAME", "DCE_OIDC_SECOND_FACTOR"
ALGORITHMS = ("RS256", "PS256", "ES256")  # never "none", and no secret that both sides share
SCOPE = "openid"  # no name and no address: we know our people ourselves
WAIT_SECONDS = 5
LEEWAY_SECONDS = 30  # that clocks may differ
HOME = ("localhost", "127.0.0.1", "::1")  # where the line need not be encrypted


class IdentityError(DceError):
    """What came back from the other site is not what it should be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is kept of a visit while it is at the other site: each is a secret that is good once."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in there, and whether that site asked for a second factor that stands in for ours."""

    issuer: str
    subject: str
    second_factor: bool


@dataclass(frozen=True, slots=True)
class Provider:
    """The site of the organisation, and who we are to it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    second_factor: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if not _safe(self.issuer):
            raise DceError(f"{ISSUER}: {self.issuer!r} is no address of a site; use one that begins with https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Provider | None:
        """The provider as it is set; None where nothing is. Raises DceError where something is missing.

        >>> Provider.from_environment({}) is None
        True
        """
        if not any(environment.get(name) for name in (*NEEDED, NAME, SECOND_FACTOR)):
            return None
        missing = [name for name in NEEDED if not environment.get(name)]
        if missing:
            raise DceError(f"signing in by OpenID Connect: {', '.join(missing)} not set; set it, or none of them")
        _check_installed()
        issuer, client_id, client_secret = (environment[name] for name in NEEDED)
        name = environment.get(NAME) or urlsplit(issuer).hostname or issuer
        return cls(issuer, client_id, client_secret, name, _claim(environment.get(SECOND_FACTOR, "")))

    def address(self, asked: Asked, back: str) -> str:
        """Where to send somebody who wants to sign in there; ``back`` is our page to come back to."""
        with self._session(back) as session:
            place = self._place(session, "authorization_endpoint")
            address, _ = session.create_authorization_url(
                place, state=asked.state, code_verifier=asked.verifier, nonce=asked.nonce
            )
        return str(address)

    def identity(self, code: str, asked: Asked, back: str) -> Identity:
        """Who came back with ``code``; raises IdentityError where anything is not as we asked."""
        from joserfc.errors import JoseError

        with self._session(back) as session:
            token = self._token(session, code, asked)
            keys = self._read(session, self._place(session, "jwks_uri"))
        try:
            claims = self._claims(token, keys, asked.nonce)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise IdentityError(f"{self.issuer}: its token cannot be trusted ({error})") from error
        return Identity(self.issuer, str(claims["sub"]), self._stands_in(claims))

    def _claims(self, token: Mapping[str, Any], keys: Any, nonce: str) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.jwk import KeySet

        read = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": self.client_id},
            },
            params={"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=LEEWAY_SECONDS)
        return dict(claims)

    def _stands_in(self, claims: Mapping[str, Any]) -> bool:
        if self.second_factor is None:
            return False
        name, wanted = self.second_factor
        said = claims.get(name)
        return wanted in said if isinstance(said, list) else said == wanted

    def _session(self, back: str) -> Any:
        from authlib.integrations.requests_client import OAuth2Session

        return OAuth2Session(
            self.client_id, self.client_secret, scope=SCOPE, redirect_uri=back, code_challenge_method="S256"
        )

    def _token(self, session: Any, code: str, asked: Asked) -> Mapping[str, Any]:
        from authlib.integrations.base_client import OAuthError
        from requests import RequestException

        place = self._place(session, "token_endpoint")
        try:
            token: Mapping[str, Any] = session.fetch_token(
                place, code=code, code_verifier=asked.verifier, timeout=WAIT_SECONDS, allow_redirects=False
            )
        except (OAuthError, RequestException, ValueError) as error:
            raise IdentityError(f"{self.issuer}: it gave no token ({error})") from error
        return token

    def _place(self, session: Any, what: str) -> str:
        """An address that the site names itself; it has to be the site that we know, on a line that is encrypted."""
        known = self._read(session, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        place = str(known.get(what))
        if known.get("issuer") != self.issuer or not _safe(place):
            raise IdentityError(f"{self.issuer}: it says that it is {known.get('issuer')} with {what} {place}")
        return place

    def _read(self, session: Any, address: str) -> Mapping[str, Any]:
        from requests import RequestException

        try:
            answer = session.get(address, withhold_token=True, timeout=WAIT_SECONDS, allow_redirects=False)
            answer.raise_for_status()
            found: Mapping[str, Any] = answer.json()
        except (RequestException, ValueError) as error:
            raise IdentityError(f"{address}: cannot be read ({error})") from error
        return found


def provider() -> Provider | None:
    """The provider of this application, if it has one."""
    found: Provider | None = current_app.extensions["dce_provider"]
    return found


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HOME)


def _claim(text: str) -> tuple[str, str] | None:
    name, _, value = text.partition("=")
    if text and (name not in ("amr", "acr") or not value):
        raise DceError(f"{SECOND_FACTOR}: {text!r} is no claim with its value; use amr=mfa, or acr= and what it says")
    return (name, value) if text else None


def _check_installed() -> None:
    try:
        import authlib.integrations.requests_client  # noqa: F401
    except ImportError as error:
        raise DceError(
            "signing in by OpenID Connect needs Authlib; run pip install 'dce-platform[oidc]', or take the "
            "DCE_OIDC_ variables away"
        ) from error
