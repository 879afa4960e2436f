"""Exponentials and logarithms of many numbers at once, written so that the processor treats several in one step.

``Answers``, ``Mixing``, ``Work`` and ``Sums`` are what the inner loops hand to each other; the kernel tells of them.
Both are series over a short range around 0, with the powers of two taken off and put back through the bits of a double.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.int64]
Answers = tuple[Index, Index, Array, Array, Index]
Mixing = tuple[Index, Index, NDArray[np.bool_]]
Work = tuple[Array, Array, Array, Index]
Sums = tuple[Array, Array, Array, Array]

FARTHEST = 690.0  # a thousand times exp(690) still fits a double
LOG2_E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
MAGIC = 6755399441055744.0  # 1.5 * 2^52: adding it rounds to a whole number, which then stands in the low bits
MAGIC_BITS = 4843621399236968448
HALF_ROOT_BITS = 4604544271217802189  # of sqrt(1/2): a number less this has in its exponent the nearest power of two
# Sums may be regrouped, infinities and NaN keep their meaning. Without error_model numpy, checks for division by zero
# would stop the processor from treating several numbers at once.
LOOSE = {"reassoc", "contract", "nsz", "arcp"}
EXACT = {"contract"}  # regrouping would undo MAGIC


@njit(nogil=True, error_model="numpy", fastmath=EXACT)
def exponentials(u: Array, power: Array, bits: Index) -> None:
    """Replace u by exp(u), within 1e-14 of it; ``power`` and ``bits`` are one work array seen in two ways.

    exp(u) = 2^k exp(y) with k whole and |y| < 0.35, where eleven terms of the series are enough.
    """
    for r in range(len(u)):
        v = min(max(u[r], -FARTHEST), FARTHEST)
        k = v * LOG2_E + MAGIC
        power[r] = k
        k -= MAGIC
        y = v - k * LN2_HIGH - k * LN2_LOW
        high = 1 / 5040 + y * (1 / 40320 + y * (1 / 362880 + y * (1 / 3628800 + y * (1 / 39916800))))
        u[r] = 1.0 + y * (1.0 + y * (0.5 + y * (1 / 6 + y * (1 / 24 + y * (1 / 120 + y * (1 / 720 + y * high))))))
    for r in range(len(u)):
        bits[r] = (bits[r] - MAGIC_BITS + 1023) << 52
    for r in range(len(u)):
        u[r] *= power[r]


@njit(nogil=True, error_model="numpy", fastmath=EXACT)
def logarithms(v: Array, power: Array, bits: Index) -> None:
    """Replace v, positive and finite, by log(v), to the last bits.

    log(v) = k log(2) + log(m) with m between sqrt(1/2) and sqrt(2), and log(m) = 2 artanh((m - 1) / (m + 1)).
    """
    whole = v.view(np.int64)
    for r in range(len(v)):
        k = (whole[r] - HALF_ROOT_BITS) >> 52
        bits[r] = k + MAGIC_BITS
        whole[r] -= k << 52
    for r in range(len(v)):
        k = power[r] - MAGIC
        f = (v[r] - 1.0) / (v[r] + 1.0)
        w = f * f
        high = 1 / 11 + w * (1 / 13 + w * (1 / 15 + w * (1 / 17 + w * (1 / 19 + w * (1 / 21)))))
        rest = w * (1 / 3 + w * (1 / 5 + w * (1 / 7 + w * (1 / 9 + w * high))))
        v[r] = k * LN2_HIGH + (k * LN2_LOW + 2.0 * (f + f * rest))
