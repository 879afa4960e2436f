"""What somebody says of an order, such as "these four weigh heaviest, in this order", held against a ranking.

A claim is supported where no place that the answers leave open is against it, refuted where every one is, and else it
cannot be told. All claims on one group rest on its simultaneous rank sets, so together they are right in at least 95 of
100 studies, however many are held against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dce.errors import FitError
from dce.ranking.ranking import EVERYBODY, Ranking
from dce.ranking.ranks import Places

Verdict = Literal["supported", "refuted", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with its verdict; ``shown`` is whether the bare estimates say so, ``told`` the numbers in a sentence."""

    verdict: Verdict
    shown: bool
    told: str

    def __str__(self) -> str:
        """The verdict and the numbers."""
        return f"{self.verdict}: {self.told}"


def claim_order(ranking: Ranking, order: Sequence[str], *, group: str = EVERYBODY) -> Claim:
    """Whether these criteria have the first places in this order, from the rank sets of a group.

    >>> from dce.data import Ratings; from dce.design import make_design; from dce.ranking import rank_criteria
    >>> from dce.simulate import default_population, simulate_answers
    >>> from dce.study import example_study
    >>> design = make_design(example_study(), tasks=8, seed=1)
    >>> frame = simulate_answers(design, default_population(design.study), people=60, seed=1)
    >>> ranking = rank_criteria(Ratings.from_answers(frame, design.study), design.study, bootstrap=200)
    >>> claim_order(ranking, ["doel", "ontvanger"]).verdict
    'cannot tell'
    """
    rows = _rows(ranking, group, order)
    low, high, rank = _places(rows)
    place = np.arange(1, len(order) + 1)
    supported, possible = ((low == place) & (high == place)).all(), ((low <= place) & (place <= high)).all()
    return Claim(_verdict(bool(supported), bool(possible)), bool((rank == place).all()), _told(rows))


def claim_places(
    ranking: Ranking, criteria: Sequence[str], places: tuple[int, int], *, group: str = EVERYBODY
) -> Claim:
    """Whether each of these criteria has a place from the first to the last of ``places``, in whichever order."""
    first, last = places
    if not 1 <= first <= last <= len(ranking.study.criterion_ids):
        raise FitError(f"places are {first} to {last}; use places from 1 to {len(ranking.study.criterion_ids)}")
    rows = _rows(ranking, group, criteria)
    low, high, rank = _places(rows)
    supported, possible = ((low >= first) & (high <= last)).all(), ((low <= last) & (high >= first)).all()
    shown = ((rank >= first) & (rank <= last)).all()
    return Claim(_verdict(bool(supported), bool(possible)), bool(shown), _told(rows))


def _places(rows: pd.DataFrame) -> tuple[Places, Places, Places]:
    """The first and the last place that is open to each criterion, and the estimated one."""
    low, high, rank = (rows[name].to_numpy(dtype=np.int64) for name in ("rank_low", "rank_high", "rank"))
    return low, high, rank


def _verdict(supported: bool, possible: bool) -> Verdict:
    return "supported" if supported else "cannot tell" if possible else "refuted"


def _rows(ranking: Ranking, group: str, criteria: Sequence[str]) -> pd.DataFrame:
    table = ranking.table()
    rows = table[table["group"] == group].set_index("criterion")
    unknown = [name for name in criteria if name not in ranking.study.criterion_ids]
    if unknown or not criteria or len(set(criteria)) < len(criteria):
        known = ", ".join(ranking.study.criterion_ids)
        raise FitError(f"criteria are {', '.join(criteria) or 'none'}; name some of {known}, each once")
    if rows.empty or rows["importance"].isna().any():
        known = ", ".join(ranking.ranges) or "none"
        raise FitError(f'group "{group}" has no ranking to hold a claim against; those with one: {known}')
    return rows.loc[list(criteria)]


def _told(rows: pd.DataFrame) -> str:
    shares, people = rows["importance"].to_numpy(dtype=float), rows["n"].iloc[0]
    parts = [
        f"{name} {share:.0%}, place {low if low == high else f'{low} to {high}'}"
        for name, share, low, high in zip(rows.index, shares, *_places(rows)[:2], strict=True)
    ]
    return f"{'; '.join(parts)} ({people} people)"
