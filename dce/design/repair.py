"""Scenarios that a rule refuses, changed until none does: for studies with too many combinations to list, compiled.

A random walk that looks ahead where it has to (Selman, Kautz and Cohen 1994).
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Levels = NDArray[np.int64]
MOST_STEPS = 400  # changes of one scenario
PLAIN_STEPS = 40  # of them without weighing what else they break; that is slower, and only hard rules need it
MOST_WORK = 600_000_000  # rows looked at, in all: some seconds
NOISE = 0.3  # share of the later changes that are made at random all the same, to leave dead ends


def repaired(drawn: Levels, counts: Levels, hard: NDArray[np.bool_], rng: np.random.Generator) -> Levels:
    """Change one level at a time of each scenario ``drawn`` (N, m) that a row of ``hard`` (rows, m, L) matches.

    Those that are not mended by then are left out, and so are the last ones where it is so hard that the work is over
    before all have had their turn. ``counts`` (m,) are the levels of the criteria.
    """
    named = np.asarray(~(hard | (np.arange(hard.shape[2]) >= counts[:, None])).all(axis=2))
    ways = np.full((len(hard), max(1, int(named.sum(axis=1).max(initial=0)))), -1, dtype=np.int64)
    for own, row in zip(ways, named, strict=True):
        own[: row.sum()] = np.flatnonzero(row)
    scenarios = drawn.copy()
    return scenarios[_repair(scenarios, counts, hard, ways, rng)]


@njit(cache=True, nogil=True)
def _repair(
    scenarios: Levels, counts: Levels, hard: NDArray[np.bool_], ways: Levels, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Repair ``scenarios`` in place and tell which of them no row matches any more."""
    mended, work = np.zeros(len(scenarios), dtype=np.bool_), MOST_WORK
    for i, scenario in enumerate(scenarios):
        for step in range(MOST_STEPS):
            row = _first_hit(scenario, hard, ways, int(rng.random() * len(hard)))
            work -= len(hard)
            if row < 0:
                mended[i] = True
            if row < 0 or ways[row, 0] < 0 or work < 0:
                break
            if step < PLAIN_STEPS or rng.random() < NOISE:
                criterion, level = _any_change(row, counts, hard, ways, rng)
            else:
                criterion, level = _best_change(row, scenario, counts, hard, ways, rng)
                work -= len(hard) * ways.shape[1]
            scenario[criterion] = level
        if work < 0:
            break
    return mended


@njit(cache=True, nogil=True)
def _hits(scenario: Levels, row: int, hard: NDArray[np.bool_], ways: Levels) -> bool:
    for criterion in ways[row]:
        if criterion < 0:
            break
        if not hard[row, criterion, scenario[criterion]]:
            return False
    return True


@njit(cache=True, nogil=True)
def _first_hit(scenario: Levels, hard: NDArray[np.bool_], ways: Levels, start: int) -> int:
    """The first row from ``start`` on, round to it again, that matches; -1 where none does."""
    for i in range(len(hard)):
        row = (start + i) % len(hard)
        if _hits(scenario, row, hard, ways):
            return row
    return -1


@njit(cache=True, nogil=True)
def _any_change(
    row: int, counts: Levels, hard: NDArray[np.bool_], ways: Levels, rng: np.random.Generator
) -> tuple[int, int]:
    """Draw a criterion that ``row`` names, and a level of it that ``row`` does not."""
    size = 0
    while size < ways.shape[1] and ways[row, size] >= 0:
        size += 1
    criterion = ways[row, int(rng.random() * size)]
    return criterion, _other_level(row, criterion, counts, hard, rng)


@njit(cache=True, nogil=True)
def _other_level(row: int, criterion: int, counts: Levels, hard: NDArray[np.bool_], rng: np.random.Generator) -> int:
    level = int(rng.random() * counts[criterion])
    while hard[row, criterion, level]:
        level = (level + 1) % counts[criterion]
    return level


@njit(cache=True, nogil=True)
def _best_change(
    row: int, scenario: Levels, counts: Levels, hard: NDArray[np.bool_], ways: Levels, rng: np.random.Generator
) -> tuple[int, int]:
    """Draw a level for each criterion that ``row`` names, and give the one that leaves the fewest rows that match."""
    best, best_level, fewest = -1, -1, len(hard) + 1
    for criterion in ways[row]:
        if criterion < 0:
            break
        before = scenario[criterion]
        level = _other_level(row, criterion, counts, hard, rng)
        scenario[criterion] = level
        count = 0
        for other in range(len(hard)):
            count += _hits(scenario, other, hard, ways)
        scenario[criterion] = before
        if count < fewest:
            best, best_level, fewest = criterion, level, count
    return best, best_level
