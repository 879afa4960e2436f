"""How far groups agree on an order: Kendall's W, read against what noise alone does to it.

Letters: S groups, M criteria, R resampled studies.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
RANGES = ("corrected", "low", "high", "identical", "identical_low", "identical_high", "half", "half_low", "half_high")
SURE = 0.05
ALIKE = "as much as identical groups"
SAID = {
    "less": "the groups agree less than identical groups would",
    ALIKE: "the groups agree as much as identical groups would",
    "cannot tell": "these answers cannot tell whether the groups agree as much as identical groups would",
}


def kendalls_w(importance: Array) -> Array:
    """Kendall's coefficient of concordance W (...,) of the orders in which S groups put M criteria: (..., S, M).

    1 where all orders are the same, about 1 / S where they have nothing in common. Ties share their mean place, with
    the correction of Kendall and Babington Smith (1939), Annals of Mathematical Statistics 10, 275-287. NaN where every
    group has all criteria tied.

    >>> float(kendalls_w(np.array([[3.0, 2.0, 1.0], [3.0, 2.0, 1.0], [2.0, 3.0, 1.0]])).round(3))
    0.778
    """
    groups, criteria = importance.shape[-2:]
    places, alike = mean_places(importance)
    sums = places.sum(axis=-2)
    spread = ((sums - sums.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)
    ties = (alike**2 - 1.0).sum(axis=(-2, -1))  # each of t that are tied adds t^2 - 1, together t^3 - t
    most = (groups**2 * (criteria**3 - criteria) - groups * ties) / 12.0
    return np.asarray(np.where(most > 0, spread / np.where(most > 0, most, 1.0), np.nan))


def mean_places(importance: Array) -> tuple[Array, Array]:
    """Places (..., M) from 1 by importance (..., M), ties at their mean place; and how many share each (..., M).

    >>> mean_places(np.array([0.2, 0.5, 0.2]))[0].tolist()
    [2.5, 1.0, 2.5]
    """
    other, own = importance[..., None, :], importance[..., :, None]
    alike = (other == own).sum(axis=-1).astype(np.float64)
    return np.asarray(1.0 + (other > own).sum(axis=-1) + (alike - 1.0) / 2.0), alike


def concordance(importance: Array, moved: Array, rng: np.random.Generator) -> pd.DataFrame:
    """Kendall's W between groups and what it has to be read against, from importances (S, M), resampled (R, S, M).

    One row, with the columns that ``Consensus.agreement`` tells of.

    >>> rng = np.random.default_rng(1)
    >>> alike = np.array([0.4, 0.3, 0.2, 0.1]) + 0.01 * rng.normal(size=(3, 4))
    >>> found = concordance(alike, alike + 0.01 * rng.normal(size=(200, 3, 4)), rng)
    >>> found["verdict"].tolist()
    ['as much as identical groups']
    """
    w = float(kendalls_w(importance))
    identical, half = _read_against(importance, moved, rng)
    found: dict[str, object] = {"groups": len(importance), "w": w}
    found |= _corrected(w, kendalls_w(np.abs(moved)), identical, len(importance))
    for name, values in (("identical", identical), ("half", half)):
        low, high = np.quantile(values, [0.025, 0.975])
        found |= {name: float(values.mean()), f"{name}_low": float(low), f"{name}_high": float(high)}
    verdict = "cannot tell"
    if (identical <= w).mean() < SURE and np.isfinite(w):
        verdict = "less"
    elif (half >= w).mean() < SURE and np.isfinite(w):
        verdict = ALIKE
    return pd.DataFrame([found | {"verdict": verdict}])


def _read_against(importance: Array, moved: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """W (R,) of groups that weigh the same, and of groups that share half, each with the noise of these groups."""
    criteria = importance.shape[1]
    noise = moved - moved.mean(axis=0)
    common = importance.mean(axis=0)
    of_mean = noise.mean(axis=1)
    of_mean -= of_mean.mean(axis=1, keepdims=True)
    apart = common - common.mean()
    excess = (of_mean**2).sum(axis=1).mean() / max(float(apart @ apart), 1e-300)
    apart = apart * np.sqrt(max(1.0 - excess, 0.0))  # noise spreads the common order as well
    other = apart[np.argsort(rng.random((len(moved), len(importance), criteria)), axis=-1)]
    same = kendalls_w(np.abs(common.mean() + apart + noise))
    return same, kendalls_w(np.abs(common.mean() + (apart + other) / np.sqrt(2.0) + noise))


def _corrected(w: float, resampled: Array, identical: Array, groups: int) -> dict[str, object]:
    """W without noise and its interval, given W resampled (R,) and that of identical groups (R,).

    Noise takes the same part of the mean correlation between groups whatever it is, and of 1 it leaves what identical
    groups show. Resampling adds noise once more, so only the reach of the resampled values counts, to either side as
    far as to the longer one; the interval holds that of the plain percentiles too.
    """

    def correlation(value: Array | float) -> Array:
        return np.asarray((groups * np.asarray(value) - 1.0) / (groups - 1.0))

    low, middle, high = np.quantile(resampled, [0.025, 0.5, 0.975])
    left = max(float(correlation(identical).mean()), 1e-3)
    reach = max(float(correlation(high) - correlation(middle)), float(correlation(middle) - correlation(low)))
    ends = (correlation(w) + np.array([0.0, -reach, reach])) / left
    value, least, most = np.clip((ends * (groups - 1.0) + 1.0) / groups, 0.0, 1.0)
    return {"corrected": float(value), "low": float(min(least, low)), "high": float(max(most, high))}


def concordance_sentence(between: pd.DataFrame) -> str:
    """W, what it is read against, and the verdict."""
    row = between.iloc[0]
    if not np.isfinite(row["w"]):
        return "Kendall's W cannot be told: within every group all criteria weigh the same"
    identical = f"identical groups would show {_ranged(row, 'identical', 'identical_low', 'identical_high')}"
    half = f"groups that share half {_ranged(row, 'half', 'half_low', 'half_high')}"
    own = f"without noise {_ranged(row, 'corrected', 'low', 'high')}"
    told = SAID[row["verdict"]]
    return f"Kendall's W between the {row['groups']} groups is {row['w']:.2f}, {own}; {identical}, {half}: {told}"


def _ranged(row: pd.Series, value: str, low: str, high: str) -> str:
    return f"{row[value]:.2f} ({row[low]:.2f} to {row[high]:.2f})"
