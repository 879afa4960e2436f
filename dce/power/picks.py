"""What one choice task asks for: picks one after the other, each among what the ones before it left.

A choice is one pick. A ranking is the first of all, then the first of the rest, and so on (Beggs, Cardell and Hausman
1981); best-worst is the best of all, then the worst of the rest, for which utilities change sign (Louviere, Flynn and
Marley 2015). They are fitted as the picks they consist of, as :mod:`dce.data.explosion` does with real answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dce.coding import Array

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]
NOTHING = -1


@dataclass(frozen=True, slots=True)
class Picks:
    """Each pick that can come about is a place, the first one first: B places among J alternatives.

    ``open`` (B, J) can be picked there, ``sign`` (B,) is that of the utilities, and ``after`` (B, J) is the place that
    follows each pick, -1 where the task ends.
    """

    open: Mask
    sign: Array
    after: Places

    @classmethod
    def of(cls, kind: str, alternatives: int) -> Picks:
        """The picks of a kind of task, an opt-out among its ``alternatives``.

        >>> Picks.of("best-worst", 3).open.astype(int).tolist()  # the best of all, the worst beside each best
        [[1, 1, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
        """
        places: list[tuple[frozenset[int], float]] = [(frozenset(range(alternatives)), 1.0)]
        after = list[list[int]]()
        for left, sign in places:  # which grows while it is read
            after.append([_place(_next(kind, left, sign, pick), places) for pick in range(alternatives)])
        open_ = np.array([[j in left for j in range(alternatives)] for left, _ in places])
        return cls(open_, np.array([sign for _, sign in places]), np.array(after, dtype=np.int64))

    @property
    def stages(self) -> Array:
        """Sign of the utilities (S,) at the first pick of a task, the second, and so on to the last."""
        place, signs = 0, list[float]()
        while place != NOTHING:
            signs.append(float(self.sign[place]))
            place = int(self.after[place].max())
        return np.array(signs)


def _next(kind: str, left: frozenset[int], sign: float, pick: int) -> tuple[frozenset[int], float] | None:
    """What is left after a pick and with which sign; None where the task ends, as with only one left."""
    rest = left - {pick}
    ended = kind == "choice" or (kind == "best-worst" and sign < 0)
    if ended or rest == left or len(rest) < 2:
        return None
    return rest, -1.0 if kind == "best-worst" else 1.0


def _place(found: tuple[frozenset[int], float] | None, places: list[tuple[frozenset[int], float]]) -> int:
    if found is None:
        return NOTHING
    if found not in places:
        places.append(found)
    return places.index(found)
