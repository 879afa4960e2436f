"""One-time links, by which an owner sets a password: only the hash of their key is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Literal

from dce.store.clock import utc_minute
from dce.store.database import Database
from dce.store.refusals import LinkGone

Purpose = Literal["first-start", "invite", "reset"]
KEY_BYTES = 32  # 256 bits
HOURS = 72


@dataclass(frozen=True, slots=True)
class LinkTo:
    """What a link is for, and whose; the first administrator has no account yet."""

    purpose: Purpose
    account_id: str | None


def make(database: Database, purpose: Purpose, account_id: str | None, hours: int) -> str:
    """Make a link in place of those before it, within the transaction under way; gives its key, which is not kept."""
    database.run("delete_expired_links", now=utc_minute())
    if account_id is None:
        database.run("delete_first_links")
    else:
        database.run("delete_links_of", account=account_id)
    key = secrets.token_urlsafe(KEY_BYTES)
    values = {"purpose": purpose, "account": account_id, "expires": utc_minute(hours)}
    database.run("add_link", key_hash=_hashed(key), **values)
    return key


def find(database: Database, key: str) -> LinkTo | None:
    """Give what a link is for, or None where it is worth nothing."""
    rows = database.run("link", key_hash=_hashed(key), now=utc_minute())
    return LinkTo(*rows[0]) if rows else None


def use(database: Database, key: str) -> LinkTo:
    """Use a link up, within the transaction under way."""
    rows = database.run("use_link", key_hash=_hashed(key), now=utc_minute())
    if not rows:
        raise LinkGone("this link was used already or is too old; ask for a new one")
    return LinkTo(*rows[0])


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
