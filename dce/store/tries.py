"""Wrong passwords and codes, counted in the database: across processes and restarts, and without keeping an address.

A try counts as wrong until it was right, so that many at once cannot slip through while the first is being checked.
"""

from __future__ import annotations

import ipaddress
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

from dce.store.database import Database, Row
from dce.store.refusals import TooManyTries
from dce.store.seal import keyed_hash

AT_ONCE, AT_ONCE_SECONDS = 10, 15 * 60  # on one name from one address
OF_ADDRESS, ADDRESS_SECONDS = (
    100,
    60 * 60,
)  # from one address on all names together: somebody tries one password on many
OF_NAME, DAY = 100, 24 * 60 * 60  # on one name from all addresses together; after that
SLOW_SECONDS = 5 * 60  # one in so many seconds, but for an address where it once went well
PLACE_SECONDS = 30 * DAY  # that such an address is known, by its keyed hash


@dataclass(frozen=True, slots=True)
class Try:
    """One try: the keyed hashes of a name and of an address."""

    id: str
    name_hash: str
    address_hash: str


def begin(database: Database, key: bytes, name: str, address: str, now: float | None = None) -> Try:
    """Count one more try; raises TooManyTries, and counts nothing, where there were too many."""
    moment = int(time.time() if now is None else now)
    hashes = keyed_hash(key, "name", name), keyed_hash(key, "address", _network(address))
    tried = Try(secrets.token_urlsafe(16), *hashes)
    tidy(database, now)
    with database.tx(f"name {tried.name_hash}", f"address {tried.address_hash}"):
        wait = _wait(database, tried, moment)
        if wait > 0:
            raise TooManyTries(wait)
        database.run("add_try", id=tried.id, name_hash=tried.name_hash, address_hash=tried.address_hash, at=moment)
    return tried


def succeeded(database: Database, tried: Try, now: float | None = None) -> None:
    """Let a try and those before it from the same address be forgotten, and its address be known."""
    pair = {"name_hash": tried.name_hash, "address_hash": tried.address_hash}
    with database.tx(f"name {tried.name_hash}", f"address {tried.address_hash}"):
        database.run("delete_tries_of_pair", **pair)
        database.run("add_success", id=tried.id, at=int(time.time() if now is None else now), **pair)


def tidy(database: Database, now: float | None = None) -> None:
    """Delete the tries of which the time is over, and those of a clock that ran ahead: they would count until then."""
    moment = int(time.time() if now is None else now)
    times = {"failures": moment - DAY, "places": moment - PLACE_SECONDS, "ahead": moment + AT_ONCE_SECONDS}
    database.run("delete_old_tries", **times)


def forget(database: Database, key: bytes, name: str) -> None:
    """Let every try on ``name`` be forgotten."""
    database.run("delete_tries_of_name", name_hash=keyed_hash(key, "name", name))


def _wait(database: Database, tried: Try, now: int) -> int:
    """The seconds until the next try may come; 0 or less where it may come now."""
    name, address = {"name_hash": tried.name_hash}, {"address_hash": tried.address_hash}
    waits = [
        _until_room(database.run("tries_of_pair", **name, **address, since=now - AT_ONCE_SECONDS), AT_ONCE)
        + AT_ONCE_SECONDS,
        _until_room(database.run("tries_of_address", **address, since=now - ADDRESS_SECONDS), OF_ADDRESS)
        + ADDRESS_SECONDS,
    ]
    on_name = database.run("tries_of_name", **name, since=now - DAY)
    if len(on_name) >= OF_NAME and not database.run("known_place", **name, **address):
        waits.append(on_name[-1]["at"] + SLOW_SECONDS)
    return max(waits) - now


def _until_room(rows: Sequence[Row], most: int) -> int:
    """When the try was made that must grow old before there is room; the year dot where there is."""
    return int(rows[-most]["at"]) if len(rows) >= most else -DAY


def _network(address: str) -> str:
    """The address, or the network of a house where it is of version 6: its last half is changed at will."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
