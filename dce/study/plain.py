"""Plain data of a study that may have faults anywhere: its parts, read without stumbling, and the faults themselves."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where in the data, and a sentence that says what is wrong; what would be right."""

    path: Path
    text: str


def as_dict(value: Any) -> dict[str, Any]:
    """The value where it is a set of keys, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """The value as a list where it is one, else an empty one."""
    return list(value) if isinstance(value, list | tuple) else []


def own_id(value: Any) -> str | None:
    """The id that a part has, if it is text."""
    found = as_dict(value).get("id")
    return found if isinstance(found, str) else None


def ids_of(parts: Any) -> list[str]:
    """The ids of the parts that have one."""
    return [name for name in map(own_id, as_list(parts)) if name is not None]


def instead(name: str, known: Iterable[str]) -> str:
    """What may have been meant, or else all that there is."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1)
    return f'did you mean "{close[0]}"?' if close else f"use one of {', '.join(names)}"
