"""The designs that are asked for. Imports nothing large, as run.py must not (see child.py)."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = (3, 2, 3, 2, 3, 3, 3, 3, 2, 3)
MEANS = {3: (-0.6, 0.0), 2: (-0.4,)}  # of the weights of the second and third level, on effects coding
SPREAD, CONSTANT_SPREAD = 0.3, 0.5
DRAWS, HELD_OUT = 1024, 4096
EFFICIENCY, ERROR, HELD = "D-efficiency", "D-error", f"D-error over {HELD_OUT} held-out draws"


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked: ``tasks`` in each of ``versions``, scenarios ``shown`` in a task, and whether there are priors.

    ``quality`` names the figure that matters, and ``wanted`` is what ours is to reach.
    """

    title: str
    quality: str
    wanted: float
    tasks: int
    versions: int = 1
    shown: int = 1
    priors: bool = False

    @property
    def rows(self) -> int:
        return self.tasks * self.versions


CASES = {
    "design21": Case("21 scenarios", EFFICIENCY, 96.6, 21),
    "design21_priors": Case("21 scenarios, priors", HELD, 0.468, 21, priors=True),
    "design84": Case("84 scenarios as 4 x 21", EFFICIENCY, 99.7, 21, versions=4),
    "pairs48": Case("48 pairs", ERROR, 0.04165, 48, shown=2),
    "pairs48_priors": Case("48 pairs, priors", HELD, 0.0825, 48, shown=2, priors=True),
}
