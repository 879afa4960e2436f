"""Tasks into versions: each level about equally often in every version, and no scenario twice in one."""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.design.ground import Levels

SWAPS_PER_TASK = 400
MOST_SWAPS = 2_000_000


def split_versions(scenarios: Levels, versions: int, rng: np.random.Generator) -> Levels:
    """Give the version (N,) from 0 of each of ``scenarios`` (N, m); N is a multiple of ``versions``.

    A scenario may stand in ``scenarios`` at most ``versions`` times. Equal ones are dealt to different versions, then
    pairs are exchanged between versions as long as that evens out the levels.
    """
    _, same = np.unique(scenarios, axis=0, return_inverse=True)
    version = np.empty(len(scenarios), dtype=np.int64)
    version[np.argsort(same, kind="stable")] = np.arange(len(scenarios)) % versions  # equal ones lie side by side
    if versions > 1:
        swaps = min(SWAPS_PER_TASK * len(scenarios), MOST_SWAPS)
        _even_out(scenarios, same.astype(np.int64), version, versions, rng.integers(len(scenarios), size=(swaps, 2)))
    return version


def imbalance(scenarios: Levels, version: Levels, versions: int) -> float:
    """Sum over versions, criteria and levels of the squared distance to an even share."""
    counts = _counts(scenarios, version, versions)
    return float(np.sum((counts - counts.mean(axis=0)) ** 2))


@njit(cache=True)
def _counts(scenarios: Levels, version: Levels, versions: int) -> Levels:
    """Count how often each version shows each level: (versions, m, L)."""
    counts = np.zeros((versions, scenarios.shape[1], scenarios.max() + 1), dtype=np.int64)
    for task in range(len(scenarios)):
        for criterion in range(scenarios.shape[1]):
            counts[version[task], criterion, scenarios[task, criterion]] += 1
    return counts


@njit(cache=True)
def _even_out(scenarios: Levels, same: Levels, version: Levels, versions: int, pairs: Levels) -> None:
    """Exchange the versions of each of ``pairs`` (swaps, 2) where that lowers the imbalance, or leaves it alike."""
    counts = _counts(scenarios, version, versions)
    for pair in range(len(pairs)):
        one, other = pairs[pair]
        if version[one] == version[other] or same[one] == same[other]:
            continue
        if _stands_in(same, version, same[one], version[other]) or _stands_in(same, version, same[other], version[one]):
            continue
        if _change(scenarios, counts, one, other, version) <= 0:
            for criterion in range(scenarios.shape[1]):
                a, b = scenarios[one, criterion], scenarios[other, criterion]
                counts[version[one], criterion, a] -= 1
                counts[version[one], criterion, b] += 1
                counts[version[other], criterion, b] -= 1
                counts[version[other], criterion, a] += 1
            version[one], version[other] = version[other], version[one]


@njit(cache=True)
def _stands_in(same: Levels, version: Levels, scenario: int, wanted: int) -> bool:
    return bool(np.any((same == scenario) & (version == wanted)))


@njit(cache=True)
def _change(scenarios: Levels, counts: Levels, one: int, other: int, version: Levels) -> int:
    """Give half the change of the imbalance if two tasks exchanged versions (the even shares themselves stay)."""
    change = 0
    for criterion in range(scenarios.shape[1]):
        a, b = scenarios[one, criterion], scenarios[other, criterion]
        if a != b:
            mine, theirs = counts[version[one], criterion], counts[version[other], criterion]
            change += (1 - mine[a]) + (1 + mine[b]) + (1 - theirs[b]) + (1 + theirs[a])
    return change
