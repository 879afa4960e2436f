"""Tables with a row a person: how many share all that is told of them, and what to leave out so that more do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Anonymity:
    """How alike the people of a table are (k-anonymity, Sweeney 2002).

    ``k`` is the fewest people that share all background values, 0 where there is nobody; ``unique`` counts the people
    whom nobody shares them with, ``under`` those in a group of fewer than ``wanted``. ``leave_out`` are the items
    without which all share theirs with ``wanted`` people, None where leaving out all of them is not enough.
    """

    people: int
    wanted: int
    k: int
    unique: int
    under: int
    leave_out: tuple[str, ...] | None


def anonymity(people: pd.DataFrame, items: Sequence[str], wanted: int) -> Anonymity:
    """Judge a table with a row a person by the background ``items`` that it tells; not telling is a value too.

    Which items to leave out is searched greedily: each time the one that leaves fewest people in groups of fewer than
    ``wanted``, the last of equal ones. Another choice may do with fewer items, never with none.

    >>> table = pd.DataFrame({"rol": ["fg"] * 4 + ["po"] * 4, "jaren": ["1", "1", "3", "6"] + ["1"] * 4})
    >>> anonymity(table, ["rol", "jaren"], wanted=4)
    Anonymity(people=8, wanted=4, k=1, unique=2, under=4, leave_out=('jaren',))
    """
    sizes = _sizes(people, items)
    told, left_out = list(items), list[str]()
    while told and _under(people, told, wanted):
        left_out.append(min(reversed(told), key=lambda item: _under(people, [i for i in told if i != item], wanted)))
        told.remove(left_out[-1])
    return Anonymity(
        people=len(people),
        wanted=wanted,
        k=int(sizes.min()) if len(sizes) else 0,
        unique=int((sizes == 1).sum()),
        under=_under(people, items, wanted),
        leave_out=None if _under(people, told, wanted) else tuple(left_out),
    )


def _sizes(people: pd.DataFrame, items: Sequence[str]) -> pd.Series[int]:
    """Of each combination that occurs, the people who share it."""
    if not items:
        return pd.Series([len(people)] if len(people) else [], dtype="int64")
    return people.groupby(list(items), dropna=False, observed=True).size()


def _under(people: pd.DataFrame, items: Sequence[str], wanted: int) -> int:
    sizes = _sizes(people, items)
    return int(sizes[sizes < wanted].sum())
