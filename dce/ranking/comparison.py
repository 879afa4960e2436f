"""Whether groups differ in what they find important, told for every criterion and pair of groups at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from dce.ranking.finding import holm

Array = NDArray[np.float64]
COLUMNS = ["criterion", "group_a", "group_b", "difference", "low", "high", "p_holm", "verdict"]
FIVE_PERCENT = 0.05


def same_margin(criteria: int) -> float:
    """How far two shares may lie apart and still count as the same: half of an equal share.

    >>> same_margin(10)
    0.05
    """
    return 0.5 / criteria


def compare_groups(
    rows: pd.DataFrame,
    replicates: Mapping[str, Array],
    pairs: Sequence[tuple[str, str]],
    criteria: Sequence[str],
    *,
    margin: float,
) -> pd.DataFrame:
    """The table of ``Ranking.compare``, given its rows and each group's resampled importances (R, M).

    Groups are different people, so their replicates are independent and any two can be subtracted.
    """
    people = rows.groupby("group")["n"].first()
    parts = []
    shares = rows.pivot_table(index="criterion", columns="group", values="importance").reindex(list(criteria))
    for a, b in pairs:
        difference = (shares[a] - shares[b]).to_numpy()
        low, high = np.quantile(replicates[a] - replicates[b], [0.025, 0.975], axis=0)
        error, freedom = _welch((replicates[a], int(people[a])), (replicates[b], int(people[b])))
        part = pd.DataFrame({"criterion": list(criteria), "group_a": a, "group_b": b, "difference": difference})
        p = 2.0 * stats.t.sf(np.abs(difference) / error, freedom)
        p_same = stats.t.sf((margin - np.abs(difference)) / error, freedom)
        parts.append(part.assign(low=low, high=high, p=p, p_same=p_same))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(parts, ignore_index=True)
    table["p_holm"] = holm(table["p"].to_numpy(dtype=float))
    same = holm(table["p_same"].to_numpy(dtype=float)) < FIVE_PERCENT
    table["verdict"] = np.where(table["p_holm"] < FIVE_PERCENT, "differs", np.where(same, "same", "cannot tell"))
    return table[COLUMNS]


def _welch(one: tuple[Array, int], other: tuple[Array, int]) -> tuple[Array, Array]:
    """Errors (M,) of differences and their degrees of freedom (Welch 1947), since spreads rest on few people."""
    (first, n), (second, m) = one, other
    a, b = first.var(axis=0, ddof=1), second.var(axis=0, ddof=1)
    return np.sqrt(a + b), (a + b) ** 2 / (a**2 / (n - 1) + b**2 / (m - 1))
