"""Tiers: criteria that cannot be told apart stand together, so that ties are drawn as ties."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dce.ranking.ranks import Places, surely_heavier

Array = NDArray[np.float64]


def find_tiers(estimate: Array, replicates: Array, *, confidence: float = 0.95) -> Places:
    """Tier (M,) of each criterion, 1 the heaviest, for estimates (M,) with bootstrap replicates (R, M).

    From heaviest to lightest, a criterion begins a new tier where some member of the tier above it is surely heavier,
    by the step-down comparison of all pairs at once on which the simultaneous rank sets rest (Mogstad, Romano, Shaikh
    and Wilhelm 2024; Romano and Wolf 2005). So no two members of one tier can be told apart, and where all are equally
    heavy there is one tier in at least ``confidence`` of studies. Of neighbouring tiers it is only said that the first
    of the lower one is lighter than some member of the upper one: others of the two may still be alike, and the rank
    sets tell which.

    >>> rng = np.random.default_rng(1)
    >>> found = np.array([3.0, 1.0, 1.1])
    >>> find_tiers(found, found + 0.2 * rng.normal(size=(500, 3))).tolist()
    [1, 2, 2]
    """
    heavier = surely_heavier(estimate, replicates, confidence=confidence)
    found = np.ones(len(estimate), dtype=np.int64)
    members, tier = list[int](), 1
    for criterion in np.argsort(-estimate, kind="stable"):
        if heavier[members, criterion].any():
            members, tier = [], tier + 1
        members.append(int(criterion))
        found[criterion] = tier
    return found
