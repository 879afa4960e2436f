"""Rank sets: which places a criterion can have, given what respondents the study happened to ask."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RankSets:
    """Places (M,) from 1, the heaviest first: by the estimate, and the lowest and highest that cannot be ruled out."""

    rank: Places
    low: Places
    high: Places


def rank_sets(estimate: Array, replicates: Array, *, confidence: float = 0.95) -> RankSets:
    """Simultaneous rank sets for estimates (M,) with bootstrap replicates (R, M).

    Mogstad, Romano, Shaikh and Wilhelm (2024), section 3: all pairwise differences are tested at once, studentised,
    with the step-down method of Romano and Wolf (2005) and critical values from the bootstrap. A place is ruled out
    where enough others are surely heavier or surely lighter. With probability ``confidence`` all true places lie in
    their sets together.

    >>> rng = np.random.default_rng(1)
    >>> sets = rank_sets(np.array([3.0, 1.0, 1.1]), np.array([3.0, 1.0, 1.1]) + 0.2 * rng.normal(size=(500, 3)))
    >>> sets.low.tolist(), sets.high.tolist()
    ([1, 2, 2], [1, 3, 3])
    """
    heavier = surely_heavier(estimate, replicates, confidence=confidence)
    return RankSets(
        rank=1 + (estimate[None, :] > estimate[:, None]).sum(axis=1),
        low=1 + heavier.sum(axis=0),
        high=len(estimate) - heavier.sum(axis=1),
    )


def surely_heavier(estimate: Array, replicates: Array, *, confidence: float = 0.95) -> NDArray[np.bool_]:
    """Table (M, M): row is heavier than column, with all such statements true together at this confidence."""
    difference = estimate[:, None] - estimate[None, :]
    moved = replicates[:, :, None] - replicates[:, None, :]
    spread = moved.std(axis=0, ddof=1)
    apart = spread > 1e-12
    safe = np.where(apart, spread, 1.0)
    statistic = np.where(apart, difference / safe, -np.inf)
    noise = np.where(apart, (moved - difference) / safe, -np.inf)
    rejected = np.zeros(apart.shape, dtype=np.bool_)
    while True:
        left = apart & ~rejected
        if not left.any():
            return rejected
        critical = np.quantile(noise[:, left].max(axis=1), confidence)
        new = left & (statistic > critical)
        if not new.any():
            return rejected
        rejected |= new


def chance_in_top(replicates: Array, top: int) -> Array:
    """Share of replicates (R, M) in which each of M criteria stands among the first ``top`` places."""
    place = 1 + (replicates[:, None, :] > replicates[:, :, None]).sum(axis=2)
    return np.asarray((place <= top).mean(axis=0))
