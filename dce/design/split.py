"""Tasks into versions: each level about equally often in every version, no scenario twice, each a good design.

A version is one respondent's whole share, so what it can show on its own counts as well as what all show together.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from dce.coding import Array
from dce.design.ground import GAIN, Levels
from dce.design.plain import add

SWAPS_PER_TASK = 400
MOST_SWAPS = 2_000_000
DEALS = 20  # dealt anew so often, of which the best stays
MOST_EXCHANGES = 3e9  # numbers to look at for them; a second or two
PRICE = 0.1  # what a determinant must gain, as a logarithm, for one step of :func:`imbalance`
RIDGE = 0.01  # of a task's weight: versions may have fewer tasks than parameters


def split_versions(scenarios: Levels, versions: int, rng: np.random.Generator, *, x: Array | None = None) -> Levels:
    """Give the version (N,) from 0 of each of ``scenarios`` (N, m); N is a multiple of ``versions``.

    A scenario may stand in ``scenarios`` at most ``versions`` times. Equal ones are dealt to different versions, then
    pairs are exchanged between versions as long as that evens out the levels. With the coded tasks ``x`` (N, K) pairs
    are also exchanged where that raises the determinants of the versions and leaves the levels as even, from several
    deals, of which the one stays whose worst version is best.
    """
    version = _dealt(scenarios, versions, rng)
    if versions == 1 or x is None:
        return version
    _, same = np.unique(scenarios, axis=0, return_inverse=True)
    work = float(len(x)) ** 2 * x.shape[1] ** 2
    deals = [version, *(_dealt(scenarios, versions, rng) for _ in range(min(DEALS, int(MOST_EXCHANGES // work)) - 1))]
    worst = [_strengthen(scenarios, same.astype(np.int64), deal, versions, x) for deal in deals]
    return deals[int(np.argmax(worst))]


def _dealt(scenarios: Levels, versions: int, rng: np.random.Generator) -> Levels:
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
            _exchange(scenarios, counts, one, other, version)


@njit(cache=True)
def _strengthen(scenarios: Levels, same: Levels, version: Levels, versions: int, x: Array) -> float:
    """Exchange tasks between versions until none raises the product of their determinants; give the least logarithm."""
    counts = _counts(scenarios, version, versions)
    tasks, size = x.shape
    inverse, logs = np.zeros((versions, size, size)), np.zeros(versions)
    for one in range(versions):
        own = x[version == one]
        matrix = own.T @ own + RIDGE * np.eye(size)
        inverse[one], logs[one] = np.linalg.inv(matrix), np.linalg.slogdet(matrix)[1]
    changed = True
    while changed:
        changed = False
        for one in range(tasks):
            for other in range(one):
                a, b = version[one], version[other]
                if a == b or same[one] == same[other]:
                    continue
                here, there = _growth(inverse[a], x[one], x[other]), _growth(inverse[b], x[other], x[one])
                if here * there * GAIN <= np.exp(PRICE * _change(scenarios, counts, one, other, version)):
                    continue
                if _stands_in(same, version, same[one], b) or _stands_in(same, version, same[other], a):
                    continue
                _exchange(scenarios, counts, one, other, version)
                logs[a] += np.log(add(inverse[a], x[other], 1.0)) + np.log(add(inverse[a], x[one], -1.0))
                logs[b] += np.log(add(inverse[b], x[one], 1.0)) + np.log(add(inverse[b], x[other], -1.0))
                changed = True
    return float(logs.min())


@njit(cache=True)
def _growth(inverse: Array, out: Array, into: Array) -> float:
    """Give the factor by which the determinant grows when task ``into`` takes the place of ``out``."""
    image = inverse @ out
    shared = image @ into
    return float((1.0 - image @ out) * (1.0 + into @ (inverse @ into)) + shared * shared)


@njit(cache=True)
def _exchange(scenarios: Levels, counts: Levels, one: int, other: int, version: Levels) -> None:
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
