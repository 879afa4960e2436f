"""An orthogonal array as a design of a study: which level is which is left to chance, until no rule is broken."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dce.design.arrays import determinant_start, orthogonal_array, wider_array
from dce.design.arrays.known import MOST_RUNS
from dce.design.candidates import Candidates, refused
from dce.design.single.ground import Levels

TRIES = 500
MOST_CELLS = 20_000_000  # of all tries together: half a second
WIDEST = 200  # runs; larger arrays have scenarios enough


class Relabelled(NamedTuple):
    """Scenarios (N, m) that the study allows; ``whole`` where they are still an orthogonal array."""

    scenarios: Levels
    whole: bool


def relabelled_array(
    counts: Levels, runs: int, found: Candidates, copies: int, rng: np.random.Generator
) -> Relabelled | None:
    """Give an orthogonal array whose levels ``counts`` (m,) and columns are named so that no rule, or few, are broken.

    A scenario may stand in it ``copies`` times. Where the plain array does not do, columns of the widest one are drawn,
    or what a small array leaves of all scenarios is taken. Tasks that break a rule whatever the names give way to
    allowed ones: a good start for a search, as is a matrix of maximal determinant where no array has so many ``runs``.
    None where there is neither, or too few scenarios.
    """
    levels = counts.tolist()
    array = orthogonal_array(levels, runs)
    if array is None:
        start = determinant_start(runs) if set(levels) == {2} and len(levels) == runs - 1 else None
        return None if start is None else _mended(*_tried(start, counts, found, copies, rng), found, rng)
    best, fewest = _tried(array, counts, found, copies, rng)
    if fewest.any() and runs <= WIDEST and (wide := wider_array(levels, runs)) is not None:
        best, fewest = min((best, fewest), _tried(wide, counts, found, copies, rng), key=lambda one: one[1].sum())
    if not fewest.any():
        return Relabelled(best, whole=True)
    rest = _left_over(counts, runs, found, rng)
    return _mended(best, fewest, found, rng) if rest is None else Relabelled(rest, whole=True)


def _tried(
    array: Levels, counts: Levels, found: Candidates, copies: int, rng: np.random.Generator
) -> tuple[Levels, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Name ``array`` at random until nothing is wrong with it; give the best of many (N, m) and what is wrong (N,)."""
    best, fewest = array, np.ones(len(array), dtype=np.bool_)
    for _ in range(min(TRIES, max(1, MOST_CELLS // (len(array) * len(counts))))):
        trial = _renamed(array, counts, rng)
        wrong = refused(trial, found.matches) | _too_often(trial, copies)
        if len(fewest) == wrong.sum() or wrong.sum() < fewest.sum():
            best, fewest = trial, wrong
        if not wrong.any():
            break
    return best, fewest


def _left_over(counts: Levels, runs: int, found: Candidates, rng: np.random.Generator) -> Levels | None:
    """Give all scenarios but those of a smaller array that holds whatever may not be shown, where there is one.

    All scenarios are even for every pair, and so are those that an array leaves over.
    """
    every = int(np.prod(counts.astype(np.float64)))
    if not every / 2 <= runs < every <= MOST_RUNS or (small := wider_array(counts.tolist(), every - runs)) is None:
        return None
    whole = np.stack(np.unravel_index(np.arange(every), tuple(counts)), axis=1).astype(np.int64)
    banned = refused(whole, found.matches)
    for _ in range(TRIES):
        without = np.zeros(every, dtype=np.bool_)
        without[np.ravel_multi_index(tuple(_renamed(small, counts, rng).T), tuple(counts))] = True
        if without.sum() == every - runs and without[banned].all():
            return rng.permutation(whole[~without])
    return None


def _renamed(array: Levels, counts: Levels, rng: np.random.Generator) -> Levels:
    """Draw columns with as many levels as ``counts`` say, and exchange levels in each at random; the rows too."""
    made = np.empty((len(array), len(counts)), dtype=np.int64)
    have = array.max(axis=0) + 1
    for count in np.unique(counts):
        into = np.flatnonzero(counts == count)
        for column, source in zip(into, rng.permutation(np.flatnonzero(have == count))[: len(into)], strict=True):
            made[:, column] = rng.permutation(count)[array[:, source]]
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
    mended[wrong] = np.array(free, dtype=np.int64).reshape(-1, scenarios.shape[1])
    return Relabelled(mended, whole=False)
