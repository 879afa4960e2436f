"""Draws for simulated likelihoods: evenly spread standard normals, and what each distribution makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import special
from scipy.stats import qmc

from dce.errors import FitError

Array = NDArray[np.float64]
Sampler = Literal["sobol", "halton"]
DISTRIBUTIONS = ("normal", "lognormal", "triangular", "uniform")
INSIDE = 1.0 - 1e-10  # points are drawn in by this much: one at 0 would be minus infinity
SOBOL_BITS = 30  # of a number of the library's sequence
DIGITS = 53  # bits of a double; further digits of a number change nothing


@dataclass(frozen=True, slots=True)
class Draws:
    """How many draws a respondent gets, and from which scrambled sequence.

    >>> Draws(250, "halton")
    Draws(number=250, sampler='halton')
    """

    number: int = 500
    sampler: Sampler = "sobol"

    def __post_init__(self) -> None:
        if self.number < 1:
            raise FitError(f"draws is {self.number}; a respondent needs at least one draw")
        if self.sampler not in ("sobol", "halton"):
            raise FitError(f'no sequence is called "{self.sampler}"; use sobol or halton')

    def normals(self, people: int, columns: int, rng: np.random.Generator, first: int | None = None) -> Array:
        """Standard normals (people, number, columns), or only the first of each respondent."""
        sequence = sobol_normals if self.sampler == "sobol" else halton_normals
        return sequence(people, self.number, columns, rng, first)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Normals of so many people, made where they are used, so that those of a million never stand in memory.

    ``source`` are the caller's own (people, R, Q) or what they are drawn from by ``seed``; ``order`` are the columns of
    it that are handed out, in this order, and ``first`` is how many draws are, where that is not all.
    """

    source: Draws | Array
    people: int
    seed: tuple[int, ...]
    order: tuple[int, ...]
    first: int | None = None

    def part(self, low: int, high: int, number: int) -> Drawn:
        """Normals of the people from ``low`` to ``high``, who are shard ``number`` and draw from a seed of its own.

        That of shard 0 is the same as of everybody: numpy fills seeds up with zeros.
        """
        own = self.source if isinstance(self.source, Draws) else self.source[low:high]
        return replace(self, source=own, people=high - low, seed=(*self.seed, number))

    def normals(self) -> Array:
        """Standard normals (people, R, Q)."""
        if not isinstance(self.source, Draws):
            return self.source[:, : self.first, list(self.order)]
        rng = np.random.default_rng(list(self.seed))
        return self.source.normals(self.people, len(self.order), rng, self.first)[..., list(self.order)]


def sobol_normals(people: int, draws: int, columns: int, rng: np.random.Generator, first: int | None = None) -> Array:
    """Standard normals (people, draws, columns) from one scrambled Sobol sequence (Owen 1998).

    Each person starts at a multiple of a power of two of the sequence, where its points are spread most evenly. Where
    only the ``first`` of each person are wanted, they are the same as among all.

    >>> normals = sobol_normals(3, 500, 2, np.random.default_rng(1))
    >>> normals.shape, bool(abs(normals.mean()) < 0.001)
    ((3, 500, 2), True)
    """
    stride = 1 << (draws - 1).bit_length()
    points = _sobol_points(people * stride, columns, rng).reshape(columns, people, stride)
    return np.moveaxis(_normals(points[:, :, :draws][:, :, :first]), 0, 2)


def _sobol_points(number: int, columns: int, rng: np.random.Generator) -> Array:
    """First points (columns, number) of a scrambled sequence, from those at powers of two: twenty times as fast.

    The bits of point i are those of point 0, changed by each bit of i alone, because a Gray code is linear.
    """
    sequence = qmc.Sobol(columns, rng=rng)
    bits = np.empty((columns, number), dtype=np.uint32)
    begin = _bits_of(sequence.random(1))
    bits[:, :1] = begin
    for power in range((number - 1).bit_length()):
        known = 1 << power
        change = _bits_of(sequence.fast_forward(known - sequence.num_generated).random(1)) ^ begin
        more = min(known, number - known)
        np.bitwise_xor(bits[:, :more], change, out=bits[:, known : known + more])
    return np.asarray(bits * 2.0**-SOBOL_BITS, dtype=np.float64)


def _bits_of(point: Array) -> NDArray[np.uint32]:
    """Digits of one point (1, columns), as a column."""
    return np.asarray(point.T * 2.0**SOBOL_BITS, dtype=np.uint32)


def halton_normals(people: int, draws: int, columns: int, rng: np.random.Generator, first: int | None = None) -> Array:
    """Standard normals (people, draws, columns) from one Halton sequence with every digit permuted (Owen 2017).

    >>> halton_normals(3, 500, 2, np.random.default_rng(1)).shape
    (3, 500, 2)
    """
    points = np.stack([_permuted_digits(people * draws, base, rng) for base in _primes(columns)], axis=1)
    return _normals(points.reshape(people, draws, columns)[:, :first])


def _permuted_digits(number: int, base: int, rng: np.random.Generator) -> Array:
    """First points (number,) of one column: digit d of the place adds its permuted value times base^-(d + 1).

    The points that differ in the digits so far stand side by side, so that one more digit is one sum of two tables.
    """
    points, unit = np.zeros(1), 1.0
    for _ in range(int(DIGITS / np.log2(base)) + 1):
        unit /= base
        used = min(base, -(-number // len(points)))
        points = (rng.permutation(base)[:used, None] * unit + points).ravel()[:number]
    return np.minimum(points, 1.0)


def _primes(number: int) -> list[int]:
    """The first prime numbers."""
    found: list[int] = []
    candidate = 2
    while len(found) < number:
        if all(candidate % prime for prime in found):
            found.append(candidate)
        candidate += 1
    return found


def _normals(points: Array) -> Array:
    """Standard normals for points of the unit cube."""
    flat = np.ascontiguousarray(points).reshape(-1)
    return np.asarray(_quantiles(flat)).reshape(points.shape)


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})
def _quantiles(points: Array) -> Array:
    """Normal quantiles (N,) of points from 0 to 1, a little drawn in: AS 241 (Wichura 1988), to about 16 digits."""
    out = np.empty_like(points)
    for i in range(len(points)):
        q = INSIDE * (points[i] - 0.5)
        r = 0.180625 - q * q
        top = 33430.575583588128105 + r * 2509.0809287301226727
        top = 13731.693765509461125 + r * (45921.953931549871457 + r * (67265.770927008700853 + r * top))
        top = 3.3871328727963666080 + r * (133.14166789178437745 + r * (1971.5909503065514427 + r * top))
        low = 28729.085735721942674 + r * 5226.4952788528545610
        low = 5394.1960214247511077 + r * (21213.794301586595867 + r * (39307.895800092710610 + r * low))
        low = 1.0 + r * (42.313330701600911252 + r * (687.18700749205790830 + r * low))
        out[i] = q * top / low
    for i in range(len(points)):
        q = INSIDE * (points[i] - 0.5)
        if abs(q) > 0.425:
            r = np.sqrt(-np.log(0.5 - abs(q))) - 1.6
            top = 2.27238449892691845833e-2 + r * 7.74545014278341407640e-4
            top = 1.27045825245236838258 + r * (2.41780725177450611770e-1 + r * top)
            top = 5.76949722146069140550 + r * (3.64784832476320460504 + r * top)
            top = 1.42343711074968357734 + r * (4.63033784615654529590 + r * top)
            low = 5.47593808499534494600e-4 + r * 1.05075007164441684324e-9
            low = 1.48103976427480074590e-1 + r * (1.51986665636164571966e-2 + r * low)
            low = 1.0 + r * (
                2.05319162663775882187 + r * (1.67638483018380384940 + r * (6.89767334985100004550e-1 + r * low))
            )
            out[i] = np.copysign(top / low, q)
    return out


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
    out = np.swapaxes(normals, 1, 2)
    if set(distributions) & {"uniform", "triangular"}:
        out = np.array(out, order="C")  # a copy: the caller's draws stay as they are
    for q, name in enumerate(distributions):
        if name == "uniform":
            out[:, q] = special.erf(out[:, q] / np.sqrt(2.0))
        elif name == "triangular":
            outside = 2.0 * special.ndtr(-np.abs(out[:, q]))
            out[:, q] = np.copysign(1.0 - np.sqrt(outside), out[:, q])
    return out
