"""An attacker who knows every number that was shown and searches for a set of people that must be small."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

Atom = tuple[str, ...]
Attack = Callable[..., tuple[Any, float, float] | None]


def _extreme(sign: int, aim: np.ndarray, known: np.ndarray, totals: np.ndarray) -> float:
    whole = np.ones(len(aim), dtype=int)
    found = milp(sign * aim, constraints=LinearConstraint(known, totals, totals), integrality=whole)
    assert found.status == 0, found.message
    return round(sign * float(found.fun))


def _attack(
    atoms: Sequence[Atom], people: Mapping[Atom, int], sets: Sequence[Sequence[Atom]], smallest: int, seed: int = 1
) -> tuple[Any, float, float] | None:
    """A set of atoms of which ``sets``, with their sizes, say that it holds somebody and fewer than ``smallest``.

    Tried are all sets that conditions on the parts of an atom describe, what one of ``sets`` has beside another, and
    unions at random: those that are small in truth, as no bound can be true of another.
    """
    truth = np.array([people.get(atom, 0) for atom in atoms], dtype=float)
    known = np.array([[atom in set(own) for atom in atoms] for own in sets], dtype=float)
    tried = [
        np.array([all(w in (None, v) for w, v in zip(where, atom, strict=True)) for atom in atoms])
        for where in product(*({None, *column} for column in zip(*atoms, strict=True)))
    ]
    rows = known.astype(bool)
    tried += [a & ~b for a, b in product(rows, rows)] + [a & b for a, b in combinations(rows, 2)]
    rng = np.random.default_rng(seed)
    tried += list(rng.random((20, len(atoms))) < rng.random((20, 1)))
    small = {own.tobytes(): own.astype(float) for own in tried if 0 < truth[own].sum() < smallest}
    totals = known @ truth
    for own in small.values():
        high = _extreme(-1, own, known, totals)
        if high < smallest and (low := _extreme(1, own, known, totals)) > 0:
            return [atom for atom, inside in zip(atoms, own, strict=True) if inside], low, high
    return None


@pytest.fixture(scope="session")
def attack() -> Attack:
    return _attack
