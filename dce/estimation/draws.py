"""Draws for simulated likelihoods: evenly spread standard normals, and what each distribution makes of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special
from scipy.stats import qmc

from dce.errors import FitError

Array = NDArray[np.float64]
DISTRIBUTIONS = ("normal", "lognormal", "triangular", "uniform")


def sobol_normals(people: int, draws: int, columns: int, rng: np.random.Generator) -> Array:
    """Standard normals (people, draws, columns) from one scrambled Sobol sequence (Owen 1998).

    Each person starts at a multiple of a power of two of the sequence, where its points are spread most evenly.

    >>> normals = sobol_normals(3, 500, 2, np.random.default_rng(1))
    >>> normals.shape, bool(abs(normals.mean()) < 0.001)
    ((3, 500, 2), True)
    """
    stride = 1 << (draws - 1).bit_length()
    engine = qmc.Sobol(columns, rng=rng)
    points = engine.random_base2((people * stride - 1).bit_length())[: people * stride]
    mine = points.reshape(people, stride, columns)[:, :draws]
    return np.asarray(special.ndtri(0.5 + (1.0 - 1e-10) * (mine - 0.5)))  # a point at 0 would be minus infinity


def checked_normals(normals: Array, people: int, columns: int) -> Array:
    """The caller's own standard normals, or a FitError that tells which shape they should have had."""
    given = np.asarray(normals, dtype=np.float64)
    if given.ndim != 3 or given.shape[0] != people or given.shape[2] != columns or not given.shape[1]:
        right = f"({people}, draws, {columns})"
        raise FitError(f"draws have shape {given.shape}; standard normals of shape {right} are needed")
    if not np.isfinite(given).all():
        raise FitError("draws hold a value that is not finite; give standard normals")
    return given


def shaped(normals: Array, distributions: Sequence[str]) -> Array:
    """Normals (G, R, Q) as (G, Q, R) draws t, so that a weight is mean + spread * t, or exp of that for lognormal.

    ``uniform`` gives t from -1 to 1 and ``triangular`` the same with its top at 0, so their spread is half the width
    of the distribution, as in other programs.
    """
    out = np.array(np.swapaxes(normals, 1, 2), order="C")  # a copy: the caller's draws stay as they are
    for q, name in enumerate(distributions):
        if name == "uniform":
            out[:, q] = special.erf(out[:, q] / np.sqrt(2.0))
        elif name == "triangular":
            outside = 2.0 * special.ndtr(-np.abs(out[:, q]))
            out[:, q] = np.copysign(1.0 - np.sqrt(outside), out[:, q])
    return out
