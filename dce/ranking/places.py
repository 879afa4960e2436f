"""Which criterion is at least as heavy as which, no further than the places of all criteria need it.

A set of places is wrong only where a criterion is said to be above more others than it truly is, or below more. To be
above one other too many is often harmless, because most of those below it were never found. So the test of all pairs
is calibrated on the places: the critical value is the least for which, in any order that the answers leave open, no
criterion is placed wrongly in 95% of studies. Equal criteria may stand in either order, so each pair has one false
direction and not two. Steps go down as in Romano and Wolf (2005): what is settled needs no room in the next step.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Table = NDArray[np.bool_]


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
    own_noise = noise[:, asked]
    above = _descending(np.concatenate([own_noise, -own_noise]))  # row passes column; columns pass rows at minus that
    below = _descending(np.concatenate([-own_noise, own_noise]))
    each, found = np.arange(len(asked)), -np.inf
    for lighter in _orders(settled, estimate, own):
        high = above[:, each, (lighter - settled.sum(axis=1))[asked]]
        low = below[:, each, (criteria - 1 - lighter - settled.sum(axis=0))[asked]]
        found = max(found, float(np.quantile(np.maximum(high, low).max(axis=1), confidence)))
    return found


def _descending(noise: Array) -> Array:
    """Rows sorted from large to small, open pairs only, with one place more that nothing reaches: (R, M, M + 1)."""
    known = -np.sort(-np.where(np.isnan(noise), -np.inf, noise), axis=2)
    return np.concatenate([known, np.full((*known.shape[:2], 1), -np.inf)], axis=2)


def _orders(settled: Table, estimate: Array, own: int | None) -> Iterator[NDArray[np.int64]]:
    """Orders that what is settled leaves open, as the number of lighter criteria (M,) of each.

    There are far too many to try all: these are the estimated one, the one most against it, and those in which one
    criterion stands as low, or as high, as it can.
    """
    for criterion in range(len(estimate)) if own is None else [own]:
        own_place = np.arange(len(estimate)) == criterion
        yield _order(settled, np.where(own_place | settled[criterion], -np.inf, estimate))
        yield _order(settled, np.where(own_place | settled[:, criterion], np.inf, estimate))
    yield _order(settled, estimate)
    yield _order(settled, -estimate)


def _order(settled: Table, wanted: Array) -> NDArray[np.int64]:
    """The order nearest to ``wanted`` (M,), from light to heavy, in which no settled pair is turned round."""
    lighter = np.full(len(wanted), -1, dtype=np.int64)
    for place in range(len(wanted)):
        waiting = lighter < 0
        free = waiting & ~settled[:, waiting].any(axis=1)
        lighter[np.flatnonzero(free)[np.argmin(wanted[free])]] = place
    return lighter
