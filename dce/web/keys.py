"""The secret key: given, from the environment, or kept in a file beside the database."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from dce.errors import StoreError
from dce.store.place import Place, Server, beside, file_name

VARIABLE = "DCE_SECRET_KEY"
SHORTEST = 32  # bytes; what HMAC-SHA256 and the signatures on forms can use


def invitation_hash(secret: bytes | str, key: str) -> str:
    """What is kept of the key in a personal link: HMAC-SHA256, 64 hexadecimal digits, of no use without the secret."""
    secret = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(secret, b"invitation:" + key.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def secret_key(database: Place, given: bytes | None = None) -> bytes:
    """The key that signs forms and makes personal codes: ``given``, else DCE_SECRET_KEY, else ``<database>.key``.

    The file is made when it is not there, readable by its owner only, but for a database on a server: the processes
    of every machine must have the same. Without the same key, forms that are open stop working and personal codes can
    no longer be shown. Raises StoreError for a key that is too short or missing.
    """
    if given is not None:
        return _checked(given, "secret_key")
    if VARIABLE in os.environ:
        return _checked(os.environ[VARIABLE].encode(), VARIABLE)
    path = key_file(database)
    if not path.exists() and isinstance(database, Server):
        remedy = f"set it to the same {SHORTEST} characters or more on every machine"
        raise StoreError(f"{VARIABLE}: is not set, and {path} is not there; {remedy}")
    if not path.exists():
        _create(path)
    return _checked(path.read_bytes(), str(path))


def key_file(database: Place) -> Path:
    """Where the key is kept when it is not given otherwise."""
    return beside(database, f"{file_name(database)}.key")


def _checked(key: bytes, where: str) -> bytes:
    if len(key) < SHORTEST:
        raise StoreError(f"{where}: the key has {len(key)} bytes; use at least {SHORTEST} that nobody can guess")
    return key


def _create(path: Path) -> None:
    """Write the file elsewhere and link it into place: no other process ever reads half a key."""
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # another process was first: its key counts
            os.link(draft, path)
    finally:
        Path(draft).unlink()
