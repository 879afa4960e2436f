"""The second factor: codes of an app by time (TOTP, RFC 6238) and ten recovery codes, each good for one time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time

import pyotp

RECOVERY_CODES = 10
RECOVERY_BYTES = 15  # 120 bits: long enough for a plain hash (OWASP ASVS 5.0, 6.5.2)
STEP_SECONDS = 30
DRIFT = 1  # steps that the clock of a telephone may be off


def new_secret() -> str:
    """A secret for an app, 160 bits in base 32."""
    return pyotp.random_base32()


def address(secret: str, name: str, site: str) -> str:
    """The ``otpauth:`` address that an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=site)


def step_of(secret: str, code: str, now: float | None = None) -> int | None:
    """The time step of which ``code`` is the code; None where it is of none near now. A step is for one time.

    >>> secret = new_secret()
    >>> step_of(secret, pyotp.TOTP(secret).at(3000), now=3000)
    100
    """
    current = int((time.time() if now is None else now) // STEP_SECONDS)
    typed = code.strip().replace(" ", "").encode()
    totp = pyotp.TOTP(secret)
    for step in range(current - DRIFT, current + DRIFT + 1):
        if hmac.compare_digest(totp.at(step * STEP_SECONDS).encode(), typed):
            return step
    return None


def recovery_codes() -> tuple[str, ...]:
    """Ten codes to write down, in groups of four."""
    codes = (base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode() for _ in range(RECOVERY_CODES))
    return tuple(map(_grouped, codes))


def recovery_hash(code: str) -> str:
    """What is kept of a recovery code, however it was typed; SHA-256 will do for 120 random bits."""
    typed = "".join(sign for sign in code.upper().translate(str.maketrans("01", "OI")) if sign.isalnum())
    return hashlib.sha256(typed.encode()).hexdigest()


def _grouped(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))
