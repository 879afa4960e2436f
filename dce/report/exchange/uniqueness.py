"""How well people hide among each other in an exported table: k, and what to leave out to reach it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

SKIPPED = ""  # who would not tell shares that with the others who would not


@dataclass(frozen=True, slots=True)
class Uniqueness:
    """Of ``people``, at least ``k`` share any combination of answers to ``items``; ``unique`` are alone with theirs."""

    items: tuple[str, ...]
    people: int
    k: int
    unique: int


def count_shared(background: pd.DataFrame) -> Uniqueness:
    """Count over a row a person and a column a background item; without any item all people share the same.

    >>> count_shared(pd.DataFrame({"rol": ["fg", "fg", "po"], "sector": ["rijk", "rijk", None]}))
    Uniqueness(items=('rol', 'sector'), people=3, k=1, unique=1)
    """
    items = tuple(map(str, background.columns))
    if not items or not len(background):
        return Uniqueness(items, len(background), len(background), 0)
    sizes = background.astype(object).fillna(SKIPPED).groupby(list(items), observed=True).size()
    return Uniqueness(items, len(background), int(sizes.min()), int((sizes == 1).sum()))


def items_to_leave_out(background: pd.DataFrame, k: int) -> tuple[str, ...]:
    """The items to leave out, those with the rarest answer first, until ``k`` people share every combination.

    >>> items_to_leave_out(pd.DataFrame({"rol": ["fg", "fg", "po", "po"], "jaren": ["0", "1", "1", "1"]}), 2)
    ('jaren',)
    """
    kept, left_out = background, list[str]()
    while len(kept.columns) and count_shared(kept).k < k:
        rarest = min(kept.columns, key=lambda item: (_rarest(kept, [item]), -kept[item].nunique(dropna=False)))
        left_out.append(str(rarest))
        kept = kept.drop(columns=rarest)
    return tuple(left_out)


def _rarest(background: pd.DataFrame, items: Sequence[str]) -> int:
    return count_shared(background[list(items)]).k
