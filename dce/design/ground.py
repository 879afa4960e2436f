"""What stays the same while a design is searched: coded levels, utilities under each draw, rules and fingerprints."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dce.coding import Array, Coding

Levels = NDArray[np.int64]


class Ground(NamedTuple):
    """The unchanging part of a search; a tuple because compiled code takes it as it is.

    ``codes`` (m, L, L - 1), ``offsets`` (m,) of each criterion's first column, ``widths`` (m,), ``utilities`` (R, m, L)
    of each level and the ``weights`` (R, K) they come from; ``matches`` (rules, m, L); ``marks`` (m, L), random bits
    whose exclusive or is the fingerprint of a scenario; ``copies``, how often a scenario may stand in the design.
    """

    codes: Array
    offsets: Levels
    widths: Levels
    utilities: Array
    weights: Array
    matches: NDArray[np.bool_]
    marks: Levels
    copies: int


def lay_ground(
    coding: Coding, weights: Array, matches: NDArray[np.bool_], copies: int, rng: np.random.Generator
) -> Ground:
    """Lay out effects ``coding`` for a search; ``weights`` (R, K) holds the constant first, then the coded columns."""
    names = list(coding.levels)
    most = max(len(coding.levels[name]) for name in names)
    codes = np.zeros((len(names), most, most - 1))
    utilities = np.zeros((len(weights), len(names), most))
    for i, name in enumerate(names):
        count = len(coding.levels[name])
        codes[i, :count, : count - 1] = coding.codes[name]
        utilities[:, i, :count] = coding.level_utilities(name, weights[:, 1:])
    return Ground(
        codes=codes,
        offsets=1 + np.array([coding.blocks[name].start for name in names], dtype=np.int64),
        widths=np.array([len(coding.levels[name]) - 1 for name in names], dtype=np.int64),
        utilities=utilities,
        weights=np.ascontiguousarray(weights),
        matches=matches,
        marks=rng.integers(1, 2**62, size=(len(names), most), dtype=np.int64),
        copies=copies,
    )


@njit(cache=True, nogil=True)
def encode(scenario: Levels, x: Array, ground: Ground) -> None:
    """Write the columns of ``scenario`` (m,) into ``x`` (K,), the constant first."""
    x[0] = 1.0
    for criterion in range(len(scenario)):
        for i in range(ground.widths[criterion]):
            x[ground.offsets[criterion] + i] = ground.codes[criterion, scenario[criterion], i]


@njit(cache=True, nogil=True)
def utility_of(scenario: Levels, draw: int, ground: Ground) -> float:
    """Give the utility of ``scenario`` under one draw of the weights."""
    utility = ground.weights[draw, 0]
    for criterion in range(len(scenario)):
        utility += ground.utilities[draw, criterion, scenario[criterion]]
    return float(utility)


@njit(cache=True, nogil=True)
def fingerprint(scenario: Levels, marks: Levels) -> int:
    """Give one number for a scenario: two different scenarios share it by one chance in 2^62."""
    key = 0
    for criterion in range(len(scenario)):
        key ^= marks[criterion, scenario[criterion]]
    return key


@njit(cache=True, nogil=True)
def allowed_with(scenario: Levels, criterion: int, level: int, matches: NDArray[np.bool_]) -> bool:
    """Tell whether no rule refuses ``scenario`` once ``criterion`` has ``level``."""
    for rule in range(len(matches)):
        hit = matches[rule, criterion, level]
        for other in range(len(scenario)):
            if not hit:
                break
            if other != criterion:
                hit = matches[rule, other, scenario[other]]
        if hit:
            return False
    return True
