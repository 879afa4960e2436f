"""Finite fields as tables of sums and products, from which the arrays are built."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from dce.design.single.ground import Levels


class Field(NamedTuple):
    """The field with q elements, numbered from 0 (zero) and 1 (one): tables ``plus``, ``times`` (q, q), ``minus`` (q,).

    An element of the field with p^n elements is written in base p: the digits are the coefficients of a polynomial, and
    adding is adding digits modulo p. So the elements below p^k form a group, whatever the field.
    """

    plus: Levels
    times: Levels
    minus: Levels


def prime_power(q: int) -> tuple[int, int] | None:
    """Give (p, n) with q = p^n and p prime, or None."""
    p = next((d for d in range(2, q + 1) if q % d == 0), 0)
    n = 0
    while p and q % p == 0:
        q, n = q // p, n + 1
    return (p, n) if p and q == 1 else None


@lru_cache(maxsize=64)
def field(q: int) -> Field:
    """Give the field with ``q`` elements; ``q`` is a power of a prime."""
    found = prime_power(q)
    if found is None:
        raise ValueError(f"there is no field with {q} elements")
    p, n = found
    digits = np.array(list(product(range(p), repeat=n)), dtype=np.int64)[:, ::-1]  # lowest power first
    worth = p ** np.arange(n)
    plus = ((digits[:, None] + digits) % p) @ worth
    for low in product(range(p), repeat=n):  # x^n = -low: one that makes a field is found after a few
        times = _products(digits, np.array(low), p) @ worth
        if (np.sort(times[1:, 1:], axis=1) == np.arange(1, q)).all():
            return Field(plus, times, (-digits % p) @ worth)
    raise AssertionError(f"a field with {q} elements exists")


def _products(digits: Levels, low: Levels, p: int) -> Levels:
    """Multiply all polynomials (q, n) modulo x^n + ``low``: (q, q, n)."""
    n = digits.shape[1]
    shifted = [digits]
    for _ in range(n - 1):  # times x: shift by one, and put -low for x^n
        last = shifted[-1]
        moved = np.concatenate([np.zeros((len(last), 1), dtype=np.int64), last[:, :-1]], axis=1)
        shifted.append((moved - last[:, -1:] * low) % p)
    return np.asarray(np.einsum("an,nbk->abk", digits, np.stack(shifted)) % p)


def squares(q: int) -> frozenset[int]:
    """Give the squares, zero left out, of the field with ``q`` elements."""
    return frozenset(int(value) for value in np.diag(field(q).times)[1:])
