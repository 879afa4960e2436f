"""What is made with the key of the site: hashes nobody else can make, sealed secrets and signatures.

Each purpose has a key of its own, derived by HKDF (RFC 5869), so that one says nothing about another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12  # bytes


def keyed_hash(key: bytes, purpose: str, text: str) -> str:
    """HMAC-SHA256: 64 hexadecimal digits.

    >>> keyed_hash(b"k" * 32, "name", "anna")[:12]
    '52f49d6566e6'
    """
    return hmac.new(_derived(key, purpose), text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def seal(key: bytes, text: str, owner: str) -> str:
    """``text`` so that only this site reads it, and only as belonging to ``owner``."""
    nonce = os.urandom(NONCE)
    sealed = ChaCha20Poly1305(_derived(key, "seal")).encrypt(nonce, text.encode(), owner.encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(key: bytes, sealed: str, owner: str) -> str | None:
    """What was sealed, or None where the key of the site or the owner is another one.

    >>> unseal(b"k" * 32, seal(b"k" * 32, "JBSWY3DP", "anna"), "anna")
    'JBSWY3DP'
    """
    raw = base64.b64decode(sealed)
    try:
        return ChaCha20Poly1305(_derived(key, "seal")).decrypt(raw[:NONCE], raw[NONCE:], owner.encode()).decode()
    except InvalidTag:
        return None


def public_key(key: bytes) -> str:
    """The Ed25519 key by which everybody can check what this site signed: 64 hexadecimal digits."""
    return _signing(key).public_key().public_bytes_raw().hex()


def sign(key: bytes, content: bytes) -> str:
    """The Ed25519 signature (RFC 8032) of this site: 128 hexadecimal digits."""
    return _signing(key).sign(content).hex()


def signed(public: str, content: bytes, signature: str) -> bool:
    """Whether the owner of the key ``public`` signed ``content``.

    >>> key = b"k" * 32
    >>> signed(public_key(key), b"all", sign(key, b"all")), signed(public_key(key), b"some", sign(key, b"all"))
    (True, False)
    """
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):  # not hexadecimal, or not as long as a key
        return False
    return True


def _signing(key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_derived(key, "sign"))


def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"dce {purpose}".encode()).derive(key)
