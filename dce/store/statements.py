"""The SQL of the store by name, read from ``statements.sql``, the part that SQLite and PostgreSQL share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType


def read_statements(text: str) -> Mapping[str, str]:
    r"""Split named statements at their ``-- name: x`` lines.

    >>> dict(read_statements("-- name: one\nSELECT 1;\n-- name: two\nSELECT 2;"))
    {'one': 'SELECT 1;', 'two': 'SELECT 2;'}
    """
    _, *parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)
    return MappingProxyType({name: sql.strip() for name, sql in zip(parts[::2], parts[1::2], strict=True)})


STATEMENTS = read_statements(resources.files("dce.store").joinpath("statements.sql").read_text(encoding="utf-8"))
