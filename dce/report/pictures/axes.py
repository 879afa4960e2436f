"""Ticks of an axis that zero stands in the middle of."""

from __future__ import annotations

STEPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def even_ticks(reach: float) -> tuple[float, ...]:
    """Round numbers from ``-reach`` to ``reach``, nine at most, with zero among them.

    >>> even_ticks(0.2)
    (-0.2, -0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2)
    """
    step = next((step for step in STEPS if reach / step <= 4 + 1e-9), reach / 4)
    count = int(reach / step + 1e-9)
    return tuple(round(step * n, 4) + 0.0 for n in range(-count, count + 1))
