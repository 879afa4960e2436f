"""Rankings read as places: who can stand first, who can stand last, and which criteria cannot be told apart."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from dce.ranking import Ranking

ALL = "all"
READABLE = ("ok", "shrunk")


@dataclass(frozen=True, slots=True)
class Standing:
    """Importance of one criterion in one group, a share of one with its 95% interval, and the places it can take.

    No two criteria of one ``tier`` can be told apart.
    """

    criterion: str
    importance: float
    low: float
    high: float
    rank: int
    rank_low: int
    rank_high: int
    p_top4: float
    tier: int = 1


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The standings of one group from most to least important; none, and no ``people``, where it may not be shown."""

    group: str
    people: int | None
    status: str
    standings: tuple[Standing, ...]

    @property
    def readable(self) -> bool:
        """Whether there are numbers to show."""
        return bool(self.standings)

    def of(self, criterion: str) -> Standing:
        """The standing of one criterion; raises KeyError where there is none."""
        return {standing.criterion: standing for standing in self.standings}[criterion]

    @property
    def leaders(self) -> tuple[Standing, ...]:
        """The criteria that can stand first."""
        return tuple(s for s in self.standings if s.rank_low == 1)

    @property
    def trailers(self) -> tuple[Standing, ...]:
        """The criteria that can stand last."""
        return tuple(s for s in self.standings if s.rank_high == len(self.standings))

    @property
    def tiers(self) -> tuple[tuple[Standing, ...], ...]:
        """The criteria by tier, heaviest first: no two of one tier can be told apart (``Ranking.tiers``)."""
        return tuple(tuple(part) for _, part in groupby(self.standings, key=lambda s: s.tier))


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion to which ``more`` surely gives more importance than ``less``: by so much, with its 95% interval."""

    criterion: str
    more: GroupResult
    less: GroupResult
    gap: float
    low: float
    high: float


def group_results(ranking: Ranking, shown: Sequence[str]) -> tuple[GroupResult, ...]:
    """A result per group in the order of the ranking; only everybody together and ``shown`` groups keep numbers."""
    table = ranking.table().merge(ranking.tiers()[["group", "criterion", "tier"]], on=["group", "criterion"])
    return tuple(
        _result(str(group), rows, may_show=group in (ALL, *shown)) for group, rows in table.groupby("group", sort=False)
    )


def differences(ranking: Ranking, results: Sequence[GroupResult], margin: float) -> tuple[Difference, ...]:
    """Every criterion and pair of readable groups with the verdict ``differs``, the widest gap first."""
    readable = {result.group: result for result in results if result.readable}
    rows = ranking.compare(margin=margin).to_dict("records") if len(readable) > 1 else []
    found = [
        _difference(row, readable)
        for row in rows
        if row["verdict"] == "differs" and {row["group_a"], row["group_b"]} <= set(readable)
    ]
    return tuple(sorted(found, key=lambda difference: -difference.gap))


def alike(ranking: Ranking, results: Sequence[GroupResult], margin: float) -> tuple[str, ...]:
    """The criteria for which every pair of readable groups has the verdict ``same``, in the order of the study.

    Two shares are the same where they surely lie less than ``margin`` apart.
    """
    readable = {result.group for result in results if result.readable}
    if len(readable) < 2:
        return ()
    rows = ranking.compare(margin=margin)
    own = rows[rows["group_a"].isin(readable) & rows["group_b"].isin(readable)]
    same = own["verdict"].eq("same").groupby(own["criterion"]).all()
    return tuple(name for name in ranking.study.criterion_ids if same.get(name, False))


def _difference(row: Mapping[Hashable, Any], results: Mapping[str, GroupResult]) -> Difference:
    """Turned so that the gap is positive."""
    a, b = results[row["group_a"]], results[row["group_b"]]
    gap, low, high = (float(row[name]) for name in ("difference", "low", "high"))
    if gap < 0:
        a, b, gap, low, high = b, a, -gap, -high, -low
    return Difference(str(row["criterion"]), a, b, gap, low, high)


def _result(group: str, rows: pd.DataFrame, *, may_show: bool) -> GroupResult:
    status = str(rows["status"].iloc[0]) if may_show else "too_few"
    people = None if status == "too_few" else int(rows["n"].iloc[0])
    found = [_standing(row) for row in rows.to_dict("records")] if status in READABLE else []
    return GroupResult(group, people, status, tuple(sorted(found, key=lambda s: (-s.importance, s.rank))))


def _standing(row: Mapping[Hashable, Any]) -> Standing:
    return Standing(
        criterion=str(row["criterion"]),
        importance=float(row["importance"]),
        low=float(row["low"]),
        high=float(row["high"]),
        rank=int(row["rank"]),
        rank_low=int(row["rank_low"]),
        rank_high=int(row["rank_high"]),
        p_top4=float(row["p_top4"]),
        tier=1 if pd.isna(row["tier"]) else int(row["tier"]),
    )
