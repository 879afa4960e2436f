"""Opening a database on a server: its tables are made when it has none, by one process at a time."""

from __future__ import annotations

from dce.errors import StoreError
from dce.store.database import Database
from dce.store.migrations import STEPS
from dce.store.place import Server


def open_server(server: Server, *, synthetic: bool, wait_seconds: float) -> Database:
    """Open a database that is there, and make its tables where it is empty; raises StoreError with the remedy."""
    try:
        from dce.store.engines.postgres import PostgresDatabase  # an extra: most sites have no server
    except ImportError as error:
        raise StoreError(
            f"{server}: needs psycopg, which is not installed; run pip install 'dce-platform[postgres]'"
        ) from error
    database = PostgresDatabase(server, wait_seconds)
    try:
        database.reach()
        if not database.applied():
            _create(database, synthetic)
    except BaseException:
        database.close()
        raise
    return database


def _create(database: Database, synthetic: bool) -> None:
    """Make the tables and the mark, all or nothing, unless another process just did."""
    with database.tx():
        if database.applied():
            return
        if database.tables():
            raise StoreError(f"{database.name}: another program keeps tables here; give dce an empty database")
        database.apply(STEPS)
        database.run("add_fact", name="synthetic", value="yes" if synthetic else "no")
