"""Maxima of a likelihood that may have several: Newton's method in a trust region, from several starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[np.float64]
MOST_STEPS = 200
CLOSE = 1e-4  # slope in units of one standard error: the estimate lies within about this part of one
SAME = 1e-2  # log-likelihoods that differ by less are one maximum


class Slopes(Protocol):
    """Log-likelihood at one point, its prior included, with slope (P,) and observed information (P, P)."""

    @property
    def value(self) -> float | Array: ...  # noqa: D102
    @property
    def gradient(self) -> Array: ...  # noqa: D102
    @property
    def information(self) -> Array: ...  # noqa: D102


class Surface(Protocol):
    """A smooth log-likelihood of P parameters."""

    def evaluate(self, point: Array) -> Slopes:
        """Likelihood at a point (P,)."""

    def allowed(self, point: Array) -> bool:
        """Whether the model is defined there."""


@dataclass(frozen=True, slots=True)
class Peak:
    """Where one search ended: point (P,), log-likelihood, steps taken, and whether it is a maximum."""

    point: Array
    height: float
    steps: int
    converged: bool


@dataclass
class _Downhill:
    """Minus the surface in scaled parameters, each point evaluated once for all derivatives."""

    surface: Surface
    scale: Array
    _seen: tuple[bytes, Slopes | None] = field(default=(b"", None), repr=False)

    def at(self, scaled: Array) -> Slopes | None:
        """The surface at a scaled point, None where the model is not defined."""
        key = scaled.tobytes()
        if self._seen[0] != key:
            point = scaled * self.scale
            self._seen = key, self.surface.evaluate(point) if self.surface.allowed(point) else None
        return self._seen[1]

    def value(self, scaled: Array) -> float:
        """What is minimised."""
        there = self.at(scaled)
        return np.inf if there is None or not np.isfinite(there.value) else -float(there.value)

    def slope(self, scaled: Array) -> Array:
        """First derivatives (P,), none where the model is not defined: the search steps back from there anyway."""
        there = self.at(scaled)
        return np.zeros(len(scaled)) if there is None else np.asarray(-there.gradient * self.scale)

    def bend(self, scaled: Array) -> Array:
        """Second derivatives (P, P); finite everywhere, as the search looks at a point before it steps back."""
        there = self.at(scaled)
        outer = np.outer(self.scale, self.scale)
        return np.zeros_like(outer) if there is None else np.asarray(there.information * outer)


def climb(surface: Surface, start: Array, *, scale: Array | None = None, close: float = CLOSE) -> Peak:
    """Search by trust-region Newton (Conn, Gould and Toint 2000, section 7.3) until the slope is gone.

    ``scale`` (P,) is about one standard error of each parameter; the curvature at the start tells it where it is left
    out. A saddle is left behind, and a point that still is one is not ``converged``.
    """
    if scale is None:
        scale = 1.0 / np.sqrt(np.maximum(np.abs(np.diag(surface.evaluate(start).information)), 1e-8))
    downhill = _Downhill(surface, scale)
    radius = 4.0 * np.sqrt(len(start))
    options = {"initial_trust_radius": radius, "max_trust_radius": 1e3 * radius, "gtol": close, "maxiter": MOST_STEPS}
    end = minimize(  # type: ignore[call-overload]  # the stubs know arrays of one dimension only by another name
        downhill.value, start / scale, jac=downhill.slope, hess=downhill.bend, method="trust-exact", options=options
    )
    still = bool(np.isfinite(end.fun)) and float(np.abs(downhill.slope(end.x)).max()) <= 10.0 * close
    return Peak(end.x * scale, -float(end.fun), int(end.nit), still and is_peak(downhill.bend(end.x)))


def is_peak(information: Array) -> bool:
    """Whether the information curves down in every direction, by more than rounding."""
    diagonal = np.diag(information)
    if not (diagonal > 0).all():
        return False
    scale = np.sqrt(diagonal)
    return bool(np.linalg.eigvalsh(information / np.outer(scale, scale))[0] > 1e-9)


def highest(peaks: Sequence[Peak]) -> tuple[Peak, float]:
    """The highest peak, a true one where there is any, and the share of searches that ended there."""
    heights = np.array([peak.height for peak in peaks])
    sound = [peak for peak in peaks if peak.converged and np.isfinite(peak.height)] or list(peaks)
    best = max(sound, key=lambda peak: peak.height)
    return best, float(np.mean(np.abs(heights - best.height) < SAME))
