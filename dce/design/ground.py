"""What a search works on: what stays the same, such as coded levels, odds and rules, and the design that changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dce.coding import Array, Coding

Levels = NDArray[np.int64]
GAIN = 1.0 - 1e-9  # a change must beat rounding, or two equal levels would be swapped for ever
LARGEST = 10.0  # utilities beyond this make an answer certain, and sixty odds of e^10 can still be multiplied


class Ground(NamedTuple):
    """The unchanging part of a search; a tuple because compiled code takes it as it is.

    ``codes`` (m, L, L - 1), ``offsets`` (m,) of each criterion's first column, ``widths`` (m,); ``weights`` (R, K), the
    odds of a yes without criteria, ``base`` (R,), and by what each level multiplies them, ``odds`` (m, L, R);
    ``matches`` (rules, m, L); ``marks`` (m, L), random bits whose exclusive or is the fingerprint of a scenario;
    ``copies``, how often a scenario may stand in the design; ``plain`` where all weights are zero.
    """

    codes: Array
    offsets: Levels
    widths: Levels
    weights: Array
    base: Array
    odds: Array
    matches: NDArray[np.bool_]
    marks: Levels
    copies: int
    plain: bool


class State(NamedTuple):
    """The design so far, changed in place.

    ``rows`` (N, m) with fingerprints ``keys`` (N,), ``inverse`` (K, K, R), ``error`` (R,); of the task in hand ``x``
    (K,), ``odds`` (R,), ``leverage`` x'Vx (R,) and ``image`` Vx (K, R); and room for the scenario on trial: ``shared``,
    ``added`` and ``ratio`` (R,).
    """

    rows: Levels
    keys: Levels
    inverse: Array
    error: Array
    x: Array
    odds: Array
    leverage: Array
    image: Array
    shared: Array
    added: Array
    ratio: Array


def lay_ground(
    coding: Coding, weights: Array, matches: NDArray[np.bool_], copies: int, rng: np.random.Generator
) -> Ground:
    """Lay out effects ``coding`` for a search; ``weights`` (R, K) holds the constant first, then the coded columns."""
    names = list(coding.levels)
    most = max(len(coding.levels[name]) for name in names)
    codes = np.zeros((len(names), most, most - 1))
    odds = np.ones((len(names), most, len(weights)))
    for i, name in enumerate(names):
        count = len(coding.levels[name])
        codes[i, :count, : count - 1] = coding.codes[name]
        odds[i, :count] = np.exp(np.clip(coding.level_utilities(name, weights[:, 1:]).T, -LARGEST, LARGEST))
    return Ground(
        codes=codes,
        offsets=1 + np.array([coding.blocks[name].start for name in names], dtype=np.int64),
        widths=np.array([len(coding.levels[name]) - 1 for name in names], dtype=np.int64),
        weights=np.ascontiguousarray(weights),
        base=np.exp(np.clip(weights[:, 0], -LARGEST, LARGEST)),
        odds=odds,
        matches=matches,
        marks=rng.integers(1, 2**62, size=(len(names), most), dtype=np.int64),
        copies=copies,
        plain=len(weights) == 1 and not weights.any(),
    )


@njit(cache=True, nogil=True)
def encode(scenario: Levels, x: Array, ground: Ground) -> None:
    """Write the columns of ``scenario`` (m,) into ``x`` (K,), the constant first."""
    x[0] = 1.0
    for criterion in range(len(scenario)):
        for i in range(ground.widths[criterion]):
            x[ground.offsets[criterion] + i] = ground.codes[criterion, scenario[criterion], i]


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


@njit(cache=True, nogil=True)
def is_new(key: int, task: int, keys: Levels, copies: int) -> bool:
    """Tell whether ``task`` may show the scenario with fingerprint ``key``: it stands not too often elsewhere."""
    count = 0
    for other in range(len(keys)):
        if keys[other] == key and other != task:
            count += 1
    return count < copies
