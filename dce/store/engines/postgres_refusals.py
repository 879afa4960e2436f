"""What PostgreSQL refuses, as the store says it; never with the values of a row, which its own messages tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg_pool import PoolTimeout

from dce.errors import StoreError
from dce.store.refusals import DAMAGED, FULL, HALF, HELD, StoreBusy

_GONE = "the server cannot be reached now; nothing was stored, try again"
_LOCKED_AWAY = "it cannot be written; give the account of dce the right to, on the server that takes changes"
_NONE_FREE = "the server lets no more connections in; raise its max_connections, or start fewer processes"
BUSY = {
    **dict.fromkeys(("55P03", "40001", "40P01", "57014", "25P03", "25P04"), HELD),
    **dict.fromkeys(("53100", "53200", "53400", "58030"), FULL),
    **dict.fromkeys(("25006", "42501"), _LOCKED_AWAY),
    **dict.fromkeys(("57P01", "57P02", "57P03", "57P05"), _GONE),
    "53300": _NONE_FREE,
}
_FATAL = {"XX001": DAMAGED, "XX002": DAMAGED}


@contextmanager
def named(name: str) -> Iterator[None]:
    """Turn what PostgreSQL says about ``name`` into a StoreError that names the database and what to do."""
    try:
        yield
    except psycopg.Error as error:
        raise refusal(name, error) from None  # its text may hold the values of a row
    except UnicodeEncodeError as error:
        raise StoreError(f"{name}: {HALF}") from error


def refusal(name: str, error: psycopg.Error) -> StoreError:
    """What the store says of an error of PostgreSQL."""
    state = error.sqlstate or ""
    if state in BUSY:
        return StoreBusy(f"{name}: {BUSY[state]}")
    if state.startswith("08") or isinstance(error, PoolTimeout) or _broken(error):
        return StoreBusy(f"{name}: {_GONE}")
    said = error.diag.message_primary or type(error).__name__
    return StoreError(f"{name}: {_FATAL.get(state, f'the database refused: {said}')}")


def _broken(error: psycopg.Error) -> bool:
    """Whether the line to the server broke: then there is no code that says so."""
    return isinstance(error, psycopg.OperationalError) and not error.sqlstate
