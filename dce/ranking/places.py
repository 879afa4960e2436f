"""Which criterion is at least as heavy as which, no further than the places of all criteria need it.

A set of places is wrong only where a criterion is said to be above more others than it truly is, or below more. To be
above one other too many is often harmless, because most of those below it were never found. So the test of all pairs
is calibrated on the places: the critical value is the least for which, in any order that the answers leave open, no
criterion is placed wrongly in 95% of studies. Equal criteria may stand in either order, so each pair has one false
direction and not two. Steps go down as in Romano and Wolf (2005): what is settled needs no room in the next step.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Table = NDArray[np.bool_]
Places = NDArray[np.int64]


def at_least_as_heavy(estimate: Array, replicates: Array, *, confidence: float, own: int | None = None) -> Table:
    """Table (M, M): row is at least as heavy as column, so that all places that follow from it hold together.

    ``estimate`` (M,) with bootstrap ``replicates`` (R, M). With ``own`` only the places of that one criterion hold, and
    only its pairs are told. Deviations of replicates count in both directions, as if their distribution were symmetric.

    >>> rng, found = np.random.default_rng(1), np.array([3.0, 1.0, 1.1])
    >>> at_least_as_heavy(found, found + 0.2 * rng.normal(size=(500, 3)), confidence=0.95).astype(int)
    array([[0, 1, 1],
           [0, 0, 0],
           [0, 0, 0]])
    """
    difference = estimate[:, None] - estimate
    moved = replicates[:, :, None] - replicates[:, None, :]
    spread = moved.std(axis=0, ddof=1)
    told: Table = spread > 1e-12
    if own is not None:
        told &= (np.arange(len(estimate)) == own) ^ (np.arange(len(estimate)) == own)[:, None]
    safe = np.where(told, spread, 1.0)
    noise = (moved - difference) / safe
    settled = np.zeros(told.shape, dtype=np.bool_)
    while (open_ := told & ~settled & ~settled.T).any():
        critical = _critical(np.where(open_, noise, np.nan), settled, estimate, confidence, own)
        new = open_ & (difference / safe > critical)
        if not new.any():
            break
        settled |= new
    return settled


def _critical(noise: Array, settled: Table, estimate: Array, confidence: float, own: int | None) -> float:
    """The largest over orders of the value that keeps all places right in ``confidence`` of replicates.

    ``noise`` (R, M, M) is NaN where a pair is settled. A criterion above k others is placed too high when it passes
    more than the k - s that are not settled yet, so at the (k - s + 1)th largest noise; too low likewise.
    """
    criteria = len(settled)
    asked = np.arange(criteria) if own is None else np.array([own])
    lighter = _orders(settled, estimate, asked)[:, asked]
    high, low = lighter - settled.sum(axis=1)[asked], criteria - 1 - lighter - settled.sum(axis=0)[asked]
    return float(np.quantile(_worst(_descending(noise[:, asked]), high, low), confidence, axis=0).max())


@njit(cache=True, nogil=True)
def _worst(noise: Array, high: Places, low: Places) -> Array:
    """The value that keeps all places of a replicate right, by replicate and order: (2 R, O).

    Of each criterion ``noise`` (R, q, M) is sorted from large to small: row passes column. Columns pass rows at minus
    that, which is the same list read from its end; and so do all deviations the other way round, the second R.
    """
    replicates, asked, width = noise.shape
    found = np.full((2 * replicates, len(high)), -np.inf)
    for replicate in range(replicates):
        for own in range(asked):
            known = width
            while known > 0 and np.isneginf(noise[replicate, own, known - 1]):
                known -= 1
            for order in range(len(high)):
                for place, before, after in ((high[order, own], 0, 1), (low[order, own], 1, 0)):
                    if place < known:
                        passes = noise[replicate, own, place]
                        passed = -noise[replicate, own, known - 1 - place]
                        one, other = before * replicates + replicate, after * replicates + replicate
                        found[one, order] = max(found[one, order], passes)
                        found[other, order] = max(found[other, order], passed)
    return found


@njit(cache=True, nogil=True)
def _descending(noise: Array) -> Array:
    """Rows (R, q, M) sorted from large to small, open pairs only: what is NaN comes last, as minus infinity."""
    found = np.full(noise.shape, -np.inf)
    for replicate in range(noise.shape[0]):
        for own in range(noise.shape[1]):
            row = found[replicate, own]
            for value in noise[replicate, own]:
                if not np.isnan(value):
                    place = len(row) - 1
                    while place > 0 and row[place - 1] < value:
                        row[place] = row[place - 1]
                        place -= 1
                    row[place] = value
    return found


@njit(cache=True, nogil=True)
def _orders(settled: Table, estimate: Array, asked: Places) -> Places:
    """Orders (O, M) that what is settled leaves open, as the number of lighter criteria of each.

    There are far too many to try all: these are the estimated one, the one most against it, and those in which one
    criterion that is ``asked`` after stands as low, or as high, as it can.
    """
    found = np.empty((2 * len(asked) + 2, len(estimate)), dtype=np.int64)
    for number, own in enumerate(asked):
        low, high = estimate.copy(), estimate.copy()
        low[own], high[own] = -np.inf, np.inf
        for other in range(len(estimate)):
            if settled[own, other]:
                low[other] = -np.inf
            if settled[other, own]:
                high[other] = np.inf
        found[2 * number], found[2 * number + 1] = _order(settled, low), _order(settled, high)
    found[-2], found[-1] = _order(settled, estimate), _order(settled, -estimate)
    return found


@njit(cache=True, nogil=True)
def _order(settled: Table, wanted: Array) -> Places:
    """The order nearest to ``wanted`` (M,), from light to heavy, in which no settled pair is turned round."""
    lighter = np.full(len(wanted), -1)
    for place in range(len(wanted)):
        lightest = -1
        for criterion in range(len(wanted)):
            free = lighter[criterion] < 0
            for other in range(len(wanted)):
                free = free and not (settled[criterion, other] and lighter[other] < 0)
            if free and (lightest < 0 or wanted[criterion] < wanted[lightest]):
                lightest = criterion
        lighter[lightest] = place
    return lighter
