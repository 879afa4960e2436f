"""The attacker who adds and subtracts: who knows every number that is shown, and that people are counted in wholes.

An atom is a combination of options that shown numbers tell apart no further. An atom in which there may be somebody,
but never ``smallest`` people whatever the hidden numbers are, is weak. Where no atom is weak, every set of people that
may hold anybody may hold ``smallest``: no sum or difference of what is shown tells of fewer. This is the audit of
suppressed tables by linear programming of Fischetti and Salazar (2001), with whole numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

Array = NDArray[np.float64]
Index = NDArray[np.intp]
NEAR = 1e-6  # of a whole number: the solver's own tolerance is 1e-7


def weak_spot(sets: Array, people: Array, smallest: int) -> Index | None:
    """The shown sets that together give a weak atom away, or None where nothing is given away.

    ``sets`` (S, A) is 1 where a shown set holds an atom, the first of them everybody; ``people`` (A,) are the counts
    behind them, of which the attacker knows the sums over each set only.
    """
    kinds, kind = np.unique(sets, axis=1, return_inverse=True)  # nothing that is shown tells atoms of a kind apart
    truth = np.bincount(kind.ravel(), weights=people, minlength=kinds.shape[1])
    totals = kinds @ truth
    safe = truth >= smallest
    for atom in np.flatnonzero(~safe):
        if safe[atom]:
            continue
        most, world, binding = _most(kinds, totals, int(atom))
        if most < 1 - NEAR:
            continue  # nobody can be there
        if most < smallest - NEAR:
            return binding
        if np.abs(world - world.round()).max() > NEAR:
            found = _world(kinds, totals, int(atom), smallest)
            if found is None:
                return binding
            world = found
        safe |= world >= smallest - NEAR
    return None


def _most(kinds: Array, totals: Array, atom: int) -> tuple[float, Array, Index]:
    """The most people in an atom, a world in which they are there, and the sets that allow no more."""
    cost = np.zeros(kinds.shape[1])
    cost[atom] = -1.0
    found: Any = linprog(cost, A_eq=kinds, b_eq=totals, bounds=(0, None), method="highs-ds")
    if found.status != 0:  # the truth is one solution, and nothing exceeds everybody
        raise RuntimeError(f"the audit of what is shown failed: {found.message}")
    return -float(found.fun), np.asarray(found.x, dtype=float), np.flatnonzero(np.abs(found.eqlin.marginals) > NEAR)


def _world(kinds: Array, totals: Array, atom: int, smallest: int) -> Array | None:
    """A world of whole people with ``smallest`` in the atom, or None where there is none."""
    least = np.zeros(kinds.shape[1])
    least[atom] = smallest
    found: Any = milp(
        np.zeros(kinds.shape[1]),
        constraints=LinearConstraint(kinds, totals, totals),
        integrality=np.ones(kinds.shape[1], dtype=np.intp),
        bounds=Bounds(least, np.inf),
    )
    return None if found.x is None else np.asarray(found.x, dtype=float).round()
