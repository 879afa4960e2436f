"""An orthogonal array as a design of a study: which level is which is left to chance, until no rule is broken."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dce.design.arrays import orthogonal_array
from dce.design.candidates import Candidates, refused
from dce.design.ground import Levels

TRIES = 500
MOST_CELLS = 20_000_000  # of all tries together: half a second


class Relabelled(NamedTuple):
    """Scenarios (N, m) that the study allows; ``whole`` where they are still an orthogonal array."""

    scenarios: Levels
    whole: bool


def relabelled_array(
    counts: Levels, runs: int, found: Candidates, copies: int, rng: np.random.Generator
) -> Relabelled | None:
    """Give an orthogonal array whose levels ``counts`` (m,) and columns are named so that no rule, or few, are broken.

    A scenario may stand in it ``copies`` times. Tasks that break a rule whatever the names give way to allowed ones: a
    good start for a search. None where there is no array of so many ``runs``, or too few scenarios.
    """
    array = orthogonal_array(counts.tolist(), runs)
    if array is None:
        return None
    best, fewest = array, np.ones(runs, dtype=np.bool_)
    for _ in range(min(TRIES, max(1, MOST_CELLS // array.size))):
        trial = _renamed(array, counts, rng)
        wrong = refused(trial, found.matches) | _too_often(trial, copies)
        if wrong.sum() < fewest.sum():
            best, fewest = trial, wrong
        if not wrong.any():
            return Relabelled(trial, whole=True)
    return _mended(best, fewest, found, rng)


def _renamed(array: Levels, counts: Levels, rng: np.random.Generator) -> Levels:
    """Exchange columns with equally many levels, and levels within each column, at random; the rows too."""
    made = np.empty_like(array)
    for count in np.unique(counts):
        same = np.flatnonzero(counts == count)
        for into, source in zip(same, rng.permutation(same), strict=True):
            made[:, into] = rng.permutation(count)[array[:, source]]
    return made[rng.permutation(len(made))]


def _too_often(scenarios: Levels, copies: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Mark every showing of a scenario beyond ``copies`` of them."""
    _, same = np.unique(scenarios, axis=0, return_inverse=True)
    order = np.argsort(same, kind="stable")
    firsts = np.searchsorted(same[order], same[order])
    marked = np.zeros(len(scenarios), dtype=np.bool_)
    marked[order] = np.arange(len(order)) - firsts >= copies
    return marked


def _mended(scenarios: Levels, wrong: np.ndarray, found: Candidates, rng: np.random.Generator) -> Relabelled | None:
    """Put allowed scenarios that are not shown yet in the place of the ``wrong`` ones."""
    shown = {tuple(row) for row in scenarios[~wrong].tolist()}
    drawn = rng.permutation(found.scenarios)[: len(scenarios) + len(shown)].tolist()
    free = [row for row in drawn if tuple(row) not in shown][: int(wrong.sum())]
    if len(free) < wrong.sum():
        return None
    mended = scenarios.copy()
    mended[wrong] = free
    return Relabelled(mended, whole=False)
