"""Whether groups differ in what they find important, told for every criterion and pair of groups at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]
COLUMNS = ["criterion", "group_a", "group_b", "difference", "low", "high", "p_holm", "verdict"]


def compare_groups(
    rows: pd.DataFrame, replicates: Mapping[str, Array], pairs: Sequence[tuple[str, str]], criteria: Sequence[str]
) -> pd.DataFrame:
    """The table of ``Ranking.compare``, given its rows and each group's resampled importances (R, M).

    Groups are different people, so their replicates are independent and any two can be subtracted.
    """
    people = rows.groupby("group")["n"].first()
    parts = []
    for a, b in pairs:
        shares = rows.pivot_table(index="criterion", columns="group", values="importance").loc[list(criteria)]
        difference = (shares[a] - shares[b]).to_numpy()
        moved = replicates[a] - replicates[b]
        low, high = np.quantile(moved, [0.025, 0.975], axis=0)
        p = _welch(difference, (replicates[a], people[a]), (replicates[b], people[b]))
        part = {"criterion": list(criteria), "group_a": a, "group_b": b, "difference": difference}
        parts.append(pd.DataFrame(part | {"low": low, "high": high, "p": p}))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(parts, ignore_index=True)
    table["p_holm"] = _holm(table["p"].to_numpy())
    table["verdict"] = np.where(table["p_holm"] < 0.05, "differs", "cannot tell")
    return table[COLUMNS]


def _welch(difference: Array, one: tuple[Array, int], other: tuple[Array, int]) -> Array:
    """Two-sided p-values with degrees of freedom after Welch (1947), since spreads rest on few people."""
    (first, n), (second, m) = one, other
    a, b = first.var(axis=0, ddof=1), second.var(axis=0, ddof=1)
    freedom = (a + b) ** 2 / (a**2 / (n - 1) + b**2 / (m - 1))
    return np.asarray(2.0 * stats.t.sf(np.abs(difference) / np.sqrt(a + b), freedom))


def _holm(p: Array) -> Array:
    """Adjusted p-values (Holm 1979)."""
    from statsmodels.stats.multitest import multipletests  # takes a second to import, and few commands compare

    return np.asarray(multipletests(p, method="holm")[1])
