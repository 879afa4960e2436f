"""Looks at a database past the named statements of the store, on either engine."""

from typing import Any

from dce.store import Store
from dce.store.engines.sqlite import SqliteDatabase


def look(store: Store, sql: str, values: dict[str, Any] | None = None) -> list[Any]:
    """Run SQL with the signs for parameters of its engine; gives the rows, which know their columns."""
    database: Any = store._database
    if isinstance(database, SqliteDatabase):
        return database.connection.execute(sql, values or {}).fetchall()
    with database.pool.connection() as connection:
        cursor = connection.execute(sql, values)
        return cursor.fetchall() if cursor.description else []
