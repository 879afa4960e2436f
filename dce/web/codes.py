"""Personal codes: what a person types to go on later, made from the respondent id and never stored as such.

The alphabet is Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U, and a typed O or I is
read as 0 or 1, because people read codes from paper.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHARACTERS = 16  # 80 bits
_TO_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)
_AS_MEANT = str.maketrans("OIL", "011", " -\u2010\u2011\u2013\u2014\u00a0")


def personal_code(key: bytes, respondent_id: str) -> str:
    """The code of a respondent in groups of four, the same every time under the same ``key``.

    >>> personal_code(b"k" * 32, "anna")
    '8YAN-8EFM-YJHH-J5FE'
    """
    digest = hmac.new(key, b"personal code:" + respondent_id.encode(), hashlib.sha256).digest()
    text = base64.b32encode(digest[: CHARACTERS * 5 // 8]).decode().translate(_TO_CROCKFORD)
    return "-".join(text[start : start + 4] for start in range(0, CHARACTERS, 4))


def kept_code(key: bytes, respondent_id: str) -> str:
    """What the store keeps of the code of a respondent."""
    return code_hash(personal_code(key, respondent_id))


def read_code(typed: str) -> str | None:
    """The sixteen characters that were meant, or None when ``typed`` cannot be a code.

    >>> read_code(" 8yan-8efm yjhh-j5fe ")
    '8YAN8EFMYJHHJ5FE'
    >>> read_code("hello") is None
    True
    """
    text = typed.strip().upper().translate(_AS_MEANT)
    return text if len(text) == CHARACTERS and set(text) <= set(ALPHABET) else None


def code_hash(code: str) -> str:
    """SHA-256 of a code, however it was typed: 64 hexadecimal digits, all that the store keeps of it."""
    return hashlib.sha256((read_code(code) or "").encode()).hexdigest()
